// `fid run SHEET.fid`: a worksheet from a file, every line with its value, every claim checked.

import ArgumentParser
import Localization
import Worksheets

struct RunCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "run",
            abstract: Session.say("Work out a worksheet and check its claims.", "计算一张工作表并检验其中的断言。"),
            discussion: Session.say(
                "Exit code 1 where a claim fails, 2 where a line cannot be read.\n\nExample:\n  fid run examples/fid-by-hand.fid",
                "有断言不成立时退出码为 1，有行无法读取时为 2。\n\n示例：\n  fid run examples/fid-by-hand.fid"))
    }

    @Argument(help: ArgumentHelp(Session.say("The worksheet.", "工作表。"), valueName: "SHEET.fid"))
    var sheet: String

    @Flag(inversion: .prefixedNo, help: ArgumentHelp(Session.say("Show the steps.", "显示步骤。")))
    var steps = false

    @OptionGroup var format: SheetFormatOptions
    @OptionGroup var pager: PagerOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
        // `load` counts its paths from where the sheet lies.
        let folder = sheet.lastIndex(of: "/").map { String(sheet[...$0].dropLast()) }
        let report = SheetReport(
            name: sheet, source: try SheetFile.text(of: sheet), style: global.style, showsSteps: steps,
            files: .folder(folder.map { $0.isEmpty ? "/" : $0 } ?? "."))
        let lines = try report.output(format.format)
        try Pager.run(isWanted: pager.isWanted && format.format != .json) { try $0.write(lines) }
        if !report.holds { throw ExitCode(report.isReadable ? 1 : 2) }
    }
}
