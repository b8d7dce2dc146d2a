// Lines of standard input, one at a time, of bounded length.

import Foundation
import Typesetting

/// Reads lines as they come.
struct LineInput {
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var position = 0
    private var hasEnded = false

    /// How many bytes of a line are read; the rest of it is passed over.
    static let limit = 16_384

    init(descriptor: Int32 = 0) { self.descriptor = descriptor }

    /// Whether no more comes: waits until that is known.
    mutating func isAtEnd() -> Bool { position >= buffer.count && !fill() }

    /// The next line without its end, as text of printing characters; nil where no more comes.
    mutating func next() -> String? {
        var line: [UInt8] = []
        var hasAny = false
        while !isAtEnd() {
            hasAny = true
            let rest = buffer[position...]
            let end = rest.firstIndex(of: 0x0A)
            line += rest[..<(end ?? buffer.count)].prefix(Self.limit - line.count)
            position = (end ?? buffer.count - 1) + 1
            if end != nil { break }
        }
        return hasAny ? Self.text(line) : nil
    }

    private mutating func fill() -> Bool {
        guard !hasEnded else { return false }
        var bytes = [UInt8](repeating: 0, count: 4096)
        var count = read(descriptor, &bytes, bytes.count)
        while count < 0, errno == EINTR { count = read(descriptor, &bytes, bytes.count) }
        // At a terminal more could be read after an end; here the first one ends the session.
        hasEnded = count <= 0
        buffer = Array(bytes.prefix(max(0, count)))
        position = 0
        return !hasEnded
    }

    /// Keys that move the cursor send escape sequences: neither they nor other control characters are part of an answer.
    private static func text(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes, as: UTF8.self).replacing("\t", with: " ").removingEscapeSequences()
        return String(
            String.UnicodeScalarView(
                text.unicodeScalars.filter { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) && $0 != "\u{FEFF}" }))
    }
}
