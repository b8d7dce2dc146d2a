// A value as somebody wrote it: its entries, and how far each may be off for the digits that were written.

import ExactArithmetic
import LinearAlgebra
import RealModule
import Worksheets

/// A value with the precision that its digits claim.
public struct WrittenValue: Sendable {
    public let value: Value
    /// Half a unit of the last digit for each entry, 0 where a whole number, a fraction or a root was written.
    public let halfUnits: [Double]

    public init(_ value: Value, halfUnits: [Double]? = nil) {
        self.value = value
        self.halfUnits = halfUnits ?? Array(repeating: 0, count: value.entries.count)
    }

    /// The value of an expression that was written out.
    public init(_ value: Value, written expression: Expression) {
        let units = expression.halfUnits ?? []
        self.init(value, halfUnits: units.count == value.entries.count ? units : nil)
    }

    var entries: [Double] { value.entries }

    /// The numbers of rows and columns.
    var shape: Shape { value.shape }

    /// Whether any digit was rounded.
    public var isRounded: Bool { halfUnits.contains { $0 > 0 } }

    /// How close floating-point results have to be where the digits written say nothing.
    static let tolerance = 1e-9

    /// The entries (from 0, row by row) that differ from those of `other` by more than the digits allow and `slack` besides.
    public func differing(from other: [Double], slack: [Double] = []) -> [Int] {
        let scale = Swift.max(1, other.map(abs).max() ?? 1)
        return entries.indices.filter { index in
            let allowed = halfUnits[index] * (1 + 1e-9) + Self.tolerance * scale + (index < slack.count ? slack[index] : 0)
            // Not a number differs from everything.
            return !(abs(entries[index] - other[index]) <= allowed)
        }
    }

    /// Whether the value is `other`, to the digits written.
    public func agrees(with other: Value, slack: [Double] = []) -> Bool {
        guard value.fits(other) else { return false }
        if case .exact(let a) = value, case .exact(let b) = other, slack.isEmpty, !isRounded {
            return a.elements == b.elements
        }
        return differing(from: other.entries, slack: slack).isEmpty
    }

    /// To how many significant digits of the largest entry the value is `other`; nil where less than three or where no decimals
    /// were written.
    public func digitsRight(against other: Value) -> Int? {
        guard isRounded, value.fits(other) else { return nil }
        let error = zip(entries, other.entries).map { abs($0 - $1) }.max() ?? .infinity
        let scale = other.entries.map(abs).max() ?? 0
        guard error.isFinite, error > 0, scale > 0 else { return nil }
        let digits = Int((-Double.log10(2 * error)).rounded(.down)) + Int(Double.log10(scale).rounded(.down)) + 1
        return digits >= 3 ? digits : nil
    }

    /// How many decimal digits of information the entries carry: what chance would have to hit.
    var specificity: Double {
        zip(entries, halfUnits).reduce(0) { sum, entry in
            sum + Swift.max(0, Double.log10(Swift.max(abs(entry.0), 1) / (entry.1 > 0 ? entry.1 : 0.5)))
        }
    }
}

extension Value {
    /// The entries row by row in double precision; empty for a text.
    public var entries: [Double] { inDouble?.elements ?? [] }

    var shape: Shape { inDouble?.asMatrix.shape ?? Shape(rows: 0, columns: 0) }

    /// Whether two values have the same shape, where a vector may stand as a row or as a column.
    public func fits(_ other: Value) -> Bool {
        let (a, b) = (shape, other.shape)
        guard !entries.isEmpty else { return false }
        return a == b
            || (a.rows == 1 || a.columns == 1) && (b.rows == 1 || b.columns == 1) && entries.count == other.entries.count
    }
}
