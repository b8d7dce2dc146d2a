// What finite samples do to a Fréchet distance: the bias predicted against the bias simulated, and FID∞.

import ExactArithmetic
import Foundation
import LinearAlgebra
import TestSupport
import Testing

@testable import GenerativeMetrics

/// N(shift, diag(scales²)), n samples.
private func normal(_ rows: Int, _ scales: [Double], shift: Double = 0, seed: Int) -> Matrix<Double> {
    let samples = Matrix.standardNormal(rows: rows, columns: scales.count, seed: UInt64(seed))
    return Matrix(rows: rows, columns: scales.count) { shift + scales[$1] * samples[$0, $1] }
}

private func distance(_ x: Matrix<Double>, _ y: Matrix<Double>) throws -> Double {
    try FittedNormal(moments: Moments(of: x)).frechetDistance(to: FittedNormal(moments: Moments(of: y))).value
}

extension SampleGenerator {
    /// A number of the χ² distribution of at least two degrees of freedom (Marsaglia and Tsang, 2000).
    fileprivate mutating func chiSquared(_ degrees: Int) -> Double {
        let d = Double(degrees) / 2 - 1.0 / 3
        let c = 1 / (9 * d).squareRoot()
        while true {
            let x = standardNormal()
            let root = 1 + c * x
            guard root > 0 else { continue }
            let v = root * root * root
            if log(unit()) < x * x / 2 + d - d * v + d * log(v) { return 2 * d * v }
        }
    }
}

extension Moments where Element == Double {
    /// Moments distributed as those of `count` samples of N(0, diag(scales²)): the mean is normal, and independent of it the scatter has
    /// Wishart's distribution of count − 1 degrees, drawn as its triangular factor (Bartlett, 1933).
    fileprivate init(drawnFor count: Int, scales: [Double], using generator: inout SampleGenerator) throws {
        let mean = scales.map { $0 * generator.standardNormal() / Double(count).squareRoot() }
        var factor = Matrix<Double>.zeros(rows: scales.count, columns: scales.count)
        for i in scales.indices {
            for j in 0..<i { factor[i, j] = scales[i] * generator.standardNormal() }
            factor[i, i] = scales[i] * generator.chiSquared(count - 1 - i).squareRoot()
        }
        try self.init(count: count, mean: Vector(mean), scatter: factor.timesTransposed(factor))
    }
}

@Suite struct SamplingBiasTests {
    @Test func `of the identity, exactly`() throws {
        for (d, n) in [(1, 10), (3, 7), (5, 100)] {
            let expected = Exact(2 * d + d * (d + 1) / 2) / Exact(n)
            #expect(try Matrix<Exact>.identity(d).samplingBias(counts: (n, n)) == expected)
        }
        // ½(1/2 + 1/6)(3·3 + 2·2·1/(2+1))
        #expect(try exact("2 0; 0 1").samplingBias(counts: (2, 6)) == Exact(31, over: 9))
        #expect(try exact("4 0; 0 0").samplingBias(counts: (6, 6)) == 2)
        #expect(try exact("0 0; 0 0").samplingBias(counts: (6, 6)) == 0)
        #expect(throws: MetricsError.countNotPositive(0)) { try exact("1").samplingBias(counts: (3, 0)) }
        #expect(throws: LinearAlgebraError.indefinite(value: -1)) { try exact("1 0; 0 -1").samplingBias(counts: (3, 3)) }
        #expect(MetricsError.countNotPositive(0).phrase.chinese == "样本数必须为正，这里是 0.0")
    }

    @Test func `of two equal distributions the general form is the same`() throws {
        let sigma = real("2 -1 0; -1 2 0.5; 0 0.5 1")
        let fit = try FittedNormal(mean: Vector([0.0, 0, 0]), covariance: sigma)
        let general = try fit.samplingBias(to: fit, counts: (40, 70))
        #expect(isClose(general, try sigma.samplingBias(counts: (40, 70)), relative: 1e-10))
        #expect(throws: MetricsError.countNotPositive(-2)) { try fit.samplingBias(to: fit, counts: (40, -2)) }
    }

    @Test func `its share of a distance`() throws {
        let r = try FittedNormal(mean: Vector([Exact(0)]), covariance: exact("1"))
        let g = try FittedNormal(mean: Vector([Exact(3)]), covariance: exact("4"))
        let bias = try r.samplingBias(to: g, counts: (10, 20))
        // 1/10 + 4/20 + ½(1/10 + 1/20)·2
        #expect(bias == Exact(9, over: 20))
        #expect(try r.frechetDistance(to: g).share(ofBias: bias) == Exact(9, over: 200))
        #expect(try r.frechetDistance(to: r).share(ofBias: bias) == nil)
    }

    /// The mean over `seeds` pairs of samples is within 5% of the prediction. In one dimension the distance is near a χ² of two degrees, so
    /// that 200 seeds would leave an error of 7% of the mean; the more dimensions, the fewer seeds will do.
    @Test(arguments: [(1, 400, 400, 1600), (3, 300, 500, 1200), (20, 800, 600, 200)])
    func `predicted within 5% of the mean over seeds`(d: Int, n: Int, m: Int, seeds: Int) throws {
        try expectPrediction(d, n, m, seeds) { scales, seed in
            try distance(normal(n, scales, seed: 2 * seed), normal(m, scales, seed: 2 * seed + 1))
        }
    }

    /// The same with moments drawn from their own distributions instead of samples, which makes many dimensions and many seeds cheap.
    @Test(arguments: [(1, 400, 400, 10_000), (3, 300, 500, 4000), (20, 800, 600, 400), (64, 1600, 1200, 200)])
    func `predicted within 5% of the mean over seeds of drawn moments`(d: Int, n: Int, m: Int, seeds: Int) throws {
        try expectPrediction(d, n, m, seeds) { scales, seed in
            var generator = SampleGenerator(seed: UInt64(seed))
            let first = try FittedNormal(moments: Moments(drawnFor: n, scales: scales, using: &generator))
            let second = try FittedNormal(moments: Moments(drawnFor: m, scales: scales, using: &generator))
            return try first.frechetDistance(to: second).value
        }
    }

    private func expectPrediction(
        _ d: Int, _ n: Int, _ m: Int, _ seeds: Int, _ distance: (_ scales: [Double], _ seed: Int) throws -> Double
    ) throws {
        let scales = (0..<d).map { 1 / (1 + Double($0)).squareRoot() }
        let distances = try (0..<seeds).map { try distance(scales, $0) }
        let mean = distances.reduce(0, +) / Double(seeds)
        let variance = distances.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(seeds - 1)
        let predicted = try Matrix.diagonal(scales.map { $0 * $0 }).samplingBias(counts: (n, m))
        #expect(abs(mean / predicted - 1) < 0.05, "\(mean) simulated, \(predicted) predicted")
        // The simulation can tell: its own error is less than half of what is allowed.
        #expect((variance / Double(seeds)).squareRoot() < 0.03 * predicted)
    }

    @Test func `χ² as it is drawn`() {
        var generator = SampleGenerator(seed: 3)
        for degrees in [2, 7, 500] {
            let draws = (0..<20_000).map { _ in generator.chiSquared(degrees) }
            let mean = draws.reduce(0, +) / 20_000
            let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
            let k = Double(degrees)
            // Four standard errors.
            #expect(abs(mean - k) < 4 * (2 * k / 20_000).squareRoot(), "\(degrees): \(mean)")
            #expect(abs(variance - 2 * k) < 4 * ((8 * k * k + 48 * k) / 20_000).squareRoot(), "\(degrees): \(variance)")
            #expect(draws.allSatisfy { $0 > 0 })
        }
    }

    @Test func `of different distributions, too`() throws {
        let (a, b) = ([2.0, 1, 0.5], [1.0, 1.5, 1])
        let truth = zip(a, b).reduce(1.0 * 3) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        var sum = 0.0
        let seeds = 3000
        for seed in 0..<seeds {
            sum += try distance(normal(60, a, shift: 1, seed: 2 * seed), normal(90, b, seed: 2 * seed + 1))
        }
        let fits = (
            try FittedNormal(mean: Vector([1.0, 1, 1]), covariance: .diagonal(a.map { $0 * $0 })),
            try FittedNormal(mean: Vector([0.0, 0, 0]), covariance: .diagonal(b.map { $0 * $0 }))
        )
        let predicted = try fits.0.samplingBias(to: fits.1, counts: (60, 90))
        // The mean over these seeds is off by some 0.02.
        #expect(
            predicted > 0.15 && abs(sum / Double(seeds) - truth - predicted) < 0.06,
            "\(sum / Double(seeds) - truth), \(predicted)")
    }
}

extension Matrix where Element == Double {
    /// Twice the rows.
    fileprivate var stackedTwice: Matrix { Matrix(rows: 2 * rows, columns: columns, elements: elements + elements) }
}

@Suite struct ExtrapolationTests {
    @Test(arguments: 0..<4)
    func `two samples of one normal distribution in 64 dimensions: 0 within two standard errors`(seed: Int) throws {
        let ones = [Double](repeating: 1, count: 64)
        let (x, y) = (normal(1200, ones, seed: 2 * seed + 50), normal(1000, ones, seed: 2 * seed + 51))
        let result = try x.frechetDistanceAtInfinity(to: y, options: ExtrapolationOptions(seed: UInt64(seed)))
        #expect(abs(result.value) < 2 * result.standardError, "\(result.value) ± \(result.standardError)")
        // The distance itself is far from 0, and the error is small enough to say so.
        let whole = try #require(result.distances.first)
        #expect(whole > 1.8 && whole > 10 * result.standardError, "\(whole) ± \(result.standardError)")
        #expect(isClose(whole, try distance(x, y), relative: 1e-10))
        #expect(isClose(result.slope, 64 * 2 + 64 * 65 / 2, relative: 0.15), "\(result.slope)")
        #expect(result.parts == [1, 2, 3, 4, 5] && !result.isCurved)
    }

    @Test func `two different distributions: within two standard errors at 18 of 20 seeds`() throws {
        let (a, b) = ([1.0, 1, 1, 1], [1.2, 0.9, 1, 1])
        let truth = 0.04 + 0.01 + 4 * 0.09
        var hits = 0
        for seed in 0..<20 {
            let (x, y) = (normal(400, a, shift: 0.3, seed: 2 * seed), normal(400, b, seed: 2 * seed + 1))
            let result = try x.frechetDistanceAtInfinity(to: y, options: ExtrapolationOptions(seed: 1))
            if abs(result.value - truth) < 2 * result.standardError { hits += 1 }
        }
        #expect(hits >= 18)
    }

    @Test func `the same seed, the same number`() throws {
        let (x, y) = (normal(100, [1, 2], seed: 1), normal(90, [1, 2], seed: 2))
        let first = try x.frechetDistanceAtInfinity(to: y, options: ExtrapolationOptions(seed: 5))
        #expect(try x.frechetDistanceAtInfinity(to: y, options: ExtrapolationOptions(seed: 5)).value == first.value)
        #expect(try x.frechetDistanceAtInfinity(to: y, options: ExtrapolationOptions(seed: 6)).value != first.value)
    }

    @Test func `too few samples are refused with words`() throws {
        let x = Matrix<Double>.random(rows: 129, columns: 64, seed: 1)
        #expect(throws: MetricsError.tooFewToExtrapolate(rows: 129, dimension: 64)) { try x.frechetDistanceAtInfinity(to: x) }
        #expect(throws: MetricsError.tooFewToExtrapolate(rows: 40, dimension: 64)) {
            try x.frechetDistanceAtInfinity(to: x.rows(0..<40))
        }
        let roomy = x.stackedTwice
        #expect(throws: MetricsError.tooFewPoints(1)) {
            try roomy.frechetDistanceAtInfinity(to: roomy, options: ExtrapolationOptions(points: 1))
        }
        #expect(throws: MetricsError.partsTooSmall(points: 4, rows: 258, dimension: 64)) {
            try roomy.frechetDistanceAtInfinity(to: roomy, options: ExtrapolationOptions(points: 4))
        }
        #expect(
            MetricsError.partsTooSmall(points: 4, rows: 258, dimension: 64).phrase.english
                == "parts of 64 samples are too small for 64 features: ask for 3 points at most")
        #expect(throws: MetricsError.dimensionMismatch(first: 64, second: 2)) {
            try x.frechetDistanceAtInfinity(to: Matrix<Double>.zeros(rows: 200, columns: 2))
        }
        #expect(
            MetricsError.tooFewToExtrapolate(rows: 129, dimension: 64).phrase.english
                == "FID∞ is meaningless with so few samples (N = 129, d = 64): the FID is linear in 1/N only well above N = d; have at least 130, better 256, in each set, or use the kernel distance, which is unbiased at any size"
        )
        #expect(
            MetricsError.tooFewToExtrapolate(rows: 40, dimension: 64).phrase.english.hasPrefix(
                "FID∞ is meaningless with so few samples (N = 40, d = 64)"))
        #expect(
            MetricsError.tooFewToExtrapolate(rows: 40, dimension: 64).phrase.chinese
                == "样本太少（N = 40，d = 64），算不出有意义的 FID∞：只有 N 远大于 d 时 FID 才与 1/N 成线性关系；每组至少要有 130 个样本，最好有 256 个，或改用任何样本数下都无偏的核距离")
        let near = try normal(150, [Double](repeating: 1, count: 40), seed: 1).frechetDistanceAtInfinity(
            to: normal(150, [Double](repeating: 1, count: 40), seed: 2))
        #expect(near.isCurved)
    }

    @Test func `a line through points on a line`() {
        let line = PinnedLine([3.5, 4, 4.5, 5])
        #expect(line.intercept == 3 && line.step == 0.5 && line.weight == 6)
        #expect(PinnedLine([1, 3]).intercept == -1)
    }

    /// The errors that are given are those that are made: of 150 pairs of samples of two normal distributions, equal or not, the mean square of
    /// error over standard error is near 1, and the mean error near 0.
    @Test(arguments: [([1.0, 1, 1, 1], 0.0, 2), ([1.0, 1, 1, 1], 0, 4), ([1.3, 1, 0.8, 1], 0.3, 3)])
    func `the standard error is that of the samples drawn`(scales: [Double], shift: Double, points: Int) throws {
        let ones = [Double](repeating: 1, count: scales.count)
        let truth = scales.reduce(0) { $0 + ($1 - 1) * ($1 - 1) + shift * shift }
        let seeds = 150
        let errors = try (0..<seeds).map { seed in
            let (x, y) = (normal(150, scales, shift: shift, seed: 2 * seed), normal(120, ones, seed: 2 * seed + 1))
            let result = try x.frechetDistanceAtInfinity(to: y, options: ExtrapolationOptions(points: points, seed: 3))
            return (result.value - truth) / result.standardError
        }
        let mean = errors.reduce(0, +) / Double(seeds)
        let spread = errors.reduce(0) { $0 + $1 * $1 } / Double(seeds)
        #expect(abs(mean) < 0.25 && spread > 0.6 && spread < 1.3, "\(mean), \(spread)")
    }
}
