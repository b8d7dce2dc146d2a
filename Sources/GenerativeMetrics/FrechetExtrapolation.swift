// FID∞: the Fréchet distance that infinitely many samples would have, by a line through distances over 1/N.

import LinearAlgebra
import RealModule

/// How a Fréchet distance is extrapolated.
public struct ExtrapolationOptions: Sendable, Hashable {
    /// How many sizes, from the smallest to all, evenly spaced in N as Chong and Forsyth have them.
    public var points: Int
    /// The smallest size (of the smaller set); nil for a quarter of the samples, or 2d where that is more, but at most a half.
    public var smallest: Int?
    public var seed: UInt64

    public init(points: Int = 15, smallest: Int? = nil, seed: UInt64 = 0) {
        self.points = points
        self.smallest = smallest
        self.seed = seed
    }
}

/// FID∞ with what it was read from.
public struct ExtrapolatedDistance: Sendable {
    /// The value of the line at 1/N = 0.
    public let value: Double
    /// √(fit² + sampling²)
    public let standardError: Double
    /// The standard error of the line's intercept; and how far the distance of all samples varies from one sample to another, which no
    /// subset of the same samples can show.
    public let errors: (fit: Double, sampling: Double)
    /// How much the distance grows with ½(1/n₁ + 1/n₂).
    public let slope: Double
    /// The sizes of the subsets, and their distances.
    public let sizes: [(first: Int, second: Int)]
    public let distances: [Double]
    /// Whether the smallest subsets have so few samples (less than 2d) that the distance is visibly not linear in 1/N.
    public let isCurved: Bool
}

extension RowBlocks where Element == Double {
    /// FID∞ (Chong and Forsyth, 2020): least squares through the Fréchet distances of random subsets over 1/N.
    ///
    /// Both sets are reduced, each to the same share of its rows: for size N of the smaller set the other gives ⌊N·n₂/n₁⌋, and the abscissa is
    /// ½(1/n₁ + 1/n₂), to which the bias is proportional (``Matrix/samplingBias(counts:recorder:)``). (The original reduces the generated set only,
    /// and so keeps the bias of the reference.) Each size has subsets of its own, drawn without replacement by ``SampleGenerator`` from the
    /// seed, the first set's before the second's. Small subsets scatter more, about as 1/N: the squares are weighted by N².
    ///
    /// The standard error has two parts, both from the data. The line's own comes from the residuals. The variance of the distance of all
    /// samples is that of its first-order term, the sum of the influences (``FrechetGradient``), plus that of its second-order term for
    /// equal distributions; it errs upwards where the sets hardly differ.
    ///
    /// - Throws: ``MetricsError/tooFewToExtrapolate(rows:dimension:)`` where the smallest subsets would not have more rows than features;
    ///   ``MetricsError/tooFewPoints(_:)``, ``MetricsError/dimensionMismatch(first:second:)``; what reading and factoring throw.
    public func frechetDistanceAtInfinity(
        to other: some RowBlocks<Double>, options: ExtrapolationOptions = ExtrapolationOptions(), recorder: Recorder? = nil
    ) throws -> ExtrapolatedDistance {
        guard columns == other.columns else { throw MetricsError.dimensionMismatch(first: columns, second: other.columns) }
        let sizes = try subsetSizes(other.rows, options)
        var random = SampleGenerator(seed: options.seed)
        let distances = try sizes.map { size in
            let first = try FittedNormal(moments: moments(ofDrawn: size.first, &random))
            let second = try FittedNormal(moments: other.moments(ofDrawn: size.second, &random))
            return try first.frechetDistance(to: second).value
        }
        let line = try FittedLine(
            abscissas: sizes.map { (1 / Double($0.first) + 1 / Double($0.second)) / 2 }, ordinates: distances)
        let sampling = try samplingVariance(to: other)
        recorder?.record(
            .subsetDistances, [Quantity(Vector(sizes.map { Double($0.first) }))], Quantity(Vector(distances)))
        recorder?.record(
            .extrapolated, [Quantity(Vector(distances)), Quantity(line.slope)], Quantity(line.intercept))
        let errors = (fit: line.interceptVariance.squareRoot(), sampling: sampling.squareRoot())
        let error = (line.interceptVariance + sampling).squareRoot()
        recorder?.record(.extrapolationError, [Quantity(errors.fit), Quantity(errors.sampling)], Quantity(error))
        return ExtrapolatedDistance(
            value: line.intercept, standardError: error, errors: errors, slope: line.slope, sizes: sizes, distances: distances,
            isCurved: (sizes.map { Swift.min($0.first, $0.second) }.min() ?? 0) < 2 * columns)
    }

    private func subsetSizes(_ otherRows: Int, _ options: ExtrapolationOptions) throws -> [(first: Int, second: Int)] {
        guard options.points >= 3 else { throw MetricsError.tooFewPoints(options.points) }
        let most = Swift.min(rows, otherRows)
        let least = options.smallest ?? Swift.max(most / 4, Swift.min(2 * columns, most / 2))
        guard least > columns, most - least >= options.points - 1 else {
            throw MetricsError.tooFewToExtrapolate(rows: most, dimension: columns)
        }
        return (0..<options.points).map { point in
            let size = least + point * (most - least) / (options.points - 1)
            return (rows * size / most, otherRows * size / most)
        }
    }

    /// The moments of rows drawn without replacement, read in the order in which they lie.
    fileprivate func moments(ofDrawn count: Int, _ random: inout SampleGenerator) throws -> Moments<Double> {
        let indices = random.drawn(count, below: rows).sorted()
        var accumulator = MomentsAccumulator<Double>(dimension: columns)
        var source = self
        for range in indices.indices.split(intoPartsOfAtMost: momentsBlock) {
            try accumulator.add(source.gathered(Array(indices[range])))
        }
        return try accumulator.moments()
    }

    /// The variance of the Fréchet distance of all rows: Σ influence²/n² of both sets, and the second-order term for equal distributions.
    private func samplingVariance(to other: some RowBlocks<Double>) throws -> Double {
        let first = try FittedNormal(moments: moments())
        let second = try FittedNormal(moments: other.moments())
        let there = try first.frechetGradient(to: second)
        let back = try there.reversed(to: second)
        let influences = (try mapBlocks { try there.influences(of: $0) }, try other.mapBlocks { try back.influences(of: $0) })
        let linear = influences.0.squaredSpread / Double(rows) + influences.1.squaredSpread / Double(other.rows)
        // The squares of the singular values of Σ₁^½Σ₂^½; Σ₁ has full rank, or there were no gradient.
        let squares = try Double.congruence(
            ofLowerTriangular: first.covariance().choleskyFactor(), second.covariance()
        ).eigenvalues()
        let deviations = squares.map { Swift.max($0, 0).squareRoot() }
        return linear + deviations.nullVariance(counts: (rows, other.rows))
    }
}

/// The line through points whose errors grow in proportion to the abscissa: least squares weighted by 1/x².
struct FittedLine {
    let intercept: Double
    let slope: Double
    /// The variance of the intercept, estimated from the residuals.
    let interceptVariance: Double

    /// - Throws: ``MetricsError/tooFewPoints(_:)`` for fewer than three.
    init(abscissas: [Double], ordinates: [Double]) throws {
        guard abscissas.count >= 3, abscissas.count == ordinates.count else { throw MetricsError.tooFewPoints(abscissas.count) }
        // y/x = intercept · (1/x) + slope with errors of equal size: an ordinary line in u = 1/x, whose slope is the intercept.
        let u = abscissas.map { 1 / $0 }
        let v = zip(ordinates, u).map { $0 * $1 }
        let count = Double(u.count)
        let (meanU, meanV) = (u.reduce(0, +) / count, v.reduce(0, +) / count)
        let spread = u.reduce(0) { $0 + ($1 - meanU) * ($1 - meanU) }
        guard spread > 0 else { throw MetricsError.tooFewPoints(1) }
        let intercept = zip(u, v).reduce(0) { $0 + ($1.0 - meanU) * ($1.1 - meanV) } / spread
        let slope = meanV - intercept * meanU
        let residual = zip(u, v).reduce(0) { sum, point in
            let gap = point.1 - intercept * point.0 - slope
            return sum + gap * gap
        }
        self.intercept = intercept
        self.slope = slope
        interceptVariance = residual / (count - 2) / spread
    }
}
