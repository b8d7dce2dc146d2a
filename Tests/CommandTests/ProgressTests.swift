// Progress on a terminal: share, time left and rates while rows are read; gone before anything else is printed; nothing elsewhere.

import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/io"), "it takes /proc to stop a command in its reading"))
struct ProgressTests {
    /// Features of zeros in a file with a hole, and where the numbers begin.
    private static func zeros(_ scratch: Scratch, rows: Int, columns: Int) throws -> (path: String, start: Int) {
        let header = NPY.header("{'descr': '<f8', 'fortran_order': False, 'shape': (\(rows), \(columns)), }")
        let path = try scratch.write("zeros.npy", header)
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.truncate(atOffset: UInt64(header.count + rows * columns * 8))
        try file.close()
        return (path, header.count)
    }

    /// Stops a command while it reads, for longer than it waits before it shows how far it is.
    private static func delay(_ terminal: PseudoTerminal) throws {
        let deadline = Date.now + 60
        while Date.now < deadline {
            // A command that has ended has none.
            guard let text = try? String(contentsOfFile: "/proc/\(terminal.identifier)/io", encoding: .utf8) else { return }
            if let read = text.firstMatch(of: /rchar: (\d+)/).flatMap({ Int($0.1) }), read > 20_000_000 { break }
            usleep(500)
        }
        terminal.send(SIGSTOP)
        usleep(1_300_000)
        terminal.send(SIGCONT)
    }

    @Test func `rows, time left, rates, and nothing of it at the end`() throws {
        let scratch = try Scratch()
        let (path, _) = try Self.zeros(scratch, rows: 60_000, columns: 512)
        let terminal = try Command.onTerminal(["stats", path, "-o", scratch.path("s.npz")], environment: ["LANG": "zh_CN.UTF-8"])
        try Self.delay(terminal)
        #expect(try terminal.finish() == .code(0))
        #expect(
            terminal.raw.contains(/\r\u{1B}\[Kzeros\.npy  [0-9]+ %  还需 [0-9]+ 秒  [0-9.]+ 行\/秒  [0-9.]+ MB\/秒/), "\(terminal.raw)")
        #expect(terminal.raw.hasSuffix("\r\u{1B}[K\(scratch.path("s.npz"))：60000 个样本，512 维特征\r\n"), "\(terminal.raw)")
    }

    @Test func `an error stands in a line of its own`() throws {
        let scratch = try Scratch()
        let (path, start) = try Self.zeros(scratch, rows: 60_000, columns: 512)
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.seek(toOffset: UInt64(start + (58_999 * 512 + 7) * 8))
        try file.write(contentsOf: withUnsafeBytes(of: Double.nan.bitPattern.littleEndian) { Data($0) })
        try file.close()
        let terminal = try Command.onTerminal(["stats", path, "-o", scratch.path("s.npz")], columns: 200)
        try Self.delay(terminal)
        #expect(try terminal.finish() == .code(2))
        #expect(
            terminal.raw.contains(/\r\u{1B}\[Kzeros\.npy  [0-9]+ %  [0-9]+ s left  [0-9.]+ rows\/s  [0-9.]+ MB\/s/),
            "\(terminal.raw)")
        #expect(terminal.raw.contains("\r\u{1B}[Kfid: \(path) holds NaN in row 59000, column 8: "), "\(terminal.raw)")
        #expect(try scratch.contents() == ["zeros.npy"])
    }

    @Test func `a short run shows none`() throws {
        let terminal = try Command.onTerminal(["compute"] + OutputTests.toy + ["--no-split"])
        #expect(try terminal.finish() == .code(0))
        #expect(terminal.raw.hasPrefix("FID") && !terminal.raw.contains("\u{1B}[K"), "\(terminal.raw)")
    }
}
