// What a coarser precision does to features, and the most that it can do to an FID.

import LinearAlgebra

/// How far the features of the same images are apart in two precisions.
///
/// ``distanceBound`` limits what the other precision can change. Write x₁ … xₙ for the features in the one precision, y₁ … yₙ
/// for those of the same images in the other, and δ² = ‖mean(x − y)‖² + tr cov(x − y), with the divisor n − 1 that the FID's
/// covariances have. Then for two sets of images A and B
///
///     |√FID(A′, B′) − √FID(A, B)| ≤ δ(A) + δ(B)
///
/// where the prime stands for the other precision.
///
/// Proof. √FID is the 2-Wasserstein distance W of the normal distributions fitted to two sets (Dowson and Landau 1982), a
/// metric, so that the left side is at most W(A, A′) + W(B, B′) by the triangle inequality used twice. The normal distribution
/// of pairs whose mean and covariance are those of the pairs (xᵢ, yᵢ) has as its marginals the normal distributions fitted to
/// A and to A′: it is one of the couplings over which W(A, A′)² is the least of E‖X − Y‖². And for it E‖X − Y‖² = δ(A)². ∎
///
/// On a part of the images it is an estimate of the bound for all of them.
public struct PrecisionComparison: Sendable, Equatable {
    /// How many images were compared.
    public let count: Int
    /// √(Σ‖xᵢ − yᵢ‖² / Σ‖xᵢ‖²): the error of the features relative to their size.
    public let relativeError: Double
    /// √(Σ‖xᵢ − yᵢ‖² / n): the difference of an image's features in the root mean square.
    public let rootMeanSquareDifference: Double
    /// δ: the most by which √FID changes on account of this set.
    public let distanceBound: Double

    /// Compares features of the same images, row by row: `reference` the ones whose size counts.
    ///
    /// Throws ``InceptionError/notComparable(reference:other:)`` where there are fewer than two rows or the shapes differ.
    public init(reference: Matrix<Float>, other: Matrix<Float>) throws {
        let (n, d) = (reference.rows, reference.columns)
        guard n >= 2, other.rows == n, other.columns == d else {
            throw InceptionError.notComparable(reference: n, other: other.rows)
        }
        var size = 0.0
        var sums = [Double](repeating: 0, count: d)
        var squares = 0.0
        for row in 0..<n {
            for column in 0..<d {
                let x = Double(reference[row, column])
                let difference = x - Double(other[row, column])
                size += x * x
                sums[column] += difference
                squares += difference * difference
            }
        }
        // The covariance's trace is (Σ‖x − y‖² − n‖mean‖²) / (n − 1); rounding may take it below zero where all differ alike.
        let meanSquare = sums.reduce(0) { $0 + ($1 / Double(n)) * ($1 / Double(n)) }
        let trace = max(0, squares - Double(n) * meanSquare) / Double(n - 1)
        count = n
        relativeError = size > 0 ? (squares / size).squareRoot() : (squares > 0 ? .infinity : 0)
        rootMeanSquareDifference = (squares / Double(n)).squareRoot()
        distanceBound = (meanSquare + trace).squareRoot()
    }

    /// Runs the same images through two networks, and compares their features at a tap.
    ///
    /// Throws as ``InceptionNetwork/features(of:count:taps:)`` and ``init(reference:other:)`` do.
    public init(
        of batch: UnsafeBufferPointer<Float>, count: Int, reference: InceptionNetwork, other: InceptionNetwork, tap: Tap = .pool3
    ) throws {
        let exact = try reference.features(of: batch, count: count, taps: [tap])[tap]
        let coarse = try other.features(of: batch, count: count, taps: [tap])[tap]
        guard let exact, let coarse else { throw InceptionError.notComparable(reference: 0, other: 0) }
        try self.init(reference: exact, other: coarse)
    }

    /// Between which values the FID of two sets lies in the reference precision, if it is `distance` in the other: this
    /// comparison is of the one set, `second` of the other, or nothing where the other set's statistics are the same in both.
    public func range(of distance: Double, second: PrecisionComparison? = nil) -> ClosedRange<Double> {
        let bound = distanceBound + (second?.distanceBound ?? 0)
        let root = max(0, distance).squareRoot()
        let low = max(0, root - bound)
        return low * low...(root + bound) * (root + bound)
    }
}
