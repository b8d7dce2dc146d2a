// Square roots: found wherever they lie in the field, and refused elsewhere.

import BigInt
import TestSupport
import Testing

@testable import ExactArithmetic

private func root(_ integer: Int) -> Exact { .squareRoot(of: integer) }

@Suite struct SquareRootTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let number: Exact
        let root: String?
        var testDescription: String { "√(\(number))" }
    }

    static let cases = [
        Case(number: 0, root: "0"),
        Case(number: 4, root: "2"),
        Case(number: 12, root: "2√3"),
        Case(number: Exact(1, over: 2), root: "√2/2"),
        Case(number: Exact(8, over: 27), root: "2√6/9"),
        Case(number: -1, root: nil),
        Case(number: 1 - root(2), root: nil),
        Case(number: 4 + 2 * root(3), root: "1 + √3"),
        Case(number: 4 - 2 * root(3), root: "−1 + √3"),
        Case(number: 2 + root(3), root: "(√6+√2)/2"),
        Case(number: 2 - root(3), root: "(√6−√2)/2"),
        Case(number: 10 + 4 * root(3), root: nil),
        Case(number: 5 + 2 * root(6), root: "√3 + √2"),
        Case(number: 1 + root(2), root: nil),
        Case(number: root(2), root: nil),
        Case(number: root(2) + root(3), root: nil),
        Case(number: (7 + root(13)) / 2, root: "(1+√13)/2"),
        Case(number: 16 + 2 * root(55), root: "√11 + √5"),
        Case(number: 10 + 2 * root(6) + 2 * root(10) + 2 * root(15), root: "√5 + √3 + √2"),
    ]

    @Test(arguments: cases) func rootIsFoundOrRefused(_ example: Case) {
        #expect(example.number.squareRoot()?.description == example.root)
    }

    @Test(arguments: 0...3) func squaringIsUndone(radicands: Int) {
        for seed in UInt64(0)..<12 {
            var generator = SeededGenerator(seed: 1000 + seed)
            let number = generator.element(radicands: radicands)
            #expect((number * number).squareRoot() == number.magnitude, "seed \(seed): \(number)")
        }
    }

    @Test func rootOfARationalMultipleOfASquareIsFound() {
        for seed in UInt64(0)..<12 {
            var generator = SeededGenerator(seed: 2000 + seed)
            let number = generator.element(radicands: 2)
            let factor = generator.fraction().magnitude
            #expect(
                (number * number * factor).squareRoot() == factor.squareRoot().map { $0 * number.magnitude }, "seed \(seed)")
        }
    }

    @Test func nonSquaresAreRefused() {
        for seed in UInt64(0)..<12 {
            var generator = SeededGenerator(seed: 3000 + seed)
            let number = generator.element(radicands: 2)
            guard !number.isZero else { continue }
            // 1 + √2 has the norm −1, which is no square; so has its multiple by any square.
            let unit = number * number * (1 + root(2))
            #expect(unit.squareRoot() == nil, "seed \(seed)")
            // 2 + √2 has the norm 2, a square in the field of all roots but not in ℚ.
            #expect((number * number * (2 + root(2))).squareRoot() == nil, "seed \(seed)")
        }
    }

    @Test func fourAndFiveIndependentRadicandsAreDone() {
        let four = 1 + root(2) - root(3) + 2 * root(5) + root(7)
        #expect((four * four).squareRoot() == four.magnitude)
        let five = root(2) - root(3) + root(5) + root(7) + root(11)
        #expect((five * five).squareRoot() == five.magnitude)
        #expect((five * five + 1).squareRoot() == nil)
    }

    @Test func largeRadicands() {
        let p = Exact.squareRoot(of: largePrime * otherPrime)
        let q = Exact.squareRoot(of: otherPrime * otherPrime * largePrime)
        let number = 3 + p - q
        #expect((number * number).squareRoot() == number.magnitude)
        #expect((number * number * Exact(largePrime)).squareRoot() == number.magnitude * .squareRoot(of: largePrime))
    }
}
