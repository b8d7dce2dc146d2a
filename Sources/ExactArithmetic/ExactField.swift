// The field operations of exact numbers.

import BigInt
import RealModule

extension Exact: AlgebraicField {
    /// The number 0.
    public static let zero = Exact(Rational.zero)

    /// The integer `source`; never nil.
    public init?<T: BinaryInteger>(exactly source: T) {
        self.init(Rational(BigInt(source)))
    }

    /// The absolute value.
    public var magnitude: Exact { signum < 0 ? -self : self }

    /// The number with the other sign.
    public static prefix func - (operand: Exact) -> Exact {
        Exact(-operand.rationalPart, surds: operand.surds.map { Surd(coefficient: -$0.coefficient, radicand: $0.radicand) })
    }

    /// The exact sum.
    public static func + (lhs: Exact, rhs: Exact) -> Exact {
        let rational = lhs.rationalPart + rhs.rationalPart
        if rhs.surds.isEmpty { return Exact(rational, surds: lhs.surds) }
        if lhs.surds.isEmpty { return Exact(rational, surds: rhs.surds) }
        return Exact(rational, collecting: lhs.surds + rhs.surds)
    }

    /// The exact difference.
    public static func - (lhs: Exact, rhs: Exact) -> Exact {
        lhs + -rhs
    }

    /// The exact product; its terms are at most the products of the terms, collected by radicand.
    public static func * (lhs: Exact, rhs: Exact) -> Exact {
        if rhs.surds.isEmpty { return lhs.scaled(by: rhs.rationalPart) }
        if lhs.surds.isEmpty { return rhs.scaled(by: lhs.rationalPart) }
        var rational = lhs.rationalPart * rhs.rationalPart
        var products: [Surd] = []
        products.reserveCapacity((lhs.surds.count + 1) * (rhs.surds.count + 1))
        if !rhs.rationalPart.isZero { products += lhs.scaled(by: rhs.rationalPart).surds }
        if !lhs.rationalPart.isZero { products += rhs.scaled(by: lhs.rationalPart).surds }
        for left in lhs.surds {
            for right in rhs.surds {
                let (factor, radicand) = Radicand.product(left.radicand, right.radicand)
                let coefficient = left.coefficient * right.coefficient * Rational(factor)
                if radicand == 1 {
                    rational = rational + coefficient
                } else {
                    products.append(Surd(coefficient: coefficient, radicand: radicand))
                }
            }
        }
        return Exact(rational, collecting: products)
    }

    /// Adds exactly.
    public static func += (lhs: inout Exact, rhs: Exact) { lhs = lhs + rhs }

    /// Subtracts exactly.
    public static func -= (lhs: inout Exact, rhs: Exact) { lhs = lhs - rhs }

    /// Multiplies exactly.
    public static func *= (lhs: inout Exact, rhs: Exact) { lhs = lhs * rhs }

    /// The quotient.
    ///
    /// A divisor of k independent radicands costs up to 2ᵏ terms, without a limit: where the divisor comes from outside,
    /// `divided(by:)` refuses what would take too long.
    ///
    /// - Precondition: `rhs` is not zero. As with Swift's integers a division by zero stops the program: look at `isZero`
    ///   first, or call `divided(by:)`.
    public static func / (lhs: Exact, rhs: Exact) -> Exact {
        precondition(!rhs.isZero, "division of an exact number by zero")
        return rhs.isRational ? lhs.scaled(by: rhs.rationalPart.inverse) : lhs * rhs.inverse
    }

    /// Divides by a number that is not zero; see `/`.
    public static func /= (lhs: inout Exact, rhs: Exact) { lhs = lhs / rhs }

    /// The quotient; nil where `divisor` has no `reciprocal`.
    public func divided(by divisor: Exact) -> Exact? {
        if divisor.isRational { return divisor.isZero ? nil : scaled(by: divisor.rationalPart.inverse) }
        return divisor.reciprocal.map { self * $0 }
    }

    /// One over the number; nil for zero and for a number with more than `maximumIndependentRadicands` independent radicands.
    public var reciprocal: Exact? {
        guard !isZero else { return nil }
        guard surds.count <= 1 || independentRadicandCount <= Exact.maximumIndependentRadicands else { return nil }
        return inverse
    }

    /// How many independent radicands `reciprocal`, `divided(by:)` and `squareRoot()` accept: results have up to 2⁸ terms.
    public static let maximumIndependentRadicands = 8

    /// The smallest k such that k square roots of integers generate a field that contains the number: 2 for 1 + √2 + √3 + √6.
    public var independentRadicandCount: Int {
        surds.count <= 1 ? surds.count : SquareClasses(of: surds).rank
    }

    /// The number to an integral power; nil for zero to a negative power.
    ///
    /// Nil also for what would take too long: a bound of the result's digits times the number of terms it can have (2ᵏ for k
    /// independent radicands) that exceeds `maximumPowerDigits`, and k above `maximumIndependentRadicands`.
    public func power(_ exponent: Int) -> Exact? {
        guard exponent >= 0 else {
            guard let base = reciprocal else { return nil }
            return base.power(toNatural: exponent.magnitude)
        }
        return power(toNatural: exponent.magnitude)
    }

    /// The digits up to which `power` computes: a hundred thousand.
    public static let maximumPowerDigits = 100_000

    private func power(toNatural exponent: UInt) -> Exact? {
        if exponent == 0 || self == 1 { return 1 }
        if isZero { return 0 }
        if self == -1 { return exponent % 2 == 0 ? 1 : -1 }
        if exponent == 1 { return self }
        let independent = independentRadicandCount
        guard independent <= Exact.maximumIndependentRadicands else { return nil }
        // The number is a sum of integers √n·z over a common denominator; each of these has at most `bits` bits.
        let bits = UInt(surds.reduce(rationalPart.bitWidth) { $0 + $1.coefficient.bitWidth + $1.radicand.magnitude.bitWidth })
        let (total, overflow) = bits.multipliedReportingOverflow(by: exponent)
        guard !overflow, total / 10 * 3 <= UInt(Exact.maximumPowerDigits >> independent) else { return nil }
        guard !isRational else {
            let (numerator, denominator) = (rationalPart.numerator, rationalPart.denominator)
            return Exact(Rational(reduced: numerator.power(Int(exponent)), denominator.power(Int(exponent))))
        }
        var (result, square, rest): (Exact, Exact, UInt) = (1, self, exponent)
        while true {
            if rest & 1 == 1 { result *= square }
            rest >>= 1
            if rest == 0 { return result }
            square *= square
        }
    }
}

extension Exact {
    /// The number times a rational factor.
    func scaled(by factor: Rational) -> Exact {
        if surds.isEmpty { return Exact(rationalPart * factor) }
        if factor.isZero { return .zero }
        return Exact(
            rationalPart * factor,
            surds: surds.map { Surd(coefficient: $0.coefficient * factor, radicand: $0.radicand) })
    }

    /// The sum of a rational part and of multiples of square roots, in any order and with repetitions.
    init(_ rational: Rational, collecting products: [Surd]) {
        var collected: [Surd] = []
        for product in products.sorted(by: { $0.radicand > $1.radicand }) {
            if let last = collected.indices.last, collected[last].radicand == product.radicand {
                collected[last].coefficient = collected[last].coefficient + product.coefficient
            } else {
                if collected.last?.coefficient.isZero == true { collected.removeLast() }
                collected.append(product)
            }
        }
        if collected.last?.coefficient.isZero == true { collected.removeLast() }
        self.init(rational, surds: Exact.mergingDependent(collected))
    }

    /// The same sum without two radicands whose product is a perfect square. Only radicands above the factoring limit,
    /// which come first, can have such a partner.
    private static func mergingDependent(_ sorted: [Surd]) -> [Surd] {
        guard let first = sorted.first, first.radicand.magnitude > Radicand.factoringLimit else { return sorted }
        var kept: [Surd] = []
        // From the smallest radicand up, so that the larger one of a pair is rewritten.
        for surd in sorted.reversed() {
            var isMerged = false
            for index in kept.indices {
                guard let ratio = Radicand.ratio(surd.radicand, kept[index].radicand) else { continue }
                kept[index].coefficient = kept[index].coefficient + surd.coefficient * ratio
                isMerged = true
                break
            }
            if !isMerged { kept.append(surd) }
        }
        return kept.reversed().filter { !$0.coefficient.isZero }
    }

    /// One over a number that is not zero.
    ///
    /// The number times its conjugate under √d ↦ −√d lies in a field of half the degree; conjugation by conjugation the
    /// denominator becomes rational.
    var inverse: Exact {
        var (numerator, denominator): (Exact, Exact) = (1, self)
        while let surd = denominator.surds.first {
            if denominator.surds.count == 1, denominator.rationalPart.isZero {
                // 1/(c√n) = √n/(cn)
                let root = Exact((surd.coefficient * Rational(surd.radicand)).inverse, timesRootOf: surd.radicand)
                return numerator * root
            }
            let conjugate = denominator.conjugate
            numerator *= conjugate
            denominator *= conjugate
        }
        return numerator.scaled(by: denominator.rationalPart.inverse)
    }

    /// The image under one automorphism that does not fix the number, which is irrational.
    private var conjugate: Exact {
        let (fixed, moved) = split
        return fixed - moved
    }

    /// The parts of an irrational number that √d ↦ √d·(±1) fixes and negates, for one d of a coprime basis of its radicands.
    var split: (fixed: Exact, moved: Exact) {
        guard surds.count > 1 else { return (Exact(rationalPart), Exact(.zero, surds: surds)) }
        let classes = SquareClasses(of: surds)
        let generator = classes.splittingGenerator
        var (fixed, moved): ([Surd], [Surd]) = ([], [])
        for (surd, vector) in zip(surds, classes.vectors) {
            if vector.contains(generator) { moved.append(surd) } else { fixed.append(surd) }
        }
        return (Exact(rationalPart, surds: fixed), Exact(.zero, surds: moved))
    }
}
