// Exact numbers as doubles and as decimals, rounded correctly through intervals of growing precision.

import BigInt

extension Exact {
    /// Integers around the number times 2 to the power `exponent`; the interval is at most k + 1 wide for k irrational terms.
    func bounds(scaledByPowerOfTwo exponent: Int) -> (lower: BigInt, upper: BigInt) {
        var lower = rationalPart.numerator.scaled(byPowerOfTwo: max(exponent, 0))
            .flooredQuotient(by: rationalPart.denominator.scaled(byPowerOfTwo: max(-exponent, 0)))
        var upper = lower + 1
        for surd in surds {
            // ⌊√⌊x⌋⌋ = ⌊√x⌋ for the square x of the term.
            let square = surd.square
            let shifted = square.numerator.magnitude << max(2 * exponent, 0)
            let root = BigInt((shifted / (square.denominator.magnitude << max(-2 * exponent, 0))).squareRoot())
            if surd.coefficient.signum > 0 {
                lower += root
                upper += root + 1
            } else {
                lower -= root + 1
                upper -= root
            }
        }
        return (lower, upper)
    }

    /// An integer e such that no term exceeds 2 to the power e.
    var leadingExponent: Int {
        func exponent(of rational: Rational) -> Int {
            rational.numerator.magnitude.bitWidth - rational.denominator.magnitude.bitWidth + 1
        }
        let first = rationalPart.isZero ? Int.min : exponent(of: rationalPart)
        let largest = surds.reduce(first) {
            max($0, exponent(of: $1.coefficient) + ($1.radicand.magnitude.bitWidth + 1) / 2)
        }
        return largest == Int.min ? 0 : largest
    }

    /// The nearest double, ties to even: ±infinity beyond the largest, 0 for what is below half of the smallest.
    public var doubleValue: Double {
        guard !surds.isEmpty else { return rationalPart.doubleValue }
        // An irrational number lies on no boundary between two doubles, so that this ends.
        var bits = 96
        while true {
            let exponent = bits - leadingExponent
            let (lower, upper) = bounds(scaledByPowerOfTwo: exponent)
            let (first, second) = (Double(rounding: lower, exponent: -exponent), Double(rounding: upper, exponent: -exponent))
            if first == second { return first == 0 ? 0 : first }
            bits *= 2
        }
    }

    /// The number in decimal notation with so many significant digits, rounded to nearest and halves away from zero.
    ///
    /// A decimal expansion that ends within these digits is written to its end and no further: `0.5`, `−3`, `0`.
    /// Every other keeps exactly `significantDigits` digits: `0.3333`, `1.000` for a number near 1. A power of
    /// ten is split off, as in `1.235e8`, where the last digit would stand left of the units, and below 10⁻⁶. The minus is U+2212.
    /// Fewer than one digit count as one.
    public func decimal(significantDigits: Int) -> String {
        let digits = max(significantDigits, 1)
        guard !isZero else { return "0" }
        let absolute = magnitude
        var exponent = absolute.lowEstimateOfDecimalExponent
        var rounded = absolute.rounded(scaledByPowerOfTen: digits - 1 - exponent)
        let limit = BigInt.powerOfTen(digits)
        // The estimate is never too high: too many digits mean that it is too low.
        while rounded >= limit {
            exponent += 1
            rounded = absolute.rounded(scaledByPowerOfTen: digits - 1 - exponent)
        }
        let scale = digits - 1 - exponent
        let isComplete = isRational && absolute.scaledByPowerOfTen(scale) == Exact(rounded)
        return (signum < 0 ? "−" : "")
            + Exact.positional(String(rounded), exponent: exponent, isComplete: isComplete)
    }

    /// Digits d₀d₁d₂… that stand for d₀.d₁d₂… times ten to the power `exponent`.
    private static func positional(_ text: String, exponent: Int, isComplete: Bool) -> String {
        var digits = text
        if isComplete {
            while digits.count > 1, digits.hasSuffix("0") { digits.removeLast() }
        }
        let count = digits.count
        guard exponent >= -6, exponent < count || (isComplete && exponent <= 20) else {
            let mantissa = count == 1 ? digits : "\(digits.prefix(1)).\(digits.dropFirst())"
            return "\(mantissa)e\(exponent < 0 ? "−" : "")\(exponent.magnitude)"
        }
        if exponent < 0 { return "0." + String(repeating: "0", count: -exponent - 1) + digits }
        if count <= exponent + 1 { return digits + String(repeating: "0", count: exponent + 1 - count) }
        return "\(digits.prefix(exponent + 1)).\(digits.dropFirst(exponent + 1))"
    }

    /// For a positive number, the exponent of its leading decimal digit or a little less.
    private var lowEstimateOfDecimalExponent: Int {
        var bits = 64
        while true {
            let exponent = bits - leadingExponent
            let (lower, _) = bounds(scaledByPowerOfTwo: exponent)
            if lower.signum() > 0 {
                // The number is at least 2^b; 0.30103 exceeds log₁₀ 2 by so little that 1 less covers any b that fits a memory.
                let b = lower.magnitude.bitWidth - 1 - exponent
                return Int((Double(b) * 0.30103).rounded(.down)) - 1
            }
            bits *= 2
        }
    }

    private func scaledByPowerOfTen(_ exponent: Int) -> Exact {
        let power = Rational(BigInt.powerOfTen(abs(exponent)))
        return scaled(by: exponent < 0 ? power.inverse : power)
    }

    /// The integer nearest to the number, which is positive, times a power of ten.
    private func rounded(scaledByPowerOfTen exponent: Int) -> BigInt {
        // ⌊x + ½⌋ = ⌊(2x + 1) / 2⌋
        let doubled = scaledByPowerOfTen(exponent).scaled(by: Rational(2)) + 1
        return doubled.floor.flooredQuotient(by: 2)
    }

    /// The largest integer that is not above the number.
    public var floor: BigInt {
        guard !isRational else { return rationalPart.numerator.flooredQuotient(by: rationalPart.denominator) }
        var bits = 0
        while true {
            let (lower, upper) = bounds(scaledByPowerOfTwo: bits)
            let (first, second) = (lower.scaled(byPowerOfTwo: -bits), upper.scaled(byPowerOfTwo: -bits))
            if first == second { return first }
            bits = max(32, 2 * bits)
        }
    }
}

extension Rational {
    /// The nearest double, ties to even.
    var doubleValue: Double {
        if case .small(let numerator, let denominator) = storage, numerator.magnitude <= 1 << 53, denominator <= 1 << 53 {
            // Both convert without rounding, and one division is rounded correctly.
            return Double(numerator) / Double(denominator)
        }
        let (numerator, denominator) = (self.numerator, self.denominator)
        let shift = denominator.magnitude.bitWidth - numerator.magnitude.bitWidth + 66
        let (quotient, remainder) = (numerator.magnitude << max(shift, 0))
            .quotientAndRemainder(dividingBy: denominator.magnitude << max(-shift, 0))
        // One more bit says whether anything is left below the quotient's 66 or 67.
        let sticky = quotient << 1 | (remainder.isZero ? 0 : 1)
        return Double(rounding: BigInt(sign: numerator.sign, magnitude: sticky), exponent: -shift - 1)
    }
}

extension Double {
    /// The double nearest to `integer` times 2 to the power `exponent`, ties to even.
    init(rounding integer: BigInt, exponent: Int) {
        let magnitude = integer.magnitude
        let sign: FloatingPointSign = integer.sign == .minus ? .minus : .plus
        let leading = magnitude.bitWidth - 1 + exponent
        guard !magnitude.isZero, leading >= -1075 else {
            self = 0
            return
        }
        guard leading <= 1023 else {
            self = sign == .minus ? -.infinity : .infinity
            return
        }
        // The lowest place is that of a 53-bit significand, for a subnormal number that of the smallest.
        let drop = Swift.max(leading - 52, -1074) - exponent
        guard drop > 0 else {
            self.init(sign: sign, exponent: exponent, significand: Double(magnitude.words[0]))
            return
        }
        var kept = (magnitude >> drop).words[0]
        let isHalfOrMore = magnitude[bitAt: drop - 1]
        let isExactHalf = magnitude.trailingZeroBitCount == drop - 1
        if isHalfOrMore, !isExactHalf || kept & 1 == 1 { kept += 1 }
        self.init(sign: sign, exponent: exponent + drop, significand: Double(kept))
    }
}
