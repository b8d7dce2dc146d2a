// The leading principal axes of a set of samples, and the coordinates of samples on them.

import LinearAlgebra

/// The directions in which a set of samples varies most.
public struct PrincipalAxes: Sendable {
    /// The point that the coordinates are counted from, d entries.
    public let mean: Vector<Double>
    /// The axes, k × d, orthonormal rows, the one of largest variance first. The entry of largest magnitude of each is positive, so that
    /// the axes do not depend on the eigensolver.
    public let axes: Matrix<Double>
    /// The variance along each axis, k entries.
    public let variances: Vector<Double>

    /// The `count` leading axes of given moments.
    ///
    /// - Throws: ``MetricsError/singleSample``, LAPACK's failures.
    public init(of moments: Moments<Double>, count: Int) throws {
        let (values, vectors) = try Double.eigensystem(of: moments.covariance())
        let kept = Swift.min(count, values.count)
        mean = moments.mean
        variances = Vector(values.prefix(kept))
        let signs = (0..<kept).map { i in
            let largest = vectors.row(i).max { abs($0) < abs($1) } ?? 1
            return largest < 0 ? -1.0 : 1.0
        }
        axes = Matrix(rows: kept, columns: moments.dimension) { signs[$0] * vectors[$0, $1] }
    }

    /// The coordinates of samples, n × d, on the axes: n × k.
    ///
    /// - Throws: ``MetricsError/dimensionMismatch(first:second:)``.
    public func scores(of samples: Matrix<Double>) throws -> Matrix<Double> {
        try samples.centred(at: mean).timesTransposed(axes)
    }
}
