// Paragraphs broken into lines: English between words, Chinese between characters, punctuation kept where it belongs.

extension String {
    /// The text broken into lines of at most `width` columns.
    ///
    /// Lines break at spaces and between any two wide characters, except that closing punctuation (、。，）」) does not begin
    /// a line and opening punctuation does not end one. A newline in the text is kept. A word wider than a whole line is
    /// split. The first line is indented by `indent` columns, the following ones by `hangingIndent`.
    /// An escape sequence stays with the character that follows it.
    public func wrapped(width: Int, indent: Int = 0, hangingIndent: Int = 0) -> [String] {
        // Two columns must be left for the text, or a wide character would have no place.
        let first = max(0, min(indent, width - 2))
        let following = max(0, min(hangingIndent, width - 2))
        var lines: [String] = []
        for paragraph in split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            var wrapper = LineWrapper(width: max(1, width), indent: lines.isEmpty ? first : following, hangingIndent: following)
            for piece in LineWrapper.pieces(of: paragraph) { wrapper.add(piece) }
            lines += wrapper.finish()
        }
        return lines
    }
}

/// Fills lines with pieces that may not be broken.
struct LineWrapper {
    /// Text that stays on one line, and whether spaces came before it.
    struct Piece: Equatable {
        var text: String
        var spacesBefore: Int
    }

    let width: Int
    let hangingIndent: Int
    private var lines: [String] = []
    private var line: String
    private var used: Int
    private var lineIsEmpty = true

    init(width: Int, indent: Int, hangingIndent: Int) {
        self.width = width
        self.hangingIndent = hangingIndent
        line = spaces(indent)
        used = indent
    }

    mutating func add(_ piece: Piece) {
        let columns = piece.text.displayWidth
        let gap = lineIsEmpty ? 0 : piece.spacesBefore
        if used + gap + columns <= width {
            append(piece.text, gap: gap, columns: columns)
            return
        }
        if !lineIsEmpty { breakLine() }
        if used + columns <= width {
            append(piece.text, gap: 0, columns: columns)
        } else {
            split(piece.text)
        }
    }

    mutating func finish() -> [String] {
        lines.append(line.removingTrailingSpaces())
        return lines
    }

    private mutating func append(_ text: String, gap: Int, columns: Int) {
        line += spaces(gap) + text
        used += gap + columns
        lineIsEmpty = false
    }

    private mutating func breakLine() {
        lines.append(line.removingTrailingSpaces())
        line = spaces(hangingIndent)
        used = hangingIndent
        lineIsEmpty = true
    }

    /// The last resort for a piece that no line can hold.
    private mutating func split(_ text: String) {
        for unit in LineWrapper.units(of: text[...]) {
            let columns = unit.displayWidth
            if used + columns > width, !lineIsEmpty { breakLine() }
            append(unit, gap: 0, columns: columns)
        }
    }

    /// The characters of a text, each with the escape sequences before it; the last takes those that end the text.
    static func units(of text: Substring) -> [String] {
        guard text.utf8.contains(0x1B) else { return text.map(String.init) }
        var units: [String] = []
        var pending = ""
        var rest = text
        while let character = rest.first {
            if character == "\u{1B}" {
                let scalars = rest.unicodeScalars
                let end = scalars.index(scalars.startIndex, offsetBy: EscapeSequence.length(at: scalars))
                pending += rest[..<end]
                rest = rest[end...]
            } else {
                units.append(pending + String(character))
                pending = ""
                rest = rest.dropFirst()
            }
        }
        if !pending.isEmpty {
            if let last = units.indices.last { units[last] += pending } else { units.append(pending) }
        }
        return units
    }

    /// The unbreakable pieces of a paragraph.
    static func pieces(of text: Substring) -> [Piece] {
        var pieces: [Piece] = []
        var current = Piece(text: "", spacesBefore: 0)
        var previous: Character?
        for unit in units(of: text) {
            guard let visible = unit.removingEscapeSequences().first else {
                current.text += unit
                continue
            }
            if visible == " " || visible == "\t" {
                if !current.text.isEmpty {
                    pieces.append(current)
                    current = Piece(text: "", spacesBefore: 0)
                }
                current.spacesBefore += 1
                // A colour that begins or ends at a space must not be lost with it.
                if unit.utf8.count > 1 { current.text += unit.filter { $0 != " " && $0 != "\t" } }
                previous = nil
                continue
            }
            if let previous, LineBreaking.mayBreak(between: previous, and: visible), !current.text.isEmpty {
                pieces.append(current)
                current = Piece(text: "", spacesBefore: 0)
            }
            current.text += unit
            previous = visible
        }
        if !current.text.isEmpty { pieces.append(current) }
        return pieces
    }
}

/// Between which characters a line may be broken without a space.
enum LineBreaking {
    /// Punctuation that may not begin a line.
    static let closers = Set("、。，．；：？！）］｝〕〉》」』】〗〙〛’”…‥—～·,.;:?!)]}%％℃°´›»ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々〻")

    /// Punctuation that may not end a line.
    static let openers = Set("（［｛〔〈《「『【〖〘〚‘“([{$￥£‹«")

    static func mayBreak(between left: Character, and right: Character) -> Bool {
        // Between two narrow characters only spaces break.
        guard left.displayWidth == 2 || right.displayWidth == 2 else { return false }
        // A dash or an ellipsis of two characters is one mark.
        if left == right, left == "—" || left == "…" { return false }
        return !closers.contains(right) && !openers.contains(left)
    }
}
