// The operators of the language on numbers, vectors and matrices over one kind of number.

import ExactArithmetic
import LinearAlgebra
import RealModule

/// What an operator cannot do; the evaluator adds the place.
enum OperationProblem: Error {
    case problem(WorksheetError.Problem)
}

extension Tensor {
    /// - Parameter limit: the most elements that a product may have.
    static func combine(_ operation: BinaryOperator, _ left: Tensor, _ right: Tensor, limit: Int = .max) throws -> Tensor {
        switch operation {
        case .plus: try entrywise("+", left, right, +)
        case .minus: try entrywise("−", left, right, -)
        case .elementwise: try entrywise(".*", left, right, *)
        case .times: try product(left, right, limit)
        case .divided: try quotient(left, right)
        case .power: throw OperationProblem.problem(.exponentNotInteger)
        }
    }

    private static func entrywise(
        _ name: String, _ left: Tensor, _ right: Tensor, _ combine: (Element, Element) -> Element
    ) throws -> Tensor {
        switch (left, right) {
        case (.scalar(let a), .scalar(let b)): return .scalar(combine(a, b))
        case (.vector(let a), .vector(let b)) where a.count == b.count: return .vector(Vector(zip(a, b).map(combine)))
        // As on paper: X − μ takes the row μ from each row of X.
        case (.matrix(let a), .vector(let b)) where name == "−" && a.columns == b.count && a.rows > 1:
            return .matrix(Matrix(rows: a.rows, columns: a.columns) { combine(a[$0, $1], b[$1]) })
        default:
            let (a, b) = (left.asMatrix, right.asMatrix)
            guard a.shape == b.shape else {
                throw OperationProblem.problem(.shapes(operation: name, left: left.shapeName, right: right.shapeName))
            }
            return .matrix(Matrix(rows: a.rows, columns: a.columns, elements: zip(a.elements, b.elements).map(combine)))
        }
    }

    private static func product(_ left: Tensor, _ right: Tensor, _ limit: Int) throws -> Tensor {
        switch (left, right) {
        case (.scalar(let a), _): return right.map { a * $0 }
        case (_, .scalar(let b)): return left.map { $0 * b }
        default:
            let (a, b) = (left.asMatrix, right.asMatrix)
            guard a.columns == b.rows else {
                throw OperationProblem.problem(.shapes(operation: "*", left: left.shapeName, right: right.shapeName))
            }
            guard a.rows <= limit / b.columns else { throw OperationProblem.problem(.tooManyNumbers(limit: limit)) }
            let product = try a.times(b)
            if product.rows == 1, product.columns == 1, let only = product.elements.first { return .scalar(only) }
            if case .vector = left { return .vector(product.row(0)) }
            return .matrix(product)
        }
    }

    private static func quotient(_ left: Tensor, _ right: Tensor) throws -> Tensor {
        guard case .scalar(let divisor) = right else {
            throw OperationProblem.problem(.shapes(operation: "/", left: left.shapeName, right: right.shapeName))
        }
        guard divisor != 0 else { throw OperationProblem.problem(.divisionByZero) }
        return left.map { $0 / divisor }
    }

    /// xⁿ for a whole n, of a number or a square matrix; x^(1/2) as the root.
    static func power(_ base: Tensor, _ exponent: Exact, recorder: Recorder?) throws -> Tensor {
        if exponent == Exact(1, over: 2) {
            if case .matrix(let matrix) = base { return .matrix(try matrix.squareRoot(recorder: recorder)) }
            return try base.rooted()
        }
        guard exponent.isInteger, let (numerator, _) = exponent.rational, let n = Int(exactly: numerator), abs(n) <= 100_000
        else {
            throw OperationProblem.problem(.exponentNotInteger)
        }
        switch base {
        case .scalar(let value): return .scalar(try Self.power(value, n))
        case .vector: throw OperationProblem.problem(.shapes(operation: "^", left: base.shapeName, right: "1×1"))
        case .matrix(let matrix):
            guard matrix.isSquare else {
                throw OperationProblem.problem(.shapes(operation: "^", left: base.shapeName, right: "1×1"))
            }
            guard abs(n) <= 1000 else { throw OperationProblem.problem(.exponentNotInteger) }
            let factor = n < 0 ? try matrix.inverse() : matrix
            return .matrix(try (0..<abs(n)).reduce(Matrix.identity(matrix.rows)) { product, _ in try product.times(factor) })
        }
    }

    private static func power(_ value: Element, _ n: Int) throws -> Element {
        if n < 0, value == 0 { throw OperationProblem.problem(.divisionByZero) }
        if let exact = value as? Exact {
            guard let result = exact.power(n) as? Element else {
                throw OperationProblem.problem(.numberTooLong(digits: exact.digitCount * abs(n), limit: Exact.maximumPowerDigits))
            }
            return result
        }
        guard let real = value as? Double, let result = Double.pow(real, n) as? Element else {
            throw OperationProblem.problem(.exponentNotInteger)
        }
        return result
    }

    /// The square root of each entry.
    func rooted() throws -> Tensor {
        try map { value in
            if value < 0 { throw OperationProblem.problem(.negativeRoot) }
            guard let root = value.nonnegativeRoot() else { throw LinearAlgebraError.leavesField(operation: "√") }
            return root
        }
    }

    func transposed() -> Tensor {
        switch self {
        case .scalar: self
        case .vector(let vector): .matrix(vector.asRow.transposed)
        case .matrix(let matrix): matrix.columns == 1 ? .vector(matrix.column(0)) : .matrix(matrix.transposed)
        }
    }
}
