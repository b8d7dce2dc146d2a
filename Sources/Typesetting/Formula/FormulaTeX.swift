// Formulas printed back to TeX, in one canonical spelling.

extension Formula {
    /// The formula in TeX. Reading it gives the same formula again.
    public var tex: String {
        var printer = TeXPrinter()
        printer.print(self)
        return printer.text
    }
}

private struct TeXPrinter {
    var text = ""
    /// Whether `text` ends in a command that a following letter would lengthen.
    private var endsInCommand = false
    /// Whether `text` ends in a number that a following digit or point would lengthen.
    private var endsInNumber = false

    /// Appends TeX, with a space or `{}` where it would otherwise run into what stands before.
    private mutating func append(_ piece: String, isNumber: Bool = false) {
        guard let first = piece.first else { return }
        if endsInCommand, first.isLetter { text += " " }
        if endsInNumber, first == "." || (first.isASCII && first.isNumber) { text += "{}" }
        text += piece
        endsInNumber = isNumber
        endsInCommand = TeXPrinter.isLetterCommand(piece)
    }

    /// Whether a piece ends in a command of letters.
    private static func isLetterCommand(_ piece: String) -> Bool {
        guard let backslash = piece.lastIndex(of: "\\") else { return false }
        let name = piece[piece.index(after: backslash)...]
        return !name.isEmpty && name.allSatisfy { $0.isASCII && $0.isLetter }
    }

    private mutating func printGroup(_ formula: Formula) {
        append("{")
        print(formula)
        append("}")
    }

    mutating func print(_ formula: Formula) {
        switch formula {
        case .number(let digits): append(digits, isNumber: true)
        case .symbol(let name): append(name)
        case .function(let name): append(TeXPrinter.function(name))
        case .row(let items):
            for item in items { printItem(item) }
        case .fraction(let numerator, let denominator):
            append("\\frac")
            printGroup(numerator)
            printGroup(denominator)
        case .root(let radicand, let degree):
            append("\\sqrt")
            if let degree {
                append("[")
                // A bracket inside would close the degree.
                if degree.isPlainText { print(degree) } else { printGroup(degree) }
                append("]")
            }
            printGroup(radicand)
        case .script(let base, let lower, let upper): printScript(base, lower, upper)
        case .fenced(let open, let body, let close): printFence(open, body, close)
        case .grid(let style, let rows): printGrid(style, rows)
        case .text(let words): append("\\text{" + TeXPrinter.escaped(words) + "}")
        case .styled(let alphabet, let body):
            append("\\" + alphabet.rawValue)
            printGroup(body)
        case .accent(let accent, let body):
            append("\\" + accent.rawValue)
            printGroup(body)
        case .space(let space): append(space.rawValue)
        }
    }

    /// An item of a row: one that is itself a row would melt into it.
    private mutating func printItem(_ item: Formula) {
        if case .row = item { printGroup(item) } else { print(item) }
    }

    private mutating func printScript(_ base: Formula, _ lower: Formula?, _ upper: Formula?) {
        switch base {
        case .row, .script: printGroup(base)
        default: print(base)
        }
        if let lower {
            append("_")
            printGroup(lower)
        }
        guard let upper else { return }
        let items = upper.items
        if !items.isEmpty, items.allSatisfy({ $0 == .symbol("\\prime") }) {
            append(String(repeating: "'", count: items.count))
        } else {
            append("^")
            printGroup(upper)
        }
    }

    private mutating func printFence(_ open: Formula.Delimiter, _ body: Formula, _ close: Formula.Delimiter) {
        let isRound: Set<Formula.Delimiter> = [.leftParenthesis, .leftBracket]
        let isRoundEnd: Set<Formula.Delimiter> = [.rightParenthesis, .rightBracket]
        let isPair = [
            (Formula.Delimiter.leftBrace, Formula.Delimiter.rightBrace), (.leftFloor, .rightFloor),
            (.leftCeiling, .rightCeiling), (.leftAngle, .rightAngle),
        ].contains { $0 == (open, close) }
        let isBars = open == close && (open == .bar || open == .doubleBar)
        let isPlain = isPair || isBars || (isRound.contains(open) && isRoundEnd.contains(close))
        let stretches = body.isTall || !isPlain
        // Bars within bars would pair off wrongly.
        let named = isBars && (stretches || body.isEmpty || body.containsBars)
        let sides =
            named
            ? (open == .bar ? ("\\lvert", "\\rvert") : ("\\lVert", "\\rVert")) : (open.rawValue, close.rawValue)
        if stretches { append("\\left") }
        append(sides.0)
        print(body)
        if stretches { append("\\right") }
        append(sides.1)
    }

    private mutating func printGrid(_ style: Formula.GridStyle, _ rows: [[Formula]]) {
        append("\\begin{\(style.rawValue)} ")
        for (number, row) in rows.enumerated() {
            if number > 0 { append(" \\\\ ") }
            for (index, cell) in row.enumerated() {
                if index > 0 { append(" & ") }
                print(cell)
            }
        }
        append(" \\end{\(style.rawValue)}")
    }

    private static func function(_ name: String) -> String {
        if NamedFunction.commands.contains(name) { return "\\" + name }
        let star = NamedFunction.takesLimits(name) ? "*" : ""
        let words = escaped(name).replacing(" ", with: "\\,")
        return "\\operatorname\(star){\(words)}"
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            if "{}\\%_#&$".contains(character) { result.append("\\") }
            result.append(character)
        }
        return result
    }
}

extension Formula {
    /// Whether the formula takes more than one line, scripts aside, so that TeX's fences must grow with it.
    var isTall: Bool {
        switch self {
        case .number, .symbol, .function, .text, .space: false
        case .fraction, .grid: true
        case .row(let items): items.contains(where: \.isTall)
        case .root(let radicand, _): radicand.isTall
        case .script(let base, _, _):
            if case .symbol(let name) = base, FormulaSymbol.of(name).kind == .largeOperator { true } else { base.isTall }
        case .fenced(_, let body, _), .styled(_, let body), .accent(_, let body): body.isTall
        }
    }

    /// Whether the formula is made of numbers and symbols only.
    fileprivate var isPlainText: Bool {
        switch self {
        case .number, .symbol: true
        case .row(let items): items.allSatisfy { if case .row = $0 { false } else { $0.isPlainText } }
        default: false
        }
    }

    /// Whether a bar stands anywhere in the formula.
    var containsBars: Bool {
        switch self {
        case .number, .function, .text, .space: false
        case .symbol(let name): name == "\\mid" || name == "\\parallel"
        case .row(let items): items.contains(where: \.containsBars)
        case .fraction(let upper, let lower): upper.containsBars || lower.containsBars
        case .root(let radicand, let degree): radicand.containsBars || (degree?.containsBars ?? false)
        case .script(let base, let lower, let upper):
            base.containsBars || (lower?.containsBars ?? false) || (upper?.containsBars ?? false)
        case .fenced(let open, let body, let close):
            [open, close].contains { $0 == .bar || $0 == .doubleBar } || body.containsBars
        case .grid(_, let rows): rows.contains { $0.contains(where: \.containsBars) }
        case .styled(_, let body), .accent(_, let body): body.containsBars
        }
    }
}
