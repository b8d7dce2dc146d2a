// Texts brought to a number of columns: padded, or cut with an ellipsis.

/// On which side of a text the missing columns are added.
public enum TextAlignment: Hashable, Sendable {
    case left, right, centre
    /// Numbers with their decimal points in one column; anything else to the right.
    case decimal
}

extension String {
    /// The text with spaces added up to `width` columns; longer texts are left as they are. `.decimal` pads as `.right`
    /// does: points can only be aligned over a whole column, see ``alignedOnDecimalPoint(_:)``.
    public func padded(to width: Int, _ alignment: TextAlignment = .left) -> String {
        let missing = width - displayWidth
        guard missing > 0 else { return self }
        switch alignment {
        case .left: return self + spaces(missing)
        case .right, .decimal: return spaces(missing) + self
        case .centre: return spaces(missing / 2) + self + spaces(missing - missing / 2)
        }
    }

    /// The text cut to at most `width` columns, the last of them `…` where something was cut. Escape sequences are dropped
    /// from a text that is cut.
    public func truncated(to width: Int) -> String {
        guard displayWidth > width else { return self }
        guard width > 0 else { return "" }
        var result = ""
        var used = 0
        for character in removingEscapeSequences() {
            let columns = character.displayWidth
            if used + columns > width - 1 { break }
            result.append(character)
            used += columns
        }
        return result + "…"
    }

    func trimmingSpaces() -> String { String(removingTrailingSpaces().drop { $0 == " " }) }

    func removingTrailingSpaces() -> String {
        guard hasSuffix(" ") else { return self }
        var end = utf8.endIndex
        while end > utf8.startIndex, utf8[utf8.index(before: end)] == 0x20 { end = utf8.index(before: end) }
        return String(self[..<end])
    }
}

func spaces(_ count: Int) -> String {
    String(repeating: " ", count: max(0, count))
}
