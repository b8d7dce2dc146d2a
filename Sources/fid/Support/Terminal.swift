// Standard output and standard error: lines, and a line of progress where a person is looking.

import Foundation
import Typesetting

enum Terminal {
    /// Prints lines on standard output.
    static func write(_ lines: [String]) {
        FileHandle.standardOutput.write(Data((lines.joined(separator: "\n") + "\n").utf8))
    }

    /// Prints one line on standard error.
    static func writeError(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    /// Writes text on standard output as it is, without an end of line.
    static func writeText(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }

    static func flush() {
        fflush(nil)
    }

    /// The rows of the terminal behind standard output; 24 where it does not say.
    static var rows: Int {
        var size = winsize()
        guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0 else { return 24 }
        return Int(size.ws_row)
    }
}

/// A line of progress on standard error, shown only on a terminal and only after the first second.
struct Progress {
    private let isShown = OutputStyle.isTerminal(2)
    private let start = ContinuousClock.now
    private var last: ContinuousClock.Instant?

    /// Shows `text` in place of the line before, at most five times a second.
    mutating func show(_ text: @autoclosure () -> String) {
        guard isShown else { return }
        let now = ContinuousClock.now
        guard now - start > .seconds(1), last.map({ now - $0 > .milliseconds(200) }) ?? true else { return }
        last = now
        let width = max(20, OutputStyle.terminalWidth(of: 2) ?? 80)
        FileHandle.standardError.write(Data("\r\u{1B}[K\(text().truncated(to: width - 1))".utf8))
    }

    /// Takes the line away.
    mutating func finish() {
        guard isShown, last != nil else { return }
        FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
        last = nil
    }
}
