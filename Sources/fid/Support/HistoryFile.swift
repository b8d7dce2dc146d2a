// The lines typed in earlier sessions: one file for all terminals, of bounded size.

import FeatureFiles
import Foundation

/// A history that several sessions add to at once. That it cannot be read or written is no error: a session goes on without it.
struct HistoryFile {
    let path: String

    /// How many lines are kept.
    static let lineLimit = 1000
    /// How many bytes are kept.
    static let byteLimit = 256 * 1024

    /// `fid/calc-history` in the folder of the XDG base directories for state; nil where there is no home.
    static func standard(environment: [String: String]) -> HistoryFile? {
        UserFolder.state.path(environment: environment).map { HistoryFile(path: $0 + "/fid/calc-history") }
    }

    /// The lines, oldest first.
    func lines() -> [String] {
        guard let handle = FileHandle(forReadingAtPath: path) else { return [] }
        let size = (try? handle.seekToEnd()) ?? 0
        let start = size - min(size, UInt64(2 * Self.byteLimit))
        guard (try? handle.seek(toOffset: start)) != nil,
            let data = try? handle.read(upToCount: 2 * Self.byteLimit)
        else { return [] }
        let text = String(decoding: data, as: UTF8.self)
        // The file may have been made by anybody: what is no text is left out.
        let lines = text.split(separator: "\n").map { line in
            String(String.UnicodeScalarView(line.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
        }
        return Self.bounded(Array(start > 0 ? lines.dropFirst() : lines[...]))
    }

    /// Adds a line behind those that other sessions have added in the meantime.
    func add(_ line: String) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard lock >= 0 else { return }
        defer { close(lock) }
        guard flock(lock, LOCK_EX) == 0 else { return }
        var lines = lines()
        guard lines.last != line else { return }
        lines.append(line)
        try? AtomicFile.write(Array((Self.bounded(lines).joined(separator: "\n") + "\n").utf8), to: path)
    }

    private static func bounded(_ lines: [String]) -> [String] {
        var bytes = 0
        var first = lines.count
        while first > 0, lines.count - first < lineLimit {
            bytes += lines[first - 1].utf8.count + 1
            if bytes > byteLimit { break }
            first -= 1
        }
        return Array(lines[first...])
    }
}
