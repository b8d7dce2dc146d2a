// Logarithms and exponentials, where a kind of number has them.

import BigInt
import ExactArithmetic
import RealModule

/// The base of a logarithm.
public enum LogarithmBase: String, CaseIterable, Sendable {
    /// Natural logarithms; an entropy is then in nats.
    case e
    /// An entropy is then in bits.
    case two = "2"
    case ten = "10"
}

extension Exact {
    /// k for the k-th power of base 2 or 10, 0 for 1; every other logarithm of an exact number leaves the field.
    public func logarithm(base: LogarithmBase) -> Exact? {
        if self == 1 { return 0 }
        guard self > 0, let (numerator, denominator) = rational else { return nil }
        if denominator == 1 { return Self.exponent(of: numerator, base).map { Exact($0) } }
        return numerator == 1 ? Self.exponent(of: denominator, base).map { Exact(-$0) } : nil
    }

    /// 1 for 0; e to the power of every other exact number leaves the field.
    public func exponential() -> Exact? { isZero ? 1 : nil }

    /// The k > 0 of which `power` is the k-th power of the base.
    private static func exponent(of power: BigInt, _ base: LogarithmBase) -> Int? {
        switch base {
        case .e: return nil
        case .two:
            let k = power.trailingZeroBitCount
            return power == BigInt(1) << k ? k : nil
        case .ten:
            let k = String(power).count - 1
            return power == BigInt(10).power(k) ? k : nil
        }
    }
}

extension Scalar where Self: BinaryFloatingPoint {
    public func logarithm(base: LogarithmBase) -> Self? {
        guard self > 0 else { return nil }
        switch base {
        case .e: return Self(Double.log(doubleValue))
        case .two: return Self(Double.log2(doubleValue))
        case .ten: return Self(Double.log10(doubleValue))
        }
    }

    public func exponential() -> Self? { Self(Double.exp(doubleValue)) }
}
