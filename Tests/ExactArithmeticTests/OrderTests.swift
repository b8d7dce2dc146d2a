// Equality, hash and order, also of numbers whose radicands stay unfactored.

import BigInt
import TestSupport
import Testing

@testable import ExactArithmetic

@Suite struct OrderTests {
    @Test(arguments: 0...3) func orderAgreesWithDecimals(radicands: Int) throws {
        for seed in UInt64(100)..<140 {
            var generator = SeededGenerator(seed: seed)
            let (a, b) = (generator.element(radicands: radicands), generator.element(radicands: radicands))
            guard a != b else { continue }
            let left = try #require(Exact(decimal: a.decimal(significantDigits: 60)))
            let right = try #require(Exact(decimal: b.decimal(significantDigits: 60)))
            #expect((a < b) == (left < right), "seed \(seed): \(a) and \(b)")
            #expect((a < b) != (b < a), "seed \(seed)")
            #expect((a - b).signum == (a < b ? -1 : 1), "seed \(seed)")
        }
    }

    @Test func nearlyEqualNumbersAreToldApart() {
        // Consecutive convergents of √2: p² − 2q² = ±1.
        var (p, q) = (BigInt(1), BigInt(1))
        for step in 0..<200 {
            let difference = Exact(p) - Exact(q) * .squareRoot(of: 2)
            #expect(difference.signum == (step % 2 == 0 ? -1 : 1), "step \(step)")
            (p, q) = (p + 2 * q, p + q)
        }
        let sum = Exact.squareRoot(of: 2) + .squareRoot(of: 3)
        for digits in [5, 20, 80, 300] {
            let power = Exact(BigInt(10).power(digits))
            let below = Exact((sum * power).floor) / power
            #expect(below < sum && sum < below + 1 / power)
        }
    }

    @Test func unfactoredRadicandsAreEqualWhereTheirValuesAre() {
        let square = Exact.squareRoot(of: largePrime * largePrime * otherPrime)
        let factored = Exact(largePrime) * .squareRoot(of: otherPrime)
        #expect(square == factored)
        #expect(square.hashValue == factored.hashValue)
        #expect(Set([square, factored, -square, square + 1, factored + 1]).count == 3)
        #expect((square - factored).isZero)
        #expect((square + factored) == 2 * factored)
        #expect(square * factored == Exact(largePrime * largePrime * otherPrime))
        #expect(square / factored == 1)
        #expect(square != factored + 1)
        #expect(square != -factored)
        #expect(!(square < factored) && !(factored < square))
    }

    @Test func unfactoredRadicandsCombineWithOthers() {
        let p = largePrime
        let q = otherPrime
        let a = Exact.squareRoot(of: p * p * q) + .squareRoot(of: q * 3) + .squareRoot(of: 3)
        let b = Exact(p) * .squareRoot(of: q) + .squareRoot(of: q) * .squareRoot(of: 3) + .squareRoot(of: 3)
        #expect(a == b)
        #expect(a.hashValue == b.hashValue)
        #expect(a.reciprocal == b.reciprocal)
        #expect(a * (1 / b) == 1)
        #expect((a * b).squareRoot() == a)
        // √(p²q)·√(p²·7) is rational times √(7q), and p is found by the common divisor.
        #expect(Exact.squareRoot(of: p * p * q) * .squareRoot(of: p * p * 7) == Exact(p * p) * .squareRoot(of: 7 * q))
        #expect(Exact.squareRoot(of: p * p * q * 5) - Exact(p) * .squareRoot(of: 5 * q) == 0)
    }

    @Test func hashIsThatOfTheValue() {
        for seed in UInt64(0)..<50 {
            var generator = SeededGenerator(seed: seed)
            let (a, b) = (generator.element(radicands: 2), generator.element(radicands: 2))
            #expect((a + b - b).hashValue == a.hashValue, "seed \(seed)")
            if !b.isZero { #expect((a * b / b).hashValue == a.hashValue, "seed \(seed)") }
        }
        #expect(Set((1...50).map { Exact($0) * .squareRoot(of: 2) }.map(\.hashValue)).count == 50)
    }

    @Test func squarefreeParts() {
        for value in 1...3000 {
            let (factor, radicand) = Radicand.reduced(BigUInt(value))
            #expect(factor * factor * radicand == BigUInt(value))
            #expect(!(2...54).contains { Int(radicand) % ($0 * $0) == 0 }, "\(value)")
        }
        let p: BigUInt = 999_983
        #expect(Radicand.reduced(p * p * 7) == (p, 7))
        #expect(Radicand.reduced(p * p * p) == (p, p))
        let mersenne = BigUInt(1) << 61 - 1
        #expect(Radicand.reduced(mersenne * mersenne * 12) == (2 * mersenne, 3))
    }

    @Test func perfectSquaresOfAnySize() {
        for seed in UInt64(0)..<100 {
            var generator = SeededGenerator(seed: seed)
            var root = BigUInt(generator.next() >> UInt64(seed % 60))
            if seed % 3 == 0 { root = root * root * root + 1 }
            #expect((root * root).perfectSquareRoot == root, "seed \(seed)")
            if root > 1 {
                #expect((root * root + 1).perfectSquareRoot == nil, "seed \(seed)")
                #expect((root * root - 1).perfectSquareRoot == nil, "seed \(seed)")
            }
        }
        #expect(integerSquareRoot(UInt.max) == 0xFFFF_FFFF)
        #expect(integerSquareRoot(0xFFFF_FFFE_0000_0001) == 0xFFFF_FFFF)
        #expect(integerSquareRoot(0xFFFF_FFFE_0000_0000) == 0xFFFF_FFFE)
    }
}
