// Numbers as text.

import Foundation
import Testing

@testable import Typesetting

@Suite struct NumberFormatTests {
    struct Sample: CustomTestStringConvertible, Sendable {
        let value: Double
        let people: String
        let machine: String
        var testDescription: String { machine }

        init(_ value: Double, _ people: String, _ machine: String) {
            self.value = value
            self.people = people
            self.machine = machine
        }
    }

    @Test(arguments: [
        Sample(0, "0", "0"), Sample(-0.0, "0", "-0"), Sample(1, "1", "1"), Sample(-0.25, "−0.25", "-0.25"),
        Sample(0.07179676972449082, "0.07179676972", "0.07179676972"), Sample(0.1 + 0.2, "0.3", "0.3"),
        Sample(1.37e-13, "1.37 × 10⁻¹³", "1.37e-13"), Sample(-2e-6, "−2 × 10⁻⁶", "-2e-6"), Sample(0.00001, "0.00001", "0.00001"),
        Sample(1e10, "1 × 10¹⁰", "1e10"), Sample(1_234_567_890, "1234567890", "1234567890"),
        Sample(123.456, "123.456", "123.456"),
        Sample(9_999_999_999.9, "1 × 10¹⁰", "1e10"), Sample(0.99999999999, "1", "1"), Sample(.nan, "NaN", "nan"),
        Sample(.infinity, "∞", "inf"), Sample(-.infinity, "−∞", "-inf"),
        Sample(.leastNonzeroMagnitude, "5 × 10⁻³²⁴", "5e-324"),
        Sample(.greatestFiniteMagnitude, "1.797693135 × 10³⁰⁸", "1.797693135e308"),
    ])
    func tenDigits(_ sample: Sample) {
        #expect(formatDecimal(sample.value) == sample.people)
        #expect(formatDecimal(sample.value, notation: .ascii) == sample.machine)
    }

    @Test func otherPrecisions() {
        #expect(NumberFormat(.significant(3)).string(0.0717967) == "0.0718")
        #expect(NumberFormat(.significant(4), keepsTrailingZeros: true).string(0.5) == "0.5000")
        #expect(NumberFormat(.places(2)).string(1.005) == "1")
        #expect(NumberFormat(.places(2), keepsTrailingZeros: true).string(1.005) == "1.00")
        #expect(NumberFormat(.places(2), keepsTrailingZeros: true).string(-12.3456) == "−12.35")
        #expect(NumberFormat(.places(2)).string(0.004) == "0")
        #expect(NumberFormat(.places(0)).string(0.6) == "1")
        #expect(NumberFormat(.places(3)).string(0.0005) == "0.001")
        #expect(NumberFormat(.shortest).string(0.1) == "0.1")
        #expect(NumberFormat(.shortest, notation: .ascii).string(1e22) == "1e22")
        #expect(NumberFormat(.significant(-4)).string(17) == "2 × 10¹")
        #expect(NumberFormat(.places(Int.max)).string(0.5) == "0.5")
    }

    /// The exact value decides where its shortest digits lie half-way: 0.15 is a little less than fifteen hundredths.
    @Test func tiesAreRoundedByTheExactValue() {
        #expect(NumberFormat(.significant(1)).string(0.15) == "0.1")
        #expect(NumberFormat(.significant(1)).string(0.25) == "0.2")
        #expect(NumberFormat(.significant(1)).string(0.35) == "0.3")
        #expect(NumberFormat(.significant(1)).string(0.75) == "0.8")
        #expect(NumberFormat(.significant(2)).string(1.45) == "1.4")
    }

    @Test func agreesWithPrintf() {
        for seed in 0..<400 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let decimal = (Double.random(in: -1...1, using: &random) * 1000).rounded() / 1000
            let bits = Double(bitPattern: random.next())
            for x in [decimal, bits, Double.random(in: -100...100, using: &random)] where x.isFinite {
                let digits = Int.random(in: 1...17, using: &random)
                let ours = NumberFormat(.significant(digits), notation: .ascii).string(x)
                let theirs = String(format: "%.\(digits - 1)e", x)
                // Beyond the shortest digits printf goes on to print the binary value.
                if digits <= 15, x.magnitude > 1e-300 {
                    #expect(Double(ours) == Double(theirs), "seed \(seed): \(x), \(digits) digits")
                }
                #expect(Double(NumberFormat(.shortest, notation: .ascii).string(x)) == x, "seed \(seed): \(x)")
            }
        }
    }

    @Test func decimalColumn() {
        #expect(alignedOnDecimalPoint(["1/2", "−0.25", "3", "√3"]) == ["  1/2", "−0.25", " 3   ", "   √3"])
        #expect(alignedOnDecimalPoint(["1", "22", "−3"]) == [" 1", "22", "−3"])
        #expect(alignedOnDecimalPoint(["1.5", "1.37 × 10⁻¹³"]) == ["1.5         ", "1.37 × 10⁻¹³"])
        #expect(alignedOnDecimalPoint(["1.2.3", "10"]) == ["1.2.3", "   10"])
        #expect(alignedOnDecimalPoint([]) == [])
    }
}
