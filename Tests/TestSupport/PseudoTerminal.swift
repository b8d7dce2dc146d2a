// A terminal made of software: a command runs on it as it does before a person, who types and waits for what appears.

import CPseudoTerminal
import Foundation

/// A command on a terminal of its own.
public final class PseudoTerminal {
    /// How a command ended.
    public enum End: Equatable, Sendable {
        case code(Int32)
        case signal(Int32)
    }

    /// What did not come in time, with all that did.
    public struct TimedOut: Error, CustomStringConvertible {
        public let description: String
    }

    private let terminal: Int32
    private var process: pid_t = 0
    private var bytes: [UInt8] = []
    /// How many characters of `text` have been waited for.
    private var position = 0
    private var isClosed = false

    /// All that was printed, without escape sequences.
    public private(set) var text = ""

    /// All that was printed, with escape sequences.
    public var raw: String { String(decoding: bytes, as: UTF8.self) }

    /// Starts a command as the leader of a session that this terminal controls, so that Ctrl-C reaches it.
    public init(
        _ executable: String, _ arguments: [String], environment: [String: String], folder: String, rows: Int = 24,
        columns: Int = 80
    ) throws {
        var argv = ([executable] + arguments).map { strdup($0) } + [nil]
        var envp = environment.map { strdup($0.key + "=" + $0.value) } + [nil]
        defer { for text in argv + envp { free(text) } }
        var end: Int32 = -1
        process = fid_start_on_terminal(executable, &argv, &envp, folder, Int32(rows), Int32(columns), &end)
        terminal = end
        guard process > 0 else { throw TimedOut(description: "no pseudo-terminal: \(String(cString: strerror(errno)))") }
    }

    deinit {
        if process > 0 {
            kill(process, SIGKILL)
            waitpid(process, nil, 0)
        }
        close(terminal)
    }

    /// Gives the terminal another size.
    public func resize(rows: Int, columns: Int) {
        _ = fid_resize_terminal(terminal, Int32(rows), Int32(columns))
    }

    /// Whether the terminal reads lines and shows what is typed, as a shell wants it back.
    public var isInOrder: Bool { fid_terminal_is_in_order(terminal) == 1 }

    /// Types text; `\r` is the Enter key, `\u{3}` Ctrl-C, `\u{4}` Ctrl-D, `\u{1B}[A` the up arrow.
    public func type(_ text: String) throws {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(terminal, $0.baseAddress, $0.count) }
            guard count > 0 else { throw TimedOut(description: "the terminal takes no keys: \(self.text)") }
            rest = rest.dropFirst(count)
        }
    }

    /// The command's process.
    public var identifier: pid_t { process }

    /// Sends the command a signal.
    public func send(_ signal: Int32) { kill(process, signal) }

    /// Waits until a text has appeared behind the last one that was waited for; what came before it, and the text itself.
    @discardableResult
    public func expect(_ wanted: String, within seconds: Double = 60) throws -> String {
        let deadline = Date.now + seconds
        while true {
            let rest = text.dropFirst(position)
            if let range = rest.range(of: wanted) {
                let found = String(rest[..<range.upperBound])
                position += found.count
                return found
            }
            guard try readMore(until: deadline) else {
                throw TimedOut(description: "“\(wanted)” did not come; what came after the last is “\(rest)”")
            }
        }
    }

    /// Waits until the command has ended, and reads what is left.
    public func finish(within seconds: Double = 60) throws -> End {
        let deadline = Date.now + seconds
        while !isClosed {
            guard try readMore(until: deadline) || isClosed else {
                throw TimedOut(description: "the command did not end; it printed “\(text)”")
            }
        }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        process = 0
        return status & 0x7F == 0 ? .code((status >> 8) & 0xFF) : .signal(status & 0x7F)
    }

    /// What was printed and not waited for yet.
    public var rest: String { String(text.dropFirst(position)) }

    private func readMore(until deadline: Date) throws -> Bool {
        guard !isClosed else { return false }
        var wait = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
        let milliseconds = max(0, deadline.timeIntervalSinceNow * 1000)
        guard poll(&wait, 1, Int32(min(milliseconds, 600_000))) == 1 else { return false }
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = read(terminal, &buffer, buffer.count)
        guard count > 0 else {
            // The other end is closed once nobody holds it open.
            isClosed = true
            return false
        }
        bytes += buffer[..<count]
        text = Self.withoutEscapes(bytes)
        return true
    }

    /// The text without escape sequences and carriage returns; a sequence or a character that has not come whole is left out.
    private static func withoutEscapes(_ bytes: [UInt8]) -> String {
        var kept: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == 0x0D || byte == 0x07 { continue }
            guard byte == 0x1B else {
                kept.append(byte)
                continue
            }
            guard index < bytes.count else { break }
            let kind = bytes[index]
            index += 1
            if kind == 0x5B {
                while index < bytes.count, !(0x40...0x7E).contains(bytes[index]) { index += 1 }
                index += 1
            } else if (0x20...0x2F).contains(kind) {
                index += 1
            }
        }
        // At most three bytes of a character can be waiting for their last.
        for cut in 0...3 where cut <= kept.count {
            if let text = String(validating: kept.dropLast(cut), as: UTF8.self) { return text }
        }
        return String(decoding: kept, as: UTF8.self)
    }
}
