// Resized pictures are those of the other FID tools: to 1e-5 of full scale in floating point, byte for byte in eight bits.

import Foundation
import Images
import TestSupport
import Testing

@Suite struct ResizingTests {
    /// Far below what is promised (1e-5), and above the rounding of sums in single precision.
    static let tolerance: Float = 5e-7

    @Test(arguments: try Pictures.expected.get().resizes)
    func `generated pictures are resized as by the tool of the mode's name`(expected: Expected.Resize) throws {
        let source = try #require(expected.source)
        let resizer = try Resizer(mode: .named(expected.mode), width: expected.target[0], height: expected.target[1])
        let image = resizer.resize(try RuledPictures.shared.picture(source[0], source[1]))
        #expect(image.width == expected.target[0])
        #expect(image.height == expected.target[1])
        expectClose(image, expected.numbers, fullScale: resizer.mode.fullScale, tolerance: Self.tolerance)
    }

    @Test(
        .enabled(if: SharedData.hasPhotographs, "\(SharedData.noPhotographs)"),
        arguments: try Pictures.expected.get().photographs.resizes)
    func `photographs are resized as by the tool of the mode's name`(expected: Expected.Resize) throws {
        let photograph = Pictures.photographs[try #require(expected.photograph)]
        let resizer = Resizer(inceptionMode: try .named(expected.mode))
        let image = resizer.resize(try ImageDecoder.decode(fileAt: photograph).image)
        expectClose(image, expected.numbers, fullScale: resizer.mode.fullScale, tolerance: Self.tolerance)
    }

    @Test(arguments: try Pictures.expected.get().byteResizes)
    func `in eight bits the bytes are those of Pillow`(expected: Expected.Bytes) throws {
        let picture = try RuledPictures.shared.picture(expected.source[0], expected.source[1])
        let image = try picture.resized(width: expected.target[0], height: expected.target[1])
        #expect(image.width == expected.target[0])
        #expect(image.height == expected.target[1])
        #expect(try digest(image.samples) == expected.sha256)
    }

    @Test(arguments: try Pictures.expected.get().squares)
    func `the squares for CLIP are those of torchvision and transformers`(expected: Expected.Square) throws {
        let source = try #require(expected.source)
        let clip = try CLIPPreprocessing(size: expected.size, rounding: #require(CropRounding(rawValue: expected.rounding)))
        #expect(try digest(clip.square(RuledPictures.shared.picture(source[0], source[1]))) == expected.sha256)
    }

    @Test(
        .enabled(if: SharedData.hasPhotographs, "\(SharedData.noPhotographs)"),
        arguments: try Pictures.expected.get().photographs.squares)
    func `the squares of photographs are those of torchvision`(expected: Expected.Square) throws {
        let picture = try ImageDecoder.decode(fileAt: Pictures.photographs[try #require(expected.photograph)]).image
        #expect(try digest(CLIPPreprocessing(size: expected.size).square(picture)) == expected.sha256)
    }

    /// Cropped by hand, ⌊(w − l)/2⌋ from the left and from the top, then resized.
    @Test(arguments: [(301, 260), (250, 301), (97, 97), (500, 333)])
    func `the squares for CMMD are cropped first`(width: Int, height: Int) throws {
        let picture = try Pictures.rule(width, height)
        let side = min(width, height)
        let samples = (0..<side).flatMap { y in
            (0..<side).flatMap { x in
                let place = 3 * ((y + (height - side) / 2) * width + x + (width - side) / 2)
                return Array(picture.samples[place..<place + 3])
            }
        }
        let cropped = try #require(RGBImage(width: side, height: side, samples: samples))
        let square = try CLIPPreprocessing(size: 224, framing: .cmmd).square(picture)
        #expect(try square == cropped.resized(width: 224, height: 224).samples)
        let resizedFirst = try CLIPPreprocessing(size: 224).square(picture)
        #expect(width == height ? square == resizedFirst : square != resizedFirst)
        #expect(CLIPFraming.allCases.allSatisfy { $0.phrase.chinese != $0.phrase.english })
    }

    @Test func `the input of CLIP is that of its own transform`() throws {
        let expected = try Pictures.expected.get().clipInput
        let image = try CLIPPreprocessing().prepare(Pictures.rule(expected.source[0], expected.source[1]))
        expectClose(image, expected.numbers, fullScale: 4, tolerance: Self.tolerance)
    }

    @Test func `a long strip is cropped without being made whole`() throws {
        // Whole it would be 13,440,000 × 224 pixels.
        let strip = try #require(RGBImage(width: 60_000, height: 1, samples: [UInt8](repeating: 77, count: 180_000)))
        #expect(try CLIPPreprocessing().square(strip) == [UInt8](repeating: 77, count: 224 * 224 * 3))
    }

    @Test(arguments: ResizeMode.allCases)
    func `an even surface stays even`(mode: ResizeMode) throws {
        let picture = try #require(
            RGBImage(width: 411, height: 23, samples: (0..<411 * 23).flatMap { _ in [0, 128, 255] as [UInt8] }))
        let image = try Resizer(mode: mode, width: 60, height: 50).resize(picture)
        let levels: [Float] = [0, 128, 255].map { $0 / 255 * mode.fullScale }
        let worst = image.samples.enumerated().map { abs($1 - levels[$0 % 3]) }.max()
        #expect(try #require(worst) <= 1e-6 * mode.fullScale)
    }

    @Test(arguments: ResizeMode.allCases)
    func `a picture of the right size stays as it is`(mode: ResizeMode) throws {
        let picture = try Pictures.rule(37, 29)
        let image = try Resizer(mode: mode, width: 37, height: 29).resize(picture)
        #expect(image.samples == picture.samples.map { Float($0) / (mode == .pytorch ? 255 : 1) })
    }

    @Test(arguments: [(0, 299), (299, 0), (-1, 5), (65_536, 1)])
    func `a size that cannot be is refused`(width: Int, height: Int) throws {
        let sentence = try TemporaryFolder().sentence { try Resizer(mode: .clean, width: width, height: height) }
        #expect(
            sentence
                == Sentence(
                    english: "a picture of \(width) × \(height) pixels cannot be made: both numbers must be from 1 to 65535",
                    chinese: "无法生成 \(width) × \(height) 像素的图像：两个数都必须在 1 到 65535 之间"))
    }
}

/// Generated pictures, each made once.
final class RuledPictures: @unchecked Sendable {
    static let shared = RuledPictures()

    private let lock = NSLock()
    private var pictures: [[Int]: RGBImage] = [:]

    func picture(_ width: Int, _ height: Int) throws -> RGBImage {
        lock.lock()
        defer { lock.unlock() }
        if let known = pictures[[width, height]] { return known }
        let picture = try Pictures.rule(width, height)
        pictures[[width, height]] = picture
        return picture
    }
}
