// Exact eigenvalues: the roots of the characteristic polynomial that lie in the field, guessed by LAPACK and proved exactly.

import BigInt
import ExactArithmetic
import RealModule

/// A polynomial over a field, coefficients from the highest power down; the leading one is 1.
struct MonicPolynomial<Element: Scalar> {
    /// Degree + 1 coefficients; the first is 1.
    let coefficients: [Element]

    var degree: Int { coefficients.count - 1 }

    /// p(x) by Horner's rule.
    func value(at x: Element) -> Element {
        coefficients.reduce(0) { $0 * x + $1 }
    }

    /// The quotient by `divisor`, where the division leaves no remainder.
    func divided(by divisor: MonicPolynomial) -> MonicPolynomial? {
        guard degree >= divisor.degree else { return nil }
        var rest = coefficients
        let quotientCount = degree - divisor.degree + 1
        for start in 0..<quotientCount {
            let lead = rest[start]
            for (offset, coefficient) in divisor.coefficients.enumerated().dropFirst() {
                rest[start + offset] = rest[start + offset] - lead * coefficient
            }
        }
        guard rest[quotientCount...].allSatisfy({ $0 == 0 }) else { return nil }
        return MonicPolynomial(coefficients: Array(rest[..<quotientCount]))
    }
}

extension Matrix where Element: Scalar {
    /// det(λI − A) by the method of Faddeev and LeVerrier, which divides by integers only.
    func characteristicPolynomial() -> MonicPolynomial<Element> {
        var coefficients: [Element] = [1]
        var work = Matrix.identity(rows)
        for k in 1...Swift.max(rows, 1) where k <= rows {
            let product = Element.product(self, .plain, work)
            let trace = (0..<rows).reduce(Element(0)) { $0 + product[$1, $1] }
            let coefficient = -trace / Element(k)
            coefficients.append(coefficient)
            work = product
            for i in 0..<rows { work[i, i] = work[i, i] + coefficient }
        }
        return MonicPolynomial(coefficients: coefficients)
    }
}

extension MonicPolynomial where Element == Exact {
    /// All roots, largest first and as often as they occur, if each lies in the field and is rational or a root of a rational quadratic
    /// factor; nil otherwise.
    ///
    /// With D the common denominator of the coefficients, D·λ is an algebraic integer. So a rational root is an integer over D, and
    /// a quadratic factor has integer sum and product of roots after the same scaling: rounding the floating-point `guesses` gives the
    /// only candidates, and exact division decides.
    func roots(guesses: [Double]) -> [Exact]? {
        var rest = self
        var roots: [Exact] = []
        // Zero roots need no guess.
        while rest.degree > 0, rest.coefficients.last == 0 {
            roots.append(0)
            rest = MonicPolynomial(coefficients: Array(rest.coefficients.dropLast()))
        }
        let rationals = rest.coefficients.compactMap(\.rational)
        if rationals.count == rest.coefficients.count {
            let denominator = rationals.reduce(BigInt(1)) { $0 * $1.denominator / $0.greatestCommonDivisor(with: $1.denominator) }
            rest.removeRationalRoots(into: &roots, guesses: guesses, denominator: denominator)
            if rest.degree > 2 {
                rest.removeQuadraticFactors(into: &roots, guesses: guesses, denominator: denominator)
            }
        }
        guard rest.degree <= 2, let last = rest.smallDegreeRoots() else { return nil }
        roots += last
        return roots.sorted(by: >)
    }

    private mutating func removeRationalRoots(into roots: inout [Exact], guesses: [Double], denominator: BigInt) {
        for guess in guesses {
            guard degree > 0, let candidate = Self.nearest(to: guess, over: denominator) else { continue }
            let linear = MonicPolynomial(coefficients: [1, -candidate])
            while let quotient = divided(by: linear) {
                roots.append(candidate)
                self = quotient
                if degree == 0 { return }
            }
        }
    }

    private mutating func removeQuadraticFactors(into roots: inout [Exact], guesses: [Double], denominator: BigInt) {
        for (i, first) in guesses.enumerated() {
            for second in guesses[(i + 1)...] {
                guard degree > 2,
                    let sum = Self.nearest(to: first + second, over: denominator),
                    let product = Self.nearest(to: first * second, over: denominator * denominator)
                else { continue }
                let quadratic = MonicPolynomial(coefficients: [1, -sum, product])
                while degree > 2, let quotient = divided(by: quadratic), let pair = quadratic.smallDegreeRoots() {
                    roots += pair
                    self = quotient
                }
            }
        }
    }

    /// The roots of a polynomial of degree 0, 1 or 2, where they are real and in the field.
    private func smallDegreeRoots() -> [Exact]? {
        switch degree {
        case 0: return []
        case 1: return [-coefficients[1]]
        default:
            let half = -coefficients[1] / 2
            guard let root = (half * half - coefficients[2]).squareRoot() else { return nil }
            return [half + root, half - root]
        }
    }

    /// The fraction over `denominator` nearest to `guess`, if a double can tell it from its neighbours.
    private static func nearest(to guess: Double, over denominator: BigInt) -> Exact? {
        let scaled = guess * Double(denominator)
        guard scaled.magnitude < 0x1p50 else { return nil }
        return Exact(BigInt(scaled.rounded()), over: denominator)
    }
}
