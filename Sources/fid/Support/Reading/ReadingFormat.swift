// How the commands that one reads from print: text, Markdown, LaTeX or JSON.

import ArgumentParser
import Localization

/// `--format`, with `--json` for short.
struct ReadingFormatOptions: ParsableArguments {
    @Option(help: ArgumentHelp(Session.say("The form of the output.", "输出格式。"), valueName: "text|markdown|latex|json"))
    var format: SheetFormat?

    @Flag(help: ArgumentHelp(Session.say("The same as --format json.", "与 --format json 相同。")))
    var json = false

    func validate() throws {
        if json, let format, format != .json {
            throw ValidationError(
                Session.say(
                    "--json and --format \(format.rawValue) contradict each other.", "--json 与 --format \(format.rawValue) 矛盾。"))
        }
    }

    var chosen: SheetFormat { json ? .json : format ?? .text }
}
