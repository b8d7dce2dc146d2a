// The options that every command takes: language, width, plain text, colour.

import ArgumentParser
import Foundation
import Localization
import Typesetting

extension Language: ExpressibleByArgument {}
extension OutputStyle.ColorChoice: ExpressibleByArgument {}

struct GlobalOptions: ParsableArguments {
    @Option(name: .customLong("lang"), help: ArgumentHelp(Session.say("The language.", "语言。"), valueName: "en|zh"))
    var language: Language?

    @Flag(
        help: ArgumentHelp(
            Session.say("Words instead of drawn brackets and fractions, for screen readers and logs.", "用文字代替括号和分数线，适合读屏软件和日志。")))
    var plain = false

    @Option(help: ArgumentHelp(Session.say("Columns of a line.", "每行的列数。"), valueName: Session.say("columns", "列数")))
    var width: Int?

    @Option(
        help: ArgumentHelp(
            Session.say("Colour; NO_COLOR is honoured.", "颜色；遵守 NO_COLOR。"),
            valueName: "auto|always|never"))
    var color = OutputStyle.ColorChoice.auto

    func validate() throws {
        if let width, width < 20 {
            throw ValidationError(Session.say("--width needs at least 20 columns.", "--width 至少需要 20 列。"))
        }
    }

    /// The style of standard output.
    var style: OutputStyle {
        OutputStyle.detect(
            environment: ProcessInfo.processInfo.environment, isTerminal: OutputStyle.isTerminal(1),
            terminalWidth: OutputStyle.terminalWidth(of: 1), language: language ?? Session.language, width: width, isPlain: plain,
            color: color)
    }
}
