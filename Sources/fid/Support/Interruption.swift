// Ctrl-C in a session: it ends the line being typed or the calculation under way, never the session.

import Foundation

/// While it watches, SIGINT is a message and no death. One thread asks for it.
enum Interruption {
    /// The ends of a pipe of 8-byte messages: 0 is Ctrl-C, any other number the calculation that is done.
    private nonisolated(unsafe) static var readEnd: Int32 = -1
    private nonisolated(unsafe) static var writeEnd: Int32 = -1
    private nonisolated(unsafe) static var calculations: UInt64 = 0
    private nonisolated(unsafe) static var isPending = false

    static var isWatching: Bool { writeEnd >= 0 }

    /// Begins to watch; false where the system refuses.
    static func watch() -> Bool {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return false }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        (readEnd, writeEnd) = (ends[0], ends[1])
        Signals.handle(SIGINT) { number in
            let before = errno
            if Signals.isPassedOn(number) { return }
            Interruption.send(0)
            Interruption.wakeReader()
            errno = before
        }
        Signals.handle(SIGALRM) { number in
            if !Signals.isPassedOn(number), Interruption.isPending { Interruption.remind() }
        }
        return true
    }

    /// Lets a read that waits for a key come back. One signal is not enough: libedit tries a second time, and a read may just be about to
    /// begin; so more of them follow until somebody asks.
    static func wakeReader() {
        guard isWatching else { return }
        isPending = true
        remind()
    }

    private static func remind() {
        ualarm(20_000, 0)
    }

    /// No reminder may come later: it would end the next line.
    private static func stopReminding() {
        isPending = false
        ualarm(0, 0)
    }

    private static func send(_ message: UInt64) {
        var message = message
        _ = write(writeEnd, &message, 8)
    }

    private static func receive() -> UInt64? {
        var message: UInt64 = 0
        return read(readEnd, &message, 8) == 8 ? message : nil
    }

    /// Whether Ctrl-C was pressed since the last question.
    static func wasAsked() -> Bool {
        var result = false
        while let message = receive() { result = result || message == 0 }
        stopReminding()
        return result
    }

    /// The value of `body`, or nil where Ctrl-C came first, since the line was read. A calculation cannot be stopped from outside: it
    /// is left to itself, and its value is dropped.
    static func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) -> Value? {
        guard writeEnd >= 0 else { return body() }
        calculations += 1
        let number = calculations
        let result = Result<Value>()
        let thread = Thread {
            result.value = body()
            send(number)
        }
        // As deep as brackets may be nested.
        thread.stackSize = 64 << 20
        thread.start()
        while true {
            var wait = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
            _ = poll(&wait, 1, -1)
            while let message = receive() {
                if message == number { return result.value }
                if message == 0 {
                    stopReminding()
                    return nil
                }
            }
        }
    }

    /// What one thread leaves for another: written before the message is sent, read after it has come.
    private final class Result<Value>: @unchecked Sendable {
        var value: Value?
    }
}
