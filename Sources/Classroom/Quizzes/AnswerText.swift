// Right values as they are written down: in the language of worksheets, in decimals, and in TeX.

import ExactArithmetic
import Typesetting
import Worksheets

/// A right value, ready to be written.
struct AnswerText {
    private let rows: [[String]]
    private let decimals: [[String]]
    private let texRows: [[String]]
    /// Whether each entry is a whole number, so that decimals say nothing new.
    let isWhole: Bool
    /// Whether the decimals are the value itself, not rounded.
    let isDecimal: Bool
    private let isScalar: Bool

    /// How many significant digits decimals are written with.
    static let digits = 6

    init(_ value: Value) {
        let format = NumberFormat(.significant(Self.digits), notation: .ascii)
        switch value {
        case .exact(let tensor):
            let matrix = tensor.asMatrix
            let entries = (0..<matrix.rows).map { i in (0..<matrix.columns).map { matrix[i, $0] } }
            rows = entries.map { $0.map { $0.description.replacing("−", with: "-") } }
            decimals = entries.map { $0.map { format.string($0.doubleValue) } }
            texRows = entries.map { $0.map(\.tex) }
            isWhole = matrix.elements.allSatisfy(\.isInteger)
            isDecimal = zip(matrix.elements, decimals.joined()).allSatisfy { Exact(decimal: $1) == $0 }
            if case .scalar = tensor { isScalar = true } else { isScalar = false }
        case .real(let tensor):
            let precise = NumberFormat(.significant(10), notation: .ascii)
            let matrix = tensor.asMatrix
            let entries = (0..<matrix.rows).map { i in (0..<matrix.columns).map { matrix[i, $0] } }
            rows = entries.map { $0.map { precise.string($0) } }
            decimals = entries.map { $0.map { format.string($0) } }
            texRows = rows
            isWhole = false
            isDecimal = false
            if case .scalar = tensor { isScalar = true } else { isScalar = false }
        case .text(let text):
            rows = [[text]]
            decimals = rows
            texRows = rows
            isWhole = true
            isDecimal = true
            isScalar = true
        }
    }

    /// The value as the language reads it: `3/4`, `[1 2; 3 (1+√3)/2]`.
    var source: String { Self.joined(rows, isScalar) }

    /// The value in decimals.
    var decimal: String { Self.joined(decimals, isScalar) }

    /// The value in TeX.
    var tex: String {
        guard !isScalar, let first = texRows.first?.first else { return texRows.first?.first ?? "" }
        if texRows.count == 1, texRows[0].count == 1 { return first }
        return "\\begin{bmatrix}" + texRows.map { $0.joined(separator: " & ") }.joined(separator: " \\\\ ") + "\\end{bmatrix}"
    }

    private static func joined(_ rows: [[String]], _ isScalar: Bool) -> String {
        if isScalar { return rows.first?.first ?? "" }
        // Between brackets white space separates, so a sum stands in parentheses.
        let entry = { (text: String) in text.contains(" ") ? "(\(text))" : text }
        return "[" + rows.map { $0.map(entry).joined(separator: " ") }.joined(separator: "; ") + "]"
    }
}
