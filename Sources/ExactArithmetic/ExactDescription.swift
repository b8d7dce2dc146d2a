// Exact numbers as text: as a person writes them, and as TeX.

import BigInt

extension Exact: CustomStringConvertible {
    /// The number as a person writes it: `1/2`, `√3`, `(1+√3)/2`, `4 − √6 − √2`. All terms share one denominator; the rational
    /// part comes first, then the larger radicand before the smaller. The minus is U+2212.
    public var description: String {
        written(
            root: { "√\($0)" }, minus: "−",
            sum: { isInFraction, terms in terms.joined(separator: isInFraction ? "" : " ") },
            operator: { isInFraction, sign in isInFraction ? sign : sign + " " },
            fraction: { numerator, denominator, isSum in isSum ? "(\(numerator))/\(denominator)" : "\(numerator)/\(denominator)" }
        )
    }

    /// The number in TeX: `\frac{1}{2}`, `\sqrt{3}`, `\frac{1+\sqrt{3}}{2}`, `4-\sqrt{6}-\sqrt{2}`.
    public var tex: String {
        written(
            root: { "\\sqrt{\($0)}" }, minus: "-",
            sum: { _, terms in terms.joined() },
            operator: { _, sign in sign },
            fraction: { numerator, denominator, _ in "\\frac{\(numerator)}{\(denominator)}" })
    }

    /// The number in a notation that is given by its pieces.
    private func written(
        root: (BigInt) -> String, minus: String,
        sum: (_ isInFraction: Bool, [String]) -> String,
        operator separator: (_ isInFraction: Bool, String) -> String,
        fraction: (_ numerator: String, _ denominator: String, _ isSum: Bool) -> String
    ) -> String {
        let (denominator, integers) = overCommonDenominator
        guard let first = integers.first else { return "0" }
        func body(_ factor: BigInt, _ radicand: BigInt) -> String {
            if radicand == 1 { return String(factor.magnitude) }
            return (factor.magnitude == 1 ? "" : String(factor.magnitude)) + root(radicand)
        }
        let isFraction = denominator != 1
        let leadingSign = first.factor.sign == .minus ? minus : ""
        guard integers.count > 1 else {
            let text = body(first.factor, first.radicand)
            return leadingSign + (isFraction ? fraction(text, String(denominator), false) : text)
        }
        let texts =
            [leadingSign + body(first.factor, first.radicand)]
            + integers.dropFirst().map { integer in
                separator(isFraction, integer.factor.sign == .minus ? minus : "+") + body(integer.factor, integer.radicand)
            }
        let text = sum(isFraction, texts)
        return isFraction ? fraction(text, String(denominator), true) : text
    }

    /// The least common denominator of all coefficients, and for each term the integer above it.
    private var overCommonDenominator: (denominator: BigInt, integers: [(factor: BigInt, radicand: BigInt)]) {
        var parts = surds.map { ($0.coefficient, $0.radicand) }
        if !rationalPart.isZero { parts.insert((rationalPart, 1), at: 0) }
        let denominator = parts.reduce(BigInt(1)) { common, part in
            common / greatestCommonDivisor(common, part.0.denominator) * part.0.denominator
        }
        return (denominator, parts.map { ($0.numerator * (denominator / $0.denominator), $1) })
    }
}
