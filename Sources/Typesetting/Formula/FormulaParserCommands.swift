// The commands and environments of TeX that formulas may use.

import Localization

extension FormulaParser {
    mutating func command(_ name: String, _ token: FormulaToken, depth: Int) throws(FormulaError) -> Formula {
        let bare = String(name.dropFirst())
        switch name {
        case "\\frac", "\\dfrac", "\\tfrac", "\\cfrac":
            let numerator = try argument(of: token, depth: depth)
            return .fraction(numerator, try argument(of: token, depth: depth))
        case "\\sqrt": return try root(token, depth: depth)
        case "\\left": return try stretchingFence(token, depth: depth)
        case "\\middle":
            _ = try delimiter(after: token)
            return .symbol("\\mid")
        case "\\Vert": return .symbol("\\parallel")
        default: break
        }
        if let sides = FormulaParser.fences[name] { return try fence(sides, token, depth: depth) }
        if let space = FormulaParser.spaces[name] { return .space(space) }
        if let alphabet = FormulaParser.alphabets[bare] {
            return .styled(alphabet, try argument(of: token, depth: depth))
        }
        if let accent = Formula.Accent(rawValue: bare) { return .accent(accent, try argument(of: token, depth: depth)) }
        if NamedFunction.commands.contains(bare) || NamedFunction.unofficial.contains(bare) { return .function(bare) }
        if let symbol = FormulaSymbol.canonical(command: name) { return .symbol(symbol) }
        if FormulaParser.ignored.contains(bare) { return .empty }
        if FormulaParser.closers.contains(name) { throw .neverOpened(closer: name, opener: "\\left", column: token.column) }
        throw .unknownCommand(
            name, column: token.column,
            suggestion: Suggestion.nearest(to: name, among: FormulaParser.knownCommands, ignoringCase: false))
    }

    private static let alphabets: [String: Formula.Alphabet] = {
        var table = Dictionary(Formula.Alphabet.allCases.map { ($0.rawValue, $0) }) { first, _ in first }
        for (name, alphabet) in [("boldsymbol", Formula.Alphabet.bold), ("bm", .bold), ("mathscr", .calligraphic)] {
            table[name] = alphabet
        }
        return table
    }()

    private static let spaces: [String: Formula.Space] = {
        var table = Dictionary(Formula.Space.allCases.map { ($0.rawValue, $0) }) { first, _ in first }
        table["\\>"] = .medium
        table["\\thinspace"] = .thin
        return table
    }()

    private static let ignored: Set<String> = [
        "displaystyle", "textstyle", "scriptstyle", "limits", "nolimits", "nonumber", "big", "Big", "bigg", "Bigg", "bigl",
        "bigr", "Bigl", "Bigr", "biggl", "biggr", "Biggl", "Biggr", "bigm", "Bigm",
    ]

    private static let fences: [String: (Formula.Delimiter, Formula.Delimiter, String)] = [
        "\\{": (.leftBrace, .rightBrace, "\\}"), "\\langle": (.leftAngle, .rightAngle, "\\rangle"),
        "\\lfloor": (.leftFloor, .rightFloor, "\\rfloor"), "\\lceil": (.leftCeiling, .rightCeiling, "\\rceil"),
        "\\lvert": (.bar, .bar, "\\rvert"), "\\lVert": (.doubleBar, .doubleBar, "\\rVert"),
    ]

    private static let closers: Set<String> = Set(fences.values.map(\.2)).union(["\\right", "\\\\"])

    private static let knownCommands: [String] = {
        let structural = ["frac", "sqrt", "left", "right", "text", "operatorname", "begin", "end", "dfrac", "tfrac"]
        let names =
            structural + alphabets.keys + Formula.Accent.allCases.map(\.rawValue) + NamedFunction.commands
        return names.map { "\\" + $0 } + FormulaSymbol.commands + fences.keys + closers + spaces.keys
    }()

    private mutating func root(_ token: FormulaToken, depth: Int) throws(FormulaError) -> Formula {
        guard case .character("[")? = current?.kind, let bracket = current else {
            return .root(try argument(of: token, depth: depth))
        }
        advance()
        let degree = try row(depth: depth + 1)
        guard case .character("]")? = current?.kind else { throw unclosed(bracket, closer: "]") }
        advance()
        return .root(try argument(of: token, depth: depth), degree: degree)
    }

    private mutating func fence(
        _ sides: (Formula.Delimiter, Formula.Delimiter, String), _ token: FormulaToken, depth: Int
    ) throws(FormulaError) -> Formula {
        let body = try row(depth: depth + 1)
        let closer: String? =
            switch current?.kind {
            case .command(let name)?: name
            case .character(let character)?: FormulaParser.closingCharacters[character]
            default: nil
            }
        guard closer == sides.2 else { throw unclosed(token, closer: sides.2) }
        advance()
        return .fenced(sides.0, body, sides.1)
    }

    private static let closingCharacters: [Character: String] = ["⟩": "\\rangle", "⌋": "\\rfloor", "⌉": "\\rceil"]

    private mutating func stretchingFence(_ token: FormulaToken, depth: Int) throws(FormulaError) -> Formula {
        let open = try delimiter(after: token)
        let body = try row(depth: depth + 1)
        guard let right = current, case .command("\\right") = right.kind else { throw unclosed(token, closer: "\\right") }
        advance()
        return .fenced(open, body, try delimiter(after: right))
    }

    private mutating func delimiter(after command: FormulaToken) throws(FormulaError) -> Formula.Delimiter {
        guard let token = current else { throw .missingArgument(of: command.source, column: command.column) }
        advance()
        if case .bar(let delimiter, _) = token.kind { return delimiter }
        switch token.source {
        case "\\lvert", "\\rvert", "\\vert": return .bar
        case "\\lVert", "\\rVert", "\\Vert": return .doubleBar
        case "<", "⟨": return .leftAngle
        case ">", "⟩": return .rightAngle
        default: break
        }
        if let delimiter = Formula.Delimiter(rawValue: token.source) { return delimiter }
        throw .notADelimiter(token.source, of: command.source, column: token.column)
    }

    // MARK: Environments

    private static let environments: [String: Formula.GridStyle] = {
        var table = Dictionary(Formula.GridStyle.allCases.map { ($0.rawValue, $0) }) { first, _ in first }
        for name in ["align", "align*", "split", "gathered", "aligned*"] { table[name] = .aligned }
        for name in ["array", "smallmatrix"] { table[name] = .matrix }
        return table
    }()

    mutating func environment(_ name: String, _ token: FormulaToken, depth: Int) throws(FormulaError) -> Formula {
        guard let style = FormulaParser.environments[name] else {
            throw .unknownEnvironment(
                name, column: token.column,
                suggestion: Suggestion.nearest(to: name, among: FormulaParser.environments.keys, ignoringCase: false))
        }
        if name == "array", case .character("{")? = current?.kind { _ = try atom(depth: depth + 1) }
        var rows: [[Formula]] = [[]]
        while true {
            rows[rows.count - 1].append(try row(depth: depth + 1))
            guard let separator = current else { throw unclosed(token, closer: "\\end{\(name)}") }
            switch separator.kind {
            case .character("&"): advance()
            case .command("\\\\"):
                advance()
                rows.append([])
            case .end(let end):
                guard end == name else {
                    throw .mismatchedEnvironment(begin: name, end: end, column: separator.column)
                }
                advance()
                // A line end after the last row opens no further one.
                if rows.last == [.empty] { rows.removeLast() }
                return .grid(style, rows)
            default: throw unclosed(token, closer: "\\end{\(name)}")
            }
        }
    }
}
