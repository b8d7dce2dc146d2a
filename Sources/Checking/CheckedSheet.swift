// What checking a sheet found: a verdict for each value that was written.

import Localization
import Worksheets

/// How a written value stands.
public enum Verdict: Sendable {
    case right
    /// Right for the writer's own earlier values, of which these are wrong.
    case rightGiven([String])
    /// Right to this many significant digits, and written to more.
    case fewerDigits(Int)
    case wrong([Diagnosis])
    /// A formula without a value: it is the right formula, or a wrong one.
    case notWritten(isRight: Bool)
    /// The line cannot be read or computed.
    case unreadable(Phrase)

    public enum Kind: String, CaseIterable, Sendable, Codable {
        case right, rightGiven = "right-given", fewerDigits = "fewer-digits", wrong, notWritten = "not-written", unreadable
    }

    public var kind: Kind {
        switch self {
        case .right: .right
        case .rightGiven: .rightGiven
        case .fewerDigits: .fewerDigits
        case .wrong: .wrong
        case .notWritten: .notWritten
        case .unreadable: .unreadable
        }
    }
}

/// An entry that differs from what it should be.
public struct EntryDifference: Sendable {
    /// From 1.
    public let row: Int
    /// From 1.
    public let column: Int
    public let written: Double
    public let right: Double
}

/// One written value with its verdict.
public struct CheckedLine: Sendable {
    /// The step, or what is calculated where the line has no name.
    public let name: String
    public let span: SourceSpan
    /// What the value should follow.
    public let formula: Expression?
    public let written: Value?
    /// The entries of that value as they were written.
    public var writtenEntries: [String] = []
    /// What it should be, for the writer's own earlier values; for the right ones where those give nothing.
    public let expected: Value?
    /// What it would be had everything before it been right.
    public let right: Value?
    public let verdict: Verdict
    public let differences: [EntryDifference]
    /// The step of the task; nil for a line that the task does not ask for.
    public let step: HomeworkTask.Step?
    /// The writer's values that the formula uses, for a derivation of what should have come out.
    public var inputs: [String: Value] = [:]

    public var isWrong: Bool { verdict.kind == .wrong || verdict.kind == .unreadable }
}

/// A sheet that was checked.
public struct CheckedSheet: Sendable {
    public let task: HomeworkTask?
    /// The written values in their order.
    public let lines: [CheckedLine]
    /// Data of the task that was copied wrongly.
    public let miscopied: [CheckedLine]
    /// Steps of the task for which nothing was written.
    public let missing: [HomeworkTask.Step]
    /// Lines that cannot be read.
    public let errors: [WorksheetError]

    /// The first line that is wrong.
    public var firstWrong: CheckedLine? { (miscopied + lines).first(where: \.isWrong) }

    /// Whether nothing is wrong and nothing is missing.
    public var holds: Bool {
        errors.isEmpty && miscopied.isEmpty
            && lines.allSatisfy { [.right, .notWritten].contains($0.verdict.kind) && !$0.isFalseFormula }
            && missing.allSatisfy(\.isOptional)
    }

    /// The points that the sheet earns, and how many there are: each step of the task counts what the task says (each value counts one
    /// where there is no task). Right given the writer's own values counts in full, right to fewer digits than written by half.
    public var score: (earned: Double, possible: Double) {
        guard let task else {
            return (lines.reduce(0) { $0 + $1.credit }, Double(lines.count + errors.count))
        }
        var earned = 0.0
        var possible = 0.0
        // An optional step earns nothing and costs nothing.
        for step in task.steps where !step.isOptional {
            // Of several values for one step the last one counts.
            let line = lines.last { $0.step?.name == step.name }
            possible += step.points
            earned += step.points * (line?.credit ?? 0)
        }
        return (earned, possible)
    }
}

extension CheckedLine {
    public var isFalseFormula: Bool {
        if case .notWritten(isRight: false) = verdict { true } else { false }
    }

    /// The share of the points that the line earns.
    public var credit: Double {
        switch verdict {
        case .right, .rightGiven: 1
        case .fewerDigits: 0.5
        case .wrong, .notWritten, .unreadable: 0
        }
    }
}
