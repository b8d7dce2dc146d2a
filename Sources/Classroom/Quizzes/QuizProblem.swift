// A problem: data, what is asked for, and the right values.

import Checking
import ExactArithmetic
import Localization
import Worksheets

/// A problem made from its code.
public struct QuizProblem: Sendable {
    public let code: QuizCode
    public let skill: QuizSkill
    /// The data and the steps, as `fid check` takes them.
    public let task: HomeworkTask
    /// What the data are.
    public let introduction: Phrase
    /// How each step is done, in words, in the order of the steps.
    public let methods: [Phrase]
    /// What is wrong with the data: 0 where no likely slip gives the right value.
    let flaws: Int

    /// How many significant digits a sheet of level 3 asks for at least.
    public static let digits = 4

    /// Makes the problem of a code.
    ///
    /// - Throws: ``QuizError/unknownSkill(_:)``.
    public init(_ code: QuizCode) throws(QuizError) {
        try self.init(QuizSkill.find(code.skill), level: code.level, seed: code.seed)
    }

    /// Makes the problem of a skill, a level and a seed, which is taken between 0 and ``QuizCode/largestSeed``.
    ///
    /// - Throws: ``QuizError/unreadableFormula(skill:formula:)``.
    public init(_ skill: QuizSkill, level: QuizLevel, seed: Int) throws(QuizError) {
        let code = QuizCode(skill: skill.id, level: level, seed: min(max(seed, 0), QuizCode.largestSeed))
        // The words before the seed keep the streams of two skills, levels or versions apart.
        var random = QuizRandom("\(code.skill)/\(code.level.rawValue)/v\(QuizCode.version)", seed: UInt64(code.seed))
        let draft = skill.draft(&random, code.level)
        func read(_ source: String) throws(QuizError) -> Expression {
            guard let expression = Expression(source: source) else {
                throw QuizError.unreadableFormula(skill: skill.id, formula: source)
            }
            return expression
        }
        var givens: [(name: String, expression: Expression)] = []
        for given in draft.givens { givens.append((given.name, try read(given.source))) }
        var steps: [HomeworkTask.Step] = []
        for step in draft.steps {
            steps.append(
                HomeworkTask.Step(
                    name: step.name, formula: try read(step.formula), title: step.title, points: Double(step.points)))
        }
        self.code = code
        self.skill = skill
        task = HomeworkTask(id: code.description, title: skill.title, lesson: skill.lesson, givens: givens, steps: steps)
        introduction = draft.introduction
        methods = draft.steps.map(\.how)
        flaws = random.flaws
    }

    /// Different problems of one skill and level, all from one seed: seeds whose data were there before are passed over.
    ///
    /// - Throws: ``QuizError/tooFewVariants(skill:level:found:wanted:)``.
    public static func variants(of skill: QuizSkill, level: QuizLevel, seed: Int, count: Int) throws(QuizError) -> [QuizProblem] {
        guard count > 0 else { return [] }
        var problems: [QuizProblem] = []
        var data: Set<String> = []
        // The first problem has the seed itself, the others draw theirs from it.
        var seeds = QuizRandom("variants/v\(QuizCode.version)", seed: UInt64(max(0, seed)))
        var next = seed
        for _ in 0..<(count * 8 + 64) {
            let problem = try QuizProblem(skill, level: level, seed: next)
            if data.insert(problem.data).inserted { problems.append(problem) }
            if problems.count == count { return problems }
            next = seeds.integer(10_000...99_999_999)
        }
        throw QuizError.tooFewVariants(skill: skill.id, level: level.rawValue, found: problems.count, wanted: count)
    }

    /// The data as one text.
    var data: String { task.givens.map { "\($0.name) = \($0.expression.source)" }.joined(separator: "\n") }
}

/// What `fid check` asks: the task of a sheet's code.
public enum QuizSheet {
    /// The key of a sheet's front matter that holds the code.
    public static let codeKey = "quiz"

    /// The task of a code, made anew.
    ///
    /// - Throws: ``QuizError`` where the code is none, or names a skill, a level or a version that this fid does not have.
    public static func task(forCode code: String) throws(QuizError) -> HomeworkTask {
        try QuizProblem(QuizCode(code)).task
    }
}
