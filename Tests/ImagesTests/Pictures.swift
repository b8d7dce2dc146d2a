// The generated pictures, and what Pillow and the other FID tools made of them (Fixtures/make.py).

import FeatureFiles
import Foundation
import Images
import TestSupport
import Testing

/// What expected.json holds.
struct Expected: Decodable {
    struct Picture: Decodable {
        var width: Int
        var height: Int
        var sha256: String
    }

    /// Numbers of a resized picture: all of them, or those at `places`.
    struct Numbers: Decodable {
        var mean: Double
        var meanSquare: Double
        var places: [Int]
        var values: [Float]
    }

    struct Resize: Decodable, CustomTestStringConvertible {
        var source: [Int]?
        var photograph: Int?
        var target: [Int]
        var mode: String
        var numbers: Numbers

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            source = try container.decodeIfPresent([Int].self, forKey: .source)
            photograph = try container.decodeIfPresent(Int.self, forKey: .photograph)
            target = try container.decode([Int].self, forKey: .target)
            mode = try container.decode(String.self, forKey: .mode)
            numbers = try Numbers(from: decoder)
        }

        private enum CodingKeys: CodingKey { case source, photograph, target, mode }

        var testDescription: String { "\(mode) \(source ?? [photograph ?? 0]) to \(target)" }
    }

    struct Bytes: Decodable, CustomTestStringConvertible {
        var source: [Int]
        var target: [Int]
        var sha256: String

        var testDescription: String { "\(source) to \(target)" }
    }

    struct Square: Decodable, CustomTestStringConvertible {
        var source: [Int]?
        var photograph: Int?
        var size: Int
        var rounding: String
        var sha256: String

        var testDescription: String { "\(source ?? [photograph ?? 0]) to \(size), \(rounding)" }
    }

    struct ClipInput: Decodable {
        var source: [Int]
        var numbers: Numbers

        init(from decoder: any Decoder) throws {
            source = try decoder.container(keyedBy: CodingKeys.self).decode([Int].self, forKey: .source)
            numbers = try Numbers(from: decoder)
        }

        private enum CodingKeys: CodingKey { case source }
    }

    struct Photographs: Decodable {
        var sha256: [String]
        var resizes: [Resize]
        var squares: [Square]
    }

    var rule: String
    var pictures: [String: Picture]
    var resizes: [Resize]
    var byteResizes: [Bytes]
    var squares: [Square]
    var clipInput: ClipInput
    var photographs: Photographs
}

enum Pictures {
    static let folder = SharedData.projectRoot.appending(path: "Tests/ImagesTests/Fixtures/pictures")

    static let expected: Result<Expected, any Error> = Result {
        let file = SharedData.projectRoot.appending(path: "Tests/ImagesTests/Fixtures/expected.json")
        return try JSONDecoder().decode(Expected.self, from: Data(contentsOf: file))
    }

    /// The names of the generated pictures.
    static let names: [String] = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()

    static func path(_ name: String) -> String { folder.appending(path: name).path }

    static func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: folder.appending(path: name))) }

    /// The photographs in the order of their paths.
    static let photographs: [String] = ["roses", "tulips"].flatMap { name in
        let folder = SharedData.photographs.appending(path: name).path
        let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".jpg") }
        return files.sorted().map { "\(folder)/\($0)" }
    }

    /// Bands, a product and noise: the `rule` of make.py.
    static func rule(_ width: Int, _ height: Int) throws -> RGBImage {
        let samples = [UInt8](unsafeUninitializedCapacity: 3 * width * height) { buffer, filled in
            var index = 0
            var y = 0
            while y < height {
                var x = 0
                while x < width {
                    var channel = 0
                    while channel < 3 {
                        let mixed = (x &* 73_856_093 ^ y &* 19_349_663 ^ channel &* 83_492_791) & 0xFFFF_FFFF
                        let bands = (3 &* x &+ 5 &* y &+ 70 &* channel &+ (x &* y) >> 6) & 255
                        buffer[index] = UInt8(truncatingIfNeeded: bands &* 3 / 4 &+ (mixed >> 13) & 63)
                        index &+= 1
                        channel &+= 1
                    }
                    x &+= 1
                }
                y &+= 1
            }
            filled = index
        }
        return try #require(RGBImage(width: width, height: height, samples: samples))
    }
}

/// The SHA-256 of samples, as hexadecimal digits.
func digest(_ samples: [UInt8]) throws -> String { try ImageCollection.digest(of: samples).hexadecimal }

/// Checks numbers of a resized picture against those of another tool.
///
/// - Parameter tolerance: of each number; the mean and the mean square have to agree to as much of full scale.
func expectClose(
    _ image: FloatImage, _ expected: Expected.Numbers, fullScale: Float, tolerance: Float,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let places = expected.places.isEmpty ? Array(image.samples.indices) : expected.places
    #expect(places.count == expected.values.count, sourceLocation: sourceLocation)
    guard places.allSatisfy(image.samples.indices.contains) else {
        Issue.record("the picture has only \(image.samples.count) numbers", sourceLocation: sourceLocation)
        return
    }
    let worst = zip(places, expected.values).map { abs(image.samples[$0] - $1) }.max() ?? .infinity
    #expect(worst <= tolerance * fullScale, sourceLocation: sourceLocation)
    var (sum, squares) = (0.0, 0.0)
    for sample in image.samples {
        sum += Double(sample)
        squares += Double(sample) * Double(sample)
    }
    let count = Double(image.samples.count)
    let scale = Double(fullScale)
    #expect(abs(sum / count - expected.mean) <= Double(tolerance) * scale, sourceLocation: sourceLocation)
    #expect(abs(squares / count - expected.meanSquare) <= 2 * Double(tolerance) * scale * scale, sourceLocation: sourceLocation)
}
