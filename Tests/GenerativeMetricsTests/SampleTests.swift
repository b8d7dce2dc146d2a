// Samples: their generator against reference values, their shape, and the distance of two of them.

import ExactArithmetic
import LinearAlgebra
import TestSupport
import Testing

@testable import GenerativeMetrics

@Suite struct SampleGeneratorTests {
    @Test func `xoshiro256** gives the numbers of its reference implementation`() {
        var generator = SampleGenerator(state: (1, 2, 3, 4))
        #expect((0..<4).map { _ in generator.next() } == [11520, 0, 1_509_978_240, 1_215_971_899_390_074_240])
    }

    @Test func `normal samples are the same on every machine, to the last bit`() {
        // Computed by an independent program in Python.
        let expected = [
            -0x1.1567319237b76p-1, -0x1.7aca5488a7f16p+0, 0x1.7832a0cee4d54p-1, 0x1.d9d7a344c92fap-3, -0x1.cdd737277f7d8p-3,
            0x1.83c6246bd04fcp+0,
        ]
        #expect(Matrix.standardNormal(rows: 3, columns: 2, seed: 7).elements == expected)
        #expect(Matrix.standardNormal(rows: 2, columns: 2, seed: 7).elements == Array(expected.prefix(4)))
        #expect(Matrix.standardNormal(rows: 3, columns: 2, seed: 8).elements != expected)
    }

    @Test func `twenty thousand of them are normal`() throws {
        let samples = Matrix.standardNormal(rows: 20_000, columns: 1, seed: 2024).column(0)
        #expect(abs(samples.sum / 20_000) < 0.03)
        #expect(abs(samples.squaredNorm / 20_000 - 1) < 0.04)
        #expect(abs(try samples.skewness()) < 0.07)
        #expect(abs(try samples.kurtosis() - 3) < 0.14)
        // The largest distance of the two distribution functions (Kolmogorov): 1.95/√n is passed once in a thousand samples. At these
        // points Φ is a known number.
        for (x, share) in [(-1.959964, 0.025), (-1, 0.158655), (0, 0.5), (0.674490, 0.75), (2.326348, 0.99)] {
            #expect(abs(Double(samples.elements.count { $0 <= x }) / 20_000 - share) < 0.0138, "at \(x)")
        }
    }

    @Test func `rows drawn are those of an independent program, and none comes twice`() throws {
        let column = Matrix<Exact>(rows: 10, columns: 1) { row, _ in Exact(row + 1) }
        #expect(try column.drawnRows(10, seed: 1).elements == [8, 3, 7, 10, 4, 1, 9, 6, 5, 2])
        #expect(try column.drawnRows(4, seed: 1).elements == [8, 3, 7, 10])
        #expect(try column.drawnRows(0, seed: 1).rows == 0)
        #expect(throws: MetricsError.subsetTooLarge(count: 11, rows: 10)) { try column.drawnRows(11, seed: 1) }
    }

    @Test func `each order of three rows comes equally often`() throws {
        let column = exact("1; 2; 3")
        var counts: [[Exact]: Int] = [:]
        for seed in 0..<6000 { counts[try column.drawnRows(3, seed: UInt64(seed)).elements, default: 0] += 1 }
        #expect(counts.count == 6)
        // Six times 1000 ± 29 (one standard deviation).
        #expect(counts.values.allSatisfy { abs($0 - 1000) < 130 }, "\(counts.values.sorted())")
    }
}

@Suite struct CentralMomentTests {
    @Test func `by hand, exactly`() throws {
        let sample = exact("1 2 6").row(0)
        #expect(try sample.skewness() == Exact(6) / (Exact(14, over: 3) * Exact.squareRoot(of: 42) / 3))
        #expect(try sample.kurtosis() == Exact(3, over: 2))
        #expect(try sample.kurtosis(isExcess: true) == Exact(-3, over: 2))
        #expect(try exact("1 2 3 4 5").row(0).skewness() == 0)
    }

    @Test func `against SciPy`() throws {
        let sample = Vector([2.5, -1.25, 7, 0.5, 3.75, -4])
        #expect(isClose(try sample.skewness(), 0.03527034967731134, relative: 1e-13))
        #expect(isClose(try sample.kurtosis(), 2.0380702906254125, relative: 1e-14))
    }

    @Test func `without spread there is no shape`() {
        #expect(throws: MetricsError.noSpread) { try exact("2 2 2").row(0).skewness() }
        #expect(throws: MetricsError.noSpread) { try Vector([0.1, 0.1, 0.1]).kurtosis() }
        #expect(throws: MetricsError.noSpread) { try Vector([5.0]).skewness() }
        #expect(throws: MetricsError.noSamples) { try Vector<Double>([]).skewness() }
    }
}

@Suite struct WassersteinTests {
    @Test func `of two samples: sorted and paired`() throws {
        let (x, y) = (exact("4 1 0").row(0), exact("3 8 1").row(0))
        #expect(try x.wassersteinDistance(to: y) == Exact.squareRoot(of: 7))
        #expect(try y.wassersteinDistance(to: x) == Exact.squareRoot(of: 7))
        #expect(try x.wassersteinDistance(to: x) == 0)
        #expect(throws: MetricsError.unequalCounts(first: 3, second: 2)) { try x.wassersteinDistance(to: exact("1 2").row(0)) }
        #expect(throws: MetricsError.noSamples) { try Vector<Double>([]).wassersteinDistance(to: Vector([])) }
    }

    @Test(arguments: 0..<10)
    func `no pairing of four numbers is cheaper`(seed: Int) throws {
        let samples = Matrix<Double>.random(rows: 2, columns: 4, seed: seed)
        let (x, y) = (samples.row(0), samples.row(1))
        var cheapest = Double.infinity
        for code in 0..<256 {
            let order = (0..<4).map { code >> (2 * $0) & 3 }
            guard Set(order).count == 4 else { continue }
            cheapest = min(cheapest, (0..<4).reduce(0) { $0 + (x[$1] - y[order[$1]]) * (x[$1] - y[order[$1]]) } / 4)
        }
        #expect(isClose(try x.wassersteinDistance(to: y), cheapest.squareRoot(), relative: 1e-12), "seed \(seed)")
    }

    @Test func `of two normal distributions: the root of the Fréchet distance`() throws {
        let first = try FittedNormal(mean: exact("0").row(0), covariance: exact("1"))
        let second = try FittedNormal(mean: exact("3").row(0), covariance: exact("4"))
        #expect(try first.wassersteinDistance(to: second) == Exact.squareRoot(of: 10))
        let a = try FittedNormal(mean: Vector([1.0, 0]), covariance: real("2 -1; -1 2"))
        let b = try FittedNormal(mean: Vector([0.0, 2]), covariance: real("1 0; 0 4"))
        #expect(isClose(try a.wassersteinDistance(to: b), 2.4023364559641394, relative: 1e-13))
        #expect(try a.wassersteinDistance(to: a) == 0)
    }
}
