// Pictures out of the ordinary: each does what the help of `fid features` says.

import Foundation
import TestSupport
import Testing

@Suite struct OddPictureTests {
    /// A picture, and what becomes of it.
    struct Odd: CustomTestStringConvertible {
        let name: String
        /// Its bytes, of a fixture of that name or made of one.
        let bytes: @Sendable () throws -> Data
        /// What is said of it; nil for nothing.
        var says: String?
        /// Whether it ends a run, and is left out only if that is asked.
        var isBroken = false

        var testDescription: String { name }

        static func fixture(_ name: String, as other: String? = nil, says: String? = nil) -> Odd {
            Odd(name: other ?? name, bytes: { try data(name) }, says: says)
        }

        static func broken(_ name: String, says: String, _ bytes: @escaping @Sendable () throws -> Data) -> Odd {
            Odd(name: name, bytes: bytes, says: says, isBroken: true)
        }

        static func data(_ name: String) throws -> Data { try Data(contentsOf: CLIPPlace.fixtures.appending(path: name)) }
    }

    /// A PNG file with another size in its header.
    private static func resized(to side: UInt32) throws -> Data {
        var bytes = try Odd.data("rgb-8.png")
        let size = withUnsafeBytes(of: side.bigEndian) { Array($0) }
        bytes.replaceSubrange(16..<24, with: size + size)
        let sum = checksum(bytes[12..<29])
        bytes.replaceSubrange(29..<33, with: withUnsafeBytes(of: sum.bigEndian) { Array($0) })
        return bytes
    }

    /// CRC-32, bit by bit.
    private static func checksum(_ bytes: Data) -> UInt32 {
        ~bytes.reduce(UInt32.max) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
        }
    }

    static let pictures: [Odd] = [
        .fixture("one-pixel.png"), .fixture("one-pixel.jpg"), .fixture("one-row.png"), .fixture("cmyk.jpg"),
        .fixture("rgb-16.png"),
        .fixture("rgb-8-gamma.png"), .fixture("exif-rotated.jpg"),
        .fixture("grey-16.png", says: "is 16-bit grey, of which Pillow's convert(\"RGB\") makes white all above 255"),
        .fixture("palette-transparency.png", says: "has transparency, which was dropped"),
        .fixture("rgb-8.png", as: "misnamed.jpg", says: "ends in .jpg and is a PNG file: it was read as one"),
        .fixture("turbo-420.jpg", as: "misnamed.png", says: "ends in .png and is a JPEG file: it was read as one"),
        .broken("empty.png", says: "is empty (0 bytes)") { Data() },
        .broken("cut.jpg", says: "ends early: the JPEG data stop at byte 700") { try Odd.data("turbo-420.jpg").prefix(700) },
        .broken("cut.png", says: "ends early: the PNG data stop at byte 700") { try Odd.data("rgb-8.png").prefix(700) },
        .broken("corrupt.png", says: "is a damaged PNG file (IDAT: ") {
            var bytes = try Odd.data("rgb-8.png")
            bytes[bytes.count / 2] ^= 0xFF
            return bytes
        },
        .broken("huge.png", says: "claims 30000 × 30000 pixels, more than the limit of 178956970") { try resized(to: 30_000) },
        .broken("text.jpg", says: "is not a picture") { Data("hello".utf8) },
    ]

    @Test(arguments: pictures) func `a picture out of the ordinary`(picture: Odd) throws {
        let place = try CLIPPlace()
        let folder = place.url.appending(path: "odd")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try picture.bytes().write(to: folder.appending(path: picture.name))
        try Odd.data("grey-8.png").write(to: folder.appending(path: "z.png"))
        let run = try place.run("features odd -o x.npy --network clip")
        #expect((run.code == 2) == picture.isBroken, "\(run.errors)")
        if let words = picture.says {
            #expect(run.errors.contains("odd/\(picture.name) \(words)"), "\(run.errors)")
        } else {
            #expect(!run.errors.contains(picture.name), "\(run.errors)")
        }
        #expect(FileManager.default.fileExists(atPath: place.url.appending(path: "x.npy").path) != picture.isBroken)
        let skipping = try place.run("features odd -o y.npy --network clip --skip-broken")
        #expect(skipping.code == 0)
        #expect(skipping.errors.contains("left out 1 of 2 pictures") == picture.isBroken, "\(skipping.errors)")
        #expect(try place.matrix("y.npy").rows == (picture.isBroken ? 1 : 2))
    }

    @Test func `the limit of pixels is the caller's, and a run goes on under its own only`() throws {
        let place = try CLIPPlace()
        let small = try place.run("features real -o x.npy --network clip --pixel-limit 100")
        #expect(small.code == 2 && small.errors.contains("more than the limit of 100: "), "\(small.errors)")
        #expect(small.errors.contains("raise the limit (--pixel-limit)"))
        // Pictures that were left out under one limit are looked at again under another.
        let name = place.url.appending(path: "real/2-turbo-444.jpg")
        let bytes = try Data(contentsOf: name)
        try bytes.prefix(20).write(to: name)
        let one = "features real -o x.npy --network clip --batch 1"
        #expect(try place.run("\(one) --pixel-limit 6000").code == 2)
        try bytes.write(to: name)
        let other = try place.run(one)
        #expect(other.code == 0 && other.errors.contains("had other options or weights: starting over"), "\(other.errors)")
        #expect(try place.run("features real -o x.npy --network clip --pixel-limit 0").code == 2)
        let run = try place.run("compute x.npy x.npy --pixel-limit 7")
        #expect(run.code == 2 && run.errors.contains("--pixel-limit is for pictures"), "\(run.errors)")
    }
}
