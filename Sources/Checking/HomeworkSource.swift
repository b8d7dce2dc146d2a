// Homework in its four forms (worksheet, Markdown, plain text, CSV) as one worksheet with the same line numbers.

import Localization
import Worksheets

/// How homework is written.
public enum HomeworkForm: String, CaseIterable, Sendable {
    /// A worksheet.
    case fid
    /// Markdown with `fid` blocks.
    case markdown
    /// Lines `name: value`, other lines being prose.
    case text
    /// A table `step,value`.
    case csv

    /// The form that a file's name tells; nil for an unknown one.
    public init?(fileName: String) {
        switch fileName.split(separator: ".").last?.lowercased() {
        case "fid": self = .fid
        case "md", "markdown": self = .markdown
        case "txt", "text": self = .text
        case "csv": self = .csv
        default: return nil
        }
    }
}

/// The text of homework, taken apart: front matter, and the worksheet in it. Lines keep their numbers, so that an error is
/// reported where the writer will look for it.
public struct HomeworkSource: Sendable {
    /// What stands between the two lines of `---` at the head.
    public let frontMatter: String?
    /// The lines of the worksheet; what does not belong to it is left empty.
    public let worksheet: String

    public init(_ text: String, form: HomeworkForm) {
        var lines = text.sourceLines.map(String.init)
        if lines.first?.hasPrefix("\u{FEFF}") == true { lines[0].removeFirst() }
        var front: String?
        if lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") {
            front = lines[1..<end].joined(separator: "\n")
            for index in 0...end { lines[index] = "" }
        }
        frontMatter = front
        // The blocks of Markdown are looked for first: a fence may not be touched.
        if form == .markdown { lines = Self.blocks(lines) }
        lines = lines.map { Self.isOpen($0) ? "" : $0 }
        switch form {
        case .fid, .markdown: worksheet = lines.joined(separator: "\n")
        case .text: worksheet = lines.map { Self.statement(fromLine: $0) ?? "" }.joined(separator: "\n")
        case .csv: worksheet = Self.table(lines).joined(separator: "\n")
        }
    }

    /// Whether a line asks for a value that nobody has filled in: `mu_r =`, `mu_r = ?`, `mu_r: ____`.
    private static func isOpen(_ line: String) -> Bool {
        let bare = line.split(separator: "#", omittingEmptySubsequences: false).first.map { $0.trimmed } ?? ""
        guard let mark = bare.firstIndex(where: { "=:＝：".contains($0) }), isName(bare[..<mark].trimmed) else { return false }
        return bare[bare.index(after: mark)...].allSatisfy { $0.isWhitespace || "?？_＿….".contains($0) }
    }

    /// The value of a key of the front matter, `task: fid-by-hand`. Homework comes from outside, so nothing more than flat keys is
    /// read from it.
    public func key(_ name: String) -> String? {
        for line in (frontMatter ?? "").split(separator: "\n") {
            guard let colon = line.firstIndex(where: { $0 == ":" || $0 == "：" }) else { continue }
            if line[..<colon].trimmed == name {
                let value = line[line.index(after: colon)...].trimmed
                return value.isEmpty ? nil : value.unquoted
            }
        }
        return nil
    }

    // MARK: Forms

    private static func blocks(_ lines: [String]) -> [String] {
        var fence: String?
        var isWorksheet = false
        return lines.map { line in
            let bare = line.trimmed
            if let open = fence {
                if bare.allSatisfy({ $0 == open.first }), bare.count >= open.count {
                    fence = nil
                    return ""
                }
                return isWorksheet ? line : ""
            }
            let marks = bare.prefix { $0 == "`" }.count >= 3 ? bare.prefix { $0 == "`" } : bare.prefix { $0 == "~" }
            guard marks.count >= 3 else { return "" }
            fence = String(marks)
            isWorksheet = bare.dropFirst(marks.count).trimmed.split(separator: " ").first == "fid"
            return ""
        }
    }

    /// `mu_r: 1.5 2.5 2` as a statement; nil for a line of prose.
    private static func statement(fromLine line: String) -> String? {
        let bare = line.trimmed
        guard !bare.isEmpty, !bare.hasPrefix("#"),
            let mark = bare.firstIndex(where: { "=:＝：".contains($0) })
        else { return nil }
        let name = bare[..<mark].trimmed
        guard isName(name) else { return nil }
        let rest = bare[bare.index(after: mark)...]
        // “Name: Wei” and “I think that: …” are prose; a value has a number or a bracket in it.
        guard bare[mark...].contains(where: { $0.isNumber || "[(（［√".contains($0) }) else { return nil }
        // `name == value` is a claim of the language itself.
        if let next = rest.first, "=＝".contains(next) { return bare }
        return statement(name, rest.trimmed)
    }

    /// Whether a text is a name of the language.
    public static func isName(_ text: String) -> Bool {
        guard case .name? = Expression(source: text)?.kind else { return false }
        return true
    }

    /// `name = value`, with the brackets that a list of numbers lacks.
    public static func statement(_ name: String, _ value: String) -> String? {
        guard !value.isEmpty else { return nil }
        let isList = !value.contains("[") && Expression(source: value) == nil && Expression(source: "[\(value)]") != nil
        return isList ? "\(name) = [\(value)]" : "\(name) = \(value)"
    }

    /// The rows of a table at the lines on which they begin.
    private static func table(_ lines: [String]) -> [String] {
        var result = Array(repeating: "", count: lines.count)
        for (index, record) in records(lines).enumerated()
        where record.cells.count >= 2 && result.indices.contains(record.line - 1) {
            let name = record.cells[0]
            // A matrix may be written without quotation marks, so that its commas cut it: the cells belong together.
            let value = record.cells.dropFirst().joined(separator: " ").trimmed
            // The first row may be a heading.
            if index == 0, Expression(source: value)?.isWrittenOut != true, !value.contains(where: \.isNumber) { continue }
            result[record.line - 1] = isName(name) ? statement(name, value) ?? "" : ""
        }
        return result
    }

    private static func records(_ lines: [String]) -> [CSVTable.Record] {
        if let records = try? CSVTable.records(of: lines.joined(separator: "\n")) { return records }
        // A quotation mark that is never closed spoils its own line only.
        return lines.enumerated().map { CSVTable.Record(cells: CSVTable.cells(ofLine: $1), line: $0 + 1) }
    }
}

extension StringProtocol {
    var trimmed: String {
        let start = firstIndex { !$0.isWhitespace } ?? endIndex
        let end = lastIndex { !$0.isWhitespace }.map { index(after: $0) } ?? endIndex
        return start < end ? String(self[start..<end]) : ""
    }

    fileprivate var unquoted: String {
        count >= 2 && (first == "\"" || first == "'") && last == first ? String(dropFirst().dropLast()) : String(self)
    }
}
