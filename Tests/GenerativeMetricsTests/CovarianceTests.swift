// Mean, centring, scatter, covariance and moments: the document's numbers, and every way of cutting a set into blocks.

import ExactArithmetic
import GenerativeMetrics
import LinearAlgebra
import TestSupport
import Testing

@Suite struct CovarianceTests {
    @Test func `D1.1 the means`() throws {
        #expect(try Toy.real.mean().asRow == exact("1.5 2.5 2"))
        #expect(try Toy.generated.mean().asRow == exact("2 2 2"))
    }

    @Test func `D1.2 the centred matrix`() throws {
        #expect(try Toy.real.centred(at: Toy.real.mean()) == exact("-0.5 -0.5 1;0.5 0.5 -1"))
    }

    @Test func `D1.3 and D1.4 the covariances, exact and in floating point`() throws {
        let r = exact("0.5 0.5 -1;0.5 0.5 -1;-1 -1 2")
        let g = exact("0.5 0.5 -0.5;0.5 0.5 -0.5;-0.5 -0.5 0.5")
        #expect(try Toy.real.covariance() == r)
        #expect(try Toy.generated.covariance() == g)
        #expect(try Toy.real.approximate.covariance() == r.approximate)
        #expect(try Toy.real.covariance(divisor: .samples) == r.divided(by: 2))
    }

    @Test func `too few samples`() {
        #expect(throws: MetricsError.noSamples) { try Matrix<Double>.zeros(rows: 0, columns: 3).covariance() }
        #expect(throws: MetricsError.singleSample) { try Matrix<Double>.zeros(rows: 1, columns: 3).covariance() }
        #expect(throws: Never.self) { try Matrix<Double>.zeros(rows: 1, columns: 3).covariance(divisor: .samples) }
    }

    @Test(arguments: 0..<40)
    func `exact moments are the same for any sharding and any order`(seed: Int) throws {
        var generator = SeededGenerator(seed: seed)
        let samples = Matrix<Exact>.random(rows: 2 + seed % 9, columns: 1 + seed % 3, seed: seed)
        let whole = try Moments(of: samples)
        let cut = Int.random(in: 1..<samples.rows, using: &generator)
        let first = try Moments(of: samples.rows(0..<cut))
        let second = try Moments(of: samples.rows(cut..<samples.rows))
        #expect(try first.merging(second) == whole, "seed \(seed)")
        #expect(try second.merging(first) == whole, "seed \(seed)")
        var accumulator = MomentsAccumulator<Exact>(dimension: samples.columns)
        try accumulator.add(samples.rows(cut..<samples.rows))
        try accumulator.add(samples.rows(0..<cut))
        #expect(try accumulator.moments() == whole, "seed \(seed)")
        #expect(try whole.covariance() == samples.covariance(), "seed \(seed)")
    }

    @Test(arguments: [0.0, 1e3, 1e8])
    func `blocks lose no digits to a large mean`(offset: Double) throws {
        let samples = Matrix<Double>.random(rows: 1000, columns: 5, seed: 7, offset: offset)
        let centred = try samples.centred(at: samples.mean()).scatter()
        var accumulator = MomentsAccumulator<Double>(dimension: 5)
        for start in stride(from: 0, to: 1000, by: 37) {
            try accumulator.add(samples.rows(start..<min(start + 37, 1000)))
        }
        let moments = try accumulator.moments()
        #expect(moments.count == 1000)
        let tolerance = 1e-12 + offset * 1e-15
        #expect(zip(moments.scatter.elements, centred.elements).allSatisfy { abs($0 - $1) <= tolerance * centred[0, 0] })
    }

    @Test func `merging sets of different dimensions`() throws {
        let error = #expect(throws: MetricsError.self) {
            try Moments(of: Matrix<Double>.zeros(rows: 2, columns: 2)).merging(Moments(of: .zeros(rows: 2, columns: 3)))
        }
        #expect(error == .dimensionMismatch(first: 2, second: 3))
    }

    @Test func `principal axes: orthonormal, ordered, with a sign of their own`() throws {
        let samples = Matrix<Double>.random(rows: 200, columns: 6, seed: 3)
        let moments = try Moments(of: samples)
        let axes = try PrincipalAxes(of: moments, count: 4)
        let gram = try axes.axes.timesTransposed(axes.axes)
        #expect(zip(gram.elements, Matrix<Double>.identity(4).elements).allSatisfy { abs($0 - $1) < 1e-13 })
        #expect(axes.variances.elements == axes.variances.elements.sorted(by: >))
        let scores = try Moments(of: axes.scores(of: samples)).covariance()
        for i in 0..<4 { #expect(abs(scores[i, i] - axes.variances[i]) < 1e-13) }
        for i in 0..<4 { #expect((axes.axes.row(i).max { abs($0) < abs($1) } ?? 0) > 0) }
    }
}
