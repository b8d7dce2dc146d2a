// Tables of separated values, with line breaks in quoted cells (RFC 4180).

/// Reads and writes comma-separated values.
public enum CSVTable {
    /// A row, with the line on which it begins. Cells are without the spaces around them.
    public struct Record: Sendable {
        public var cells: [String]
        public let line: Int
    }

    /// A quotation mark that is never closed.
    public struct UnclosedQuote: Error {
        public let line: Int
    }

    /// The rows of a table that are not empty. The separator is the comma, or what the first line has in its place: semicolon or tab.
    public static func records(of text: String) throws(UnclosedQuote) -> [Record] {
        let scalars = Array(text.unicodeScalars)
        let firstLine = scalars.prefix { $0 != "\n" && $0 != "\r" }
        let separator = ([",", ";", "\t"] as [Unicode.Scalar]).first { firstLine.contains($0) } ?? ","
        var records: [Record] = []
        var record = Record(cells: [], line: 1)
        var cell = String.UnicodeScalarView()
        var line = 1
        var quoteLine: Int?
        var index = 0
        func endCell() {
            let text = String(cell)
            let start = text.drop { $0.isWhitespace }
            record.cells.append(String(start.reversed().drop { $0.isWhitespace }.reversed()))
            cell = String.UnicodeScalarView()
        }
        func endRecord() {
            endCell()
            if record.cells.contains(where: { !$0.isEmpty }) { records.append(record) }
        }
        while index < scalars.count {
            let scalar = scalars[index]
            let next = index + 1 < scalars.count ? scalars[index + 1] : nil
            index += 1
            if scalar == "\n" || scalar == "\r" && next != "\n" { line += 1 }
            if quoteLine != nil {
                if scalar == "\"", next == "\"" {
                    cell.append(scalar)
                    index += 1
                } else if scalar == "\"" {
                    quoteLine = nil
                } else {
                    cell.append(scalar)
                }
            } else if scalar == "\"", cell.allSatisfy({ $0.properties.isWhitespace }) {
                quoteLine = line
            } else if scalar == separator {
                endCell()
            } else if scalar == "\n" || scalar == "\r" && next != "\n" {
                endRecord()
                record = Record(cells: [], line: line)
            } else if scalar != "\r" {
                cell.append(scalar)
            }
        }
        if let quoteLine { throw UnclosedQuote(line: quoteLine) }
        endRecord()
        return records
    }

    /// The cells of one line; where a quotation mark is never closed, what stands between its commas.
    public static func cells(ofLine line: String) -> [String] {
        do throws(UnclosedQuote) {
            return try records(of: line).first?.cells ?? []
        } catch {
            return line.split(separator: ",", omittingEmptySubsequences: false).map { $0.trimmed }
        }
    }

    /// A cell as it is written, in quotation marks where it needs them.
    public static func cell(_ text: String) -> String {
        // A spreadsheet would run what begins with these as a formula.
        let isFormula = text.first.map { "=+@\t\r".contains($0) } ?? false
        let safe = isFormula ? "'" + text : text
        guard safe.contains(where: { ",\"\n\r".contains($0) }) else { return safe }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}
