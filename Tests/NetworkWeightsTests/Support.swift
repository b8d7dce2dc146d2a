// Files for the tests, in a folder that goes away with the test, and what is said of them.

import Foundation
import Localization
import NetworkWeights
import TestSupport
import Testing

/// A folder of its own for one test.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "fid-tests-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// A new file each time: ext4 brings one that is written over to the disk before it goes on.
    @discardableResult
    func write(_ bytes: [UInt8], to name: String = "w.pth") throws -> String {
        unlink(file(name))
        try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
        return file(name)
    }

    /// The sentence of the error that `body` throws, without the folder's path, in English; what it gave instead if it threw none.
    func sentence(_ body: () throws -> some Any) -> String { phrase(body).english }

    func phrase(_ body: () throws -> some Any) -> Phrase {
        do {
            return Phrase(same: "no error but \(try body())")
        } catch let error as any ExplainedError {
            let short = { (text: String) in text.replacingOccurrences(of: self.path + "/", with: "") }
            return Phrase(short(error.phrase.english), short(error.phrase.chinese))
        } catch {
            return Phrase(same: "another error: \(error)")
        }
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
