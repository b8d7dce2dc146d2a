// The kernel distances of real Inception features against numbers computed independently, where the features are at hand.

import Foundation
import GenerativeMetrics
import LinearAlgebra
import TestSupport
import Testing

/// The independent reference: `flowers.json` beside the features.
private struct Reference: Decodable {
    struct Subsets: Decodable {
        let mean: Double
        let std: Double
        let subsets: Int
        let size: Int
    }
    struct Kernel: Decodable {
        let pairsFull: [String: Double]
        let pairsSubsets: [String: Subsets]
        let halvesFull: [String: Double]
        let halvesSubsets: Subsets
        let singleSubsets: Subsets
        let modeDropFull: [String: Double]
        let sampleSizeFull: [String: Double]

        enum CodingKeys: String, CodingKey {
            case pairsFull = "pairs_full"
            case pairsSubsets = "pairs_tf_float64_100x500"
            case halvesFull = "halves_full"
            case halvesSubsets = "halves_all_tf_float64_100x1000"
            case singleSubsets = "tulips_roses_tf_float32_100x500"
            case modeDropFull = "mode_drop_full"
            case sampleSizeFull = "sample_size_full"
        }
    }
    let kid: Kernel

    static func load() throws -> Kernel {
        try JSONDecoder().decode(
            Reference.self, from: Data(contentsOf: SharedData.root.appending(path: "reference/flowers.json"))
        ).kid
    }
}

@Suite(.enabled(if: SharedData.hasFlowers, "\(SharedData.noFlowers)"), .serialized)
struct FlowerKernelTests {
    private func all() throws -> Matrix<Double> {
        let parts = try FlowerTests.classes.map(flowerSamples)
        return Matrix(rows: parts.reduce(0) { $0 + $1.rows }, columns: 2048, elements: parts.flatMap(\.elements))
    }

    private func half(_ samples: Matrix<Double>, _ start: Int) -> Matrix<Double> {
        samples.gathered(Array(stride(from: start, to: samples.rows, by: 2)))
    }

    @Test func `pairs of classes: whole, over subsets, and verified`() throws {
        let reference = try Reference.load()
        let sets = try Dictionary(uniqueKeysWithValues: FlowerTests.classes.map { ($0, try flowerSamples($0)) })
        #expect(reference.pairsFull.count == 5)
        for (pair, expected) in reference.pairsFull {
            let names = pair.split(separator: "|").map(String.init)
            let (a, b) = (try #require(sets[names[0]]), try #require(sets[names[1]]))
            let subsets = try #require(reference.pairsSubsets[pair])
            let found = try a.kernelDistances(to: b, subsets: KernelSubsets(count: subsets.subsets, size: subsets.size))
            let whole = try #require(found.whole)
            #expect(isClose(whole.value, expected, relative: 1e-9), "\(pair)")
            let over = try #require(found.overSubsets)
            // The very subsets of torch-fidelity: not within the spread, but the same numbers.
            #expect(isClose(over.value, subsets.mean, relative: 1e-10), "\(pair): \(over.value), \(subsets.mean)")
            #expect(isClose(try #require(over.standardDeviation), subsets.std, relative: 1e-9), "\(pair)")
            if pair == "roses|tulips" {
                let check = try whole.verify(first: a, second: b, rows: 3)
                #expect(check.method == .someRows && check.rowsChecked == 6)
                #expect(check.largestRowDifference < 1e-13, "\(check.largestRowDifference)")
                #expect(check.errorEstimate < 1e-10 * 5)
            }
        }
    }

    @Test func `halves of a class and of all, which differ by nothing much`() throws {
        let reference = try Reference.load()
        for (name, expected) in reference.halvesFull {
            let samples = name == "all" ? try all() : try flowerSamples(name)
            let (even, odd) = (half(samples, 0), half(samples, 1))
            guard name == "all" else {
                #expect(isClose(try even.kernelDistance(to: odd), expected, relative: 1e-9), "\(name)")
                continue
            }
            let subsets = reference.halvesSubsets
            let found = try even.kernelDistances(to: odd, subsets: KernelSubsets(count: subsets.subsets, size: subsets.size))
            #expect(isClose(try #require(found.whole).value, expected, relative: 1e-9), "\(name)")
            let over = try #require(found.overSubsets)
            #expect(isClose(over.value, subsets.mean, relative: 1e-9), "\(over.value), \(subsets.mean)")
            #expect(isClose(try #require(over.standardDeviation), subsets.std, relative: 1e-9))
        }
    }

    @Test func `products in single precision: within a thousandth of the spread`() throws {
        let expected = try Reference.load().singleSubsets
        let (a, b) = (try flowerSamples("tulips"), try flowerSamples("roses"))
        let subsets = KernelSubsets(count: expected.subsets, size: expected.size)
        let single = try #require(
            try a.kernelDistances(to: b, [KernelDistanceRequest(whole: false, subsets: subsets)], precision: .single)[0]
                .overSubsets)
        #expect(abs(single.value - expected.mean) < 1e-3 * expected.std, "\(single.value), \(expected.mean)")
        #expect(isClose(try #require(single.standardDeviation), expected.std, relative: 1e-3))
    }

    @Test func `all flowers against all without one class`() throws {
        let reference = try Reference.load()
        let samples = try all()
        let sizes = try FlowerTests.classes.map { try flowerSamples($0).rows }
        for name in ["tulips", "roses"] {
            let index = try #require(FlowerTests.classes.firstIndex(of: name))
            let start = sizes[..<index].reduce(0, +)
            let rest = samples.gathered((0..<samples.rows).filter { !(start..<start + sizes[index]).contains($0) })
            let expected = try #require(reference.modeDropFull[name])
            #expect(isClose(try samples.kernelDistance(to: rest), expected, relative: 1e-9), "\(name)")
        }
    }

    @Test func `sample sizes`() throws {
        let reference = try Reference.load()
        let samples = try all()
        let text = try String(contentsOf: SharedData.root.appending(path: "reference/perm_rng0_3670.txt"), encoding: .utf8)
        let order = text.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        try #require(order.count == 3670)
        for (size, expected) in reference.sampleSizeFull {
            let count = try #require(Int(size))
            let a = samples.gathered((0..<count).map { order[2 * $0] })
            let b = samples.gathered((0..<count).map { order[2 * $0 + 1] })
            #expect(isClose(try a.kernelDistance(to: b), expected, relative: 1e-9), "\(size)")
        }
    }
}
