// The calls about pictures: what changes them, and the layers of networks.

import LinearAlgebra
import RealModule

extension KernelCall {
    func pictures() throws -> Tensor<Element>? {
        switch name {
        case "mse":
            let difference = try Tensor.combine(.minus, arguments[0], arguments[1])
            let squares = Element.sumOfSquares(difference.elements)
            return .scalar(squares / Element(difference.elements.count))
        case "shift":
            let (picture, dx, dy) = (matrix(0), try integer(1), try integer(2))
            return .matrix(
                Matrix(rows: picture.rows, columns: picture.columns) { i, j in
                    let (row, column) = (i - dy, j - dx)
                    let isInside = (0..<picture.rows).contains(row) && (0..<picture.columns).contains(column)
                    return isInside ? picture[row, column] : 0
                })
        case "conv": return .matrix(try convolved())
        case "pool": return .matrix(try pooled())
        case "relu": return arguments[0].withEntries(of: try matrix(0).rectified(recorder: recorder))
        default: return nil
        }
    }

    private func convolved() throws -> Matrix<Element> {
        let stride = try stride()
        let padding = try padding(upTo: Self.largestSize)
        try requireRoom(matrix(1).shape, stride: stride, padding: padding)
        return try matrix(0).crossCorrelation(with: matrix(1), stride: stride, padding: padding, recorder: recorder)
    }

    private func pooled() throws -> Matrix<Element> {
        let size = try count(1, upTo: Self.largestSize)
        let stride = try arguments.count > 2 ? stride() : size
        let padding = try padding(upTo: size / 2)
        try requireRoom(Shape(rows: size, columns: size), stride: stride, padding: padding)
        return try matrix(0).pooled(
            Pooling(rawValue: options["method"] ?? "") ?? .maximum, size: size, stride: stride, padding: padding,
            recorder: recorder)
    }

    /// The largest window, stride and padding: far beyond any layer, and no sum of them overflows.
    private static var largestSize: Int { 10_000 }

    private func stride() throws -> Int { arguments.count > 2 ? try count(2, upTo: Self.largestSize) : 1 }

    private func padding(upTo limit: Int) throws -> Int {
        guard arguments.count > 3 else { return 0 }
        guard let padding = Int(exactly: try scalar(3).doubleValue), (0...limit).contains(padding) else {
            throw OperationProblem.problem(
                .wrongKind(
                    operation: name, needs: .init("a padding from 0 to \(limit)", "填充在 0 到 \(limit) 之间"),
                    found: Self.written(try scalar(3))))
        }
        return padding
    }

    /// Sees to it that the result fits: a wide padding makes a large one of a small picture.
    private func requireRoom(_ window: Shape, stride: Int, padding: Int) throws {
        guard let extent = matrix(0).extent(ofWindow: window, stride: stride, padding: padding) else { return }
        guard extent.rows <= maximumElements / extent.columns else {
            throw OperationProblem.problem(.tooManyNumbers(limit: maximumElements))
        }
    }
}

extension Tensor {
    /// A tensor of this shape with the entries of a matrix that has as many.
    fileprivate func withEntries(of matrix: Matrix<Element>) -> Tensor {
        switch self {
        case .scalar: .scalar(matrix[0, 0])
        case .vector: .vector(Vector(matrix.elements))
        case .matrix: .matrix(matrix)
        }
    }
}
