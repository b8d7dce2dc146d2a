// A lesson as JSON: every block with its kind, its source and what it computes.

import Derivations
import Foundation
import Lessons
import Localization
import Typesetting
import Worksheets

struct LessonJSON {
    let report: LessonReport

    /// A value: exact entries as they are written, and decimals where they are finite.
    private struct Number: Encodable {
        let exact: [[String]]?
        let decimal: [[Double?]]

        init?(_ value: Value?) {
            guard let value, let quantity = value.quantity, let matrix = value.inDouble?.asMatrix else { return nil }
            exact = value.isExact ? ValueText(style: OutputStyle()).cells(quantity) : nil
            decimal = (0..<matrix.rows).map { row in matrix.row(row).elements.map { $0.isFinite ? $0 : nil } }
        }
    }

    private struct Line: Encodable {
        let line: Int
        let kind: String
        let source: String
        let name: String?
        let value: Number?
        let holds: Bool?
        let error: String?
        let steps: [StepRecord]
    }

    private struct Option: Encodable {
        let key: String
        let text: String
    }

    private struct Block: Encodable {
        let kind: String
        let line: Int
        var source: String?
        var text: String?
        var lines: [Line]?
        // Of a question.
        var id: String?
        var question: String?
        var questionKind: String?
        var options: [Option]?
        var hints: Int?
        var answer: String?
        // Of a plot.
        var title: String?
        var columns: [String]?
        var rows: [[String]]?
        // Of a claim.
        var verdict: String?
        var shows: String?
        var place: String?
        var condition: String?
        var value: Number?
        var holds: Bool?
    }

    private struct Record: Encodable {
        let id: String
        let number: Int
        let title: String
        let language: String
        let minutes: Int
        let needs: [String]
        let sources: [String]
        let blocks: [Block]
    }

    func text() throws -> String {
        let lesson = report.lesson
        return try MachineJSON.text(
            Record(
                id: lesson.id, number: lesson.number, title: lesson.title, language: lesson.language.rawValue,
                minutes: lesson.minutes, needs: lesson.needs, sources: lesson.sources, blocks: report.parts.map(block)))
    }

    private func block(_ part: LessonPart) -> Block {
        switch part.content {
        case .prose(let slots, let protected): return Block(kind: "prose", line: part.line, text: slots.fill(protected, \.source))
        case .worksheet(let source, let sheet):
            return Block(
                kind: "fid", line: part.line, source: source, lines: sheet.results.map { line($0, sheet, from: part.line) })
        case .plot(let plot, let chart):
            let table = chart.table(in: report.style.language)
            return Block(
                kind: "plot", line: part.line, source: plot.kind.rawValue, title: chart.title(in: report.style.language),
                columns: table.header, rows: table.rows)
        case .ask(let ask, let answer):
            return Block(
                kind: "ask", line: part.line, id: ask.id, question: ask.question, questionKind: ask.kind.rawValue,
                options: ask.options.isEmpty ? nil : ask.options.map { Option(key: $0.key, text: $0.text) },
                hints: ask.hints.count, answer: report.showsAnswers ? answer : nil)
        case .claim(let claim, let result):
            return Block(
                kind: "claim", line: part.line, source: claim.source, id: claim.id, verdict: claim.verdict.rawValue,
                shows: claim.shows, place: claim.place, condition: claim.condition, value: Number(result?.left),
                holds: result?.holds)
        }
    }

    private func line(_ result: StatementResult, _ sheet: SheetReport, from first: Int) -> Line {
        var (kind, name, value, holds, error): (String, String?, Value?, Bool?, String?) = ("value", nil, nil, nil, nil)
        switch result.outcome {
        case .defined(let defined, let computed): (kind, name, value) = ("definition", defined, computed)
        case .shown(let computed): value = computed
        case .claim(let claim): (kind, value, holds) = ("claim", claim.left, claim.holds)
        case .failed(let problem): (kind, error) = ("error", problem.phrase(in: report.style.language))
        case .skipped(let missing): (kind, name) = ("skipped", missing)
        }
        return Line(
            line: first + result.statement.span.line - 1, kind: kind, source: sheet.text(of: result.statement), name: name,
            value: Number(value), holds: holds, error: error,
            steps: report.showsSteps ? result.steps.map { StepRecord($0, language: report.style.language) } : [])
    }
}
