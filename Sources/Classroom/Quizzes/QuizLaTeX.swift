// A problem as a LaTeX document: for pdflatex in English, for xelatex with ctex in Chinese.

import Checking
import Localization
import Worksheets

struct QuizLaTeX {
    let page: QuizPage

    private var problem: QuizProblem { page.problem }
    private var language: Language { page.language }

    /// The sheet: data, and room for each answer.
    var sheet: String {
        var lines = head(page.title)
        if problem.code.level == .third {
            lines += [Self.escaped(QuizPage.rounding(in: language)), ""]
        }
        lines.append("\\begin{enumerate}")
        for (index, step) in problem.task.steps.enumerated() {
            lines.append(item(step))
            if problem.code.level == .first {
                lines.append("  \\\\ {\\small " + words(problem.methods[index](in: language)) + "}")
            }
            // The same room for all: whether it takes a number or a matrix is for the student to know.
            lines.append("  \\par\\vspace{2.6em}$\(Self.tex(ofName: step.name)) =$~\\hrulefill")
        }
        return (lines + ["\\end{enumerate}", "\\end{document}"]).joined(separator: "\n") + "\n"
    }

    /// The key: each step with its exact value, decimals and formula.
    var key: String {
        let values = problem.task.values()
        var lines = head(page.keyTitle) + ["\\begin{enumerate}"]
        for (index, step) in problem.task.steps.enumerated() {
            lines.append(item(step))
            lines.append("  \\\\ {\\small " + words(problem.methods[index](in: language)) + "}")
            let formula = step.formula.source
            if formula.count <= QuizPage.longestFormula { lines.append("  \\\\ {\\small\\texttt{\(Self.escaped(formula))}}") }
            guard let value = values[step.name] else { continue }
            let answer = AnswerText(value)
            lines.append("  \\[ \(Self.tex(ofName: step.name)) = \(answer.tex) \\]")
            if !answer.isWhole {
                lines.append("  {\\small $\(answer.isDecimal ? "=" : "\\approx")$ \\texttt{\(Self.escaped(answer.decimal))}}")
            }
        }
        return (lines + ["\\end{enumerate}", "\\end{document}"]).joined(separator: "\n") + "\n"
    }

    private func head(_ title: String) -> [String] {
        let name = Phrase("Name", "姓名")(in: language)
        let student =
            page.student.map { Self.escaped("\(name)\(language == .english ? ": " : "：")\($0)") }
            ?? "\(name)~\\underline{\\hspace{5cm}}"
        // A Chinese name needs the fonts of ctex in an English document, too.
        let hasWideName = page.student?.unicodeScalars.contains { $0.value > 0x024F } ?? false
        let preamble: [String] =
            if language == .chinese {
                ["% xelatex", "\\documentclass[11pt,a4paper]{ctexart}"]
            } else if hasWideName {
                ["% xelatex", "\\documentclass[11pt,a4paper,scheme=plain]{ctexart}"]
            } else {
                [
                    "% pdflatex", "\\documentclass[11pt,a4paper]{article}", "\\usepackage[utf8]{inputenc}",
                    "\\usepackage[T1]{fontenc}",
                ]
            }
        return preamble
            + [
                "\\usepackage{amsmath}", "\\usepackage[margin=2.2cm]{geometry}", "\\setlength{\\parindent}{0pt}",
                "\\pagestyle{empty}", "\\begin{document}", "\\texttt{\(problem.code)}\\hfill \(student)", "",
                "\\section*{\(words(title))}", words(page.facts), "", "\\medskip", words(problem.introduction(in: language)),
            ] + problem.task.givens.map { "\\[ \(Self.tex(ofName: $0.name)) = \(Self.tex(of: $0.expression)) \\]" }
    }

    private func item(_ step: HomeworkTask.Step) -> String {
        "\\item " + words(step.title?(in: language) ?? step.name) + " \\hfill "
            + page.points(of: step).replacing("\u{A0}", with: "~")
    }

    // MARK: TeX

    private static let greek: Set<String> = [
        "alpha", "beta", "gamma", "delta", "Delta", "kappa", "lambda", "mu", "phi", "rho", "sigma", "Sigma", "tau", "theta",
    ]

    /// `mu_r` as `\mu_{r}`, `d2` as `d^{2}`.
    static func tex(ofName name: String) -> String {
        if name == "d2" { return "d^{2}" }
        let parts = name.split(separator: "_", maxSplits: 1).map(String.init)
        let base = parts.first ?? name
        let head = greek.contains(base) ? "\\\(base)" : base.count == 1 ? base : "\\mathrm{\(base)}"
        return parts.count > 1 ? "\(head)_{\(parts[1])}" : head
    }

    /// Data: numbers, fractions and matrices of them.
    static func tex(of expression: Expression) -> String {
        switch expression.kind {
        case .bracket(let rows):
            "\\begin{bmatrix}" + rows.map { $0.map { tex(of: $0) }.joined(separator: " & ") }.joined(separator: " \\\\ ")
                + "\\end{bmatrix}"
        case .negative(let inner): "-" + tex(of: inner)
        case .binary(.divided, let a, let b): "\\frac{\(tex(of: a))}{\(tex(of: b))}"
        case .binary(.power, let a, let b): "\(tex(of: a))^{\(tex(of: b))}"
        default: expression.source
        }
    }

    /// Prose: names with a subscript and Greek names become mathematics, all else is escaped.
    private func words(_ text: String) -> String {
        let names = Set(
            (problem.task.givens.map(\.name) + problem.task.steps.map(\.name)).filter {
                $0.contains("_") || Self.greek.contains($0) || $0 == "Sigma"
            })
        var result = ""
        var word = ""
        func flush() {
            if !word.isEmpty { result += names.contains(word) ? "$\(Self.tex(ofName: word))$" : Self.escaped(word) }
            word = ""
        }
        for character in text {
            if character.isASCII, character.isLetter || character.isNumber || character == "_" {
                word.append(character)
            } else {
                flush()
                result += Self.escaped(String(character))
            }
        }
        flush()
        return result
    }

    private static let escapes: [Character: String] = [
        "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "$": "\\$", "&": "\\&", "#": "\\#", "%": "\\%", "_": "\\_",
        "^": "\\textasciicircum{}", "~": "\\textasciitilde{}", "<": "$<$", ">": "$>$",
        "×": "$\\times$", "·": "$\\cdot$", "−": "$-$", "√": "$\\surd$", "²": "$^2$", "³": "$^3$", "λ": "$\\lambda$",
        "½": "$\\frac{1}{2}$",
        "≈": "$\\approx$", "Σ": "$\\Sigma$", "μ": "$\\mu$",
    ]

    static func escaped(_ text: String) -> String {
        text.map { escapes[$0] ?? ($0.isNewline ? " " : String($0)) }.joined()
    }
}
