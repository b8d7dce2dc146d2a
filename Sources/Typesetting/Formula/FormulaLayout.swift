// Formulas as pictures of characters: rows of pieces and the gaps between them.

extension Formula {
    /// The formula as a two-dimensional picture, no wider than the style's width where it can be broken.
    ///
    /// A formula that is too wide breaks before relations and binary operators, the lines aligned behind the first relation;
    /// one that cannot be broken so is given in its linear form, wrapped. Plain styles get the words.
    public func layout(_ style: OutputStyle) -> Box {
        if style.isPlain { return Box(plain(style.language).wrapped(width: style.width)) }
        return FormulaBreaker(formula: self, width: style.width).box()
    }

    /// The formula as a two-dimensional picture, however wide.
    public func box() -> Box { FormulaLayout(for: self).piece(self).box }

    /// The formula on one line: `‖μ_r − μ_g‖² + Tr(Σ_r + Σ_g − 2(Σ_rΣ_g)^½)`.
    public var inline: String {
        var layout = FormulaLayout(for: self)
        layout.isLinear = true
        return layout.piece(self).box.lines.joined(separator: " ").removingTrailingSpaces()
    }
}

/// A part of a formula that has been set.
struct FormulaPiece {
    /// What a piece is to its neighbours.
    enum Kind {
        case ordinary, fence, block, largeOperator, function, binary, relation, punctuation, postfix, space, text, nothing
        /// A plus or minus that belongs to what follows it.
        case sign
    }

    var box: Box
    var kind: Kind

    /// The lines above and below the baseline that a fence around the piece must cover; raised and lowered scripts and the
    /// line over a root are not among them.
    var above: Int
    var below: Int

    init(_ box: Box, _ kind: Kind = .ordinary, above: Int? = nil, below: Int? = nil) {
        self.box = box
        self.kind = kind
        self.above = above ?? box.above
        self.below = below ?? box.below
    }

    init(_ text: String, _ kind: Kind = .ordinary) { self.init(Box(text), kind) }

    var isOneLine: Bool { box.height == 1 }
}

/// Sets formulas.
struct FormulaLayout {
    /// On one line, for running text.
    var isLinear = false
    /// Inside a script: no spaces around operators, fractions on one line.
    var isCompact = false
    /// Whether subscripts are written in characters of their own. They are only if all those of the formula can be: mixing
    /// `μᵣ` with a lowered g reads badly.
    let usesSubscriptCharacters: Bool

    init(for formula: Formula) {
        usesSubscriptCharacters = formula.allSubscriptsHaveCharacters
    }

    func piece(_ formula: Formula) -> FormulaPiece {
        switch formula {
        case .number(let digits): return FormulaPiece(digits)
        case .symbol(let name): return symbol(name)
        case .function(let name): return FormulaPiece(name, .function)
        case .row(let items): return row(items)
        case .fraction(let numerator, let denominator): return fraction(numerator, denominator)
        case .root(let radicand, let degree): return root(radicand, degree)
        case .script(let base, let lower, let upper): return script(base, lower, upper)
        case .fenced(let open, let body, let close):
            return fence(open.left, piece(body), close.right)
        case .grid(let style, let rows): return grid(style, rows)
        case .text(let words): return FormulaPiece(words, .text)
        case .styled(let alphabet, let body): return styled(alphabet, body)
        case .accent(let accent, let body): return self.accent(accent, body)
        case .space(let space): return FormulaPiece(spaces(isCompact ? 0 : space.columns), .space)
        }
    }

    private func symbol(_ name: String) -> FormulaPiece {
        let symbol = FormulaSymbol.of(name)
        let kind: FormulaPiece.Kind =
            switch symbol.kind {
            case .ordinary: .ordinary
            case .largeOperator: .largeOperator
            case .binary: .binary
            case .relation: .relation
            case .punctuation: .punctuation
            case .postfix: .postfix
            }
        return FormulaPiece(symbol.glyph, kind)
    }

    /// The layout for what stands in scripts.
    var compact: FormulaLayout {
        var layout = self
        layout.isCompact = true
        return layout
    }

    // MARK: Rows

    func row(_ items: [Formula]) -> FormulaPiece { join(pieces(items)) }

    func pieces(_ items: [Formula]) -> [FormulaPiece] {
        var pieces = items.map(piece)
        guard isLinear else { return pieces }
        // On one line `a/b c` would be misread.
        for index in items.indices {
            guard case .fraction = items[index], ScriptCharacters.vulgarFraction(items[index]) == nil else { continue }
            let hasFactor = { (neighbour: Int) in
                pieces.indices.contains(neighbour)
                    && [.ordinary, .fence, .block, .function, .largeOperator].contains(pieces[neighbour].kind)
            }
            if hasFactor(index - 1) || hasFactor(index + 1) {
                pieces[index] = fence(.leftRound, pieces[index], .rightRound)
            }
        }
        return pieces
    }

    /// Pieces side by side with the gaps that their kinds ask for.
    func join(_ pieces: [FormulaPiece]) -> FormulaPiece {
        guard let first = pieces.first else { return FormulaPiece(.empty, .nothing) }
        if pieces.count == 1 { return first }
        var boxes: [Box] = []
        var previous: FormulaPiece.Kind?
        for piece in pieces {
            let kind = effectiveKind(piece.kind, after: previous)
            if let previous {
                let gap = gap(previous, kind)
                if gap > 0 { boxes.append(Box(spaces(gap))) }
            }
            boxes.append(piece.box)
            if kind != .nothing { previous = kind }
        }
        let box = Box.horizontal(boxes)
        let isNothing = pieces.allSatisfy { $0.kind == .nothing }
        return FormulaPiece(
            box, isNothing ? .nothing : .ordinary,
            above: pieces.lazy.map(\.above).max(), below: pieces.lazy.map(\.below).max())
    }

    /// A sign with nothing before it to add to is no binary operator.
    func effectiveKind(_ kind: FormulaPiece.Kind, after previous: FormulaPiece.Kind?) -> FormulaPiece.Kind {
        guard kind == .binary else { return kind }
        switch previous {
        case nil, .binary?, .relation?, .punctuation?, .largeOperator?, .function?, .nothing?, .sign?: return .sign
        default: return .binary
        }
    }

    /// The columns between two neighbours.
    func gap(_ left: FormulaPiece.Kind, _ right: FormulaPiece.Kind) -> Int {
        switch (left, right) {
        case (.space, _), (_, .space), (_, .nothing), (.nothing, _), (.sign, _): return 0
        case (.function, .fence): return 0
        case (.relation, _), (_, .relation), (.binary, _), (_, .binary): return isCompact ? 0 : 1
        case (_, .punctuation), (_, .postfix): return 0
        case (.punctuation, _): return isCompact ? 0 : 1
        case (.function, _), (.largeOperator, _): return 1
        case (.ordinary, .function), (.fence, .function), (.block, .function), (.postfix, .function): return 1
        case (.text, _), (_, .text): return 0
        case (_, .largeOperator): return 1
        case (.block, _), (_, .block): return 1
        default: return 0
        }
    }

    // MARK: Fences

    func fence(_ left: BracketSide, _ body: FormulaPiece, _ right: BracketSide) -> FormulaPiece {
        var (above, below) = isLinear ? (0, 0) : (body.above, body.below)
        // A brace has a middle: at least three lines.
        if left.centre != nil || right.centre != nil, above + below > 0 {
            if above + below == 1 { (above, below) = (1, 1) }
        }
        let side = { (side: BracketSide) -> Box in
            let height = above + below + 1
            if side.single.isEmpty { return .empty }
            return Box((0..<height).map { side.piece(row: $0, of: height) }, baseline: above)
        }
        let isBlock = above + below > 0
        // A picture inside tall sides needs air.
        let inner = isBlock ? body.box.padded(left: 1, right: 1) : body.box
        return FormulaPiece(.horizontal([side(left), inner, side(right)]), .fence, above: above, below: below)
    }

    // MARK: Alphabets and accents

    private func styled(_ alphabet: Formula.Alphabet, _ body: Formula) -> FormulaPiece {
        if alphabet == .blackboard, case .symbol(let name) = body, let letter = ScriptCharacters.blackboard[name] {
            return FormulaPiece(letter)
        }
        // `\mathrm{FID}` is one word.
        var piece = compact.piece(body)
        if case .row = body { piece.kind = piece.isOneLine ? .ordinary : piece.kind }
        return piece
    }

    private func accent(_ accent: Formula.Accent, _ body: Formula) -> FormulaPiece {
        let inner = piece(body)
        if inner.isOneLine, inner.box.width == 1, let text = inner.box.lines.first, let mark = accent.combiningMark {
            return FormulaPiece(text + mark, inner.kind)
        }
        if isLinear {
            let text = inner.box.lines.joined()
            // A mark over several characters has no place on one line: its name stands before them.
            return FormulaPiece("\(accent.rawValue)(\(text))")
        }
        if accent == .underline {
            return FormulaPiece(
                .vertical([inner.box, Box(String(repeating: "‾", count: inner.box.width))]).withBaseline(inner.box.baseline),
                inner.kind, above: inner.above, below: inner.below)
        }
        let mark =
            switch accent {
            case .bar, .overline: String(repeating: "_", count: inner.box.width)
            default: accent.sign
            }
        let box = Box.vertical([Box(mark), inner.box], .centre, baselineOf: 1)
        return FormulaPiece(box, inner.kind, above: inner.above, below: inner.below)
    }
}

extension Formula.Accent {
    /// The combining character that puts the mark on one letter.
    fileprivate var combiningMark: String? {
        switch self {
        case .hat, .wideHat: "\u{302}"
        case .bar, .overline: "\u{304}"
        case .tilde, .wideTilde: "\u{303}"
        case .vec: "\u{20D7}"
        case .dot: "\u{307}"
        case .ddot: "\u{308}"
        case .underline: "\u{332}"
        }
    }

    /// The sign that stands on a line of its own above several characters.
    fileprivate var sign: String {
        switch self {
        case .hat, .wideHat: "^"
        case .tilde, .wideTilde: "~"
        case .vec: "→"
        case .dot: "."
        case .ddot: ".."
        case .bar, .overline, .underline: "_"
        }
    }
}

extension Formula.Delimiter {
    /// How the delimiter is drawn on the left of a fence, and on its right.
    var left: BracketSide { side }
    var right: BracketSide { side }

    private var side: BracketSide {
        switch self {
        case .leftParenthesis: .leftRound
        case .rightParenthesis: .rightRound
        case .leftBracket: .leftSquare
        case .rightBracket: .rightSquare
        case .leftBrace: .leftCurly
        case .rightBrace: .rightCurly
        case .bar: .bar
        case .doubleBar: .doubleBar
        case .leftFloor: .leftFloor
        case .rightFloor: .rightFloor
        case .leftCeiling: .leftCeiling
        case .rightCeiling: .rightCeiling
        case .leftAngle: .leftAngle
        case .rightAngle: .rightAngle
        case .none: .none
        }
    }
}
