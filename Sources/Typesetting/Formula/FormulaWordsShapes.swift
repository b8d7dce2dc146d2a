// Fractions, roots, scripts and fences in words.

extension FormulaWords {
    func fraction(_ over: Formula, _ under: Formula) -> String {
        if over == .number("1"), under == .number("2") { return say("one half", "二分之一") }
        let (top, bottom) = (words(over), words(under))
        if isSimple(over), isSimple(under) { return say("\(top) over \(bottom)", join([bottom, "分之", top])) }
        return say(
            "the fraction of \(top) over \(bottom), end of fraction", join(["分式，分子", top, "，分母", bottom, "，分式结束"]))
    }

    func root(_ radicand: Formula, _ degree: Formula?) -> String {
        let body = words(radicand)
        let name: String
        switch degree {
        case nil, .number("2")?: name = say("the square root", "平方根")
        case .number("3")?: name = say("the cube root", "立方根")
        case let degree?: name = say(join(["the root of degree", words(degree)]), join([words(degree), "次方根"]))
        }
        if isSimple(radicand) { return say("\(name) of \(body)", join([body, "的", name])) }
        return say("\(name) of \(body), end of root", join(["以下整体的", name, "：", body, "，根号结束"]))
    }

    func script(_ base: Formula, _ lower: Formula?, _ upper: Formula?) -> String {
        if case .symbol(let name) = base, FormulaSymbol.of(name).kind == .largeOperator {
            return largeOperator(base, lower, upper)
        }
        if case .function(let name) = base, NamedFunction.takesLimits(name), let lower, upper == nil {
            let (function, range) = (words(base), words(lower))
            return say("\(function) over \(range)", join(["对", range, "取", function, "，"]))
        }
        if base == .function("log"), let lower, upper == nil {
            let number = words(lower)
            return say("the logarithm to base \(number)", join(["以", number, "为底的对数"]))
        }
        var result = words(base)
        if let lower { result = indexed(result, lower) }
        if let upper { result = raised(result, upper) }
        return result
    }

    private func indexed(_ base: String, _ lower: Formula) -> String {
        // Letters side by side are names, not products: D_{KL}.
        let areLetters = lower.items.allSatisfy { if case .symbol(let name) = $0 { name.count == 1 } else { false } }
        let index = areLetters ? join(lower.items.map(words)) : words(lower)
        if isSimple(lower) { return say("\(base) \(index)", "\(base)_\(index)") }
        let isList = lower.items.allSatisfy { if case .fraction = $0 { false } else { true } } && lower.items.count <= 3
        return isList
            ? say("\(base) sub \(index)", join(["\(base) 下标", index]))
            : say("\(base) sub \(index), end of index", join(["\(base) 下标", index, "，下标结束"]))
    }

    private func raised(_ base: String, _ upper: Formula) -> String {
        let primes = upper.items.prefix { $0 == .symbol("\\prime") }.count
        if primes > 0 {
            let name =
                primes == 1 ? say("prime", "撇") : primes == 2 ? say("double prime", "两撇") : say("\(primes) primes", "\(primes) 撇")
            let rest = Formula.sequence(upper.items.dropFirst(primes))
            let primed = join([base, name])
            return rest.isEmpty ? primed : raised(primed, rest)
        }
        switch upper {
        case .symbol("\\top"), .symbol("T"): return say("\(base) transposed", join([base, "的转置"]))
        case .number("2"): return say("\(base) squared", join([base, "的平方"]))
        case .number("3"): return say("\(base) cubed", join([base, "的立方"]))
        case .symbol("*"): return say("\(base) star", join([base, "星"]))
        case .symbol("+"): return say("\(base) plus", join([base, "的伪逆"]))
        default:
            let power = words(upper)
            if isSimple(upper) || upper == .fraction(.number("1"), .number("2")) {
                return say("\(base) to the power \(power)", join([base, "的", power, "次方"]))
            }
            return say("\(base) to the power \(power), end of power", join([base, "的", power, "次方，指数结束"]))
        }
    }

    private func largeOperator(_ base: Formula, _ lower: Formula?, _ upper: Formula?) -> String {
        let name = words(base)
        switch (lower.map(words), upper.map(words)) {
        case (let from?, let to?): return say("\(name) from \(from) to \(to) of", join(["从", from, "到", to, name]))
        case (let range?, nil): return say("\(name) over \(range) of", join(["对", range, name]))
        case (nil, let to?): return say("\(name) up to \(to) of", join(["到", to, name]))
        case (nil, nil): return name
        }
    }

    func fence(_ open: Formula.Delimiter, _ body: Formula, _ close: Formula.Delimiter) -> String {
        let inner = words(body)
        switch (open, close) {
        case (.bar, .bar): return measured("the absolute value", "绝对值", inner, isSimple(body))
        case (.doubleBar, .doubleBar): return measured("the norm", "范数", inner, isSimple(body))
        case (.leftFloor, .rightFloor): return measured("the floor", "下取整", inner, isSimple(body))
        case (.leftCeiling, .rightCeiling): return measured("the ceiling", "上取整", inner, isSimple(body))
        default: return join([name(open, isOpening: true), inner, name(close, isOpening: false)])
        }
    }

    private func measured(_ english: String, _ chinese: String, _ inner: String, _ isSimple: Bool) -> String {
        if isSimple { return say("\(english) of \(inner)", join([inner, "的\(chinese)"])) }
        let end = english.hasPrefix("the ") ? String(english.dropFirst(4)) : english
        return say("\(english) of \(inner), end of \(end)", join(["以下整体的\(chinese)：", inner, "，\(chinese)结束"]))
    }

    private func name(_ delimiter: Formula.Delimiter, isOpening: Bool) -> String {
        let name: (english: String, chinese: String) =
            switch delimiter {
            case .leftParenthesis, .rightParenthesis: ("parenthesis", "括号")
            case .leftBracket, .rightBracket: ("bracket", "方括号")
            case .leftBrace, .rightBrace: ("brace", "花括号")
            case .leftAngle, .rightAngle: ("angle bracket", "尖括号")
            case .bar: ("bar", "竖线")
            case .doubleBar: ("double bar", "双竖线")
            case .leftFloor, .rightFloor: ("floor", "下取整号")
            case .leftCeiling, .rightCeiling: ("ceiling", "上取整号")
            case .none: ("", "")
            }
        if name.english.isEmpty { return "" }
        return isOpening
            ? say("open \(name.english)", "左\(name.chinese)") : say("close \(name.english)", "右\(name.chinese)")
    }
}
