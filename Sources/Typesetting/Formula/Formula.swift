// Formulas as trees: the part of TeX's mathematics that fid reads and prints.

/// A formula: what a piece of TeX means, independent of how it is shown.
///
/// A formula made by the parser or by the builders is canonical: rows are flat and never hold exactly one item, so that
/// `Formula(tex: f.tex) == f`.
public indirect enum Formula: Hashable, Sendable {
    /// An unsigned decimal number: `12`, `0.5`.
    case number(String)

    /// A letter or sign in its canonical TeX: `x`, `\mu`, `+`, `\le`, `,`.
    case symbol(String)

    /// A named function: `exp`, `Tr`, `arg min`.
    case function(String)

    /// Formulas side by side.
    case row([Formula])

    case fraction(Formula, Formula)

    /// A root, the square root where `degree` is nil.
    case root(Formula, degree: Formula?)

    /// A base with something below or above it; at least one of them is there. Primes are an `upper` of `\prime` signs.
    case script(Formula, lower: Formula?, upper: Formula?)

    /// A formula between delimiters; they grow with it.
    case fenced(Delimiter, Formula, Delimiter)

    /// A matrix, or lines of a derivation: rows of cells.
    case grid(GridStyle, [[Formula]])

    /// Words.
    case text(String)

    /// A formula in another alphabet.
    case styled(Alphabet, Formula)

    /// A mark above a formula.
    case accent(Accent, Formula)

    case space(Space)

    /// One side of a fence.
    public enum Delimiter: String, CaseIterable, Hashable, Sendable {
        case leftParenthesis = "("
        case rightParenthesis = ")"
        case leftBracket = "["
        case rightBracket = "]"
        case leftBrace = "\\{"
        case rightBrace = "\\}"
        case bar = "|"
        case doubleBar = "\\|"
        case leftFloor = "\\lfloor"
        case rightFloor = "\\rfloor"
        case leftCeiling = "\\lceil"
        case rightCeiling = "\\rceil"
        case leftAngle = "\\langle"
        case rightAngle = "\\rangle"
        /// An invisible side: `\left.`
        case none = "."
    }

    /// An environment; the raw value is its name in TeX.
    public enum GridStyle: String, CaseIterable, Hashable, Sendable {
        case matrix, bmatrix, pmatrix, vmatrix
        case doubleBarMatrix = "Vmatrix"
        case braceMatrix = "Bmatrix"
        case aligned, cases
    }

    /// An alphabet; the raw value is its command in TeX.
    public enum Alphabet: String, CaseIterable, Hashable, Sendable {
        case roman = "mathrm"
        case bold = "mathbf"
        case blackboard = "mathbb"
        case calligraphic = "mathcal"
        case italic = "mathit"
        case sansSerif = "mathsf"
    }

    /// A mark above; the raw value is its command in TeX.
    public enum Accent: String, CaseIterable, Hashable, Sendable {
        case hat, bar, tilde, vec, dot, ddot
        case wideHat = "widehat"
        case wideTilde = "widetilde"
        case overline, underline
    }

    /// A space; the raw value is its command in TeX.
    public enum Space: String, CaseIterable, Hashable, Sendable {
        case thin = "\\,"
        case medium = "\\:"
        case thick = "\\;"
        case negative = "\\!"
        case word = "\\ "
        case quad = "\\quad"
        case doubleQuad = "\\qquad"

        /// The columns of the space in a terminal.
        var columns: Int {
            switch self {
            case .negative: 0
            case .thin, .medium, .thick, .word: 1
            case .quad: 2
            case .doubleQuad: 4
            }
        }
    }
}

// MARK: Builders

extension Formula {
    /// The formula that holds nothing.
    public static let empty = Formula.row([])

    /// Formulas side by side, as one flat row.
    public static func sequence(_ items: some Sequence<Formula>) -> Formula {
        var flat: [Formula] = []
        for item in items {
            if case .row(let inner) = item { flat += inner } else { flat.append(item) }
        }
        if flat.count == 1, let only = flat.first { return only }
        return .row(flat)
    }

    /// Formulas side by side.
    public static func sequence(_ items: Formula...) -> Formula { sequence(items) }

    /// A square root, or the root of another degree.
    public static func root(_ radicand: Formula) -> Formula { .root(radicand, degree: nil) }

    /// A power: `base^exponent`; a base of several items gets parentheses.
    public static func power(_ base: Formula, _ exponent: Formula) -> Formula {
        switch base {
        case .row(let items) where !items.isEmpty: .script(parenthesised(base), lower: nil, upper: exponent)
        case .script(let inner, let lower?, nil): .script(inner, lower: lower, upper: exponent)
        case .script, .fraction, .root: .script(parenthesised(base), lower: nil, upper: exponent)
        default: .script(base, lower: nil, upper: exponent)
        }
    }

    /// A base with an index: `base_index`.
    public static func indexed(_ base: Formula, _ index: Formula) -> Formula { .script(base, lower: index, upper: nil) }

    public static func transpose(_ base: Formula) -> Formula { power(base, .symbol("\\top")) }

    public static func parenthesised(_ inner: Formula) -> Formula {
        .fenced(.leftParenthesis, inner, .rightParenthesis)
    }

    /// A matrix in square brackets; the rows may differ in length.
    public static func matrix(_ rows: [[Formula]], _ style: GridStyle = .bmatrix) -> Formula { .grid(style, rows) }

    /// A named function of an argument in parentheses: `Tr(Σ)`.
    public static func apply(_ name: String, to argument: Formula) -> Formula {
        sequence(.function(name), parenthesised(argument))
    }

    /// Two sides of an equation (or of another relation, in canonical TeX).
    public static func relation(_ left: Formula, _ sign: String = "=", _ right: Formula) -> Formula {
        sequence(left, .symbol(sign), right)
    }

    /// A number with its sign: the formula of a value's digits; `1.37e-13` becomes a power of ten.
    public static func decimal(_ x: Double, format: NumberFormat = NumberFormat()) -> Formula {
        var format = format
        format.notation = .ascii
        let text = format.string(x.magnitude)
        let sign: [Formula] = x < 0 ? [.symbol("-")] : []
        if x.isNaN { return .text("NaN") }
        if x.isInfinite { return sequence(sign + [.symbol("\\infty")]) }
        let parts = text.split(separator: "e", maxSplits: 1)
        guard parts.count == 2, let exponent = Int(parts[1]) else { return sequence(sign + [.number(text)]) }
        let digits = Formula.number(String(exponent.magnitude))
        return sequence(
            sign + [
                .number(String(parts[0])), .symbol("\\times"),
                .script(
                    .number("10"), lower: nil, upper: exponent < 0 ? sequence(.symbol("-"), digits) : digits),
            ])
    }

    /// The formula of a value that knows its TeX.
    public init(_ value: some TypesetValue) throws(FormulaError) { try self.init(tex: value.tex) }

    /// The items of a row; any other formula is its own only item.
    var items: [Formula] {
        if case .row(let items) = self { return items }
        return [self]
    }

    var isEmpty: Bool {
        if case .row(let items) = self { return items.isEmpty }
        return false
    }
}
