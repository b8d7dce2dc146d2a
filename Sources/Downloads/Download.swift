// Brings a public file here, in pieces if need be: it gets its name when it is whole and its hash is right, and not before.

import FeatureFiles
import Foundation

/// A file to be fetched. Two processes may fetch the same one: the second waits for the first. One that is stopped, by whatever, goes on
/// where it was.
public struct Download: Sendable {
    /// How patient it is.
    public struct Patience: Sendable {
        /// How often in a row a server is tried that gives nothing.
        public var attempts: Int
        /// Seconds before the second attempt; twice as many before the third, and so on.
        public var pause: Double
        public var connectTimeout: Int
        /// Seconds without a byte after which a transfer has stalled.
        public var stallTimeout: Int

        public init(attempts: Int = 4, pause: Double = 1, connectTimeout: Int = 20, stallTimeout: Int = 30) {
            self.attempts = attempts
            self.pause = pause
            self.connectTimeout = connectTimeout
            self.stallTimeout = stallTimeout
        }
    }

    /// How it ended well.
    public enum Outcome: Sendable, Equatable {
        case wasThere
        /// From this address or path.
        case fetched(source: String)
    }

    public let facts: DownloadFacts
    public var patience = Patience()
    public var userAgent = "fid"

    /// - Parameter facts: a source without `://` is a path on this machine.
    public init(_ facts: DownloadFacts) { self.facts = facts }

    /// Fetches the file, unless it is there already and right.
    ///
    /// - Parameters:
    ///   - report: is told what happens.
    ///   - goesOn: is asked at least once a second while a server is waited for; false stops.
    /// - Throws: ``DownloadError``, `FeatureFileError` for a file that is there and cannot be read, `HashError`.
    public func run(report: @escaping (DownloadEvent) -> Void, goesOn: @escaping () -> Bool) throws -> Outcome {
        if try isThere(report) { return .wasThere }
        let part = try PartFile.open(for: facts.target) {
            report(.waiting)
            usleep(200_000)
            return goesOn()
        }
        guard let part else { throw DownloadError.stopped(done: 0, total: nil) }
        defer { part.removeIfEmpty() }
        // The process that was waited for may have brought it.
        if try isThere(report) {
            part.remove()
            return .wasThere
        }
        var firstError: DownloadError?
        for source in facts.sources {
            do {
                try fetch(source, into: part, report: report, goesOn: goesOn)
                try part.commit(to: facts.target)
                return .fetched(source: source)
            } catch let error as DownloadError {
                guard error.isAboutSource else { throw error }
                if firstError == nil { firstError = error }
                if source != facts.sources.last { report(.failed(error)) }
            }
        }
        throw firstError ?? DownloadError.badAddress("", reason: "no address")
    }

    /// Whether the file is there and right.
    ///
    /// - Throws: ``DownloadError/otherFileThere(file:)`` where it is another one that may not be replaced.
    private func isThere(_ report: (DownloadEvent) -> Void) throws -> Bool {
        var status = stat()
        guard stat(facts.target, &status) == 0 else { return false }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw FeatureFileError.outputIsDirectory(file: facts.target) }
        if facts.byteCount.map({ $0 == Int(status.st_size) }) ?? true {
            report(.checking)
            if try mismatch(facts.target) == nil { return true }
        }
        guard facts.mayReplace else { throw DownloadError.otherFileThere(file: facts.target) }
        return false
    }

    /// The file's hash where it is not the one that it should have.
    private func mismatch(_ path: String) throws -> String? {
        let hash = try FileHash.sha256(ofFileAt: path).hexadecimal
        return hash.hasPrefix(facts.sha256) && !facts.sha256.isEmpty ? nil : hash
    }

    /// Brings the bytes from one source and checks them.
    private func fetch(
        _ source: String, into part: PartFile, report: @escaping (DownloadEvent) -> Void, goesOn: @escaping () -> Bool
    ) throws {
        var wasResumed = part.count > 0
        while true {
            if facts.byteCount == nil || part.count != facts.byteCount {
                if source.contains("://") {
                    let transfer = Transfer(source, of: self, into: part, report: report, goesOn: goesOn)
                    try transfer.run()
                    wasResumed = transfer.wasResumed
                } else {
                    wasResumed = false
                    try LocalCopy(path: source, facts: facts).run(into: part, report: report, goesOn: goesOn)
                }
            }
            report(.checking)
            guard let found = try mismatch(part.path) else { return }
            // Bytes of two contents, perhaps: once more from the start. A whole that is wrong will not be right the next time.
            part.restart()
            guard wasResumed else {
                throw source.contains("://")
                    ? DownloadError.wrongHash(source, found: found, facts)
                    : .localFileWrong(file: source, found: found, facts)
            }
            wasResumed = false
            report(.startingOver(source: source))
        }
    }
}

extension DownloadError {
    /// Whether another source may do better.
    var isAboutSource: Bool {
        switch self {
        case .noLibrary, .noRoom, .unwritable, .writeFailed, .otherFileThere, .stopped: false
        default: true
        }
    }
}

/// A copy of a file of this machine.
struct LocalCopy {
    let path: String
    let facts: DownloadFacts

    func run(into part: PartFile, report: (DownloadEvent) -> Void, goesOn: () -> Bool) throws {
        part.restart()
        guard let input = FileHandle(forReadingAtPath: path) else {
            throw DownloadError.localFileUnusable(file: path, reason: String(cString: strerror(errno)))
        }
        defer { try? input.close() }
        report(.started(source: path, offset: 0, total: facts.byteCount))
        while true {
            let piece: Data?
            do { piece = try input.read(upToCount: 1 << 20) } catch {
                throw DownloadError.localFileUnusable(file: path, reason: String(cString: strerror(errno)))
            }
            guard let piece, !piece.isEmpty else { return }
            if let number = piece.withUnsafeBytes({ part.append($0) }) {
                throw DownloadError.writeFailed(file: facts.target, reason: String(cString: strerror(number)))
            }
            report(.progress(done: part.count, total: facts.byteCount))
            guard goesOn() else { throw DownloadError.stopped(done: part.count, total: facts.byteCount) }
        }
    }
}
