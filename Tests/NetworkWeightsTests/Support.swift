// Files of weights for the tests, and what is said of them.

import Foundation
import Localization
import NetworkWeights
import TestSupport
import Testing

extension TemporaryFolder {
    /// Writes a file of weights.
    func write(_ bytes: [UInt8]) throws -> String { try write(bytes, to: "w.pth") }

    /// The sentence of the error that `body` throws, without the folder's path, in English.
    func english(_ body: () throws -> some Any) -> String { sentence(body).english }

    func phrase(_ body: () throws -> some Any) -> Phrase {
        let sentence = sentence(body)
        return Phrase(sentence.english, sentence.chinese)
    }
}

enum Fixture {
    static let folder = SharedData.projectRoot.appending(path: "Tests/NetworkWeightsTests/Fixtures")

    static func path(_ name: String) -> String { folder.appending(path: name).path }

    static func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: folder.appending(path: name))) }

    /// A small state dict with a bit of everything.
    static let writer: StateDictWriter = {
        var writer = StateDictWriter()
        writer.add("conv.weight", [2, 3, 2, 2], (0..<24).map(Double.init), stride: [1, 2, 12, 6])
        writer.add("conv.bias", [2], [0.5, -1.25])
        writer.add("half", [2, 2], [1, 2.5, -3, 0.125], type: .float16)
        writer.add("brain", [3], [1, -0.5, 96], type: .bfloat16)
        writer.add("double", [1], [0.1], type: .float64)
        writer.add("steps", [], [7], type: .int64)
        writer.add("shared", [4], (0..<10).map(Double.init), offset: 3)
        writer.addView("every second", of: 6, shape: [5], stride: [2])
        writer.addView("repeated", of: 1, shape: [3, 2], stride: [0, 1])
        writer.add("none", [0, 4], [])
        return writer
    }()
}
