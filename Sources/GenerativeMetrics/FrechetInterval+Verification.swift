// A second look at a jackknife interval: groups left out by reading all other rows, and the interval by pseudo-values.

import LinearAlgebra

/// What a second way says of an interval.
public struct FrechetIntervalVerification: Sendable {
    /// The distances with the first group of either set left out, from moments of the remaining rows and by the second algorithm for distances.
    public let distancesWithout: (first: Double, second: Double)
    /// The larger of the differences to what subtracted moments gave.
    public let difference: Double
    /// How far rounding may have moved these distances.
    public let errorBound: Double
    /// The largest difference of the corrected distance and its standard error, computed from pseudo-values.
    public let pseudovalueDifference: Double

    /// Whether both differences are of the size of rounding.
    public func agrees(with interval: FrechetInterval) -> Bool {
        let scale = Swift.max(abs(interval.value), 1) * Double(interval.groups.first + interval.groups.second)
        return difference <= errorBound + 1e-10 * scale && pseudovalueDifference <= 1e-10 * scale
    }
}

extension FrechetInterval {
    /// Leaves the first group of either set out by reading the rows of the others, without subtracting moments, and computes the
    /// interval from the pseudo-values Gθ − (G−1)θ₋ₘ (Tukey, 1958), whose mean is the corrected distance and whose variance over G its variance.
    ///
    /// - Parameter progress: called with the rows done and those to do.
    /// - Throws: what reading throws; ``MetricsError/dimensionMismatch(first:second:)``.
    public func verify(
        first: some RowBlocks<Double>, second: some RowBlocks<Double>, divisor: CovarianceDivisor = .samplesMinusOne,
        progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> FrechetIntervalVerification {
        let rows = first.rows + second.rows
        let (whole, rest) = try Self.fits(first, groups.first, divisor) { try progress($0, rows) }
        let (otherWhole, otherRest) = try Self.fits(second, groups.second, divisor) { try progress(first.rows + $0, rows) }
        let without = try Self.distance(rest, otherWhole)
        let withoutOther = try Self.distance(whole, otherRest)
        let difference = Swift.max(
            abs(without.value - (distancesWithout.first.first ?? .nan)),
            abs(withoutOther.value - (distancesWithout.second.first ?? .nan)))
        let (mean, variance) = Self.pseudovalues(value, distancesWithout.first)
        let (otherMean, otherVariance) = Self.pseudovalues(value, distancesWithout.second)
        let pseudovalueDifference = Swift.max(
            abs(mean + otherMean - value - corrected), abs((variance + otherVariance).squareRoot() - standardError))
        return FrechetIntervalVerification(
            distancesWithout: (without.value, withoutOther.value), difference: difference,
            errorBound: Swift.max(without.errorBound, withoutOther.errorBound), pseudovalueDifference: pseudovalueDifference)
    }

    private static func distance(
        _ first: FittedNormal<Double>, _ second: FittedNormal<Double>
    ) throws -> FrechetVerification { try first.verify(first.frechetDistance(to: second), to: second) }

    /// The fits to all rows, and to all but those of the first group.
    private static func fits(
        _ samples: some RowBlocks<Double>, _ groups: Int, _ divisor: CovarianceDivisor, _ progress: (Int) throws -> Void
    ) throws -> (whole: FittedNormal<Double>, rest: FittedNormal<Double>) {
        var group = MomentsAccumulator<Double>(dimension: samples.columns)
        var others = MomentsAccumulator<Double>(dimension: samples.columns)
        var source = samples
        for range in samples.ranges(ofAtMost: momentsBlock) {
            let block = try source.block(range)
            let members = range.filter { $0.isMultiple(of: groups) }.map { $0 - range.lowerBound }
            let rest = range.filter { !$0.isMultiple(of: groups) }.map { $0 - range.lowerBound }
            try group.add(block.gathered(members))
            try others.add(block.gathered(rest))
            try progress(range.upperBound)
        }
        let rest = try others.moments()
        return (
            try FittedNormal(moments: rest.merging(group.moments()), divisor: divisor),
            try FittedNormal(moments: rest, divisor: divisor)
        )
    }

    /// Their mean, and their variance over their number.
    private static func pseudovalues(_ value: Double, _ without: [Double]) -> (mean: Double, variance: Double) {
        let g = Double(without.count)
        let values = without.map { g * value - (g - 1) * $0 }
        let mean = values.reduce(0, +) / g
        return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (g * (g - 1)))
    }
}
