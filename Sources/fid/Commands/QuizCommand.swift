// `fid quiz`: problems to practise, for one or for a class, with keys.

import ArgumentParser
import Classroom
import Foundation
import Localization
import Typesetting

extension QuizForm: ExpressibleByArgument {}

struct QuizCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "quiz",
            abstract: Session.say("Problems to practise, with keys: for yourself or for a class.", "练习题与答案：自己练，或发给全班。"),
            discussion: Session.say(
                """
                A problem is known by its code, skill-level-seed: the same code is the same problem everywhere, so a sheet carries all that \
                fid check needs. With --roster each student gets numbers of their own; sheets, keys and a table of who has which go to the \
                folder of -o.

                Examples:
                  fid quiz
                  fid quiz covariance --level 2 > sheet.md
                  fid quiz covariance-2-48151 --key
                  fid quiz fid-by-hand --roster students.csv --seed 2026 -o homework
                """,
                """
                题目由编号“技能-难度-种子”确定：同一编号在任何机器上都是同一道题，所以题目纸自带 fid check 所需的一切。用 --roster \
                给每个学生不同的数据；题目、答案和对照表写到 -o 指定的文件夹。

                示例：
                  fid quiz
                  fid quiz covariance --level 2 > sheet.md
                  fid quiz covariance-2-48151 --key
                  fid quiz fid-by-hand --roster students.csv --seed 2026 -o homework
                """))
    }

    @Argument(
        help: ArgumentHelp(
            Session.say("Skills, or the code of a problem; without any, one skill at random.", "技能，或一道题的编号；都不写则随机选一个技能。"),
            valueName: Session.say("skill|code", "技能|编号")))
    var skills: [String] = []

    @Option(help: ArgumentHelp(Session.say("How hard.", "难度。"), valueName: "1|2|3"))
    var level: Int?

    @Option(
        help: ArgumentHelp(
            Session.say("What the numbers are drawn from; without it, at random.", "生成数据的种子；不写则随机。"), valueName: "N"))
    var seed: Int?

    @Option(help: ArgumentHelp(Session.say("How many different sheets.", "不同题目纸的份数。"), valueName: "N"))
    var count: Int?

    @Option(
        help: ArgumentHelp(
            Session.say("A table of students, with a column student, name or id.", "学生名单，含 姓名 或 学号 列。"), valueName: "students.csv"
        ))
    var roster: String?

    @Option(help: ArgumentHelp(Session.say("How sheets are written.", "题目纸的格式。"), valueName: "text|markdown|latex"))
    var format = QuizForm.markdown

    @Flag(help: ArgumentHelp(Session.say("The key instead of the sheet.", "显示答案而不是题目。")))
    var key = false

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp(
            Session.say("The folder for sheets and keys.", "存放题目与答案的文件夹。"), valueName: Session.say("folder", "文件夹")))
    var output: String?

    @Flag(help: ArgumentHelp(Session.say("Replace files that are there.", "覆盖已有的文件。")))
    var force = false

    @Flag(help: ArgumentHelp(Session.say("List the skills.", "列出所有技能。")))
    var list = false

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        func refuse(_ english: String, _ chinese: String) -> ValidationError { ValidationError(Session.say(english, chinese)) }
        if let count, !(1...Roster.limit).contains(count) {
            throw refuse("--count is a number from 1 to \(Roster.limit).", "--count 应为 1 到 \(Roster.limit) 的数。")
        }
        if let seed, !(0...QuizCode.largestSeed).contains(seed) {
            throw refuse(
                "--seed is a whole number from 0 to \(QuizCode.largestSeed).", "--seed 应为 0 到 \(QuizCode.largestSeed) 的整数。")
        }
        if let level, QuizLevel(rawValue: level) == nil {
            throw refuse("there is no level \(level): levels are 1, 2 and 3.", "没有难度 \(level)：难度为 1、2、3。")
        }
        if count != nil, roster != nil {
            throw refuse("--count and --roster exclude each other: the table says how many.", "--count 与 --roster 不能同用：份数由名单决定。")
        }
        if skills.count == 2, level == nil, let number = Int(skills[1]) {
            throw refuse(
                "a level is given by --level: fid quiz \(skills[0]) --level \(number)",
                "难度用 --level 指定：fid quiz \(skills[0]) --level \(number)")
        }
        if output == nil, roster != nil || (count ?? 1) > 1 || skills.count > 1 {
            throw refuse("several sheets need a folder: name it with -o.", "多份题目需要一个文件夹：请用 -o 指定。")
        }
        if format == .fid, !key {
            throw refuse(
                "--format fid is for keys: add --key, or choose text, markdown or latex.",
                "--format fid 只用于答案：请加 --key，或选择 text、markdown、latex。")
        }
        if force, output == nil { throw refuse("--force goes with -o.", "--force 要与 -o 同用。") }
        if key, output != nil { throw refuse("with -o keys are written besides: leave --key out.", "用 -o 时会同时写出答案：请去掉 --key。") }
    }

    func run() throws {
        let style = global.style
        if list {
            Terminal.write(Self.table(style))
            return
        }
        guard let output else {
            let page = QuizPage(try problem(), language: style.language, width: style.width)
            let text = key ? page.key(format) : page.sheet(format)
            Terminal.write([text.hasSuffix("\n") ? String(text.dropLast()) : text])
            return
        }
        try write(to: output, style)
    }

    // MARK: One problem

    private func problem() throws -> QuizProblem {
        if let name = skills.first, QuizSkill.named(name) == nil, name.contains(where: \.isNumber) {
            try refuseDoubleOrders(name)
            return try QuizProblem(QuizCode(name))
        }
        let skill = try skills.first.map { try QuizSkill.find($0) } ?? QuizSkill.all[Int.random(in: QuizSkill.all.indices)]
        return try QuizProblem(skill, level: chosenLevel, seed: chosenSeed)
    }

    /// A code says level and seed already.
    private func refuseDoubleOrders(_ code: String) throws {
        guard level == nil, seed == nil else {
            throw CommandError(
                "the code \(code) says level and seed: leave --level and --seed out", "编号 \(code) 已包含难度与种子：请去掉 --level 与 --seed")
        }
    }

    private var chosenLevel: QuizLevel { level.flatMap { QuizLevel(rawValue: $0) } ?? .first }

    /// Five digits: short enough to be copied from a blackboard.
    private var chosenSeed: Int { seed ?? Int.random(in: 10_000...99_999) }

    // MARK: A class

    private func write(to folder: String, _ style: OutputStyle) throws {
        var seen: Set<String> = []
        if let code = skills.lazy.compactMap({ try? QuizCode($0) }).first {
            let options = "--level \(code.level.rawValue) --seed \(code.seed)"
            throw CommandError(
                "\(code) is one problem: leave -o out, or write \(code.skill) \(options)",
                "\(code) 是一道题：请去掉 -o，或写成 \(code.skill) \(options)")
        }
        let chosen = try skills.filter { seen.insert($0).inserted }.map { try QuizSkill.find($0) }
        guard !chosen.isEmpty else {
            throw CommandError("name the skills for the sheets: fid quiz --list lists them", "请指定题目的技能：用 fid quiz --list 查看")
        }
        let recipients = try roster.map { QuizSet.recipients(of: try Self.readRoster($0)) } ?? QuizSet.numbered(count ?? 1)
        let seed = chosenSeed
        let set = try QuizSet(
            recipients: recipients, skills: chosen, level: chosenLevel, seed: seed, form: format, language: style.language)
        try set.write(to: URL(fileURLWithPath: folder), replacing: force)
        let count = set.sheetCount
        let text = Phrase(
            "\(count) \(count == 1 ? "sheet" : "sheets") in \(folder)/sheets, keys in \(folder)/keys, who has which in \(folder)/index.csv. "
                + "The same sheets again: --seed \(seed).",
            "\(count) 份题目在 \(folder)/sheets，答案在 \(folder)/keys，对照表为 \(folder)/index.csv。再次生成同样的题目：--seed \(seed)。")
        Terminal.write(text(in: style.language).wrapped(width: style.width))
    }

    /// The largest table of students that is read, in bytes.
    private static let sizeLimit = 16_000_000

    private static func readRoster(_ path: String) throws -> Roster {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), !isDirectory.boolValue else {
            throw CommandError("\(path) does not exist or is a folder: check the path", "\(path) 不存在或是文件夹：请检查路径")
        }
        guard let handle = FileHandle(forReadingAtPath: path), let data = try? handle.read(upToCount: sizeLimit + 1) ?? Data()
        else {
            throw CommandError("\(path) cannot be read", "\(path) 无法读取")
        }
        guard data.count <= sizeLimit else {
            throw CommandError("\(path) is larger than \(sizeLimit) bytes", "\(path) 超过 \(sizeLimit) 字节")
        }
        return try Roster(data, file: path)
    }

    // MARK: The list

    private static func table(_ style: OutputStyle) -> [String] {
        let rows = QuizSkill.all.map { [$0.id, $0.title(in: style.language), $0.lesson] }
        let header = [Phrase("skill", "技能"), Phrase("what it asks for", "内容"), Phrase("lesson", "课程")].map {
            $0(in: style.language)
        }
        let levels = QuizLevel.allCases.flatMap { level in
            Phrase("level \(level.rawValue): \(level.title.english)", "难度 \(level.rawValue)：\(level.title.chinese)")(
                in: style.language
            )
            .wrapped(width: style.width, hangingIndent: 2)
        }
        return Table(header: header, rows: rows, alignment: [.left, .left, .left]).layout(style).render() + [""] + levels
    }
}
