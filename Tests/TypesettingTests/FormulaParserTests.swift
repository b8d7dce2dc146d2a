// TeX read, printed and read again; what is wrong with it; templates.

import Localization
import Testing

@testable import Typesetting

@Suite struct FormulaParserTests {
    @Test func treesOfTeX() throws {
        #expect(try Formula(tex: #"\frac12"#) == .fraction(.number("1"), .number("2")))
        #expect(try Formula(tex: #"\sqrt3x"#) == .row([.root(.number("3")), .symbol("x")]))
        #expect(try Formula(tex: #"x^12"#) == .row([.script(.symbol("x"), lower: nil, upper: .number("1")), .number("2")]))
        #expect(try Formula(tex: #"x_i^2"#) == Formula(tex: #"x^2_i"#))
        #expect(
            try Formula(tex: #"x''"#) == .script(.symbol("x"), lower: nil, upper: .row([.symbol("\\prime"), .symbol("\\prime")])))
        #expect(try Formula(tex: #"Σ ≤ μ − 1"#) == Formula(tex: #"\Sigma \leq \mu - 1"#))
        #expect(try Formula(tex: #"x⁻¹₂ √{ab}"#) == Formula(tex: #"x^{-1}_2 \sqrt{ab}"#))
        #expect(try Formula(tex: #"\left(a\right)"#) == Formula(tex: "(a)"))
        #expect(try Formula(tex: "||x||") == Formula(tex: #"\|x\|"#))
        #expect(try Formula(tex: "协方差 = 1") == .row([.text("协方差"), .symbol("="), .number("1")]))
        #expect(try Formula(tex: #"\text{a {b} \% \{c\}}"#) == .text(#"a b % {c}"#))
        #expect(try Formula(tex: #"\Tr \operatorname*{arg\,min}"#) == .row([.function("Tr"), .function("arg min")]))
        #expect(try Formula(tex: #"\begin{matrix}a\\b\\\end{matrix}"#) == .grid(.matrix, [[.symbol("a")], [.symbol("b")]]))
        #expect(try Formula(tex: "1.5.2 .5") == .row([.number("1.5"), .symbol("."), .number("2"), .symbol("."), .number("5")]))
        #expect(try Formula(tex: "  ") == .empty)
        #expect(try Formula(tex: #"\bigl( x \bigr)"#) == Formula(tex: "(x)"))
    }

    struct Canonical: CustomTestStringConvertible, Sendable {
        let tex: String
        let canonical: String
        var testDescription: String { tex }
    }

    @Test(arguments: [
        Canonical(
            tex: FormulaLayoutTests.fid,
            canonical:
                #"\mathrm{FID}=\|\mu_{r}-\mu_{g}\|^{2}+\operatorname{Tr}(\Sigma_{r}+\Sigma_{g}-2(\Sigma_{r}\Sigma_{g})^{\frac{1}{2}})"#
        ),
        Canonical(tex: #"\left|\frac ab\right| + | |x| |"#, canonical: #"\left\lvert\frac{a}{b}\right\rvert+\lvert|x|\rvert"#),
        Canonical(
            tex: #"\left|\frac ab\right| + \lvert |x| \rvert"#, canonical: #"\left\lvert\frac{a}{b}\right\rvert+\lvert|x|\rvert"#),
        Canonical(tex: #"\mu x 1 2"#, canonical: #"\mu x1{}2"#),
        Canonical(tex: #"{x^2}^3 f''"#, canonical: #"{x^{2}}^{3}f''"#),
        Canonical(tex: #"[0,1) \left.x\right]"#, canonical: #"[0,1)\left.x\right]"#),
    ])
    func canonical(_ sample: Canonical) throws {
        let printed = try Formula(tex: sample.tex).tex
        #expect(printed == sample.canonical)
    }

    @Test func printedFormulasReadBackTheSame() throws {
        for seed in 0..<600 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let formula = Formula.random(depth: Int.random(in: 0...4, using: &random), using: &random)
            let tex = formula.tex
            do throws(FormulaError) {
                let read = try Formula(tex: tex)
                #expect(read == formula, "seed \(seed): \(tex)\n\(read.tex)")
            } catch {
                Issue.record("seed \(seed): \(tex): \(error)")
            }
        }
    }

    /// Arbitrary text gives a formula or an error, never a crash; and what is read can be shown in every way.
    @Test func fuzz() {
        let units = [
            "\\frac", "\\sqrt", "{", "}", "(", ")", "[", "]", "^", "_", "'", "|", "\\|", "\\left", "\\right", "\\begin{bmatrix}",
            "\\end{bmatrix}", "\\begin{aligned}", "\\end{aligned}", "&", "\\\\", "\\text{", "\\operatorname{Tr}", "x", "12", ".",
            "\\mu", "\\sum", "\\hat", "\\mathbb", "\\,", "\\", "%", "协", "²", "₁", "🙂", "\u{301}", "\\{", "\\}", "\\lvert",
            "\\rvert",
            "√", "-", "=", " ", "~", "\u{F0000}", "\\middle", "\\langle", "⟩", "\n", "\u{0}",
        ]
        var readable = 0
        for seed in 0..<4000 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let count = Int.random(in: 0...14, using: &random)
            let tex = (0..<count).compactMap { _ in units.randomElement(using: &random) }.joined()
            guard let formula = try? Formula(tex: tex) else { continue }
            readable += 1
            let again = try? Formula(tex: formula.tex)
            #expect(again == formula, "seed \(seed): \(tex) → \(formula.tex)")
            _ = formula.layout(OutputStyle(width: 30))
            _ = formula.inline + formula.plain(.english) + formula.plain(.chinese)
        }
        #expect(readable > 100)
    }

    @Test func deepNestingIsRefusedNotSuffered() throws {
        let nest = { (open: String, close: String, count: Int) in
            String(repeating: open, count: count) + "x" + String(repeating: close, count: count)
        }
        for (open, close) in [
            ("{", "}"), ("(", ")"), ("\\frac{", "}1"), ("\\sqrt{", "}"), ("\\sqrt[", "]1"), ("x^{", "}"), ("\\hat ", ""),
            ("|(", ")|"),
            ("\\left(", "\\right)"), ("\\begin{matrix}", "\\end{matrix}"), ("√", ""),
        ] {
            #expect(throws: FormulaError.self, "\(open)") { try Formula(tex: nest(open, close, 10_000)) }
            let formula = try Formula(tex: nest(open, close, 60))
            #expect(try Formula(tex: formula.tex) == formula)
            _ = formula.inline + formula.plain(.english)
            _ = formula.box()
            // Everything that may be read may be shown: no stack overflows.
            let deepest = try Formula(tex: nest(open, close, Formula.nestingLimit / 2 - 2))
            #expect(try Formula(tex: deepest.tex) == deepest)
            #expect(!deepest.layout(OutputStyle(width: 60)).lines.isEmpty)
            #expect(!deepest.plain(.chinese).isEmpty)
        }
        let limit = Formula.nestingLimit
        #expect(try Formula(tex: nest("{", "}", limit)) == .symbol("x"))
        #expect(throws: FormulaError.tooDeep(limit: limit, column: limit + 2)) { try Formula(tex: nest("{", "}", limit + 1)) }
        let deepest = try Formula(tex: nest("x^{", "}", limit / 2))
        #expect(deepest.tex.count > limit)
    }
}

@Suite struct FormulaErrorTests {
    struct Sample: CustomTestStringConvertible, Sendable {
        let tex: String
        let english: String
        let chinese: String
        var testDescription: String { tex }

        init(_ tex: String, _ english: String, _ chinese: String) {
            self.tex = tex
            self.english = english
            self.chinese = chinese
        }
    }

    @Test(arguments: [
        Sample(
            #"1 + \Sigm"#, #"unknown command “\Sigm” in column 5: did you mean “\Sigma”?"#,
            #"第 5 列的命令“\Sigm”无法识别，是否想写“\Sigma”？"#),
        Sample(
            #"\qqqqqqqqqqqq"#, #"unknown command “\qqqqqqqqqqqq” in column 1: write words as \text{…}"#,
            #"第 1 列的命令“\qqqqqqqqqqqq”无法识别，文字请写作 \text{…}"#),
        Sample(
            #"\begin{bmatrx}"#, "unknown environment “bmatrx” in column 1: did you mean “bmatrix”?",
            "第 1 列的环境“bmatrx”无法识别，是否想写“bmatrix”？"),
        Sample(
            #"\frac{1}{2"#, "“{” in column 9 is never closed: add the missing “}”", "第 9 列的“{”没有闭合，请补上“}”"),
        Sample(
            #"\text{a"#, "“{” in column 6 is never closed: add the missing “}”", "第 6 列的“{”没有闭合，请补上“}”"),
        Sample(
            "2(a + b", "“(” in column 2 is never closed: add the missing “)”", "第 2 列的“(”没有闭合，请补上“)”"),
        Sample(
            #"\left( a )"#, #"“\left” in column 1 is never closed: add the missing “\right”"#,
            #"第 1 列的“\left”没有闭合，请补上“\right”"#),
        Sample(
            #"\begin{bmatrix} 1"#, #"“\begin{bmatrix}” in column 1 is never closed: add the missing “\end{bmatrix}”"#,
            #"第 1 列的“\begin{bmatrix}”没有闭合，请补上“\end{bmatrix}”"#),
        Sample(
            "a}", "“}” in column 2 closes nothing: remove it, or add “{” before it",
            "第 2 列的“}”没有与之配对的开头，请删去它，或在前面补上“{”"),
        Sample(
            #"a \right)"#, #"“\right” in column 3 closes nothing: remove it, or add “\left” before it"#,
            #"第 3 列的“\right”没有与之配对的开头，请删去它，或在前面补上“\left”"#),
        Sample(
            #"\frac{1}"#, #"“\frac” in column 1 lacks an argument: write it in braces after it"#,
            #"第 1 列的“\frac”缺少参数，请在其后用花括号写出"#),
        Sample(
            "x^", "“^” in column 2 lacks an argument: write it in braces after it", "第 2 列的“^”缺少参数，请在其后用花括号写出"),
        Sample(
            "x^2^3", "a second “^” in column 4 on one base: use braces to say what belongs to what, as in {x^a}^b",
            "第 4 列的“^”在同一个底上重复出现，请用花括号写明归属，如 {x^a}^b"),
        Sample(
            "(x^)", "“)” in column 4 cannot be the argument of “^”: put the argument in braces",
            "第 4 列的“)”不能作“^”的参数，请把参数写在花括号里"),
        Sample(
            "a & b",
            #"“&” in column 3 stands outside a matrix: use it between \begin{bmatrix} and \end{bmatrix}, or write \& for the sign itself"#,
            #"第 3 列的“&”不在矩阵之内，请把它写在 \begin{bmatrix} 与 \end{bmatrix} 之间；若要符号本身，请写 \&"#),
        Sample(
            #"\left x"#,
            #"“x” in column 7 is no delimiter for “\left”: use one of ( ) [ ] \{ \} | \| or a dot for none"#,
            #"第 7 列的“x”不能作“\left”的定界符，请用 ( ) [ ] \{ \} | \| 之一，或用句点表示没有"#),
        Sample(
            #"\begin{bmatrix} 1 \end{pmatrix}"#,
            #"\end{pmatrix} in column 19 does not match \begin{bmatrix}: give both the same name"#,
            #"第 19 列的 \end{pmatrix} 与 \begin{bmatrix} 不匹配，请使两者同名"#),
        Sample(
            "50%", #"“%” in column 3 means something else in TeX: write \% for the sign itself"#,
            #"第 3 列的“%”在 TeX 中另有含义，若要符号本身，请写 \%"#),
        Sample(
            "a \" b", #"the character “"” in column 3 has no place in a formula: put words into \text{…}"#,
            #"第 3 列的字符“"”不能出现在公式里，文字请放入 \text{…}"#),
    ])
    func text(_ sample: Sample) {
        let error = #expect(throws: FormulaError.self) { try Formula(tex: sample.tex) }
        #expect(error?.phrase.english == sample.english)
        #expect(error?.phrase.chinese == sample.chinese)
    }

    @Test func textOfDeepNesting() {
        let phrase = FormulaError.tooDeep(limit: 256, column: 300).phrase
        #expect(phrase.english == "the formula is nested more than 256 deep in column 300: split it into several formulas")
        #expect(phrase.chinese == "公式在第 300 列处的嵌套超过 256 层，请拆成几个公式")
    }
}

@Suite struct FormulaTemplateTests {
    struct Value: TypesetValue {
        let description: String
        let tex: String
    }

    @Test func valuesTakeTheirPlaces() throws {
        let half = Value(description: "1/2", tex: #"\frac{1}{2}"#)
        #expect(try Formula(#"d^2 = \#(half) + \#(3) + \#(-0.25)"#).tex == #"d^{2}=\frac{1}{2}+3+(-0.25)"#)
        #expect(try Formula(#"x = \#(-0.25)"#).tex == "x=-0.25")
        #expect(try Formula(#"\frac{\#(Formula.symbol("a"))}{\#(2)}"#).tex == #"\frac{a}{2}"#)
        #expect(try Formula(#"\frac\#(2)\#(tex: "n-1")"#).tex == #"\frac{2}{n-1}"#)
        #expect(try Formula(#"x = \#(1.37e-13)"#).tex == #"x=1.37\times10^{-13}"#)
    }

    @Test func sumsGetParenthesesWhereTheyWouldBeMisread() throws {
        let sum = try Formula(tex: "a+b")
        #expect(try Formula("2\(sum)").tex == "2(a+b)")
        #expect(try Formula("\(sum)c").tex == "(a+b)c")
        #expect(try Formula("c-\(sum)").tex == "c-(a+b)")
        #expect(try Formula("c+\(sum)").tex == "c+a+b")
        #expect(try Formula("\(sum)^2").tex == "(a+b)^{2}")
        #expect(
            try Formula("\(Formula.fraction(.number("1"), .number("2")))^2").tex
                == #"(\frac{1}{2})^{2}"#.replacing("(", with: "\\left(").replacing(")", with: "\\right)"))
        #expect(try Formula("(\(sum)) = \(sum)").tex == "(a+b)=a+b")
    }

    @Test func unreadableValue() {
        let value = Value(description: "?", tex: "(")
        let error = #expect(throws: FormulaError.self) { try Formula("1 + \(value)") }
        #expect(
            error?.phrase.english
                == "the value “(” cannot stand in a formula: “(” in column 1 is never closed: add the missing “)”")
        #expect(error?.phrase.chinese == "值“(”不能放入公式：第 1 列的“(”没有闭合，请补上“)”")
    }

    @Test func builders() {
        let a = Formula.symbol("A")
        #expect(Formula.transpose(a).tex == #"A^{\top}"#)
        #expect(Formula.power(.sequence(a, .symbol("+"), .number("1")), .number("2")).tex == "(A+1)^{2}")
        #expect(Formula.power(.indexed(a, .number("1")), .number("2")).tex == "A_{1}^{2}")
        #expect(Formula.apply("Tr", to: a).tex == #"\operatorname{Tr}(A)"#)
        #expect(Formula.matrix([[a, .number("0")]]).tex == #"\begin{bmatrix} A & 0 \end{bmatrix}"#)
        #expect(Formula.relation(a, "\\approx", .decimal(-0.5)).tex == #"A\approx-0.5"#)
        #expect(Formula.root(a, degree: .number("3")).inline == "∛A")
        #expect(Formula.decimal(.infinity).inline == "∞")
    }
}
