// What a kernel did, step by step: rules, operands, values. No prose: words and layout belong to the rooms above.

import ExactArithmetic
import RealModule

/// The reason of a step: an identifier from the lists in `Rule.linearAlgebra` and its like in the rooms above.
public struct Rule: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public var description: String { rawValue }
}

/// A number in a recorded step.
public enum Number: Hashable, Sendable {
    case exact(Exact)
    case real(Double)

    public var doubleValue: Double {
        switch self {
        case .exact(let value): value.doubleValue
        case .real(let value): value
        }
    }
}

/// An operand or value of a recorded step.
public enum Quantity: Sendable, Hashable {
    case integer(Int)
    case number(Number)
    case vector(Vector<Number>)
    case matrix(Matrix<Number>)
    /// A matrix too large to keep: what can be told of it.
    case summary(MatrixSummary)
    /// A vector too long to keep.
    case vectorSummary(VectorSummary)

    /// The most entries that are kept in full.
    public static let fullLimit = 144
}

/// What is kept of a large matrix: its shape, norms, corner and, where a step is about them, its leading spectrum.
public struct MatrixSummary: Sendable, Hashable {
    public let shape: Shape
    /// ‖A‖_F, the root of the sum of squares.
    public let frobeniusNorm: Double
    /// The entry of largest magnitude.
    public let largestMagnitude: Double
    /// The trace, where the matrix is square.
    public let trace: Double?
    /// The upper left corner, at most 3 × 3.
    public let corner: Matrix<Double>
}

/// What is kept of a long vector.
public struct VectorSummary: Sendable, Hashable {
    public let count: Int
    /// ‖v‖₂
    public let norm: Double
    public let sum: Double
    public let minimum: Double
    public let maximum: Double
    /// The first entries, at most 6.
    public let leading: [Double]
}

/// One step of a derivation.
public struct Step: Sendable, Hashable {
    public let rule: Rule
    /// Which of the caller's things the step is about (`r`, `g`, …), from the outermost `about` inwards.
    public let subjects: [String]
    public let operands: [Quantity]
    public let value: Quantity
    /// How far the floating-point kernel of LAPACK, run on the same operands, is from the exact value: the largest difference of
    /// entries, relative to the largest entry where that is over 1. Nil where the step itself is in floating point.
    public let disagreement: Double?
    public let substeps: [Step]
}

/// Collects the steps of a calculation. Kernels take it as an optional: nothing recorded, nothing paid.
public final class Recorder {
    public private(set) var steps: [Step] = []
    private var subjects: [String] = []

    /// The disagreement between exact and floating-point result above which a step is refused: far over rounding (1e-16 to 1e-12),
    /// far under any slip.
    public static let tolerance = 1e-9

    public init() {}

    /// Runs `body` with its steps marked as being about `subject`.
    public func about<Result>(_ subject: String, _ body: () throws -> Result) rethrows -> Result {
        subjects.append(subject)
        defer { subjects.removeLast() }
        return try body()
    }

    /// Records one step.
    public func record(
        _ rule: Rule, _ operands: [Quantity], _ value: Quantity, disagreement: Double? = nil, substeps: [Step] = []
    ) {
        steps.append(
            Step(
                rule: rule, subjects: subjects, operands: operands, value: value, disagreement: disagreement,
                substeps: substeps))
    }

    /// Adds steps that another recorder has collected.
    public func append(_ steps: [Step]) {
        self.steps += steps
    }

    /// Runs `body` and takes the steps recorded in it off the list, to become the substeps of another.
    public func collecting<Result>(_ body: () throws -> Result) rethrows -> (result: Result, steps: [Step]) {
        let before = steps
        steps = []
        defer { steps = before }
        let result = try body()
        return (result, steps)
    }
}

extension Optional where Wrapped == Recorder {
    /// Records a step, if anybody listens. In exact arithmetic the step is checked by running the floating-point kernel `lapack` on
    /// the same operands.
    ///
    /// - Throws: ``LinearAlgebraError/disagreement(rule:difference:)`` where the two results are too far apart, and what
    ///   `lapack` throws.
    public func record<E: Scalar>(
        _ rule: Rule, _ operands: @autoclosure () -> [Quantity], _ value: Matrix<E>, substeps: [Step] = [],
        lapack: () throws -> Matrix<Double>
    ) throws {
        guard let recorder = self else { return }
        let difference = E.isExact ? try value.disagreement(with: lapack()) : nil
        try recorder.recordChecked(rule, operands(), Quantity(value), difference, substeps)
    }

    /// The same for a vector.
    public func record<E: Scalar>(
        _ rule: Rule, _ operands: @autoclosure () -> [Quantity], _ value: Vector<E>, substeps: [Step] = [],
        lapack: () throws -> Vector<Double>
    ) throws {
        guard let recorder = self else { return }
        let difference = E.isExact ? try value.asRow.disagreement(with: lapack().asRow) : nil
        try recorder.recordChecked(rule, operands(), Quantity(value), difference, substeps)
    }

    /// The same for a number.
    public func record<E: Scalar>(
        _ rule: Rule, _ operands: @autoclosure () -> [Quantity], _ value: E, substeps: [Step] = [], lapack: () throws -> Double
    ) throws {
        guard let recorder = self else { return }
        let difference = E.isExact ? try Vector([value]).asRow.disagreement(with: Vector([lapack()]).asRow) : nil
        try recorder.recordChecked(rule, operands(), .number(value.recorded), difference, substeps)
    }

    /// Marks the steps of `body` as being about `subject`; without a recorder just runs it.
    public func about<Result>(_ subject: String, _ body: () throws -> Result) rethrows -> Result {
        guard let recorder = self else { return try body() }
        return try recorder.about(subject, body)
    }

    /// Runs `body`; the steps recorded in it are handed back instead of standing in the list.
    public func collecting<Result>(_ body: () throws -> Result) rethrows -> (result: Result, steps: [Step]) {
        guard let recorder = self else { return (try body(), []) }
        return try recorder.collecting(body)
    }
}

extension Recorder {
    fileprivate func recordChecked(
        _ rule: Rule, _ operands: [Quantity], _ value: Quantity, _ difference: Double?, _ substeps: [Step]
    ) throws {
        if let difference, !(difference <= Recorder.tolerance) {
            throw LinearAlgebraError.disagreement(rule: rule, difference: difference)
        }
        record(rule, operands, value, disagreement: difference, substeps: substeps)
    }
}

extension Quantity {
    /// A matrix in full where it is small, as its summary where it is large.
    public init<E: Scalar>(_ matrix: Matrix<E>) {
        self =
            matrix.elements.count <= Self.fullLimit
            ? .matrix(matrix.map(\.recorded)) : .summary(MatrixSummary(matrix))
    }

    /// A vector in full where it is short, as its summary where it is long.
    public init<E: Scalar>(_ vector: Vector<E>) {
        self =
            vector.count <= Self.fullLimit
            ? .vector(vector.map(\.recorded)) : .vectorSummary(VectorSummary(vector))
    }

    public init<E: Scalar>(_ number: E) {
        self = .number(number.recorded)
    }
}

extension MatrixSummary {
    /// The summary of a matrix; one pass over its entries.
    public init<E: Scalar>(_ matrix: Matrix<E>) {
        var squares = 0.0
        var largest = 0.0
        for element in matrix.elements {
            let x = element.doubleValue
            squares += x * x
            largest = max(largest, abs(x))
        }
        shape = matrix.shape
        frobeniusNorm = squares.squareRoot()
        largestMagnitude = largest
        trace = matrix.isSquare ? (0..<matrix.rows).reduce(0) { $0 + matrix[$1, $1].doubleValue } : nil
        corner = Matrix<Double>(rows: min(3, matrix.rows), columns: min(3, matrix.columns)) { matrix[$0, $1].doubleValue }
    }
}

extension VectorSummary {
    public init<E: Scalar>(_ vector: Vector<E>) {
        let values = vector.elements.map(\.doubleValue)
        count = values.count
        norm = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        sum = values.reduce(0, +)
        minimum = values.min() ?? .nan
        maximum = values.max() ?? .nan
        leading = Array(values.prefix(6))
    }
}

extension Matrix where Element: Scalar {
    /// The largest difference of entries to `other`, relative to the largest entry of this matrix where that is over 1;
    /// infinite where the shapes differ or an entry is not a number.
    public func disagreement(with other: Matrix<Double>) -> Double {
        guard shape == other.shape else { return .infinity }
        var largest = 1.0
        var difference = 0.0
        for (exact, approximate) in zip(elements, other.elements) {
            let value = exact.doubleValue
            largest = max(largest, abs(value))
            let gap = abs(value - approximate)
            difference = gap.isNaN ? .infinity : max(difference, gap)
        }
        return difference / largest
    }
}
