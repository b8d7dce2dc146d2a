// Which directions a Fréchet distance comes from.

import LinearAlgebra
import RealModule

/// A Fréchet distance split by directions.
///
/// The distance is the mean squared length of a displacement: the optimal transport moves x by (μ₂ − μ₁) + (T − I)(x − μ₁), and its second
/// moments are F = (μ₁−μ₂)(μ₁−μ₂)ᵀ + Σ₁ + Σ₂ − R − Rᵀ with R = (Σ₁Σ₂)^½, a positive semidefinite matrix of trace FID. So vᵀFv ≥ 0 is what the direction
/// v contributes, over any orthonormal basis the contributions add up to the FID, and the eigenvectors of F are the directions that
/// contribute most.
public struct FrechetContributions<Element: Scalar>: Sendable {
    /// F, d × d.
    public let displacement: Matrix<Element>
    /// The eigenvectors of F as columns, the one that contributes most first.
    public let directions: Matrix<Element>
    /// What each of them contributes; their sum is the distance.
    public let contributions: Vector<Element>
    /// The part of it that comes from the means: ((μ₁−μ₂)·v)².
    public let meanParts: Vector<Element>
}

extension FittedNormal {
    /// The directions in which the Fréchet distance to `other` arises.
    ///
    /// - Throws: ``MetricsError/dimensionMismatch(first:second:)``, ``LinearAlgebraError/indefinite(value:)``,
    ///   ``LinearAlgebraError/leavesField(operation:)`` in exact arithmetic, LAPACK's failures.
    public func frechetContributions(
        to other: FittedNormal, recorder: Recorder? = nil
    ) throws -> FrechetContributions<Element> {
        let (displacement, difference) = try displacement(to: other, recorder: recorder)
        let directions = try displacement.eigenvectors(recorder: recorder)
        let shifts = Element.product(difference.asRow, .plain, directions)
        return FrechetContributions(
            displacement: displacement, directions: directions, contributions: try displacement.forms(along: directions),
            meanParts: Vector(shifts.elements.map { $0 * $0 }))
    }

    /// F, and μ₁ − μ₂.
    func displacement(
        to other: FittedNormal, recorder: Recorder? = nil
    ) throws -> (displacement: Matrix<Element>, difference: Vector<Element>) {
        guard dimension == other.dimension else {
            throw MetricsError.dimensionMismatch(first: dimension, second: other.dimension)
        }
        let (sigma1, sigma2) = (try covariance(), try other.covariance())
        let difference = try mean.minus(other.mean)
        let root = try Matrix.squareRoot(ofProduct: sigma1, sigma2, recorder: recorder)
        let displacement = try Self.displacement(difference, sigma1, sigma2, root)
        try recorder.record(
            .displacement, [Quantity(difference), Quantity(sigma1), Quantity(sigma2), Quantity(root)], displacement
        ) {
            let root = try Matrix.squareRoot(ofProduct: sigma1.approximate, sigma2.approximate)
            return try FittedNormal<Double>.displacement(
                difference.approximate, sigma1.approximate, sigma2.approximate, root)
        }
        return (displacement, difference)
    }

    private static func displacement(
        _ difference: Vector<Element>, _ sigma1: Matrix<Element>, _ sigma2: Matrix<Element>, _ root: Matrix<Element>
    ) throws -> Matrix<Element> {
        let shift = Element.product(difference.asRow, .transposedLeft, difference.asRow)
        var displacement = try shift.plus(sigma1).plus(sigma2).minus(root.plus(root.transposed))
        displacement.mirrorUpperTriangle()
        return displacement
    }
}

extension FrechetContributions {
    /// What each of the directions contributes that the columns of `axes`, d × k, are: orthonormal ones, the principal axes of a set for example.
    ///
    /// - Throws: ``LinearAlgebraError/shapeMismatch(operation:left:right:)``.
    public func contributions(along axes: Matrix<Element>) throws -> Vector<Element> { try displacement.forms(along: axes) }
}

extension Matrix where Element: Scalar {
    /// vᵀAv for each column v of `axes`.
    fileprivate func forms(along axes: Matrix) throws -> Vector<Element> {
        let images = try times(axes).transposed
        let columns = axes.transposed
        return Vector(
            (0..<axes.columns).map { Element.product(columns.row($0).asRow, .transposedRight, images.row($0).asRow)[0, 0] })
    }
}
