// Keys as they are pressed, without waiting for the end of a line; the terminal is put back into order however the process ends.

import Foundation
import Typesetting

/// A key of a terminal.
enum Key: Hashable {
    case character(Character)
    case enter, backspace, escape
    case left, right, up, down, pageUp, pageDown, home, end
    /// Ctrl-C.
    case interrupt
    /// Ctrl-D, or no more input.
    case endOfInput
    /// The process was stopped and goes on: what is on the screen may have been written over.
    case resumed
}

/// Reads single keys from standard input while it exists.
final class KeyReader {
    private var pending: [UInt8] = []

    /// Nil where standard input is no terminal.
    init?() {
        guard TerminalModes.enterRaw() else { return nil }
    }

    deinit { TerminalModes.leave() }

    /// Puts the terminal back into order before the process goes on to something else.
    func close() { TerminalModes.leave() }

    /// Waits for the next key.
    func next() -> Key {
        while true {
            if TerminalModes.hasResumed() { return .resumed }
            guard let byte = byte(within: -1) else {
                if errno == EINTR { continue }
                return .endOfInput
            }
            switch byte {
            case 0x03: return .interrupt
            case 0x04: return .endOfInput
            case 0x0A, 0x0D: return .enter
            case 0x08, 0x7F: return .backspace
            case 0x1A:
                // Ctrl-Z: the job as a whole stops, by the handler that restores the terminal.
                kill(0, SIGTSTP)
            case 0x1B: return escapeSequence()
            case 0x20...0x7E: return .character(Character(Unicode.Scalar(byte)))
            case 0xC2...0xF4:
                if let character = character(from: byte) { return .character(character) }
            default: continue
            }
        }
    }

    /// A byte within so many milliseconds, -1 for any time; nil where none comes.
    private func byte(within milliseconds: Int32) -> UInt8? {
        if !pending.isEmpty { return pending.removeFirst() }
        if milliseconds >= 0 {
            var wait = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
            guard poll(&wait, 1, milliseconds) == 1 else { return nil }
        }
        var byte: UInt8 = 0
        errno = 0
        return read(0, &byte, 1) == 1 ? byte : nil
    }

    /// A character of several bytes; nil where they are no UTF-8.
    private func character(from first: UInt8) -> Character? {
        var bytes = [first]
        let count = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        while bytes.count < count {
            guard let next = byte(within: 50) else { return nil }
            guard next & 0xC0 == 0x80 else {
                pending.append(next)
                return nil
            }
            bytes.append(next)
        }
        return String(validating: bytes, as: UTF8.self)?.first
    }

    /// What stands behind Esc: the bytes of a cursor key come at once, and nothing comes where Esc itself was pressed.
    private func escapeSequence() -> Key {
        guard let introducer = byte(within: 50) else { return .escape }
        guard introducer == 0x5B || introducer == 0x4F else {
            pending.append(introducer)
            return .escape
        }
        var parameters: [UInt8] = []
        while let byte = byte(within: 50) {
            guard (0x40...0x7E).contains(byte) else {
                parameters.append(byte)
                continue
            }
            switch (byte, parameters.first) {
            case (0x41, _): return .up
            case (0x42, _): return .down
            case (0x43, _): return .right
            case (0x44, _): return .left
            case (0x48, _), (0x7E, 0x31), (0x7E, 0x37): return .home
            case (0x46, _), (0x7E, 0x34), (0x7E, 0x38): return .end
            case (0x7E, 0x35): return .pageUp
            case (0x7E, 0x36): return .pageDown
            default: return .escape
            }
        }
        return .escape
    }
}
