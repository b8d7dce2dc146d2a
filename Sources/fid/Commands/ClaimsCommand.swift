// `fid claims [id]`: the ledger of what the documents say, with the verdict that computing gives.

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
            discussion: Session.say("Examples:\n  fid claims\n  fid claims D3.2", "示例：\n  fid claims\n  fid claims D3.2"))
    }

    @Argument(help: ArgumentHelp(Session.say("One row.", "某一行。"), valueName: "id"))
    var id: String?

    @Option(
        help: ArgumentHelp(
            Session.say("A folder of lessons of your own.", "自己的课程文件夹。"), valueName: Session.say("folder", "文件夹")))
    var lessons: String?

    @Flag(help: ArgumentHelp(Session.say("A JSON array.", "输出 JSON 数组。")))
    var json = false

    @OptionGroup var pager: PagerOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let course = Course(folder: try CourseFolder.find(lessons))
        let style = global.style
        var rows = course.rows
        if let id {
            rows = rows.filter { $0.id.lowercased() == id.lowercased() }
            guard !rows.isEmpty else {
                let nearest = Suggestion.nearest(to: id, among: course.ledger.keys)
                throw CommandError(
                    "the ledger has no row \(id)" + (nearest.map { "; did you mean \($0)?" } ?? ""),
                    "账目中没有 \(id)" + (nearest.map { "；是否想看 \($0)？" } ?? ""))
            }
        }
        if json {
            let records = rows.map { id, row in
                [
                    "id": id, "document": String(id.prefix { $0 != "." }), "statement": row.statement(in: style.language),
                    "verdict": row.verdict,
                    "lesson": row.lesson, "shows": course.claim(id, in: style.language)?.shows ?? "",
                ]
            }
            Terminal.write([try MachineJSON.text(records)])
            return
        }
        let header = [Phrase(same: "id"), Phrase("the document says", "文档的说法"), Phrase("verdict", "结论"), Phrase("lesson", "课程")]
        if id == nil {
            let table = Table(
                header: header.map { $0(in: style.language) },
                rows: rows.map {
                    [$0.id, $0.row.statement(in: style.language), Self.words($0.row.verdict)(in: style.language), $0.row.lesson]
                })
            try Pager.run(isWanted: pager.isWanted) { try $0.write(table.layout(style).render()) }
        } else {
            Terminal.write(rows.flatMap { detail($0.id, $0.row, course, style) })
        }
    }

    private func detail(_ id: String, _ row: LedgerRow, _ course: Course, _ style: OutputStyle) -> [String] {
        let language = style.language
        var lines = "\(id) · \(row.statement(in: language))".wrapped(width: style.width, hangingIndent: 2).map {
            style.styled($0, .bold)
        }
        lines.append(Phrase("verdict: ", "结论：")(in: language) + Self.words(row.verdict)(in: language))
        if let claim = course.claim(id, in: language) {
            if let condition = claim.condition {
                lines += (Phrase("condition: ", "条件：")(in: language) + condition).wrapped(width: style.width, hangingIndent: 2)
            }
            if let shows = claim.shows {
                lines += (Phrase("decided by: ", "依据：")(in: language) + shows).wrapped(width: style.width, hangingIndent: 2)
            }
            lines += (Phrase("where: ", "出处：")(in: language) + claim.place).wrapped(width: style.width, hangingIndent: 2)
        }
        let isWritten = course.lesson(row.lesson, in: language) != nil
        let note = isWritten ? Phrase("", "") : Phrase(" (not written yet)", "（尚未写成）")
        return lines + [Phrase("lesson: ", "课程：")(in: language) + row.lesson + note(in: language)]
    }

    private static func words(_ verdict: String) -> Phrase {
        switch LedgerClaim.Verdict(rawValue: verdict) {
        case .holds: Phrase("holds", "成立")
        case .holdsIf: Phrase("holds if", "有条件成立")
        case .fails: Phrase("fails", "不成立")
        case .cited: Phrase("cited", "引用")
        case nil: Phrase(same: verdict)
        }
    }
}
