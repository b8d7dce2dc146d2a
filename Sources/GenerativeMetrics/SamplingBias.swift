// How much of a Fréchet distance is there only because both normal distributions were fitted to finite samples.

import LinearAlgebra
import RealModule

extension Matrix where Element: Scalar {
    /// The mean, to first order in 1/n, of the Fréchet distance between fits to n₁ and to n₂ samples of one normal distribution with this
    /// covariance: ½(1/n₁ + 1/n₂)(3 Tr Σ + Σ_{i≠j} λᵢλⱼ/(λᵢ+λⱼ)).
    ///
    /// The means differ by Tr Σ(1/n₁ + 1/n₂) in the square. The trace term of two covariances Σ + D that differ by little is
    /// ½ Σᵢⱼ Dᵢⱼ²/(λᵢ+λⱼ) in the basis of the eigenvectors, and E Dᵢⱼ² = (1/n₁ + 1/n₂)λᵢλⱼ, twice that for i = j. Of Σ = I it is
    /// (2d + d(d+1)/2)/n for n₁ = n₂ = n: with fewer samples than features the prediction is beyond what it is good for.
    ///
    /// - Throws: ``MetricsError/countNotPositive(_:)``; what ``eigenvalues(recorder:)`` throws;
    ///   ``LinearAlgebraError/indefinite(value:)``.
    public func samplingBias(counts: (first: Int, second: Int), recorder: Recorder? = nil) throws -> Element {
        let trace = try trace(recorder: recorder)
        let values = try eigenvalues(recorder: recorder)
        let slack = Element.isExact ? 0 : 1e-6 * (values.first?.doubleValue ?? 0)
        if let least = values.last, least.doubleValue < -slack { throw LinearAlgebraError.indefinite(value: least.doubleValue) }
        let pairs = values.pairSum
        try recorder.record(.biasPairs, [Quantity(values)], pairs) { values.approximate.pairSum }
        let (n, m) = (counts.first, counts.second)
        guard n > 0, m > 0 else { throw MetricsError.countNotPositive(Double(Swift.min(n, m))) }
        let bias = (1 / Element(n) + 1 / Element(m)) / 2 * (3 * trace + pairs)
        try recorder.record(
            .samplingBias, [.integer(n), .integer(m), Quantity(trace), Quantity(pairs)], bias
        ) { (1 / Double(n) + 1 / Double(m)) / 2 * (3 * trace.doubleValue + pairs.doubleValue) }
        return bias
    }
}

extension Vector where Element: Scalar {
    /// Σ λᵢλⱼ/(λᵢ+λⱼ) over i ≠ j; eigenvalues that are negligible beside the largest count as zero.
    fileprivate var pairSum: Element {
        let threshold = Element.negligible(scale: first ?? 0, dimension: count)
        let positive = elements.filter { $0 > threshold }
        var sum = Element(0)
        for i in positive.indices {
            for j in 0..<i { sum = sum + positive[i] * positive[j] / (positive[i] + positive[j]) }
        }
        return 2 * sum
    }

    /// Σ (λᵢλⱼ/(λᵢ+λⱼ))² over i < j
    fileprivate var pairSquares: Element {
        let threshold = Element.negligible(scale: first ?? 0, dimension: count)
        let positive = elements.filter { $0 > threshold }
        var sum = Element(0)
        for i in positive.indices {
            for j in 0..<i {
                let term = positive[i] * positive[j] / (positive[i] + positive[j])
                sum = sum + term * term
            }
        }
        return sum
    }
}

extension FittedNormal {
    /// How much larger the Fréchet distance of fits to n₁ and n₂ samples is in the mean, to first order in 1/n, than that of the distributions
    /// themselves, for which these fits are taken: Tr Σ₁/n₁ + Tr Σ₂/n₂ + ½(1/n₁ + 1/n₂)(Σ sᵢ + Σ_{i≠j} sᵢsⱼ/(sᵢ+sⱼ)), with the singular values s of
    /// Σ₁^½Σ₂^½, whose sum is Tr (Σ₁Σ₂)^½.
    ///
    /// (With E the error of Σ₁ in the basis of the eigenvectors of Σ₂^½Σ₁Σ₂^½, whose eigenvalues are s², the second-order term of its root's trace
    /// is −Σᵢⱼ Eᵢⱼ²/(4sᵢsⱼ(sᵢ+sⱼ)), and E Eᵢⱼ² = sᵢ²sⱼ²(1+δᵢⱼ)/n₁.) For Σ₁ = Σ₂ this is ``Matrix/samplingBias(counts:recorder:)``. Its share
    /// of the distance says what is left to compare.
    ///
    /// - Parameter distance: the distance to `other`, if it is known: most routes to it pass those singular values.
    /// - Throws: ``MetricsError/countNotPositive(_:)``, ``MetricsError/dimensionMismatch(first:second:)``; what
    ///   ``frechetDistance(to:route:splitsTraceTerm:subjects:recorder:)`` throws.
    public func samplingBias(
        to other: FittedNormal, counts: (first: Int, second: Int), distance: FrechetDistance<Element>? = nil
    ) throws -> Element {
        let (n, m) = (counts.first, counts.second)
        guard n > 0, m > 0 else { throw MetricsError.countNotPositive(Double(Swift.min(n, m))) }
        let values = try distance?.deviations ?? commonDeviations(with: other)
        let ofMeans = try trace() / Element(n) + other.trace() / Element(m)
        return ofMeans + (1 / Element(n) + 1 / Element(m)) / 2 * (values.sum + values.pairSum)
    }

    /// The singular values of Σ₁^½Σ₂^½.
    func commonDeviations(with other: FittedNormal) throws -> Vector<Element> {
        guard dimension == other.dimension else {
            throw MetricsError.dimensionMismatch(first: dimension, second: other.dimension)
        }
        let (first, second) = (try rows(), try other.rows())
        guard let scale = (first.divisor * second.divisor).nonnegativeRoot() else {
            throw LinearAlgebraError.leavesField(operation: "√n")
        }
        return try first.rows.timesTransposed(second.rows).singularValues().map { $0 / scale }
    }
}

extension FrechetDistance {
    /// Which share of this distance a predicted bias is; nil of a distance of 0.
    public func share(ofBias bias: Element) -> Element? { value == 0 ? nil : bias / value }
}

extension Vector where Element == Double {
    /// The variance, to second order, of the Fréchet distance between two fits to samples of one normal distribution with these eigenvalues:
    /// a²(5/2 Σ λᵢ² + 2 Σ_{i<j} (λᵢλⱼ/(λᵢ+λⱼ))²) with a = 1/n₁ + 1/n₂; the distance is a sum of squares of independent normal numbers then.
    func nullVariance(counts: (first: Int, second: Int)) -> Double {
        let a = 1 / Double(counts.first) + 1 / Double(counts.second)
        return a * a * (2.5 * squaredNorm + 2 * pairSquares)
    }
}
