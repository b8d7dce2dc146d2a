// A lesson as the body of a LaTeX document.

import Derivations
import Lessons
import Localization
import Typesetting
import Worksheets

struct LessonLaTeX {
    let report: LessonReport

    private var language: Language { report.style.language }

    func lines() -> [String] {
        report.parts.flatMap { lines(of: $0) + [""] } + (report.showsAnswers ? answers() : [])
    }

    private func lines(of part: LessonPart) -> [String] {
        switch part.content {
        case .prose(let slots, let protected):
            return [
                slots.fill(MarkdownReader.latex(of: protected)) { slot in
                    switch slot {
                    case .formula(let tex, true): "\\[\(tex)\\]"
                    case .formula(let tex, false): "$\(tex)$"
                    case .text(let value): value
                    }
                }
            ]
        case .worksheet(let source, let sheet): return [TeXText.verbatim(source)] + sheet.results.flatMap { result($0, sheet) }
        case .plot(_, let chart): return table(of: chart)
        case .ask(let ask, _): return question(ask)
        case .claim(let claim, _):
            let head = "\\textbf{\(TeXText.escaped("\(claim.id) · \(claim.verdict.words(in: language))"))}"
            let condition = claim.condition.map { TeXText.escaped(report.say(" Condition: ", " 条件：") + $0) } ?? ""
            return ["\\begin{quote}", head + TeXText.escaped(report.say(": ", "：") + claim.place) + condition]
                + (claim.shows.map { ["", TeXText.code($0)] } ?? []) + ["\\end{quote}"]
        }
    }

    private func result(_ result: StatementResult, _ sheet: SheetReport) -> [String] {
        let steps = report.showsSteps ? DerivationTeX(language: language).lines(for: result.steps) : []
        switch result.outcome {
        case .defined(let name, let value): return steps + display(SheetReport.tex(ofName: name) + " = ", value)
        case .shown(let value): return steps + display("\\text{\(TeXText.code(sheet.text(of: result.statement)))} = ", value)
        case .claim(let claim):
            let verdict = claim.holds ? report.say("holds", "成立") : report.say("does not hold", "不成立")
            return steps + [
                "\\noindent \(TeXText.code(sheet.text(of: result.statement))) \\quad \(TeXText.escaped(verdict))", "",
            ]
        case .failed(let error): return [TeXText.escaped(error.phrase(in: language)), ""]
        case .skipped: return []
        }
    }

    private func display(_ left: String, _ value: Value) -> [String] {
        guard let quantity = value.quantity else { return [] }
        return ["\\[ \(left)\(SheetReport.tex(quantity)) \\]"]
    }

    /// The data of a chart: fonts of LaTeX have no dots of Braille.
    private func table(of chart: Chart) -> [String] {
        let table = chart.table(in: language)
        return ["\\begin{center}\\textbf{\(TeXText.escaped(chart.title(in: language)))}\\end{center}"]
            + TeXText.longTable(
                header: table.header.map(TeXText.escaped), rows: table.rows.map { $0.map(TeXText.escaped) },
                alignment: table.header.enumerated().map { $0.offset == 1 && table.header.count == 2 ? "p{0.6\\linewidth}" : "l" }
                    .joined())
    }

    private func question(_ ask: Ask) -> [String] {
        var lines = ["\\begin{quote}", "\\textbf{\(report.say("Question", "问题"))} " + TeXText.escaped(ask.question)]
        if !ask.options.isEmpty {
            lines +=
                ["\\begin{description}"] + ask.options.map { "\\item[(\(TeXText.escaped($0.key)))] \(TeXText.escaped($0.text))" }
                + ["\\end{description}"]
        }
        return lines + ["\\end{quote}"]
    }

    private func answers() -> [String] {
        guard !report.questions.isEmpty else { return [] }
        return ["\\section*{\(report.say("Answers", "答案"))}", "\\begin{enumerate}"]
            + report.questions.map { ask, answer in
                "\\item " + TeXText.escaped(ask.question) + "\\\\ "
                    + (ask.kind == .choice ? TeXText.escaped(answer) : TeXText.code(answer))
            } + ["\\end{enumerate}"]
    }
}
