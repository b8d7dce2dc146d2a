// Numbers as text and as TeX, and numbers read from text.

import BigInt
import TestSupport
import Testing

@testable import ExactArithmetic

private func root(_ integer: Int) -> Exact { .squareRoot(of: integer) }

@Suite struct WritingTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let number: Exact
        let text: String
        let tex: String
        var testDescription: String { text }

        init(_ number: Exact, _ text: String, _ tex: String) {
            (self.number, self.text, self.tex) = (number, text, tex)
        }
    }

    static let cases = [
        Case(0, "0", "0"),
        Case(-7, "−7", "-7"),
        Case(Exact(1, over: 2), "1/2", "\\frac{1}{2}"),
        Case(Exact(-82711, over: 1728), "−82711/1728", "-\\frac{82711}{1728}"),
        Case(root(3), "√3", "\\sqrt{3}"),
        Case(-root(3), "−√3", "-\\sqrt{3}"),
        Case(root(12), "2√3", "2\\sqrt{3}"),
        Case(root(3) / 2, "√3/2", "\\frac{\\sqrt{3}}{2}"),
        Case(2 / root(3), "2√3/3", "\\frac{2\\sqrt{3}}{3}"),
        Case(-1 / root(2), "−√2/2", "-\\frac{\\sqrt{2}}{2}"),
        Case((1 + root(3)) / 2, "(1+√3)/2", "\\frac{1+\\sqrt{3}}{2}"),
        Case((1 - root(3)) / 2, "(1−√3)/2", "\\frac{1-\\sqrt{3}}{2}"),
        Case((-1 - root(3)) / 2, "(−1−√3)/2", "\\frac{-1-\\sqrt{3}}{2}"),
        Case(4 - root(2) - root(6), "4 − √6 − √2", "4-\\sqrt{6}-\\sqrt{2}"),
        Case(root(2) + root(3), "√3 + √2", "\\sqrt{3}+\\sqrt{2}"),
        Case(root(2) - root(3), "−√3 + √2", "-\\sqrt{3}+\\sqrt{2}"),
        Case(Exact(1, over: 2) + root(2) / 3, "(3+2√2)/6", "\\frac{3+2\\sqrt{2}}{6}"),
        Case(1 + 10 * root(5), "1 + 10√5", "1+10\\sqrt{5}"),
    ]

    @Test(arguments: cases) func numbersAreWrittenAsAPersonWould(_ example: Case) {
        #expect(example.number.description == example.text)
        #expect(example.number.tex == example.tex)
    }

    @Test func termsComeInTheWrittenOrder() {
        let terms = ((3 - root(6) + 2 * root(2)) / 5).terms
        #expect(terms.map(\.radicand) == [1, 6, 2])
        #expect(terms.map(\.coefficient) == [Exact(3, over: 5), Exact(-1, over: 5), Exact(2, over: 5)])
        #expect(Exact.zero.terms.isEmpty)
        #expect(terms.reduce(Exact(0)) { $0 + $1.coefficient * .squareRoot(of: $1.radicand) } == (3 - root(6) + 2 * root(2)) / 5)
    }

    @Test func rationalParts() {
        #expect(Exact(6, over: -4).rational?.numerator == -3)
        #expect(Exact(6, over: -4).rational?.denominator == 2)
        #expect(root(2).rational == nil)
        #expect((root(2) * root(2)).isInteger)
        #expect(!Exact(1, over: 2).isInteger && Exact(1, over: 2).isRational)
        #expect(!root(2).isInteger && !root(2).isRational)
    }

    @Test(arguments: [
        ("0", Exact(0)), ("-0", 0), ("7", 7), ("+7", 7), ("-2", -2), ("−2", -2), ("1.5", Exact(3, over: 2)),
        (".5", Exact(1, over: 2)), ("5.", 5), ("-0.125", Exact(-1, over: 8)), ("1e-3", Exact(1, over: 1000)),
        ("1E3", 1000), ("1.25e+2", 125), ("2e−1", Exact(1, over: 5)), ("1/3", Exact(1, over: 3)), ("-2/3", Exact(-2, over: 3)),
        ("−4/6", Exact(-2, over: 3)), ("007/2", Exact(7, over: 2)),
        ("123456789012345678901234567890", Exact(BigInt(1_234_567_890) * (BigInt(10).power(20) + BigInt(10).power(10) + 1))),
    ]) func textIsRead(text: String, number: Exact) {
        #expect(Exact(decimal: text) == number)
    }

    @Test(arguments: [
        "", " ", "-", "+", ".", "e5", "1e", "1e+", "1e1.5", "--1", "1-", "1 ", " 1", "1,5", "1/0", "1/", "/2", "1/-2", "1/2/3",
        "1.5/2",
        "1//2", "0x10", "nan", "inf", "½", "٣", "1_000", "√2", "1e99999", "1e-99999", "1e99999999999999999999", "1.2.3", "+-1",
        "1+1",
        "1\u{301}",
    ]) func otherTextIsRefused(text: String) {
        #expect(Exact(decimal: text) == nil)
    }

    @Test func lengthIsLimited() {
        #expect(Exact(decimal: String(repeating: "9", count: 20_000))?.digitCount ?? 0 >= 20_000)
        #expect(Exact(decimal: String(repeating: "9", count: 20_001)) == nil)
        #expect(Exact(decimal: "1e19999") != nil)
        #expect(Exact(decimal: "1e20000") == nil)
        #expect(Exact(decimal: "1e-20000") == nil)
    }

    @Test func writtenRationalsAreReadBack() {
        for seed in UInt64(0)..<50 {
            var generator = SeededGenerator(seed: seed)
            let number = seed % 2 == 0 ? generator.fraction() : generator.largeFraction()
            #expect(Exact(decimal: number.description) == number, "seed \(seed)")
        }
    }
}
