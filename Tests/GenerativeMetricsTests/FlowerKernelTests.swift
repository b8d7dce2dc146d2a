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
        let singleHalvesSubsets: Subsets
        let singleSubsets: Subsets
        let modeDropFull: [String: Double]
        let sampleSizeFull: [String: Double]

        enum CodingKeys: String, CodingKey {
            case pairsFull = "pairs_full"
            case pairsSubsets = "pairs_tf_float64_100x500"
            case halvesFull = "halves_full"
            case halvesSubsets = "halves_all_tf_float64_100x1000"
            case singleHalvesSubsets = "halves_all_tf_float32_100x1000"
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
    @Test func `pairs of classes: whole, over subsets, and verified`() throws {
        let reference = try Reference.load()
        let sets = try Dictionary(uniqueKeysWithValues: Flowers.classes.map { ($0, try flowerSamples($0)) })
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
        #expect(reference.halvesFull.count == 6)
        for (name, expected) in reference.halvesFull {
            let samples = try name == "all" ? Flowers.all() : flowerSamples(name)
            let (even, odd) = (samples.everySecond(from: 0), samples.everySecond(from: 1))
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

    /// torch-fidelity has everything in single precision then, and fid the products only.
    @Test func `products in single precision: within a thousandth of the spread`() throws {
        let reference = try Reference.load()
        let all = try Flowers.all()
        let cases = [
            (try flowerSamples("tulips"), try flowerSamples("roses"), reference.singleSubsets),
            (all.everySecond(from: 0), all.everySecond(from: 1), reference.singleHalvesSubsets),
        ]
        for (a, b, expected) in cases {
            let subsets = KernelSubsets(count: expected.subsets, size: expected.size)
            let single = try #require(
                try a.kernelDistances(to: b, [KernelDistanceRequest(whole: false, subsets: subsets)], precision: .single)[0]
                    .overSubsets)
            #expect(abs(single.value - expected.mean) < 1e-3 * expected.std, "\(single.value), \(expected.mean)")
            #expect(isClose(try #require(single.standardDeviation), expected.std, relative: 1e-3))
        }
    }

    @Test func `all flowers against all without one class`() throws {
        let reference = try Reference.load()
        #expect(Set(reference.modeDropFull.keys) == Set(Flowers.classes))
        for (name, expected) in reference.modeDropFull {
            let value = try Flowers.all().kernelDistance(to: Flowers.all(without: name))
            #expect(isClose(value, expected, relative: 1e-9), "\(name): \(value)")
        }
    }

    @Test func `sample sizes`() throws {
        let reference = try Reference.load()
        let (samples, order) = (try Flowers.all(), try Flowers.order())
        try #require(order.count == 3670 && reference.sampleSizeFull.count == 6)
        for (size, expected) in reference.sampleSizeFull {
            let count = try #require(Int(size))
            let a = samples.gathered((0..<count).map { order[2 * $0] })
            let b = samples.gathered((0..<count).map { order[2 * $0 + 1] })
            #expect(isClose(try a.kernelDistance(to: b), expected, relative: 1e-9), "\(size)")
        }
    }
}
