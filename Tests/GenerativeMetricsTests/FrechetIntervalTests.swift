// Intervals for the Fréchet distance: moments taken apart, coverage on simulated normals, Student's distribution.

import ExactArithmetic
import LinearAlgebra
import TestSupport
import Testing

@testable import GenerativeMetrics

@Suite struct FrechetIntervalTests {
    @Test func `moments without a part are those of the rest, exactly`() throws {
        let samples = Matrix<Exact>.random(rows: 9, columns: 3, seed: 4)
        let whole = try Moments(of: samples)
        for cut in 1..<9 {
            let (head, tail) = (try Moments(of: samples.rows(0..<cut)), try Moments(of: samples.rows(cut..<9)))
            #expect(try whole.removing(head) == tail)
            #expect(try tail.merging(head) == whole)
        }
        #expect(throws: MetricsError.noSamples) { try whole.removing(whole) }
        #expect(throws: MetricsError.dimensionMismatch(first: 3, second: 2)) { try whole.removing(Moments(of: exact("1 2"))) }
    }

    @Test func `rows are dealt out to groups in turn, whatever the blocks`() throws {
        let samples = Matrix<Exact>.random(rows: 700, columns: 2, seed: 5)
        let groups = try samples.groupMoments(7)
        for group in 0..<7 {
            #expect(try groups[group] == Moments(of: samples.gathered(Array(stride(from: group, to: 700, by: 7)))))
        }
        #expect(throws: MetricsError.groupsDoNotFit(groups: 4, rows: 7)) { try samples.rows(0..<7).groupMoments(4) }
        #expect(throws: MetricsError.groupsDoNotFit(groups: 1, rows: 700)) { try samples.groupMoments(1) }
    }

    @Test(arguments: [(4, 300, 0.5, 1.2), (4, 300, 0.0, 1.0), (8, 600, 0.2, 1.1)])
    func `of a hundred intervals of 95%, ninety or more hold the distance of the distributions`(
        d: Int, n: Int, shift: Double, scale: Double
    ) throws {
        let truth = Double(d) * (shift * shift + (scale - 1) * (scale - 1))
        var (hits, corrected, raw) = (0, 0.0, 0.0)
        for seed in 0..<100 {
            let x = Matrix.standardNormal(rows: n, columns: d, seed: UInt64(2 * seed))
            let y = Matrix.standardNormal(rows: n, columns: d, seed: UInt64(2 * seed + 1)).map { shift + scale * $0 }
            let interval = try FrechetInterval(first: x.groupMoments(10), second: y.groupMoments(10))
            if interval.lower <= truth, truth <= interval.upper { hits += 1 }
            corrected += interval.corrected / 100
            raw += interval.value / 100
        }
        #expect(hits >= 90, "\(hits) of 100")
        // The corrected distance has lost nine tenths of the bias at least.
        #expect(abs(corrected - truth) < 0.35 * abs(raw - truth), "\(corrected) corrected, \(raw) raw, \(truth)")
    }

    @Test(arguments: CovarianceDivisor.allCases)
    func `a second way agrees, and finds what is off`(divisor: CovarianceDivisor) throws {
        let x = Matrix.standardNormal(rows: 130, columns: 5, seed: 7)
        let y = Matrix.standardNormal(rows: 90, columns: 5, seed: 8).map { 0.4 + 1.3 * $0 }
        var calls: [(Int, Int)] = []
        let interval = try FrechetInterval(
            first: x.groupMoments(7) { calls.append(($0, $1)) }, second: y.groupMoments(6), divisor: divisor
        ) { calls.append(($0, $1)) }
        // One block of rows; then thirteen distances.
        #expect(calls.map(\.0) == [130] + Array(0..<13) && calls.map(\.1) == [130] + Array(repeating: 13, count: 13))
        let check = try interval.verify(first: x, second: y, divisor: divisor)
        #expect(check.agrees(with: interval))
        #expect(check.difference < 1e-12 && check.pseudovalueDifference < 1e-12)
        #expect(isClose(check.distancesWithout.first, interval.distancesWithout.first[0], relative: 1e-12))
        let others = x.gathered((0..<130).filter { !$0.isMultiple(of: 7) })
        let without = try FittedNormal(samples: others, divisor: divisor).frechetDistance(
            to: FittedNormal(samples: y, divisor: divisor))
        #expect(isClose(check.distancesWithout.first, without.value, relative: 1e-12))
        // Other rows, or another divisor, are not what the interval is of.
        #expect(try !interval.verify(first: x.map { 1.0001 * $0 }, second: y, divisor: divisor).agrees(with: interval))
    }

    @Test func `features whose squares leave the range`() throws {
        let huge = Matrix.standardNormal(rows: 20, columns: 2, seed: 7).map { 1e200 * $0 }
        #expect(throws: MetricsError.overflow) { try Moments(of: huge) }
        #expect(throws: MetricsError.overflow) { try huge.groupMoments(2) }
    }

    @Test func `what no interval can be given for`() throws {
        let samples = Matrix.standardNormal(rows: 40, columns: 30, seed: 1)
        let groups = try samples.groupMoments(4)
        #expect(throws: MetricsError.tooFewForInterval(rows: 30, dimension: 30)) {
            try FrechetInterval(first: groups, second: groups)
        }
        #expect(throws: MetricsError.groupsDoNotFit(groups: 1, rows: 10)) {
            try FrechetInterval(first: Array(groups.prefix(1)), second: groups)
        }
        for level in [0, 1, 95, -0.5, .nan] {
            #expect(throws: MetricsError.self) { try FrechetInterval(first: groups, second: groups, level: level) }
        }
        #expect(
            MetricsError.levelOutOfRange(95).phrase.english == "a level of confidence lies between 0 and 1, this one is 95.0")
        #expect(
            MetricsError.tooFewForInterval(rows: 30, dimension: 30).phrase.english
                == "an interval cannot be given: with a group left out 30 rows remain, for 30 features; its bias is understood only with more rows than features"
        )
    }

    @Test(arguments: [
        (1, 0.95, 12.706204736), (2, 0.95, 4.302652730), (3, 0.99, 5.840909310), (9, 0.95, 2.262157163), (10, 0.9, 1.812461123),
        (18, 0.95, 2.100922040), (101, 0.95, 1.983731003), (1000, 0.5, 0.674735165),
    ])
    func `quantiles of Student's distribution`(degrees: Int, level: Double, expected: Double) {
        #expect(isClose(StudentDistribution(degreesOfFreedom: degrees).twoSidedQuantile(level), expected, relative: 1e-8))
    }
}
