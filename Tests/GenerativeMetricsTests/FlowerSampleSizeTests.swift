// How the distance of real Inception features falls with the number of samples, against numbers computed independently, where the
// features are at hand.

import Foundation
import GenerativeMetrics
import LinearAlgebra
import TestSupport
import Testing

@Suite(.enabled(if: SharedData.hasFlowers, "\(SharedData.noFlowers)"), .serialized)
struct FlowerSampleSizeTests {
    /// Ten times all sizes take as long as all else here: they are asked for by this variable.
    private static let isLong = ProcessInfo.processInfo.environment["FID_LONG_TESTS"] != nil
    private static let short: Comment = "FID_LONG_TESTS is not set"

    /// The sizes that the other tool was asked about.
    static let asked = [100, 200, 400, 800, 1600]

    /// The distance of the first `size` samples in even places of `order` to those in odd places.
    private func distance(_ size: Int, in order: [Int]) throws -> Double {
        let all = try Flowers.all()
        let sets = try (0..<2).map { start in
            try FittedNormal(samples: all.gathered((0..<size).map { order[2 * $0 + start] }))
        }
        return try sets[0].frechetDistance(to: sets[1]).value
    }

    private func expect(_ line: FlowerReference.Line, of distances: [Int: Double], _ label: String) throws {
        let found = LineOverSizes(try line.ns.map { ($0, try #require(distances[$0])) })
        #expect(isClose(found.intercept, line.interceptFidInf, relative: 1e-7), "\(label): \(found.intercept)")
        #expect(isClose(found.slope, line.slope, relative: 1e-7), "\(label): \(found.slope)")
    }

    @Test func `NumPy's permutations`() throws {
        var generator = NumPyGenerator(seed: 0)
        #expect(generator.permutation(12) == [9, 2, 7, 4, 5, 11, 0, 3, 6, 10, 8, 1])
        generator = NumPyGenerator(seed: 1 << 40 + 5)
        #expect(generator.permutation(12) == [9, 5, 1, 2, 8, 3, 0, 10, 7, 4, 6, 11])
        generator = NumPyGenerator(seed: 7)
        #expect(Array(generator.permutation(70_000).prefix(5)) == [15_808, 48_179, 11_705, 6_440, 12_002])
        #expect(generator.permutation(5) == [4, 2, 1, 3, 0])
        generator = NumPyGenerator(seed: 0)
        let order = generator.permutation(3670)
        #expect(try order == Flowers.order())
        #expect(try Array(order.prefix(10)) == FlowerReference.load().sampleSize.permFirst10)
    }

    @Test func `sizes, and the lines through them`() throws {
        let (reference, peers) = (try FlowerReference.load().sampleSize, try FlowerPeers.load())
        let order = try Flowers.order()
        var distances: [Int: Double] = [:]
        for (size, expected) in reference.fid {
            let count = try #require(Int(size))
            let value = try distance(count, in: order)
            #expect(isClose(value, expected, relative: 1e-9), "\(size): \(value)")
            if Self.asked.contains(count) { try peers.expect(value, "N\(count)") }
            distances[count] = value
        }
        #expect(distances.count == 6)
        try expect(reference.fitAll5, of: distances, "all five")
        try expect(reference.fit4008001600, of: distances, "400 to 1600")
        try expect(reference.fit8001600, of: distances, "800 and 1600")
    }

    @Test func `tulips against roses`() throws {
        let reference = try FlowerReference.load().sampleSize.tulipsVsRoses
        let sets = try ["tulips", "roses"].map { name -> (samples: Matrix<Double>, order: [Int]) in
            let samples = try flowerSamples(name)
            var generator = NumPyGenerator(seed: 0)
            return (samples, generator.permutation(samples.rows))
        }
        var distances: [Int: Double] = [:]
        for (size, expected) in reference.fid {
            let count = try #require(Int(size))
            let fits = try sets.map { try FittedNormal(samples: $0.samples.gathered(Array($0.order.prefix(count)))) }
            let value = try fits[0].frechetDistance(to: fits[1]).value
            #expect(isClose(value, expected, relative: 1e-9), "\(size): \(value)")
            distances[count] = value
        }
        #expect(distances.count == 5)
        try expect(reference.fit, of: distances, "all")
        try expect(reference.fit200, of: distances, "200 and more")
    }

    /// Mean and standard deviation of the distances over ten permutations.
    private func expect(sizes: [Int], lines: Bool) throws {
        let reference = try FlowerReference.load().sampleSize
        var found: [Int: [Double]] = [:]
        for seed in 0..<10 {
            var generator = NumPyGenerator(seed: UInt64(seed))
            let order = generator.permutation(3670)
            for size in sizes { found[size, default: []].append(try distance(size, in: order)) }
        }
        for (size, values) in found {
            let mean = values.reduce(0, +) / 10
            let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 9).squareRoot()
            #expect(isClose(mean, try #require(reference.tenSeedsMean["\(size)"]), relative: 1e-9), "\(size): \(mean)")
            #expect(isClose(deviation, try #require(reference.tenSeedsSd["\(size)"]), relative: 1e-7), "\(size): \(deviation)")
        }
        guard lines else { return }
        let expected = [(0, reference.tenSeedsFitAll5Inf), (400, reference.tenSeedsFit400Inf)]
        for seed in 0..<10 {
            for (least, intercepts) in expected {
                let points = found.filter { (Swift.max(least, 100)...1600).contains($0.key) }.map { ($0.key, $0.value[seed]) }
                let line = LineOverSizes(points)
                #expect(isClose(line.intercept, intercepts[seed], relative: 1e-7), "seed \(seed): \(line.intercept)")
            }
        }
    }

    @Test func `ten permutations, small sizes`() throws { try expect(sizes: [100, 200, 400], lines: false) }

    @Test(.enabled(if: isLong, short))
    func `ten permutations, all sizes, and the lines`() throws {
        let reference = try FlowerReference.load().sampleSize
        let sizes = reference.tenSeedsMean.keys.compactMap { Int($0) }
        #expect(sizes.count == 6 && Set(reference.tenSeedsSd.keys) == Set(reference.tenSeedsMean.keys))
        try expect(sizes: sizes, lines: true)
    }

    @Test func `fifteen sizes`() throws {
        let line = try FlowerReference.load().sampleSize.chongLike15
        let order = try Flowers.order()
        let expected = try #require(line.fid)
        try #require(expected.count == 15 && line.ns.count == 15)
        var distances: [Int: Double] = [:]
        for (size, fid) in zip(line.ns, expected) {
            let value = try distance(size, in: order)
            #expect(isClose(value, fid, relative: 1e-9), "\(size): \(value)")
            distances[size] = value
        }
        try expect(line, of: distances, "fifteen sizes")
    }
}
