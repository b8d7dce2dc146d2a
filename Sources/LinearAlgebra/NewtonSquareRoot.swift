// Newton's iteration for the matrix square root, iterate by iterate: rationals stay rationals.

import ExactArithmetic
import Localization

/// The iterates of Newton's method on X² = A, with their residuals.
public struct NewtonIteration<Element: Scalar>: Sendable {
    /// X₁, X₂, …
    public let iterates: [Matrix<Element>]
    /// ‖X_k² − A‖_F for each iterate.
    public let residuals: [Double]

    /// The last iterate.
    public var root: Matrix<Element> { iterates[iterates.count - 1] }
}

extension Matrix where Element: Scalar {
    /// Newton's iteration X ← (X + X⁻¹A)/2 from the identity (Higham, *Functions of Matrices*, 6.3). It converges quadratically while
    /// the iterates commute with A, which rounding ends on ill-conditioned matrices: a method to learn from.
    ///
    /// - Parameter steps: how many steps to make at most; the iteration ends early when the residual is at rounding.
    /// - Throws: ``LinearAlgebraError/notSquare(operation:shape:)``, ``LinearAlgebraError/singular(shape:)`` where an iterate has no
    ///   inverse, ``LinearAlgebraError/noConvergence(operation:steps:residual:)`` where the residual grows without bound.
    public func newtonSquareRoot(steps: Int = 8, recorder: Recorder? = nil) throws -> NewtonIteration<Element> {
        try requireSquare("^½")
        precondition(steps > 0, "an iteration makes at least one step")
        let scale = Swift.max(squaredFrobeniusNorm.doubleValue.squareRoot(), .leastNormalMagnitude)
        var iterate = Matrix.identity(rows)
        var iterates: [Matrix] = []
        var residuals: [Double] = []
        let (_, recorded) = try recorder.collecting {
            for number in 1...steps {
                let next = try newtonStep(from: iterate)
                try recorder.record(.newtonStep, [Quantity(self), Quantity(iterate), .integer(number)], next) {
                    try approximate.newtonStep(from: iterate.approximate)
                }
                let residual = try next.times(next).minus(self).squaredFrobeniusNorm.doubleValue.squareRoot()
                recorder?.record(.newtonResidual, [Quantity(self), Quantity(next)], .number(.real(residual)))
                guard residual.isFinite else {
                    throw LinearAlgebraError.noConvergence(operation: "Newton", steps: number, residual: residual)
                }
                iterates.append(next)
                residuals.append(residual)
                iterate = next
                if residual <= Double(rows) * Double.ulpOfOne * scale { break }
            }
        }
        recorder?.record(.rootByNewton, [Quantity(self)], Quantity(iterate), substeps: recorded)
        return NewtonIteration(iterates: iterates, residuals: residuals)
    }

    private func newtonStep(from iterate: Matrix) throws -> Matrix {
        try iterate.plus(iterate.inverse().times(self)).divided(by: 2)
    }
}
