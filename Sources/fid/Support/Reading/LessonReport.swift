// A lesson, or the list of them, as Markdown, LaTeX or JSON; what a terminal shows is made by LessonPage.

import Foundation
import Lessons
import Localization
import Typesetting
import Worksheets

/// A part of a lesson with what it computes.
struct LessonPart {
    enum Content {
        /// Prose with its formulas and values apart, and the values.
        case prose(ProseSlots, protected: String)
        case worksheet(source: String, SheetReport)
        case plot(Plot, Chart)
        case ask(Ask, answer: String)
        case claim(LedgerClaim, Claim?)
    }

    let content: Content
    let line: Int
}

struct LessonReport {
    let lesson: Lesson
    let style: OutputStyle
    let showsSteps: Bool
    let showsAnswers: Bool
    let parts: [LessonPart]

    init(lesson: Lesson, style: OutputStyle, showsSteps: Bool, showsAnswers: Bool, isTeX: Bool = false) throws {
        var style = style
        // Files have no colours.
        style.usesColor = false
        self.lesson = lesson
        self.style = style
        self.showsSteps = showsSteps
        self.showsAnswers = showsAnswers
        let numbers = lesson.names
        var evaluator = Evaluator()
        parts = try lesson.blocks.map { block in
            let content: LessonPart.Content
            switch block.content {
            case .prose(let text):
                var slots = ProseSlots()
                let protected = slots.protect(text) { expression in
                    guard let value = numbers.shown(expression) else { return "{{ \(expression) }}" }
                    return isTeX ? Self.tex(value) : SheetReport.inline(value)
                }
                content = .prose(slots, protected: protected)
            case .worksheet(let source):
                content = .worksheet(
                    source: source,
                    SheetReport(name: "", source: source, style: style, showsSteps: showsSteps, evaluator: &evaluator))
            case .plot(let plot): content = .plot(plot, try lesson.chart(plot, numbers))
            case .ask(let ask): content = .ask(ask, answer: Self.answer(ask, numbers))
            case .claim(let claim): content = .claim(claim, claim.shows.flatMap(numbers.decided))
            }
            return LessonPart(content: content, line: block.line)
        }
    }

    func output(_ format: SheetFormat) throws -> [String] {
        switch format {
        case .text: answers()
        case .markdown: try LessonMarkdown(report: self).lines()
        case .latex: [TeXDocument(language: style.language, body: LessonLaTeX(report: self).lines()).render()]
        case .json: [try LessonJSON(report: self).text()]
        }
    }

    /// The answers as a terminal shows them, below the lesson.
    private func answers() -> [String] {
        [say("Answers", "答案")]
            + questions.flatMap { ask, answer in
                let text = style.isPlain ? answer.replacing("−", with: "-") : answer
                return
                    (ask.question.wrapped(width: style.width, indent: 2, hangingIndent: 4)
                    + text.wrapped(width: style.width, indent: 4, hangingIndent: 6))
            }
    }

    func say(_ english: String, _ chinese: String) -> String { Phrase(english, chinese)(in: style.language) }

    /// The questions in their order, with the answers.
    var questions: [(ask: Ask, answer: String)] {
        parts.compactMap { part in
            if case .ask(let ask, let answer) = part.content { (ask, answer) } else { nil }
        }
    }

    /// The answer as it is said: the key of the right option with its text, or the value of the expression.
    private static func answer(_ ask: Ask, _ numbers: Evaluator) -> String {
        if ask.kind == .choice {
            let option = ask.options.first { $0.key == ask.answer }
            return "(\(ask.answer)) \(option?.text ?? "")"
        }
        guard let value = numbers.shown(ask.answer) else { return ask.answer }
        let text = SheetReport.inline(value)
        return text == ask.answer.replacing("-", with: "−") ? text : "\(ask.answer) = \(text)"
    }

    /// A value within a line of LaTeX.
    private static func tex(_ value: Value) -> String {
        guard let quantity = value.quantity else { return "" }
        return "$" + SheetReport.tex(quantity) + "$"
    }
}

/// The list of lessons in each form but text.
struct CourseReport {
    let course: Course
    let style: OutputStyle

    private struct Record: Encodable {
        let number: Int
        let id: String
        let title: String
        let minutes: Int
        let needs: [String]
        let sources: [String]
    }

    private var lessons: [Lesson] { course.lessons[style.language] ?? [] }

    /// The columns: number, id, title, time.
    var table: Table {
        let header = [Phrase(same: "#"), Phrase(same: "id"), Phrase("lesson", "课程"), Phrase("time", "用时")]
        return Table(
            header: header.map { $0(in: style.language) },
            rows: lessons.map { lesson in
                [
                    "\(lesson.number)", lesson.id, lesson.title,
                    Phrase("\(lesson.minutes) min", "\(lesson.minutes) 分钟")(in: style.language),
                ]
            }, alignment: [.right, .left, .left, .right])
    }

    func output(_ format: SheetFormat) throws -> [String] {
        switch format {
        case .text: return table.layout(style).render()
        case .markdown: return [table.markdown.trimmingCharacters(in: .newlines)]
        case .latex:
            let body = TeXText.table(
                header: table.header.map(TeXText.escaped), rows: table.rows.map { $0.map(TeXText.escaped) }, alignment: "rllr")
            return [TeXDocument(language: style.language, body: [body]).render()]
        case .json:
            return [
                try MachineJSON.text(
                    lessons.map {
                        Record(
                            number: $0.number, id: $0.id, title: $0.title, minutes: $0.minutes, needs: $0.needs,
                            sources: $0.sources)
                    })
            ]
        }
    }
}
