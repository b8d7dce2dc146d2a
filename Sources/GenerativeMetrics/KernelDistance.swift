// The kernel distance between two sets of samples: the squared maximum mean discrepancy with a polynomial kernel.

import LinearAlgebra
import RealModule

/// Which estimate of the squared maximum mean discrepancy (Gretton et al., 2012, eqs. 3 and 5).
public enum KernelEstimator: String, CaseIterable, Sendable {
    /// Without the pairs of a sample with itself; its mean is 0 for equal distributions, so it may be negative.
    case unbiased
    /// With those pairs; never negative.
    case biased
}

extension Matrix where Element: Scalar {
    /// The kernel distance (KID; Bińkowski et al., 2018) between the rows of this matrix and of `other`, with the kernel
    /// k(x, y) = (x·y/d + 1)^degree.
    ///
    /// - Throws: ``MetricsError/noSamples``, ``MetricsError/singleSample`` for the unbiased estimate,
    ///   ``MetricsError/dimensionMismatch(first:second:)``.
    public func kernelDistance(
        to other: Matrix, estimator: KernelEstimator = .unbiased, degree: Int = 3, recorder: Recorder? = nil
    ) throws -> Element {
        let within = try kernel(with: self, degree: degree)
        let withinOther = try other.kernel(with: other, degree: degree)
        let across = try kernel(with: other, degree: degree)
        for (rule, matrix, pair) in [
            (Rule.kernelWithinFirst, within, (self, self)), (.kernelWithinSecond, withinOther, (other, other)),
            (.kernelAcross, across, (self, other)),
        ] {
            try recorder.record(rule, [Quantity(pair.0), Quantity(pair.1)], matrix) {
                try pair.0.approximate.kernel(with: pair.1.approximate, degree: degree)
            }
        }
        let first = try Self.meanOfPairs(within, estimator)
        let second = try Self.meanOfPairs(withinOther, estimator)
        let cross = across.elements.reduce(0, +) / Element(rows * other.rows)
        let distance = first + second - 2 * cross
        try recorder.record(.kernelDistance, [Quantity(first), Quantity(second), Quantity(cross)], distance) {
            try approximate.kernelDistance(to: other.approximate, estimator: estimator, degree: degree)
        }
        return distance
    }

    /// k(xᵢ, yⱼ) = (xᵢ·yⱼ/d + 1)^degree for each pair of rows.
    ///
    /// - Throws: ``MetricsError/noSamples``, ``MetricsError/dimensionMismatch(first:second:)``.
    public func kernelMatrix(with other: Matrix, degree: Int = 3, recorder: Recorder? = nil) throws -> Matrix {
        let matrix = try kernel(with: other, degree: degree)
        try recorder.record(.kernelAcross, [Quantity(self), Quantity(other)], matrix) {
            try approximate.kernel(with: other.approximate, degree: degree)
        }
        return matrix
    }

    func kernel(with other: Matrix, degree: Int) throws -> Matrix {
        guard rows > 0, other.rows > 0 else { throw MetricsError.noSamples }
        guard columns == other.columns else { throw MetricsError.dimensionMismatch(first: columns, second: other.columns) }
        let dimension = Element(columns)
        return try timesTransposed(other).map { product in
            let base = product / dimension + 1
            return (0..<degree).reduce(Element(1)) { power, _ in power * base }
        }
    }

    private static func meanOfPairs(_ kernel: Matrix, _ estimator: KernelEstimator) throws -> Element {
        let n = kernel.rows
        let sum = kernel.elements.reduce(0, +)
        switch estimator {
        case .biased: return sum / Element(n * n)
        case .unbiased:
            guard n > 1 else { throw MetricsError.singleSample }
            let diagonal = kernel.diagonal.sum
            return (sum - diagonal) / Element(n * (n - 1))
        }
    }
}
