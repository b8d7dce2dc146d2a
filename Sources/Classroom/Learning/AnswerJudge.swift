// Judges an answer to a question of a lesson: a value by what it equals, to the digits written; an option by its key or its number.

import Checking
import Foundation
import Lessons
import Localization
import Worksheets

// Foundation has an Expression, too.
private typealias Expression = Worksheets.Expression

/// Judges the answers to one question.
public struct AnswerJudge: Sendable {
    private let ask: Ask
    private let names: Evaluator
    private let formulas: [String: Expression]
    /// The lesson's own answer; nil for a choice, and where it cannot be computed.
    public let answer: Value?
    private let formula: Expression?
    private let defect: Phrase?

    /// How many numbers the names of a formula may hold for slips to be made on them: by hand nobody works with more.
    static let diagnosisLimit = 10_000

    /// - Parameters:
    ///   - names: what is known where the question stands.
    ///   - all: what is known at the end of the lesson, for an answer that needs more.
    ///   - formulas: what the names are made of.
    public init(_ ask: Ask, names: Evaluator, all: Evaluator, formulas: [String: Worksheets.Expression]) {
        self.ask = ask
        self.formulas = formulas
        guard ask.kind != .choice, let formula = Expression(source: ask.answer) else {
            (self.names, answer, formula) = (names, nil, nil)
            defect =
                ask.kind == .choice
                ? nil : Phrase("“\(ask.answer)” is not one expression", "“\(ask.answer)”不是一个表达式")
            return
        }
        self.formula = formula
        var defect: Phrase?
        for environment in [names, all] {
            var evaluator = environment
            do {
                let value = try evaluator.value(of: formula)
                (self.names, answer, self.defect) = (environment, value, nil)
                return
            } catch {
                defect = defect ?? (error as? WorksheetError)?.problem.phrase ?? Phrase(same: "\(error)")
            }
        }
        (self.names, answer, self.defect) = (names, nil, defect)
    }

    /// The right option of a choice.
    public var rightOption: Ask.Option? { ask.options.first { $0.key == ask.answer } }

    /// The calculation of the answer as the lesson writes it, where there is more in it than the value.
    public var calculation: String? { formula.flatMap { $0.isLiteral ? nil : ask.answer } }

    /// Whether a word is a name that the lesson has defined before the question.
    func knows(_ name: String) -> Bool {
        guard case .name(let known)? = Expression(source: name)?.kind else { return false }
        return names.names[known] != nil
    }

    /// Judges what was typed.
    public func judge(_ text: String) -> Judgement {
        ask.kind == .choice ? judgeOption(text) : judgeValue(text)
    }

    // MARK: Options

    private func judgeOption(_ text: String) -> Judgement {
        // (b), b) and （b） are how options are written.
        let typed = text.trimmingCharacters(in: CharacterSet(charactersIn: "().（）。 ")).lowercased()
        let option =
            ask.options.first { $0.key.lowercased() == typed }
            ?? Int(typed).flatMap { ask.options.indices.contains($0 - 1) ? ask.options[$0 - 1] : nil }
        guard let option else { return .noSuchOption(ask.options.map(\.key)) }
        return option.key == ask.answer ? .rightOption(option) : .wrongOption(option)
    }

    // MARK: Values

    private func judgeValue(_ text: String) -> Judgement {
        guard let answer, let formula else { return .unjudgeable(defect ?? Phrase(same: "")) }
        let readings = Self.readings(of: text)
        guard let first = readings.first else {
            let sheet = Worksheet(text)
            let error = sheet.errors.first ?? Self.notOneValue(text, sheet)
            return .unreadable(error, source: text)
        }
        var evaluator = names
        var written: WrittenValue?
        for reading in readings {
            if let error = problem(of: reading.expression) { return .unreadable(error, source: reading.source) }
            guard reading.expression.isWrittenOut else { return .notWrittenOut }
            do {
                let value = WrittenValue(try evaluator.value(of: reading.expression), written: reading.expression)
                // "1 −2" is one number or two: as many as are asked for.
                if written == nil || value.value.fits(answer) { written = value }
                if value.value.fits(answer) { break }
            } catch {
                let error = error as? WorksheetError ?? WorksheetError(.failed(Phrase(same: "\(error)")), first.expression.span)
                return .unreadable(error, source: reading.source)
            }
        }
        return written.map { judge($0, answer, formula) } ?? .notWrittenOut
    }

    private func judge(_ written: WrittenValue, _ answer: Value, _ formula: Expression) -> Judgement {
        if written.agrees(with: answer) {
            // 0.50 is exactly 1/2; 1.73 is √3 to its digits.
            let isExact = WrittenValue(written.value).agrees(with: answer)
            if isExact || !written.isRounded { return .right(answer, isRounded: false) }
            return Self.hasDigits(written, for: answer) ? .right(answer, isRounded: true) : .tooFewDigits
        }
        let fits = written.value.fits(answer)
        let columns = max(1, written.value.inDouble?.asMatrix.columns ?? 1)
        let rows = (written.value.inDouble?.asMatrix.rows ?? 1)
        let differing = fits ? written.differing(from: answer.entries) : []
        let isPartly = differing.count < answer.entries.count
        return .wrong(
            WrongAnswer(
                diagnoses: diagnoses(written, answer, formula), digitsRight: fits ? written.digitsRight(against: answer) : nil,
                hasOtherShape: !fits,
                entries: isPartly ? differing.map { (row: $0 / columns + 1, column: $0 % columns + 1) } : [],
                isVector: rows == 1 || columns == 1))
    }

    private func diagnoses(_ written: WrittenValue, _ answer: Value, _ formula: Expression) -> [Diagnosis] {
        let size = names.names.values.reduce(0) { $0 + $1.entries.count }
        guard size <= Self.diagnosisLimit else { return [] }
        return Diagnostician(formulas: formulas).diagnose(written, formula: formula, right: answer, names: names.names)
    }

    /// Whether decimals say at least two digits of the largest entry: 0.5 for 0.536 would fit a tenth of all numbers.
    private static func hasDigits(_ written: WrittenValue, for answer: Value) -> Bool {
        let largest = answer.entries.map(abs).max() ?? 0
        guard largest > 0, let unit = written.halfUnits.max() else { return true }
        return unit <= 0.5 * pow(10, log10(largest).rounded(.down) - 1) * (1 + 1e-9)
    }

    // MARK: Reading

    /// The ways in which a line can be read as a value: as it stands, with the name before it left out, as the entries of a list.
    private static func readings(of text: String) -> [(expression: Expression, source: String)] {
        var readings: [(expression: Expression, source: String)] = []
        let sheet = Worksheet(text)
        if sheet.errors.isEmpty, sheet.statements.count == 1, let statement = sheet.statements.first {
            switch statement.kind {
            case .show(let expression): readings.append((expression, text))
            case .definition(_, let first, let stated): return [(stated.last ?? first, text)]
            case .claim(let left, let right, _): return [(right.isWrittenOut ? right : left, text)]
            }
        }
        for list in lists(text) where text.contains(where: { " \t,，;；".contains($0) }) {
            if let expression = Expression(source: list) { readings.append((expression, list)) }
        }
        return readings
    }

    private static func lists(_ text: String) -> [String] {
        let trimmed = text.trimmingCharacters(in: .whitespaces)
        guard !trimmed.contains("["), !trimmed.contains("=") else { return [] }
        let isBracketed = [("(", ")"), ("（", "）")].contains { trimmed.hasPrefix($0.0) && trimmed.hasSuffix($0.1) }
        return ["[\(trimmed)]"] + (isBracketed ? ["[\(trimmed.dropFirst().dropLast())]"] : [])
    }

    private static func notOneValue(_ text: String, _ sheet: Worksheet) -> WorksheetError {
        let span = sheet.statements.dropFirst().first?.span ?? SourceSpan(line: 1, column: 1)
        return WorksheetError(.unexpected("⏎", expected: Phrase("one value", "一个值")), span)
    }

    /// The first name or function that does not exist.
    private func problem(of expression: Expression) -> WorksheetError? {
        var problem: WorksheetError?
        var evaluator = names
        func check(_ node: Expression) {
            do { _ = try evaluator.value(of: node) } catch { problem = problem ?? error as? WorksheetError }
        }
        _ = expression.replacing { node in
            switch node.kind {
            case .name: check(node)
            case .call(let function, _) where WorksheetFunction.named(function) == nil: check(node)
            default: break
            }
            return nil
        }
        return problem
    }
}
