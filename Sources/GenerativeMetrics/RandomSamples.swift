// Random samples that depend on their seed alone: the same numbers on every machine.

import ExactArithmetic
import LinearAlgebra
import RealModule

/// xoshiro256** (Blackman and Vigna, 2018), its state filled by SplitMix64 (Steele, Lea and Flood, 2014) from the seed, as its authors
/// recommend. Integer arithmetic only.
public struct SampleGenerator: Sendable {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    public init(seed: UInt64) {
        var seed = seed
        func split() -> UInt64 {
            seed &+= 0x9E37_79B9_7F4A_7C15
            var z = seed
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
        state = (split(), split(), split(), split())
    }

    /// A generator in a given state, not all zero.
    init(state: (UInt64, UInt64, UInt64, UInt64)) { self.state = state }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        func rotated(_ x: UInt64, _ k: UInt64) -> UInt64 { x << k | x >> (64 - k) }
        let result = rotated(state.1 &* 5, 7) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = rotated(state.3, 45)
        return result
    }

    /// A whole number from 0 up to `bound` − 1, each as likely as the others: remainders of the numbers from 2⁶⁴ mod `bound` on.
    public mutating func index(below bound: Int) -> Int {
        precondition(bound > 0, "there is a number below the bound")
        let bound = UInt64(bound)
        let threshold = (0 &- bound) % bound
        while true {
            let bits = next()
            if bits >= threshold { return Int(bits % bound) }
        }
    }

    /// A number from (0, 1], one of 2⁵³.
    mutating func unit() -> Double { Double((next() >> 11) + 1) * 0x1p-53 }

    /// A number of the standard normal distribution, by the ratio of uniforms (Kinderman and Monahan, 1977) with the bounds of Leva
    /// (1992): a point (u, v) is drawn from a rectangle, and v/u is the number if the point lies in v² ≤ −4u² log u.
    ///
    /// The number itself is a quotient, which every machine rounds alike. The logarithm, which they do not, only decides on the few
    /// points between the two bounds, and there a last digit changes nothing. (Polar coordinates, the other popular way, put the
    /// logarithm into the number.)
    public mutating func standardNormal() -> Double {
        while true {
            let u = unit()
            let v = 1.7156 * (unit() - 0.5)
            let x = u - 0.449871
            let y = abs(v) + 0.386595
            let q = x * x + y * (0.19600 * y - 0.25472 * x)
            if q < 0.27597 { return v / u }
            if q > 0.27846 { continue }
            if let logarithm = u.logarithm(base: .e), v * v <= -4 * u * u * logarithm { return v / u }
        }
    }

    /// `count` different numbers below `bound` in the order in which they are drawn: the first steps of the shuffle of Fisher and Yates.
    ///
    /// - Precondition: `count` ≤ `bound`.
    public mutating func drawn(_ count: Int, below bound: Int) -> [Int] {
        var order = Array(0..<bound)
        for i in 0..<count { order.swapAt(i, i + index(below: bound - i)) }
        return Array(order.prefix(count))
    }
}

extension Matrix where Element == Double {
    /// n × d numbers of the standard normal distribution, drawn row by row by ``SampleGenerator/standardNormal()``: they depend on
    /// shape and seed alone, and more rows begin with the same rows.
    public static func standardNormal(rows: Int, columns: Int, seed: UInt64, recorder: Recorder? = nil) -> Matrix {
        var generator = SampleGenerator(seed: seed)
        let samples = Matrix(rows: rows, columns: columns) { _, _ in generator.standardNormal() }
        recorder?.record(
            .normalSamples, [.integer(rows), .integer(columns), .integer(Int(clamping: seed))], Quantity(samples))
        return samples
    }
}

extension Matrix where Element: Scalar {
    /// `count` of the rows, none twice, in the order in which they are drawn; all of them are a shuffle.
    ///
    /// - Throws: ``MetricsError/subsetTooLarge(count:rows:)``.
    public func drawnRows(_ count: Int, seed: UInt64, recorder: Recorder? = nil) throws -> Matrix {
        guard count >= 0, count <= rows else { throw MetricsError.subsetTooLarge(count: count, rows: rows) }
        var generator = SampleGenerator(seed: seed)
        let order = generator.drawn(count, below: rows)
        recorder?.record(
            count == rows ? .shuffledOrder : .drawnRows, [Quantity(self), .integer(Int(clamping: seed))],
            Quantity(Vector(order.map { Exact($0 + 1) })))
        return Matrix(rows: count, columns: columns, elements: order.flatMap { row($0).elements })
    }
}
