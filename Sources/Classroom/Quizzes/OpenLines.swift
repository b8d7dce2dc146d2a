// Lines of a sheet that have not been filled in.

/// Finds the lines of homework that hold a name and no value yet: `mu = ?`, `mu =`, `mu: ____`. They are no mistakes of syntax: the
/// step is missing.
public enum OpenLines {
    /// The text with open lines emptied; every line keeps its number.
    public static func blanked(_ text: String) -> String {
        // Split by scalars: "\r\n" is one character, and the line has to keep its own ending.
        text.split(separator: "\n", omittingEmptySubsequences: false).map { isOpen($0) ? ($0.hasSuffix("\r") ? "\r" : "") : String($0) }
            .joined(separator: "\n")
    }

    /// Whether a line is a name and no value.
    public static func isOpen(_ line: some StringProtocol) -> Bool {
        let text = line.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
        guard let mark = text.firstIndex(where: { "=＝:：".contains($0) }) else { return false }
        let name = text[..<mark].filter { !$0.isWhitespace }
        let value = text[text.index(after: mark)...].filter { !$0.isWhitespace }
        guard let first = name.first, first.isLetter, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else { return false }
        return value.allSatisfy { "?？_…．.".contains($0) }
    }
}
