// `fid functions [name]`: what the worksheet language can compute.

import ArgumentParser
import Foundation
import Localization
import Typesetting
import Worksheets

struct FunctionsCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "functions",
            abstract: Session.say("The functions of the worksheet language.", "工作表语言中的函数。"),
            discussion: Session.say("Example:\n  fid functions cov", "示例：\n  fid functions cov"))
    }

    @Argument(
        help: ArgumentHelp(Session.say("One function, with an example.", "某个函数及其示例。"), valueName: Session.say("name", "名称")))
    var name: String?

    @Flag(help: ArgumentHelp(Session.say("A JSON array.", "输出 JSON 数组。")))
    var json = false

    @OptionGroup var pager: PagerOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let style = global.style
        var functions = WorksheetFunction.all
        if let name {
            guard let function = WorksheetFunction.named(name) else {
                let nearest = Suggestion.nearest(to: name, among: functions.map(\.name))
                throw CommandError(
                    "there is no function \(name)" + (nearest.map { "; did you mean \($0)?" } ?? ""),
                    "没有函数 \(name)" + (nearest.map { "；是否想写 \($0)？" } ?? ""))
            }
            functions = [function]
        }
        if json {
            let records = functions.map { function in
                [
                    "name": function.name, "signature": function.signature, "group": function.group.rawValue,
                    "summary": function.summary(in: style.language), "example": function.example,
                ]
            }
            Terminal.write([try MachineJSON.text(records)])
            return
        }
        try Pager.run(isWanted: pager.isWanted) { page in
            try page.write(
                name == nil
                    ? list(functions, style) : functions.flatMap { Self.detail($0, style, call: "fid calc \"\($0.example)\"") })
        }
    }

    private func list(_ functions: [WorksheetFunction], _ style: OutputStyle) -> [String] {
        var lines: [String] = []
        for group in WorksheetFunction.Group.allCases {
            let members = functions.filter { $0.group == group }
            guard !members.isEmpty else { continue }
            if !lines.isEmpty { lines.append("") }
            lines.append(style.styled(group.title(in: style.language), .heading))
            for function in members {
                let text = "\(function.signature)  \(function.summary(in: style.language))"
                lines += text.wrapped(width: style.width, indent: 2, hangingIndent: 6)
            }
        }
        return lines
    }

    /// What a function is, with a call of it as it can be typed.
    static func detail(_ function: WorksheetFunction, _ style: OutputStyle, call: String) -> [String] {
        [style.styled(function.signature, .bold)]
            + function.summary(in: style.language).wrapped(width: style.width, indent: 2, hangingIndent: 2) + ["", "  \(call)"]
    }
}
