// The Fréchet distance: the document's example to FID = 1, every route against every other, and what must never happen.

import ExactArithmetic
import GenerativeMetrics
import LinearAlgebra
import TestSupport
import Testing

@Suite struct FrechetDistanceTests {
    private func toy(_ divisor: CovarianceDivisor = .samplesMinusOne) throws -> (FittedNormal<Exact>, FittedNormal<Exact>) {
        (try FittedNormal(samples: Toy.real, divisor: divisor), try FittedNormal(samples: Toy.generated, divisor: divisor))
    }

    @Test(arguments: [FrechetRoute.automatic, .matrixRoot, .crossGram, .pivotedCholesky])
    func `D1.5 the example is exactly 1, and 1 to rounding in floating point`(route: FrechetRoute) throws {
        let (r, g) = try toy()
        let distance = try r.frechetDistance(to: g, route: route)
        #expect(distance.value == 1)
        #expect(distance.meanTerm == Exact(1, over: 2))
        #expect(distance.traces.first == 3)
        #expect(distance.traces.second == Exact(3, over: 2))
        #expect(distance.rootTrace == 2)
        let real = try FittedNormal<Double>(approximating: r).frechetDistance(
            to: FittedNormal(approximating: g), route: route)
        #expect(abs(real.value - 1) < 1e-14)
    }

    @Test func `with divisor n it is 3/4`() throws {
        let (r, g) = try toy(.samples)
        #expect(try r.frechetDistance(to: g).value == Exact(3, over: 4))
    }

    @Test func `D1.6 it is symmetric although the products differ`() throws {
        let (r, g) = try toy()
        #expect(try g.frechetDistance(to: r, route: .matrixRoot).value == 1)
        #expect(try r.covariance().times(g.covariance()) != g.covariance().times(r.covariance()))
    }

    @Test func `the recorded steps are the document's, each checked by LAPACK`() throws {
        let recorder = Recorder()
        let r = try recorder.about("r") { try FittedNormal(samples: Toy.real, recorder: recorder) }
        let g = try recorder.about("g") { try FittedNormal(samples: Toy.generated, recorder: recorder) }
        _ = try r.frechetDistance(to: g, route: .matrixRoot, recorder: recorder)
        #expect(
            recorder.steps.map(\.rule) == [
                .mean, .centre, .mean, .centre, .meanDifference, .meanTerm, .scatter, .covariance, .scatter, .covariance,
                .product, .rootOfProduct, .rootTrace, .trace, .trace, .traceTerm, .frechetDistance,
            ])
        #expect(recorder.steps.allSatisfy { ($0.disagreement ?? 1) < 1e-15 })
        #expect(recorder.steps.map { $0.subjects.first ?? "" }.prefix(4) == ["r", "r", "g", "g"])
    }

    @Test func `identity against correlation one half is 4 − √6 − √2`() throws {
        let zero = Vector<Exact>([0, 0])
        let a = try FittedNormal(mean: zero, covariance: .identity(2))
        let b = try FittedNormal(mean: zero, covariance: exact("1 1/2;1/2 1"))
        #expect(try a.frechetDistance(to: b, route: .matrixRoot).value.description == "4 − √6 − √2")
        #expect(isClose(try a.frechetDistance(to: b, route: .matrixRoot).value.doubleValue, 0.1362966948, relative: 1e-9))
    }

    @Test func `lesson 10: mismatch and misalignment of two spectra`() throws {
        let zero = Vector<Double>([0, 0])
        let a = try FittedNormal(mean: zero, covariance: exact("2 -1;-1 2").approximate)
        let b = try FittedNormal(mean: zero, covariance: exact("1 0;0 4").approximate)
        let split = try #require(try a.frechetDistance(to: b, splitsTraceTerm: true).split)
        #expect(isClose(split.spectrumMismatch, 0.0717967697, relative: 1e-9))
        #expect(isClose(split.misalignment, 0.6994236780, relative: 1e-9))
        #expect(split.ranks == (2, 2))
    }

    @Test(arguments: 0..<60)
    func `all routes agree on random sets of any rank`(seed: Int) throws {
        let d = 1 + seed % 7
        let first = Matrix<Double>.random(rows: 2 + seed % 11, columns: d, seed: seed)
        let second = Matrix<Double>.random(rows: 2 + seed % 5, columns: d, seed: seed + 1000, offset: 0.3)
        let a = try FittedNormal(samples: first)
        let b = try FittedNormal(samples: second)
        let reference = try a.frechetDistance(to: b, route: .crossGram, splitsTraceTerm: true)
        for route in FrechetRoute.allCases {
            do {
                let other = try a.frechetDistance(to: b, route: route)
                #expect(abs(other.value - reference.value) < 1e-12 * max(1, reference.value), "seed \(seed), \(route)")
            } catch MetricsError.routeNotApplicable {
                #expect(route == .cholesky)
            }
        }
        let split = try #require(reference.split)
        #expect(split.spectrumMismatch >= 0)
        #expect(split.misalignment > -1e-12)
        #expect(abs(split.spectrumMismatch + split.misalignment - reference.traceTerm) < 1e-12, "seed \(seed)")
        #expect(abs(try b.frechetDistance(to: a).value - reference.value) < 1e-12, "seed \(seed)")
        #expect(abs(try a.frechetDistance(to: a).value) < 1e-12, "seed \(seed)")
        let verification = try a.verify(reference, to: b)
        #expect(verification.difference <= verification.errorBound + 1e-14, "seed \(seed)")
    }

    @Test(arguments: 0..<20)
    func `exact and floating-point distances of commuting covariances agree`(seed: Int) throws {
        var generator = SeededGenerator(seed: seed)
        let diagonal = { (_: Int) in Matrix<Exact>.diagonal((0..<3).map { _ in Exact(Int.random(in: 0...9, using: &generator)) })
        }
        let mean = Vector<Exact>([1, 2, 3])
        let a = try FittedNormal(mean: mean, covariance: diagonal(0))
        let b = try FittedNormal(mean: Vector<Exact>([0, 0, 1]), covariance: diagonal(1))
        let value = try a.frechetDistance(to: b, route: .matrixRoot, recorder: Recorder()).value
        let real = try FittedNormal<Double>(approximating: a).frechetDistance(to: FittedNormal(approximating: b)).value
        #expect(abs(value.doubleValue - real) < 1e-13, "seed \(seed)")
    }

    @Test func `D2.2 one dimension`() throws {
        #expect(try univariateFrechetDistance(mean: Exact(0), deviation: 1, mean: 3, deviation: 2, recorder: Recorder()) == 10)
        #expect(throws: MetricsError.negativeDeviation(-1)) {
            try univariateFrechetDistance(mean: 0.0, deviation: -1, mean: 0, deviation: 1)
        }
    }

    @Test func `dead and duplicated features do no harm`() throws {
        let base = Matrix<Double>.random(rows: 40, columns: 4, seed: 1)
        let padded = Matrix<Double>(rows: 40, columns: 6) { $1 < 4 ? base[$0, $1] : $1 == 4 ? 0 : base[$0, 0] }
        let other = Matrix<Double>.random(rows: 50, columns: 4, seed: 2)
        let otherPadded = Matrix<Double>(rows: 50, columns: 6) { $1 < 4 ? other[$0, $1] : $1 == 4 ? 0 : other[$0, 0] }
        let a = try FittedNormal(moments: Moments(of: padded))
        let b = try FittedNormal(moments: Moments(of: otherPadded))
        let distance = try a.frechetDistance(to: b, splitsTraceTerm: true)
        #expect(distance.route == .pivotedCholesky)
        #expect(distance.split.map { [$0.ranks.first, $0.ranks.second] } == [4, 4])
        let reference = try FittedNormal(samples: padded).frechetDistance(
            to: FittedNormal(samples: otherPadded), route: .crossGram)
        #expect(abs(distance.value - reference.value) < 1e-13)
        #expect(abs(try a.frechetDistance(to: a).value) < 1e-13)
    }

    @Test func `full covariances take the Cholesky route`() throws {
        let a = try FittedNormal(moments: Moments(of: Matrix<Double>.random(rows: 100, columns: 5, seed: 5)))
        let b = try FittedNormal(moments: Moments(of: Matrix<Double>.random(rows: 80, columns: 5, seed: 6)))
        #expect(try a.frechetDistance(to: b).route == .cholesky)
    }

    @Test func `what is no covariance is refused`() throws {
        let zero = Vector<Double>([0, 0])
        let bad = try FittedNormal(mean: zero, covariance: exact("1 2;2 1").approximate)
        let good = try FittedNormal(mean: zero, covariance: .identity(2))
        #expect(throws: LinearAlgebraError.self) { try bad.frechetDistance(to: good) }
        #expect(throws: LinearAlgebraError.self) { try good.frechetDistance(to: bad) }
        #expect(throws: MetricsError.meanCovarianceMismatch(mean: 2, covariance: 3)) {
            try FittedNormal(mean: zero, covariance: .identity(3))
        }
        #expect(throws: MetricsError.dimensionMismatch(first: 2, second: 3)) {
            try good.frechetDistance(to: FittedNormal(mean: Vector([0, 0, 0]), covariance: .identity(3)))
        }
        #expect(throws: MetricsError.overflow) {
            try FittedNormal(samples: Matrix(rows: 2, columns: 1, elements: [1e200, -1e200])).frechetDistance(
                to: FittedNormal(samples: Matrix(rows: 2, columns: 1, elements: [0, 1])))
        }
    }

    @Test func `a triangular factor stands for its samples`() throws {
        let samples = Matrix<Double>.random(rows: 5, columns: 9, seed: 8)
        let whole = try FittedNormal(samples: samples)
        let factor = try whole.triangularFactor()
        #expect(factor.shape == Shape(rows: 4, columns: 9))
        let compact = try FittedNormal(mean: whole.mean, factor: factor, count: 5)
        #expect(abs(try whole.frechetDistance(to: compact).value) < 1e-13)
        let many = try FittedNormal(moments: Moments(of: Matrix<Double>.random(rows: 30, columns: 4, seed: 9)))
        let fromMoments = try many.triangularFactor()
        let rebuilt = try FittedNormal(mean: many.mean, factor: fromMoments, count: 30)
        let zero = try many.frechetDistance(to: rebuilt).value
        #expect(abs(zero) < 1e-13)
        #expect(throws: MetricsError.countUnknown) {
            try FittedNormal(mean: Vector([0.0]), covariance: .identity(1)).triangularFactor()
        }
    }
    @Test(arguments: 1...6)
    func `equal sets are at a distance of 0 to rounding, and never below it`(rank: Int) throws {
        for seed in 0..<20 {
            let left = Matrix<Double>.random(rows: 12, columns: rank, seed: seed)
            let right = Matrix<Double>.random(rows: rank, columns: 6, seed: seed + 100)
            let samples = try left.times(right)
            let (one, same) = (try FittedNormal(samples: samples), try FittedNormal(moments: Moments(of: samples)))
            let distance = try one.frechetDistance(to: same, splitsTraceTerm: true)
            #expect(distance.value >= 0 && distance.value < 1e-13)
            #expect(distance.traceTerm >= 0)
            #expect(try #require(distance.split).misalignment >= 0)
        }
    }
}
