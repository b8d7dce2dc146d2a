// A lesson in the terminal: prose with its numbers filled in, every calculation with its steps, questions, and what the ledger says.

import Foundation
import Lessons
import Localization
import Typesetting
import Worksheets

struct LessonPage {
    let lesson: Lesson
    let style: OutputStyle
    let showsSteps: Bool

    /// The lines of the lesson, block by block, so that the first can be shown before the last is computed.
    func write(_ show: ([String]) throws -> Void) throws {
        let numbers = lesson.names
        var evaluator = Evaluator()
        try write(lesson.blocks, numbers: numbers, evaluator: &evaluator, show)
    }

    /// The lines of some blocks; `numbers` has the names that prose may quote, `evaluator` those that are known before the first block.
    func write(
        _ blocks: [LessonBlock], numbers: Evaluator, evaluator: inout Evaluator, _ show: ([String]) throws -> Void
    ) throws {
        for block in blocks { try show(lines(of: block, numbers, &evaluator)) }
    }

    private func lines(of block: LessonBlock, _ numbers: Evaluator, _ evaluator: inout Evaluator) throws -> [String] {
        switch block.content {
        case .prose(let text): return prose(text, numbers)
        case .worksheet(let source):
            let report = SheetReport(name: "", source: source, style: style, showsSteps: showsSteps, evaluator: &evaluator)
            return try report.output(.text) + [""]
        case .ask(let ask): return question(ask)
        case .claim(let claim): return verdict(claim)
        case .plot(let plot): return try lesson.chart(plot, numbers).layout(style) + [""]
        }
    }

    // MARK: One part after the other

    /// A part of a lesson that is shown at once, and the heading that it stands under.
    struct Part {
        let heading: String
        let lines: (_ showsSteps: Bool) throws -> [String]
    }

    /// The lesson cut before each heading and at each block.
    func parts() throws -> [Part] {
        let numbers = lesson.names
        var evaluator = Evaluator()
        var heading = lesson.title
        var parts: [Part] = []
        // A heading with nothing below it is shown with what follows.
        var bare: [String] = []
        func add(_ lines: @escaping (Bool) throws -> [String]) {
            let above = bare
            parts.append(Part(heading: heading) { above + (try lines($0)) })
            bare = []
        }
        for block in lesson.blocks {
            switch block.content {
            case .prose(let text):
                for section in sections(text, numbers) {
                    heading = section.heading ?? heading
                    if section.isBare {
                        bare += section.lines
                    } else {
                        add { _ in section.lines }
                    }
                }
            case .worksheet(let source):
                let before = evaluator
                _ = evaluator.run(Worksheet(source))
                add { showsSteps in
                    var evaluator = before
                    let page = LessonPage(lesson: lesson, style: style, showsSteps: showsSteps)
                    return try page.lines(of: block, numbers, &evaluator)
                }
            case .ask, .claim, .plot:
                let lines = try lines(of: block, numbers, &evaluator)
                if !lines.isEmpty { add { _ in lines } }
            }
        }
        if !bare.isEmpty { add { _ in [] } }
        return parts
    }

    /// A heading with the prose below it; prose alone where none stands above it.
    private struct Section {
        var heading: String?
        var lines: [String] = []
        /// Whether there is nothing but the heading.
        var isBare = true
    }

    private func sections(_ text: String, _ evaluator: Evaluator) -> [Section] {
        let (blocks, slots) = blocks(of: text, evaluator)
        var sections: [Section] = []
        for block in blocks {
            var section = Section()
            if case .heading(_, let text) = block {
                section.heading = slots.fill(text, style)
            } else {
                section = sections.popLast() ?? section
                section.isBare = false
            }
            section.lines += lines(of: block, slots) + [""]
            sections.append(section)
        }
        return sections
    }

    // MARK: Prose

    private func prose(_ text: String, _ evaluator: Evaluator) -> [String] {
        let (blocks, slots) = blocks(of: text, evaluator)
        return blocks.flatMap { lines(of: $0, slots) + [""] }
    }

    /// Markdown as blocks, with formulas and numbers kept aside.
    private func blocks(of text: String, _ evaluator: Evaluator) -> (blocks: [MarkdownBlock], slots: ProseSlots) {
        var slots = ProseSlots()
        let protected = slots.protect(text) { evaluator.shown($0).map(SheetReport.inline) ?? "{{ \($0) }}" }
        return (MarkdownReader.blocks(of: protected), slots)
    }

    private func lines(of block: MarkdownBlock, _ slots: ProseSlots) -> [String] {
        switch block {
        case .heading(let level, let text):
            let lines = slots.fill(text, style).wrapped(width: style.width)
            let rule = String(repeating: level == 1 ? "═" : "─", count: min(style.width, lines.map(\.displayWidth).max() ?? 0))
            return lines.map { style.styled($0, .heading) } + (style.isPlain ? [] : [rule])
        case .paragraph(let text):
            if let formula = slots.display(text) { return formula.layout(inner(3)).render().map { "   " + $0 } }
            return slots.fill(text, style).wrapped(width: style.width)
        case .item(let bullet, let depth, let text):
            let mark = bullet.isEmpty ? "  " : (style.isPlain ? bullet.replacing("•", with: "-") : bullet) + " "
            let indent = 2 + depth * 2
            return (mark + slots.fill(text, style)).wrapped(
                width: style.width, indent: indent, hangingIndent: indent + mark.displayWidth)
        case .quote(let text): return slots.fill(text, style).wrapped(width: style.width, indent: 4, hangingIndent: 4)
        case .table(let header, let rows):
            return Table(header: header.map { slots.fill($0, style) }, rows: rows.map { $0.map { slots.fill($0, style) } })
                .layout(style).render()
        case .code(let text): return text.split(separator: "\n").map { "    " + $0 }
        case .rule: return style.isPlain ? [] : [String(repeating: "─", count: style.width)]
        }
    }

    private func inner(_ indent: Int) -> OutputStyle { style.narrowed(by: indent) }

    // MARK: Questions and claims

    private func question(_ ask: Ask) -> [String] {
        let mark = Phrase("Question", "问题")(in: style.language)
        var lines = "\(mark): \(ask.question)".wrapped(width: style.width, hangingIndent: 2).map { style.styled($0, .accent) }
        for option in ask.options {
            lines += "(\(option.key)) \(option.text)".wrapped(width: style.width, indent: 2, hangingIndent: 6)
        }
        return lines + [""]
    }

    private func verdict(_ claim: LedgerClaim) -> [String] {
        var text = "\(claim.id) · \(claim.verdict.words(in: style.language)): \(claim.place)"
        if let condition = claim.condition { text += Phrase(" Condition: \(condition)", " 条件：\(condition)")(in: style.language) }
        var lines = text.wrapped(width: style.width, hangingIndent: 2).map { style.styled($0, .bold) }
        if let shows = claim.shows { lines += shows.wrapped(width: style.width, indent: 2, hangingIndent: 4) }
        return lines + [""]
    }
}
