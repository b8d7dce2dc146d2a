// Rows of the ledger for people and for machines.

import Foundation
import Lessons
import Localization
import Typesetting

struct ClaimsReport {
    let claims: [DecidedClaim]
    let style: OutputStyle
    /// Whether one row was asked for: it is told with the passage and the lines that decide it.
    let isOne: Bool

    private var language: Language { style.language }

    func output(_ format: SheetFormat) throws -> [String] {
        switch format {
        case .text: isOne ? claims.flatMap(detail) : list()
        case .markdown: isOne ? claims.flatMap(markdownDetail) : markdown()
        case .latex: [TeXDocument(language: language, body: isOne ? claims.flatMap(latexDetail) : latex()).render()]
        case .json: [try json()]
        }
    }

    private func say(_ english: String, _ chinese: String) -> String { Phrase(english, chinese)(in: language) }

    /// The documents in the order of the ledger, with their rows.
    private var documents: [(name: String, claims: [DecidedClaim])] {
        var order: [String] = []
        for claim in claims where !order.contains(claim.document) { order.append(claim.document) }
        return order.map { name in (name, claims.filter { $0.document == name }) }
    }

    private func heading(_ document: String) -> String {
        let title = DecidedClaim.title(of: document)(in: language)
        return title.isEmpty ? document : "\(document) · \(title)"
    }

    // MARK: Text

    private func list() -> [String] {
        documents.flatMap { name, claims in
            [style.styled(heading(name), .heading), ""] + claims.flatMap(row) + [""]
        }.dropLast()
    }

    private func row(_ claim: DecidedClaim) -> [String] {
        let indent = 7
        let statement = claim.row.statement(in: language).wrapped(
            width: style.width, indent: indent, hangingIndent: indent)
        let first = style.styled(claim.id.padded(to: indent), .bold) + (statement.first ?? "").dropFirst(indent)
        let number = claim.number.isEmpty ? "" : say(": ", "：") + claim.number + decimal(claim).map { " ≈ \($0)" }.joined()
        let lesson = claim.row.lesson + (claim.lesson == nil ? say(", not written yet", "，尚未写成") : "")
        let verdict = "\(claim.verdict(in: language))\(number)" + say("  (\(lesson))", "（\(lesson)）")
        return [first] + statement.dropFirst()
            + plain(verdict).wrapped(width: style.width, indent: indent, hangingIndent: indent + 2).map {
                style.styled($0, .dim)
            }
    }

    /// The number in decimals where that is another writing.
    private func decimal(_ claim: DecidedClaim) -> [String] {
        let decimal = claim.decimal.replacing("-", with: "−")
        return decimal.isEmpty || decimal == claim.number ? [] : [decimal]
    }

    private func plain(_ text: String) -> String {
        style.isPlain ? text.replacing("−", with: "-").replacing("√", with: "sqrt ").replacing("≈", with: "=") : text
    }

    private func detail(_ claim: DecidedClaim) -> [String] {
        let width = style.width
        var lines = "\(claim.id) · \(claim.row.statement(in: language))".wrapped(width: width, hangingIndent: 2).map {
            style.styled($0, .bold)
        }
        for (key, value) in facts(claim) {
            lines += plain(key + say(": ", "：") + value).wrapped(width: width, hangingIndent: 2)
        }
        let sheet = sheet(claim)
        if !sheet.isEmpty {
            lines += ["", say("decided by:", "依据：")] + sheet.flatMap { $0.wrapped(width: width, indent: 2, hangingIndent: 4) }
        }
        if let lesson = claim.lesson { lines += ["", say("see it: ", "查看：") + "fid lesson \(lesson.number)"] }
        return lines
    }

    /// What there is to say of a row, key by key.
    private func facts(_ claim: DecidedClaim) -> [(key: String, value: String)] {
        var facts = [(say("verdict", "结论"), claim.verdict(in: language)), (say("document", "文档"), heading(claim.document))]
        if let condition = claim.claim?.condition { facts.append((say("condition", "条件"), condition)) }
        if !claim.number.isEmpty {
            facts.append((say("number", "数值"), claim.number + decimal(claim).map { say(", that is ", "，即 ") + $0 }.joined()))
        }
        if let place = claim.claim?.place { facts.append((say("where", "出处"), place)) }
        if let source = claim.claim?.source { facts.append((say("source", "来源"), source)) }
        let note = claim.lesson == nil ? say(" (not written yet)", "（尚未写成）") : ""
        facts.append((say("lesson", "课程"), claim.row.lesson + note))
        return facts
    }

    /// The lines of the lesson's worksheets that lead to the deciding one, and that one.
    private func sheet(_ claim: DecidedClaim) -> [String] {
        guard let shows = claim.claim?.shows, let lesson = claim.lesson else { return [] }
        return lesson.lines(behind: shows) + [shows]
    }

    // MARK: Markdown and LaTeX

    private var header: [String] {
        ["id", say("the document says", "文档的说法"), say("verdict", "结论"), say("number", "数值"), say("lesson", "课程")]
    }

    private func cells(_ claim: DecidedClaim) -> [String] {
        [claim.id, claim.row.statement(in: language), claim.verdict(in: language), claim.number, claim.row.lesson]
    }

    private func markdown() -> [String] {
        documents.flatMap { name, claims in
            ["## \(heading(name))", "", Table(header: header, rows: claims.map(cells)).markdown]
        }
    }

    private func markdownDetail(_ claim: DecidedClaim) -> [String] {
        let sheet = sheet(claim)
        return ["## \(claim.id) · \(claim.row.statement(in: language))", ""]
            + facts(claim).map { "- **\($0.key)**\(say(": ", "："))\($0.value)" }
            + (sheet.isEmpty ? [] : ["", "```fid"] + sheet + ["```"])
    }

    private func latex() -> [String] {
        documents.flatMap { name, claims in
            ["\\section*{\(TeXText.escaped(heading(name)))}"]
                + TeXText.longTable(
                    header: header.map(TeXText.escaped), rows: claims.map { cells($0).map(TeXText.escaped) },
                    alignment: "lp{0.36\\linewidth}lp{0.18\\linewidth}p{0.18\\linewidth}")
        }
    }

    private func latexDetail(_ claim: DecidedClaim) -> [String] {
        let sheet = sheet(claim)
        return ["\\section*{\(TeXText.escaped("\(claim.id) · \(claim.row.statement(in: language))"))}", "\\begin{description}"]
            + facts(claim).map { "\\item[\(TeXText.escaped($0.key))] \(TeXText.escaped($0.value))" } + ["\\end{description}"]
            + (sheet.isEmpty ? [] : [TeXText.verbatim(sheet.joined(separator: "\n"))])
    }

    // MARK: JSON

    private func json() throws -> String {
        let records = claims.map { claim in
            [
                "id": claim.id, "document": claim.document, "statement": claim.row.statement(in: language),
                "verdict": claim.row.verdict, "lesson": claim.row.lesson, "shows": claim.claim?.shows ?? "",
                "number": claim.number, "decimal": claim.decimal, "where": claim.claim?.place ?? "",
                "condition": claim.claim?.condition ?? "", "source": claim.claim?.source ?? "",
            ]
        }
        return try MachineJSON.text(records)
    }
}
