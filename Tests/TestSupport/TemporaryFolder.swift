// A folder that goes away with the test, and the sentences of errors without its path.

import Foundation
import Localization

/// A folder of its own for one test.
public final class TemporaryFolder {
    public let path: String

    public init() throws {
        path = NSTemporaryDirectory() + "fid-tests-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    public func file(_ name: String) -> String { "\(path)/\(name)" }

    /// A new file each time: ext4 brings one that is written over to the disk before it goes on.
    @discardableResult
    public func write(_ bytes: [UInt8], to name: String) throws -> String {
        unlink(file(name))
        try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
        return file(name)
    }

    public func read(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: file(name)))) }

    /// All names in the folder, hidden ones too.
    public var contents: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }

    /// The sentence of the error that `body` throws, without the folder's path; what it gave instead if it threw none.
    public func sentence(_ body: () throws -> some Any) -> Sentence {
        do {
            let value = try body()
            return Sentence(english: "no error but \(value)", chinese: "")
        } catch let error as any ExplainedError {
            return Sentence(
                english: error.phrase.english.replacingOccurrences(of: path + "/", with: ""),
                chinese: error.phrase.chinese.replacingOccurrences(of: path + "/", with: ""))
        } catch {
            return Sentence(english: "another error: \(error)", chinese: "")
        }
    }
}

/// An error's sentence in both languages.
public struct Sentence: Equatable, Sendable {
    public var english: String
    public var chinese: String

    public init(english: String, chinese: String) {
        self.english = english
        self.chinese = chinese
    }
}
