// Fractions, roots and matrices as pictures.

extension FormulaLayout {
    // MARK: Fractions

    func fraction(_ numerator: Formula, _ denominator: Formula) -> FormulaPiece {
        if isLinear || isCompact {
            if let character = ScriptCharacters.vulgarFraction(.fraction(numerator, denominator)) {
                return FormulaPiece(character)
            }
            let over = operand(numerator, isDenominator: false)
            let under = operand(denominator, isDenominator: true)
            return FormulaPiece(.horizontal([over.box, Box("/"), under.box]), above: 0, below: 0)
        }
        let over = piece(numerator).box
        let under = piece(denominator).box
        let width = max(over.width, under.width, 1) + 2
        let bar = Box(String(repeating: "─", count: width))
        return FormulaPiece(.vertical([over, bar, under], .centre, baselineOf: 1), .block)
    }

    /// One side of a fraction on one line, in parentheses where it would be misread.
    private func operand(_ formula: Formula, isDenominator: Bool) -> FormulaPiece {
        let piece = piece(formula)
        let isSafe =
            switch formula {
            case .number, .symbol, .function, .fenced, .script, .root, .styled, .accent, .text: true
            case .row(let items): !isDenominator && isProduct(items)
            case .grid, .fraction, .space: false
            }
        return isSafe ? piece : fence(.leftRound, piece, .rightRound)
    }

    private func isProduct(_ items: [Formula]) -> Bool {
        items.allSatisfy { item in
            guard case .symbol(let name) = item else {
                if case .fraction = item { return false }
                return true
            }
            let kind = FormulaSymbol.of(name).kind
            return kind == .ordinary && name != "/"
        }
    }

    // MARK: Roots

    func root(_ radicand: Formula, _ degree: Formula?) -> FormulaPiece {
        let inner = piece(radicand)
        let isSingle =
            switch radicand {
            case .number, .symbol: true
            default: false
            }
        let sign = rootSign(degree)
        if isLinear || isSingle && inner.isOneLine && sign != nil {
            return linearRoot(inner, isSingle: isSingle, sign: sign, degree: degree)
        }
        let body = inner.box.above == 0 && isPlainSign(sign) ? lowRoot(inner, sign ?? "√") : tallRoot(inner)
        return withDegree(body, sign == nil || inner.box.above > 0 ? degree : nil)
    }

    private func isPlainSign(_ sign: String?) -> Bool { sign == nil || sign?.isEmpty == false }

    /// The sign of a root on one line: √, ∛, ∜, or a raised degree before √; nil where the degree has no raised characters.
    private func rootSign(_ degree: Formula?) -> String? {
        guard let degree else { return "√" }
        let text = scriptText(degree)
        switch text {
        case "2"?: return "√"
        case "3"?: return "∛"
        case "4"?: return "∜"
        default: return text.flatMap(ScriptCharacters.superscript).map { $0 + "√" }
        }
    }

    private func linearRoot(_ inner: FormulaPiece, isSingle: Bool, sign: String?, degree: Formula?) -> FormulaPiece {
        let body = isSingle ? inner : inner.kind == .fence ? inner : fence(.leftRound, inner, .rightRound)
        // A degree must not be read as the exponent of what stands before.
        let kind: FormulaPiece.Kind = degree == nil ? .ordinary : .block
        if let sign { return FormulaPiece(.horizontal([Box(sign), body.box]), kind, above: 0, below: 0) }
        let name = degree.map { compact.piece($0).box } ?? .empty
        return FormulaPiece(.horizontal([Box("root["), name, Box("]"), body.box]), kind, above: 0, below: 0)
    }

    /// A root of one line: a line over it, the sign before it.
    private func lowRoot(_ inner: FormulaPiece, _ sign: String) -> FormulaPiece {
        let line = Box(spaces(sign.displayWidth) + String(repeating: "_", count: max(1, inner.box.width)))
        let body = Box.horizontal([Box(sign), inner.box])
        let kind: FormulaPiece.Kind = sign == "√" ? .ordinary : .block
        return FormulaPiece(.vertical([line, body], baselineOf: 1), kind, above: 0, below: inner.below)
    }

    /// A root of several lines: the sign at the foot of a corner that runs above them.
    private func tallRoot(_ inner: FormulaPiece) -> FormulaPiece {
        let box = inner.box
        var lines = ["┌" + String(repeating: "─", count: box.width + 1)]
        let foot = box.baseline + inner.below
        for (number, line) in box.lines.enumerated() {
            let stroke = number < foot ? "│ " : number == foot ? "√ " : "  "
            lines.append(stroke + line)
        }
        return FormulaPiece(
            Box(lines, baseline: box.baseline + 1), .block, above: box.above + 1, below: inner.below)
    }

    /// The degree of a root in the angle before its sign.
    private func withDegree(_ root: FormulaPiece, _ degree: Formula?) -> FormulaPiece {
        guard let degree else { return root }
        let mark = compact.piece(degree).box
        // Its last line stands one above the foot of the sign.
        let foot = root.box.baseline + root.below
        let baseline = mark.height - 1 + (root.box.baseline - (foot - 1))
        let left =
            baseline >= mark.height
            ? mark.padded(bottom: baseline - mark.height + 1).withBaseline(baseline) : mark.withBaseline(max(0, baseline))
        return FormulaPiece(.horizontal([left, root.box]), root.kind, above: root.above, below: root.below)
    }

    // MARK: Matrices

    func grid(_ style: Formula.GridStyle, _ rows: [[Formula]]) -> FormulaPiece {
        let cells = rows.map { row in row.enumerated().map { cell($0.element, style, column: $0.offset) } }
        if isLinear || isCompact {
            let lines = cells.map { row in row.flatMap { $0.box.lines }.joined(separator: style == .aligned ? " " : ", ") }
                .map { style == .aligned ? $0.trimmingSpaces() : $0 }
            let body = FormulaPiece(lines.joined(separator: "; "))
            let (left, right) = isLinear && style == .matrix ? (.leftSquare, .rightSquare) : style.sides
            return fence(left, body, right)
        }
        let columns = (0..<(cells.lazy.map(\.count).max() ?? 0)).map { column in
            align(cells.map { column < $0.count ? $0[column] : FormulaPiece("", .nothing) }, style, column: column)
        }
        // A brace needs a middle between two lines.
        let isBraced = style.sides.0.centre != nil
        let isLoose = cells.contains { $0.contains { $0.box.height > 1 } } || isBraced && cells.count == 2
        let gap = style == .aligned ? 0 : style == .cases ? 3 : 2
        let lines = rows.indices.map { row in Box.horizontal(columns.map { $0[row] }, gap: gap) }
        let stack = Box.vertical(lines, gap: isLoose ? 1 : 0)
        // The sides cover the whole; its middle is level with the text.
        let box = stack.withBaseline(max(0, (stack.height - 1) / 2))
        let (left, right) = style.sides
        if left.single.isEmpty, right.single.isEmpty { return FormulaPiece(box, .block) }
        if box.height == 1 { return fence(left, FormulaPiece(box), right) }
        var piece = fence(left, FormulaPiece(box), right)
        piece.kind = .block
        return piece
    }

    /// A cell; in `aligned` a relation at its start keeps its distance from the cell before.
    private func cell(_ formula: Formula, _ style: Formula.GridStyle, column: Int) -> FormulaPiece {
        guard style == .aligned, !isLinear, column % 2 == 1, case .symbol(let name)? = formula.items.first else {
            return piece(formula)
        }
        switch FormulaSymbol.of(name).kind {
        case .relation, .binary:
            let parts = pieces(formula.items)
            return join([FormulaPiece("")] + parts)
        default: return piece(formula)
        }
    }

    /// The cells of one column brought to one width: numbers on their decimal points, derivations towards their relation,
    /// anything else in the middle.
    private func align(_ cells: [FormulaPiece], _ style: Formula.GridStyle, column: Int) -> [Box] {
        let width = cells.lazy.map(\.box.width).max() ?? 0
        switch style {
        case .aligned: return cells.map { $0.box.widened(to: width, column % 2 == 0 ? .right : .left) }
        case .cases: return cells.map { $0.box.widened(to: width) }
        default: break
        }
        let texts = cells.map { $0.isOneLine ? $0.box.lines.joined() : nil }
        let areNumbers = texts.allSatisfy { text in
            guard let text else { return false }
            let digits = text.drop { $0 == "−" }
            return text.count - digits.count <= 1 && !digits.isEmpty
                && digits.allSatisfy { $0 == "." || ($0.isASCII && $0.isNumber) }
        }
        if areNumbers { return alignedOnDecimalPoint(texts.compactMap { $0 }).map { Box($0) } }
        return cells.map { $0.box.widened(to: width, .centre) }
    }
}

extension Formula.GridStyle {
    /// The fence around the cells.
    fileprivate var sides: (BracketSide, BracketSide) {
        switch self {
        case .matrix, .aligned: (.none, .none)
        case .bmatrix: (.leftSquare, .rightSquare)
        case .pmatrix: (.leftRound, .rightRound)
        case .vmatrix: (.bar, .bar)
        case .doubleBarMatrix: (.doubleBar, .doubleBar)
        case .braceMatrix: (.leftCurly, .rightCurly)
        case .cases: (.leftCurly, .none)
        }
    }
}
