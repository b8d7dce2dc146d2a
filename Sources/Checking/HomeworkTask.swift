// What a teacher gives: data, and the named steps that a student writes values for.

import Localization
import Worksheets

/// A calculation with named steps.
public struct HomeworkTask: Sendable {
    public struct Step: Sendable {
        public let name: String
        /// What gives the value, in terms of the data and of earlier steps.
        public let formula: Expression
        /// What is asked for; nil where the formula says enough.
        public let title: Phrase?
        public let points: Double
        /// Whether a sheet is complete without it.
        public let isOptional: Bool

        public init(name: String, formula: Expression, title: Phrase? = nil, points: Double = 1, isOptional: Bool = false) {
            self.name = name
            self.formula = formula
            self.title = title
            self.points = points
            self.isOptional = isOptional
        }
    }

    public let id: String
    public let title: Phrase
    /// The id of the lesson that it belongs to.
    public let lesson: String?
    /// The data: names with what was written for them.
    public let givens: [(name: String, expression: Expression)]
    public let steps: [Step]

    public init(id: String, title: Phrase, lesson: String?, givens: [(name: String, expression: Expression)], steps: [Step]) {
        self.id = id
        self.title = title
        self.lesson = lesson
        self.givens = givens
        self.steps = steps
    }

    public func step(_ name: String) -> Step? { steps.first { $0.name == name } }

    /// The formulas of the steps by their names.
    public var formulas: [String: Expression] {
        Dictionary(steps.map { ($0.name, $0.formula) }) { first, _ in first }
    }

    /// The right values of data and steps.
    public func values(limits: WorksheetLimits = WorksheetLimits()) -> [String: Value] {
        var evaluator = Evaluator(limits: limits)
        for (name, expression) in givens {
            if let value = try? evaluator.value(of: expression) { evaluator.define(name, as: value) }
        }
        for step in steps {
            if let value = Diagnostician.value(of: step.formula, &evaluator) { evaluator.define(step.name, as: value) }
        }
        return evaluator.names
    }
}
