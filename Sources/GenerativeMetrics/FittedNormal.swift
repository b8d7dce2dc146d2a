// The normal distribution fitted to a set of samples: its mean, and its covariance in whichever form is at hand.

import LinearAlgebra
import RealModule

/// What is known of a covariance Σ.
public enum Spread<Element: Scalar>: Sendable {
    /// Rows F, k × d, with FᵀF = divisor · Σ: the centred samples themselves, or a triangular factor of their scatter. Σ of rank
    /// k < d is better given so: forming it would square its condition.
    case rows(Matrix<Element>, divisor: Element)
    /// Σ itself, d × d.
    case covariance(Matrix<Element>)
}

/// A normal distribution N(μ, Σ) fitted to samples.
public struct FittedNormal<Element: Scalar>: Sendable {
    /// How many samples it was fitted to, where that is known.
    public let count: Int?
    /// μ, d entries.
    public let mean: Vector<Element>
    public let spread: Spread<Element>

    /// d
    public var dimension: Int { mean.count }

    /// The fit to an n × d matrix of samples, kept as centred samples.
    ///
    /// - Throws: ``MetricsError/noSamples``, ``MetricsError/singleSample``.
    public init(
        samples: Matrix<Element>, divisor: CovarianceDivisor = .samplesMinusOne, recorder: Recorder? = nil
    ) throws {
        let divisorValue = try divisor.value(for: samples.rows)
        count = samples.rows
        mean = try samples.mean(recorder: recorder)
        spread = .rows(try samples.centred(at: mean, recorder: recorder), divisor: Element(divisorValue))
    }

    /// The fit with given moments.
    ///
    /// - Throws: ``MetricsError/noSamples``, ``MetricsError/singleSample``.
    public init(moments: Moments<Element>, divisor: CovarianceDivisor = .samplesMinusOne) throws {
        count = moments.count
        mean = moments.mean
        spread = .covariance(try moments.covariance(divisor: divisor))
    }

    /// N(μ, Σ) as given. Whether Σ is positive semidefinite shows when it is factored.
    ///
    /// - Throws: ``MetricsError/meanCovarianceMismatch(mean:covariance:)``, ``LinearAlgebraError/notSquare(operation:shape:)``,
    ///   ``LinearAlgebraError/asymmetric(row:column:entry:mirrored:)``.
    public init(mean: Vector<Element>, covariance: Matrix<Element>, count: Int? = nil) throws {
        guard covariance.isSquare else { throw LinearAlgebraError.notSquare(operation: "Σ", shape: covariance.shape) }
        guard mean.count == covariance.rows else {
            throw MetricsError.meanCovarianceMismatch(mean: mean.count, covariance: covariance.rows)
        }
        self.count = count
        self.mean = mean
        spread = .covariance(covariance)
    }

    /// The fit whose scatter is FᵀF for the rows F of `factor`, k × d, over a divisor for `count` samples.
    ///
    /// - Throws: ``MetricsError/meanCovarianceMismatch(mean:covariance:)``, ``MetricsError/noSamples``, ``MetricsError/singleSample``.
    public init(
        mean: Vector<Element>, factor: Matrix<Element>, count: Int, divisor: CovarianceDivisor = .samplesMinusOne
    ) throws {
        guard mean.count == factor.columns else {
            throw MetricsError.meanCovarianceMismatch(mean: mean.count, covariance: factor.columns)
        }
        self.count = count
        self.mean = mean
        spread = .rows(factor, divisor: Element(try divisor.value(for: count)))
    }

    /// Σ, d × d, formed where it is not given.
    public func covariance(recorder: Recorder? = nil) throws -> Matrix<Element> {
        switch spread {
        case .covariance(let covariance): return covariance
        case .rows(let rows, let divisor):
            let scatter = try rows.scatter(recorder: recorder)
            let covariance = scatter.divided(by: divisor)
            try recorder.record(.covariance, [Quantity(scatter), Quantity(divisor)], covariance) {
                try rows.approximate.scatter().divided(by: divisor.doubleValue)
            }
            return covariance
        }
    }

    /// Tr Σ, without forming Σ.
    public func trace(recorder: Recorder? = nil) throws -> Element {
        switch spread {
        case .covariance(let covariance): return try covariance.trace(recorder: recorder)
        case .rows(let rows, let divisor):
            let trace = rows.squaredFrobeniusNorm / divisor
            try recorder.record(.traceFromRows, [Quantity(rows), Quantity(divisor)], trace) {
                rows.approximate.squaredFrobeniusNorm / divisor.doubleValue
            }
            return trace
        }
    }

    /// Rows F and a divisor with FᵀF = divisor · Σ; a covariance is factored with pivoting.
    ///
    /// - Throws: ``LinearAlgebraError/indefinite(value:)``, ``LinearAlgebraError/leavesField(operation:)``.
    func rows() throws -> (rows: Matrix<Element>, divisor: Element) {
        switch spread {
        case .rows(let rows, let divisor): (rows, divisor)
        case .covariance(let covariance): (try covariance.pivotedCholeskyFactor(), 1)
        }
    }

    /// √λ₁ ≥ √λ₂ ≥ … ≥ 0, the standard deviations along the principal axes, `min(k, d)` of them; for centred samples as singular values,
    /// so that no root of rounding noise is taken.
    ///
    /// - Throws: ``LinearAlgebraError/indefinite(value:)``, ``LinearAlgebraError/leavesField(operation:)``, LAPACK's failures.
    public func standardDeviations(recorder: Recorder? = nil) throws -> Vector<Element> {
        switch spread {
        case .rows(let rows, let divisor):
            guard let scale = divisor.nonnegativeRoot() else { throw LinearAlgebraError.leavesField(operation: "√n") }
            let values = try rows.singularValues().map { $0 / scale }
            try recorder.record(.standardDeviations, [Quantity(rows)], values) {
                try rows.approximate.singularValues().map { $0 / scale.doubleValue }
            }
            return values
        case .covariance(let covariance):
            let values = try Self.roots(ofEigenvalues: covariance.eigenvalues())
            try recorder.record(.standardDeviations, [Quantity(covariance)], values) {
                try FittedNormal<Double>.roots(ofEigenvalues: covariance.approximate.eigenvalues())
            }
            return values
        }
    }

    /// The roots of eigenvalues of a covariance; those that are negligible beside the largest are zero.
    private static func roots(ofEigenvalues eigenvalues: Vector<Element>) throws -> Vector<Element> {
        let threshold = Element.negligible(scale: eigenvalues.first ?? 0, dimension: eigenvalues.count)
        let slack = Element.isExact ? 0 : 1e-6 * (eigenvalues.first?.doubleValue ?? 0)
        if let least = eigenvalues.last, least.doubleValue < -slack {
            throw LinearAlgebraError.indefinite(value: least.doubleValue)
        }
        return try eigenvalues.map { value in
            if value <= threshold { return 0 }
            guard let root = value.nonnegativeRoot() else { throw LinearAlgebraError.leavesField(operation: "√λ") }
            return root
        }
    }
}
