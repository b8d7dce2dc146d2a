// Powers, indices and limits as pictures.

extension FormulaLayout {
    func script(_ base: Formula, _ lower: Formula?, _ upper: Formula?) -> FormulaPiece {
        let body = piece(base)
        if !isLinear, !isCompact, takesLimits(base) { return limits(body, lower, upper) }
        let (lowerText, upperText) = (lower.flatMap(subscriptCharacters), upper.flatMap(superscriptCharacters))
        if isLinear {
            let lowerPart = lower.map { lowerText ?? linearScript("_", $0) } ?? ""
            let upperPart = upper.map { upperText ?? linearScript("^", $0) } ?? ""
            var result = body
            result.box = .horizontal([body.box, Box(lowerPart + upperPart)])
            return result
        }
        let isFlat = body.above == 0 && body.below == 0
        if isFlat, lower == nil || lowerText != nil, upper == nil || upperText != nil {
            return FormulaPiece(
                .horizontal([body.box, Box((lowerText ?? "") + (upperText ?? ""))]), scriptKind(body.kind), above: body.above,
                below: body.below)
        }
        if isFlat, let lowerLine = lower.map({ lowerText ?? shortScript("_", $0) }) ?? "",
            let upperLine = upper.map({ upperText ?? shortScript("^", $0) }) ?? ""
        {
            return FormulaPiece(
                .horizontal([body.box, Box(lowerLine + upperLine)]), scriptKind(body.kind), above: body.above, below: body.below)
        }
        let lowered = lower.map { isFlat && lowerText != nil ? Box(lowerText ?? "") : raisedBox($0) }
        let raised = upper.map { upperText.map { Box($0) } ?? raisedBox($0) }
        // Scripts of a tall base stand beside its first and its last line.
        let raisedLine = isFlat ? (upperText == nil ? 1 : 0) : body.above
        let loweredLine = isFlat ? (lowerText == nil ? 1 : 0) : body.below
        let scripts = stack(raised, atOrAbove: raisedLine, lowered, atOrBelow: loweredLine)
        return FormulaPiece(
            .horizontal([body.box, scripts]), scriptKind(body.kind), above: body.above, below: body.below)
    }

    /// A box that holds one script ending `raisedLine` lines above the baseline and one beginning `loweredLine` below it.
    private func stack(_ raised: Box?, atOrAbove raisedLine: Int, _ lowered: Box?, atOrBelow loweredLine: Int) -> Box {
        // Both on the baseline would cover each other: then they stand side by side.
        if let raised, let lowered, raisedLine == 0, loweredLine == 0 { return .horizontal([lowered, raised]) }
        var lines: [String] = raised?.lines ?? []
        let above = raised.map { raisedLine + $0.height - 1 } ?? 0
        let below = lowered.map { loweredLine + $0.height - 1 } ?? 0
        while lines.count < above + loweredLine || lines.count < above + 1 && lowered == nil { lines.append("") }
        if let lowered { lines += lowered.lines }
        while lines.count < above + below + 1 { lines.append("") }
        return Box(lines, baseline: above)
    }

    private func scriptKind(_ kind: FormulaPiece.Kind) -> FormulaPiece.Kind {
        switch kind {
        case .nothing, .binary, .relation, .punctuation, .text, .space: .ordinary
        default: kind
        }
    }

    private func raisedBox(_ formula: Formula) -> Box { compact.piece(formula).box }

    // MARK: Limits

    private func takesLimits(_ base: Formula) -> Bool {
        switch base {
        case .symbol(let name): FormulaSymbol.of(name).kind == .largeOperator && name != "\\int"
        case .function(let name): NamedFunction.takesLimits(name)
        default: false
        }
    }

    /// A sign or a name with its limits above and below.
    private func limits(_ body: FormulaPiece, _ lower: Formula?, _ upper: Formula?) -> FormulaPiece {
        let over = upper.map { [raisedBox($0)] } ?? []
        let under = lower.map { [raisedBox($0)] } ?? []
        let box = Box.vertical(over + [body.box] + under, .centre, baselineOf: over.count)
        return FormulaPiece(box, body.kind)
    }

    // MARK: Characters

    /// A formula as the plain text of a script, or nil where it is more than letters, digits and signs.
    func scriptText(_ formula: Formula) -> String? {
        switch formula {
        case .number(let digits): return digits
        case .symbol(let name): return FormulaSymbol.of(name).glyph
        case .row(let items):
            let parts = items.compactMap(scriptText)
            return parts.count == items.count ? parts.joined() : nil
        case .styled(_, let body): return scriptText(body)
        case .fenced(.leftParenthesis, let body, .rightParenthesis): return scriptText(body).map { "(\($0))" }
        default: return nil
        }
    }

    private func superscriptCharacters(_ formula: Formula) -> String? {
        scriptText(formula).flatMap(ScriptCharacters.superscript)
    }

    private func subscriptCharacters(_ formula: Formula) -> String? {
        guard usesSubscriptCharacters else { return nil }
        return scriptText(formula).flatMap(ScriptCharacters.subscript)
    }

    /// A script that reads well on the line itself, `Σ_g` or `A^½`, better than raised above it; nil for a longer one.
    private func shortScript(_ sign: String, _ formula: Formula) -> String? {
        if let fraction = ScriptCharacters.vulgarFraction(formula) { return sign + fraction }
        guard let text = scriptText(formula) else { return nil }
        if let fraction = ScriptCharacters.vulgarFractions[text] { return sign + fraction }
        return text.count <= 2 && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "*" || $0 == "∗" } ? sign + text : nil
    }

    /// A script on the line itself: `_g`, `^½`, `^(−x²/2)`.
    private func linearScript(_ sign: String, _ formula: Formula) -> String {
        let text = compact.piece(formula).box.lines.joined()
        let isShort = text.count == 1 || text.allSatisfy { ($0.isLetter || $0.isNumber) && $0.isASCII }
        return isShort ? sign + text : "\(sign)(\(text))"
    }
}

extension Formula {
    /// Whether every subscript of the formula can be written in subscript characters; limits of sums do not count.
    var allSubscriptsHaveCharacters: Bool {
        switch self {
        case .number, .symbol, .function, .text, .space: return true
        case .row(let items): return items.allSatisfy(\.allSubscriptsHaveCharacters)
        case .fraction(let upper, let lower):
            return upper.allSubscriptsHaveCharacters && lower.allSubscriptsHaveCharacters
        case .root(let radicand, let degree):
            return radicand.allSubscriptsHaveCharacters && (degree?.allSubscriptsHaveCharacters ?? true)
        case .script(let base, let lower, let upper):
            guard base.allSubscriptsHaveCharacters, upper?.allSubscriptsHaveCharacters ?? true else { return false }
            guard let lower else { return true }
            switch base {
            case .function: return true
            case .symbol(let name) where FormulaSymbol.of(name).kind == .largeOperator: return true
            default: return FormulaLayout.scriptCharactersExist(for: lower)
            }
        case .fenced(_, let body, _), .styled(_, let body), .accent(_, let body):
            return body.allSubscriptsHaveCharacters
        case .grid(_, let rows): return rows.allSatisfy { $0.allSatisfy(\.allSubscriptsHaveCharacters) }
        }
    }
}

extension FormulaLayout {
    fileprivate static func scriptCharactersExist(for lower: Formula) -> Bool {
        FormulaLayout(for: .empty).scriptText(lower).flatMap(ScriptCharacters.subscript) != nil
    }
}

extension ScriptCharacters {
    /// The one character of a common fraction: ½ for `\frac{1}{2}`.
    static func vulgarFraction(_ formula: Formula) -> String? {
        guard case .fraction(.number(let over), .number(let under)) = formula else { return nil }
        return vulgarFractions["\(over)/\(under)"]
    }

    /// Common fractions as one character.
    static let vulgarFractions = ["1/2": "½", "1/3": "⅓", "2/3": "⅔", "1/4": "¼", "3/4": "¾"]

    /// Letters of the blackboard: those of the number sets, 𝔼 for the expectation, 𝟙 for an indicator.
    static let blackboard: [String: String] = [
        "C": "ℂ", "E": "𝔼", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "V": "𝕍", "Z": "ℤ", "1": "𝟙",
    ]
}
