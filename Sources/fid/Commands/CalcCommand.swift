// `fid calc "…"`: one line of the worksheet language, worked out step by step.

import ArgumentParser
import Localization
import Worksheets

struct CalcCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "calc",
            abstract: Session.say("Work out a line of the worksheet language, step by step.", "逐步计算一行工作表语言。"),
            discussion: Session.say(
                """
                Several lines may be given, one argument each; names are kept from one to the next.

                Examples:
                  fid calc "sqrtm([2 -1; -1 2])"
                  fid calc "X = [1 2 3; 2 3 1]" "cov(X)"
                """,
                """
                可以给出多行，每行一个参数；前面定义的名称在后面可用。

                示例：
                  fid calc "sqrtm([2 -1; -1 2])"
                  fid calc "X = [1 2 3; 2 3 1]" "cov(X)"
                """))
    }

    @Argument(
        help: ArgumentHelp(
            Session.say("A line: an expression, a definition or a claim.", "一行：表达式、定义或断言。"), valueName: Session.say("line", "行")))
    var lines: [String]

    @Flag(inversion: .prefixedNo, help: ArgumentHelp(Session.say("Show the steps.", "显示步骤。")))
    var steps = true

    @OptionGroup var format: SheetFormatOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let source = lines.joined(separator: "\n")
        let report = SheetReport(name: "", source: source, style: global.style, showsSteps: steps, files: .folder("."))
        Terminal.write(try report.output(format.format))
        if !report.holds { throw ExitCode(report.isReadable ? 1 : 2) }
    }
}
