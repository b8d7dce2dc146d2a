// The exact numbers of the lessons: ℚ extended by square roots of integers.

import BigInt
import RealModule

/// An exact real number r + c₁√n₁ + … + cₖ√nₖ with rational r, cᵢ and positive integers nᵢ.
///
/// These numbers form a field: sums, differences, products and quotients are exact, as are equality and order. A square
/// root may lead out of the field; `squareRoot()` tells. Nothing is rounded anywhere but in `doubleValue` and `decimal`.
///
/// The radicands of one number are never perfect squares, nor is the product of two of them. Square roots of such
/// integers are linearly independent over ℚ together with 1, so that a number is zero exactly when all its coefficients
/// are, and no integer has to be factored to see it. Radicands up to 10¹⁸ are squarefree; a larger one may keep the
/// square of a large prime.
///
/// Cost: a product has at most as many terms as the product of the two counts; a quotient by a number with k independent
/// radicands takes up to 2ᵏ terms. See `reciprocal`, `divided(by:)` and `squareRoot()` for the limits they keep.
public struct Exact: Sendable {
    var rationalPart: Rational

    /// The irrational terms, the largest radicand first.
    var surds: [Surd]

    init(_ rational: Rational, surds: [Surd] = []) {
        rationalPart = rational
        self.surds = surds
    }
}

/// A rational multiple of a square root: c√n with c ≠ 0 and n > 1 no perfect square.
struct Surd: Hashable, Sendable {
    var coefficient: Rational
    var radicand: BigInt
}

extension Exact {
    /// The integer `value`.
    public init(_ value: Int) {
        self.init(Rational(value))
    }

    /// The integer `value`.
    public init(_ value: BigInt) {
        self.init(Rational(value))
    }

    /// The fraction `numerator` / `denominator`, brought to lowest terms.
    ///
    /// - Precondition: `denominator` is not zero.
    public init(_ numerator: BigInt, over denominator: BigInt) {
        precondition(!denominator.isZero, "the denominator of a fraction is not zero")
        self.init(Rational(numerator, over: denominator))
    }

    /// The fraction `numerator` / `denominator`, brought to lowest terms.
    ///
    /// - Precondition: `denominator` is not zero.
    public init(_ numerator: Int, over denominator: Int) {
        self.init(BigInt(numerator), over: BigInt(denominator))
    }

    /// The number that the double is: a fraction whose denominator is a power of two. Nil for NaN and the infinities.
    public init?(exactly value: Double) {
        guard value.isFinite else { return nil }
        guard value != 0 else {
            self.init(0)
            return
        }
        // The significand lies in [1, 2) also for subnormal numbers; 52 binary places make it an integer.
        let integer = BigInt(Int(value.significand * 0x1p52)) * (value < 0 ? -1 : 1)
        let exponent = Int(value.exponent) - 52
        if exponent >= 0 {
            self.init(integer << exponent)
        } else {
            let twos = min(integer.trailingZeroBitCount, -exponent)
            self.init(Rational(reduced: integer.scaled(byPowerOfTwo: -twos), BigInt(1) << (-exponent - twos)))
        }
    }

    /// The square root of an integer, √12 as 2√3.
    ///
    /// - Precondition: `integer` is not negative.
    public static func squareRoot(of integer: BigInt) -> Exact {
        precondition(integer.sign == .plus, "the square root of a negative integer is not real")
        guard !integer.isZero else { return 0 }
        let (factor, radicand) = Radicand.reduced(integer.magnitude)
        return Exact(Rational(BigInt(factor)), timesRootOf: BigInt(radicand))
    }

    /// The square root of an integer, √12 as 2√3.
    ///
    /// - Precondition: `integer` is not negative.
    public static func squareRoot(of integer: Int) -> Exact {
        squareRoot(of: BigInt(integer))
    }

    /// A rational multiple of the root of a radicand: 1, or one that can stand in a surd.
    init(_ coefficient: Rational, timesRootOf radicand: BigInt) {
        if radicand == 1 || coefficient.isZero {
            self.init(coefficient)
        } else {
            self.init(.zero, surds: [Surd(coefficient: coefficient, radicand: radicand)])
        }
    }
}

extension Exact: ExpressibleByIntegerLiteral {
    /// The integer that a literal denotes.
    public init(integerLiteral value: Int) {
        self.init(Rational(value))
    }
}

// MARK: - Parts

extension Exact {
    /// Whether the number is zero; this needs no arithmetic.
    public var isZero: Bool { surds.isEmpty && rationalPart.isZero }

    /// Whether the number is a fraction of two integers.
    public var isRational: Bool { surds.isEmpty }

    /// Whether the number is an integer.
    public var isInteger: Bool { surds.isEmpty && rationalPart.isInteger }

    /// The two coprime integers whose fraction the number is, the denominator positive; nil for an irrational number.
    public var rational: (numerator: BigInt, denominator: BigInt)? {
        isRational ? (rationalPart.numerator, rationalPart.denominator) : nil
    }

    /// A summand of a number: a rational multiple of the square root of an integer.
    public struct Term: Hashable, Sendable {
        /// The rational factor, not zero.
        public let coefficient: Exact

        /// The integer under the root; 1 for the rational part, else no perfect square.
        public let radicand: BigInt
    }

    /// The summands as they are written: the rational part first where it is not zero, then the larger radicand before the
    /// smaller, as in 4 − √6 − √2. None for zero.
    public var terms: [Term] {
        let rational = rationalPart.isZero ? [] : [Term(coefficient: Exact(rationalPart), radicand: 1)]
        return rational + surds.map { Term(coefficient: Exact($0.coefficient), radicand: $0.radicand) }
    }

    /// A bound of the number of decimal digits of the largest integer in the number, at most one above it: numerators,
    /// denominators and radicands.
    public var digitCount: Int {
        // log₁₀ 2 < 0.30103
        widestBitWidth * 30_103 / 100_000 + 1
    }

    /// The bits of the largest integer in the number.
    var widestBitWidth: Int {
        surds.reduce(rationalPart.bitWidth) { max($0, $1.coefficient.bitWidth, $1.radicand.magnitude.bitWidth) }
    }
}

extension Rational {
    /// The bits of the larger of numerator and denominator.
    var bitWidth: Int {
        switch storage {
        case .small(let numerator, let denominator):
            Int.bitWidth - (numerator.magnitude | denominator.magnitude).leadingZeroBitCount
        case .large(let fraction):
            max(fraction.numerator.magnitude.bitWidth, fraction.denominator.magnitude.bitWidth)
        }
    }
}
