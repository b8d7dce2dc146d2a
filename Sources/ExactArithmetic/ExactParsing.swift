// Numbers as they are typed: integers, decimals, fractions.

import BigInt

extension Exact {
    /// The number of digits up to which a text is read, those that its exponent demands included.
    public static let maximumParsedDigits = 20_000

    /// The number that a text denotes: `-2`, `1.5`, `.5`, `1e-3`, `1/3`, `-2/3`. The minus may be U+2212.
    ///
    /// Nil for anything else, for a denominator of zero, for spaces, and for numbers of more than `maximumParsedDigits` digits.
    public init?(decimal text: some StringProtocol) {
        var rest = Substring(text).unicodeScalars[...]
        let isNegative = Exact.takeSign(&rest)
        guard let digits = Exact.takeDigits(&rest) else { return nil }
        var value: Rational
        if rest.first == "/" {
            rest.removeFirst()
            guard let denominator = Exact.takeDigits(&rest), let below = BigInt(denominator), !below.isZero,
                let above = BigInt(digits)
            else { return nil }
            value = Rational(above, over: below)
        } else {
            guard let decimal = Exact.takeDecimal(after: digits, &rest) else { return nil }
            value = decimal
        }
        guard rest.isEmpty else { return nil }
        self.init(isNegative ? -value : value)
    }

    /// The smallest integer with too many digits.
    private static let parsedLimit = BigUInt(10).power(maximumParsedDigits)

    private typealias Scalars = Substring.UnicodeScalarView

    /// Removes a sign and says whether it is a minus.
    private static func takeSign(_ rest: inout Scalars) -> Bool {
        guard let first = rest.first, first == "-" || first == "−" || first == "+" else { return false }
        rest.removeFirst()
        return first != "+"
    }

    /// Removes the ASCII digits at the beginning, perhaps none; nil where they are too many.
    private static func takeDigits(_ rest: inout Scalars) -> String? {
        let digits = rest.prefix { ("0"..."9").contains($0) }
        guard digits.count <= maximumParsedDigits else { return nil }
        rest.removeFirst(digits.count)
        return String(digits)
    }

    /// What follows the digits before the point: a fractional part, an exponent, both or none.
    private static func takeDecimal(after whole: String, _ rest: inout Scalars) -> Rational? {
        var fraction = ""
        if rest.first == "." {
            rest.removeFirst()
            guard let digits = takeDigits(&rest) else { return nil }
            fraction = digits
        }
        guard let integer = BigInt(whole + fraction) else { return nil }
        var exponent = 0
        if rest.first == "e" || rest.first == "E" {
            rest.removeFirst()
            let isNegative = takeSign(&rest)
            guard let digits = takeDigits(&rest), let magnitude = Int(digits), magnitude <= maximumParsedDigits else {
                return nil
            }
            exponent = isNegative ? -magnitude : magnitude
        }
        exponent -= fraction.count
        guard whole.count + fraction.count + abs(exponent) <= 2 * maximumParsedDigits else { return nil }
        let power = BigInt.powerOfTen(abs(exponent))
        let value = exponent < 0 ? Rational(integer, over: power) : Rational(integer * power)
        return max(value.numerator.magnitude, value.denominator.magnitude) < parsedLimit ? value : nil
    }
}
