// Precision, recall, density and coverage: against brute force on data full of ties, at the edges of k, and by hand.

import ExactArithmetic
import LinearAlgebra
import TestSupport
import Testing

@testable import GenerativeMetrics

/// The definitions, pair by pair, on squared distances.
struct BruteForceCounts: Equatable {
    var precision = 0
    var recall = 0
    var pairs = 0
    var coverage = 0

    init<E: Scalar>(_ real: Matrix<E>, _ generated: Matrix<E>, _ k: Int) {
        let realRadii = Self.radii(real, k)
        let generatedRadii = Self.radii(generated, k)
        let across = (0..<real.rows).map { i in (0..<generated.rows).map { Self.square(real, i, generated, $0) } }
        for j in 0..<generated.rows where (0..<real.rows).contains(where: { across[$0][j] <= realRadii[$0] }) { precision += 1 }
        for i in 0..<real.rows {
            if (0..<generated.rows).contains(where: { across[i][$0] <= generatedRadii[$0] }) { recall += 1 }
            let inside = (0..<generated.rows).count { across[i][$0] < realRadii[i] }
            pairs += inside
            if inside > 0 { coverage += 1 }
        }
    }

    init(_ measures: NeighbourhoodMeasures) {
        precision = measures.precisionCount
        recall = measures.recallCount
        pairs = measures.densityPairs
        coverage = measures.coverageCount
    }

    static func radii<E: Scalar>(_ set: Matrix<E>, _ k: Int) -> [E] {
        (0..<set.rows).map { i in (0..<set.rows).filter { $0 != i }.map { square(set, i, set, $0) }.sorted()[k - 1] }
    }

    private static func square<E: Scalar>(_ a: Matrix<E>, _ i: Int, _ b: Matrix<E>, _ j: Int) -> E {
        (0..<a.columns).reduce(E(0)) { sum, c in
            let difference = a[i, c] - b[j, c]
            return sum + difference * difference
        }
    }
}

/// Kinds of data that try the bounds in different ways.
enum NeighbourhoodData: String, CaseIterable {
    case wholeNumbers, duplicates, oneHot, farFromZero, tinyAndLarge, oneFeature, clusters

    func rows(_ count: Int, seed: Int) -> Matrix<Double> {
        var random = SeededGenerator(seed: seed)
        func number(_ range: ClosedRange<Int>) -> Double { Double(Int.random(in: range, using: &random)) }
        switch self {
        // Few values: nearly every distance is that of another pair, too.
        case .wholeNumbers: return Matrix(rows: count, columns: 3) { _, _ in number(-2...2) }
        case .duplicates:
            let rows = Matrix<Double>.random(rows: 1 + count / 5, columns: 6, seed: seed / 2)
            return Matrix(rows: count, columns: 6, elements: (0..<count).flatMap { rows.row(($0 * 7) % rows.rows).elements })
        case .oneHot: return Matrix(rows: count, columns: count) { $0 == ($1 + seed) % count ? 1 : 0 }
        // Differences are lost in single precision unless the mean is taken off first.
        case .farFromZero: return Matrix(rows: count, columns: 4) { _, _ in 1e7 + number(-8...8) / 8 }
        case .tinyAndLarge: return Matrix(rows: count, columns: 4) { i, _ in number(-9...9) * (i % 3 == 0 ? 0x1p-40 : 0x1p20) }
        case .oneFeature: return Matrix(rows: count, columns: 1) { _, _ in number(-40...40) / 4 }
        case .clusters: return Matrix(rows: count, columns: 5) { i, _ in Double(i % 4) * 1e6 + number(-3...3) / 1024 }
        }
    }
}

@Suite struct NeighbourhoodTests {
    /// Small tiles and panels, so that little data has many of them.
    private static let tilings = [
        NeighbourhoodTiling(), NeighbourhoodTiling(block: 8), NeighbourhoodTiling(block: 5, panelNumbers: 60),
        NeighbourhoodTiling(block: 70, panelNumbers: 100),
    ]

    private func counts(
        _ real: Matrix<Double>, _ generated: Matrix<Double>, ks: [Int], _ tiling: NeighbourhoodTiling
    ) throws -> [NeighbourhoodMeasures] {
        let kernel = try NeighbourhoodKernel(
            real: FloatingRows(real), generated: FloatingRows(generated), ks: ks, tiling: tiling)
        return try kernel.measures()
    }

    @Test(arguments: NeighbourhoodData.allCases, 0..<4)
    func `counts are those of brute force, in every tiling and in single precision`(data: NeighbourhoodData, seed: Int) throws {
        let real = data.rows(37 + seed, seed: seed)
        let generated = data == .oneHot ? data.rows(37 + seed, seed: seed + 3) : data.rows(29, seed: seed + 100)
        let ks = [1, 3, 5, 27]
        let expected = ks.map { BruteForceCounts(real, generated, $0) }
        for tiling in Self.tilings {
            let found = try counts(real, generated, ks: ks, tiling)
            #expect(found.map { BruteForceCounts($0) } == expected, "\(data), seed \(seed), block \(tiling.block)")
            #expect(found.map(\.k) == ks)
        }
        let swapped = try counts(generated, real, ks: [3], Self.tilings[1])
        #expect(swapped.map { BruteForceCounts($0) } == [BruteForceCounts(generated, real, 3)], "\(data), seed \(seed)")
        // In single precision what brute force says of the rounded numbers.
        let (realFloat, generatedFloat) = (real.map(Float.init), generated.map(Float.init))
        let float = try realFloat.neighbourhoodMeasures(of: generatedFloat, k: 3)
        let rounded = BruteForceCounts(realFloat.approximate, generatedFloat.approximate, 3)
        #expect(BruteForceCounts(float) == rounded, "\(data), seed \(seed), Float")
    }

    @Test(arguments: NeighbourhoodData.allCases, [1, 2000])
    func `the bounds hold for every pair, and are not much wider than single precision is`(data: NeighbourhoodData, repeats: Int)
        throws
    {
        let first = data.rows(12, seed: 3)
        // The same features again and again: as many columns as real ones have, and distances that grow with them.
        let wide = Matrix(rows: 12, columns: first.columns * repeats) { first[$0, $1 % first.columns] * Double(1 + $1 % 7) }
        let rows = FloatingRows(wide)
        let screen = try Screen([rows])
        #expect(screen.isUsable)
        let panel = try ScreeningPanel(0..<12, of: rows, screen)
        let tile = ProductTile(side: 12)
        defer { tile.deallocate() }
        tile.multiply(0..<12, of: panel, 0..<12, of: panel)
        for i in 0..<12 {
            let distances = try rows.squaredDistances(from: i, to: Array(0..<12), of: rows)
            var seen = 0
            tile.scan(
                row: i, from: 0, width: 12, lowered: panel.lowered[i], columnsLowered: panel.lowered,
                cut: .greatestFiniteMagnitude,
                columnCuts: [Float](repeating: 0, count: 12)
            ) { j, lower in
                let scaled = distances[j] * screen.scale * screen.scale
                let upper = (lower + (panel.width[i] + panel.width[j])).nextUp
                #expect(Double(lower) <= scaled && scaled <= Double(upper), "\(data), \(i), \(j)")
                let norms = panel.values[i * wide.columns..<(i + 1) * wide.columns].reduce(0) { $0 + Double($1) * Double($1) }
                #expect(Double(panel.width[i]) <= 2.1 * Double(wide.columns + 33) * 0x1p-24 * norms + 1e-30, "\(data), \(i)")
                seen += 1
            }
            #expect(seen == 12)
        }
    }

    @Test(arguments: 0..<6)
    func `radii are those of brute force to the last digit that double precision has`(seed: Int) throws {
        let real = Matrix<Double>.random(rows: 60, columns: 31, seed: seed, offset: 2)
        let kernel = try NeighbourhoodKernel(
            real: FloatingRows(real), generated: FloatingRows(real), ks: [1, 4, 59], tiling: NeighbourhoodTiling(block: 16))
        let radii = try kernel.squaredRadii(of: kernel.real)
        for (index, k) in [1, 4, 59].enumerated() {
            for (found, expected) in zip(radii[index], BruteForceCounts.radii(real, k)) {
                #expect(isClose(found, expected, relative: 1e-14), "seed \(seed)")
            }
        }
    }

    @Test(arguments: 0..<10)
    func `exact numbers are decided exactly`(seed: Int) throws {
        // Thirds: in floating point equal distances come out different.
        let real = Matrix<Exact>.random(rows: 9, columns: 2, seed: seed).map { $0 / 3 }
        let generated = Matrix<Exact>.random(rows: 8, columns: 2, seed: seed + 50).map { $0 / 3 }
        for k in [1, 3, 7] {
            let found = try real.neighbourhoodMeasures(of: generated, k: k)
            #expect(BruteForceCounts(found) == BruteForceCounts(real, generated, k), "seed \(seed), k \(k)")
        }
    }

    @Test(arguments: ["1e400", "1e-400"])
    func `exact numbers out of the range of double precision are decided all the same`(scale: String) throws {
        let factor = try #require(Exact(decimal: scale == "1e400" ? "1" + String(repeating: "0", count: 400) : "1"))
        let divisor = try #require(Exact(decimal: scale == "1e400" ? "1" : "1" + String(repeating: "0", count: 400)))
        let real = Matrix<Exact>.random(rows: 7, columns: 2, seed: 3)
        let generated = Matrix<Exact>.random(rows: 6, columns: 2, seed: 4)
        let expected = BruteForceCounts(real, generated, 2)
        let found = try real.map { $0 * factor / divisor }.neighbourhoodMeasures(
            of: generated.map { $0 * factor / divisor }, k: 2)
        #expect(BruteForceCounts(found) == expected)
    }

    @Test func `blocks of very long rows are low`() {
        #expect(NeighbourhoodTiling().fitted(to: 2048).block == 1024)
        #expect(NeighbourhoodTiling().fitted(to: 150_528).block == 93)
        #expect(NeighbourhoodTiling().fitted(to: 100_000_000).block == 1)
    }

    @Test func `by hand: four real and three generated points of the plane`() throws {
        let real = exact("0 0;1 0;0 2;3 3")
        let generated = exact("0 1;1 1;5 5")
        let measures = try real.neighbourhoodMeasures(of: generated, k: 1)
        // Squared radii: 1, 1, 4, 10 and 1, 1, 32.
        #expect(BruteForceCounts(measures) == BruteForceCounts(real, generated, 1))
        #expect((measures.precisionCount, measures.recallCount) == (3, 4))
        #expect((measures.densityPairs, measures.coverageCount) == (4, 2))
        #expect(measures.samples.isInReal == [true, true, true])
        #expect(measures.samples.ballsAround == [1, 2, 1])
        #expect(measures.samples.isCovered == [false, false, true, true])
        #expect(measures.samples.realRadii == [1, 1, 2, Double(10).squareRoot()])
        #expect(try real.neighbourhoodMeasure(.density, of: generated, k: 1) == Exact(4, over: 3))
        #expect(measures.fScore == 1)
    }

    @Test func `a set against itself: precision, recall and coverage are 1, and identical samples are at distance 0`() throws {
        let set = Matrix<Double>.random(rows: 50, columns: 8, seed: 1)
        let measures = try set.neighbourhoodMeasures(of: set, k: 3)
        #expect((measures.precision, measures.recall, measures.coverage, measures.fScore) == (1, 1, 1, 1))
        // Each sample and its two nearest of three neighbours are nearer than the third.
        #expect(measures.density == 1)
        let equal = Matrix<Double>(rows: 40, columns: 3) { _, _ in 0.1 }
        let collapsed = try equal.neighbourhoodMeasures(of: equal, k: 5)
        #expect((collapsed.precision, collapsed.recall, collapsed.density, collapsed.coverage) == (1, 1, 0, 0))
    }

    @Test func `sets far apart share nothing`() throws {
        let real = Matrix<Double>.random(rows: 20, columns: 3, seed: 1)
        let measures = try real.neighbourhoodMeasures(of: real.map { $0 + 100 }, k: 3)
        #expect(BruteForceCounts(measures) == BruteForceCounts(real, real.map { $0 + 100 }, 3))
        #expect((measures.precision, measures.recall, measures.density, measures.coverage, measures.fScore) == (0, 0, 0, 0, 0))
    }

    @Test(arguments: NeighbourhoodData.allCases)
    func `realism by its definition`(data: NeighbourhoodData) throws {
        let (real, generated) = (data.rows(31, seed: 1), data.rows(data == .oneHot ? 31 : 22, seed: 9))
        let kernel = try NeighbourhoodKernel(
            real: FloatingRows(real), generated: FloatingRows(generated), ks: [3], tiling: NeighbourhoodTiling(block: 8))
        let measures = try #require(try kernel.measures(withRealism: true).first)
        let radii = measures.samples.realRadii
        let median = radii.sorted()[15]
        let realism = try #require(measures.samples.realism)
        #expect(realism.count == generated.rows)
        for j in 0..<generated.rows {
            let ratios = try (0..<31).filter { radii[$0] <= median }.map { i in
                let distance = try real.row(i).minus(generated.row(j)).squaredNorm.squareRoot()
                return distance == 0 ? Double.infinity : radii[i] / distance
            }
            #expect(isClose(realism[j], try #require(ratios.max()), relative: 1e-12) || realism[j] == ratios.max(), "\(j)")
        }
        #expect(try real.neighbourhoodMeasures(of: generated, k: 3).samples.realism == nil)
    }

    @Test(arguments: NeighbourhoodData.allCases)
    func `brute force in plain loops agrees, and finds what is wrong`(data: NeighbourhoodData) throws {
        let (real, generated) = (data.rows(40, seed: 2), data.rows(data == .oneHot ? 40 : 31, seed: 8))
        let measures = try real.neighbourhoodMeasures(of: generated, k: 3)
        let all = try measures.verify(real: real, generated: generated)
        #expect(all.agrees && all.realChecked == 40 && all.generatedChecked == generated.rows, "\(all)")
        let some = try measures.verify(real: real, generated: generated, samples: 7)
        #expect(some.agrees && some.realChecked == 7 && some.generatedChecked == 7)
        // Other samples, of the same number: nothing fits.
        let other = try measures.verify(
            real: Matrix<Double>.random(rows: 40, columns: real.columns, seed: 5),
            generated: Matrix<Double>.random(rows: generated.rows, columns: real.columns, seed: 6))
        #expect(!other.agrees && other.radiusDisagreements > 0)
        #expect(throws: MetricsError.unequalCounts(first: 31, second: 40)) {
            try measures.verify(real: real.rows(0..<31), generated: generated)
        }
    }
}

@Suite struct NeighbourhoodErrorTests {
    private let real = Matrix<Double>.random(rows: 4, columns: 2, seed: 1)

    @Test func `what cannot be computed`() {
        let six = Matrix<Double>.random(rows: 6, columns: 2, seed: 2)
        #expect(throws: MetricsError.tooFewNeighbours(k: 4, rows: 4, isReal: true)) {
            try real.neighbourhoodMeasures(of: six, k: 4)
        }
        #expect(throws: MetricsError.tooFewNeighbours(k: 5, rows: 4, isReal: false)) {
            try six.neighbourhoodMeasures(of: real, k: 5)
        }
        #expect(throws: Never.self) { try real.neighbourhoodMeasures(of: six, k: 3) }
        #expect(throws: MetricsError.tooFewNeighbours(k: 0, rows: 4, isReal: true)) {
            try real.neighbourhoodMeasures(of: six, k: 0)
        }
        #expect(throws: MetricsError.tooFewNeighbours(k: 1, rows: 1, isReal: false)) {
            try real.neighbourhoodMeasures(of: six.rows(0..<1), k: 1)
        }
        #expect(throws: MetricsError.tooFewNeighbours(k: 1, rows: 0, isReal: true)) {
            try real.rows(0..<0).neighbourhoodMeasures(of: six, k: 1)
        }
        #expect(throws: MetricsError.dimensionMismatch(first: 2, second: 3)) {
            try real.neighbourhoodMeasures(of: Matrix<Double>.random(rows: 4, columns: 3, seed: 1), k: 1)
        }
        #expect(throws: MetricsError.notFinite(row: 2, column: 1)) {
            try real.neighbourhoodMeasures(of: real("1 2;0 1;1 1").map { $0 == 0 ? .nan : $0 }, k: 1)
        }
        #expect(throws: MetricsError.overflow) { try real.neighbourhoodMeasures(of: real.map { $0 * 1e200 }, k: 1) }
        #expect(throws: MetricsError.overflow) { try real.map { $0 * 1e308 }.neighbourhoodMeasures(of: real, k: 1) }
    }

    private func real(_ text: String) -> Matrix<Double> { TestSupport.real(text) }

    @Test(arguments: [
        (
            MetricsError.tooFewNeighbours(k: 5, rows: 4, isReal: true),
            "k = 5 is too large: each of the 4 real samples has 3 others, so k is 3 at most",
            "k = 5 太大：真实样本共 4 个，每个只有 3 个其他样本，因此 k 最大为 3"
        ),
        (
            .tooFewNeighbours(k: 3, rows: 2, isReal: false),
            "k = 3 is too large: each of the 2 generated samples has 1 other, so k is 1 at most",
            "k = 3 太大：生成样本共 2 个，每个只有 1 个其他样本，因此 k 最大为 1"
        ),
        (
            .tooFewNeighbours(k: 3, rows: 1, isReal: true),
            "the real set has 1 sample: a sample has neighbours in a set of at least two", "真实样本只有 1 个：至少要有两个样本才有近邻"
        ),
        (
            .tooFewNeighbours(k: 0, rows: 5, isReal: true), "k is 0: a neighbourhood has at least 1 neighbour",
            "k 为 0：邻域至少要有 1 个近邻"
        ),
        (
            .notFinite(row: 2, column: 7),
            "the number in row 2, column 7 is not finite: compute the features again, or leave the row out",
            "第 2 行第 7 列的数不是有限数：请重新计算特征，或去掉这一行"
        ),
    ])
    func `whole texts`(error: MetricsError, english: String, chinese: String) {
        #expect(error.phrase.english == english)
        #expect(error.phrase.chinese == chinese)
    }
}
