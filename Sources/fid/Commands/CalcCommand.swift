// `fid calc`: lines of the worksheet language, worked out step by step: given as arguments, typed at a prompt, or from standard input.

import ArgumentParser
import Foundation
import Localization
import Typesetting
import Worksheets

struct CalcCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "calc",
            abstract: Session.say("Work out lines of the worksheet language, step by step.", "逐步计算工作表语言的各行。"),
            discussion: Session.say(
                """
                Several lines may be given, one argument each; names are kept from one to the next. Without any, a prompt asks for \
                them: :help there lists its commands, Tab completes, Ctrl-C discards a line, Ctrl-D ends. What is typed is kept in \
                $XDG_STATE_HOME/fid/calc-history (~/.local/state by default). Where the input is no terminal, its lines are \
                computed one by one. Exit code 1 where a claim fails, 2 where a line cannot be read.

                Examples:
                  fid calc "sqrtm([2 -1; -1 2])"
                  fid calc "X = [1 2 3; 2 3 1]" "cov(X)"
                  fid calc
                  printf 'x = 1/3\\nx == 0.33\\n' | fid calc --no-steps
                """,
                """
                可以给出多行，每行一个参数；前面定义的名称在后面可用。不给出任何行时，进入提示符：:help 列出其中的命令，Tab 补全，\
                Ctrl-C 放弃当前行，Ctrl-D 结束。输入的行保存在 $XDG_STATE_HOME/fid/calc-history（默认在 ~/.local/state）。\
                输入不是终端时，逐行计算其内容。有断言不成立时退出码为 1，有行无法读取时为 2。

                示例：
                  fid calc "sqrtm([2 -1; -1 2])"
                  fid calc "X = [1 2 3; 2 3 1]" "cov(X)"
                  fid calc
                  printf 'x = 1/3\\nx == 0.33\\n' | fid calc --no-steps
                """))
    }

    @Argument(
        help: ArgumentHelp(
            Session.say("A line: an expression, a definition or a claim.", "一行：表达式、定义或断言。"), valueName: Session.say("line", "行")))
    var lines: [String] = []

    @Flag(inversion: .prefixedNo, help: ArgumentHelp(Session.say("Show the steps.", "显示步骤。")))
    var steps = true

    @OptionGroup var format: SheetFormatOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
        if !lines.isEmpty { return try report(on: lines.joined(separator: "\n")) }
        let isTyped = OutputStyle.isTerminal(0) && OutputStyle.isTerminal(1)
        guard isTyped || format.format == .text else {
            return try report(on: SheetFile.standardInput())
        }
        let session = CalcSession(
            style: global.style, isTyped: isTyped, showsSteps: steps, showsLaTeX: format.format == .latex)
        guard isTyped else {
            var script = CalcScript(session: session)
            let code = try script.run()
            if code != 0 { throw ExitCode(code) }
            return
        }
        guard format.format == .text || format.format == .latex else {
            throw CommandError(
                "--format \(format.format.rawValue) needs lines as arguments or from standard input",
                "--format \(format.format.rawValue) 需要以参数或标准输入给出各行")
        }
        var prompt = CalcPrompt(session: session)
        prompt.run()
    }

    private func report(on source: String) throws {
        let report = SheetReport(name: "", source: source, style: global.style, showsSteps: steps, files: .folder("."))
        Terminal.write(try report.output(format.format))
        if !report.holds { throw ExitCode(report.isReadable ? 1 : 2) }
    }
}
