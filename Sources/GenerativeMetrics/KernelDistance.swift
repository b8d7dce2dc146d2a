// The kernel distance between two sets of samples: the squared maximum mean discrepancy with a kernel of choice.

import LinearAlgebra
import RealModule

/// Which estimate of the squared maximum mean discrepancy (Gretton et al., 2012, eqs. 3 and 5).
public enum KernelEstimator: String, CaseIterable, Sendable {
    /// Without the pairs of a sample with itself; its mean is 0 for equal distributions, so it may be negative.
    case unbiased
    /// With those pairs; never negative.
    case biased
}

/// What a kernel distance is computed with.
public struct KernelDistanceOptions<Element: Scalar>: Sendable, Hashable {
    public var kernel: PairKernel<Element>
    public var estimator: KernelEstimator
    /// What the distance is multiplied by.
    public var scale: Element

    public init(
        kernel: PairKernel<Element> = .polynomial(), estimator: KernelEstimator = .unbiased, scale: Element = 1
    ) {
        self.kernel = kernel
        self.estimator = estimator
        self.scale = scale
    }

    /// The KID: (x·y/d + 1)³, unbiased (Bińkowski et al., 2018).
    public static var kid: KernelDistanceOptions { KernelDistanceOptions() }

    /// The CMMD: a Gaussian kernel, by its authors with σ = 10, with the pairs of a sample with itself, times 1000 (Jayasumana et al.,
    /// 2024, and their published code). It is meant for CLIP features of length 1.
    public static func cmmd(sigma: Element = 10) -> KernelDistanceOptions {
        KernelDistanceOptions(kernel: .gaussian(sigma: sigma), estimator: .biased, scale: 1000)
    }

    /// - Throws: ``MetricsError/bandwidthNotPositive(_:)``.
    func validate() throws {
        if case .gaussian(let sigma) = kernel, !(sigma > 0) { throw MetricsError.bandwidthNotPositive(sigma.doubleValue) }
    }

    /// The same with the nearest doubles.
    public var approximate: KernelDistanceOptions<Double> {
        KernelDistanceOptions<Double>(kernel: kernel.approximate, estimator: estimator, scale: scale.doubleValue)
    }
}

/// A kernel distance with its parts.
public struct KernelDistance<Element: Scalar>: Sendable {
    /// scale · (mean within the first + mean within the second − 2 · mean across)
    public let value: Element
    /// The mean of k within the first set, within the second, and across: with or without the pairs of a sample with itself, as the
    /// estimator has it. Not scaled.
    public let means: (first: Element, second: Element, across: Element)
    /// n₁ and n₂
    public let counts: (first: Int, second: Int)
    /// Σⱼ k(xᵢ, xⱼ) and Σⱼ k(yᵢ, yⱼ) of each row, the pair with itself included; Σⱼ k(xᵢ, yⱼ) and Σᵢ k(xᵢ, yⱼ).
    public let rowSums: (first: [Element], second: [Element], acrossFirst: [Element], acrossSecond: [Element])
    /// k(xᵢ, xᵢ) and k(yᵢ, yᵢ)
    public let diagonals: (first: [Element], second: [Element])
    public let options: KernelDistanceOptions<Element>

    init(
        _ first: WithinSums<Element>, _ second: WithinSums<Element>, _ across: AcrossSums<Element>,
        _ options: KernelDistanceOptions<Element>
    ) throws {
        counts = (first.rows.count, second.rows.count)
        rowSums = (first.rows, second.rows, across.rows, across.columns)
        diagonals = (first.diagonal, second.diagonal)
        self.options = options
        let estimator = options.estimator
        let total = across.rows.reduce(Element(0), +)
        means = (
            try estimator.mean(of: first.rows.reduce(0, +), diagonal: first.diagonal.reduce(0, +), count: counts.first),
            try estimator.mean(of: second.rows.reduce(0, +), diagonal: second.diagonal.reduce(0, +), count: counts.second),
            total / Element(counts.first) / Element(counts.second)
        )
        value = options.scale * (means.first + means.second - 2 * means.across)
        guard value.doubleValue.isFinite else { throw MetricsError.overflow }
    }
}

extension KernelEstimator {
    /// The mean over the pairs of n samples, of which the sum with and that over the pairs of a sample with itself are known.
    func mean<Element: Scalar>(of total: Element, diagonal: Element, count: Int) throws -> Element {
        switch self {
        case .biased: return total / Element(count) / Element(count)
        case .unbiased:
            guard count > 1 else { throw MetricsError.singleSampleWithoutPairs }
            return (total - diagonal) / Element(count) / Element(count - 1)
        }
    }
}

extension KernelDistance where Element == Double {
    /// The standard error by the delete-one jackknife of both sets, from the row sums: √((n₁−1)/n₁ Σ(θ₋ᵢ − θ̄)² + (n₂−1)/n₂ Σ(θ₋ⱼ − θ̄)²). Near
    /// a distance of 0 the estimate degenerates (its variance falls with n⁻², not n⁻¹), and the jackknife errs upwards.
    /// Nil for sets too small to leave a sample out.
    public var standardError: Double? {
        let fewest = options.estimator == .unbiased ? 3 : 2
        guard counts.first >= fewest, counts.second >= fewest else { return nil }
        let (n, m) = (Double(counts.first), Double(counts.second))
        let first = leavingOut(rowSums.first, diagonals.first, rowSums.acrossFirst, own: n, other: m, mean: means.second)
        let second = leavingOut(rowSums.second, diagonals.second, rowSums.acrossSecond, own: m, other: n, mean: means.first)
        return abs(options.scale) * (first.squaredSpread * (n - 1) + second.squaredSpread * (m - 1)).squareRoot()
    }

    /// The estimates without each of the samples of one set.
    private func leavingOut(
        _ rows: [Double], _ diagonal: [Double], _ across: [Double], own: Double, other: Double, mean: Double
    ) -> [Double] {
        let (total, diagonalTotal, acrossTotal) = (rows.reduce(0, +), diagonal.reduce(0, +), across.reduce(0, +))
        return rows.indices.map { i in
            // Without row and column i, which share the entry on the diagonal.
            let rest = total - 2 * rows[i] + diagonal[i]
            let within =
                options.estimator == .biased
                ? rest / ((own - 1) * (own - 1)) : (rest - diagonalTotal + diagonal[i]) / ((own - 1) * (own - 2))
            return within + mean - 2 * (acrossTotal - across[i]) / ((own - 1) * other)
        }
    }
}

extension [Double] {
    /// The mean squared distance from the mean.
    var squaredSpread: Double {
        let mean = reduce(0, +) / Double(count)
        return reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
    }
}

extension Matrix where Element: Scalar {
    /// The kernel distance (KID; Bińkowski et al., 2018) between the rows of this matrix and of `other`, with the kernel
    /// k(x, y) = (x·y/d + 1)^degree.
    ///
    /// - Throws: as ``kernelDistance(to:options:recorder:)``.
    public func kernelDistance(
        to other: Matrix, estimator: KernelEstimator = .unbiased, degree: Int = 3, recorder: Recorder? = nil
    ) throws -> Element {
        let options = KernelDistanceOptions<Element>(kernel: .polynomial(degree: degree), estimator: estimator)
        return try kernelDistance(to: other, options: options, recorder: recorder).value
    }

    /// The kernel distance between the rows of this matrix and of `other`.
    ///
    /// - Throws: ``MetricsError/noSamples``, ``MetricsError/singleSampleWithoutPairs``,
    ///   ``MetricsError/dimensionMismatch(first:second:)``, ``MetricsError/bandwidthNotPositive(_:)``, ``MetricsError/overflow``;
    ///   ``LinearAlgebraError/leavesField(operation:)`` for a Gaussian kernel in exact arithmetic.
    public func kernelDistance(
        to other: Matrix, options: KernelDistanceOptions<Element>, recorder: Recorder? = nil
    ) throws -> KernelDistance<Element> {
        let summation = KernelSummation<Element, Element>.plain([KernelDistanceRequest(options)])
        let distance = try summation.distance(self, other, options)
        guard recorder != nil else { return distance }
        for (rule, pair) in [
            (Rule.kernelWithinFirst, (self, self)), (.kernelWithinSecond, (other, other)), (.kernelAcross, (self, other)),
        ] where pair.0.rows * pair.1.rows <= Self.recordedKernelLimit {
            try recorder.record(
                rule, [Quantity(pair.0), Quantity(pair.1)],
                Element.kernelTile(options.kernel, RowSlice(pair.0), RowSlice(pair.1), isSymmetric: false).values
            ) { try pair.0.approximate.kernelMatrix(with: pair.1.approximate, kernel: options.kernel.approximate) }
        }
        let means = distance.means
        try recorder.record(
            options.isScaled ? .scaledKernelDistance : .kernelDistance,
            [Quantity(means.first), Quantity(means.second), Quantity(means.across)] + options.scaleOperand, distance.value
        ) { try approximate.kernelDistance(to: other.approximate, options: options.approximate).value }
        return distance
    }

    /// The most values of a kernel that are computed once more in order to be shown.
    private static var recordedKernelLimit: Int { 1_000_000 }

    /// k(xᵢ, yⱼ) for each pair of rows, by default (xᵢ·yⱼ/d + 1)³.
    ///
    /// - Throws: ``MetricsError/noSamples``, ``MetricsError/dimensionMismatch(first:second:)``,
    ///   ``LinearAlgebraError/leavesField(operation:)`` for a Gaussian kernel in exact arithmetic.
    public func kernelMatrix(
        with other: Matrix, kernel: PairKernel<Element> = .polynomial(), recorder: Recorder? = nil
    ) throws -> Matrix {
        guard rows > 0, other.rows > 0 else { throw MetricsError.noSamples }
        guard columns == other.columns else { throw MetricsError.dimensionMismatch(first: columns, second: other.columns) }
        let matrix = try Element.kernelTile(kernel, RowSlice(self), RowSlice(other), isSymmetric: false).values
        try recorder.record(.kernelAcross, [Quantity(self), Quantity(other)], matrix) {
            try approximate.kernelMatrix(with: other.approximate, kernel: kernel.approximate)
        }
        return matrix
    }
}

extension KernelDistanceOptions {
    fileprivate var isScaled: Bool { scale != 1 }

    /// The scale as an operand of a recorded step, where there is one.
    fileprivate var scaleOperand: [Quantity] { isScaled ? [Quantity(scale)] : [] }
}

extension KernelSummation where Storage == Value {
    /// The kernels in the arithmetic of the rows.
    static func plain(_ requests: [KernelDistanceRequest<Value>]) -> KernelSummation {
        KernelSummation(kernels: requests.map(\.options.kernel)) { Value.pairProducts($0, $1, isSymmetric: $2) }
    }
}

extension KernelSummation where Storage == Float, Value == Double {
    /// The kernels in double precision of products in single precision.
    static func single(_ requests: [KernelDistanceRequest<Double>]) -> KernelSummation {
        KernelSummation(kernels: requests.map(\.options.kernel)) { Double.pairProducts(single: $0, $1, isSymmetric: $2) }
    }
}

extension KernelSummation {
    /// The distance of all rows of both sets, with the first of the kernels.
    func distance(
        _ first: some RowBlocks<Storage>, _ second: some RowBlocks<Storage>, _ options: KernelDistanceOptions<Value>
    ) throws -> KernelDistance<Value> {
        try Self.requireComparable(first, second)
        try options.validate()
        return try KernelDistance(
            within(first, members: [nil])[0], within(second, members: [nil])[0], across(first, second, members: [nil])[0],
            options)
    }

    static func requireComparable(_ first: some RowBlocks<Storage>, _ second: some RowBlocks<Storage>) throws {
        guard first.rows > 0, second.rows > 0 else { throw MetricsError.noSamples }
        guard first.columns == second.columns else {
            throw MetricsError.dimensionMismatch(first: first.columns, second: second.columns)
        }
    }
}
