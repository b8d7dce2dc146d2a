// Why a value is wrong: the known slips are made on purpose, and the one that gives the same value is named.

import ExactArithmetic
import LinearAlgebra
import Localization
import RealModule
import Worksheets

/// One explanation of a wrong value.
public struct Diagnosis: Sendable {
    /// The slip, or the two slips that only together explain the value.
    public let misconceptions: [Misconception]
    /// The formula that gives the value; nil for slips of the pen.
    public let formula: Expression?
    /// The entry that a slip of the pen is about, row and column from 1; nil where it is the whole value.
    public let entry: (row: Int, column: Int)?

    /// The ids, joined: `cov-divide-by-n+factor-two-forgotten`.
    public var id: String { misconceptions.map(\.id).joined(separator: "+") }
}

/// Finds explanations of wrong values.
public struct Diagnostician: Sendable {
    /// How many pairs of slips are tried where no single slip explains a value.
    public static let pairLimit = 2000

    /// How likely a pair of slips may be to hit a value by chance and still be named.
    public static let chance = 0.01

    private let formulas: [String: Expression]
    private let limits: WorksheetLimits

    /// - Parameter formulas: what names stand for where a formula uses the result of another step.
    public init(formulas: [String: Expression] = [:], limits: WorksheetLimits = WorksheetLimits()) {
        self.formulas = formulas
        self.limits = limits
    }

    /// The explanations of a wrong value, the likeliest first; empty where no known slip gives it.
    ///
    /// - Parameters:
    ///   - written: the value as it was written.
    ///   - formula: the formula that it should follow.
    ///   - right: the value that the formula gives.
    ///   - names: the values that the formula's names have for the writer.
    ///   - slack: how much the rounding of those values may move each entry.
    public func diagnose(
        _ written: WrittenValue, formula: Expression, right: Value, names: [String: Value], slack: [Double] = []
    ) -> [Diagnosis] {
        let slips = matches(SlipVariants(formulas: formulas, values: names).single(of: formula), written, right, names, slack)
        if !slips.isEmpty { return slips }
        let pen = writingSlips(written, right, slack)
        if !pen.isEmpty { return pen }
        return pairs(written, formula, right, names, slack)
    }

    /// The value that each slip on a formula gives, which may be the right one by accident: what authors look at for collisions.
    public func slipValues(of formula: Expression, names: [String: Value]) -> [(id: String, value: Value)] {
        var evaluator = self.evaluator(names)
        return SlipVariants(formulas: formulas, values: names).single(of: formula).compactMap { variant in
            guard let value = Self.value(of: variant.formula, &evaluator) else { return nil }
            return (variant.misconceptions[0].id, value)
        }
    }

    // MARK: Slips that change the formula

    private func evaluator(_ names: [String: Value]) -> Evaluator {
        var evaluator = Evaluator(limits: limits)
        for (name, value) in names { evaluator.define(name, as: value) }
        return evaluator
    }

    private func quickEvaluator(_ names: [String: Value]) -> Evaluator {
        var evaluator = Evaluator(limits: limits, isExact: false)
        for (name, value) in names { evaluator.define(name, as: value.inDouble.map(Value.real) ?? value) }
        return evaluator
    }

    private static let robustRoot = Rewriting("sqrtm(A*B)", "sqrtprod(A, B)")

    /// The value of a formula; in floating point by the root of a product that needs no general eigenvalues, where it can be taken.
    static func value(of formula: Expression, _ evaluator: inout Evaluator) -> Value? {
        let value = try? evaluator.value(of: formula)
        if let value, value.isExact { return value }
        let robust = formula.replacing { robustRoot.applied(to: $0) }
        if robust.source == formula.source { return value }
        return (try? evaluator.value(of: robust)) ?? value
    }

    private func matches(
        _ variants: [SlipVariant], _ written: WrittenValue, _ right: Value, _ names: [String: Value], _ slack: [Double]
    ) -> [Diagnosis] {
        var evaluator = self.evaluator(names)
        var quick = quickEvaluator(names)
        var seen: Set<String> = []
        return variants.compactMap { variant -> Diagnosis? in
            // Most slips are far off: double precision tells that fast. What is near is computed exactly.
            if let near = Self.value(of: variant.formula, &quick), !written.isNear(near, slack: slack) { return nil }
            guard let value = Self.value(of: variant.formula, &evaluator), written.agrees(with: value, slack: slack),
                // A slip that gives the right value explains nothing.
                !WrittenValue(value).agrees(with: right), let first = variant.misconceptions.first,
                seen.insert(first.id).inserted
            else { return nil }
            return Diagnosis(misconceptions: variant.misconceptions, formula: variant.formula, entry: nil)
        }
    }

    private func pairs(
        _ written: WrittenValue, _ formula: Expression, _ right: Value, _ names: [String: Value], _ slack: [Double]
    ) -> [Diagnosis] {
        let byChance = Double.pow(10, -written.specificity)
        guard byChance <= Self.chance else { return [] }
        // So many values are compared to rounding only: double precision is enough, and fast.
        var evaluator = quickEvaluator(names)
        var values: Set<[Double]> = []
        var found: [Diagnosis] = []
        var isTelling = true
        SlipVariants(formulas: formulas, values: names).forEachPair(of: formula, limit: Self.pairLimit) { variant in
            guard let value = Self.value(of: variant.formula, &evaluator) else { return true }
            values.insert(value.entries)
            // The more values are tried, the likelier one of them fits by chance: with few digits written that says nothing.
            isTelling = Double(values.count) * byChance <= Self.chance
            if written.agrees(with: value, slack: slack), !WrittenValue(value).agrees(with: right), found.count < 3 {
                found.append(Diagnosis(misconceptions: variant.misconceptions, formula: variant.formula, entry: nil))
            }
            return isTelling
        }
        return isTelling ? found : []
    }

    // MARK: Slips of the pen

    private func writingSlips(_ written: WrittenValue, _ right: Value, _ slack: [Double]) -> [Diagnosis] {
        Misconception.writing.compactMap { slip in
            guard case .writing(let form) = slip.form, let place = Self.place(form, written, right, slack) else { return nil }
            return Diagnosis(misconceptions: [slip], formula: nil, entry: place.entry)
        }
    }

    /// Where the slip is, where it explains the value.
    private static func place(
        _ slip: Misconception.WritingSlip, _ written: WrittenValue, _ right: Value, _ slack: [Double]
    ) -> (entry: (row: Int, column: Int)?, Void)? {
        // Exchanged rows and columns may change the shape; the other slips keep it.
        guard slip == .transposed || written.value.fits(right) else { return nil }
        let target = right.entries
        let wrong = written.value.fits(right) ? written.differing(from: target, slack: slack) : []
        let columns = written.shape.columns
        let entry = { (index: Int) in (row: index / columns + 1, column: index % columns + 1) }
        switch slip {
        case .sign:
            let flipped = target.indices.map { wrong.contains($0) ? -target[$0] : target[$0] }
            guard !wrong.isEmpty, written.differing(from: flipped, slack: slack).isEmpty else { return nil }
            // In a matrix all signs or one: a scatter of signs is some other mistake.
            let nonzero = target.filter { $0 != 0 }.count
            if wrong.count == 1, target.count > 1 { return (entry(wrong[0]), ()) }
            return wrong.count == nonzero ? (nil, ()) : nil
        case .singleEntry:
            guard target.count > 2, wrong.count == 1 else { return nil }
            return (entry(wrong[0]), ())
        case .transposed:
            guard let matrix = right.inDouble?.asMatrix, matrix.rows > 1, matrix.columns > 1,
                written.differing(from: matrix.transposed.elements, slack: slack).isEmpty,
                written.shape == matrix.transposed.shape
            else { return nil }
            return (nil, ())
        case .rounding:
            return written.digitsRight(against: right) == nil ? nil : (nil, ())
        }
    }
}
