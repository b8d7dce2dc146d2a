// The network on four photographs, from their pixels on: as pytorch-fid and as torch-fidelity see them.
//
// The photographs and what PyTorch makes of them lie beside the package on its authors' machines, the pixels as raw RGB bytes
// in the folder that FID_RAW_PICTURES names. What is expected is PyTorch's float32, so that its error and ours both count.

import Foundation
import LinearAlgebra
import TestSupport
import Testing

@testable import InceptionNetwork

private let fixture = SharedData.root.appending(path: "fixtures/inception")
private let rawPictures = ProcessInfo.processInfo.environment["FID_RAW_PICTURES"]

@Suite(
    .enabled(if: InceptionNetwork.isBuiltIn, "fid was built without the network"),
    .enabled(if: rawPictures != nil, "FID_RAW_PICTURES names no folder with the photographs' pixels"))
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

    @Test(arguments: [("pytorch_fid", Resize.halfPixelCentres), ("torch_fidelity", .corners)])
    func `as the peers see them`(tool: String, resize: Resize) throws {
        let data = try Data(contentsOf: fixture.appending(path: "expected.json"))
        let expected = try #require(JSONDecoder().decode([String: Expected].self, from: data)[tool])
        let batch = try pictures(resize)
        checkInput(batch, try #require(expected.stages["input"]))
        try batch.withUnsafeBufferPointer { batch in
            try TestNetwork.float32.get().stages(of: batch, count: 4) { output in
                check(output, try #require(expected.stages[output.name]), try #require(expected.errors[output.name]))
            }
        }
        let features = try TestNetwork.features(batch, count: 4, taps: [.pool3, .logits])
        for (tap, name) in [(Tap.pool3, "pool3"), (.logits, "logits")] {
            let exact = try TestNetwork.stored("\(tool)_\(name).npy", in: fixture)
            let found = try #require(features[tap])
            let error = try #require(expected.errors[name])
            let squares = zip(found.elements, exact.elements).map { (Double($0) - $1) * (Double($0) - $1) }
            let rms = (squares.reduce(0, +) / Double(squares.count)).squareRoot()
            #expect(rms < 2.5 * error.rms)
            #expect((squares.max() ?? 0).squareRoot() < 3 * error.maximum)
        }
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

    private func pictures(_ resize: Resize) throws -> [Float] {
        struct Inputs: Decodable {
            struct Picture: Decodable {
                let file: String
                let width: Int
                let height: Int
            }
            let images: [Picture]
        }
        let inputs = try JSONDecoder().decode(Inputs.self, from: Data(contentsOf: fixture.appending(path: "inputs.json")))
        return try inputs.images.flatMap { picture in
            let name = picture.file.replacingOccurrences(of: ".png", with: ".rgb")
            let path = (rawPictures ?? "") + "/" + name
            let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
            try #require(bytes.count == 3 * picture.width * picture.height)
            return resize.input(bytes, width: picture.width, height: picture.height)
        }
    }
}

/// The two bilinear resizings to 299 × 299, in float32 as the peers compute them.
enum Resize: Sendable {
    /// PyTorch's `F.interpolate(mode="bilinear", align_corners=False)`, of pixels from 0 to 1.
    case halfPixelCentres
    /// TensorFlow 1's, of pixels from 0 to 255.
    case corners

    func input(_ bytes: [UInt8], width: Int, height: Int) -> [Float] {
        let across = (0..<299).map { place($0, width) }
        let down = (0..<299).map { place($0, height) }
        var values: [Float] = []
        values.reserveCapacity(299 * 299 * 3)
        for (top, bottom, dy) in down {
            for (left, right, dx) in across {
                for channel in 0..<3 {
                    let value = { (row: Int, column: Int) in Float(bytes[(row * width + column) * 3 + channel]) }
                    let corners = [value(top, left), value(top, right), value(bottom, left), value(bottom, right)]
                    values.append(mix(corners, dx, dy))
                }
            }
        }
        return values
    }

    private func place(_ index: Int, _ size: Int) -> (Int, Int, Float) {
        let scale = Float(size) / 299
        let position =
            switch self {
            case .halfPixelCentres: max(0, scale * (Float(index) + 0.5) - 0.5)
            case .corners: Float(index) * scale
            }
        let low = min(Int(position), size - 1)
        return (low, min(low + 1, size - 1), position - Float(low))
    }

    private func mix(_ v: [Float], _ dx: Float, _ dy: Float) -> Float {
        switch self {
        case .halfPixelCentres:
            let unit = v.map { $0 / 255 }
            let upper = (1 - dx) * unit[0] + dx * unit[1]
            let lower = (1 - dx) * unit[2] + dx * unit[3]
            return 2 * ((1 - dy) * upper + dy * lower) - 1
        case .corners:
            let upper = v[0] + (v[1] - v[0]) * dx
            let lower = v[2] + (v[3] - v[2]) * dx
            return (upper + (lower - upper) * dy - 128) / 128
        }
    }
}
