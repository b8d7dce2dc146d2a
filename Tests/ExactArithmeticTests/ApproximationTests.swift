// Doubles and decimals: rounded correctly, also where nearly everything cancels.

import BigInt
import TestSupport
import Testing

@testable import ExactArithmetic

private func root(_ integer: Int) -> Exact { .squareRoot(of: integer) }

@Suite struct ApproximationTests {
    struct Decimal: CustomTestStringConvertible, Sendable {
        let number: Exact
        let digits: Int
        let text: String
        var testDescription: String { "\(text) (\(digits) digits)" }

        init(_ number: Exact, _ digits: Int, _ text: String) {
            (self.number, self.digits, self.text) = (number, digits, text)
        }
    }

    static let decimals = [
        Decimal(0, 5, "0"),
        Decimal(Exact(1, over: 2), 6, "0.5"),
        Decimal(Exact(1, over: 3), 4, "0.3333"),
        Decimal(Exact(-2, over: 3), 4, "−0.6667"),
        Decimal(Exact(1, over: 8), 2, "0.13"),
        Decimal(Exact(-1, over: 8), 2, "−0.13"),
        Decimal(Exact(1, over: 8), 0, "0.1"),
        Decimal(Exact(99999, over: 100_000), 4, "1.000"),
        Decimal(Exact(99999, over: 100_000), 5, "0.99999"),
        Decimal(100, 1, "100"),
        Decimal(123, 3, "123"),
        Decimal(123, 2, "1.2e2"),
        Decimal(123_456_789, 4, "1.235e8"),
        Decimal(123_456_789, 12, "123456789"),
        Decimal(Exact(1, over: 1_000_000), 3, "0.000001"),
        Decimal(Exact(1, over: 10_000_000), 3, "1e−7"),
        Decimal(Exact(1, over: 70_000_000), 3, "1.43e−8"),
        Decimal(root(2), 5, "1.4142"),
        Decimal(-root(2), 1, "−1"),
        Decimal(root(2), 50, "1.4142135623730950488016887242096980785696718753769"),
        Decimal((1 + root(5)) / 2, 30, "1.61803398874989484820458683437"),
        Decimal(665_857 - 470_832 * root(2), 10, "7.509119826e−7"),
        Decimal(Exact(decimal: "9.9951") ?? 0, 4, "9.995"),
        Decimal(Exact(decimal: "9.9996") ?? 0, 4, "10.00"),
        Decimal(Exact(decimal: "99996") ?? 0, 4, "1.000e5"),
    ]

    @Test(arguments: decimals) func decimalsAreRoundedCorrectly(_ example: Decimal) {
        #expect(example.number.decimal(significantDigits: example.digits) == example.text)
    }

    @Test func decimalsLieWithinHalfOfTheirLastPlace() throws {
        for seed in UInt64(0)..<60 {
            var generator = SeededGenerator(seed: seed)
            let number = generator.element(radicands: Int(seed % 4)) * (Exact(10).power(Int(seed) - 30) ?? 1)
            let digits = 1 + Int(seed % 23)
            guard !number.isZero else { continue }
            let read = try #require(Exact(decimal: number.decimal(significantDigits: digits)), "seed \(seed)")
            let bound = number.magnitude * (Exact(10).power(1 - digits) ?? 0) / 2
            #expect((read - number).magnitude <= bound, "seed \(seed): \(number)")
        }
    }

    @Test func doublesUnderCancellation() {
        #expect((665_857 - 470_832 * root(2)).doubleValue == 1 / (665_857 + 470_832 * root(2)).doubleValue)
        // p − q√2 = ±1/(p + q√2), which has no cancellation.
        var (p, q) = (BigInt(1), BigInt(1))
        for step in 0..<300 {
            let difference = Exact(p) - Exact(q) * root(2)
            let sum = Exact(p) + Exact(q) * root(2)
            #expect(difference.doubleValue.isApproximately(1 / sum.doubleValue * (step % 2 == 0 ? -1 : 1)), "step \(step)")
            (p, q) = (p + 2 * q, p + q)
        }
        let nested = (root(2) + root(3) - root(5)).power(24) ?? 0
        var expected = 1.0
        for _ in 0..<24 { expected *= (root(2) + root(3) - root(5)).doubleValue }
        #expect(abs(nested.doubleValue / expected - 1) < 1e-13)
    }

    @Test func rootsOfIntegersAreThoseOfTheProcessor() {
        for integer in 2...2000 { #expect(root(integer).doubleValue == Double(integer).squareRoot()) }
        #expect((-root(7)).doubleValue == -7.0.squareRoot())
    }

    @Test func doublesComeBack() throws {
        var generator = SeededGenerator(seed: 7)
        for index in 0..<500 {
            let value = Double(bitPattern: generator.next())
            guard value.isFinite else { continue }
            let number = try #require(Exact(exactly: value))
            #expect(number.doubleValue == value, "\(index): \(value)")
        }
        for value in [
            0, -0.0, 1, -1.5, 0.1, .leastNonzeroMagnitude, .leastNormalMagnitude, .leastNormalMagnitude.nextDown,
            .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 0x1p53, 0x1p53 + 2,
        ] {
            #expect(try #require(Exact(exactly: value)).doubleValue == value)
        }
        #expect(Exact(exactly: 0.75) == Exact(3, over: 4))
        #expect(Exact(exactly: Double.nan) == nil)
        #expect(Exact(exactly: Double.infinity) == nil)
        #expect(Exact(exactly: -Double.infinity) == nil)
    }

    @Test func rationalsRoundAsTheStandardLibraryReadsDecimals() throws {
        var generator = SeededGenerator(seed: 11)
        for index in 0..<300 {
            let exponent = Int.random(in: -340...300, using: &generator)
            let text = "\(generator.next())\(generator.next() % 1000)e\(exponent)"
            #expect(Exact(decimal: text)?.doubleValue == Double(text), "\(index): \(text)")
        }
        #expect(Exact(decimal: "9007199254740993")?.doubleValue == 9007199254740992)
        #expect(Exact(decimal: "9007199254740995")?.doubleValue == 9007199254740996)
        #expect(Exact(decimal: "9007199254740993.0000000000000000001")?.doubleValue == 9007199254740994)
    }

    @Test func hugeAndTinyNumbers() {
        let huge = Exact(BigInt(10).power(400))
        #expect(huge.doubleValue == .infinity)
        #expect((-huge).doubleValue == -.infinity)
        #expect((1 / huge).doubleValue == 0)
        #expect((huge * root(2)).doubleValue == .infinity)
        #expect((-root(2) / huge).doubleValue == 0)
        #expect((-root(2) / huge).doubleValue.sign == .plus)
        let halfOfTheSmallest = (Exact(exactly: Double.leastNonzeroMagnitude) ?? 0) / 2
        #expect(halfOfTheSmallest.doubleValue == 0)
        #expect((halfOfTheSmallest * Exact(1001, over: 1000)).doubleValue == .leastNonzeroMagnitude)
        let largest = Exact(exactly: Double.greatestFiniteMagnitude) ?? 0
        #expect((largest + Exact(BigInt(1) << 969)).doubleValue == .greatestFiniteMagnitude)
        #expect((largest + Exact(BigInt(1) << 970)).doubleValue == .infinity)
    }

    @Test func floors() {
        #expect(Exact(-1, over: 2).floor == -1)
        #expect(Exact(7, over: 2).floor == 3)
        #expect((-root(2)).floor == -2)
        #expect((1000 * root(2)).floor == 1414)
        #expect(Exact(-4).floor == -4)
    }
}

extension Double {
    /// Whether two doubles agree to the rounding of a division of rounded numbers.
    fileprivate func isApproximately(_ other: Double) -> Bool {
        Swift.abs(self - other) <= 2 * other.ulp.magnitude
    }
}
