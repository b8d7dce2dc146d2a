// The letters and signs of formulas: their TeX, their characters, how they are spaced and how they are read aloud.

import Localization

/// A letter or sign of a formula.
struct FormulaSymbol: Sendable {
    /// How TeX spaces a sign.
    enum Kind: Sendable {
        case ordinary, largeOperator, binary, relation, punctuation, postfix
    }

    /// The canonical TeX: `\mu`, `+`.
    let tex: String
    let glyph: String
    let kind: Kind
    let words: Phrase

    init(_ tex: String, _ glyph: String, _ kind: Kind, _ english: String, _ chinese: String? = nil) {
        self.tex = tex
        self.glyph = glyph
        self.kind = kind
        words = Phrase(english, chinese ?? english)
    }
}

extension FormulaSymbol {
    /// The symbol of a canonical TeX name; a letter that is not in the catalogue stands for itself.
    static func of(_ tex: String) -> FormulaSymbol {
        byTeX[tex] ?? FormulaSymbol(tex, tex, .ordinary, tex)
    }

    /// The canonical TeX of a command (with its backslash), or nil where there is no such symbol.
    static func canonical(command: String) -> String? {
        if let alias = aliases[command] { return alias }
        return byTeX[command]?.tex
    }

    /// The canonical TeX of a character: `μ` is `\mu`, `−` is `-`; nil where the character is no sign that is known.
    static func canonical(character: Character) -> String? { byGlyph[String(character)] }

    /// All commands that are symbols, for suggestions.
    static let commands: [String] = byTeX.keys.filter { $0.hasPrefix("\\") } + aliases.keys

    private static let byTeX = Dictionary(all.map { ($0.tex, $0) }) { first, _ in first }

    private static let byGlyph: [String: String] = {
        var table = Dictionary(all.map { ($0.glyph, $0.tex) }) { first, _ in first }
        for symbol in all where symbol.tex.count == 1 { table[symbol.tex] = symbol.tex }
        for (glyph, tex) in ["−": "-", "ϵ": "\\epsilon", "ϕ": "\\phi", "∣": "\\mid", "·": "\\cdot", "⋅": "\\cdot", "µ": "\\mu"] {
            table[glyph] = tex
        }
        return table
    }()

    private static let aliases: [String: String] = [
        "\\leq": "\\le", "\\geq": "\\ge", "\\neq": "\\ne", "\\rightarrow": "\\to", "\\leftarrow": "\\gets",
        "\\land": "\\wedge", "\\lor": "\\vee", "\\lnot": "\\neg", "\\dots": "\\ldots", "\\dotsc": "\\ldots",
        "\\dotsb": "\\cdots", "\\lt": "<", "\\gt": ">", "\\ast": "*", "\\colon": ":", "\\emptyset": "\\varnothing",
        "\\vert": "\\mid", "\\implies": "\\Rightarrow", "\\iff": "\\Leftrightarrow", "\\intercal": "\\top",
        "\\leqslant": "\\le", "\\geqslant": "\\ge", "\\slash": "/", "\\coloneqq": "\\coloneq",
        "\\varepsilon": "\\epsilon", "\\varphi": "\\phi", "\\hslash": "\\hbar",
    ]

    private static let all: [FormulaSymbol] = greek + operators + relations + others

    private static let greek: [FormulaSymbol] = [
        ("alpha", "α"), ("beta", "β"), ("gamma", "γ"), ("delta", "δ"), ("epsilon", "ε"), ("zeta", "ζ"), ("eta", "η"),
        ("theta", "θ"), ("vartheta", "ϑ"), ("iota", "ι"), ("kappa", "κ"), ("lambda", "λ"), ("mu", "μ"), ("nu", "ν"),
        ("xi", "ξ"), ("pi", "π"), ("varpi", "ϖ"), ("rho", "ρ"), ("varrho", "ϱ"), ("sigma", "σ"), ("varsigma", "ς"),
        ("tau", "τ"), ("upsilon", "υ"), ("phi", "φ"), ("chi", "χ"), ("psi", "ψ"), ("omega", "ω"), ("Gamma", "Γ"),
        ("Delta", "Δ"), ("Theta", "Θ"), ("Lambda", "Λ"), ("Xi", "Ξ"), ("Pi", "Π"), ("Sigma", "Σ"), ("Upsilon", "Υ"),
        ("Phi", "Φ"), ("Psi", "Ψ"), ("Omega", "Ω"),
    ].map { FormulaSymbol("\\" + $0, $1, .ordinary, $0) }

    private static let operators: [FormulaSymbol] = [
        .init("+", "+", .binary, "plus", "加"),
        .init("-", "−", .binary, "minus", "减"),
        .init("\\pm", "±", .binary, "plus or minus", "加减"),
        .init("\\mp", "∓", .binary, "minus or plus", "减加"),
        .init("\\times", "×", .binary, "times", "乘"),
        .init("\\cdot", "·", .binary, "times", "乘"),
        .init("\\div", "÷", .binary, "divided by", "除以"),
        .init("*", "*", .binary, "star", "星"),
        .init("\\circ", "∘", .binary, "composed with", "复合"),
        .init("\\otimes", "⊗", .binary, "tensor", "张量积"),
        .init("\\oplus", "⊕", .binary, "direct sum", "直和"),
        .init("\\odot", "⊙", .binary, "elementwise times", "逐元素乘"),
        .init("\\cup", "∪", .binary, "union", "并"),
        .init("\\cap", "∩", .binary, "intersection", "交"),
        .init("\\setminus", "∖", .binary, "without", "减去集合"),
        .init("\\wedge", "∧", .binary, "and", "且"),
        .init("\\vee", "∨", .binary, "or", "或"),
        .init("/", "/", .ordinary, "over", "除以"),
        .init("\\sum", "∑", .largeOperator, "the sum", "求和"),
        .init("\\prod", "∏", .largeOperator, "the product", "求积"),
        .init("\\int", "∫", .largeOperator, "the integral", "积分"),
        .init("\\bigcup", "⋃", .largeOperator, "the union", "并集"),
        .init("\\bigcap", "⋂", .largeOperator, "the intersection", "交集"),
        .init("\\bigoplus", "⨁", .largeOperator, "the direct sum", "直和"),
    ]

    private static let relations: [FormulaSymbol] = [
        .init("=", "=", .relation, "equals", "等于"),
        .init("\\ne", "≠", .relation, "is not equal to", "不等于"),
        .init("\\approx", "≈", .relation, "is approximately equal to", "约等于"),
        .init("\\sim", "∼", .relation, "is distributed as", "服从"),
        .init("\\simeq", "≃", .relation, "is asymptotically equal to", "渐近等于"),
        .init("\\equiv", "≡", .relation, "is identical to", "恒等于"),
        .init("\\cong", "≅", .relation, "is congruent to", "全等于"),
        .init("\\propto", "∝", .relation, "is proportional to", "正比于"),
        .init("\\coloneq", "≔", .relation, "is defined as", "定义为"),
        .init("<", "<", .relation, "is less than", "小于"),
        .init(">", ">", .relation, "is greater than", "大于"),
        .init("\\le", "≤", .relation, "is at most", "小于等于"),
        .init("\\ge", "≥", .relation, "is at least", "大于等于"),
        .init("\\ll", "≪", .relation, "is much less than", "远小于"),
        .init("\\gg", "≫", .relation, "is much greater than", "远大于"),
        .init("\\preceq", "⪯", .relation, "precedes or equals", "先于或等于"),
        .init("\\succeq", "⪰", .relation, "succeeds or equals", "后于或等于"),
        .init("\\in", "∈", .relation, "in", "属于"),
        .init("\\notin", "∉", .relation, "not in", "不属于"),
        .init("\\ni", "∋", .relation, "contains", "包含"),
        .init("\\subset", "⊂", .relation, "is a subset of", "真包含于"),
        .init("\\subseteq", "⊆", .relation, "is a subset of or equal to", "包含于"),
        .init("\\supset", "⊃", .relation, "is a superset of", "真包含"),
        .init("\\supseteq", "⊇", .relation, "is a superset of or equal to", "包含"),
        .init("\\to", "→", .relation, "to", "趋于"),
        .init("\\gets", "←", .relation, "from", "来自"),
        .init("\\mapsto", "↦", .relation, "maps to", "映射到"),
        .init("\\Rightarrow", "⇒", .relation, "implies", "推出"),
        .init("\\Leftarrow", "⇐", .relation, "is implied by", "由此得"),
        .init("\\Leftrightarrow", "⇔", .relation, "if and only if", "当且仅当"),
        .init("\\leftrightarrow", "↔", .relation, "corresponds to", "对应"),
        .init("\\mid", "|", .relation, "given", "给定"),
        .init("\\parallel", "‖", .relation, "relative to", "相对于"),
        .init("\\perp", "⊥", .relation, "is perpendicular to", "垂直于"),
        .init(":", ":", .relation, "such that", "满足"),
    ]

    private static let others: [FormulaSymbol] = [
        .init(",", ",", .punctuation, ",", "，"),
        .init(";", ";", .punctuation, ";", "；"),
        .init(".", ".", .ordinary, ".", "。"),
        .init("?", "?", .postfix, "?", "？"),
        .init("!", "!", .postfix, "factorial", "的阶乘"),
        .init("\\%", "%", .postfix, "percent", "%"),
        .init("\\#", "#", .ordinary, "number of", "个数"),
        .init("\\&", "&", .ordinary, "and", "与"),
        .init("\\_", "_", .ordinary, "underscore", "下划线"),
        .init("\\$", "$", .ordinary, "dollar", "美元"),
        .init("@", "@", .ordinary, "at", "@"),
        .init("\\top", "⊤", .ordinary, "transpose", "转置"),
        .init("\\bot", "⊥", .ordinary, "bottom", "底"),
        .init("\\prime", "′", .ordinary, "prime", "撇"),
        .init("\\dagger", "†", .ordinary, "dagger", "剑号"),
        .init("\\infty", "∞", .ordinary, "infinity", "无穷大"),
        .init("\\partial", "∂", .ordinary, "partial", "偏"),
        .init("\\nabla", "∇", .ordinary, "nabla", "梯度"),
        .init("\\ell", "ℓ", .ordinary, "ell", "ell"),
        .init("\\hbar", "ℏ", .ordinary, "h bar", "h bar"),
        .init("\\varnothing", "∅", .ordinary, "the empty set", "空集"),
        .init("\\forall", "∀", .ordinary, "for all", "对所有"),
        .init("\\exists", "∃", .ordinary, "there is", "存在"),
        .init("\\neg", "¬", .ordinary, "not", "非"),
        .init("\\star", "⋆", .ordinary, "star", "星"),
        .init("\\bullet", "•", .ordinary, "bullet", "点"),
        .init("\\checkmark", "✓", .ordinary, "check", "对"),
        .init("\\ldots", "…", .ordinary, "and so on", "等等"),
        .init("\\cdots", "⋯", .ordinary, "and so on", "等等"),
        .init("\\vdots", "⋮", .ordinary, "and so on", "等等"),
        .init("\\ddots", "⋱", .ordinary, "and so on", "等等"),
        .init("\\degree", "°", .postfix, "degrees", "度"),
    ]
}

/// The functions that TeX names by commands of their own.
enum NamedFunction {
    static let commands: Set<String> = [
        "exp", "ln", "log", "lg", "max", "min", "sup", "inf", "lim", "det", "dim", "ker", "deg", "gcd", "Pr", "arg",
        "sin", "cos", "tan", "sinh", "cosh", "tanh", "arcsin", "arccos", "arctan", "cot", "sec", "csc", "coth", "hom",
    ]

    /// Names that people write as commands although TeX has none: they become `\operatorname`.
    static let unofficial: Set<String> = ["Tr", "tr", "diag", "rank", "Var", "Cov", "argmin", "argmax", "erf", "sgn"]

    /// Whether scripts stand below and above the name in a display.
    static func takesLimits(_ name: String) -> Bool {
        ["max", "min", "sup", "inf", "lim", "argmin", "argmax", "arg min", "arg max"].contains(name)
    }

    /// How a name is read aloud.
    static func words(_ name: String) -> Phrase {
        let known: [String: Phrase] = [
            "Tr": Phrase("the trace", "迹"), "tr": Phrase("the trace", "迹"), "det": Phrase("the determinant", "行列式"),
            "exp": Phrase("the exponential", "指数函数"), "ln": Phrase("the natural logarithm", "自然对数"),
            "log": Phrase("the logarithm", "对数"), "max": Phrase("the maximum", "最大值"), "min": Phrase("the minimum", "最小值"),
            "diag": Phrase("the diagonal", "对角线"), "rank": Phrase("the rank", "秩"), "Var": Phrase("the variance", "方差"),
            "Cov": Phrase("the covariance", "协方差"), "lim": Phrase("the limit", "极限"), "sup": Phrase("the supremum", "上确界"),
            "inf": Phrase("the infimum", "下确界"),
        ]
        return known[name] ?? Phrase(same: name)
    }
}
