// A second, independent computation of a Fréchet distance, with the residuals that bound the error of the first.

import LinearAlgebra

/// What a second algorithm says of a Fréchet distance in double precision.
public struct FrechetVerification: Sendable {
    /// The distance by the second algorithm: triangular factors of each side (QR of the samples; pivoted Cholesky of a covariance), their
    /// product, singular values by QR iteration.
    public let value: Double
    /// |first − second|
    public let difference: Double
    /// ‖K − USVᵀ‖_F of the singular value decomposition of the product of the factors.
    public let residual: Double
    /// The larger of ‖UᵀU − I‖_F and ‖VᵀV − I‖_F.
    public let orthogonalityLoss: Double
    /// ‖Σ − FᵀF‖_F / ‖Σ‖_F, the larger of both sides; zero where a side is given by rows.
    public let factorResidual: Double
    /// A bound on the error that the singular values and the product of the factors bring into the distance.
    public let errorBound: Double
}

extension FittedNormal where Element == Double {
    /// Computes the distance again, independently of ``frechetDistance(to:route:splitsTraceTerm:subjects:recorder:)``.
    public func verify(_ distance: FrechetDistance<Double>, to other: FittedNormal) throws -> FrechetVerification {
        let first = try triangularRows()
        let second = try other.triangularRows()
        let scale = (first.divisor * second.divisor).squareRoot()
        let cross = try first.rows.timesTransposed(second.rows)
        let norm = try Double.singularValuesByQRIteration(of: cross).reduce(0, +)
        let value = distance.meanTerm + (try trace()) + (try other.trace()) - 2 * norm / scale
        let system = try Double.singularSystem(of: cross)
        let residual = try system.residual(of: cross)
        let loss = try system.orthogonalityLoss()
        // Weyl and Mirsky: the sum of singular values moves by at most √k‖E‖_F under a perturbation E; non-orthogonal factors scale each by
        // at most their loss. The product of the factors was itself rounded: |E| ≤ d·u·|F₁||F₂|ᵀ (Higham 2002, section 3.5).
        let rounding =
            Double(dimension) * Double.ulpOfOne / 2
            * (first.rows.squaredFrobeniusNorm * second.rows.squaredFrobeniusNorm).squareRoot()
        let k = Double(system.values.count)
        let bound = 2 * (k.squareRoot() * (residual + rounding) + 2 * loss * system.values.reduce(0, +)) / scale
        return FrechetVerification(
            value: value, difference: abs(value - distance.value), residual: residual, orthogonalityLoss: loss,
            factorResidual: Swift.max(first.residual, second.residual), errorBound: bound)
    }

    private func triangularRows() throws -> (rows: Matrix<Double>, divisor: Double, residual: Double) {
        switch spread {
        case .rows(let rows, let divisor):
            return (try rows.triangularFactor(), divisor, 0)
        case .covariance(let covariance):
            let factor = try covariance.pivotedCholeskyFactor()
            let rest = try covariance.minus(factor.scatter())
            let norm = covariance.squaredFrobeniusNorm.squareRoot()
            return (factor, 1, norm > 0 ? rest.squaredFrobeniusNorm.squareRoot() / norm : 0)
        }
    }
}
