// `fid check SHEET`: a hand calculation, checked value by value; the first wrong one found, the mistake named.

import ArgumentParser
import Checking
import Foundation
import Localization
import Typesetting
import Worksheets

struct CheckCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "check",
            abstract: Session.say(
                "Check a hand calculation: find the first wrong value, name the mistake.", "检查手算：找出第一个错误的值，指出错在哪里。"),
            discussion: Session.say(
                """
                A sheet is a worksheet (.fid), Markdown with fid blocks (.md), lines `name: value` (.txt) or a table `step,value` (.csv). \
                Values are written out: mu_r = mean(X_r) = [1.5 2.5 2]. A value that is wrong but follows from an earlier wrong one is no \
                second mistake. Exit code 1 where something is wrong or missing, 2 where a line cannot be read.

                Examples:
                  fid check examples/homework/divided-by-n.fid
                  fid check homework.md --hint            a nudge; --hint --hint names the mistake
                  fid check answers.csv --task fid-by-hand
                  fid check --self-test                   how well the mistakes are told
                """,
                """
                作业可以是工作表（.fid）、含 fid 代码块的 Markdown（.md）、每行“名称: 值”的文本（.txt）或“step,value”表格（.csv）。\
                值要写出来：mu_r = mean(X_r) = [1.5 2.5 2]。由前面的错误值正确推出的值不算第二个错误。\
                有错或有缺时退出码为 1，有行无法读取时为 2。

                示例：
                  fid check examples/homework/divided-by-n.fid
                  fid check homework.md --hint            只给提示；--hint --hint 说出错误的名称
                  fid check answers.csv --task fid-by-hand
                  fid check --self-test                   检验识别错误的能力
                """))
    }

    @Argument(
        help: ArgumentHelp(
            Session.say("The sheet; - for standard input.", "作业文件；- 表示标准输入。"), valueName: Session.say("sheet", "作业")))
    var sheet: String?

    @Option(
        help: ArgumentHelp(
            Session.say("The task that the sheet answers: its id, or a file.", "作业题目：id 或文件。"), valueName: "id|file"))
    var task: String?

    @Option(help: ArgumentHelp(Session.say("How the sheet is written.", "作业的书写形式。"), valueName: "fid|markdown|text|csv"))
    var form: HomeworkForm?

    @Flag(help: ArgumentHelp(Session.say("Hints instead of answers; repeat for more.", "只给提示，不给答案；重复使用可得到更多提示。")))
    var hint: Int

    @Flag(help: ArgumentHelp(Session.say("Show how a wrong step is done.", "显示错误步骤的正确推导。")))
    var show = false

    @Flag(
        help: ArgumentHelp(
            Session.say("Plant every known mistake in known sheets and count what is found.", "在已知的作业中植入各种错误，统计识别率。")))
    var selfTest = false

    @Option(help: ArgumentHelp(Session.say("A course's folder.", "课程文件夹。"), valueName: Session.say("folder", "文件夹")))
    var lessons: String?

    @Flag(help: ArgumentHelp(Session.say("JSON for machines.", "输出 JSON。")))
    var json = false

    /// What `fid grade` runs each submission under.
    @Option(help: .hidden) var limitSeconds: Int?
    @Option(help: .hidden) var limitMegabytes: Int?

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if sheet == nil, !selfTest {
            throw ValidationError(Session.say("Name a sheet, or use --self-test.", "请指定作业文件，或使用 --self-test。"))
        }
    }

    func run() throws {
        ProcessLimits.set(seconds: limitSeconds, megabytes: limitMegabytes)
        guard let sheet else { return try runSelfTest() }
        let finder = try TaskFinder(name: task, lessons: lessons)
        let text = sheet == "-" ? try SheetFile.standardInput() : try SheetFile.text(of: sheet)
        let source = HomeworkSource(text, form: form ?? HomeworkForm(fileName: sheet) ?? .fid)
        let checked = Checker.check(source, task: try finder.task(for: source))
        let report = CheckReport(
            source: source, sheet: checked, style: global.style, hints: hint, showsDerivation: show)
        Terminal.write(
            json
                ? [try MachineJSON.text(CheckRecord(checked, student: source.key("student"), language: global.style.language))]
                : try report.lines())
        let isReadable = checked.errors.isEmpty && checked.lines.allSatisfy { $0.verdict.kind != .unreadable }
        if !checked.holds { throw ExitCode(isReadable ? 1 : 2) }
    }

    /// Plants every mistake in every task in every form, and prints how many are found.
    private func runSelfTest() throws {
        let finder = try TaskFinder(name: task, lessons: lessons)
        var progress = Progress()
        var rows: [SelfTestReport.Row] = []
        var missed: [String] = []
        for task in finder.tasks {
            let sheets = task.plantedSheets()
            var found = 0
            var tried = 0
            for sheet in sheets {
                for (form, formulas) in SelfTestReport.forms {
                    progress.show("\(task.id) · \(sheet.step) · \(sheet.mistake)")
                    tried += 1
                    if sheet.isFound(in: sheet.check(form, formulas: formulas)) {
                        found += 1
                    } else {
                        missed.append("\(task.id) \(sheet.step) \(sheet.mistake) \(form.rawValue)\(formulas ? "" : "-values")")
                    }
                }
            }
            rows.append(.init(task: task.id, sheets: tried, found: found))
        }
        progress.finish()
        let report = SelfTestReport(rows: rows, missed: missed)
        Terminal.write(json ? [try MachineJSON.text(report)] : report.lines(global.style))
        if report.rate < SelfTestReport.goal { throw ExitCode(1) }
    }
}

extension HomeworkForm: ExpressibleByArgument {}

/// What the self-test found.
struct SelfTestReport: Encodable {
    struct Row: Encodable {
        let task: String
        let sheets: Int
        let found: Int
    }
    let rows: [Row]
    /// Sheets whose mistake was not found: task, step, mistake, form.
    let missed: [String]

    /// The share that has to be found.
    static let goal = 0.98

    /// Worksheets with formulas, and bare values in each form.
    static let forms: [(HomeworkForm, Bool)] = [(.fid, true), (.fid, false), (.markdown, true), (.text, false), (.csv, false)]

    var sheets: Int { rows.reduce(0) { $0 + $1.sheets } }
    var found: Int { rows.reduce(0) { $0 + $1.found } }
    var rate: Double { sheets == 0 ? 0 : Double(found) / Double(sheets) }

    func lines(_ style: OutputStyle) -> [String] {
        let say = { (english: String, chinese: String) in Phrase(english, chinese)(in: style.language) }
        let percent = { (found: Int, all: Int) in
            NumberFormat(.places(1), notation: .ascii).string(100 * Double(found) / Double(max(1, all))) + " %"
        }
        let table = Table(
            header: [say("task", "作业"), say("sheets", "份数"), say("found", "识别"), say("rate", "识别率")],
            rows: (rows + [Row(task: say("all", "合计"), sheets: sheets, found: found)]).map {
                [$0.task, String($0.sheets), String($0.found), percent($0.found, $0.sheets)]
            }, alignment: [.left, .right, .right, .right])
        let heading = say(
            "Each known mistake, planted at each step of each task; found means: named in its line, and everything after it marked right for the writer's value.",
            "在每份作业的每一步植入每种已知错误；“识别”指：在该行说出错误的名称，并把其后的各行标为按所写之值正确。")
        let misses = missed.prefix(20).map { say("missed: ", "未识别：") + $0 }
        return heading.wrapped(width: style.width) + [""] + table.layout(style).render() + (misses.isEmpty ? [] : [""] + misses)
    }
}
