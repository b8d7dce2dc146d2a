// A confidence interval for a Fréchet distance, from the moments of groups of samples.

import LinearAlgebra
import RealModule

/// A Fréchet distance with its uncertainty, by the delete-a-group jackknife.
public struct FrechetInterval: Sendable {
    /// The Fréchet distance of all samples.
    public let value: Double
    /// The distance less the bias of order 1/n that the jackknife finds.
    public let corrected: Double
    /// The standard error of both.
    public let standardError: Double
    /// The degrees of freedom of that error (Welch and Satterthwaite).
    public let degreesOfFreedom: Double
    /// The level of confidence, and the quantile of Student's distribution that belongs to it.
    public let level: Double
    public let quantile: Double
    /// The interval for the distance of the distributions that the samples are from: corrected ± quantile · error, not below 0.
    public let lower: Double
    public let upper: Double
    /// How many groups each set was in.
    public let groups: (first: Int, second: Int)
    /// The distances with one group after the other left out, of the first set and of the second.
    public let distancesWithout: (first: [Double], second: [Double])
}

extension FrechetInterval {
    /// The interval from the moments of groups of each set, as equal in size as can be: ``RowBlocks/groupMoments(_:)``.
    ///
    /// Without group g of the first set the distance is θ₋ₘ; (G−1)/G Σ(θ₋ₘ − θ̄)² is the variance that the first set brings, (G−1)(θ − θ̄) its bias, and both sets add up
    /// (Shao and Tu, *The Jackknife and Bootstrap*, 1995, sections 1.2 and 2.3). Moments are subtracted, so that the rows are
    /// read once. The corrected distance is linear in 1/n only for n well above d, and so is the interval good for that only.
    ///
    /// - Parameter progress: called with the distances computed and those to compute.
    /// - Throws: ``MetricsError/groupsDoNotFit(groups:rows:)`` for fewer than two groups or too few rows,
    ///   ``MetricsError/tooFewForInterval(rows:dimension:)`` where a set without a group has no more rows than features,
    ///   ``MetricsError/levelOutOfRange(_:)``; what ``FittedNormal/frechetDistance(to:route:splitsTraceTerm:subjects:recorder:)`` throws.
    public init(
        first: [Moments<Double>], second: [Moments<Double>], level: Double = 0.95,
        divisor: CovarianceDivisor = .samplesMinusOne, recorder: Recorder? = nil,
        progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws {
        guard level > 0, level < 1 else { throw MetricsError.levelOutOfRange(level) }
        let (all, otherAll) = (try Self.merged(first), try Self.merged(second))
        let (fit, otherFit) = (
            try FittedNormal(moments: all, divisor: divisor), try FittedNormal(moments: otherAll, divisor: divisor)
        )
        value = try fit.frechetDistance(to: otherFit).value
        let distances = first.count + second.count
        let without = try first.enumerated().map { index, group in
            try progress(index, distances)
            return try FittedNormal(moments: all.removing(group), divisor: divisor).frechetDistance(to: otherFit).value
        }
        let withoutOther = try second.enumerated().map { index, group in
            try progress(first.count + index, distances)
            return try fit.frechetDistance(to: FittedNormal(moments: otherAll.removing(group), divisor: divisor)).value
        }
        distancesWithout = (without, withoutOther)
        recorder?.record(.groupsLeftOut, [.integer(1), .integer(first.count)], Quantity(Vector(without)))
        recorder?.record(.groupsLeftOut, [.integer(2), .integer(second.count)], Quantity(Vector(withoutOther)))
        groups = (first.count, second.count)
        let (g, h) = (Double(first.count), Double(second.count))
        let (part, otherPart) = (without.squaredSpread * (g - 1), withoutOther.squaredSpread * (h - 1))
        let variance = part + otherPart
        let (mean, otherMean) = (without.reduce(0, +) / g, withoutOther.reduce(0, +) / h)
        corrected = value + (g - 1) * (value - mean) + (h - 1) * (value - otherMean)
        standardError = variance.squareRoot()
        let shares = part * part / (g - 1) + otherPart * otherPart / (h - 1)
        degreesOfFreedom = shares > 0 ? variance * variance / shares : g + h - 2
        quantile = StudentDistribution(degreesOfFreedom: Swift.max(1, Int(degreesOfFreedom))).twoSidedQuantile(level)
        self.level = level
        lower = Swift.max(0, corrected - quantile * standardError)
        upper = Swift.max(0, corrected + quantile * standardError)
        recorder?.record(
            .confidenceInterval, [Quantity(corrected), Quantity(standardError), Quantity(quantile)],
            Quantity(Vector([lower, upper])))
    }

    private static func merged(_ groups: [Moments<Double>]) throws -> Moments<Double> {
        let rows = groups.reduce(0) { $0 + $1.count }
        guard groups.count > 1, groups.allSatisfy({ $0.count > 1 }), let first = groups.first else {
            throw MetricsError.groupsDoNotFit(groups: groups.count, rows: rows)
        }
        let most = groups.map(\.count).max() ?? 0
        guard rows - most > first.dimension else {
            throw MetricsError.tooFewForInterval(rows: rows - most, dimension: first.dimension)
        }
        return try groups.dropFirst().reduce(first) { try $0.merging($1) }
    }
}

extension Moments {
    /// The moments of the samples without those of `part`, which are among them: ``merging(_:)`` undone. As with any difference, digits are
    /// lost where next to nothing remains.
    ///
    /// - Throws: ``MetricsError/dimensionMismatch(first:second:)``, ``MetricsError/noSamples`` where nothing remains.
    public func removing(_ part: Moments) throws -> Moments {
        guard dimension == part.dimension else {
            throw MetricsError.dimensionMismatch(first: dimension, second: part.dimension)
        }
        guard part.count < count else { throw MetricsError.noSamples }
        if part.count == 0 { return self }
        let rest = count - part.count
        // μ − μ_part = (rest/n)(μ_rest − μ_part)
        let difference = try mean.minus(part.mean).map { $0 * Element(count) / Element(rest) }
        let restMean = Vector(zip(part.mean, difference).map { $0 + $1 })
        let weight = Element(part.count) * Element(rest) / Element(count)
        let between = Element.product(difference.asRow, .transposedLeft, difference.asRow).scaled(by: weight)
        return try Moments(count: rest, mean: restMean, scatter: scatter.minus(part.scatter).minus(between))
    }
}

extension RowBlocks {
    /// The moments of `count` groups of rows: row i belongs to group i mod `count`, so that an order in the file (by class, say) does not make
    /// the groups differ. One pass; `count` matrices of d × d are kept.
    ///
    /// - Parameter progress: called with the rows done and those to do.
    /// - Throws: ``MetricsError/groupsDoNotFit(groups:rows:)`` where a group would have fewer than two rows; what reading throws.
    public func groupMoments(
        _ count: Int, progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> [Moments<Element>] {
        guard count > 1, rows / count > 1 else { throw MetricsError.groupsDoNotFit(groups: count, rows: rows) }
        var groups = (0..<count).map { _ in MomentsAccumulator<Element>(dimension: columns) }
        var source = self
        // Enough rows that each group has many in a block.
        for range in ranges(ofAtMost: Swift.max(momentsBlock, 64 * count)) {
            let block = try source.block(range)
            for group in 0..<count {
                let start = (group - range.lowerBound % count + count) % count
                let members = Array(stride(from: start, to: block.rows, by: count))
                try groups[group].add(block.gathered(members))
            }
            try progress(range.upperBound, rows)
        }
        return try groups.map { try $0.moments() }
    }
}

/// Student's t distribution.
struct StudentDistribution {
    let degreesOfFreedom: Int

    /// P(|T| ≤ t), by the finite sums of Abramowitz and Stegun, 26.7.3 and 26.7.4.
    func centralProbability(_ t: Double) -> Double {
        let nu = Double(degreesOfFreedom)
        let cosine = (nu / (nu + t * t)).squareRoot()
        let sine = t / (nu + t * t).squareRoot()
        let isOdd = !degreesOfFreedom.isMultiple(of: 2)
        var term = isOdd ? cosine : 1
        var sum = degreesOfFreedom == 1 ? 0 : term
        var k = isOdd ? 3 : 2
        while k <= degreesOfFreedom - 2 {
            term *= Double(k - 1) / Double(k) * cosine * cosine
            sum += term
            k += 2
        }
        let angle = Double.atan(t / nu.squareRoot())
        return isOdd ? 2 / Double.pi * (angle + sine * sum) : sine * sum
    }

    /// The t with P(|T| ≤ t) = `level`, by bisection.
    func twoSidedQuantile(_ level: Double) -> Double {
        var (low, high) = (0.0, 1.0)
        while centralProbability(high) < level, high < 1e300 { high *= 2 }
        for _ in 0..<200 {
            let middle = (low + high) / 2
            if middle <= low || middle >= high { break }
            if centralProbability(middle) < level { low = middle } else { high = middle }
        }
        return high
    }
}
