// How the Fréchet distance moves with the moments of one set, and so with each of its samples.

import LinearAlgebra
import RealModule

/// The derivative of the Fréchet distance with respect to the moments of its first set.
///
/// ∂/∂μ₁ = 2(μ₁ − μ₂) and ∂/∂Σ₁ = I − T, with the matrix T = Σ₁^-½(Σ₁^½Σ₂Σ₁^½)^½Σ₁^-½ of the optimal transport x ↦ μ₂ + T(x − μ₁) between the
/// two normal distributions (Dowson and Landau, 1982), of which the trace term of the distance is Tr (I − T)Σ₁(I − T).
public struct FrechetGradient<Element: Scalar>: Sendable {
    /// μ₁
    public let mean: Vector<Element>
    /// μ₁ − μ₂
    public let meanDifference: Vector<Element>
    /// I − T, d × d, symmetric.
    public let covariance: Matrix<Element>
    /// Tr (I − T)Σ₁
    public let trace: Element
}

extension FittedNormal {
    /// The derivative of the Fréchet distance to `other` with respect to this mean and covariance.
    ///
    /// - Throws: ``MetricsError/doesNotSpan(dimension:)`` where this covariance is singular: no derivative exists there;
    ///   ``MetricsError/dimensionMismatch(first:second:)``; ``LinearAlgebraError/leavesField(operation:)`` in exact arithmetic.
    public func frechetGradient(to other: FittedNormal, recorder: Recorder? = nil) throws -> FrechetGradient<Element> {
        guard dimension == other.dimension else {
            throw MetricsError.dimensionMismatch(first: dimension, second: other.dimension)
        }
        let (sigma1, sigma2) = (try covariance(), try other.covariance())
        let transport = try sigma1.transport(to: sigma2)
        try recorder.record(.transport, [Quantity(sigma1), Quantity(sigma2)], transport) {
            try sigma1.approximate.transport(to: sigma2.approximate)
        }
        let gradient = try Matrix.identity(dimension).minus(transport)
        // Tr (I − T)Σ₁, the entries side by side.
        let trace = zip(gradient.elements, sigma1.elements).reduce(Element(0)) { $0 + $1.0 * $1.1 }
        return FrechetGradient(mean: mean, meanDifference: try mean.minus(other.mean), covariance: gradient, trace: trace)
    }
}

extension Matrix where Element: Scalar {
    /// T = L⁻ᵀ(LᵀΣ₂L)^½L⁻¹ with Σ₁ = LLᵀ: the symmetric matrix with TΣ₁T = Σ₂. (L in place of Σ₁^½ gives the same T.)
    fileprivate func transport(to target: Matrix) throws -> Matrix {
        let lower: Matrix
        do {
            lower = try choleskyFactor()
        } catch is LinearAlgebraError where !Element.isExact {
            throw MetricsError.doesNotSpan(dimension: rows)
        } catch LinearAlgebraError.indefinite {
            throw MetricsError.doesNotSpan(dimension: rows)
        }
        let largest = diagonal.elements.max() ?? 0
        let threshold = Element.negligible(scale: largest, dimension: rows)
        guard lower.diagonal.allSatisfy({ $0 * $0 > threshold }) else { throw MetricsError.doesNotSpan(dimension: rows) }
        var middle = Element.congruence(ofLowerTriangular: lower, target)
        middle.mirrorUpperTriangle()
        let inverse = try lower.inverse()
        return try inverse.transposedTimes(middle.squareRoot()).times(inverse)
    }
}

extension FrechetGradient {
    /// The derivative with respect to the moments of the second set, `other`, from that of the first: the transport back is T⁻¹, and an inverse costs
    /// a tenth of a root.
    ///
    /// - Throws: ``MetricsError/doesNotSpan(dimension:)`` where the second covariance is singular.
    public func reversed(to other: FittedNormal<Element>) throws -> FrechetGradient {
        let identity = Matrix<Element>.identity(other.dimension)
        let back: Matrix<Element>
        do {
            back = try identity.minus(covariance).inverse()
        } catch LinearAlgebraError.singular {
            throw MetricsError.doesNotSpan(dimension: other.dimension)
        }
        let gradient = try identity.minus(back)
        let trace = zip(gradient.elements, try other.covariance().elements).reduce(Element(0)) { $0 + $1.0 * $1.1 }
        return FrechetGradient(
            mean: other.mean, meanDifference: meanDifference.map { -$0 }, covariance: gradient, trace: trace)
    }

    /// The influence of each row x on the distance: the derivative as weight moves from all samples to x,
    /// 2(μ₁−μ₂)·c + cᵀ(I − T)c − Tr (I − T)Σ₁ with c = x − μ₁. Its mean over the samples is 0, with the divisor n.
    ///
    /// - Throws: ``MetricsError/dimensionMismatch(first:second:)``.
    public func influences(of rows: Matrix<Element>) throws -> [Element] {
        try terms(of: rows).map { 2 * $0.linear + $0.square - trace }
    }

    /// What the distance changes by, to first order, with each row of the first set left out: negative for a row without which the
    /// distance were smaller. Leaving x out moves the mean by −c/(n−1) and the covariance by (Σ₁ − n/(n−1) ccᵀ)/(k−1), k being its divisor.
    ///
    /// - Throws: ``MetricsError/dimensionMismatch(first:second:)``, ``MetricsError/groupsDoNotFit(groups:rows:)`` for sets of one or two.
    public func changesWithout(
        rows: Matrix<Element>, count: Int, divisor: CovarianceDivisor = .samplesMinusOne
    ) throws -> [Element] {
        guard count > 2 else { throw MetricsError.groupsDoNotFit(groups: count, rows: count) }
        let (n, rest) = (Element(count), Element(try divisor.value(for: count) - 1))
        return try terms(of: rows).map { term in
            (trace - n / (n - 1) * term.square) / rest - 2 * term.linear / (n - 1)
        }
    }

    /// The same for all rows of the first set, in one pass.
    ///
    /// - Parameter progress: called with the rows done and those to do.
    /// - Throws: as ``changesWithout(rows:count:divisor:)``; what reading throws.
    public func changesWithoutRows(
        of samples: some RowBlocks<Element>, divisor: CovarianceDivisor = .samplesMinusOne,
        progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> [Element] {
        try samples.mapBlocks(progress) { try changesWithout(rows: $0, count: samples.rows, divisor: divisor) }
    }

    /// (μ₁−μ₂)·c and cᵀ(I − T)c of each row.
    private func terms(of rows: Matrix<Element>) throws -> [(linear: Element, square: Element)] {
        let centred = try rows.centred(at: mean)
        let images = Element.product(centred, .plain, covariance)
        let linear = Element.product(centred, .transposedRight, meanDifference.asRow)
        return (0..<rows.rows).map { i in
            let square = Element.product(centred.row(i).asRow, .transposedRight, images.row(i).asRow)
            return (linear[i, 0], square[0, 0])
        }
    }
}

extension FittedNormal {
    /// The fit to the same samples without one of them, from the moments: what ``FrechetGradient/changesWithout(rows:count:divisor:)`` tells to
    /// first order can be held against it.
    ///
    /// - Throws: ``MetricsError/countUnknown``, ``MetricsError/groupsDoNotFit(groups:rows:)`` for fits to one or two samples,
    ///   ``MetricsError/dimensionMismatch(first:second:)``.
    public func leavingOut(_ row: Vector<Element>, divisor: CovarianceDivisor = .samplesMinusOne) throws -> FittedNormal {
        guard let count else { throw MetricsError.countUnknown }
        guard count > 2 else { throw MetricsError.groupsDoNotFit(groups: count, rows: count) }
        let scatter = try covariance().scaled(by: Element(try divisor.value(for: count)))
        let one = try Moments(of: Matrix(rows: 1, columns: row.count, elements: row.elements))
        return try FittedNormal(moments: Moments(count: count, mean: mean, scatter: scatter).removing(one), divisor: divisor)
    }
}

extension RowBlocks {
    /// What the Fréchet distance of these samples to `other` changes by, to first order, with each row left out: see
    /// ``FrechetGradient/changesWithout(rows:count:divisor:)``. The rows are read twice.
    ///
    /// - Throws: ``MetricsError/doesNotSpan(dimension:)``, ``MetricsError/groupsDoNotFit(groups:rows:)``; what reading throws.
    public func frechetChangesWithoutRows(
        to other: some RowBlocks<Element>, divisor: CovarianceDivisor = .samplesMinusOne, recorder: Recorder? = nil
    ) throws -> Vector<Element> {
        let first = try FittedNormal(moments: moments(), divisor: divisor)
        let gradient = try first.frechetGradient(to: FittedNormal(moments: other.moments(), divisor: divisor), recorder: recorder)
        let result = Vector(try gradient.changesWithoutRows(of: self, divisor: divisor))
        recorder?.record(.influence, [Quantity(gradient.covariance), Quantity(gradient.meanDifference)], Quantity(result))
        return result
    }

    /// The moments of all rows, read in blocks.
    ///
    /// - Throws: ``MetricsError/noSamples``; what reading throws.
    public func moments() throws -> Moments<Element> {
        guard rows > 0 else { throw MetricsError.noSamples }
        var accumulator = MomentsAccumulator<Element>(dimension: columns)
        var source = self
        for range in ranges(ofAtMost: momentsBlock) { try accumulator.add(source.block(range)) }
        return try accumulator.moments()
    }

    /// What `body` makes of each block of rows, joined.
    func mapBlocks<Result>(
        _ progress: (Int, Int) throws -> Void = { _, _ in }, _ body: (Matrix<Element>) throws -> [Result]
    ) throws -> [Result] {
        var source = self
        return try ranges(ofAtMost: momentsBlock).flatMap { range in
            let results = try body(source.block(range))
            try progress(range.upperBound, rows)
            return results
        }
    }
}

/// How many rows are read at once where each is needed once.
let momentsBlock = 512
