// Damaged files give an error or a result, never a crash and never a hang.

import Foundation
import Localization
import TestSupport
import Testing

@testable import NetworkWeights

@Suite struct WeightFuzzTests {
    @Test(arguments: [
        "tiny_legacy.pth", "tiny_zip.pth", "checkpoint_legacy.pth", "checkpoint_zip.pth", "checkpoint_protocol4.pth",
        "script_compiled.pt", "script_traced.pt", "safetensors",
    ])
    func `a thousand damages each`(name: String) throws {
        let folder = try TemporaryFolder()
        let original = name == "safetensors" ? Fixture.writer.safetensors : try Fixture.bytes(name)
        let seed = 20_261_121
        var generator = SeededGenerator(seed: seed)
        var (failures, results) = (0, 0)
        for round in 0..<1000 {
            let path = try folder.write(mutate(original, &generator))
            do {
                let file = try WeightFile.open(path, allowingTruncation: true)
                for entry in file.entries where entry.layout.count <= 1 << 20 {
                    do {
                        let values = try file.values(of: entry.name)
                        #expect(values.count == entry.layout.count, "round \(round), seed \(seed)")
                    } catch let error as WeightsError {
                        #expect(error.phrase.english.hasPrefix(path), "round \(round), seed \(seed)")
                    }
                }
                _ = file.compare(expected: ["conv.weight": [2, 3]])
                results += 1
            } catch let error as WeightsError {
                #expect(error.phrase.english.hasPrefix(path), "round \(round), seed \(seed): \(error)")
                #expect(!error.phrase.chinese.isEmpty)
                failures += 1
            }
        }
        #expect(failures > 100 && results > 10, "\(failures) failures, \(results) results")
    }

    private func mutate(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...3, using: &generator) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<10, using: &generator) {
            case 0: bytes.removeSubrange(place...)
            case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...8, using: &generator)))
            case 2: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
            case 3: bytes[place] = [0, 0x7F, 0x80, 0xFF].randomElement(using: &generator) ?? 0
            case 4: bytes[place] = UInt8.random(in: 0x20...0x7E, using: &generator)
            // An operation of a pickle for another.
            case 5:
                bytes[place] =
                    (Array("(tRQqhcu}]esb.0129KMJNX".utf8) + [0x80, 0x85, 0x87, 0x8A, 0x93]).randomElement(using: &generator) ?? 0
            case 6:
                let end = min(bytes.count, place + Int.random(in: 1...64, using: &generator))
                bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0..<bytes.count, using: &generator))
            default: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            }
        }
        return bytes
    }
}
