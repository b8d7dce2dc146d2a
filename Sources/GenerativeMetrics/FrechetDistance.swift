// The Fréchet distance between two normal distributions, by whichever route suits what is given.

import LinearAlgebra
import Localization
import RealModule

/// The way to Tr (Σ₁Σ₂)^½.
public enum FrechetRoute: String, CaseIterable, Sendable {
    /// What suits the input: cross Gram where one side is given by fewer rows than features, else Cholesky, else pivoted Cholesky.
    case automatic
    /// The formula as it is written: the product, its square root, the trace of that.
    case matrixRoot
    /// ‖F₁F₂ᵀ‖_*, with rows Fᵢ such that FᵢᵀFᵢ = Σᵢ: for centred samples the Gram matrix between the sets; no covariance is formed.
    case crossGram
    /// Σ √λᵢ(L₁ᵀΣ₂L₁) with Σ₁ = L₁L₁ᵀ: the fastest for two covariances well inside full rank.
    case cholesky
    /// ‖L₁ᵀL₂‖_* with both covariances factored with pivoting: any rank, dead or duplicated columns.
    case pivotedCholesky
}

/// A Fréchet distance with its terms.
public struct FrechetDistance<Element: Scalar>: Sendable {
    /// ‖μ₁ − μ₂‖² + Tr Σ₁ + Tr Σ₂ − 2 Tr (Σ₁Σ₂)^½: the square of the Wasserstein-2 distance of the two normal distributions.
    public let value: Element
    /// ‖μ₁ − μ₂‖²
    public let meanTerm: Element
    /// Tr Σ₁ and Tr Σ₂
    public let traces: (first: Element, second: Element)
    /// Tr (Σ₁Σ₂)^½
    public let rootTrace: Element
    /// The singular values of Σ₁^½Σ₂^½, of which that is the sum, largest first; nil where the route does not pass them.
    let deviations: Vector<Element>?
    /// The route taken, never `automatic`.
    public let route: FrechetRoute
    /// Where the trace term comes from, if it was asked for.
    public let split: TraceTermSplit<Element>?

    /// Tr Σ₁ + Tr Σ₂ − 2 Tr (Σ₁Σ₂)^½
    public var traceTerm: Element { Self.traceTerm(traces, rootTrace) }

    /// Tr Σ₁ + Tr Σ₂ − 2 Tr (Σ₁Σ₂)^½, not negative, as ‖F₁F₂ᵀ‖_* ≤ ‖F₁‖‖F₂‖ ≤ ½(Tr Σ₁ + Tr Σ₂): see ``Scalar/unlessBelowZero``.
    fileprivate static func traceTerm(_ traces: (first: Element, second: Element), _ rootTrace: Element) -> Element {
        (traces.first + traces.second - 2 * rootTrace).unlessBelowZero
    }
}

extension Scalar {
    /// This number, or 0 for a negative one: of a difference that theory says is not negative, and rounding may leave a few units in the last
    /// place below 0. (Nothing larger is hidden: an indefinite covariance is refused before. What is not a number remains so.)
    fileprivate var unlessBelowZero: Self { self < 0 ? 0 : self }
}

/// The trace term split in two, neither of them negative: Tr Σ₁ + Tr Σ₂ − 2 Tr (Σ₁Σ₂)^½ = Σ (√λᵢ − √κᵢ)² + 2(Σ √λᵢ√κᵢ − Tr (Σ₁Σ₂)^½) with the
/// eigenvalues λ, κ of both covariances, largest first. The second is not negative by von Neumann's trace inequality for
/// Σ₁^½Σ₂^½, and zero where the axes agree.
public struct TraceTermSplit<Element: Scalar>: Sendable {
    /// Σ (√λᵢ − √κᵢ)²: what remains if the axes of one set are turned onto those of the other.
    public let spectrumMismatch: Element
    /// 2(Σ √λᵢ√κᵢ − Tr (Σ₁Σ₂)^½): what turning the axes would save.
    public let misalignment: Element
    /// The ranks of Σ₁ and Σ₂.
    public let ranks: (first: Int, second: Int)
}

extension FittedNormal {
    /// The Fréchet distance to `other` (Dowson and Landau, 1982; as the FID: Heusel et al., 2017, eq. 6).
    ///
    /// - Parameters:
    ///   - route: the way to Tr (Σ₁Σ₂)^½.
    ///   - subjects: what the two sets are called in recorded steps.
    ///   - splitsTraceTerm: whether the spectra are computed as well, for ``FrechetDistance/split``.
    /// - Throws: ``MetricsError/dimensionMismatch(first:second:)``, ``LinearAlgebraError/indefinite(value:)``,
    ///   ``LinearAlgebraError/leavesField(operation:)`` in exact arithmetic, LAPACK's failures.
    public func frechetDistance(
        to other: FittedNormal, route: FrechetRoute = .automatic, splitsTraceTerm: Bool = false,
        subjects: (first: String, second: String) = ("r", "g"), recorder: Recorder? = nil
    ) throws -> FrechetDistance<Element> {
        guard dimension == other.dimension else {
            throw MetricsError.dimensionMismatch(first: dimension, second: other.dimension)
        }
        let meanTerm = try self.meanTerm(to: other, recorder: recorder)
        var work = RootTrace(first: self, second: other, subjects: subjects, recorder: recorder)
        let (root, route) = try work.compute(route)
        let traces = (
            first: try recorder.about(subjects.first) { try work.first.trace(recorder: recorder) },
            second: try recorder.about(subjects.second) { try work.second.trace(recorder: recorder) }
        )
        let traceTerm = FrechetDistance.traceTerm(traces, root.value)
        try recorder.record(
            .traceTerm, [Quantity(traces.first), Quantity(traces.second), Quantity(root.value)], traceTerm
        ) { FrechetDistance<Double>.traceTerm((traces.first.doubleValue, traces.second.doubleValue), root.value.doubleValue) }
        let value = meanTerm + traceTerm
        guard value.doubleValue.isFinite else { throw MetricsError.overflow }
        try recorder.record(.frechetDistance, [Quantity(meanTerm), Quantity(traceTerm)], value) {
            try FittedNormal<Double>(approximating: self)
                .frechetDistance(to: FittedNormal<Double>(approximating: other)).value
        }
        let split =
            splitsTraceTerm
            ? try self.split(to: other, rootTrace: root.value, subjects: subjects, recorder: recorder) : nil
        return FrechetDistance(
            value: value, meanTerm: meanTerm, traces: traces, rootTrace: root.value,
            deviations: root.deviations, route: route, split: split)
    }

    private func meanTerm(to other: FittedNormal, recorder: Recorder?) throws -> Element {
        let difference = try mean.minus(other.mean)
        try recorder.record(.meanDifference, [Quantity(mean), Quantity(other.mean)], difference) {
            try mean.approximate.minus(other.mean.approximate)
        }
        let term = difference.squaredNorm
        try recorder.record(.meanTerm, [Quantity(difference)], term) { difference.approximate.squaredNorm }
        return term
    }

    private func split(
        to other: FittedNormal, rootTrace: Element, subjects: (first: String, second: String), recorder: Recorder?
    ) throws -> TraceTermSplit<Element> {
        let first = try recorder.about(subjects.first) { try standardDeviations(recorder: recorder) }
        let second = try recorder.about(subjects.second) { try other.standardDeviations(recorder: recorder) }
        // One list may be shorter, for fewer samples than features: the rest of its eigenvalues are zero.
        let length = Swift.max(first.count, second.count)
        let pairs = (0..<length).map { i in
            (i < first.count ? first[i] : 0, i < second.count ? second[i] : 0)
        }
        let mismatch = pairs.reduce(Element(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        try recorder.record(.spectrumMismatch, [Quantity(first), Quantity(second)], mismatch) {
            pairs.reduce(0) { $0 + ($1.0.doubleValue - $1.1.doubleValue) * ($1.0.doubleValue - $1.1.doubleValue) }
        }
        let aligned = pairs.reduce(Element(0)) { $0 + $1.0 * $1.1 }
        let misalignment = (2 * (aligned - rootTrace)).unlessBelowZero
        try recorder.record(.misalignment, [Quantity(aligned), Quantity(rootTrace)], misalignment) {
            (2 * (aligned.doubleValue - rootTrace.doubleValue)).unlessBelowZero
        }
        return TraceTermSplit(
            spectrumMismatch: mismatch, misalignment: misalignment,
            ranks: (Self.rank(of: first, dimension: dimension), Self.rank(of: second, dimension: dimension)))
    }

    private static func rank(of deviations: Vector<Element>, dimension: Int) -> Int {
        let threshold = Element.negligible(scale: deviations.first ?? 0, dimension: Swift.max(dimension, deviations.count))
        return deviations.elements.count { $0 > threshold }
    }
}

extension FittedNormal where Element == Double {
    /// The same distribution in double precision.
    public init<Other: Scalar>(approximating other: FittedNormal<Other>) {
        count = other.count
        mean = other.mean.approximate
        switch other.spread {
        case .covariance(let covariance): spread = .covariance(covariance.approximate)
        case .rows(let rows, let divisor): spread = .rows(rows.approximate, divisor: divisor.doubleValue)
        }
    }
}

/// The Fréchet distance (μ₁ − μ₂)² + (σ₁ − σ₂)² of two normal distributions in one dimension: the square of their Wasserstein-2 distance.
///
/// - Parameters: means and standard deviations (not variances).
/// - Throws: ``MetricsError/negativeDeviation(_:)``.
public func univariateFrechetDistance<Element: Scalar>(
    mean mean1: Element, deviation deviation1: Element, mean mean2: Element, deviation deviation2: Element,
    recorder: Recorder? = nil
) throws -> Element {
    for deviation in [deviation1, deviation2] where deviation < 0 {
        throw MetricsError.negativeDeviation(deviation.doubleValue)
    }
    let distance = (mean1 - mean2) * (mean1 - mean2) + (deviation1 - deviation2) * (deviation1 - deviation2)
    try recorder.record(
        .univariateDistance, [Quantity(mean1), Quantity(deviation1), Quantity(mean2), Quantity(deviation2)], distance
    ) {
        try univariateFrechetDistance(
            mean: mean1.doubleValue, deviation: deviation1.doubleValue, mean: mean2.doubleValue, deviation: deviation2.doubleValue
        )
    }
    return distance
}
