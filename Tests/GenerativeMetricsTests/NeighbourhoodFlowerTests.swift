// Precision, recall, density and coverage of real Inception features against counts computed independently, where the features are at hand.

import FeatureFiles
import Foundation
import LinearAlgebra
import TestSupport
import Testing

@testable import GenerativeMetrics

/// The independent reference: `prdc` of `flowers.json`.
private struct Reference: Decodable {
    struct Counts: Decodable {
        let k: Int
        let nReal: Int
        let nFake: Int
        let precisionCount: Int
        let recallCount: Int
        let densityPairs: Int
        let coverageCount: Int
        let precision: Double
        let recall: Double
        let density: Double
        let coverage: Double
    }
    struct Scores: Decodable {
        let precision: Double
        let recall: Double
        let fScore: Double
    }
    struct Case: Decodable {
        let k3: Counts
        let k5: Counts
        let torchFidelityFloat32: Scores
        let torchFidelityFloat64: Scores
    }
    struct Cases: Decodable {
        let rosesRealTulipsFake: Case
        let evenRealOddFake: Case
        let allEvenRealOddWithoutTulipsFake: Case
    }
    let prdc: Cases

    static func load() throws -> Cases {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let file = SharedData.root.appending(path: "reference/flowers.json")
        // `real__odd` has two underscores, which the strategy keeps; one is enough.
        let text = try String(contentsOf: file, encoding: .utf8).replacing("__", with: "_")
        return try decoder.decode(Reference.self, from: Data(text.utf8)).prdc
    }
}

@Suite(.enabled(if: SharedData.hasFlowers, "\(SharedData.noFlowers)"), .serialized)
struct NeighbourhoodFlowerTests {
    /// Density pairs and coverage counts at k = 3 and 5 with the roles swapped, which the reference does not have: by SciPy's `cdist`, in double precision.
    private typealias Swapped = (pairs: [Int], coverage: [Int])

    private func expect(
        _ real: any RowSource, _ generated: any RowSource, _ expected: Reference.Case, swapped: Swapped? = nil
    ) throws {
        let measures = try NeighbourhoodMeasures.compute(real: real, generated: generated, ks: [3, 5])
        if let swapped {
            #expect(measures.map(\.precisionCount) == [expected.k3.recallCount, expected.k5.recallCount])
            #expect(measures.map(\.recallCount) == [expected.k3.precisionCount, expected.k5.precisionCount])
            #expect(measures.map(\.densityPairs) == swapped.pairs)
            #expect(measures.map(\.coverageCount) == swapped.coverage)
            return
        }
        for (found, expected) in zip(measures, [expected.k3, expected.k5]) {
            try #require(found.k == expected.k)
            #expect((real.rows, generated.rows) == (expected.nReal, expected.nFake))
            #expect(found.precisionCount == expected.precisionCount)
            #expect(found.recallCount == expected.recallCount)
            #expect(found.densityPairs == expected.densityPairs)
            #expect(found.coverageCount == expected.coverageCount)
            #expect(isClose(found.precision, expected.precision, relative: 1e-15))
            #expect(isClose(found.recall, expected.recall, relative: 1e-15))
            #expect(isClose(found.density, expected.density, relative: 1e-15))
            #expect(isClose(found.coverage, expected.coverage, relative: 1e-15))
        }
        // torch-fidelity divides in single precision, and on these sets its distances in single precision give the same counts.
        for scores in [expected.torchFidelityFloat64, expected.torchFidelityFloat32] {
            #expect(isClose(measures[0].precision, scores.precision, relative: 1e-6))
            #expect(isClose(measures[0].recall, scores.recall, relative: 1e-6))
            #expect(isClose(measures[0].fScore, scores.fScore, relative: 1e-6))
        }
    }

    @Test func `roses and tulips, from the files themselves, both ways, verified`() throws {
        let reference = try Reference.load()
        guard case .samples(let roses) = try FeatureFile.open(SharedData.flowers.appending(path: "roses.npy").path),
            case .samples(let tulips) = try FeatureFile.open(SharedData.flowers.appending(path: "tulips.npy").path)
        else { throw MetricsError.noSamples }
        try expect(roses, tulips, reference.rosesRealTulipsFake)
        try expect(tulips, roses, reference.rosesRealTulipsFake, swapped: ([376, 624], [158, 216]))
        let measures = try roses.readAll().neighbourhoodMeasures(of: tulips.readAll(), k: 3)
        let verification = try measures.verify(real: roses, generated: tulips, samples: 1)
        #expect(verification.agrees && verification.undecided <= 4, "\(verification)")
        #expect(verification.largestRadiusDifference <= verification.radiusBound)
    }

    @Test func `the same in small tiles, in files too large for memory, and in single precision`() throws {
        let expected = try Reference.load().rosesRealTulipsFake
        let (roses, tulips) = (try flowerSamples("roses"), try flowerSamples("tulips"))
        let kernel = try NeighbourhoodKernel(
            real: FloatingRows(roses), generated: FloatingRows(tulips), ks: [3, 5],
            tiling: NeighbourhoodTiling(block: 192, panelNumbers: 400 * 2048))
        let found = try kernel.measures()
        #expect(found.map(\.precisionCount) == [expected.k3.precisionCount, expected.k5.precisionCount])
        #expect(found.map(\.recallCount) == [expected.k3.recallCount, expected.k5.recallCount])
        #expect(found.map(\.densityPairs) == [expected.k3.densityPairs, expected.k5.densityPairs])
        #expect(found.map(\.coverageCount) == [expected.k3.coverageCount, expected.k5.coverageCount])
        // Half-precision numbers are exact in single precision.
        let float = try roses.map(Float.init).neighbourhoodMeasures(of: tulips.map(Float.init), k: 3)
        #expect(float == found[0])
    }

    @Test func `even rows against odd ones, both ways`() throws {
        let reference = try Reference.load().evenRealOddFake
        let (even, odd) = (try Flowers.half(0), try Flowers.half(1))
        try expect(even, odd, reference)
        try expect(odd, even, reference, swapped: ([5489, 9224], [1647, 1796]))
    }

    @Test func `even rows against odd ones without tulips, both ways`() throws {
        let reference = try Reference.load().allEvenRealOddWithoutTulipsFake
        let (even, odd) = (try Flowers.half(0), try Flowers.half(1, without: "tulips"))
        try expect(even, odd, reference)
        try expect(odd, even, reference, swapped: ([4946, 8384], [1305, 1409]))
    }
}
