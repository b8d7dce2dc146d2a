// `fid claims [id]`: the ledger of what the documents say, with the verdict that computing gives and the number that decides.

import ArgumentParser
import Foundation
import Lessons
import Localization
import Typesetting

struct ClaimsCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "claims",
            abstract: Session.say("What the documents say, and what computing says to it.", "文档中的说法，以及计算给出的结论。"),
            discussion: Session.say(
                "Examples:\n  fid claims\n  fid claims D3.2\n  fid claims --format markdown",
                "示例：\n  fid claims\n  fid claims D3.2\n  fid claims --format markdown"))
    }

    @Argument(help: ArgumentHelp(Session.say("One row.", "某一行。"), valueName: "id"))
    var id: String?

    @Option(
        help: ArgumentHelp(
            Session.say("A folder of lessons of your own.", "自己的课程文件夹。"), valueName: Session.say("folder", "文件夹")))
    var lessons: String?

    @OptionGroup var format: ReadingFormatOptions
    @OptionGroup var pager: PagerOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let course = Course(folder: try CourseFolder.find(lessons))
        let style = global.style
        if let id, !course.ledger.keys.contains(where: { $0.lowercased() == id.lowercased() }) {
            let nearest = Suggestion.nearest(to: id, among: course.ledger.keys)
            throw CommandError(
                Phrase("the ledger has no row \(id)", "账目中没有 \(id)").asking(for: nearest, verb: "看"))
        }
        let claims = DecidedClaim.all(of: course, in: style.language) { row in
            id.map { $0.lowercased() == row.lowercased() } ?? true
        }
        let report = ClaimsReport(claims: claims, style: style, isOne: id != nil)
        let lines = try report.output(format.chosen)
        try Pager.run(isWanted: pager.isWanted && format.chosen == .text) { try $0.write(lines) }
    }
}
