// Matrices for the tests of this room, written as they are read.

import ExactArithmetic
import LinearAlgebra
import Testing

/// A matrix from text: rows between semicolons, entries between spaces, `s3` for √3.
func exact(_ text: String) -> Matrix<Exact> {
    let rows = text.split(separator: ";").map { row in
        row.split(separator: " ").map { cell -> Exact in
            if cell.hasPrefix("s") { return Exact.squareRoot(of: Int(cell.dropFirst()) ?? 0) }
            return Exact(decimal: cell) ?? 0
        }
    }
    return Matrix(rows: rows.count, columns: rows.first?.count ?? 0, elements: rows.flatMap { $0 })
}

func real(_ text: String) -> Matrix<Double> { exact(text).approximate }

/// A small generator, so that failures can be repeated from their seed.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension Matrix where Element == Exact {
    /// Small integers.
    static func random(rows: Int, columns: Int, using generator: inout SplitMix) -> Matrix {
        Matrix(rows: rows, columns: columns) { _, _ in Exact(Int.random(in: -4...4, using: &generator)) }
    }
}

func largestDifference(_ a: Matrix<Double>, _ b: Matrix<Double>) -> Double {
    guard a.shape == b.shape else { return .infinity }
    return zip(a.elements, b.elements).map { abs($0 - $1) }.max() ?? 0
}
