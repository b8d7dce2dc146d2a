// Checks a hand calculation line by line: against the right values, and against what follows from the writer's own earlier ones.

import Localization
import Worksheets

/// Checks worksheets in which somebody has written values.
///
/// Two sets of values are carried along: the right ones, and the writer's own, in which a wrong value stays as it was written.
/// A value that is wrong but follows from the writer's own earlier values is no second mistake.
public struct Checker {
    private let task: HomeworkTask?
    private let limits: WorksheetLimits
    /// Everything as it should be.
    private var right: Evaluator
    /// The writer's values.
    private var own: Evaluator
    /// Half a unit of the last digit for the writer's values that were rounded.
    private var halfUnits: [String: [Double]] = [:]
    /// What each name is made of.
    private var formulas: [String: Expression] = [:]
    /// Names whose written value is wrong.
    private var wrong: Set<String> = []
    /// Names for which the writer gave a value.
    private var written: Set<String> = []
    private var lines: [CheckedLine] = []
    private var miscopied: [CheckedLine] = []

    private init(task: HomeworkTask?, limits: WorksheetLimits) {
        self.task = task
        self.limits = limits
        right = Evaluator(limits: limits, files: .noneForData)
        own = Evaluator(limits: limits, files: .noneForData)
        guard let task else { return }
        for (name, value) in task.values(limits: limits) { right.define(name, as: value) }
        for (name, expression) in task.givens {
            if let value = try? right.value(of: expression) { own.define(name, as: value) }
        }
        formulas = task.formulas
    }

    /// Checks a sheet.
    ///
    /// - Parameters:
    ///   - source: the sheet.
    ///   - task: what was asked for; without one the writer's own formulas are what the values should follow.
    public static func check(_ source: HomeworkSource, task: HomeworkTask?, limits: WorksheetLimits = WorksheetLimits())
        -> CheckedSheet
    {
        var checker = Checker(task: task, limits: limits)
        let sheet = Worksheet(source.worksheet, limits: limits)
        for statement in sheet.statements { checker.check(statement) }
        let named = Set(checker.lines.compactMap { $0.step?.name })
        return CheckedSheet(
            task: task, lines: checker.lines, miscopied: checker.miscopied,
            missing: task?.steps.filter { !named.contains($0.name) } ?? [], errors: sheet.errors)
    }

    // MARK: Statements

    private mutating func check(_ statement: Statement) {
        switch statement.kind {
        case .definition(let name, let first, let more):
            let parts = [first] + more
            if let given = task?.givens.first(where: { $0.name == name }) {
                return checkGiven(name, first, given.expression, statement.span)
            }
            let step = task?.step(name)
            // `t = 1/2 + 1/2 + 2 = 3`: a calculation with numbers is what its result should follow.
            let isSum = parts.count > 1 && parts.allSatisfy(\.isWrittenOut) && !first.isLiteral && task?.step(name) == nil
            let values = isSum ? more : parts.filter(\.isWrittenOut)
            let formula = isSum ? first : parts.first { !$0.isWrittenOut }
            if let formula, formulas[name] == nil { formulas[name] = formula }
            let target = step?.formula ?? formula
            guard let last = values.last else {
                return checkFormula(name, formula ?? first, step, statement.span)
            }
            guard let target else { return take(name, last) }
            for value in values.dropLast() { judge(name, value, target, step, statement.span, isName: false) }
            judge(name, last, target, step, statement.span, isName: true)
        case .claim(let left, let rightSide, _):
            // `FID == 1` is a value for the step; `tr(S) == 2` one for a calculation without a name.
            let (calculation, value) = rightSide.isWrittenOut ? (left, rightSide) : (rightSide, left)
            guard value.isWrittenOut, !calculation.isLiteral else { return }
            if case .name(let name) = calculation.kind, let step = task?.step(name) {
                return judge(name, value, step.formula, step, statement.span, isName: !written.contains(name))
            }
            if case .name(let name) = calculation.kind, let formula = formulas[name] {
                return judge(name, value, formula, nil, statement.span, isName: !written.contains(name))
            }
            judge(calculation.source, value, calculation, nil, statement.span, isName: false)
        case .show: return
        }
    }

    /// Data without a formula: the writer's own.
    private mutating func take(_ name: String, _ expression: Expression) {
        guard let value = try? own.value(of: expression) else { return }
        own.define(name, as: value)
        right.define(name, as: value)
    }

    /// Data of the task that the writer copied.
    private mutating func checkGiven(_ name: String, _ expression: Expression, _ given: Expression, _ span: SourceSpan) {
        do {
            let value = try own.value(of: expression)
            let target = try right.value(of: given)
            if !WrittenValue(value).agrees(with: target) {
                wrong.insert(name)
                miscopied.append(
                    CheckedLine(
                        name: name, span: span, formula: given, written: value, expected: target, right: target,
                        verdict: .wrong([]),
                        differences: Self.differences(WrittenValue(value), target, slack: []), step: nil))
            }
            own.define(name, as: value)
        } catch {
            lines.append(unreadable(name, error, span, nil))
        }
    }

    /// A formula for which the writer gives no value.
    private mutating func checkFormula(_ name: String, _ formula: Expression, _ step: HomeworkTask.Step?, _ span: SourceSpan) {
        do {
            let value = try ownValue(of: formula)
            defer { own.define(name, as: value) }
            guard let step else {
                if let target = Diagnostician.value(of: formula, &right) { right.define(name, as: target) }
                return
            }
            let expected = try? ownValue(of: step.formula)
            let target = right.names[name]
            let fits = [expected, target].contains { $0.map { WrittenValue(value).agrees(with: $0) } ?? false }
            if fits {
                lines.append(
                    CheckedLine(
                        name: name, span: span, formula: step.formula, written: nil, expected: expected, right: target,
                        verdict: .notWritten(isRight: true), differences: [], step: step))
            } else {
                wrong.insert(name)
                append(name, WrittenValue(value), step.formula, expected, step, span)
            }
        } catch {
            lines.append(unreadable(name, error, span, step))
        }
    }

    private func unreadable(_ name: String, _ error: any Error, _ span: SourceSpan, _ step: HomeworkTask.Step?) -> CheckedLine {
        let problem = error as? WorksheetError
        return CheckedLine(
            name: name, span: problem?.span ?? span, formula: step?.formula, written: nil, expected: nil, right: nil,
            verdict: .unreadable(problem?.problem.phrase ?? Phrase(same: "\(error)")), differences: [], step: step)
    }

    // MARK: Values

    /// The value of a formula for the writer's values. Steps that the writer left out are computed from the writer's others.
    private mutating func ownValue(of formula: Expression) throws -> Value {
        for name in formula.names.sorted() where own.names[name] == nil {
            guard let step = task?.step(name), step.formula.source != formula.source,
                let value = try? ownValue(of: step.formula)
            else { continue }
            own.define(name, as: value)
            if let slack = slack(of: step.formula, value) { halfUnits[name] = slack }
        }
        if let value = Diagnostician.value(of: formula, &own) { return value }
        return try own.value(of: formula)
    }

    private mutating func judge(
        _ name: String, _ expression: Expression, _ formula: Expression, _ step: HomeworkTask.Step?, _ span: SourceSpan,
        isName: Bool
    ) {
        let entered: WrittenValue
        do {
            entered = WrittenValue(try own.value(of: expression), written: expression)
        } catch {
            lines.append(unreadable(name, error, span, step))
            return
        }
        let expected = try? ownValue(of: formula)
        if right.names[name] == nil, isName, let value = Diagnostician.value(of: formula, &right) {
            right.define(name, as: value)
        }
        append(name, entered, formula, expected, step, span)
        if let last = lines.indices.last { lines[last].writtenEntries = expression.entryTexts }
        guard isName else { return }
        if lines.last?.isWrong == true { wrong.insert(name) } else { wrong.remove(name) }
        own.define(name, as: entered.value)
        written.insert(name)
        halfUnits[name] = entered.isRounded ? entered.halfUnits : nil
    }

    private mutating func append(
        _ name: String, _ entered: WrittenValue, _ formula: Expression, _ expected: Value?, _ step: HomeworkTask.Step?,
        _ span: SourceSpan
    ) {
        let target = step.flatMap { right.names[$0.name] } ?? Diagnostician.value(of: formula, &right)
        let slack = expected.flatMap { self.slack(of: formula, $0) } ?? []
        let verdict = judgement(entered, formula, expected, target, slack)
        let reference = expected ?? target
        let isOff = verdict.kind == .wrong || verdict.kind == .fewerDigits
        lines.append(
            CheckedLine(
                name: name, span: span, formula: formula, written: entered.value, expected: reference, right: target,
                verdict: verdict,
                differences: isOff ? reference.map { Self.differences(entered, $0, slack: slack) } ?? [] : [], step: step,
                inputs: isOff ? own.names.filter { formula.names.contains($0.key) } : [:]))
    }

    private func judgement(
        _ entered: WrittenValue, _ formula: Expression, _ expected: Value?, _ target: Value?, _ slack: [Double]
    ) -> Verdict {
        if let target, entered.agrees(with: target) { return .right }
        let culprits = culprits(of: formula)
        if let expected, entered.agrees(with: expected, slack: slack) { return culprits.isEmpty ? .right : .rightGiven(culprits) }
        guard let reference = expected ?? target else {
            return .unreadable(Phrase("it depends on a value that cannot be computed", "它依赖一个无法算出的值"))
        }
        let diagnostician = Diagnostician(formulas: formulas, limits: limits)
        var found = diagnostician.diagnose(entered, formula: formula, right: reference, names: own.names, slack: slack)
        // What does not follow from the writer's own values may be a slip on the right ones.
        if found.isEmpty, let target, !culprits.isEmpty {
            found = diagnostician.diagnose(entered, formula: formula, right: target, names: right.names, slack: slack)
        }
        if found.first?.misconceptions.first?.id == "rounding" || found.isEmpty {
            if let digits = [expected, target].lazy.compactMap({ $0 }).compactMap({ entered.digitsRight(against: $0) }).first {
                return .fewerDigits(digits)
            }
        }
        return .wrong(found)
    }

    /// The wrong values on which a formula depends, directly or through steps that the writer left out.
    private func culprits(of formula: Expression, depth: Int = 0) -> [String] {
        guard depth < 32 else { return [] }
        var result: Set<String> = []
        for name in formula.names {
            if wrong.contains(name) {
                result.insert(name)
            } else if let inner = formulas[name], inner.source != formula.source {
                result.formUnion(culprits(of: inner, depth: depth + 1))
            }
        }
        return result.sorted()
    }

    // MARK: Rounding

    /// How far the rounding of the writer's values may move each entry of a formula's value: the sum, over their entries, of what half
    /// a unit of the last digit does. Nil where nothing was rounded.
    private func slack(of formula: Expression, _ value: Value) -> [Double]? {
        let base = value.entries
        var allowed = Array(repeating: 0.0, count: base.count)
        var budget = 200
        for name in formula.names.sorted() {
            guard let units = halfUnits[name], let original = own.names[name] else { continue }
            for index in units.indices where units[index] > 0 && budget > 0 {
                budget -= 1
                var moved = own
                moved.define(name, as: original.moved(entry: index, by: units[index]))
                guard let entries = Diagnostician.value(of: formula, &moved)?.entries, entries.count == base.count else {
                    continue
                }
                for place in base.indices { allowed[place] += abs(entries[place] - base[place]) }
            }
        }
        return allowed.contains { $0 > 0 } ? allowed : nil
    }

    private static func differences(_ entered: WrittenValue, _ target: Value, slack: [Double]) -> [EntryDifference] {
        guard entered.value.fits(target) else { return [] }
        let columns = max(1, entered.shape.columns)
        return entered.differing(from: target.entries, slack: slack).map { index in
            EntryDifference(
                row: index / columns + 1, column: index % columns + 1, written: entered.entries[index],
                right: target.entries[index])
        }
    }
}

extension Value {
    /// The value in double precision with one entry changed.
    fileprivate func moved(entry: Int, by amount: Double) -> Value {
        guard let tensor = inDouble else { return self }
        var index = -1
        return .real(
            tensor.map { element in
                index += 1
                return index == entry ? element + amount : element
            })
    }
}
