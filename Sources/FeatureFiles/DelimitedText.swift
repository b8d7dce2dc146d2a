// A small matrix written as text: comma, semicolon, tab or white space between the cells, one row a line.

import Foundation
import LinearAlgebra

/// A table of numbers as text, kept both as written and as doubles.
struct DelimitedText: Sendable {
    /// Text is for matrices that a person reads; larger ones belong into `.npy`.
    static let maximumSize = 10_000_000

    let name: String
    /// The cells as they are written, without surrounding space and quotes.
    let cells: Matrix<String>
    let values: Matrix<Double>

    /// Reads a whole file of text.
    ///
    /// Lines that are empty or start with `#` are skipped. A first line in which no cell is a number is a header.
    init(_ file: InputFile) throws {
        guard file.size <= Self.maximumSize else {
            throw FeatureFileError.textTooLarge(file: file.name, size: file.size, limit: Self.maximumSize)
        }
        guard let text = String(validating: try file.bytes(at: 0, count: file.size), as: UTF8.self) else {
            throw FeatureFileError.textNotUTF8(file: file.name)
        }
        try self.init(text, name: file.name)
    }

    init(_ text: String, name: String) throws {
        var parser = TableParser(name: name)
        // Line ends of Unix, Windows and old Macs; a byte order mark before the first line.
        let scalars = text.unicodeScalars
        let body = scalars.first == "\u{FEFF}" ? scalars.dropFirst() : scalars[...]
        var number = 0
        var start = body.startIndex
        while start < body.endIndex {
            let end = body[start...].firstIndex { $0 == "\n" || $0 == "\r" } ?? body.endIndex
            number += 1
            try parser.take(Substring(body[start..<end]), line: number)
            guard end < body.endIndex else { break }
            start = body.index(after: end)
            if body[end] == "\r", start < body.endIndex, body[start] == "\n" { start = body.index(after: start) }
        }
        guard parser.columns > 0, !parser.values.isEmpty else { throw FeatureFileError.textWithoutNumbers(file: name) }
        self.name = name
        let rows = parser.values.count / parser.columns
        cells = Matrix(rows: rows, columns: parser.columns, elements: parser.cells)
        values = Matrix(rows: rows, columns: parser.columns, elements: parser.values)
    }
}

/// Collects the rows of a table, line by line.
private struct TableParser {
    let name: String
    var cells: [String] = []
    var values: [Double] = []
    var columns = 0
    private var separator: Separator?

    init(name: String) { self.name = name }

    private enum Separator {
        case character(Character)
        case space

        /// The separator of a line: the first of tab, semicolon and comma that is in it, white space if none is.
        init(of line: Substring) {
            self = ["\t", ";", ","].first { line.contains($0) }.map(Self.character) ?? .space
        }
    }

    mutating func take(_ line: Substring, line number: Int) throws {
        let trimmed = line.drop { $0 == " " || $0 == "\t" }
        guard let first = trimmed.first(where: { !$0.isWhitespace }), first != "#" else { return }
        let separator = self.separator ?? Separator(of: line)
        self.separator = separator
        let row = split(line, at: separator)
        let numbers = row.map(NumericCell.init)
        if columns == 0 {
            columns = row.count
            if numbers.allSatisfy({ $0 == .text }) {
                // A header, if it names its columns; a line of other text is not a table's.
                guard row.contains(where: { !$0.isEmpty }) else { throw notANumber(row, 0, number) }
                return
            }
        }
        guard row.count == columns else {
            throw FeatureFileError.raggedText(file: name, line: number, expected: columns, found: row.count)
        }
        if values.isEmpty, numbers.allSatisfy({ $0 == .text }) {
            throw FeatureFileError.unsupportedFormat(file: name, looksLike: .text)
        }
        for (column, cell) in numbers.enumerated() {
            switch cell {
            case .number(let value): values.append(value)
            case .nonFinite(let value):
                throw FeatureFileError.notFinite(file: name, row: values.count / columns + 1, column: column + 1, value: value)
            case .overflow:
                throw FeatureFileError.textOverflow(file: name, line: number, column: column + 1, cell: printable(row[column]))
            case .text: throw notANumber(row, column, number)
            }
        }
        cells += row
    }

    private func notANumber(_ row: [String], _ column: Int, _ line: Int) -> FeatureFileError {
        .notANumber(file: name, line: line, column: column + 1, cell: printable(row[column]))
    }

    private func split(_ line: Substring, at separator: Separator) -> [String] {
        var row: [String] = []
        var cell = ""
        var isQuoted = false
        for character in line {
            if character == "\"" {
                isQuoted.toggle()
                continue
            }
            let isSeparator: Bool
            switch separator {
            case .character(let mark): isSeparator = character == mark
            case .space: isSeparator = character.isWhitespace
            }
            guard isSeparator, !isQuoted else {
                cell.append(character)
                continue
            }
            if case .space = separator, cell.isEmpty { continue }
            row.append(cell)
            cell = ""
        }
        if case .space = separator, cell.isEmpty { return row }
        row.append(cell)
        return row.map { $0.trimmingCharacters(in: .whitespaces) }
    }
}

/// What a cell of a table holds.
private enum NumericCell: Equatable {
    case number(Double)
    /// A number beyond the range of doubles.
    case overflow
    case nonFinite(NonFiniteValue)
    case text

    /// Reads `12`, `-0.5`, `.5`, `2e-3`, `1/3`; and recognises NaN and infinities, in order to refuse them.
    init(_ cell: String) {
        switch cell.lowercased() {
        case "nan", "-nan", "+nan": self = .nonFinite(.nan)
        case "inf", "+inf", "infinity", "+infinity": self = .nonFinite(.positiveInfinity)
        case "-inf", "-infinity": self = .nonFinite(.negativeInfinity)
        default:
            let parts = cell.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard let numerator = parts.first.flatMap(Self.decimal) else {
                self = .text
                return
            }
            var value = numerator
            if parts.count == 2 {
                guard let denominator = Self.decimal(parts[1]), parts[1].contains(where: { ("1"..."9").contains($0) }) else {
                    self = .text
                    return
                }
                value = numerator / denominator
            }
            self = value.isFinite ? .number(value) : .overflow
        }
    }

    /// A decimal number, by its spelling: `Double` alone would accept hexadecimal numbers too.
    private static func decimal(_ text: Substring) -> Double? {
        var rest = text.utf8[...]
        func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
        func isSign(_ byte: UInt8) -> Bool { byte == 0x2B || byte == 0x2D }
        if let sign = rest.first, isSign(sign) { rest = rest.dropFirst() }
        let whole = rest.prefix(while: isDigit)
        rest = rest.dropFirst(whole.count)
        var fraction = 0
        if rest.first == 0x2E {
            rest = rest.dropFirst()
            fraction = rest.prefix(while: isDigit).count
            rest = rest.dropFirst(fraction)
        }
        guard whole.count + fraction > 0 else { return nil }
        if rest.first == 0x65 || rest.first == 0x45 {
            rest = rest.dropFirst()
            if let sign = rest.first, isSign(sign) { rest = rest.dropFirst() }
            guard !rest.isEmpty, rest.allSatisfy(isDigit) else { return nil }
            rest = rest.dropFirst(rest.count)
        }
        return rest.isEmpty ? Double(text) : nil
    }
}
