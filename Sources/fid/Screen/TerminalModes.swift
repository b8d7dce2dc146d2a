// The modes of the terminal while keys are read, and as they were before, whatever signal ends or stops the process.

import Foundation

enum TerminalModes {
    // Signal handlers use nothing but these; all are set before a handler is. The modes lie in memory of their own: a static
    // variable of this type is given 57 bytes by the Swift compiler (6.3), and C writes all 60 of them.
    private nonisolated(unsafe) static let before = UnsafeMutablePointer<termios>.allocate(capacity: 1)
    private nonisolated(unsafe) static let changed = UnsafeMutablePointer<termios>.allocate(capacity: 1)
    private nonisolated(unsafe) static var isGuarded = false
    private nonisolated(unsafe) static var resumed = false

    /// Reads single keys, Ctrl-C and Ctrl-Z among them, without showing them; false where standard input is no terminal.
    static func enterRaw() -> Bool {
        guard guardModes(deadly: [SIGINT] + deadly) else { return false }
        changed.pointee.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
        changed.pointee.c_iflag &= ~tcflag_t(IXON)
        return tcsetattr(0, TCSADRAIN, changed) == 0
    }

    static let deadly = [SIGTERM, SIGHUP, SIGQUIT]

    /// Remembers the modes, and brings them back where a signal ends or stops the process.
    @discardableResult
    static func guardModes(deadly: [Int32] = deadly) -> Bool {
        guard !isGuarded, tcgetattr(0, before) == 0, tcgetattr(0, changed) == 0 else { return false }
        isGuarded = true
        resumed = false
        for number in deadly { Signals.handle(number, end) }
        Signals.handle(SIGTSTP, end)
        Signals.handle(SIGCONT) { number in
            if Signals.isPassedOn(number) { return }
            // In the background the terminal belongs to somebody else; `fg` sends the signal again.
            guard TerminalModes.isGuarded, tcgetpgrp(0) == getpgrp() else { return }
            tcsetattr(0, TCSADRAIN, TerminalModes.changed)
            Signals.handle(SIGTSTP, TerminalModes.end)
            TerminalModes.resumed = true
            Interruption.wakeReader()
        }
        return true
    }

    private static let end: @convention(c) (Int32) -> Void = { number in
        if Signals.isPassedOn(number) { return }
        TerminalModes.restore()
        signal(number, SIG_DFL)
        raise(number)
    }

    private static func restore() {
        guard isGuarded, tcgetpgrp(0) == getpgrp() else { return }
        tcgetattr(0, changed)
        tcsetattr(0, TCSADRAIN, before)
    }

    /// Brings the modes back, and leaves the signals to the system again.
    static func leave() {
        guard isGuarded else { return }
        restore()
        isGuarded = false
        for number in deadly + [SIGTSTP, SIGCONT] { signal(number, SIG_DFL) }
        if !Interruption.isWatching { signal(SIGINT, SIG_DFL) }
    }

    /// Whether the process was stopped and goes on, since the last question.
    static func hasResumed() -> Bool {
        defer { resumed = false }
        return resumed
    }
}
