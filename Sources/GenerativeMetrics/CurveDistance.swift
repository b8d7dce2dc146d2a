// Distances between two curves given by their points: the shortest leash, and the one that knows no order.

import LinearAlgebra
import RealModule

/// The discrete Fréchet distance of two curves, with the table that gives it.
public struct LeashWalk<Element: Scalar>: Sendable {
    /// The shortest leash.
    public let length: Element
    /// The shortest leash up to each pair of points, squared: rows are points of the first curve, columns points of the second.
    public let squaredTable: Matrix<Element>

    /// Points of the first and of the second curve, counted from 0, that are as far apart as the leash is long when they are walked
    /// together: of those on a walk with the shortest leash, the first pair at which it is stretched to its full length.
    public var tightestPair: (first: Int, second: Int) {
        var (i, j) = (squaredTable.rows - 1, squaredTable.columns - 1)
        // Back along the least demands; where all that came before asked for less, this pair asked for the length.
        while true {
            let before = [(i - 1, j - 1), (i - 1, j), (i, j - 1)].filter { $0.0 >= 0 && $0.1 >= 0 }
            guard let least = before.min(by: { squaredTable[$0.0, $0.1] < squaredTable[$1.0, $1.1] }),
                squaredTable[least.0, least.1] == squaredTable[i, j]
            else { return (i, j) }
            (i, j) = least
        }
    }
}

extension Matrix where Element: Scalar {
    /// The discrete Fréchet distance between the curves whose points are the rows of this matrix and of `other`, both walked from
    /// first to last without a step back (Eiter and Mannila, 1994). Squares are compared, so that one root is taken, at the end.
    ///
    /// - Throws: ``MetricsError/noSamples``, ``MetricsError/dimensionMismatch(first:second:)``,
    ///   ``LinearAlgebraError/leavesField(operation:)`` in exact arithmetic.
    public func leash(to other: Matrix, recorder: Recorder? = nil) throws -> LeashWalk<Element> {
        let squares = try squaredDistances(to: other)
        var table = squares
        for i in 0..<rows {
            for j in 0..<other.rows {
                let before = [(i - 1, j), (i - 1, j - 1), (i, j - 1)].filter { $0.0 >= 0 && $0.1 >= 0 }.map { table[$0.0, $0.1] }
                guard let shortest = before.min() else { continue }
                table[i, j] = Swift.max(shortest, squares[i, j])
            }
        }
        let length = try Self.root(of: table[rows - 1, other.rows - 1])
        try recorder.record(.leashSquares, [Quantity(self), Quantity(other)], squares) {
            try approximate.squaredDistances(to: other.approximate)
        }
        try recorder.record(.leashTable, [Quantity(squares)], table) {
            try approximate.leash(to: other.approximate).squaredTable
        }
        try recorder.record(.leash, [Quantity(table)], length) { try approximate.leash(to: other.approximate).length }
        return LeashWalk(length: length, squaredTable: table)
    }

    /// The dynamic time warping distance (Sakoe and Chiba, 1978) of the same two curves: the smallest sum of the distances along a
    /// walk, where the leash asks for the smallest maximum.
    ///
    /// - Throws: as ``leash(to:recorder:)``.
    public func warpingDistance(to other: Matrix, recorder: Recorder? = nil) throws -> Element {
        let distances = try squaredDistances(to: other).map(Self.root(of:))
        var table = distances
        for i in 0..<rows {
            for j in 0..<other.rows {
                let before = [(i - 1, j), (i - 1, j - 1), (i, j - 1)].filter { $0.0 >= 0 && $0.1 >= 0 }.map { table[$0.0, $0.1] }
                guard let cheapest = before.min() else { continue }
                table[i, j] = cheapest + distances[i, j]
            }
        }
        let total = table[rows - 1, other.rows - 1]
        try recorder.record(.warping, [Quantity(distances), Quantity(table)], total) {
            try approximate.warpingDistance(to: other.approximate)
        }
        return total
    }

    /// The Hausdorff distance of the two sets of points: the farthest that any point is from the other set. Order plays no part.
    ///
    /// - Throws: as ``leash(to:recorder:)``.
    public func hausdorffDistance(to other: Matrix, recorder: Recorder? = nil) throws -> Element {
        let squares = try squaredDistances(to: other)
        let nearest =
            (0..<rows).compactMap { i in squares.row(i).min() } + (0..<other.rows).compactMap { j in squares.column(j).min() }
        let distance = try Self.root(of: nearest.max() ?? 0)
        try recorder.record(.leashSquares, [Quantity(self), Quantity(other)], squares) {
            try approximate.squaredDistances(to: other.approximate)
        }
        try recorder.record(.hausdorff, [Quantity(squares)], distance) {
            try approximate.hausdorffDistance(to: other.approximate)
        }
        return distance
    }

    /// ‖pᵢ − qⱼ‖² for each pair of rows.
    func squaredDistances(to other: Matrix) throws -> Matrix {
        guard rows > 0, other.rows > 0 else { throw MetricsError.noSamples }
        guard columns == other.columns else { throw MetricsError.dimensionMismatch(first: columns, second: other.columns) }
        return try Matrix(rows: rows, columns: other.rows) { try row($0).minus(other.row($1)).squaredNorm }
    }

    private static func root(of square: Element) throws -> Element {
        guard let root = square.nonnegativeRoot() else { throw LinearAlgebraError.leavesField(operation: "√") }
        return root
    }
}
