// Computes the statements of a worksheet in order, exactly as long as the numbers allow, with the steps of each.

import ExactArithmetic
import GenerativeMetrics
import LinearAlgebra
import Localization
import RealModule

/// What became of one statement.
public struct StatementResult: Sendable {
    public enum Outcome: Sendable {
        case defined(name: String, Value)
        case shown(Value)
        case claim(Claim)
        case failed(WorksheetError)
        /// A name that an earlier failed line should have given.
        case skipped(missing: String)
    }

    public let statement: Statement
    public let outcome: Outcome
    /// What the kernels recorded.
    public let steps: [Step]
    /// The operation at which exact arithmetic ended, where it did within this statement.
    public let leftExactAt: String?
    /// Where a definition states values besides (`mu = mean(X) = [1 2]`): each against the first.
    public let stated: [Claim]
}

/// Whether two values agree.
public struct Claim: Sendable {
    public let left: Value
    public let right: Value
    public let holds: Bool
    /// The largest difference of entries, where both have numbers and one shape.
    public let difference: Double?
    /// How far they may differ; 0 where both are exact and no tolerance is given.
    public let tolerance: Double
}

/// Computes worksheets. It keeps the names that were defined, so that lines can be given one after the other.
public struct Evaluator: Sendable {
    public private(set) var names: [String: Value] = [:]
    private var missing: Set<String> = []
    let limits: WorksheetLimits
    private(set) var exactCount = 0
    /// How many numbers in double precision the names hold.
    private(set) var realCount = 0
    /// The operation at which the statement at hand left the exact numbers.
    var leftExactAt: String?

    /// Whether literals are taken exactly; else all is in double precision from the start. Names keep the values that they have.
    public var isExact: Bool

    /// Which files `load` may read.
    let files: FileAccess

    public init(limits: WorksheetLimits = WorksheetLimits(), isExact: Bool = true, files: FileAccess = .none) {
        self.limits = limits
        self.isExact = isExact
        self.files = files
    }

    /// Gives a name a value that comes from outside the sheet.
    public mutating func define(_ name: String, as value: Value) {
        names[name] = value
        missing.remove(name)
    }

    /// Takes a name away.
    public mutating func forget(_ name: String) { names[name] = nil }

    /// Computes all statements of a sheet.
    public mutating func run(_ sheet: Worksheet) -> [StatementResult] {
        // Names whose lines could not be read are missing, not unknown.
        for error in sheet.errors {
            guard let line = sheet.line(error.span.line) else { continue }
            var lexer = Lexer(line, limits: limits)
            lexer.read()
            if case .name(let name)? = lexer.tokens.first?.kind, lexer.tokens.count > 1, lexer.tokens[1].isSign("=") {
                missing.insert(name)
            }
        }
        return sheet.statements.map { evaluate($0) }
    }

    /// Computes one statement.
    public mutating func evaluate(_ statement: Statement) -> StatementResult {
        let recorder = Recorder()
        leftExactAt = nil
        var stated: [Claim] = []
        let outcome: StatementResult.Outcome
        do {
            outcome = try self.outcome(of: statement, recorder, &stated)
        } catch let error as WorksheetError {
            if case .definition(let name, _, _) = statement.kind {
                missing.insert(name)
                realCount -= names[name]?.realCount ?? 0
                exactCount -= names[name]?.exactCount ?? 0
                names[name] = nil
            }
            if case .undefinedName(let name, _) = error.problem, missing.contains(name) {
                outcome = .skipped(missing: name)
            } else {
                outcome = .failed(error)
            }
        } catch {
            outcome = .failed(WorksheetError(.failed(Phrase(same: "\(error)")), statement.span))
        }
        return StatementResult(
            statement: statement, outcome: outcome, steps: recorder.steps, leftExactAt: leftExactAt, stated: stated)
    }

    private mutating func outcome(
        of statement: Statement, _ recorder: Recorder, _ stated: inout [Claim]
    ) throws -> StatementResult.Outcome {
        switch statement.kind {
        case .definition(let name, let expression, let more):
            if WorksheetFunction.named(name) != nil { throw WorksheetError(.reservedName(name), statement.span) }
            let value = try value(of: expression, recorder)
            // What a name held before is given up: a session that defines it over and over holds no more.
            let count = exactCount - (names[name]?.exactCount ?? 0) + value.exactCount
            guard count <= limits.exactElements else {
                throw WorksheetError(.tooManyElements(limit: limits.exactElements), statement.span)
            }
            let held = realCount - (names[name]?.realCount ?? 0) + value.realCount
            guard held <= limits.realElements else {
                throw WorksheetError(.tooManyNumbers(limit: limits.realElements), statement.span)
            }
            realCount = held
            exactCount = count
            names[name] = value
            missing.remove(name)
            for expression in more { stated.append(try claim(value, expression, nil, recorder)) }
            return .defined(name: name, value)
        case .show(let expression): return .shown(try value(of: expression, recorder))
        case .claim(let left, let right, let tolerance):
            let bound = try tolerance.map { try self.value(of: $0, recorder) }
            let first = try value(of: left, recorder)
            guard let limit = bound?.exactNumber else {
                if bound != nil, let tolerance {
                    throw WorksheetError(
                        .wrongKind(operation: "within", needs: Phrase("a number", "一个数"), found: ""), tolerance.span)
                }
                return .claim(try claim(first, right, nil, recorder))
            }
            return .claim(try claim(first, right, limit.doubleValue, recorder))
        }
    }

    // MARK: Expressions

    /// The value of an expression.
    ///
    /// - Throws: `WorksheetError`.
    public mutating func value(of expression: Expression, _ recorder: Recorder? = nil) throws -> Value {
        switch expression.kind {
        case .number(let value, _): return isExact ? .number(value) : .real(.scalar(value.doubleValue))
        case .text(let text): return .text(text)
        case .name(let name): return try self.name(name, expression.span)
        case .bracket(let rows): return try matrix(rows, expression.span, recorder)
        case .negative(let inner):
            return try unary(inner, expression, recorder) {
                $0.map { -$0 }
            } real: {
                $0.map { -$0 }
            }
        case .root(let inner):
            return try unary(inner, expression, recorder) {
                try $0.rooted()
            } real: {
                try $0.rooted()
            }
        case .transpose(let inner):
            return try unary(inner, expression, recorder) {
                $0.transposed()
            } real: {
                $0.transposed()
            }
        case .binary(let operation, let left, let right): return try binary(operation, left, right, expression, recorder)
        case .call(let name, let arguments): return try call(name, arguments, expression.span, recorder)
        case .element(let base, let indices): return try element(base, indices, recorder)
        }
    }

    private func name(_ name: String, _ span: SourceSpan) throws -> Value {
        if let value = names[name] { return value }
        throw WorksheetError(
            .undefinedName(name, suggestion: Suggestion.nearest(to: name, among: names.keys, ignoringCase: false)), span)
    }

    private mutating func matrix(_ rows: [[Expression]], _ span: SourceSpan, _ recorder: Recorder?) throws -> Value {
        var values: [[Value]] = []
        for (index, row) in rows.enumerated() {
            guard row.count == rows[0].count else {
                throw WorksheetError(
                    .raggedMatrix(row: index + 1, found: row.count, expected: rows[0].count), row.first?.span ?? span)
            }
            values.append(try row.map { try value(of: $0, recorder) })
        }
        let flat = values.flatMap { $0 }
        let exact = flat.compactMap { value -> Exact? in if case .exact(.scalar(let number)) = value { number } else { nil } }
        let columns = rows[0].count
        if exact.count == flat.count {
            return .exact(
                rows.count == 1 ? .vector(Vector(exact)) : .matrix(Matrix(rows: rows.count, columns: columns, elements: exact)))
        }
        let real = flat.compactMap { value -> Double? in
            if case .scalar(let number)? = value.inDouble { number } else { nil }
        }
        guard real.count == flat.count else {
            throw WorksheetError(
                .wrongKind(
                    operation: "[ ]", needs: Phrase("numbers as entries", "数作为元素"),
                    found: flat.first { value in
                        if case .scalar? = value.inDouble { false } else { true }
                    }?.shapeName ?? ""), span)
        }
        return .real(
            rows.count == 1 ? .vector(Vector(real)) : .matrix(Matrix(rows: rows.count, columns: columns, elements: real)))
    }

    private mutating func unary(
        _ inner: Expression, _ expression: Expression, _ recorder: Recorder?, exact: (Tensor<Exact>) throws -> Tensor<Exact>,
        real: (Tensor<Double>) throws -> Tensor<Double>
    ) throws -> Value {
        let value = try self.value(of: inner, recorder)
        return try located(expression.span) { evaluator in
            if case .exact(let tensor) = value {
                do {
                    return .exact(try exact(tensor))
                } catch LinearAlgebraError.leavesField(let operation) {
                    evaluator.leftExactAt = operation
                }
            }
            return .real(try real(try evaluator.inDouble(value, expression)))
        }
    }

    func inDouble(_ value: Value, _ expression: Expression) throws -> Tensor<Double> {
        guard let tensor = value.inDouble else {
            throw OperationProblem.problem(
                .wrongKind(operation: expression.operation, needs: Phrase("numbers", "数"), found: value.shapeName))
        }
        return tensor
    }

    private mutating func binary(
        _ operation: BinaryOperator, _ left: Expression, _ right: Expression, _ expression: Expression, _ recorder: Recorder?
    ) throws -> Value {
        let a = try value(of: left, recorder)
        let b = try value(of: right, recorder)
        return try located(expression.span) { evaluator in
            if operation == .power {
                guard let exponent = b.exactNumber else { throw OperationProblem.problem(.exponentNotInteger) }
                return try evaluator.eitherWay([a], expression, recorder) {
                    try Tensor.power($0[0], exponent, recorder: $1)
                } real: {
                    try Tensor.power($0[0], exponent, recorder: $1)
                }
            }
            let limit = a.isExact && b.isExact ? evaluator.limits.exactElements : evaluator.limits.realElements
            return try evaluator.eitherWay([a, b], expression, recorder) { tensors, _ in
                try Tensor.combine(operation, tensors[0], tensors[1], limit: limit)
            } real: { tensors, _ in
                try Tensor.combine(operation, tensors[0], tensors[1], limit: limit)
            }
        }
    }

    /// Exactly where all values are exact and stay so, in double precision elsewhere. A calculation that leaves the exact numbers half way
    /// is done again in double precision; the steps up to there stay recorded as they were, exact.
    mutating func eitherWay(
        _ values: [Value], _ expression: Expression, _ recorder: Recorder?,
        exact: ([Tensor<Exact>], Recorder?) throws -> Tensor<Exact>,
        real: ([Tensor<Double>], Recorder?) throws -> Tensor<Double>
    ) throws -> Value {
        let tensors = values.compactMap { value -> Tensor<Exact>? in if case .exact(let tensor) = value { tensor } else { nil } }
        var exactSteps: [Step] = []
        if tensors.count == values.count {
            let attempt = recorder.map { _ in Recorder() }
            do {
                let result = try exact(tensors, attempt)
                let digits = result.elements.map(\.digitCount).max() ?? 0
                guard digits <= limits.digits else {
                    throw OperationProblem.problem(.numberTooLong(digits: digits, limit: limits.digits))
                }
                recorder?.append(attempt?.steps ?? [])
                return .exact(result)
            } catch LinearAlgebraError.leavesField(let operation) {
                // The evaluator in double precision has no exact numbers to leave.
                if isExact { leftExactAt = operation }
                exactSteps = attempt?.steps ?? []
            } catch {
                recorder?.append(attempt?.steps ?? [])
                throw error
            }
        }
        let operands = try values.map { try inDouble($0, expression) }
        let attempt = recorder.map { _ in Recorder() }
        var steps: [Step] { attempt?.steps ?? [] }
        let result: Tensor<Double>
        do {
            result = try real(operands, attempt)
        } catch {
            recorder?.append(steps)
            throw error
        }
        let shared = zip(exactSteps, steps).prefix { $0.rule == $1.rule && $0.subjects == $1.subjects }.count
        recorder?.append(Array(exactSteps.prefix(shared)) + steps.dropFirst(shared))
        return .real(result)
    }

    private mutating func element(_ base: Expression, _ indices: [Expression?], _ recorder: Recorder?) throws -> Value {
        let value = try self.value(of: base, recorder)
        var positions: [Int?] = []
        for index in indices {
            guard let index else {
                positions.append(nil)
                continue
            }
            guard let number = try self.value(of: index, recorder).exactNumber, number.isInteger,
                let position = number.rational.flatMap({ Int(exactly: $0.numerator) })
            else { throw WorksheetError(.indexNotInteger, index.span) }
            positions.append(position)
        }
        let spans = indices.map { $0?.span ?? base.span }
        switch value {
        case .exact(let tensor): return .exact(try Self.select(positions, spans, of: tensor))
        case .real(let tensor): return .real(try Self.select(positions, spans, of: tensor))
        case .text:
            throw WorksheetError(.wrongKind(operation: "[ ]", needs: Phrase("a matrix", "矩阵"), found: value.shapeName), base.span)
        }
    }

    private static func select<E: Scalar>(_ positions: [Int?], _ spans: [SourceSpan], of tensor: Tensor<E>) throws -> Tensor<E> {
        let matrix = tensor.asMatrix
        var rows = Array(0..<matrix.rows)
        var columns = Array(0..<matrix.columns)
        let isVector = positions.count == 1
        if isVector, matrix.rows != 1 {
            throw WorksheetError(.shapes(operation: "[i]", left: tensor.shapeName, right: "[i, j]"), spans[0])
        }
        for (place, position) in positions.enumerated() {
            guard let position else { continue }
            let count = isVector || place == 1 ? matrix.columns : matrix.rows
            guard position >= 1, position <= count, place < 2 else {
                throw WorksheetError(.indexOutOfRange(index: position, count: count), spans[place])
            }
            if isVector || place == 1 { columns = [position - 1] } else { rows = [position - 1] }
        }
        let part = Matrix(rows: rows.count, columns: columns.count) { matrix[rows[$0], columns[$1]] }
        if part.rows == 1, part.columns == 1, let only = part.elements.first { return .scalar(only) }
        return part.rows == 1 ? .vector(part.row(0)) : .matrix(part)
    }
}
