// Tables of separated values, with line breaks in quoted cells (RFC 4180).

enum CSVTable {
    /// A row, with the line on which it begins. Cells are without the spaces around them.
    struct Record {
        var cells: [String]
        let line: Int
    }

    /// A quotation mark that is never closed.
    struct UnclosedQuote: Error {
        let line: Int
    }

    /// The rows of a table that are not empty. The separator is the comma, or what the first line has in its place: semicolon or tab.
    static func records(of text: String) throws(UnclosedQuote) -> [Record] {
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
}
