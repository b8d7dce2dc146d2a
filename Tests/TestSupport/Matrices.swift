// Matrices for tests, written as they are read.

import ExactArithmetic
import LinearAlgebra

/// A matrix from text: rows between semicolons, entries between spaces, `s3` for √3.
public func exact(_ text: String) -> Matrix<Exact> {
    let rows = text.split(separator: ";").map { row in
        row.split(separator: " ").map { cell -> Exact in
            if cell.hasPrefix("s") { return Exact.squareRoot(of: Int(cell.dropFirst()) ?? 0) }
            return Exact(decimal: cell) ?? 0
        }
    }
    return Matrix(rows: rows.count, columns: rows.first?.count ?? 0, elements: rows.flatMap { $0 })
}

/// The same in double precision.
public func real(_ text: String) -> Matrix<Double> { exact(text).approximate }

extension Matrix where Element == Exact {
    /// Halves of small integers.
    public static func random(rows: Int, columns: Int, seed: Int) -> Matrix {
        var generator = SeededGenerator(seed: seed)
        return random(rows: rows, columns: columns, using: &generator)
    }

    public static func random(rows: Int, columns: Int, using generator: inout SeededGenerator) -> Matrix {
        Matrix(rows: rows, columns: columns) { _, _ in Exact(Int.random(in: -6...6, using: &generator), over: 2) }
    }
}

extension Matrix where Element == Double {
    /// Numbers between `offset` − 1 and `offset` + 1.
    public static func random(rows: Int, columns: Int, seed: Int, offset: Double = 0) -> Matrix {
        var generator = SeededGenerator(seed: seed)
        return Matrix(rows: rows, columns: columns) { _, _ in offset + Double.random(in: -1...1, using: &generator) }
    }
}

/// The largest difference of entries, infinite where the shapes differ.
public func largestDifference(_ a: Matrix<Double>, _ b: Matrix<Double>) -> Double {
    guard a.shape == b.shape else { return .infinity }
    return zip(a.elements, b.elements).map { abs($0 - $1) }.max() ?? 0
}

public func isClose(_ a: Double, _ b: Double, relative: Double) -> Bool {
    abs(a - b) <= relative * max(abs(a), abs(b), 1e-300)
}
