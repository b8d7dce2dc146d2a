// Standard output and standard error: lines and texts, with the line of progress taken away before them.

import Foundation

enum Terminal {
    /// Prints lines on standard output.
    static func write(_ lines: [String]) {
        ProgressBoard.shared.clear()
        FileHandle.standardOutput.write(Data((lines.joined(separator: "\n") + "\n").utf8))
    }

    /// Prints one line on standard error.
    static func writeError(_ line: String) {
        ProgressBoard.shared.clear()
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    /// Writes text on standard output as it is, without an end of line.
    static func writeText(_ text: String) {
        ProgressBoard.shared.clear()
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
