// FID∞: the Fréchet distance that infinitely many samples would have, by a line through distances over 1/N.

import LinearAlgebra
import RealModule

/// How a Fréchet distance is extrapolated.
public struct ExtrapolationOptions: Sendable, Hashable {
    /// How many sizes: N, N/2, …, N/points. Nil for as many as leave 2d samples in each part, from two to five.
    public var points: Int?
    public var seed: UInt64

    public init(points: Int? = nil, seed: UInt64 = 0) {
        self.points = points
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
    /// part of the same samples can show.
    public let errors: (fit: Double, sampling: Double)
    /// How much the distance grows with ½(1/n₁ + 1/n₂).
    public let slope: Double
    /// Into how many parts the sets were cut, and the mean distance of the parts: 1 with the distance of all samples first.
    public let parts: [Int]
    public let distances: [Double]
    /// Whether the smallest parts have so few samples (less than 2d) that the distance is visibly not linear in 1/N.
    public let isCurved: Bool
}

/// What is known of two whole sets before their distance is extrapolated: both fits, and the distance between them.
public struct KnownDistance: Sendable {
    let first: FittedNormal<Double>
    let second: FittedNormal<Double>
    let distance: FrechetDistance<Double>

    public init(first: FittedNormal<Double>, second: FittedNormal<Double>, distance: FrechetDistance<Double>) {
        (self.first, self.second, self.distance) = (first, second, distance)
    }
}

extension RowBlocks where Element == Double {
    /// FID∞ (after Chong and Forsyth, 2020): the value at 1/N = 0 of a line through Fréchet distances over 1/N.
    ///
    /// For each j up to `points` both sets are cut at random into j parts of N/j samples, and the mean of the j distances between parts that
    /// belong together stands at j/N; the abscissa is ½(1/n₁ + 1/n₂), to which the bias is proportional
    /// (``Matrix/samplingBias(counts:recorder:)``). (The original draws one subset for each of 15 sizes, and of the generated set only, so that the
    /// bias of the reference stays in. Parts that make up the whole know what the whole knows: where the samples at hand happen to lie
    /// shifts all means alike and leaves their differences, and so the slope, alone. They are more exact for a third of the work.)
    ///
    /// The line. Let V be the variance of the second-order term of the distance of all samples. The mean over j parts is that distance plus bias
    /// plus a deviation of variance (j − 1)V, and deviations of different cuts are uncorrelated: a pair of samples falls into the same part of
    /// two cuts no more often than chance has it. So the line of least variance goes through the distance of all samples, its slope is
    /// Σ(Mⱼ − M₁)/Σ(j − 1), and at 1/N = 0 its variance from the fit is V/Σ(j − 1) = 2V/(points(points − 1)).
    ///
    /// The standard error has two parts: that of the fit; and the variance of the distance of all samples, which is that of its first-order term,
    /// the sum of the influences (``FrechetGradient``), plus V. The influences are those of the fits, whose errors add 2V to the mean of their
    /// variance (a term κz² with z normal of variance v has the influence 2κz, of which the mean square is 4κ²v, and V = 2κ²v²): that
    /// is taken off. V is taken for normal distributions that are equal, with the product of the two spectra.
    ///
    /// - Parameters:
    ///   - known: the fits to all rows (divisor n − 1) and their distance, if they are at hand.
    ///   - progress: called with the distances computed and those to compute; may throw to give up.
    /// - Throws: ``MetricsError/tooFewToExtrapolate(rows:dimension:)`` where halves would not have more rows than features, or
    ///   ``MetricsError/partsTooSmall(points:rows:dimension:)`` where as many parts as asked for; ``MetricsError/tooFewPoints(_:)``,
    ///   ``MetricsError/dimensionMismatch(first:second:)``; what reading and factoring throw.
    public func frechetDistanceAtInfinity(
        to other: some RowBlocks<Double>, options: ExtrapolationOptions = ExtrapolationOptions(), known: KnownDistance? = nil,
        recorder: Recorder? = nil, progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> ExtrapolatedDistance {
        guard columns == other.columns else { throw MetricsError.dimensionMismatch(first: columns, second: other.columns) }
        let parts = Array(1...(try points(otherRows: other.rows, options)))
        let whole = try known ?? distanceOfAll(to: other)
        var random = SampleGenerator(seed: options.seed)
        let distances = try parts.map { count in
            // Parts of 1, 2, …, j make j(j + 1)/2 distances.
            try progress(count * (count - 1) / 2, parts.count * (parts.count + 1) / 2)
            return try count == 1 ? whole.distance.value : meanDistance(to: other, parts: count, &random)
        }
        let unit = (1 / Double(rows) + 1 / Double(other.rows)) / 2
        let line = PinnedLine(distances)
        let variances = try varianceTerms(to: other, whole)
        let fitVariance = variances.secondOrder / line.weight
        recorder?.record(.subsetDistances, [Quantity(Vector(parts.map(Double.init)))], Quantity(Vector(distances)))
        recorder?.record(.extrapolated, [Quantity(Vector(distances)), Quantity(line.step / unit)], Quantity(line.intercept))
        let errors = (
            fit: fitVariance.squareRoot(), sampling: (variances.firstOrder + variances.secondOrder).squareRoot()
        )
        let error = (errors.fit * errors.fit + errors.sampling * errors.sampling).squareRoot()
        recorder?.record(.extrapolationError, [Quantity(errors.fit), Quantity(errors.sampling)], Quantity(error))
        return ExtrapolatedDistance(
            value: line.intercept, standardError: error, errors: errors, slope: line.step / unit, parts: parts,
            distances: distances,
            isCurved: Swift.min(rows, other.rows) / parts.count < 2 * columns)
    }

    /// How many sizes there are.
    private func points(otherRows: Int, _ options: ExtrapolationOptions) throws -> Int {
        let (least, d) = (Swift.min(rows, otherRows), columns)
        // A covariance of n samples has a rank of n − 1 at most.
        guard least / 2 > d else { throw MetricsError.tooFewToExtrapolate(rows: least, dimension: d) }
        guard let points = options.points else { return Swift.max(2, Swift.min(5, least / Swift.max(1, 2 * d))) }
        guard points >= 2 else { throw MetricsError.tooFewPoints(points) }
        guard least / points > d else { throw MetricsError.partsTooSmall(points: points, rows: least, dimension: d) }
        return points
    }

    private func distanceOfAll(to other: some RowBlocks<Double>) throws -> KnownDistance {
        let first = try FittedNormal(moments: moments())
        let second = try FittedNormal(moments: other.moments())
        return KnownDistance(first: first, second: second, distance: try first.frechetDistance(to: second))
    }

    /// The mean of the distances between parts that belong together, one pair after the other.
    private func meanDistance(
        to other: some RowBlocks<Double>, parts: Int, _ random: inout SampleGenerator
    ) throws -> Double {
        let orders = (random.drawn(rows, below: rows), random.drawn(other.rows, below: other.rows))
        let pairs = zip(orders.0.indices.split(intoParts: parts), orders.1.indices.split(intoParts: parts))
        let distances = try pairs.map { ranges in
            let first = try FittedNormal(moments: moments(of: orders.0[ranges.0].sorted()))
            let second = try FittedNormal(moments: other.moments(of: orders.1[ranges.1].sorted()))
            return try first.frechetDistance(to: second).value
        }
        return distances.reduce(0, +) / Double(parts)
    }

    /// The moments of the rows of these indices.
    fileprivate func moments(of indices: [Int]) throws -> Moments<Double> {
        var accumulator = MomentsAccumulator<Double>(dimension: columns)
        var source = self
        for range in indices.indices.split(intoPartsOfAtMost: momentsBlock) {
            try accumulator.add(source.gathered(Array(indices[range])))
        }
        return try accumulator.moments()
    }

    /// The variance of the Fréchet distance of all rows: Σ influence²/n² of both sets, and the second-order term for equal distributions.
    private func varianceTerms(
        to other: some RowBlocks<Double>, _ whole: KnownDistance
    ) throws -> (firstOrder: Double, secondOrder: Double) {
        let there = try whole.first.frechetGradient(to: whole.second)
        let back = try there.reversed(to: whole.second)
        let deviations = try whole.distance.deviations ?? whole.first.commonDeviations(with: whole.second)
        let spreads = (try influenceSpread(there), try other.influenceSpread(back))
        let secondOrder = deviations.nullVariance(counts: (rows, other.rows))
        let observed = spreads.0 / Double(rows) + spreads.1 / Double(other.rows)
        return (Swift.max(0, observed - 2 * secondOrder), secondOrder)
    }

    /// The mean square of the influences, over rows evenly spread among all where there are many: of 4,096 it is known to 2% or so, and a
    /// standard error to half of that.
    private func influenceSpread(_ gradient: FrechetGradient<Double>) throws -> Double {
        let count = Swift.min(rows, 4096)
        let indices = (0..<count).map { $0 * rows / count }
        var source = self
        return try indices.indices.split(intoPartsOfAtMost: momentsBlock).flatMap { range in
            try gradient.influences(of: source.gathered(Array(indices[range])))
        }.squaredSpread
    }
}

/// The line through the first of some values that belong to 1, 2, 3, …, the others scattering about it with variances in proportion to
/// their distance from the first.
struct PinnedLine {
    /// By how much the line grows from one place to the next.
    let step: Double
    /// Its value at 0.
    let intercept: Double
    /// Σ (j − 1), by which the slope's variance is smaller than that of the second value.
    let weight: Double

    /// - Precondition: there are two values or more.
    init(_ values: [Double]) {
        weight = Double(values.count * (values.count - 1) / 2)
        step = values.dropFirst().reduce(0) { $0 + $1 - values[0] } / weight
        intercept = values[0] - step
    }
}
