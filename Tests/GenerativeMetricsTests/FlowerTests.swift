// The distances of real Inception features against numbers computed independently, where the features are at hand.

import Foundation
import GenerativeMetrics
import LinearAlgebra
import TestSupport
import Testing

/// The independent reference: `flowers.json` beside the features.
private struct Reference: Decodable {
    struct Distance: Decodable {
        let fid: Double
        let meanTerm: Double
        let traceSqrt: Double
    }
    struct ModeDrop: Decodable {
        let drop: [String: Distance]
    }
    struct SampleSize: Decodable {
        let fid: [String: Double]
    }
    let pairs: [String: Distance]
    let halves: [String: Distance]
    let modeDrop: ModeDrop
    let sampleSize: SampleSize

    static func load() throws -> Reference {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(
            Reference.self, from: Data(contentsOf: SharedData.root.appending(path: "reference/flowers.json")))
    }
}

@Suite(.enabled(if: SharedData.hasFlowers, "\(SharedData.noFlowers)"), .serialized)
struct FlowerTests {
    static let classes = ["daisy", "dandelion", "roses", "sunflowers", "tulips"]

    private func allRows() throws -> Matrix<Double> {
        let parts = try Self.classes.map(flowerSamples)
        return Matrix(
            rows: parts.reduce(0) { $0 + $1.rows }, columns: 2048, elements: parts.flatMap(\.elements))
    }

    private func select(_ indices: [Int], from matrix: Matrix<Double>) -> Matrix<Double> {
        var elements: [Double] = []
        elements.reserveCapacity(indices.count * matrix.columns)
        for i in indices { elements += matrix.elements[i * matrix.columns..<(i + 1) * matrix.columns] }
        return Matrix(rows: indices.count, columns: matrix.columns, elements: elements)
    }

    @Test func `pairs of classes, and each with itself and both ways`() throws {
        let reference = try Reference.load()
        let sets = try Dictionary(
            uniqueKeysWithValues: Self.classes.map { ($0, try FittedNormal(samples: flowerSamples($0))) })
        #expect(reference.pairs.count == 5)
        for (pair, expected) in reference.pairs {
            let names = pair.split(separator: "|").map(String.init)
            let a = try #require(sets[names[0]])
            let b = try #require(sets[names[1]])
            let distance = try a.frechetDistance(to: b)
            #expect(isClose(distance.value, expected.fid, relative: 1e-9), "\(pair)")
            #expect(isClose(distance.meanTerm, expected.meanTerm, relative: 1e-9), "\(pair)")
            #expect(isClose(distance.rootTrace, expected.traceSqrt, relative: 1e-9), "\(pair)")
            #expect(abs(try b.frechetDistance(to: a).value - distance.value) < 1e-10, "\(pair)")
        }
        for (name, set) in sets { #expect(abs(try set.frechetDistance(to: set).value) < 1e-10, "\(name)") }
    }

    @Test func `halves of a class`() throws {
        let reference = try Reference.load()
        for name in ["roses", "tulips"] {
            let samples = try flowerSamples(name)
            let even = try FittedNormal(samples: select(Array(stride(from: 0, to: samples.rows, by: 2)), from: samples))
            let odd = try FittedNormal(samples: select(Array(stride(from: 1, to: samples.rows, by: 2)), from: samples))
            let expected = try #require(reference.halves[name])
            #expect(isClose(try even.frechetDistance(to: odd).value, expected.fid, relative: 1e-9), "\(name)")
        }
    }

    @Test func `more samples than features: all flowers against all but tulips`() throws {
        let reference = try Reference.load()
        let all = try allRows()
        let tulips = try flowerSamples("tulips").rows
        let rest = all.rows(0..<(all.rows - tulips))
        let a = try FittedNormal(moments: Moments(of: all))
        let b = try FittedNormal(moments: Moments(of: rest))
        let distance = try a.frechetDistance(to: b)
        let expected = try #require(reference.modeDrop.drop["tulips"])
        #expect(isClose(distance.value, expected.fid, relative: 1e-9))
    }

    @Test(arguments: [100, 400])
    func `sample sizes`(count: Int) throws {
        let reference = try Reference.load()
        let all = try allRows()
        let text = try String(
            contentsOf: SharedData.root.appending(path: "reference/perm_rng0_3670.txt"), encoding: .utf8)
        let order = text.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        try #require(order.count == 3670)
        let first = (0..<count).map { order[2 * $0] }
        let second = (0..<count).map { order[2 * $0 + 1] }
        let value = try FittedNormal(samples: select(first, from: all)).frechetDistance(
            to: FittedNormal(samples: select(second, from: all))
        ).value
        let expected = try #require(reference.sampleSize.fid["\(count)"])
        #expect(isClose(value, expected, relative: 1e-9))
    }
}
