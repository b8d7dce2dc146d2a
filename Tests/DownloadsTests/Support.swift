// A download from a server of this machine, with what it told on its way.

import Downloads
import FeatureFiles
import Foundation
import Localization
import Synchronization
import TestSupport
import Testing

/// A folder of its own, and a content to fetch into it.
final class Playground {
    let folder: String
    let content: [UInt8]
    let sha256: String
    let target: String
    /// What the last download told.
    private(set) var events: [DownloadEvent] = []

    init(size: Int = 300_000, seed: Int = 1) throws {
        folder = NSTemporaryDirectory() + "fid-tests-" + UUID().uuidString
        var generator = SeededGenerator(seed: seed)
        content = (0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let hasher = try SHA256Hasher()
        try hasher.update(content)
        sha256 = try hasher.finish().hexadecimal
        target = "\(folder)/deep/w.pth"
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// The names in the target's folder.
    var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: (target as NSString).deletingLastPathComponent)) ?? []).sorted()
    }

    func bytes(_ name: String = "w.pth") -> [UInt8]? {
        FileManager.default.contents(atPath: "\(folder)/deep/\(name)").map { [UInt8]($0) }
    }

    func put(_ bytes: [UInt8], as name: String) throws {
        try FileManager.default.createDirectory(atPath: "\(folder)/deep", withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/deep/\(name)"))
    }

    func download(
        _ sources: [String], length: Int? = nil, sha256: String? = nil, mayReplace: Bool = true, stall: Int = 5
    ) -> Download {
        var download = Download(
            DownloadFacts(
                sources: sources, target: target, sha256: sha256 ?? self.sha256, byteCount: length, mayReplace: mayReplace))
        download.patience = Download.Patience(attempts: 3, pause: 0.02, connectTimeout: 5, stallTimeout: stall)
        return download
    }

    /// Runs a download; progress is not kept.
    func run(_ download: Download, goesOn: @escaping () -> Bool = { true }) throws -> Download.Outcome {
        events = []
        return try download.run(
            report: { event in
                if case .progress = event { return }
                self.events.append(event)
            }, goesOn: goesOn)
    }

    /// The error of a download; nil where it had none.
    func error(_ download: Download) -> DownloadError? {
        do {
            _ = try run(download)
            return nil
        } catch {
            return error as? DownloadError
        }
    }
}

/// Counts the requests of a server, so that each is answered otherwise.
final class Turn: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}
