// Covariances whose eigenvalues and roots are known before they are written down.

import ExactArithmetic
import LinearAlgebra

/// An orthogonal basis of the plane in whole numbers: u = (a, b) and (−b, a), both of squared length a² + b².
struct Basis: Hashable {
    let a: Int
    let b: Int

    var squaredLength: Int { a * a + b * b }

    /// Bases that turn the axes; none keeps them, because the root of a diagonal matrix is its root entry by entry.
    static let all: [Basis] = [
        Basis(a: 1, b: 1), Basis(a: 1, b: -1), Basis(a: 2, b: 1), Basis(a: 1, b: 2), Basis(a: 2, b: -1), Basis(a: 1, b: -2),
    ]

    /// λ uuᵀ/|u|² + κ vvᵀ/|v|², times the squared length: whole numbers.
    func scaled(_ lambda: Int, _ kappa: Int) -> [[Int]] {
        [
            [lambda * a * a + kappa * b * b, (lambda - kappa) * a * b],
            [(lambda - kappa) * a * b, lambda * b * b + kappa * a * a],
        ]
    }
}

/// A covariance of two features with known eigenvalues.
struct PlaneCovariance {
    let basis: Basis
    /// The variance along the first axis of the basis and along the second.
    let variances: (first: Int, second: Int)

    /// Whether all entries are whole.
    var isWhole: Bool { (variances.first - variances.second) % basis.squaredLength == 0 }

    var matrix: Matrix<Exact> {
        let rows = basis.scaled(variances.first, variances.second)
        return Matrix(rows: 2, columns: 2) { Exact(rows[$0][$1], over: basis.squaredLength) }
    }

    var source: String {
        let rows = basis.scaled(variances.first, variances.second)
        return "["
            + rows.map { $0.map { QuizDraft.fraction($0, basis.squaredLength) }.joined(separator: " ") }.joined(separator: "; ")
            + "]"
    }

    var trace: Int { variances.first + variances.second }
}

extension QuizRandom {
    /// A covariance in a basis, with different squares for variances; with whole entries, where that is asked for.
    mutating func squareCovariance(in basis: Basis, upTo largest: Int, times factor: Int = 1, isWhole: Bool = false)
        -> PlaneCovariance
    {
        var pairs: [(Int, Int)] = []
        for p in 1...largest {
            for q in 1...largest where p != q && (!isWhole || (p * p - q * q) % basis.squaredLength == 0) { pairs.append((p, q)) }
        }
        // From 4 on there is a pair for each basis: 1 and 3, or 1 and 4.
        let (p, q) = pairs.isEmpty ? (1, 2) : pairs[integer(0...pairs.count - 1)]
        return PlaneCovariance(basis: basis, variances: (factor * p * p, factor * q * q))
    }

    mutating func basis() -> Basis { Basis.all[integer(0...Basis.all.count - 1)] }
}

/// The slips that are likely in a distance of two normal distributions, by their values.
struct DistanceSlips {
    let meanTerm: Exact
    let first: Matrix<Exact>
    let second: Matrix<Exact>

    /// Tr (Σ₁Σ₂)^½ by the formula for 2 × 2; nil where it does not stay among the numbers that are computed with.
    var rootTrace: Exact? {
        guard let product = try? first.times(second), let trace = try? product.trace(),
            let s = (product[0, 0] * product[1, 1] - product[0, 1] * product[1, 0]).squareRoot()
        else { return nil }
        return (trace + 2 * s).squareRoot()
    }

    /// The spectrum mismatch: the squared differences of the roots of the eigenvalues, the larger with the larger.
    static func mismatch(_ first: PlaneCovariance, _ second: PlaneCovariance) -> Exact? {
        let roots = [first.variances, second.variances].map { [$0.first, $0.second].sorted().map { Exact($0).squareRoot() } }
        guard let p = roots[0][0], let q = roots[0][1], let r = roots[1][0], let s = roots[1][1] else { return nil }
        return (p - r) * (p - r) + (q - s) * (q - s)
    }

    /// How badly the data are suited: 10 for each slip that gives the right distance or the right trace, 1 for each two that agree.
    ///
    /// - Parameter samples: how many rows both sets have, where covariances are to be computed from samples.
    func flaws(samples: Int? = nil) -> Int {
        guard let t = rootTrace, let product = try? first.times(second), let productTrace = try? product.trace(),
            let traces = try? first.trace() + second.trace()
        else { return 1000 }
        let right = meanTerm + traces - 2 * t
        var slips = [
            meanTerm + traces - t, meanTerm + traces + 2 * t, meanTerm, right - meanTerm, meanTerm + traces - 2 * productTrace,
        ]
        slips += [
            productTrace.squareRoot().map { meanTerm + traces - 2 * $0 }, meanTerm.squareRoot().map { right - meanTerm + $0 },
            right.squareRoot(),
        ].compactMap { $0 }
        let shape = right - meanTerm
        if let samples {
            slips += [meanTerm + shape * Exact(samples - 1, over: samples), meanTerm + shape * Exact(samples - 1)]
        }
        let elementwise = (0..<2).allSatisfy { i in
            (0..<2).allSatisfy { j in first[i, j] * second[i, j] == product[i, j] }
        }
        return Flaws.collisions(right: right, slips: slips)
            + Flaws.collisions(right: t, slips: [productTrace] + [productTrace.squareRoot()].compactMap { $0 })
            + Flaws.unless(
                meanTerm > 1, !elementwise, product != first, product != second,
                // The root of a diagonal product is its root entry by entry; without the sum all entries add up to the trace.
                !product[0, 1].isZero, !product[1, 0].isZero, !(product[0, 1] + product[1, 0]).isZero)
    }
}
