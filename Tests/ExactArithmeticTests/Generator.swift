// Random exact numbers.

import BigInt
import TestSupport

@testable import ExactArithmetic

extension SeededGenerator {
    /// A fraction of small integers.
    mutating func fraction(upTo bound: Int = 20) -> Exact {
        Exact(Int.random(in: -bound...bound, using: &self), over: Int.random(in: 1...bound, using: &self))
    }

    /// A fraction whose integers do not fit machine words.
    mutating func largeFraction() -> Exact {
        var digits = BigInt(0)
        for _ in 0..<3 { digits = digits << 64 + BigInt(next()) }
        return Exact(next() % 2 == 0 ? digits : -digits, over: BigInt(next()) + 1)
    }

    /// A number with up to `radicands` square roots of small integers, whose product roots occur too.
    mutating func element(radicands: Int) -> Exact {
        var sum = fraction()
        for _ in 0..<radicands { sum += fraction() * .squareRoot(of: Int.random(in: 2...30, using: &self)) }
        return sum
    }
}

/// Two primes above the reach of trial division, for radicands that stay unfactored.
let largePrime: BigInt = 1_000_000_007
let otherPrime: BigInt = 1_000_000_000_039
