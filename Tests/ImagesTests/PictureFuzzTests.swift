// Damaged pictures give a picture or an error that names the file, never a crash.

import Images
import TestSupport
import Testing

@Suite struct PictureFuzzTests {
    /// How often each picture is damaged.
    private static let rounds = 300

    @Test(arguments: Pictures.names)
    func `a damaged picture is a picture or an error`(name: String) throws {
        let original = try Pictures.bytes(name)
        let seed = name.utf8.reduce(20_261_121) { $0 &* 31 &+ UInt64($1) }
        var generator = SeededGenerator(seed: seed)
        // A damaged size may claim millions of pixels, which would be decoded as grey.
        let limits = ImageLimits(pixels: 20_000)
        var (pictures, errors) = (0, 0)
        for round in 0..<Self.rounds {
            let damaged = damage(original, &generator)
            do {
                let decoded = try ImageDecoder.decode(damaged, name: name, limits: limits)
                #expect(decoded.image.width * decoded.image.height <= limits.pixels, "round \(round), seed \(seed)")
                pictures += 1
            } catch {
                let (english, chinese) = (error.phrase.english, error.phrase.chinese)
                #expect(
                    english.hasPrefix("\(name) ") && chinese.hasPrefix("\(name) "), "round \(round), seed \(seed): \(english)")
                errors += 1
            }
        }
        #expect(pictures + errors == Self.rounds)
        #expect(errors > Self.rounds / 4)
    }

    /// One damage of two kinds in three: an end somewhere, or a few bytes that are others.
    private func damage(_ original: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        guard Int.random(in: 0..<3, using: &generator) > 0 else {
            return Array(original.prefix(Int.random(in: 0..<original.count, using: &generator)))
        }
        var bytes = original
        for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
            // The headers are small and worth more than their share.
            let reach = Bool.random(using: &generator) ? bytes.count : min(bytes.count, 700)
            let place = Int.random(in: 0..<reach, using: &generator)
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...8, using: &generator)))
            case 1: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
            case 2: bytes[place] = [0, 0x7F, 0x80, 0xFF, 0xD9].randomElement(using: &generator) ?? 0
            case 3: bytes[place] = UInt8.random(in: 0...255, using: &generator)
            default: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            }
        }
        return bytes
    }
}
