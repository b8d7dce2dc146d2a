// What a worksheet computes with: numbers, vectors and matrices, exact as long as they can be, and texts.

import ExactArithmetic
import LinearAlgebra

/// A number, a vector or a matrix over one kind of number.
public enum Tensor<Element: Scalar>: Hashable, Sendable {
    case scalar(Element)
    case vector(Vector<Element>)
    case matrix(Matrix<Element>)

    /// The entries row by row: a scalar is 1 × 1, a vector is one row.
    public var asMatrix: Matrix<Element> {
        switch self {
        case .scalar(let value): Matrix(rows: 1, columns: 1, elements: [value])
        case .vector(let vector): vector.asRow
        case .matrix(let matrix): matrix
        }
    }

    public var elements: [Element] { asMatrix.elements }

    /// How the shape is named in an error: `a number`'s is empty.
    var shapeName: String {
        switch self {
        case .scalar: "1×1"
        case .vector(let vector): "1×\(vector.count)"
        case .matrix(let matrix): "\(matrix.shape)"
        }
    }

    /// The tensor with `transform` applied to each entry.
    public func map<Other: Scalar>(_ transform: (Element) throws -> Other) rethrows -> Tensor<Other> {
        switch self {
        case .scalar(let value): .scalar(try transform(value))
        case .vector(let vector): .vector(try vector.map(transform))
        case .matrix(let matrix): .matrix(try matrix.map(transform))
        }
    }
}

/// A value of a worksheet.
public enum Value: Hashable, Sendable {
    case exact(Tensor<Exact>)
    case real(Tensor<Double>)
    case text(String)

    /// The value in double precision; nil for a text.
    public var inDouble: Tensor<Double>? {
        switch self {
        case .exact(let tensor): tensor.map(\.doubleValue)
        case .real(let tensor): tensor
        case .text: nil
        }
    }

    public var isExact: Bool { if case .exact = self { true } else { false } }

    /// The value as recorded steps keep it; nil for a text.
    public var quantity: Quantity? {
        switch self {
        case .exact(let tensor): tensor.quantity
        case .real(let tensor): tensor.quantity
        case .text: nil
        }
    }

    var shapeName: String {
        switch self {
        case .exact(let tensor): tensor.shapeName
        case .real(let tensor): tensor.shapeName
        case .text(let text): "\"\(text)\""
        }
    }

    /// How many exact numbers the value holds.
    var exactCount: Int {
        switch self {
        case .exact(.scalar): 1
        case .exact(.vector(let vector)): vector.count
        case .exact(.matrix(let matrix)): matrix.elements.count
        case .real, .text: 0
        }
    }

    /// How many numbers in double precision the value holds.
    var realCount: Int {
        guard case .real(let tensor) = self else { return 0 }
        return tensor.asMatrix.elements.count
    }

    /// The value as one exact number: itself, or what a double stands for.
    var exactNumber: Exact? {
        switch self {
        case .exact(.scalar(let value)): value
        case .real(.scalar(let value)): Exact(exactly: value)
        default: nil
        }
    }

    static func number(_ value: Exact) -> Value { .exact(.scalar(value)) }
}

extension Tensor {
    var quantity: Quantity {
        switch self {
        case .scalar(let value): Quantity(value)
        case .vector(let vector): Quantity(vector)
        case .matrix(let matrix): Quantity(matrix)
        }
    }
}
