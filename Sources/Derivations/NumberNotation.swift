// How a number of a derivation is written: exact numbers as on paper, short decimals where they are exact, else digits.

import BigInt
import ExactArithmetic
import LinearAlgebra
import Typesetting

extension Number {
    /// `0.5`, `153/112`, `(1+√3)/2`; a floating-point number to ten significant digits.
    public var text: String {
        switch self {
        case .exact(let value): value.shortDecimal ?? value.description
        case .real(let value): formatDecimal(value, significantDigits: 10)
        }
    }

    /// The same in TeX.
    public var tex: String {
        switch self {
        case .exact(let value): value.shortDecimal?.replacing("−", with: "-") ?? value.tex
        case .real(let value): formatDecimal(value, significantDigits: 10).replacing("−", with: "-")
        }
    }
}

extension Exact {
    /// The number as a decimal, if that is exact with at most four places behind the point: `0.5`, `−1`, not `1/3` or `√3`.
    public var shortDecimal: String? {
        guard let (numerator, denominator) = rational else { return nil }
        guard 10_000 % denominator == 0 else { return nil }
        let scaled = numerator * (10_000 / denominator)
        let digits = String(scaled.magnitude)
        let padded = String(repeating: "0", count: max(0, 5 - digits.count)) + digits
        let whole = padded.dropLast(4)
        let fraction = padded.suffix(4).reversed().drop { $0 == "0" }.reversed()
        let sign = scaled.sign == .minus ? "−" : ""
        return sign + whole + (fraction.isEmpty ? "" : "." + String(fraction))
    }
}

extension Matrix where Element == Number {
    /// The matrix with a common denominator set in front, where entries hold roots: ½[1+√3 …] instead of (1+√3)/2 in each.
    var commonDenominator: (denominator: BigInt, matrix: Matrix<Number>)? {
        var exact: [Exact] = []
        for element in elements {
            guard case .exact(let value) = element else { return nil }
            exact.append(value)
        }
        guard exact.contains(where: { !$0.isRational }) else { return nil }
        var denominator = BigInt(1)
        for term in exact.flatMap(\.terms) {
            guard let part = term.coefficient.rational?.denominator else { continue }
            denominator = denominator * part / denominator.greatestCommonDivisor(with: part)
        }
        guard denominator > 1 else { return nil }
        let scaled = exact.map { Number.exact($0 * Exact(denominator)) }
        return (denominator, Matrix<Number>(rows: rows, columns: columns, elements: scaled))
    }
}
