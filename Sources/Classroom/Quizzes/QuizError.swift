// What can be wrong with a request for problems, and what would be right.

import Localization

/// Why there is no such problem.
public enum QuizError: ExplainedError, Hashable {
    case malformedCode(String)
    case unknownSkill(String)
    case levelOutOfRange(Int)
    case badSeed(String)
    case otherVersion(code: String, version: Int)
    /// So many different problems were not found.
    case tooFewVariants(skill: String, level: Int, found: Int, wanted: Int)
    /// A formula of a generator that cannot be read.
    case unreadableFormula(skill: String, formula: String)

    public var phrase: Phrase {
        switch self {
        case .malformedCode(let text):
            Phrase(
                "“\(text)” is no code of a problem: it should be skill-level-seed, such as covariance-2-48151",
                "“\(text)”不是题目编号：应为 技能-难度-种子，例如 covariance-2-48151")
        case .unknownSkill(let name):
            Self.unknown(name, nearest: Suggestion.nearest(to: name, among: QuizSkill.all.map(\.id)))
        case .levelOutOfRange(let level):
            Phrase("there is no level \(level): levels are 1, 2 and 3", "没有难度 \(level)：难度为 1、2、3")
        case .badSeed(let text):
            Phrase(
                "“\(text)” is no seed: a seed is a whole number from 0 to \(QuizCode.largestSeed)",
                "“\(text)”不是种子：种子是 0 到 \(QuizCode.largestSeed) 的整数")
        case .otherVersion(let code, let version):
            Phrase(
                "\(code) was made by version \(version) of the problems; this fid makes version \(QuizCode.version): "
                    + "check it with the fid that made it",
                "\(code) 由题目生成器第 \(version) 版生成，而本程序是第 \(QuizCode.version) 版：请用当初生成它的 fid 检查")
        case .tooFewVariants(let skill, let level, let found, let wanted):
            Phrase(
                "\(skill) at level \(level) gave \(found) different problems, \(wanted) are wanted: choose another level or another skill",
                "\(skill) 难度 \(level) 只得到 \(found) 道不同的题，需要 \(wanted) 道：请换一个难度或技能")
        case .unreadableFormula(let skill, let formula):
            Phrase("the skill \(skill) has a formula that cannot be read: \(formula)", "技能 \(skill) 中有无法读取的公式：\(formula)")
        }
    }

    private static func unknown(_ name: String, nearest: String?) -> Phrase {
        Phrase("there is no skill \(name)", "没有技能 \(name)").asking(
            for: nearest, otherwise: Phrase(": fid quiz --list lists them", "：用 fid quiz --list 查看所有技能"))
    }
}
