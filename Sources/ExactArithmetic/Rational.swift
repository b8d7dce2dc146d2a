// The rational numbers: a pair of machine integers while both fit, of big integers beyond.

import BigInt

/// A rational number in lowest terms with a positive denominator.
///
/// The storage is canonical: `large` is used only for what `small` cannot hold, so that equality is that of the parts.
struct Rational: Sendable {
    enum Storage: Sendable {
        /// Both within ±`Int.max`, so that negation cannot overflow.
        case small(Int, Int)
        case large(BigFraction)
    }

    let storage: Storage

    /// The integer `value`.
    init(_ value: Int) {
        storage = value == Int.min ? .large(BigFraction(BigInt(value), 1)) : .small(value, 1)
    }

    /// The fraction of two integers that are coprime already, the second positive.
    init(reduced numerator: BigInt, _ denominator: BigInt) {
        if let small = numerator.machineInteger, let divisor = denominator.machineInteger {
            storage = .small(small, divisor)
        } else {
            storage = .large(BigFraction(numerator, denominator))
        }
    }

    /// The fraction of two integers, the second not zero.
    init(_ numerator: BigInt, over denominator: BigInt) {
        let divisor = greatestCommonDivisor(numerator, denominator)
        let signed = denominator.sign == .minus ? -divisor : divisor
        self.init(reduced: numerator / signed, denominator / signed)
    }

    /// The integer `value`.
    init(_ value: BigInt) {
        self.init(reduced: value, 1)
    }

    /// Two machine integers that are coprime already, the second positive, neither `Int.min`.
    private init(small numerator: Int, _ denominator: Int) {
        storage = .small(numerator, denominator)
    }

    /// Two machine integers, the second positive; nil where the first is `Int.min`.
    private init?(reducing numerator: Int, _ denominator: Int) {
        guard numerator != Int.min else { return nil }
        let divisor = Int(greatestCommonDivisor(numerator.magnitude, denominator.magnitude))
        storage = .small(numerator / divisor, denominator / divisor)
    }

    static let zero = Rational(0)
    static let one = Rational(1)
}

/// The two integers of a rational number too large for machine integers, behind one reference.
final class BigFraction: Sendable {
    let numerator: BigInt
    let denominator: BigInt

    init(_ numerator: BigInt, _ denominator: BigInt) {
        self.numerator = numerator
        self.denominator = denominator
    }
}

extension Rational {
    var numerator: BigInt {
        switch storage {
        case .small(let numerator, _): BigInt(numerator)
        case .large(let fraction): fraction.numerator
        }
    }

    var denominator: BigInt {
        switch storage {
        case .small(_, let denominator): BigInt(denominator)
        case .large(let fraction): fraction.denominator
        }
    }

    var isZero: Bool {
        if case .small(0, _) = storage { true } else { false }
    }

    var isInteger: Bool {
        switch storage {
        case .small(_, let denominator): denominator == 1
        case .large(let fraction): fraction.denominator == 1
        }
    }

    /// −1, 0 or 1.
    var signum: Int {
        switch storage {
        case .small(let numerator, _): numerator.signum()
        case .large(let fraction): fraction.numerator.sign == .minus ? -1 : 1
        }
    }

    var magnitude: Rational { signum < 0 ? -self : self }

    /// One over the number, which is not zero.
    var inverse: Rational {
        switch storage {
        case .small(let numerator, let denominator):
            return numerator < 0 ? Rational(small: -denominator, -numerator) : Rational(small: denominator, numerator)
        case .large(let fraction):
            return fraction.numerator.sign == .minus
                ? Rational(reduced: -fraction.denominator, -fraction.numerator)
                : Rational(reduced: fraction.denominator, fraction.numerator)
        }
    }

    static prefix func - (operand: Rational) -> Rational {
        switch operand.storage {
        case .small(let numerator, let denominator): Rational(small: -numerator, denominator)
        case .large(let fraction): Rational(reduced: -fraction.numerator, fraction.denominator)
        }
    }

    static func + (lhs: Rational, rhs: Rational) -> Rational {
        if case .small(let a, let b) = lhs.storage, case .small(let c, let d) = rhs.storage,
            let sum = smallSum(a, b, c, d)
        {
            return sum
        }
        return largeSum(lhs.numerator, lhs.denominator, rhs.numerator, rhs.denominator)
    }

    static func - (lhs: Rational, rhs: Rational) -> Rational {
        lhs + -rhs
    }

    static func * (lhs: Rational, rhs: Rational) -> Rational {
        if case .small(let a, let b) = lhs.storage, case .small(let c, let d) = rhs.storage,
            let product = smallProduct(a, b, c, d)
        {
            return product
        }
        guard !lhs.isZero, !rhs.isZero else { return zero }
        // Both are in lowest terms, so that only the crosswise divisors can cancel (Knuth, TAOCP vol. 2, 4.5.1).
        let (a, b, c, d) = (lhs.numerator, lhs.denominator, rhs.numerator, rhs.denominator)
        let first = greatestCommonDivisor(a, d)
        let second = greatestCommonDivisor(c, b)
        return Rational(
            reduced: a.dividedIfNeeded(by: first) * c.dividedIfNeeded(by: second),
            b.dividedIfNeeded(by: second) * d.dividedIfNeeded(by: first))
    }

    /// The quotient; the divisor is not zero.
    static func / (lhs: Rational, rhs: Rational) -> Rational {
        lhs * rhs.inverse
    }

    /// a/b + c/d while all fits machine integers, nil beyond.
    private static func smallSum(_ a: Int, _ b: Int, _ c: Int, _ d: Int) -> Rational? {
        if b == d {
            let (sum, overflow) = a.addingReportingOverflow(c)
            guard !overflow, sum != Int.min else { return nil }
            return b == 1 ? Rational(small: sum, 1) : Rational(reducing: sum, b)
        }
        let common = Int(greatestCommonDivisor(b.magnitude, d.magnitude))
        let (left, overflowLeft) = a.multipliedReportingOverflow(by: d / common)
        let (right, overflowRight) = c.multipliedReportingOverflow(by: b / common)
        let (sum, overflowSum) = left.addingReportingOverflow(right)
        guard !overflowLeft, !overflowRight, !overflowSum, sum != Int.min else { return nil }
        // What can still cancel divides the common part of the denominators (Knuth, TAOCP vol. 2, 4.5.1).
        let rest = common == 1 ? 1 : Int(greatestCommonDivisor(sum.magnitude, common.magnitude))
        let (denominator, overflow) = (b / common).multipliedReportingOverflow(by: d / rest)
        return overflow ? nil : Rational(small: sum / rest, denominator)
    }

    private static func largeSum(_ a: BigInt, _ b: BigInt, _ c: BigInt, _ d: BigInt) -> Rational {
        if b == 1, d == 1 { return Rational(reduced: a + c, 1) }
        if b == d { return Rational(a + c, over: b) }
        let common = greatestCommonDivisor(b, d)
        guard common != 1 else { return Rational(reduced: a * d + c * b, b * d) }
        let sum = a * (d / common) + c * (b / common)
        let rest = greatestCommonDivisor(sum, common)
        return Rational(reduced: sum / rest, (b / common) * (d / rest))
    }

    /// a/b · c/d while all fits machine integers, nil beyond.
    private static func smallProduct(_ a: Int, _ b: Int, _ c: Int, _ d: Int) -> Rational? {
        let first = d == 1 ? 1 : Int(greatestCommonDivisor(a.magnitude, d.magnitude))
        let second = b == 1 ? 1 : Int(greatestCommonDivisor(c.magnitude, b.magnitude))
        let (numerator, overflow) = (a / first).multipliedReportingOverflow(by: c / second)
        let (denominator, overflowBelow) = (b / second).multipliedReportingOverflow(by: d / first)
        guard !overflow, !overflowBelow, numerator != Int.min else { return nil }
        return Rational(small: numerator, denominator)
    }
}

extension BigInt {
    /// The quotient by a divisor that is often 1.
    fileprivate func dividedIfNeeded(by divisor: BigInt) -> BigInt {
        divisor == 1 ? self : self / divisor
    }
}

extension Rational: Hashable {
    static func == (lhs: Rational, rhs: Rational) -> Bool {
        switch (lhs.storage, rhs.storage) {
        case (.small(let a, let b), .small(let c, let d)): a == c && b == d
        case (.large(let left), .large(let right)):
            left === right || (left.numerator == right.numerator && left.denominator == right.denominator)
        default: false
        }
    }

    func hash(into hasher: inout Hasher) {
        switch storage {
        case .small(let numerator, let denominator):
            hasher.combine(numerator)
            hasher.combine(denominator)
        case .large(let fraction):
            hasher.combine(fraction.numerator)
            hasher.combine(fraction.denominator)
        }
    }
}

extension Rational: Comparable {
    static func < (lhs: Rational, rhs: Rational) -> Bool {
        if case .small(let a, let b) = lhs.storage, case .small(let c, let d) = rhs.storage {
            let (left, right) = (a.multipliedFullWidth(by: d), c.multipliedFullWidth(by: b))
            return (left.high, left.low) < (right.high, right.low)
        }
        if lhs.signum != rhs.signum { return lhs.signum < rhs.signum }
        return lhs.numerator * rhs.denominator < rhs.numerator * lhs.denominator
    }
}
