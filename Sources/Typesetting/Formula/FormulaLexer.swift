// TeX cut into tokens, and bars told apart: which opens, which closes, which stands alone.

/// A token of a formula in TeX.
struct FormulaToken: Equatable {
    enum Kind: Equatable {
        /// One character that is not part of a command; digits come one by one.
        case character(Character)
        /// A command with its backslash: `\frac`, `\,`.
        case command(String)
        /// `\text{…}`, unescaped.
        case text(String)
        /// `\operatorname{…}`.
        case function(String)
        case begin(String)
        case end(String)
        /// A bar, `|` or `\|`, and the part it plays.
        case bar(Formula.Delimiter, BarRole)
        /// A formula put into a template.
        case slot(Int)
    }

    enum BarRole: Equatable {
        case opens, closes, alone
    }

    var kind: Kind
    /// The characters before the token.
    let offset: Int

    /// The column of the token, from 1.
    var column: Int { offset + 1 }

    /// The token as its writer knows it.
    var source: String {
        switch kind {
        case .character(let character): String(character)
        case .command(let name): name
        case .text: "\\text"
        case .function: "\\operatorname"
        case .begin(let name): "\\begin{\(name)}"
        case .end(let name): "\\end{\(name)}"
        case .bar(let delimiter, _): delimiter.rawValue
        case .slot: "…"
        }
    }
}

/// Cuts TeX into tokens.
struct FormulaLexer {
    private let characters: [Character]
    private let slots: ClosedRange<UInt32>?
    private var position = 0
    private var tokens: [FormulaToken] = []

    /// - Parameter slots: private-use characters that stand for formulas put into a template.
    static func tokens(of tex: String, slots: ClosedRange<UInt32>? = nil) throws(FormulaError) -> [FormulaToken] {
        var lexer = FormulaLexer(characters: Array(tex), slots: slots)
        while try lexer.readToken() {}
        BarPairing.assignRoles(&lexer.tokens)
        return lexer.tokens
    }

    private init(characters: [Character], slots: ClosedRange<UInt32>?) {
        self.characters = characters
        self.slots = slots
    }

    private mutating func readToken() throws(FormulaError) -> Bool {
        while position < characters.count, characters[position].isWhitespace { position += 1 }
        guard position < characters.count else { return false }
        let start = position
        let character = characters[position]
        position += 1
        if character == "\\" {
            try readCommand(start)
        } else if character == "|" || character == "‖" {
            tokens.append(FormulaToken(kind: .bar(character == "|" ? .bar : .doubleBar, .alone), offset: start))
        } else if let slots, let scalar = character.unicodeScalars.first, slots.contains(scalar.value) {
            tokens.append(FormulaToken(kind: .slot(Int(scalar.value - slots.lowerBound)), offset: start))
        } else {
            tokens.append(FormulaToken(kind: .character(character), offset: start))
        }
        return true
    }

    private mutating func readCommand(_ start: Int) throws(FormulaError) {
        guard position < characters.count else {
            throw .unknownCommand("\\", column: start + 1, suggestion: nil)
        }
        var name = "\\"
        if characters[position].isASCII, characters[position].isLetter {
            while position < characters.count, characters[position].isASCII, characters[position].isLetter {
                name.append(characters[position])
                position += 1
            }
        } else {
            name.append(characters[position].isWhitespace ? " " : characters[position])
            position += 1
        }
        let kind: FormulaToken.Kind
        switch name {
        case "\\|": kind = .bar(.doubleBar, .alone)
        case "\\text", "\\mbox", "\\textrm", "\\textbf", "\\textit": kind = .text(try rawArgument(name, start))
        case "\\operatorname":
            if position < characters.count, characters[position] == "*" { position += 1 }
            kind = .function(FormulaLexer.functionName(try rawArgument(name, start)))
        case "\\begin": kind = .begin(try rawArgument(name, start))
        case "\\end": kind = .end(try rawArgument(name, start))
        default: kind = .command(name)
        }
        tokens.append(FormulaToken(kind: kind, offset: start))
    }

    /// The letters of a function's name; spaces of TeX become one space.
    private static func functionName(_ raw: String) -> String {
        var name = raw
        for space in Formula.Space.allCases { name = name.replacing(space.rawValue, with: " ") }
        return name.split(separator: " ").joined(separator: " ")
    }

    /// The text between braces that may hold balanced braces; `\{`, `\}`, `\\`, `\%` … stand for their second characters.
    private mutating func rawArgument(_ command: String, _ start: Int) throws(FormulaError) -> String {
        while position < characters.count, characters[position].isWhitespace { position += 1 }
        guard position < characters.count, characters[position] == "{" else {
            throw .missingArgument(of: command, column: start + 1)
        }
        let open = position
        position += 1
        var depth = 1
        var text = ""
        while position < characters.count {
            let character = characters[position]
            position += 1
            if character == "\\", position < characters.count, "{}\\%_#&$".contains(characters[position]) {
                text.append(characters[position])
                position += 1
                continue
            }
            if character == "{" { depth += 1 }
            if character == "}" { depth -= 1 }
            if depth == 0 { return text }
            if character != "{", character != "}" { text.append(character) }
        }
        throw .neverClosed(opener: "{", closer: "}", column: open + 1)
    }
}

/// Decides which bar opens and which closes: bars of one kind pair off within the same braces, parentheses and cells.
private enum BarPairing {
    private enum Entry {
        case group(Character)
        case bar(Formula.Delimiter, Int)
    }

    static func assignRoles(_ tokens: inout [FormulaToken]) {
        var result: [FormulaToken] = []
        result.reserveCapacity(tokens.count)
        var stack: [Entry] = []
        var index = 0
        while index < tokens.count {
            var token = tokens[index]
            let isDelimiterName = index > 0 && ["\\left", "\\right", "\\middle"].contains(tokens[index - 1].source)
            index += 1
            switch token.kind {
            case .bar(var delimiter, _) where !isDelimiterName:
                // Two bars with nothing between them are one double bar, unless the first closes an open one.
                if delimiter == .bar, !topIsBar(stack, .bar), index < tokens.count,
                    tokens[index].kind == .bar(.bar, .alone), tokens[index].offset == token.offset + 1
                {
                    delimiter = .doubleBar
                    token.kind = .bar(.doubleBar, .alone)
                    index += 1
                }
                // A bar right behind one that opens does not close it on nothing: it opens another.
                if case .bar(delimiter, let opener)? = stack.last, opener != result.count - 1 {
                    stack.removeLast()
                    result[opener].kind = .bar(delimiter, .opens)
                    token.kind = .bar(delimiter, .closes)
                } else {
                    stack.append(.bar(delimiter, result.count))
                }
            case .character(let character) where "([{".contains(character) && !isDelimiterName:
                stack.append(.group(character == "{" ? "{" : "("))
            case .character(let character) where ")]}".contains(character) && !isDelimiterName:
                close(character == "}" ? "{" : "(", &stack)
            case .command("\\{"), .command("\\langle"), .command("\\lfloor"), .command("\\lceil"):
                if !isDelimiterName { stack.append(.group("(")) }
            case .command("\\}"), .command("\\rangle"), .command("\\rfloor"), .command("\\rceil"):
                if !isDelimiterName { close("(", &stack) }
            case .command("\\left"), .begin: stack.append(.group("l"))
            case .command("\\right"), .end: close("l", &stack)
            case .character("&"), .command("\\\\"):
                while case .bar? = stack.last { stack.removeLast() }
            default: break
            }
            result.append(token)
        }
        tokens = result
    }

    private static func topIsBar(_ stack: [Entry], _ delimiter: Formula.Delimiter) -> Bool {
        if case .bar(delimiter, _)? = stack.last { return true }
        return false
    }

    /// Leaves the innermost group of a kind; bars that were opened in it stay alone.
    private static func close(_ group: Character, _ stack: inout [Entry]) {
        var position = stack.count - 1
        while position >= 0 {
            if case .group(let open) = stack[position] {
                if open == group {
                    stack.removeSubrange(position...)
                    return
                }
                // A parenthesis cannot close across a brace.
                if group == "(" { return }
            }
            position -= 1
        }
    }
}
