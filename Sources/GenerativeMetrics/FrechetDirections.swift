// The directions that contribute most to a Fréchet distance, at any number of features.

import LinearAlgebra
import RealModule

/// One direction among the features, and what the distance owes to it.
public struct FrechetDirection: Sendable {
    /// v, d entries, of unit length; its entry of largest magnitude is positive.
    public let vector: Vector<Double>
    /// vᵀFv, F being the second moments of the optimal transport's displacement: see ``FrechetContributions``.
    public let contribution: Double
    /// (μ₂ − μ₁)·v: how far the second mean lies along v. Its square is the part of the contribution that the means make.
    public let shift: Double
    /// √(vᵀΣ₁v) and √(vᵀΣ₂v): how far each set spreads along v.
    public let deviations: (first: Double, second: Double)
}

/// The directions that contribute most, with what tells how well they were computed.
public struct FrechetDirections: Sendable {
    /// The one that contributes most first.
    public let leading: [FrechetDirection]
    /// What all d directions contribute together: the distance, by the root of the product of both covariances.
    public let total: Double
    /// The largest ‖Fv − λv‖ of those listed: how far each contribution may be off from that of F.
    public let residual: Double
    /// The largest |vᵢ·vⱼ − δᵢⱼ| of those listed.
    public let orthogonalityLoss: Double
}

extension FittedNormal where Element == Double {
    /// The `count` directions that contribute most to the Fréchet distance to `other`, fewer where there are fewer features.
    ///
    /// - Throws: ``MetricsError/dimensionMismatch(first:second:)``, ``LinearAlgebraError/indefinite(value:)``, LAPACK's failures.
    public func frechetDirections(to other: FittedNormal, count: Int) throws -> FrechetDirections {
        let (displacement, difference) = try displacement(to: other)
        let total = try displacement.trace()
        let (values, vectors) = try Double.eigensystem(of: displacement)
        let kept = Swift.max(0, Swift.min(count, values.count))
        let axes = Matrix(
            rows: kept, columns: dimension,
            elements: (0..<kept).flatMap { vectors.row($0).withLargestEntryPositive.elements })
        let images = try axes.times(displacement)
        let residual = (0..<kept).map { i in
            zip(images.row(i), axes.row(i)).reduce(0) { $0 + ($1.0 - values[i] * $1.1) * ($1.0 - values[i] * $1.1) }
        }.max()?.squareRoot()
        let products = try axes.timesTransposed(axes)
        let losses = (0..<kept).flatMap { i in (0..<kept).map { abs(products[i, $0] - (i == $0 ? 1 : 0)) } }
        let shifts = Double.product(axes, .transposedRight, difference.asRow)
        let deviations = (try self.deviations(along: axes), try other.deviations(along: axes))
        return FrechetDirections(
            leading: (0..<kept).map { i in
                FrechetDirection(
                    vector: axes.row(i), contribution: values[i], shift: -shifts[i, 0],
                    deviations: (deviations.0[i], deviations.1[i]))
            }, total: total, residual: residual ?? 0, orthogonalityLoss: losses.max() ?? 0)
    }

    /// √(vᵀΣv) for each row v of `axes`, Σ not formed where rows are given.
    private func deviations(along axes: Matrix<Double>) throws -> [Double] {
        switch spread {
        case .rows(let rows, let divisor):
            let scores = try rows.timesTransposed(axes)
            return (0..<axes.rows).map { (scores.column($0).squaredNorm / divisor).squareRoot() }
        case .covariance(let covariance):
            let images = try axes.times(covariance)
            return (0..<axes.rows).map { i in
                Swift.max(0, zip(images.row(i), axes.row(i)).reduce(0) { $0 + $1.0 * $1.1 }).squareRoot()
            }
        }
    }
}

extension Vector where Element == Double {
    /// The vector or its opposite, whichever has a positive entry of largest magnitude: no tiny entry decides, as one would that differs from
    /// machine to machine.
    fileprivate var withLargestEntryPositive: Vector {
        (self.max { abs($0) < abs($1) } ?? 0) < 0 ? map { -$0 } : self
    }
}
