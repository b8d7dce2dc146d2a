// Measures the checker on itself: every known slip is planted at every step of a task, and what is found is counted.

import ExactArithmetic
import Localization
import Worksheets

/// A sheet with one mistake planted in it: everything before is right, everything after follows from it.
public struct PlantedSheet: Sendable {
    public let task: HomeworkTask
    /// The step in which the mistake is made.
    public let step: String
    /// The id of the mistake.
    public let mistake: String
    /// The lines: names with what is written for them, in order.
    public let values: [(name: String, value: Value)]
    /// Which steps follow from the planted one.
    public let followers: Set<String>

    /// Significant digits in which irrational values are written.
    public static let digits = 8

    /// The sheet as homework of one form; with `formulas` a worksheet says what it calculates.
    public func text(_ form: HomeworkForm, formulas: Bool = true) -> String {
        let lines = values.map { name, value -> String in
            let literal = value.written(digits: Self.digits)
            switch form {
            case .fid, .markdown:
                let formula = formulas ? task.step(name).map { " = \($0.formula.source)" } ?? "" : ""
                return "\(name)\(formula) = \(literal)"
            case .text: return "\(name): \(literal)"
            case .csv: return "\(name),\(CSVTable.cell(literal))"
            }
        }
        switch form {
        case .markdown: return (["# \(task.id)", "", "```fid"] + lines + ["```"]).joined(separator: "\n")
        case .csv: return (["step,value"] + lines).joined(separator: "\n")
        case .fid, .text: return lines.joined(separator: "\n")
        }
    }

    /// What the checker says to the sheet.
    public func check(_ form: HomeworkForm, formulas: Bool = true) -> CheckedSheet {
        Checker.check(HomeworkSource(text(form, formulas: formulas), form: form), task: task)
    }

    /// Whether the mistake is found in its line and named, or a mistake that gives the same value is, and everything that follows
    /// is marked as right for the writer's value.
    public func isFound(in sheet: CheckedSheet) -> Bool {
        guard let wrong = sheet.firstWrong, wrong.name == step, case .wrong(let found) = wrong.verdict,
            found.contains(where: { $0.id == mistake }), sheet.lines.count == values.count
        else { return false }
        return sheet.lines.filter { $0.name != step }.allSatisfy { line in
            switch line.verdict {
            case .right: true
            case .rightGiven(let names): followers.contains(line.name) && names.contains(step)
            default: false
            }
        }
    }
}

extension HomeworkTask {
    /// Every slip at every step: known mistakes in the formula, a wrong sign and a wrong number in each entry, exchanged rows and
    /// columns. Slips that give the right value by accident are left out.
    public func plantedSheets() -> [PlantedSheet] {
        let right = values()
        return steps.flatMap { step -> [PlantedSheet] in
            guard let value = right[step.name] else { return [] }
            return slips(step, value, right).compactMap { id, wrong in
                WrittenValue(wrong).agrees(with: value) ? nil : planted(id, step.name, wrong, right)
            }
        }
    }

    private func slips(_ step: Step, _ value: Value, _ right: [String: Value]) -> [(id: String, value: Value)] {
        var seen: Set<String> = []
        let known = Diagnostician(formulas: [:]).slipValues(of: step.formula, names: right).filter {
            seen.insert("\($0.id) \($0.value.entries)").inserted
        }
        guard case .exact(let tensor) = value else { return known }
        let count = tensor.elements.count
        let signs = tensor.elements.indices.filter { tensor.elements[$0] != 0 }.map { place in
            (id: "sign", value: value.changed(at: place) { -$0 })
        }
        let entries =
            count > 2
            ? tensor.elements.indices.map { place in (id: "single-entry", value: value.changed(at: place) { $0 + 7 }) } : []
        var turned: [(id: String, value: Value)] = []
        if case .matrix(let matrix) = tensor, matrix.rows > 1, matrix.columns > 1 {
            turned = [(id: "transposed", value: .exact(.matrix(matrix.transposed)))]
        }
        // Where a slip of the pen writes what a known mistake gives, it is that mistake.
        return known
            + (signs + entries + turned).filter { slip in !known.contains { WrittenValue($0.value).agrees(with: slip.value) } }
    }

    /// The sheet of somebody who makes one slip and goes on without another.
    private func planted(_ id: String, _ name: String, _ wrong: Value, _ right: [String: Value]) -> PlantedSheet {
        var own = Evaluator()
        for (given, _) in givens { if let value = right[given] { own.define(given, as: value) } }
        var lines: [(name: String, value: Value)] = []
        var followers: Set<String> = [name]
        for step in steps {
            let value = step.name == name ? wrong : Diagnostician.value(of: step.formula, &own)
            if !step.formula.names.isDisjoint(with: followers) { followers.insert(step.name) }
            // With a matrix of the wrong shape nobody can go on.
            guard let value else {
                own.forget(step.name)
                continue
            }
            // What is written is what the next line is worked out from.
            let written = Expression(source: value.written(digits: PlantedSheet.digits)).flatMap { try? own.value(of: $0) }
            own.define(step.name, as: written ?? value)
            lines.append((step.name, value))
        }
        return PlantedSheet(task: self, step: name, mistake: id, values: lines, followers: followers.subtracting([name]))
    }
}

extension Value {
    /// The value as a person writes it: fractions as fractions, roots as decimals.
    fileprivate func written(digits: Int) -> String {
        if case .exact(let tensor) = self, tensor.elements.allSatisfy(\.isRational) { return source() }
        return inDouble.map { Value.real($0).source(digits: digits) } ?? source()
    }

    fileprivate func changed(at place: Int, _ change: (Exact) -> Exact) -> Value {
        guard case .exact(let tensor) = self else { return self }
        var index = -1
        return .exact(
            tensor.map { element in
                index += 1
                return index == place ? change(element) : element
            })
    }
}
