// The laws of the field, on seeded random numbers.

import BigInt
import TestSupport
import Testing

@testable import ExactArithmetic

@Suite struct FieldTests {
    @Test(arguments: 0...3) func lawsHoldOnRandomElements(radicands: Int) {
        for seed in UInt64(0)..<25 {
            var generator = SeededGenerator(seed: seed * 4 + UInt64(radicands))
            let a = generator.element(radicands: radicands)
            let b = generator.element(radicands: radicands)
            let c = generator.element(radicands: radicands)
            #expect(a + b == b + a, "seed \(seed)")
            #expect((a + b) + c == a + (b + c), "seed \(seed)")
            #expect(a * b == b * a, "seed \(seed)")
            #expect((a * b) * c == a * (b * c), "seed \(seed)")
            #expect(a * (b + c) == a * b + a * c, "seed \(seed)")
            #expect((a - b) + b == a, "seed \(seed)")
            #expect((a - a).isZero && (a - a) == 0, "seed \(seed)")
            if !b.isZero {
                #expect((a / b) * b == a, "seed \(seed): \(a) by \(b)")
                #expect(b.reciprocal.map { $0 * b } == 1, "seed \(seed): \(b)")
                #expect(a.divided(by: b) == a / b, "seed \(seed)")
            }
        }
    }

    @Test func lawsHoldAcrossTheBorderOfMachineIntegers() {
        let border = [Int.max, Int.max - 1, Int.min, Int.min + 1, 1, -1, 3, 1 << 32].map { Exact($0) }
        for a in border {
            for b in border {
                #expect((a + b) - b == a)
                #expect((a * b) / b == a)
                #expect(a / b + b / a == (a * a + b * b) / (a * b))
                #expect((a / b < b / a) == (a * a * (a * b).magnitude < b * b * (a * b).magnitude) || (a * b).signum < 0)
            }
        }
        for seed in UInt64(0)..<50 {
            var generator = SeededGenerator(seed: seed)
            let (a, b) = (generator.largeFraction(), generator.largeFraction())
            #expect((a + b) - b == a, "seed \(seed)")
            #expect((a * b) / b == a, "seed \(seed)")
            #expect(a - a == 0 && (a / a).isInteger, "seed \(seed)")
        }
    }

    @Test func negationOfTheSmallestMachineIntegerDoesNotOverflow() {
        let smallest = Exact(Int.min)
        #expect((-smallest).description == "9223372036854775808")
        #expect(smallest.magnitude == -smallest)
        #expect(-(-smallest) == smallest)
        #expect(Exact(Int.min, over: Int.min) == 1)
        #expect(Exact(1, over: Int.min).reciprocal == smallest)
    }

    @Test func zeroHasNoReciprocal() {
        #expect(Exact.zero.reciprocal == nil)
        #expect(Exact(1).divided(by: 0) == nil)
        #expect(Exact.squareRoot(of: 2).divided(by: Exact.squareRoot(of: 8) - 2 * Exact.squareRoot(of: 2)) == nil)
    }

    @Test func powers() {
        let root = Exact.squareRoot(of: 2)
        #expect(root.power(10) == 32)
        #expect(root.power(-3) == root / 4)
        #expect(Exact(2, over: 3).power(-3) == Exact(27, over: 8))
        #expect(Exact(0).power(0) == 1)
        #expect(Exact(0).power(-1) == nil)
        #expect(Exact(-1).power(Int.min) == 1)
        #expect(Exact(2).power(Int.max) == nil)
        #expect(Exact(2).power(Int.min) == nil)
        #expect(Exact(2).power(300)?.description == String(BigInt(1) << 300))
        let golden = (1 + Exact.squareRoot(of: 5)) / 2
        // φⁿ = (Lₙ + Fₙ√5)/2 with Lucas and Fibonacci numbers.
        #expect(golden.power(30) == (1_860_498 + 832_040 * Exact.squareRoot(of: 5)) / 2)
    }

    @Test func tooManyIndependentRadicandsAreRefusedNotTried() {
        let primes = [2, 3, 5, 7, 11, 13, 17, 19, 23]
        let sum = primes.reduce(Exact(0)) { $0 + .squareRoot(of: $1) }
        #expect(sum.independentRadicandCount == 9)
        #expect(sum.reciprocal == nil)
        #expect(Exact(1).divided(by: sum) == nil)
        #expect(sum.squareRoot() == nil)
        #expect((sum * sum).power(1000) == nil)
    }

    @Test func independentRadicandsAreCountedModuloSquares() {
        let number = 1 + Exact.squareRoot(of: 2) + Exact.squareRoot(of: 3) + Exact.squareRoot(of: 6)
        #expect(number.independentRadicandCount == 2)
        #expect((Exact.squareRoot(of: 6) + Exact.squareRoot(of: 10) + Exact.squareRoot(of: 15)).independentRadicandCount == 2)
        #expect(Exact(3).independentRadicandCount == 0)
    }

    @Test func digitCountBoundsTheLargestInteger() {
        #expect((1...2).contains(Exact(7).digitCount))
        for digits in [1, 5, 18, 19, 20, 100, 1000] {
            let number = Exact(BigInt(10).power(digits) - 1)
            #expect((digits...digits + 1).contains(number.digitCount))
            #expect((digits...digits + 1).contains((1 / number).digitCount))
        }
    }
}
