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
    func write(_ show: ([String]) -> Void) throws {
        // Prose may quote a number of a later block: names are computed first, and shown where their blocks stand.
        var numbers = Evaluator()
        for block in lesson.blocks {
            if case .worksheet(let source) = block.content { _ = numbers.run(Worksheet(source)) }
        }
        var evaluator = Evaluator()
        try write(lesson.blocks, numbers: numbers, evaluator: &evaluator, show)
    }

    /// The lines of some blocks; `numbers` has the names that prose may quote, `evaluator` those that are known before the first block.
    func write(
        _ blocks: [LessonBlock], numbers: Evaluator, evaluator: inout Evaluator, _ show: ([String]) -> Void
    ) throws {
        for block in blocks {
            switch block.content {
            case .prose(let text): show(prose(text, numbers))
            case .worksheet(let source):
                let report = SheetReport(name: "", source: source, style: style, showsSteps: showsSteps, evaluator: &evaluator)
                show(try report.output(.text) + [""])
            case .ask(let ask): show(question(ask))
            case .claim(let claim): show(verdict(claim))
            case .plot: break
            }
        }
    }

    // MARK: Prose

    private func prose(_ text: String, _ evaluator: Evaluator) -> [String] {
        var slots = Slots()
        let protected = slots.protect(text) { value(of: $0, evaluator) }
        return MarkdownReader.blocks(of: protected).flatMap { lines(of: $0, slots) + [""] }
    }

    private func lines(of block: MarkdownBlock, _ slots: Slots) -> [String] {
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

    /// The value of `{{ expression }}` as a person writes it.
    private func value(of expression: String, _ evaluator: Evaluator) -> String {
        var evaluator = evaluator
        guard let statement = Worksheet(expression).statements.first,
            case .shown(let value) = evaluator.evaluate(statement).outcome
        else {
            return "{{ \(expression) }}"
        }
        return SheetReport.inline(value)
    }

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
        let words: Phrase =
            switch claim.verdict {
            case .holds: Phrase("holds", "成立")
            case .holdsIf: Phrase("holds if", "有条件成立")
            case .fails: Phrase("fails", "不成立")
            case .cited: Phrase("cited", "引用")
            }
        var text = "\(claim.id) · \(words(in: style.language)): \(claim.place)"
        if let condition = claim.condition { text += Phrase(" Condition: \(condition)", " 条件：\(condition)")(in: style.language) }
        var lines = text.wrapped(width: style.width, hangingIndent: 2).map { style.styled($0, .bold) }
        if let shows = claim.shows { lines += shows.wrapped(width: style.width, indent: 2, hangingIndent: 4) }
        return lines + [""]
    }
}

/// Formulas and expressions taken out of prose before it is read as Markdown, and put back afterwards: `\|` and `_` mean something there.
private struct Slots {
    private enum Slot {
        case formula(String, isDisplay: Bool)
        case text(String)
    }

    private var slots: [Slot] = []

    /// The private use area of Unicode gives each slot a character that Markdown leaves alone.
    private static let first: UInt32 = 0xE000

    mutating func protect(_ text: String, value: (String) -> String) -> String {
        var result = ""
        var rest = text[...]
        let pattern = /\{\{\s*(.+?)\s*\}\}|\$\$([\s\S]+?)\$\$|\$([^$\n]+?)\$/
        while let match = rest.firstMatch(of: pattern) {
            result += rest[..<match.range.lowerBound]
            if let expression = match.1 {
                slots.append(.text(value(String(expression))))
            } else if let display = match.2 {
                slots.append(.formula(String(display), isDisplay: true))
            } else {
                slots.append(.formula(String(match.3 ?? ""), isDisplay: false))
            }
            if let scalar = Unicode.Scalar(Self.first + UInt32(min(slots.count - 1, 6000))) {
                result.unicodeScalars.append(scalar)
            }
            rest = rest[match.range.upperBound...]
        }
        return result + rest
    }

    private func slot(_ character: Character) -> Slot? {
        guard let scalar = character.unicodeScalars.first, scalar.value >= Self.first,
            scalar.value < Self.first + UInt32(slots.count)
        else {
            return nil
        }
        return slots[Int(scalar.value - Self.first)]
    }

    /// The formula of a paragraph that is one displayed formula.
    func display(_ text: String) -> Formula? {
        let characters = text.filter { !$0.isWhitespace }
        guard characters.count == 1, let only = characters.first, case .formula(let tex, true)? = slot(only) else { return nil }
        return try? Formula(tex: tex)
    }

    /// The text with each slot filled.
    func fill(_ text: String, _ style: OutputStyle) -> String {
        text.map { character in
            switch slot(character) {
            case .text(let value): style.isPlain ? value.replacing("−", with: "-") : value
            case .formula(let tex, _):
                (try? Formula(tex: tex)).map { style.isPlain ? $0.plain(style.language) : $0.inline } ?? tex
            case nil: String(character)
            }
        }.joined()
    }
}
