// Ctrl-C ends a conversation politely, at any moment, even in the middle of a calculation.

import Foundation

/// Says a last line when the process is interrupted, and ends it with exit code 130, as a shell reports an interrupted command.
///
/// What was answered has been saved before its answer was shown, and the terminal is never taken out of its usual mode: so there is nothing to
/// put right, and nothing to wait for.
enum Goodbye {
    private nonisolated(unsafe) static var writeEnd: Int32 = -1
    private static let words = Words()

    /// What is said; it may change while the conversation goes on.
    static var text: String {
        get { words.text }
        set { words.text = newValue }
    }

    /// Begins to watch. Where SIGINT is ignored, as in a background job of a shell, it stays so.
    static func watch() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let readEnd = ends[0]
        writeEnd = ends[1]
        let before = signal(SIGINT) { _ in
            // Only what is safe in a signal handler.
            let number = errno
            var byte: UInt8 = 0
            _ = write(Goodbye.writeEnd, &byte, 1)
            errno = number
        }
        if isIgnored(before) {
            signal(SIGINT, SIG_IGN)
            return
        }
        Thread {
            var byte: UInt8 = 0
            while read(readEnd, &byte, 1) != 1 { if errno != EINTR { return } }
            // The terminal has echoed ^C and stays on that line.
            let last = Array(("\n" + words.text + "\n").utf8)
            _ = write(1, last, last.count)
            _exit(130)
        }.start()
    }

    private static func isIgnored(_ handler: sighandler_t?) -> Bool {
        unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// A text for two threads.
    private final class Words: @unchecked Sendable {
        private let lock = NSLock()
        private var stored = ""

        var text: String {
            get { lock.withLock { stored } }
            set { lock.withLock { stored = newValue } }
        }
    }
}
