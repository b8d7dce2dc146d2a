// Formulas in words, for screen readers and plain output.

import Localization

extension Formula {
    /// The formula in words: "the trace of Sigma r". Where parts could be misread, their ends are said.
    public func plain(_ language: Language) -> String {
        FormulaWords(language: language).words(self)
    }
}

/// Says formulas.
struct FormulaWords {
    let language: Language

    /// The text in the language of the words. Only that one is evaluated: both would double the work at each level of nesting.
    func say(_ english: @autoclosure () -> String, _ chinese: @autoclosure () -> String) -> String {
        language == .english ? english() : chinese()
    }

    /// Parts side by side; in Chinese no spaces stand between two Chinese characters.
    func join(_ parts: [String]) -> String {
        var result = ""
        for part in parts where !part.isEmpty {
            guard let left = result.last, let right = part.first else {
                result += part
                continue
            }
            let isChinese = { (character: Character) in character.displayWidth == 2 }
            let isTight =
                ",;.!?".contains(right) || (isChinese(left) && isChinese(right)) || "，；：。、".contains(left)
                || "，；：。、".contains(right)
            result += isTight ? part : " " + part
        }
        return result
    }

    func words(_ formula: Formula) -> String {
        switch formula {
        case .number(let digits): digits
        case .symbol(let name): FormulaSymbol.of(name).words(in: language)
        case .function(let name): NamedFunction.words(name)(in: language)
        case .row(let items): row(items)
        case .fraction(let over, let under): fraction(over, under)
        case .root(let radicand, let degree): root(radicand, degree)
        case .script(let base, let lower, let upper): script(base, lower, upper)
        case .fenced(let open, let body, let close): fence(open, body, close)
        case .grid(let style, let rows): grid(style, rows)
        case .text(let words): words.split(separator: " ").joined(separator: " ")
        case .styled(let alphabet, let body): styled(alphabet, body)
        case .accent(let accent, let body): self.accent(accent, body)
        case .space: ""
        }
    }

    /// Whether the end of a formula is heard without being said.
    func isSimple(_ formula: Formula) -> Bool {
        switch formula {
        case .number, .symbol, .text, .styled, .function: true
        case .accent(_, let body): isSimple(body)
        case .script(let base, let lower, let upper):
            isSimple(base) && lower.map(isSimple) ?? true && upper.map { isSimple($0) || isHalf($0) } ?? true
        case .row(let items): items.count == 2 && items.first == .symbol("-") && items.last.map(isSimple) ?? false
        default: false
        }
    }

    private func isHalf(_ formula: Formula) -> Bool { formula == .fraction(.number("1"), .number("2")) }

    // MARK: Rows

    private func row(_ items: [Formula]) -> String {
        let items = spoken(items)
        var parts: [String] = []
        var index = 0
        while index < items.count {
            let item = items[index]
            let previous = index > 0 ? items[index - 1] : nil
            if needsTimes(previous, item) { parts.append(say("times", "乘")) }
            if item == .symbol("-"), isSignPlace(previous) {
                parts.append(say("minus", "负"))
            } else if index + 1 < items.count, let applied = application(item, to: items[index + 1]) {
                parts.append(applied)
                index += 1
            } else {
                parts.append(words(item))
            }
            index += 1
        }
        return join(parts)
    }

    private func kind(_ formula: Formula) -> FormulaSymbol.Kind? {
        if case .symbol(let name) = formula { return FormulaSymbol.of(name).kind }
        return nil
    }

    private func isOperator(_ formula: Formula) -> Bool {
        switch kind(formula) {
        case .binary?, .relation?, .punctuation?, .postfix?: true
        default: formula == .symbol("/")
        }
    }

    /// Whether a minus after `previous` is a sign.
    private func isSignPlace(_ previous: Formula?) -> Bool {
        guard let previous else { return true }
        return isOperator(previous) && kind(previous) != .postfix
    }

    private func needsTimes(_ left: Formula?, _ right: Formula) -> Bool {
        guard let left, isFactor(left), isFactor(right), largeOperator(left) == nil else { return false }
        // A function's argument follows it; a single letter before parentheses with a comma is a function.
        if functionName(left) != nil { return false }
        if let body = argument(right), isFunctionLetter(left, of: body) { return false }
        if left == .symbol("\\partial") || left == .symbol("\\nabla") || left == .symbol("\\forall") { return false }
        return true
    }

    /// The items without spaces; a differential `\,dx` is one word.
    private func spoken(_ items: [Formula]) -> [Formula] {
        var result: [Formula] = []
        var index = 0
        while index < items.count {
            if case .space = items[index] {
                if index + 2 < items.count, items[index + 1] == .symbol("d"), kind(items[index + 2]) == .ordinary {
                    result.append(.text("d " + words(items[index + 2])))
                    index += 2
                }
            } else {
                result.append(items[index])
            }
            index += 1
        }
        return result
    }

    /// What stands between parentheses, or between brackets, scripts behind them aside.
    private func argument(_ formula: Formula) -> Formula? {
        switch formula {
        case .fenced(.leftParenthesis, let body, .rightParenthesis), .fenced(.leftBracket, let body, .rightBracket): body
        case .script(let base, _, _): argument(base)
        default: nil
        }
    }

    private func isFunctionLetter(_ formula: Formula, of argument: Formula) -> Bool {
        if [",", "\\mid", "\\parallel"].contains(where: { argument.items.contains(.symbol($0)) }) { return true }
        switch formula {
        case .symbol(let name): return ["f", "g", "h", "p", "q", "k", "P", "H", "\\kappa", "\\phi", "\\varphi"].contains(name)
        case .script(let base, _, _): return isFunctionLetter(base, of: .empty)
        case .styled(.roman, .row): return true
        case .styled(.calligraphic, _), .styled(.blackboard, _): return true
        default: return false
        }
    }

    private func isFactor(_ formula: Formula) -> Bool {
        switch formula {
        case .symbol(let name):
            let dots = ["\\ldots", "\\cdots", "\\vdots", "\\ddots", "\\exists", "/", "."]
            return FormulaSymbol.of(name).kind == .ordinary && !dots.contains(name)
        case .text, .space: return false
        case .script(let base, _, _): return base.isEmpty ? false : isFactor(base) || largeOperator(base) != nil
        case .grid(let style, _): return style != .aligned && style != .cases
        default: return true
        }
    }

    /// The name of a function, with scripts or without.
    private func functionName(_ formula: Formula) -> String? {
        switch formula {
        case .function(let name): name
        case .script(.function(let name), _, _): name
        default: nil
        }
    }

    private func largeOperator(_ formula: Formula) -> Formula? {
        switch formula {
        case .symbol: kind(formula) == .largeOperator ? formula : nil
        case .script(let base, _, _): kind(base) == .largeOperator ? base : nil
        default: nil
        }
    }

    /// A function of what follows it, or nil where nothing is applied.
    private func application(_ function: Formula, to next: Formula) -> String? {
        let name = functionName(function)
        guard !isOperator(next) else { return nil }
        if name == nil {
            guard let body = argument(next), isFunctionLetter(function, of: body) else { return nil }
            if FormulaWords.base(next) != nil { return nil }
        }
        var isSaidWhole = isSimple(next)
        var inner = words(next)
        if let body = argument(next), isSimple(body), FormulaWords.base(next) == nil {
            inner = words(body)
            isSaidWhole = true
        }
        let functionWords = words(function)
        let english = "\(functionWords) of \(inner)"
        // Behind a long argument a Chinese name would come too late.
        let takesRange = name == "arg" || name.map(NamedFunction.takesLimits) ?? false
        if !isSaidWhole || takesRange {
            if case .fenced = next { return say(english, join([functionWords, inner])) }
            return say(english, join([functionWords, takesRange ? "" : "：", inner]))
        }
        return say(
            english, name == nil && !isExpectation(function) ? join([functionWords, inner]) : join([inner, "的", functionWords]))
    }

    private func isExpectation(_ formula: Formula) -> Bool {
        if case .styled(.blackboard, _) = formula { return true }
        return false
    }

    /// The base of a formula with scripts.
    private static func base(_ formula: Formula) -> Formula? {
        if case .script(let base, _, _) = formula { return base }
        return nil
    }

    // MARK: Alphabets and accents

    private func styled(_ alphabet: Formula.Alphabet, _ body: Formula) -> String {
        switch (alphabet, body) {
        case (.blackboard, .symbol("R")): say("the real numbers", "实数集")
        case (.blackboard, .symbol("N")): say("the natural numbers", "自然数集")
        case (.blackboard, .symbol("Z")): say("the integers", "整数集")
        case (.blackboard, .symbol("E")): say("the expectation", "期望")
        case (.blackboard, .symbol("P")): say("the probability", "概率")
        case (_, .row): body.inline
        default: words(body)
        }
    }

    private func accent(_ accent: Formula.Accent, _ body: Formula) -> String {
        let name =
            switch accent {
            case .hat, .wideHat: ("hat", "帽")
            case .bar, .overline: ("bar", "横线")
            case .tilde, .wideTilde: ("tilde", "波浪线")
            case .vec: ("vector", "箭头")
            case .dot: ("dot", "点")
            case .ddot: ("double dot", "两点")
            case .underline: ("underlined", "下划线")
            }
        let inner = words(body)
        if isSimple(body) { return join([inner, say(name.0, "上加\(name.1)")]) }
        return say("\(inner), all under one \(name.0)", join([inner, "，整体上加\(name.1)"]))
    }

    // MARK: Matrices

    private func grid(_ style: Formula.GridStyle, _ rows: [[Formula]]) -> String {
        if style == .aligned {
            return rows.map { join($0.map(words)) }.joined(separator: say("; ", "；"))
        }
        let columns = rows.lazy.map(\.count).max() ?? 0
        let lines = rows.enumerated().map { index, row in
            let cells = row.map(words).joined(separator: say(", ", "，"))
            return say("row \(index + 1): \(cells)", "第 \(index + 1) 行：\(cells)")
        }
        let body = lines.joined(separator: say("; ", "；"))
        switch style {
        case .cases: return say("one of these cases: \(body); end of cases", "分情况：\(body)；分情况结束")
        case .vmatrix:
            return say(
                "the determinant of the \(rows.count) by \(columns) matrix with \(body); end of matrix",
                "\(rows.count) 行 \(columns) 列矩阵的行列式：\(body)；矩阵结束")
        default:
            return say(
                "the \(rows.count) by \(columns) matrix with \(body); end of matrix",
                "\(rows.count) 行 \(columns) 列的矩阵：\(body)；矩阵结束")
        }
    }
}
