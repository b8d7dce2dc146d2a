// What transformers and open_clip computed (Fixtures/clip-expected.json), and the pictures that they were given.

import Foundation
import Images

@testable import CLIPEncoder

struct Expected: Decodable {
    struct Case: Decodable, CustomStringConvertible {
        let variant: String
        let layers: Int
        let activation: String
        /// Block, token (both as text), and the first numbers of the token of the first picture.
        let stages: [String: [String: [Double]]]
        let embeddings: [[Double]]

        var description: String { "\(variant), \(layers) blocks, \(activation)" }

        func made() throws -> (variant: CLIPVariant, activation: CLIPActivation, architecture: CLIPArchitecture) {
            guard let variant = CLIPVariant(rawValue: variant), let activation = CLIPActivation(rawValue: activation) else {
                throw CocoaError(.propertyListReadCorrupt)
            }
            let whole = variant.architecture
            let architecture = CLIPArchitecture(
                width: whole.width, layers: layers, patch: whole.patch, grid: whole.grid, projection: whole.projection)
            return (variant, activation, architecture)
        }
    }

    /// The first numbers of some tensors.
    let rule: [String: [Float]]
    let cases: [Case]

    static func read() throws -> Expected {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/clip-expected.json")
        return try JSONDecoder().decode(Expected.self, from: Data(contentsOf: file))
    }

    /// Picture `k` of the rule.
    static func picture(_ k: Int, side: Int) throws -> RGBImage {
        let samples = [UInt8](unsafeUninitializedCapacity: 3 * side * side) { samples, filled in
            for y in 0..<side {
                for x in 0..<side {
                    let value = x &* (2 &+ k) &+ y &* (3 &- k) &+ (x &* y) >> 5
                    let place = 3 &* (y &* side &+ x)
                    samples[place] = UInt8(truncatingIfNeeded: value)
                    samples[place &+ 1] = UInt8(truncatingIfNeeded: value &+ 85)
                    samples[place &+ 2] = UInt8(truncatingIfNeeded: value &+ 170)
                }
            }
            filled = samples.count
        }
        guard let picture = RGBImage(width: side, height: side, samples: samples) else { throw CocoaError(.coderInvalidValue) }
        return picture
    }
}

/// ‖a − b‖/‖b‖
func distance(_ a: some Collection<Float>, _ b: [Double]) -> Double {
    let square = zip(a, b).reduce(0) { $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1) }
    return (square / b.reduce(0) { $0 + $1 * $1 }).squareRoot()
}
