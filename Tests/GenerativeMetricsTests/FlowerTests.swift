// The distances of real Inception features against numbers computed independently, where the features are at hand.

import Foundation
import GenerativeMetrics
import LinearAlgebra
import TestSupport
import Testing

@Suite(.enabled(if: SharedData.hasFlowers, "\(SharedData.noFlowers)"), .serialized)
struct FlowerTests {
    /// All terms of a distance are those of the reference.
    private func expect(
        _ distance: FrechetDistance<Double>, counts: (Int?, Int?), _ expected: FlowerReference.Distance, _ label: String
    ) {
        #expect(isClose(distance.value, expected.fid, relative: 1e-9), "\(label): \(distance.value)")
        #expect(isClose(distance.meanTerm, expected.meanTerm, relative: 1e-9), "\(label): \(distance.meanTerm)")
        #expect(isClose(distance.traces.first, expected.trace1, relative: 1e-11), "\(label): \(distance.traces.first)")
        #expect(isClose(distance.traces.second, expected.trace2, relative: 1e-11), "\(label): \(distance.traces.second)")
        #expect(isClose(distance.rootTrace, expected.traceSqrt, relative: 1e-9), "\(label): \(distance.rootTrace)")
        #expect(counts.0 == expected.n1 && counts.1 == expected.n2, "\(label)")
    }

    @Test func `pairs of classes, and each with itself and both ways`() throws {
        let (reference, peers) = (try FlowerReference.load(), try FlowerPeers.load())
        let sets = try Dictionary(
            uniqueKeysWithValues: Flowers.classes.map { ($0, try FittedNormal(samples: flowerSamples($0))) })
        #expect(reference.pairs.count == 5)
        for (pair, expected) in reference.pairs {
            let names = pair.split(separator: "|").map(String.init)
            let a = try #require(sets[names[0]])
            let b = try #require(sets[names[1]])
            let distance = try a.frechetDistance(to: b)
            expect(distance, counts: (a.count, b.count), expected, pair)
            try peers.expect(distance.value, pair)
            #expect(abs(try b.frechetDistance(to: a).value - distance.value) < 1e-10, "\(pair)")
        }
        #expect(reference.selfExact.count == 5)
        for (name, expected) in reference.selfExact {
            let set = try #require(sets[name])
            let value = try set.frechetDistance(to: set).value
            #expect(abs(value - expected) < 1e-10, "\(name)")
            try peers.expect(value, "self_\(name)")
        }
    }

    @Test func `halves of the classes and of all`() throws {
        let (reference, peers) = (try FlowerReference.load(), try FlowerPeers.load())
        for name in Flowers.classes + ["all"] {
            let samples = try name == "all" ? Flowers.all() : flowerSamples(name)
            let even = try FittedNormal(samples: samples.everySecond(from: 0))
            let odd = try FittedNormal(samples: samples.everySecond(from: 1))
            let distance = try even.frechetDistance(to: odd)
            if let expected = reference.halves[name] {
                expect(distance, counts: (even.count, odd.count), expected, "halves of \(name)")
            }
            try peers.expect(distance.value, "halves_\(name)")
        }
        #expect(Set(reference.halves.keys) == ["roses", "tulips", "all"])
    }

    /// The moments of all are those of the classes, merged.
    @Test func `more samples than features: all flowers against all but one class`() throws {
        let (reference, peers) = (try FlowerReference.load(), try FlowerPeers.load())
        let classes = try Flowers.classes.map { (name: $0, moments: try Moments(of: flowerSamples($0))) }
        func merged(without dropped: String?) throws -> FittedNormal<Double> {
            let parts = classes.filter { $0.name != dropped }.map(\.moments)
            return try FittedNormal(moments: parts.dropFirst().reduce(parts[0]) { try $0.merging($1) })
        }
        let all = try FittedNormal(moments: Moments(of: Flowers.all()))
        for name in Flowers.classes {
            let rest = try merged(without: name)
            let distance = try all.frechetDistance(to: rest)
            if let expected = reference.modeDrop.drop[name] {
                expect(distance, counts: (all.count, rest.count), expected, "without \(name)")
            }
            try peers.expect(distance.value, "drop_\(name)")
        }
        #expect(Set(reference.modeDrop.drop.keys) == ["daisy", "tulips"])
        let same = try all.frechetDistance(to: merged(without: nil)).value
        #expect(abs(same) < 1e-10, "\(same)")
        try peers.expect(same, "self_all")
    }

    @Test func `the even rows of all against the odd rows without a class`() throws {
        let reference = try FlowerReference.load()
        let even = try FittedNormal(samples: Flowers.half(0))
        for (name, expected) in reference.modeDrop.drop {
            let odd = try FittedNormal(samples: Flowers.half(1, without: name))
            let value = try even.frechetDistance(to: odd).value
            let fid = try #require(expected.fidEvenVsOddWithoutClass)
            #expect(isClose(value, fid, relative: 1e-9), "without \(name): \(value)")
        }
    }

    @Test func `each question to the other tool has its test`() throws {
        let peers = try FlowerPeers.load()
        let sets = Flowers.classes + ["all"]
        let asked =
            try Array(FlowerReference.load().pairs.keys) + sets.map { "self_\($0)" } + sets.map { "halves_\($0)" }
            + Flowers.classes.map { "drop_\($0)" } + FlowerSampleSizeTests.asked.map { "N\($0)" }
        #expect(Set(peers.new.keys) == Set(asked))
        #expect(Set(peers.old.keys).isSubset(of: asked) && Set(peers.exact.keys).isSubset(of: asked))
    }

    @Test func `FID∞ of fewer samples than features is refused`() throws {
        let (roses, tulips) = (try flowerSamples("roses"), try flowerSamples("tulips"))
        #expect(throws: MetricsError.tooFewToExtrapolate(rows: 641, dimension: 2048)) {
            try roses.frechetDistanceAtInfinity(to: tulips)
        }
    }
}
