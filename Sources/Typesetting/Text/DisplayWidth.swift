// How many columns of a terminal a text takes.

/// The columns that characters take in a terminal: none for combining marks and format characters, two for East Asian wide
/// characters and emoji, one for all others, ambiguous ones (Greek letters, √, ×, box characters) among them.
///
/// A grapheme cluster is measured as a whole, since a terminal draws it in one place. The ranges are those of East Asian
/// Width `W` and `F` in the Unicode Character Database; unassigned code points between two of them are counted with them.
enum DisplayWidth {
    /// The columns of one scalar standing alone: 0, 1 or 2.
    static func columns(of scalar: Unicode.Scalar) -> Int {
        let value = scalar.value
        if value < 0x20 || (0x7F..<0xA0).contains(value) { return 0 }
        if value < 0x300 { return 1 }
        if isZeroWidth(scalar) { return 0 }
        if value < 0x1100 { return 1 }
        return isWide(value) ? 2 : 1
    }

    /// The columns of one grapheme cluster.
    static func columns(of character: Character) -> Int {
        let scalars = character.unicodeScalars
        guard let first = scalars.first else { return 0 }
        if scalars.count == 1 { return columns(of: first) }
        let base = columns(of: first)
        // The variation selectors choose between the picture and the text form of an emoji; two regional indicators
        // make a flag; a keycap is a digit, U+FE0F and U+20E3.
        if scalars.contains("\u{FE0F}"), first.properties.isEmoji { return 2 }
        if scalars.contains("\u{FE0E}"), first.properties.isEmoji { return 1 }
        if (0x1F1E6...0x1F1FF).contains(first.value) { return 2 }
        if base > 0 { return base }
        return scalars.lazy.map { columns(of: $0) }.max() ?? 0
    }

    private static func isZeroWidth(_ scalar: Unicode.Scalar) -> Bool {
        // Medial vowels and finals of Hangul are drawn into the syllable that the initial opens.
        if (0x1160...0x11FF).contains(scalar.value) || (0xD7B0...0xD7FF).contains(scalar.value) { return true }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .lineSeparator, .paragraphSeparator: return true
        case .format: return !visibleFormatCharacters.contains(scalar.value)
        default: return false
        }
    }

    /// Format characters that are drawn: the Arabic and Kaithi number signs.
    private static let visibleFormatCharacters: Set<UInt32> = [
        0x600, 0x601, 0x602, 0x603, 0x604, 0x605, 0x6DD, 0x8E2, 0x110BD, 0x110CD,
    ]

    private static func isWide(_ value: UInt32) -> Bool {
        var low = 0
        var high = wideRanges.count - 1
        while low <= high {
            let middle = (low + high) / 2
            let range = wideRanges[middle]
            if value < range.lowerBound {
                high = middle - 1
            } else if value > range.upperBound {
                low = middle + 1
            } else {
                return true
            }
        }
        return false
    }

    private static let wideRanges: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0...0x23F0, 0x23F3...0x23F3,
        0x25FD...0x25FE, 0x2614...0x2615, 0x2648...0x2653, 0x267F...0x267F, 0x2693...0x2693, 0x26A1...0x26A1,
        0x26AA...0x26AB, 0x26BD...0x26BE, 0x26C4...0x26C5, 0x26CE...0x26CE, 0x26D4...0x26D4, 0x26EA...0x26EA,
        0x26F2...0x26F3, 0x26F5...0x26F5, 0x26FA...0x26FA, 0x26FD...0x26FD, 0x2705...0x2705, 0x270A...0x270B,
        0x2728...0x2728, 0x274C...0x274C, 0x274E...0x274E, 0x2753...0x2755, 0x2757...0x2757, 0x2795...0x2797,
        0x27B0...0x27B0, 0x27BF...0x27BF, 0x2B1B...0x2B1C, 0x2B50...0x2B50, 0x2B55...0x2B55, 0x2E80...0x303E,
        0x3041...0x3247, 0x3250...0x4DBF, 0x4E00...0xA4C6, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAD9,
        0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x1B2FB, 0x1F004...0x1F004,
        0x1F0CF...0x1F0CF, 0x1F18E...0x1F18E, 0x1F191...0x1F19A, 0x1F200...0x1F320, 0x1F32D...0x1F335,
        0x1F337...0x1F37C, 0x1F37E...0x1F393, 0x1F3A0...0x1F3CA, 0x1F3CF...0x1F3D3, 0x1F3E0...0x1F3F0,
        0x1F3F4...0x1F3F4, 0x1F3F8...0x1F43E, 0x1F440...0x1F440, 0x1F442...0x1F4FC, 0x1F4FF...0x1F53D,
        0x1F54B...0x1F54E, 0x1F550...0x1F567, 0x1F57A...0x1F57A, 0x1F595...0x1F596, 0x1F5A4...0x1F5A4,
        0x1F5FB...0x1F64F, 0x1F680...0x1F6C5, 0x1F6CC...0x1F6CC, 0x1F6D0...0x1F6D2, 0x1F6D5...0x1F6DF,
        0x1F6EB...0x1F6EC, 0x1F6F4...0x1F6FC, 0x1F7E0...0x1F7F0, 0x1F90C...0x1F93A, 0x1F93C...0x1F945,
        0x1F947...0x1F9FF, 0x1FA70...0x1FAF6, 0x20000...0x3FFFD,
    ]
}

extension Character {
    /// The columns that the character takes in a terminal: 0, 1 or 2.
    public var displayWidth: Int { DisplayWidth.columns(of: self) }
}

extension StringProtocol {
    /// The columns that the text takes in a terminal; escape sequences (colours, links) and control characters take none.
    public var displayWidth: Int {
        var isSimple = true
        var count = 0
        for byte in utf8 {
            if byte < 0x20 || byte >= 0x7F {
                isSimple = false
                break
            }
            count += 1
        }
        if isSimple { return count }
        let text = utf8.contains(0x1B) ? removingEscapeSequences() : String(self)
        return text.reduce(0) { $0 + $1.displayWidth }
    }

    /// The text without ANSI escape sequences: `ESC [ … letter` and `ESC ] … BEL` (or `ESC \`).
    public func removingEscapeSequences() -> String {
        guard utf8.contains(0x1B) else { return String(self) }
        var result = String.UnicodeScalarView()
        var rest = Substring(self).unicodeScalars[...]
        while let scalar = rest.first {
            if scalar == "\u{1B}" {
                rest = rest.dropFirst(EscapeSequence.length(at: rest))
            } else {
                result.append(scalar)
                rest.removeFirst()
            }
        }
        return String(result)
    }
}

/// Where an ANSI escape sequence ends.
enum EscapeSequence {
    /// The scalars of the sequence that `text` begins with (its first scalar is ESC); at least 1.
    static func length(at text: Substring.UnicodeScalarView) -> Int {
        var count = 1
        var rest = text.dropFirst()
        guard let introducer = rest.popFirst() else { return count }
        count += 1
        switch introducer {
        case "[":
            while let scalar = rest.popFirst() {
                count += 1
                if (0x40...0x7E).contains(scalar.value) { break }
            }
        case "]":
            var previous = introducer
            while let scalar = rest.popFirst() {
                count += 1
                if scalar == "\u{07}" || (previous == "\u{1B}" && scalar == "\\") { break }
                previous = scalar
            }
        default:
            break
        }
        return count
    }
}
