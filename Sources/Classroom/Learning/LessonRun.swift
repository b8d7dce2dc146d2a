// A lesson made ready to be taken: cut into parts, every calculation done, the names known at each part.

import Checking
import Lessons
import Worksheets

/// A part of a lesson, as it is taken.
public enum LessonPart: Sendable {
    /// Something to read; prose is cut at its headings.
    case reading(LessonBlock)
    /// The end of a section, where a reader may stop.
    case pause
    case question(Ask)
}

/// A lesson made ready.
public struct LessonRun: Sendable {
    public let lesson: Lesson
    public let parts: [LessonPart]
    /// All names of the lesson: what its prose may quote.
    public let numbers: Evaluator
    /// The names that are known before each part.
    private let before: [Evaluator]
    /// What the names of the lesson are made of.
    let formulas: [String: Expression]

    public init(_ lesson: Lesson) {
        self.lesson = lesson
        parts = Self.parts(of: lesson)
        var evaluator = Evaluator()
        var before: [Evaluator] = []
        var formulas: [String: Expression] = [:]
        for part in parts {
            before.append(evaluator)
            guard case .reading(let block) = part, case .worksheet(let source) = block.content else { continue }
            let sheet = Worksheet(source)
            _ = evaluator.run(sheet)
            for statement in sheet.statements {
                guard case .definition(let name, let formula, _) = statement.kind else { continue }
                formulas[name] = formula.isWrittenOut ? nil : formula
            }
        }
        numbers = evaluator
        self.before = before
        self.formulas = formulas
    }

    /// The names that are known where a part begins; all names behind the last part.
    public func names(before part: Int) -> Evaluator { before.indices.contains(part) ? before[part] : numbers }

    /// The parts that hold the questions, in their order.
    public var questions: [(part: Int, ask: Ask)] {
        parts.enumerated().compactMap { if case .question(let ask) = $1 { (part: $0, ask: ask) } else { nil } }
    }

    // MARK: Parts

    private static func parts(of lesson: Lesson) -> [LessonPart] {
        var parts: [LessonPart] = []
        var hasRead = false
        for block in lesson.blocks {
            switch block.content {
            case .ask(let ask):
                parts.append(.question(ask))
                hasRead = false
            case .prose(let text):
                for section in sections(of: text, line: block.line) {
                    if section.beginsSection, hasRead { parts.append(.pause) }
                    parts.append(.reading(LessonBlock(content: .prose(section.text), line: section.line)))
                    hasRead = true
                }
            case .worksheet, .plot, .claim:
                parts.append(.reading(block))
                hasRead = true
            }
        }
        return parts
    }

    /// Prose cut before each heading; what holds nothing but white space is dropped.
    private static func sections(of text: String, line: Int) -> [(text: String, line: Int, beginsSection: Bool)] {
        var sections: [(text: String, line: Int, beginsSection: Bool)] = []
        var rows: [Substring] = []
        var first = line
        func close() {
            guard rows.contains(where: { !$0.allSatisfy(\.isWhitespace) }) else { return }
            sections.append((rows.joined(separator: "\n"), first, rows.first.map(isHeading) ?? false))
        }
        for (offset, row) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if isHeading(row) {
                close()
                rows = []
                first = line + offset
            }
            rows.append(row)
        }
        close()
        return sections
    }

    private static func isHeading(_ row: Substring) -> Bool {
        let marks = row.prefix { $0 == "#" }
        return (1...6).contains(marks.count) && row.dropFirst(marks.count).first == " "
    }
}
