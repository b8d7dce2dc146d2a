// Greatest common divisors, against the binary algorithm of the big-integer library.

import BigInt
import TestSupport
import Testing

@testable import ExactArithmetic

@Suite struct DivisorTests {
    @Test func divisorsOfRandomIntegersOfAllSizes() {
        for seed in UInt64(0)..<300 {
            var generator = SeededGenerator(seed: seed)
            let sizes = [1, 2, 3, 5, 9, 20]
            func integer() -> BigUInt {
                let count = sizes.randomElement(using: &generator) ?? 1
                return BigUInt(words: (0..<count).map { _ in UInt(generator.next()) })
            }
            let common = integer()
            let (a, b) = (integer() * common, integer() * common)
            #expect(greatestCommonDivisor(a, b) == a.greatestCommonDivisor(with: b), "seed \(seed)")
        }
    }

    @Test func divisorsOfExtremeIntegers() {
        let power = BigUInt(1) << 640
        // Leading parts that agree, quotients that fill a word, consecutive Fibonacci numbers, which take the most steps.
        var (f, g) = (BigUInt(1), BigUInt(1))
        for _ in 0..<2000 { (f, g) = (g, f + g) }
        let pairs: [(BigUInt, BigUInt)] = [
            (power, power - 1), (power, power), (power, power + 1), (power * 3, power << 63),
            (power - 1, (BigUInt(1) << 320) - 1),
            (f, g), (f * power, g * power), (f * f, f * g), (power << 5000, power + 2), (0, power), (power, 0), (1, power),
        ]
        for (a, b) in pairs {
            #expect(greatestCommonDivisor(a, b) == a.greatestCommonDivisor(with: b), "\(a) and \(b)")
            #expect(greatestCommonDivisor(b, a) == a.greatestCommonDivisor(with: b), "\(b) and \(a)")
        }
    }
}
