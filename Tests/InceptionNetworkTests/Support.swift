// One network for all tests, and what the fixture expects of it.

import FeatureFiles
import Foundation
import LinearAlgebra
import NetworkWeights
import TestSupport

@testable import InceptionNetwork

/// What PyTorch's float64 gives for ``PatternPictures``, and how far its float32 is from that.
struct Expected: Decodable {
    struct Stage: Decodable {
        let shape: [Int]
        let mean: [Double]
        let standardDeviation: [Double]
        /// Image by image.
        let float32RmsError: [Double]
        let float32MaximumError: [Double]
        /// 32 for each image, at the places of ``Expected/places(in:stage:)``.
        let entries: [Double]?
    }

    let stages: [String: Stage]

    static let ofPatterns: Result<Expected, any Error> = Result {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(
            Expected.self, from: Data(contentsOf: DeterministicWeights.fixtures.appending(path: "expected.json")))
    }

    /// Where the entries of a stage of `shape` (images, channels, rows, columns) are: channel, row and column.
    static func places(in shape: [Int], stage: String) -> [(image: Int, channel: Int, row: Int, column: Int)] {
        var generator = SeededGenerator(seed: DeterministicNumbers.seed("entries \(stage)"))
        return (0..<shape[0] * 32).map { index in
            (
                index / 32, Int(generator.next() % UInt64(shape[1])), Int(generator.next() % UInt64(shape[2])),
                Int(generator.next() % UInt64(shape[3]))
            )
        }
    }
}

enum TestNetwork {
    static let weights = Result { try DeterministicWeights(shapes: InceptionNetwork.expectedTensors) }

    /// The network with the weights of the rule, in float32.
    static let float32 = Result { try InceptionNetwork(weights: weights.get()) }

    /// The features of an array of pictures.
    static func features(
        _ batch: [Float], count: Int, taps: Set<Tap>, network: InceptionNetwork? = nil
    ) throws -> [Tap: Matrix<Float>] {
        let network = try network ?? float32.get()
        return try batch.withUnsafeBufferPointer { try network.features(of: $0, count: count, taps: taps) }
    }

    /// A matrix of the fixture, from a `.npy` file.
    static func stored(_ name: String, in folder: URL = DeterministicWeights.fixtures) throws -> Matrix<Double> {
        guard case .samples(let reader) = try FeatureFile.open(folder.appending(path: name).path) else {
            throw CocoaError(.fileReadCorruptFile)
        }
        return try reader.readAll()
    }
}
