// TeX read into formulas.

extension Formula {
    /// How deep braces, fences, environments and arguments may be nested.
    public static let nestingLimit = 256

    /// The formula that a piece of TeX's mathematics means.
    ///
    /// Read are: numbers, letters, Greek, the usual operators and relations (as commands or as the characters themselves),
    /// `\frac`, `\sqrt[n]{}`, scripts and primes, plain and `\left … \right` delimiters, matrices, `aligned`, `cases`,
    /// `\text`, `\operatorname`, named functions, alphabets, accents, spaces. One-token arguments (`\frac12`, `\sqrt3`) and
    /// raised or lowered characters (`x²`) mean what they mean in TeX. Sizes (`\big`, `\displaystyle`) are ignored.
    public init(tex: String) throws(FormulaError) {
        self = try FormulaParser.parse(tex)
    }
}

/// A recursive descent over the tokens of a formula.
struct FormulaParser {
    let tokens: [FormulaToken]
    let slots: [Formula]
    /// The length of the source, where something missing at its end is reported.
    let length: Int
    var position = 0

    static func parse(
        _ tex: String, slots: [Formula] = [], slotCharacters: ClosedRange<UInt32>? = nil
    ) throws(FormulaError) -> Formula {
        let tokens = try FormulaLexer.tokens(of: tex, slots: slotCharacters)
        var parser = FormulaParser(tokens: tokens, slots: slots, length: tex.count)
        let result = try parser.row(depth: 0)
        if let token = parser.current { throw parser.strayToken(token) }
        return result
    }

    var current: FormulaToken? { position < tokens.count ? tokens[position] : nil }

    mutating func advance() { position += 1 }

    /// Items up to a token that closes something, separates cells, or to the end.
    mutating func row(depth: Int) throws(FormulaError) -> Formula {
        if depth > Formula.nestingLimit {
            throw .tooDeep(limit: Formula.nestingLimit, column: current?.column ?? length)
        }
        var items: [Formula] = []
        while let token = current, !endsRow(token) {
            items.append(try item(depth: depth, after: items.last))
        }
        return .sequence(items)
    }

    private func endsRow(_ token: FormulaToken) -> Bool {
        switch token.kind {
        case .character(")"), .character("]"), .character("}"), .character("&"), .end, .bar(_, .closes): true
        case .command(let name): FormulaParser.closingCommands.contains(name)
        default: false
        }
    }

    private static let closingCommands: Set<String> = [
        "\\}", "\\rangle", "\\rfloor", "\\rceil", "\\rvert", "\\rVert", "\\right", "\\\\",
    ]

    private func strayToken(_ token: FormulaToken) -> FormulaError {
        let opener: String
        switch token.source {
        case "&", "\\\\": return .cellOutsideEnvironment(token.source, column: token.column)
        case ")": opener = "("
        case "]": opener = "["
        case "}": opener = "{"
        case "\\right": opener = "\\left"
        case "\\}": opener = "\\{"
        case "\\rvert": opener = "\\lvert"
        case "\\rVert": opener = "\\lVert"
        default:
            if case .end(let name) = token.kind {
                opener = "\\begin{\(name)}"
            } else {
                opener = token.source.replacing("\\r", with: "\\l")
            }
        }
        return .neverOpened(closer: token.source, opener: opener, column: token.column)
    }

    // MARK: Items and scripts

    /// One atom with its scripts.
    private mutating func item(depth: Int, after previous: Formula?) throws(FormulaError) -> Formula {
        let start = position
        var base = isScriptSign(current) ? .empty : try atom(depth: depth)
        var isSlot = false
        if position == start + 1, case .slot = tokens[start].kind { isSlot = true }
        if isSlot, SlotParentheses.needed(for: base, after: previous, before: current) { base = .parenthesised(base) }
        return try scripts(on: base, depth: depth)
    }

    private func isScriptSign(_ token: FormulaToken?) -> Bool {
        guard case .character(let character)? = token?.kind else { return false }
        return "^_'".contains(character) || ScriptCharacters.raised[character] != nil
            || ScriptCharacters.lowered[character] != nil
    }

    private mutating func scripts(on base: Formula, depth: Int) throws(FormulaError) -> Formula {
        var lower: Formula?
        var upper: [Formula] = []
        var hasExponent = false
        while let token = current, case .character(let character) = token.kind {
            if character == "'" {
                if hasExponent { throw .doubleScript("'", column: token.column) }
                advance()
                upper.append(.symbol("\\prime"))
            } else if character == "^" {
                if hasExponent { throw .doubleScript("^", column: token.column) }
                advance()
                hasExponent = true
                upper += try argument(of: token, depth: depth).items
            } else if character == "_" {
                if lower != nil { throw .doubleScript("_", column: token.column) }
                advance()
                lower = try argument(of: token, depth: depth)
            } else if ScriptCharacters.raised[character] != nil {
                if hasExponent { throw .doubleScript("^", column: token.column) }
                hasExponent = true
                upper += try scriptCharacters(ScriptCharacters.raised).items
            } else if ScriptCharacters.lowered[character] != nil {
                if lower != nil { throw .doubleScript("_", column: token.column) }
                lower = try scriptCharacters(ScriptCharacters.lowered)
            } else {
                break
            }
        }
        let exponent: Formula? = hasExponent || !upper.isEmpty ? .sequence(upper) : nil
        if exponent == nil, lower == nil { return base }
        return .script(base, lower: lower, upper: exponent)
    }

    /// Raised or lowered characters that follow each other: `⁻¹`.
    private mutating func scriptCharacters(_ table: [Character: Character]) throws(FormulaError) -> Formula {
        var text = ""
        while case .character(let character)? = current?.kind, let plain = table[character] {
            text.append(plain)
            advance()
        }
        return try FormulaParser.parse(text)
    }

    /// The argument of a command or of a script sign: a group in braces, or one token.
    mutating func argument(of command: FormulaToken, depth: Int) throws(FormulaError) -> Formula {
        guard let token = current else { throw .missingArgument(of: command.source, column: command.column) }
        switch token.kind {
        case .character(let character) where character.isASCII && character.isNumber:
            advance()
            return .number(String(character))
        case .character("{"), .text, .function, .slot:
            return try atom(depth: depth + 1)
        case .character(let character) where !"()[]}&^_'".contains(character):
            return try atom(depth: depth + 1)
        case .command(let name) where !FormulaParser.closingCommands.contains(name) && name != "\\left":
            return try atom(depth: depth + 1)
        default:
            throw .notAnArgument(token.source, of: command.source, column: token.column)
        }
    }

    // MARK: Atoms

    mutating func atom(depth: Int) throws(FormulaError) -> Formula {
        if depth > Formula.nestingLimit {
            throw .tooDeep(limit: Formula.nestingLimit, column: current?.column ?? length)
        }
        guard let token = current else { return .empty }
        advance()
        switch token.kind {
        case .character(let character): return try atom(character, token, depth: depth)
        case .command(let name): return try command(name, token, depth: depth)
        case .text(let text): return .text(text)
        case .function(let name): return .function(name)
        case .begin(let name): return try environment(name, token, depth: depth)
        case .slot(let index): return slots.indices.contains(index) ? slots[index] : .empty
        case .bar(let delimiter, .opens):
            let body = try row(depth: depth + 1)
            guard case .bar(delimiter, .closes)? = current?.kind else {
                throw unclosed(token, closer: delimiter.rawValue)
            }
            advance()
            return .fenced(delimiter, body, delimiter)
        case .bar(let delimiter, _): return .symbol(delimiter == .bar ? "\\mid" : "\\parallel")
        case .end: throw strayToken(token)
        }
    }

    /// What stands where something should have been closed: the opener is at fault, or a closer of another kind.
    func unclosed(_ opener: FormulaToken, closer: String) -> FormulaError {
        .neverClosed(opener: opener.source, closer: closer, column: opener.column)
    }

    private mutating func atom(_ character: Character, _ token: FormulaToken, depth: Int) throws(FormulaError) -> Formula {
        switch character {
        case "{":
            let body = try row(depth: depth + 1)
            guard case .character("}")? = current?.kind else { throw unclosed(token, closer: "}") }
            advance()
            return body
        case "(", "[":
            let body = try row(depth: depth + 1)
            // Half-open intervals mix the two kinds.
            guard case .character(let closer)? = current?.kind, closer == ")" || closer == "]" else {
                throw unclosed(token, closer: character == "(" ? ")" : "]")
            }
            advance()
            return .fenced(
                character == "(" ? .leftParenthesis : .leftBracket, body,
                closer == ")" ? .rightParenthesis : .rightBracket)
        case "~": return .space(.word)
        case "√": return .root(try argument(of: token, depth: depth))
        case "^", "_", "'": return .empty
        case "%", "$", "#", "\\", "\"", "`": throw .unexpectedCharacter(character, column: token.column)
        default: break
        }
        if character.isASCII, character.isNumber { return number(character, token) }
        if character.isASCII, character.isLetter { return .symbol(String(character)) }
        if let command = FormulaParser.delimiterCharacters[character] { return try self.command(command, token, depth: depth) }
        if let symbol = FormulaSymbol.canonical(character: character) { return .symbol(symbol) }
        if character.displayWidth == 2 { return words(character, token) }
        if character.isLetter, character.displayWidth == 1 { return .symbol(String(character)) }
        throw .unexpectedCharacter(character, column: token.column)
    }

    private static let delimiterCharacters: [Character: String] = [
        "⟨": "\\langle", "⟩": "\\rangle", "⌊": "\\lfloor", "⌋": "\\rfloor", "⌈": "\\lceil", "⌉": "\\rceil",
    ]

    /// Digits that follow each other without a space, with at most one point among them.
    private mutating func number(_ first: Character, _ token: FormulaToken) -> Formula {
        var text = String(first)
        var hasPoint = false
        while let next = current, next.offset == token.offset + text.count, case .character(let character) = next.kind {
            if character.isASCII, character.isNumber {
                text.append(character)
            } else if character == ".", !hasPoint, position + 1 < tokens.count, tokens[position + 1].offset == next.offset + 1,
                case .character(let digit) = tokens[position + 1].kind, digit.isASCII, digit.isNumber
            {
                hasPoint = true
                text.append(".")
            } else {
                break
            }
            advance()
        }
        return .number(text)
    }

    /// Chinese words written without `\text`.
    private mutating func words(_ first: Character, _ token: FormulaToken) -> Formula {
        var text = String(first)
        while let next = current, next.offset == token.offset + text.count, case .character(let character) = next.kind,
            character.displayWidth == 2, FormulaSymbol.canonical(character: character) == nil
        {
            text.append(character)
            advance()
        }
        return .text(text)
    }
}
