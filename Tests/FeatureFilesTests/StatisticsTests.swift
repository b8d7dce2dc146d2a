// Statistics files of other tools, and both forms of ours.

import FeatureFiles
import Foundation
import LinearAlgebra
import TestSupport
import Testing

@Suite struct StatisticsTests {
    private let sigma = npy([2, 2], [2, 0.5, 0.5, 3])

    @Test(arguments: ["(2,)", "(1, 2)", "(2, 1)"]) func aMeanInEveryShape(_ shape: String) throws {
        let folder = try TemporaryFolder()
        let archive = Zip(["mu": npy("<f8", shape, data: encoded([1.0, 2])), "sigma": sigma])
        let statistics = try statistics(try folder.write(archive.bytes, to: "x.npz"))
        #expect(statistics.mean == Vector([1, 2]))
        #expect(statistics.covariance == Matrix(rows: 2, columns: 2, elements: [2, 0.5, 0.5, 3]))
        #expect(statistics.count == nil)
        #expect(statistics.factor == nil)
        #expect(statistics.asymmetry == 0)
        #expect(statistics.ignoredKeys == [])
    }

    @Test func aReferenceBatchOfADM() throws {
        let folder = try TemporaryFolder()
        let archive = Zip([
            "arr_0": npy("|u1", "(1, 1, 1, 3)", data: [1, 2, 3]), "mu": npy([2], [1, 2]), "sigma": sigma,
            "mu_s": npy([1], [0]), "sigma_s": npy([1, 1], [1]),
        ])
        let statistics = try statistics(try folder.write(archive.bytes, to: "x.npz"))
        #expect(statistics.ignoredKeys == ["arr_0", "mu_s", "sigma_s"])
    }

    @Test func aKeyTurnsStatisticsIntoSamples() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Zip(["mu": npy([2], [1, 2]), "sigma": sigma]).bytes, to: "x.npz")
        #expect(try samples("\(path):sigma").readAll().elements == [2, 0.5, 0.5, 3])
    }

    @Test func oneFeature() throws {
        let folder = try TemporaryFolder()
        // numpy.cov of one feature has no dimensions.
        let archive = Zip(["mu": npy([1], [1]), "sigma": npy("<f8", "()", data: encoded([4.0]))])
        #expect(try statistics(try folder.write(archive.bytes, to: "x.npz")).covariance?.elements == [4])
    }

    @Test func roundingIsMendedAndReported() throws {
        let folder = try TemporaryFolder()
        let archive = Zip(["mu": npy([2], [0, 0]), "sigma": npy([2, 2], [4, 1, 1.000_01, 2])])
        let statistics = try statistics(try folder.write(archive.bytes, to: "x.npz"))
        #expect(statistics.covariance?[0, 1] == statistics.covariance?[1, 0])
        #expect(abs((statistics.covariance?[0, 1] ?? 0) - 1.000_005) < 1e-15)
        #expect(abs(statistics.asymmetry - 0.000_01 / 4) < 1e-15)
    }

    @Test func asymmetryIsFoundAnywhereInALargeMatrix() throws {
        let folder = try TemporaryFolder()
        for (row, column) in [(0, 199), (63, 64), (130, 70), (199, 198)] {
            var values = (0..<40_000).map { $0 / 200 == $0 % 200 ? 1.0 : 0 }
            values[row * 200 + column] = 0.5
            let archive = Zip(["mu": npy([200], [Double](repeating: 0, count: 200)), "sigma": npy([200, 200], values)])
            let path = try folder.write(archive.bytes, to: "x.npz")
            let (low, high) = (min(row, column), max(row, column))
            let (value, mirrored) = row < column ? (0.5, 0.0) : (0, 0.5)
            #expect(
                throws: FeatureFileError.notSymmetric(
                    file: "\(path):sigma", row: low + 1, column: high + 1, value: value, mirrored: mirrored)
            ) { try statistics(path) }
        }
    }

    @Test func fullStatisticsComeBack() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("x.npz")
        let mean = Vector((0..<70).map { Double($0) / 3 })
        let covariance = Matrix<Double>(rows: 70, columns: 70) { 1 / Double(1 + $0 + $1) }
        try StatisticsWriter.write(mean: mean, covariance: covariance, count: 12_345, to: path)
        let back = try statistics(path)
        #expect(back == StoredStatistics(count: 12_345, mean: mean, covariance: covariance))
        // The same content gives the same bytes.
        let first = try folder.read("x.npz")
        try StatisticsWriter.write(mean: mean, covariance: covariance, count: 12_345, to: path)
        #expect(try folder.read("x.npz") == first)
        #expect(folder.contents == ["x.npz"])
    }

    @Test(arguments: StoredPrecision.allCases) func aCompactFactorComesBackToItsPrecision(_ precision: StoredPrecision) throws {
        let folder = try TemporaryFolder()
        let seed: UInt64 = 7
        var generator = SeededGenerator(seed: seed)
        // Rows over the whole range of doubles, one of them zero; a wide trapezoid, a square, no rows at all.
        for (rows, columns) in [(5, 9), (9, 9), (1, 1), (0, 3)] {
            let factor = Matrix<Double>(rows: rows, columns: columns) { row, column in
                let size = [1e-300, 1e-12, 1, 1e9, 1e290][row % 5]
                return column < row || row == 3 ? 0 : Double.random(in: -1...1, using: &generator) * size
            }
            let path = folder.file("x.npz")
            let mean = Vector((0..<columns).map { Double($0) })
            try StatisticsWriter.writeCompact(mean: mean, factor: factor, count: 20, precision: precision, to: path)
            let back = try statistics(path)
            #expect(back.count == 20)
            #expect(back.mean == mean)
            #expect(back.covariance == nil)
            let units: [StoredPrecision: Double] = [.float16: 0x1p-11, .float32: 0x1p-24, .float64: 0]
            let unit = units[precision] ?? 0
            for row in 0..<rows {
                let largest = (0..<columns).reduce(0) { max($0, factor[row, $1].magnitude) }
                for column in 0..<columns {
                    let original = factor[row, column]
                    let stored: Double = back.factor?[row, column] ?? .nan
                    // Half a unit of the entry, or, for entries 2²⁹ times smaller than the largest, half a step of float16.
                    let bound = max(original.magnitude * unit, precision == .float16 ? largest * 0x1p-39 : 0)
                    #expect((original - stored).magnitude <= bound, "row \(row), column \(column), seed \(seed)")
                }
            }
        }
    }

    @Test func whatCannotBeWrittenIsNamedAndLeavesNothing() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("x.npz")
        let mean = Vector<Double>([1, 2])
        let covariance = Matrix<Double>(rows: 2, columns: 2, elements: [1, 0, .nan, 1])
        #expect(
            folder.sentence { try StatisticsWriter.write(mean: mean, covariance: covariance, count: nil, to: path) }.english
                == "x.npz:sigma cannot hold nan (row 2, column 1) as float64: rescale the values or choose a wider type")
        let wide = Matrix<Double>(rows: 2, columns: 3, elements: [1, 0, 0, 0, 1, 0])
        #expect(
            folder.sentence { try StatisticsWriter.write(mean: mean, covariance: wide, count: nil, to: path) }.english
                == "x.npz cannot be written with the shape (2, 3): (2, 2) is needed")
        #expect(
            folder.sentence { try StatisticsWriter.writeCompact(mean: mean, factor: wide, count: 5, to: path) }.english
                == "x.npz cannot be written with the shape (2, 3): (k ≤ 2, 2) is needed")
        let factor = Matrix<Double>(rows: 2, columns: 2, elements: [1, 2, 0, .infinity])
        #expect(
            folder.sentence { try StatisticsWriter.writeCompact(mean: mean, factor: factor, count: 5, to: path) }.english
                == "x.npz:factor cannot hold inf (row 2, column 2) as float16: rescale the values or choose a wider type")
        #expect(folder.contents == [])
    }
}
