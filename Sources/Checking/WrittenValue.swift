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

    /// Whether the value may be `other`, which was computed roughly.
    func isNear(_ other: Value, slack: [Double]) -> Bool {
        guard value.fits(other) else { return false }
        let rough = 1e-5 * Swift.max(1, other.entries.map(abs).max() ?? 1)
        return differing(from: other.entries, slack: entries.indices.map { ($0 < slack.count ? slack[$0] : 0) + rough }).isEmpty
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
        var exact: [Exact] = []
        if case .exact(let tensor) = value { exact = tensor.elements }
        return entries.indices.reduce(0) { sum, index in
            if halfUnits[index] > 0 {
                return sum + Swift.max(0, Double.log10(Swift.max(abs(entries[index]), 1) / halfUnits[index]))
            }
            guard index < exact.count else { return sum + 9 }
            // A root that is written as a root is hit by nothing else; a fraction is as telling as its digits.
            guard let (numerator, denominator) = exact[index].rational else { return sum + 9 }
            return sum + Double.log10(2 * Swift.max(1, abs(Double(numerator))) * Double(denominator))
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
