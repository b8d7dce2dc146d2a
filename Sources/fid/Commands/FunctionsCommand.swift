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
            discussion: Session.say(
                "Examples:\n  fid functions cov\n  fid functions --format markdown",
                "示例：\n  fid functions cov\n  fid functions --format markdown"))
    }

    @Argument(
        help: ArgumentHelp(Session.say("One function, with an example.", "某个函数及其示例。"), valueName: Session.say("name", "名称")))
    var name: String?

    @OptionGroup var format: ReadingFormatOptions
    @OptionGroup var pager: PagerOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let style = global.style
        var functions = WorksheetFunction.all
        if let name {
            guard let function = WorksheetFunction.named(name) else {
                let nearest = Suggestion.nearest(to: name, among: functions.map(\.name))
                throw CommandError(
                    Phrase("there is no function \(name)", "没有函数 \(name)").asking(for: nearest))
            }
            functions = [function]
        }
        let report = FunctionsReport(functions: functions, style: style, isOne: name != nil)
        let lines = try report.output(format.chosen)
        try Pager.run(isWanted: pager.isWanted && format.chosen == .text) { try $0.write(lines) }
    }
}
