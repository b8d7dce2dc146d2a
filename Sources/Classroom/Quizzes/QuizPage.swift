// A problem on paper: the sheet with its open lines, and the key.

import Checking
import Localization
import Typesetting
import Worksheets

/// How a sheet or a key is written.
public enum QuizForm: String, CaseIterable, Sendable {
    case text, markdown, latex
    /// A worksheet: keys only.
    case fid

    /// The ending of a file of this form.
    public var fileExtension: String {
        switch self {
        case .text: "txt"
        case .markdown: "md"
        case .latex: "tex"
        case .fid: "fid"
        }
    }
}

/// Writes one problem in one language.
public struct QuizPage: Sendable {
    public let problem: QuizProblem
    public let language: Language
    /// Whose sheet it is; nil for a name that is still to be written.
    public let student: String?
    /// Where lines of prose are broken; nil for not at all, as Markdown likes it.
    public let width: Int?
    /// The file that the sheet is written to; nil where its reader will choose a name.
    public let fileName: String?

    public init(_ problem: QuizProblem, language: Language, student: String? = nil, width: Int? = nil, fileName: String? = nil) {
        self.problem = problem
        self.language = language
        self.student = student.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        self.width = width
        self.fileName = fileName
    }

    /// The sheet that the student fills in.
    public func sheet(_ form: QuizForm) -> String {
        switch form {
        case .markdown: markdown(lines: questionLines(open: " = ?"), hint: instructions(place: .markdown))
        case .latex: QuizLaTeX(page: self).sheet
        case .text, .fid: text(lines: questionLines(open: ": "), assign: ": ", hint: instructions(place: .text), title: title)
        }
    }

    /// Every step with its formula, its exact value and its decimals.
    public func key(_ form: QuizForm) -> String {
        switch form {
        case .markdown: markdown(lines: answerLines(" = "), hint: nil)
        case .latex: QuizLaTeX(page: self).key
        case .text: text(lines: answerLines(": "), assign: ": ", hint: nil, title: keyTitle)
        case .fid: text(lines: answerLines(" = "), assign: " = ", hint: nil, title: keyTitle)
        }
    }

    // MARK: Words

    var title: String { problem.skill.title(in: language) }

    var keyTitle: String { Phrase("Key: \(problem.skill.title.english)", "答案：\(problem.skill.title.chinese)")(in: language) }

    var points: Int { problem.task.steps.reduce(0) { $0 + Int($1.points) } }

    /// Level, lesson and points in one line.
    var facts: String {
        let code = problem.code
        return Phrase(
            "Level \(code.level.rawValue) · lesson \(problem.skill.lesson) · \(points) points",
            "难度 \(code.level.rawValue) · 课程 \(problem.skill.lesson) · 共 \(points) 分")(in: language)
    }

    func points(of step: HomeworkTask.Step) -> String {
        let count = Int(step.points)
        // Held together by a space at which no line breaks; a plain one stands in the sheet.
        return Phrase(count == 1 ? "(1\u{A0}point)" : "(\(count)\u{A0}points)", "（\(count)\u{A0}分）")(in: language)
    }

    private enum Place { case markdown, text }

    private func instructions(place: Place) -> String {
        let tick = place == .markdown ? "`" : ""
        // What belongs together is held together by spaces at which no line breaks.
        let code = { (text: String) in tick + text.replacing(" ", with: "\u{A0}") + tick }
        let forms = ["3", "3/4", "√3", "[1 2]", "[1 2; 3 4]"].map(code)
        let target =
            place == .markdown
            ? Phrase("in place of each \(code("?"))", "把每个 \(code("?")) 换成答案") : Phrase("after each name", "在每个名称后写出答案")
        let save = place == .markdown ? "sheet.md" : "sheet.txt"
        let saving = fileName == nil ? Phrase("save as \(code(save)), then ", "保存为 \(code(save))，再运行 ") : Phrase("", "")
        let check = code("fid check \(fileName ?? save)")
        let digits = problem.code.level == .third ? Self.rounding : Phrase("", "")
        return Phrase(
            "Write a value \(target.english): a number \(forms[0]), a fraction \(forms[1]), a root \(forms[2]), a vector \(forms[3]) or a "
                + "matrix \(forms[4]). \(digits.english) To check: \(saving.english)\(check)",
            "\(target.chinese)：数 \(forms[0])、分数 \(forms[1])、根式 \(forms[2])、向量 \(forms[3])、矩阵 \(forms[4])。\(digits.chinese)"
                + "检查：\(saving.chinese)\(check)")(in: language).replacing("  ", with: " ")
    }

    /// What is wanted where values are irrational.
    static let rounding = Phrase(
        "Roots may stay, or become decimals with at least \(QuizProblem.digits) significant digits.",
        "根式可以保留，也可以写成小数（至少 \(QuizProblem.digits) 位有效数字）。")

    // MARK: Parts

    private func frontMatter(isKey: Bool) -> [String] {
        let name = student.map { ["student: \($0)"] } ?? (isKey ? [] : ["student:"])
        return ["---", "\(QuizSheet.codeKey): \(problem.code)"] + name + ["---"]
    }

    func givens(_ assign: String) -> [String] {
        problem.task.givens.map { "\($0.name)\(assign)\($0.expression.source)" }
    }

    /// A title with its number and points, and how it is done where that may be told, as comments.
    private func heading(_ index: Int, _ step: HomeworkTask.Step, tellsHow: Bool) -> [String] {
        let number = "\(index + 1). "
        let words = number + (step.title?(in: language) ?? step.name) + (language == .english ? " " : "") + points(of: step)
        var lines = comment(words, indent: number.count)
        if tellsHow {
            lines += comment(
                String(repeating: " ", count: number.count) + problem.methods[index](in: language), indent: number.count)
        }
        return lines
    }

    func comment(_ text: String, indent: Int = 0) -> [String] {
        guard let width else { return ["# " + text.replacing("\u{A0}", with: " ")] }
        let start = text.prefix { $0 == " " }
        return text.dropFirst(start.count).description.wrapped(
            width: max(18, width - 2), indent: start.count, hangingIndent: indent
        ).map {
            "# " + $0.replacing("\u{A0}", with: " ")
        }
    }

    private func questionLines(open: String) -> [String] {
        var lines: [String] = []
        for (index, step) in problem.task.steps.enumerated() {
            if index > 0 { lines.append("") }
            lines += heading(index, step, tellsHow: problem.code.level == .first) + [step.name + open]
        }
        return lines
    }

    /// The longest formula that stands beside its value.
    static let longestFormula = 72

    private func answerLines(_ assign: String) -> [String] {
        let values = problem.task.values()
        var lines: [String] = []
        for (index, step) in problem.task.steps.enumerated() {
            if index > 0 { lines.append("") }
            lines += heading(index, step, tellsHow: true)
            guard let value = values[step.name] else { continue }
            let answer = AnswerText(value)
            let formula = step.formula.source
            let isShort = formula.count <= Self.longestFormula
            // In a worksheet the formula is part of the chain, so that it is checked with the value.
            if isShort, assign == " = " {
                lines.append("\(step.name) = \(formula) = \(answer.source)")
            } else {
                if isShort { lines.append("#    \(formula)") }
                lines.append("\(step.name)\(assign)\(answer.source)")
            }
            if !answer.isWhole { lines.append("#    \(answer.isDecimal ? "=" : "≈") \(answer.decimal)") }
        }
        return lines
    }

    private func prose(_ text: String) -> [String] {
        (width.map { text.wrapped(width: $0) } ?? [text]).map { $0.replacing("\u{A0}", with: " ") }
    }

    private func markdown(lines: [String], hint: String?) -> String {
        let parts: [[String]?] = [
            frontMatter(isKey: hint == nil), prose("# " + (hint == nil ? keyTitle : title)), prose(facts),
            prose(problem.introduction(in: language)),
            ["```fid"] + givens(" = ") + ["```"], hint.map(prose), ["```fid"] + lines + ["```"],
        ]
        return parts.compactMap { $0?.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    /// Prose is commented out, because a line of Chinese before a colon could be a name.
    private func text(lines: [String], assign: String, hint: String?, title: String) -> String {
        let parts: [[String]?] = [
            frontMatter(isKey: hint == nil), comment(title) + comment(facts),
            comment(problem.introduction(in: language)) + givens(assign), hint.map { comment($0) },
            lines,
        ]
        return parts.compactMap { $0?.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }
}
