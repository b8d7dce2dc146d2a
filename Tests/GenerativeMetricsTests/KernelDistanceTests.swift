// Kernel distances: by hand, against NumPy, tile by tile, over subsets, and verified by a second algorithm.

import COpenBLAS
import ExactArithmetic
import FeatureFiles
import Foundation
import LinearAlgebra
import TestSupport
import Testing

@testable import GenerativeMetrics

/// Five and four samples, with values that NumPy gave.
private enum Small {
    static let x = Matrix<Double>(
        rows: 5, columns: 3, elements: [1.69, -0.47, 0.03, 0.41, -0.79, 0, 0, -1.75, 1.02, 0.6, -0.63, -0.17, 0.51, -0.26, -0.24])
    static let y = Matrix<Double>(
        rows: 4, columns: 3, elements: [-1.15, 0.85, 0.42, 0.57, -1.23, 1.95, 0.45, -0.09, 2.33, 0.25, -1.15, -0.11])
}

@Suite struct KernelDistanceTests {
    @Test func `the document's matrices, exactly`() throws {
        #expect(try Toy.real.kernelDistance(to: Toy.generated) == Exact(-82711, over: 1728))
        #expect(try Toy.real.kernelDistance(to: Toy.generated, estimator: .biased) == Exact(6293, over: 432))
        let same = try Toy.real.kernelDistance(to: Toy.real, estimator: .biased)
        #expect(same == 0)
    }

    @Test(arguments: [
        ("KID", KernelDistanceOptions<Double>.kid, 1.3820701476283652),
        ("degree 4", KernelDistanceOptions(kernel: .polynomial(degree: 4, gamma: 0.5, offset: 2)), 31.37540996629977),
        (
            "degree 2, biased", KernelDistanceOptions(kernel: .polynomial(degree: 2, gamma: 0.5, offset: 2), estimator: .biased),
            4.39498317263125
        ),
        ("CMMD", .cmmd(), 15.314140054313308), ("CMMD with σ = 1", .cmmd(sigma: 1), 487.6447822501167),
    ])
    func `against NumPy`(name: String, options: KernelDistanceOptions<Double>, expected: Double) throws {
        let distance = try Small.x.kernelDistance(to: Small.y, options: options)
        #expect(isClose(distance.value, expected, relative: 1e-12), "\(name)")
        #expect(isClose(try Small.y.kernelDistance(to: Small.x, options: options).value, expected, relative: 1e-12), "\(name)")
        let check = try distance.verify(first: Small.x, second: Small.y)
        #expect(isClose(try #require(check.value), expected, relative: 1e-12), "\(name)")
        #expect(check.rowsChecked == 9 && check.largestRowDifference < 1e-14, "\(name)")
    }

    @Test func `single precision throughout`() throws {
        let (x, y) = (Small.x.map { Float($0) }, Small.y.map { Float($0) })
        let distance = try x.kernelDistance(to: y)
        #expect(abs(distance - 1.38207) < 1e-4)
        let wide = try DoubleRows(x).kernelDistances(to: DoubleRows(y)).whole
        #expect(isClose(try #require(wide).value, 1.3820701476283652, relative: 1e-6))
    }

    @Test(arguments: [(KernelEstimator.unbiased, 4.538912099622249), (.biased, 4.560209759928848)])
    func `the standard error is that of leaving each sample out`(estimator: KernelEstimator, expected: Double) throws {
        let options = KernelDistanceOptions<Double>(estimator: estimator)
        let error = try Small.x.kernelDistance(to: Small.y, options: options).standardError
        #expect(isClose(try #require(error), expected, relative: 1e-11))
        #expect(try Small.x.rows(0..<2).kernelDistance(to: Small.y, options: .kid).standardError == nil)
    }

    @Test func `what cannot be computed is said`() throws {
        let one = Matrix<Double>(rows: 1, columns: 3, elements: [1, 2, 3])
        #expect(throws: MetricsError.singleSampleWithoutPairs) { try one.kernelDistance(to: Small.y) }
        #expect(throws: MetricsError.singleSampleWithoutPairs) { try Small.y.kernelDistance(to: one) }
        #expect(throws: Never.self) { try one.kernelDistance(to: Small.y, estimator: .biased) }
        #expect(throws: MetricsError.noSamples) { try Matrix<Double>.zeros(rows: 0, columns: 3).kernelDistance(to: one) }
        #expect(throws: MetricsError.dimensionMismatch(first: 3, second: 2)) {
            try Small.x.kernelDistance(to: .zeros(rows: 4, columns: 2))
        }
        #expect(throws: MetricsError.bandwidthNotPositive(-1)) {
            try Small.x.kernelDistance(to: Small.y, options: .cmmd(sigma: -1))
        }
        #expect(throws: MetricsError.bandwidthNotPositive(0)) {
            try Toy.real.kernelDistance(to: Toy.generated, options: .cmmd(sigma: 0))
        }
        #expect(throws: LinearAlgebraError.leavesField(operation: "exp")) {
            try Toy.real.kernelDistance(to: Toy.generated, options: .cmmd())
        }
        let huge = Small.x.map { $0 * 1e120 }
        #expect(throws: MetricsError.overflow) { try huge.kernelDistance(to: Small.y) }
        let distance = try Small.x.kernelDistance(to: Small.y, options: .kid)
        #expect(throws: MetricsError.unequalCounts(first: 5, second: 4)) { try distance.verify(first: Small.y, second: Small.y) }
        #expect(
            MetricsError.singleSampleWithoutPairs.phrase.english
                == "there is one sample only: the unbiased kernel distance needs pairs of different samples, so at least two rows a set"
        )
        #expect(MetricsError.bandwidthNotPositive(-1).phrase.chinese == "高斯核的 σ 必须为正，这里是 -1.0")
    }

    @Test(arguments: [PairKernel<Double>.polynomial(), .polynomial(degree: 2), .gaussian(sigma: 2)], 0..<6)
    func `tiles of any size, rows in memory or not, give the same sums`(kernel: PairKernel<Double>, seed: Int) throws {
        let x = Matrix<Double>.random(rows: 30 + 3 * seed, columns: 4, seed: seed)
        let y = Matrix<Double>.random(rows: 41 - seed, columns: 4, seed: seed + 100)
        let members = Matrix<Double>(rows: x.rows, columns: 2) { i, s in (i + s) % 3 == 0 ? 1 : 0 }
        let otherMembers = Matrix<Double>(rows: y.rows, columns: 2) { i, s in (i + s) % 4 == 0 ? 1 : 0 }
        let naive = try (x.kernelMatrix(with: x, kernel: kernel), x.kernelMatrix(with: y, kernel: kernel))
        for (tile, bytes) in [(1024, 64 << 20), (7, 64 << 20), (7, 320), (16, 1), (1, 1)] {
            var summation = KernelSummation<Double, Double>.plain([KernelDistanceRequest(KernelDistanceOptions(kernel: kernel))])
            summation.tileRows = tile
            summation.blockBytes = bytes
            let (within, across) = (
                try summation.within(Streamed(x), members: [members])[0],
                try summation.across(Streamed(x), Streamed(y), members: [(members, otherMembers)])[0]
            )
            for i in 0..<x.rows {
                #expect(isClose(within.rows[i], naive.0.row(i).sum, relative: 1e-12), "tile \(tile), row \(i), seed \(seed)")
                #expect(isClose(within.diagonal[i], naive.0[i, i], relative: 1e-12), "tile \(tile), row \(i), seed \(seed)")
                #expect(isClose(across.rows[i], naive.1.row(i).sum, relative: 1e-12), "tile \(tile), row \(i), seed \(seed)")
            }
            for j in 0..<y.rows { #expect(isClose(across.columns[j], naive.1.column(j).sum, relative: 1e-12)) }
            for s in 0..<2 {
                let picks = (0..<x.rows).filter { members[$0, s] == 1 }
                let others = (0..<y.rows).filter { otherMembers[$0, s] == 1 }
                let expected = picks.reduce(0) { sum, i in picks.reduce(sum) { $0 + naive.0[i, $1] } }
                #expect(isClose(within.subsets[s], expected, relative: 1e-12), "tile \(tile), seed \(seed)")
                #expect(isClose(within.subsetDiagonals[s], picks.reduce(0) { $0 + naive.0[$1, $1] }, relative: 1e-12))
                let cross = picks.reduce(0) { sum, i in others.reduce(sum) { $0 + naive.1[i, $1] } }
                #expect(isClose(across.subsets[s], cross, relative: 1e-12), "tile \(tile), seed \(seed)")
            }
        }
    }

    @Test func `the same to the last bit whatever the number of threads`() throws {
        let threads = openblas_get_num_threads()
        defer { openblas_set_num_threads(threads) }
        let x = Matrix<Double>.random(rows: 300, columns: 257, seed: 1)
        let y = Matrix<Double>.random(rows: 211, columns: 257, seed: 2)
        let values = try [1, 2, 3].map { count in
            openblas_set_num_threads(Int32(count))
            return try x.kernelDistances(to: y, subsets: KernelSubsets(count: 5, size: 100))
        }
        for value in values.dropFirst() {
            #expect(value.whole?.value == values[0].whole?.value)
            #expect(value.whole?.rowSums.first == values[0].whole?.rowSums.first)
            #expect(value.overSubsets?.values == values[0].overSubsets?.values)
        }
    }

    @Test func `rows in a file`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fid-kernel-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let x = Matrix<Double>.random(rows: 60, columns: 5, seed: 1)
        let path = folder.appending(path: "x.npy").path
        try NPYWriter.write(x, to: path, precision: .float64)
        guard case .samples(let reader) = try FeatureFile.open(path) else {
            Issue.record("samples were written")
            return
        }
        let y = Matrix<Double>.random(rows: 50, columns: 5, seed: 2)
        let subsets = KernelSubsets(count: 3, size: 20)
        let (file, memory) = (try reader.kernelDistances(to: y, subsets: subsets), try x.kernelDistances(to: y, subsets: subsets))
        #expect(file.whole?.value == memory.whole?.value)
        #expect(file.overSubsets?.values == memory.overSubsets?.values)
        let gathered = try reader.kernelDistances(to: y, whole: false, subsets: KernelSubsets(count: 1, size: 9)).overSubsets
        let direct = try x.kernelDistances(to: y, whole: false, subsets: KernelSubsets(count: 1, size: 9)).overSubsets
        #expect(gathered?.values == direct?.values)
        let moments = try reader.moments()
        #expect(try moments == x.moments())
    }
}

/// Rows that claim not to be in memory.
private struct Streamed: RowBlocks {
    let matrix: Matrix<Double>
    init(_ matrix: Matrix<Double>) { self.matrix = matrix }
    var rows: Int { matrix.rows }
    var columns: Int { matrix.columns }
    func block(_ range: Range<Int>) -> Matrix<Double> { matrix.rows(range) }
}

@Suite struct KernelSubsetTests {
    @Test func `random numbers and choices are NumPy's`() {
        var random = NumPyRandomState(seed: 2020)
        #expect((0..<4).map { _ in random.next() } == [4_236_026_720, 639_299_976, 3_751_189_827, 2_669_525_622])
        var zero = NumPyRandomState(seed: 0)
        #expect((0..<4).map { _ in zero.next() } == [2_357_136_044, 2_546_248_239, 3_071_714_933, 3_626_093_760])
        var choices = NumPyRandomState(seed: 2020)
        #expect(choices.choice(10, 5) == [2, 4, 9, 1, 5])
        #expect(choices.choice(7, 7) == [4, 3, 1, 2, 5, 6, 0])
        let thousand = choices.choice(3670, 1000)
        #expect(Array(thousand.prefix(6)) == [3656, 627, 3482, 981, 3603, 2418])
        #expect(thousand.reduce(0, +) == 1_823_669)
        #expect(choices.choice(70_000, 5) == [39328, 63882, 29819, 45219, 68254])
        var last = NumPyRandomState(seed: .max)
        #expect(last.permutation(12) == [11, 8, 5, 9, 1, 10, 6, 0, 4, 7, 2, 3])
    }

    @Test(arguments: [KernelEstimator.unbiased, .biased])
    func `gathered or by sums of the whole: the same, and what each subset gives alone`(estimator: KernelEstimator) throws {
        let x = Matrix<Double>.random(rows: 40, columns: 6, seed: 3)
        let y = Matrix<Double>.random(rows: 35, columns: 6, seed: 4)
        let options = KernelDistanceOptions<Double>(estimator: estimator)
        let subsets = KernelSubsets(count: 4, size: 12, seed: 9)
        let gathered = try #require(try x.kernelDistances(to: y, options: options, whole: false, subsets: subsets).overSubsets)
        let both = try x.kernelDistances(to: y, options: options, subsets: subsets)
        let summed = try #require(both.overSubsets)
        let expected = try subsets.drawn(from: 40, and: 35).map {
            try x.gathered($0.first).kernelDistance(to: y.gathered($0.second), estimator: estimator)
        }
        for ((a, b), c) in zip(zip(gathered.values, summed.values), expected) {
            #expect(abs(a - b) < 1e-12 && abs(a - c) < 1e-12)
        }
        #expect(isClose(try #require(both.whole).value, try x.kernelDistance(to: y, estimator: estimator), relative: 1e-12))
        let mean = expected.reduce(0, +) / 4
        #expect(isClose(gathered.value, mean, relative: 1e-12))
        let spread = (expected.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4).squareRoot()
        #expect(isClose(try #require(gathered.standardDeviation), spread, relative: 1e-12))
        let single = try x.kernelDistances(
            to: y, [KernelDistanceRequest(options, subsets: subsets)], precision: .single)[0]
        #expect(isClose(try #require(single.overSubsets).value, mean, relative: 1e-5))
        #expect(try #require(single.overSubsets).value != mean)
    }

    @Test func `subsets of exact numbers`() throws {
        let (x, y) = (exact("1 2; 3 4; 5 6"), exact("1 1; 2 2; 3 5"))
        let subsets = KernelSubsets(count: 3, size: 3)
        let distance = try x.kernelDistanceOverSubsets(to: y, subsets: subsets)
        // Subsets of all three rows are the whole.
        #expect(try distance.values.allSatisfy { try $0 == x.kernelDistance(to: y) })
        #expect(distance.variance == 0 && distance.standardDeviation == 0)
    }

    @Test func `subsets that cannot be drawn`() throws {
        let (x, y) = (Matrix<Double>.random(rows: 9, columns: 2, seed: 1), Matrix<Double>.random(rows: 7, columns: 2, seed: 2))
        #expect(throws: MetricsError.subsetTooLarge(count: 8, rows: 7)) {
            try x.kernelDistanceOverSubsets(to: y, subsets: KernelSubsets(count: 2, size: 8))
        }
        #expect(throws: MetricsError.noSubsets) {
            try x.kernelDistanceOverSubsets(to: y, subsets: KernelSubsets(count: 0, size: 3))
        }
        #expect(throws: MetricsError.noSubsets) {
            try x.kernelDistanceOverSubsets(to: y, subsets: KernelSubsets(count: 2, size: 0))
        }
        #expect(throws: MetricsError.singleSampleWithoutPairs) {
            try x.kernelDistanceOverSubsets(to: y, subsets: KernelSubsets(count: 2, size: 1))
        }
        #expect(
            MetricsError.noSubsets.phrase.english == "an estimate over subsets needs at least one subset with at least one row")
    }
}

@Suite struct KernelVerificationTests {
    @Test(arguments: [KernelDistanceOptions<Double>.kid, .cmmd(sigma: 3), KernelDistanceOptions(kernel: .polynomial(degree: 2))])
    func `a wrong distance is found out`(options: KernelDistanceOptions<Double>) throws {
        let x = Matrix<Double>.standardNormal(rows: 200, columns: 6, seed: 1)
        let y = Matrix<Double>.standardNormal(rows: 150, columns: 6, seed: 2)
        let check = try x.kernelDistance(to: y, options: options).verify(first: x, second: y)
        #expect(check.largestRowDifference < 1e-14 && check.errorEstimate < 1e-10)
        if case .polynomial = options.kernel {
            #expect(check.method == .featureMap)
            #expect(try #require(check.difference) < 1e-12)
        } else {
            #expect(check.method == .someRows && check.value == nil && check.rowsChecked == 32)
        }
        // The distance of other samples, said to be that of these.
        let moved = x.map { $0 + 1e-9 }
        let wrong = try moved.kernelDistance(to: y, options: options).verify(first: x, second: y)
        #expect(wrong.largestRowDifference > 1e-12)
    }
}
