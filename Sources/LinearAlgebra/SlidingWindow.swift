// A window that slides over a matrix: convolution and pooling as the layers of networks do them, and the ReLU behind them.

import RealModule

/// What a pooling takes of the entries under its window.
public enum Pooling: String, CaseIterable, Sendable {
    case maximum = "max"
    case average = "avg"
}

extension Matrix where Element: Scalar {
    /// The extent of what a window of `size` gives that moves by `stride` over this matrix with `padding` rows and columns
    /// around it: ⌊(side + 2·padding − size) / stride⌋ + 1 in either direction, and nothing where the window is too large.
    ///
    /// - Precondition: `stride > 0` and `padding >= 0`.
    public func extent(ofWindow size: Shape, stride: Int = 1, padding: Int = 0) -> Shape? {
        precondition(stride > 0 && padding >= 0, "a window moves forwards, over a padding of no negative width")
        let (down, across) = (rows + 2 * padding - size.rows, columns + 2 * padding - size.columns)
        guard size.rows > 0, size.columns > 0, down >= 0, across >= 0 else { return nil }
        return Shape(rows: down / stride + 1, columns: across / stride + 1)
    }

    /// Σ Kᵤᵥ · Aᵢ₊ᵤ,ⱼ₊ᵥ: the kernel laid over this matrix at each place in turn, entries that lie upon each other multiplied and
    /// summed.
    ///
    /// It is what networks call convolution. The convolution of analysis turns the kernel by half a turn first; the name of this
    /// one is cross-correlation.
    ///
    /// - Parameters:
    ///   - stride: By how many rows or columns the kernel moves on.
    ///   - padding: Rows and columns of zeros around the matrix.
    /// - Returns: a matrix of the ``extent(ofWindow:stride:padding:)`` of the kernel's shape.
    /// - Throws: ``LinearAlgebraError/shapeMismatch(operation:left:right:)`` where the kernel is larger than the padded matrix.
    /// - Precondition: `stride > 0` and `padding >= 0`.
    public func crossCorrelation(
        with kernel: Matrix, stride: Int = 1, padding: Int = 0, recorder: Recorder? = nil
    ) throws -> Matrix {
        guard let extent = extent(ofWindow: kernel.shape, stride: stride, padding: padding) else {
            throw LinearAlgebraError.shapeMismatch(operation: "conv", left: shape, right: kernel.shape)
        }
        let result = Matrix(rows: extent.rows, columns: extent.columns) { i, j in
            let (top, left) = (i * stride - padding, j * stride - padding)
            var sum = Element(0)
            for (row, column) in inside(top, left, kernel.shape) { sum += kernel[row - top, column - left] * self[row, column] }
            return sum
        }
        let operands = [Quantity(self), Quantity(kernel), .integer(stride), .integer(padding)]
        try recorder.record(.crossCorrelation, operands, result) {
            try approximate.crossCorrelation(with: kernel.approximate, stride: stride, padding: padding)
        }
        return result
    }

    /// The largest entry under each place of a square window, or the mean of the entries under it. The padding is not counted: a
    /// window at the edge takes what it finds inside the matrix.
    ///
    /// - Parameters:
    ///   - size: Rows and columns of the window.
    ///   - stride: By how many rows or columns it moves on; nothing: by its size, so that the places do not overlap.
    ///   - padding: By how much the window reaches over the edge; at most half of its size, as in PyTorch.
    /// - Throws: ``LinearAlgebraError/shapeMismatch(operation:left:right:)`` where the window is larger than the padded matrix.
    /// - Precondition: `size > 0`, `stride > 0` and `0 <= padding <= size / 2`.
    public func pooled(
        _ pooling: Pooling, size: Int, stride: Int? = nil, padding: Int = 0, recorder: Recorder? = nil
    ) throws -> Matrix {
        precondition(size > 0 && padding <= size / 2, "a window is never outside altogether")
        let (window, stride) = (Shape(rows: size, columns: size), stride ?? size)
        guard let extent = extent(ofWindow: window, stride: stride, padding: padding) else {
            throw LinearAlgebraError.shapeMismatch(operation: "pool", left: shape, right: window)
        }
        let result = Matrix(rows: extent.rows, columns: extent.columns) { i, j -> Element in
            let entries = inside(i * stride - padding, j * stride - padding, window).map { self[$0, $1] }
            switch pooling {
            case .maximum: return entries.max() ?? 0
            case .average: return entries.reduce(Element(0)) { $0 + $1 } / Element(entries.count)
            }
        }
        let operands = [Quantity(self), .integer(size), .integer(stride), .integer(padding)]
        try recorder.record(pooling == .maximum ? .maximumPooling : .averagePooling, operands, result) {
            try approximate.pooled(pooling, size: size, stride: stride, padding: padding)
        }
        return result
    }

    /// max(a, 0) of each entry: the rectified linear unit.
    public func rectified(recorder: Recorder? = nil) throws -> Matrix {
        let result = map { Swift.max($0, 0) }
        try recorder.record(.rectified, [Quantity(self)], result) { try approximate.rectified() }
        return result
    }

    /// The rows and columns of this matrix that lie under a window; none where all of it lies over the padding.
    private func inside(_ top: Int, _ left: Int, _ window: Shape) -> [(row: Int, column: Int)] {
        let (firstRow, firstColumn) = (Swift.max(top, 0), Swift.max(left, 0))
        let down = firstRow..<Swift.max(firstRow, Swift.min(top + window.rows, rows))
        let across = firstColumn..<Swift.max(firstColumn, Swift.min(left + window.columns, columns))
        return down.flatMap { row in across.map { (row, $0) } }
    }
}
