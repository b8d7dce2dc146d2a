// The network on four photographs, from their files on: as pytorch-fid and as torch-fidelity see them.
//
// The photographs and what PyTorch makes of them lie beside the package on its authors' machines. What is expected is PyTorch's
// float32, so that its error and ours both count.

import Foundation
import Images
import LinearAlgebra
import TestSupport
import Testing

@testable import InceptionNetwork

private let fixture = SharedData.root.appending(path: "fixtures/inception")
private let photographs = fixture.appending(path: "images")

@Suite(
    .enabled(if: InceptionNetwork.isBuiltIn, "fid was built without the network"),
    .enabled(
        if: FileManager.default.fileExists(atPath: photographs.path),
        "the photographs are not here (../shared/fixtures/inception/images)"))
struct PhotographTests {
    private struct Stage: Decodable {
        let mean: [Double]
        /// Image, channel, row and column, and the value there.
        let entries: [[Double]]
    }

    private struct Distance: Decodable {
        let rms: Double
        let maximum: Double

        enum CodingKeys: String, CodingKey {
            case rms
            case maximum = "max_abs"
        }
    }

    /// Stages by their names, and how far PyTorch's float32 is from its float64 on the same input.
    private struct Expected: Decodable {
        let stages: [String: Stage]
        let errors: [String: Distance]

        private struct Key: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: Key.self)
            let names = values.allKeys.filter { !$0.stringValue.contains("float") }
            stages = try Dictionary(
                uniqueKeysWithValues: names.map { ($0.stringValue, try values.decode(Stage.self, forKey: $0)) })
            errors = try values.decode(
                [String: Distance].self, forKey: Key(stringValue: "float32_vs_float64_network_same_float32_input"))
        }
    }

    /// A tool by its name in the fixture, and how many photographs are taken at a time: 50 of them repeat the four.
    @Test(arguments: [("pytorch_fid", Preset.pytorchFID), ("torch_fidelity", .torchFidelity)], [1, 3, 50])
    func `features as the peers have them, in batches of any size`(tool: (name: String, preset: Preset), size: Int) throws {
        let expected = try expected(of: tool.name)
        let inputs = try Self.inputs(tool.preset)
        let count = max(size, inputs.count)
        var found: [Tap: [Matrix<Float>]] = [:]
        for start in stride(from: 0, to: count, by: size) {
            let images = start..<min(count, start + size)
            let batch = images.flatMap { inputs[$0 % inputs.count] }
            for (tap, features) in try TestNetwork.features(batch, count: images.count, taps: [.pool3, .logits]) {
                found[tap, default: []].append(features)
            }
        }
        for (tap, name) in [(Tap.pool3, "pool3"), (.logits, "logits")] {
            let exact = try TestNetwork.stored("\(tool.name)_\(name).npy", in: fixture)
            let error = try #require(expected.errors[name])
            let rows = try #require(found[tap]).flatMap { features in (0..<features.rows).map { features.row($0).elements } }
            #expect(rows.count == count)
            let squares = rows.enumerated().flatMap { index, row in
                zip(row, exact.row(index % inputs.count).elements).map { (Double($0) - $1) * (Double($0) - $1) }
            }
            let rms = (squares.reduce(0, +) / Double(squares.count)).squareRoot()
            #expect(rms < 2.5 * error.rms, "\(name)")
            #expect((squares.max() ?? 0).squareRoot() < 3 * error.maximum, "\(name)")
        }
    }

    @Test(arguments: [("pytorch_fid", Preset.pytorchFID), ("torch_fidelity", .torchFidelity)])
    func `every stage as the peers have it`(tool: String, preset: Preset) throws {
        let expected = try expected(of: tool)
        let batch = try Self.inputs(preset).flatMap(\.self)
        checkInput(batch, try #require(expected.stages["input"]))
        var seen: Set = ["input", "pool3", "logits"]
        try batch.withUnsafeBufferPointer { batch in
            try TestNetwork.float32.get().stages(of: batch, count: 4) { output in
                seen.insert(output.name)
                check(output, try #require(expected.stages[output.name]), try #require(expected.errors[output.name]))
            }
        }
        #expect(seen == Set(expected.stages.keys))
    }

    private func expected(of tool: String) throws -> Expected {
        let data = try Data(contentsOf: fixture.appending(path: "expected.json"))
        return try #require(JSONDecoder().decode([String: Expected].self, from: data)[tool])
    }

    /// The network's input for each photograph, in the order of their names.
    private static func inputs(_ preset: Preset) throws -> [[Float]] {
        let collection = try ImageCollection(path: photographs.path)
        return try collection.indices.map { preset.preprocessing.prepare(try collection.decode(at: $0).image).samples }
    }

    private func checkInput(_ batch: [Float], _ expected: Stage) {
        for entry in expected.entries {
            let place = entry.dropLast().map { Int($0) }
            let found = batch[((place[0] * 299 + place[2]) * 299 + place[3]) * 3 + place[1]]
            #expect(abs(Double(found) - entry[4]) < 2e-6, "\(place)")
        }
    }

    private func check(_ output: StageOutput, _ expected: Stage, _ error: Distance) {
        var worst = 0.0
        for entry in expected.entries where Int(entry[0]) == output.image {
            let found = Double(output[Int(entry[1]), Int(entry[2]), Int(entry[3])])
            worst = max(worst, abs(found - entry[4]))
        }
        let mean = output.values.reduce(0.0) { $0 + Double($1) } / Double(output.values.count)
        let meanError = abs(mean - expected.mean[output.image])
        #expect(worst < 3 * error.maximum, "\(output.name), image \(output.image)")
        #expect(meanError < 3 * error.rms, "\(output.name), image \(output.image)")
    }
}
