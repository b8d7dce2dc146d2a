// Where a Fréchet distance comes from: directions and samples, against its definition and against finite differences.

import ExactArithmetic
import LinearAlgebra
import TestSupport
import Testing

@testable import GenerativeMetrics

@Suite struct FrechetContributionTests {
    @Test func `of the document's matrices: half from the means, half from the third feature`() throws {
        let (r, g) = (try FittedNormal(samples: Toy.real), try FittedNormal(samples: Toy.generated))
        let result = try r.frechetContributions(to: g)
        #expect(result.displacement == exact("0.25 -0.25 0; -0.25 0.25 0; 0 0 0.5"))
        #expect(result.contributions.elements == [Exact(1, over: 2), Exact(1, over: 2), 0])
        #expect(result.meanParts.elements == [Exact(1, over: 2), 0, 0])
        #expect(
            try result.contributions(along: Matrix<Exact>.identity(3)).elements == [
                Exact(1, over: 4), Exact(1, over: 4), Exact(1, over: 2),
            ])
    }

    @Test(arguments: 0..<5)
    func `contributions are not negative, and add up to the distance over any basis`(seed: Int) throws {
        // Fewer samples than features on one side.
        let a = try FittedNormal(samples: Matrix<Double>.random(rows: 30, columns: 6, seed: seed))
        let b = try FittedNormal(samples: Matrix<Double>.random(rows: 4 + seed, columns: 6, seed: seed + 50, offset: 0.2))
        let result = try a.frechetContributions(to: b)
        let distance = try a.frechetDistance(to: b).value
        #expect(isClose(result.contributions.sum, distance, relative: 1e-11), "seed \(seed)")
        #expect(result.contributions.allSatisfy { $0 > -1e-10 } && result.contributions[0] >= result.contributions[5])
        let axes = try a.covariance().eigenvectors()
        let along = try result.contributions(along: axes)
        #expect(isClose(along.sum, distance, relative: 1e-11) && along.allSatisfy { $0 > -1e-10 }, "seed \(seed)")
        let shift = try a.mean.minus(b.mean).squaredNorm
        #expect(isClose(result.meanParts.sum, shift, relative: 1e-11))
        #expect(zip(result.meanParts, result.contributions).allSatisfy { $0 <= $1 + 1e-10 })
    }
}

@Suite struct FrechetDirectionTests {
    @Test(arguments: 0..<4)
    func `the leading directions are those of all contributions`(seed: Int) throws {
        // By rows on one side, with fewer samples than features; by a covariance on the other.
        let x = Matrix<Double>.random(rows: 5 + 4 * seed, columns: 6, seed: seed)
        let y = Matrix<Double>.random(rows: 40, columns: 6, seed: seed + 50, offset: 0.3)
        let a = try FittedNormal(samples: x)
        let b = try FittedNormal(moments: Moments(of: y))
        let all = try a.frechetContributions(to: b)
        let found = try a.frechetDirections(to: b, count: 3)
        #expect(found.leading.count == 3)
        #expect(isClose(found.total, try a.frechetDistance(to: b).value, relative: 1e-11), "seed \(seed)")
        #expect(found.residual < 1e-13 && found.orthogonalityLoss < 1e-13)
        for (index, direction) in found.leading.enumerated() {
            #expect(isClose(direction.contribution, all.contributions[index], relative: 1e-11), "seed \(seed)")
            #expect(isClose(direction.shift * direction.shift, all.meanParts[index], relative: 1e-9), "seed \(seed)")
            let v = direction.vector
            #expect(v.max { abs($0) < abs($1) } ?? -1 > 0)
            // Means and spreads of the samples' coordinates on v themselves.
            let (s, t) = (try x.timesTransposed(v.asRow), try y.timesTransposed(v.asRow))
            #expect(isClose(direction.shift, try t.mean()[0] - s.mean()[0], relative: 1e-11))
            #expect(isClose(direction.deviations.first, try s.covariance()[0, 0].squareRoot(), relative: 1e-11))
            #expect(isClose(direction.deviations.second, try t.covariance()[0, 0].squareRoot(), relative: 1e-11))
        }
        #expect(try a.frechetDirections(to: b, count: 99).leading.count == 6)
        #expect(try a.frechetDirections(to: b, count: 0).leading.isEmpty)
        #expect(throws: MetricsError.dimensionMismatch(first: 6, second: 2)) {
            try a.frechetDirections(to: FittedNormal(samples: real("1 2; 3 4")), count: 1)
        }
    }
}

@Suite struct FrechetInfluenceTests {
    private let x = Matrix<Double>.standardNormal(rows: 60, columns: 4, seed: 1)
    private let y = Matrix<Double>.standardNormal(rows: 80, columns: 4, seed: 2).map { 0.3 + 1.4 * $0 }

    @Test func `the derivative is that of finite differences`() throws {
        let (first, second) = (try FittedNormal(samples: x), try FittedNormal(samples: y))
        let gradient = try first.frechetGradient(to: second)
        let sigma = try first.covariance()
        let influences = try gradient.influences(of: x)
        for i in 0..<10 {
            let c = try x.row(i).minus(first.mean)
            let outer = Double.product(c.asRow, .transposedLeft, c.asRow)
            // A share h of the weight moves to row i.
            func moved(_ h: Double) throws -> Double {
                let covariance = try sigma.scaled(by: 1 - h).plus(outer.scaled(by: h))
                let mean = Vector(zip(first.mean, c).map { $0 + h * $1 })
                return try FittedNormal(mean: mean, covariance: covariance).frechetDistance(to: second).value
            }
            let h = 1e-5
            #expect(isClose(influences[i], (try moved(h) - moved(-h)) / (2 * h), relative: 1e-6), "row \(i)")
        }
    }

    @Test func `the derivative for the other set is that with both exchanged`() throws {
        let (first, second) = (try FittedNormal(samples: x), try FittedNormal(samples: y))
        let (direct, back) = (
            try second.frechetGradient(to: first), try first.frechetGradient(to: second).reversed(to: second)
        )
        #expect(largestDifference(direct.covariance, back.covariance) < 1e-12)
        #expect(isClose(direct.trace, back.trace, relative: 1e-11))
        #expect(direct.mean == back.mean && direct.meanDifference == back.meanDifference)
        let flat = try FittedNormal(mean: Vector([Exact(3)]), covariance: exact("0"))
        let line = try FittedNormal(mean: Vector([Exact(1)]), covariance: exact("1"))
        #expect(throws: MetricsError.doesNotSpan(dimension: 1)) { try line.frechetGradient(to: flat).reversed(to: flat) }
    }

    @Test(arguments: CovarianceDivisor.allCases)
    func `what each row changes, against leaving it out`(divisor: CovarianceDivisor) throws {
        let many = Matrix<Double>.standardNormal(rows: 1500, columns: 3, seed: 3)
        let other = Matrix<Double>.standardNormal(rows: 900, columns: 3, seed: 4).map { 0.5 + 1.2 * $0 }
        let changes = try many.frechetChangesWithoutRows(to: other, divisor: divisor)
        let second = try FittedNormal(samples: other, divisor: divisor)
        let whole = try FittedNormal(samples: many, divisor: divisor).frechetDistance(to: second).value
        let largest = changes.map(abs).elements.max() ?? 0
        for i in stride(from: 0, to: 1500, by: 100) {
            let rest = many.gathered((0..<1500).filter { $0 != i })
            let change = try FittedNormal(samples: rest, divisor: divisor).frechetDistance(to: second).value - whole
            #expect(abs(changes[i] - change) < 0.01 * largest, "row \(i): \(changes[i]), \(change)")
        }
    }

    @Test(arguments: CovarianceDivisor.allCases)
    func `a fit without one of its samples is that to the others`(divisor: CovarianceDivisor) throws {
        let samples = Matrix<Exact>.random(rows: 7, columns: 3, seed: 9)
        let whole = try FittedNormal(samples: samples, divisor: divisor)
        for index in 0..<7 {
            let rest = samples.gathered((0..<7).filter { $0 != index })
            let expected = try FittedNormal(moments: Moments(of: rest), divisor: divisor)
            let found = try whole.leavingOut(samples.row(index), divisor: divisor)
            #expect(found.count == 6 && found.mean == expected.mean)
            #expect(try found.covariance() == expected.covariance())
        }
        #expect(throws: MetricsError.groupsDoNotFit(groups: 2, rows: 2)) {
            try FittedNormal(samples: samples.rows(0..<2)).leavingOut(samples.row(0))
        }
        let unknown = try FittedNormal(mean: Vector([Exact(1)]), covariance: exact("1"))
        #expect(throws: MetricsError.countUnknown) { try unknown.leavingOut(Vector([Exact(1)])) }
    }

    @Test func `all rows in one pass, with word of how far it is`() throws {
        let many = Matrix<Double>.standardNormal(rows: 1100, columns: 3, seed: 3)
        let gradient = try FittedNormal(samples: many).frechetGradient(
            to: FittedNormal(samples: Matrix<Double>.standardNormal(rows: 60, columns: 3, seed: 1)))
        var calls: [Int] = []
        let all = try gradient.changesWithoutRows(of: many) { done, total in
            #expect(total == 1100)
            calls.append(done)
        }
        #expect(calls.count == 3 && calls.last == 1100 && calls == calls.sorted())
        #expect(try all == gradient.changesWithout(rows: many, count: 1100))
        #expect(throws: CancellationError.self) {
            try gradient.changesWithoutRows(of: many) { _, _ in throw CancellationError() }
        }
    }

    @Test func `an outlier among the generated is what costs most`() throws {
        var rows = x.elements
        rows.replaceSubrange(0..<4, with: [9, -9, 9, 9])
        let generated = Matrix(rows: 60, columns: 4, elements: rows)
        let changes = try generated.frechetChangesWithoutRows(to: x)
        #expect(changes[0] < 0 && changes.allSatisfy { $0 >= changes[0] })
    }

    @Test func `exactly, in one dimension`() throws {
        // T = σ₂/σ₁ = 2: 2(μ₁−μ₂)c + (1−2)c² − (1−2)σ₁² with μ₁ − μ₂ = −2, σ₁² = 1.
        let first = try FittedNormal(mean: Vector([Exact(1)]), covariance: exact("1"))
        let second = try FittedNormal(mean: Vector([Exact(3)]), covariance: exact("4"))
        let gradient = try first.frechetGradient(to: second)
        #expect(gradient.covariance == exact("-1"))
        #expect(try gradient.influences(of: exact("1; 2; 4")) == [1, -4, -20])
    }

    @Test func `samples that do not span are refused`() throws {
        let flat = Matrix<Double>.random(rows: 4, columns: 6, seed: 1)
        let full = Matrix<Double>.random(rows: 40, columns: 6, seed: 2)
        #expect(throws: MetricsError.doesNotSpan(dimension: 6)) { try flat.frechetChangesWithoutRows(to: full) }
        #expect(throws: Never.self) { try full.frechetChangesWithoutRows(to: flat) }
        #expect(throws: MetricsError.doesNotSpan(dimension: 3)) { try Toy.real.frechetChangesWithoutRows(to: Toy.generated) }
        #expect(throws: MetricsError.groupsDoNotFit(groups: 2, rows: 2)) {
            try exact("1; 2").frechetChangesWithoutRows(to: exact("1; 2; 4"))
        }
        #expect(
            MetricsError.doesNotSpan(dimension: 6).phrase.chinese
                == "样本并未在全部 6 个方向上变化，此时单个样本的影响没有定义：请取多于特征维数的样本，或先投影到较少的主轴上")
    }
}
