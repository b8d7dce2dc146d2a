// Determinant and inverse: Gaussian elimination over any field, LU factorisation by LAPACK in floating point.

import RealModule

extension Matrix where Element: Scalar {
    /// det A; 1 for the 0 × 0 matrix.
    ///
    /// - Throws: ``LinearAlgebraError/notSquare(operation:shape:)``.
    public func determinant(recorder: Recorder? = nil) throws -> Element {
        try requireSquare("det")
        let determinant = try Element.determinant(of: self)
        try recorder.record(.determinant, [Quantity(self)], determinant) { try approximate.determinant() }
        return determinant
    }

    /// A⁻¹.
    ///
    /// - Throws: ``LinearAlgebraError/notSquare(operation:shape:)``, ``LinearAlgebraError/singular(shape:)``.
    public func inverse() throws -> Matrix {
        try requireSquare("⁻¹")
        return try Element.inverse(of: self)
    }

    /// The rank: the number of singular values that are not negligible beside the largest; by elimination in exact arithmetic.
    public func rank() throws -> Int {
        if Element.isExact {
            var work = self
            return work.eliminate(beside: nil).pivots
        }
        let values = try singularValues()
        let threshold = Element.negligible(scale: values.first ?? 0, dimension: Swift.max(rows, columns))
        return values.elements.count { $0 > threshold }
    }

    /// Brings the matrix to reduced row echelon form, doing the same to `companion`. Returns the product of the pivots with the sign of
    /// the row exchanges, and the number of pivots.
    fileprivate mutating func eliminate(beside companion: UnsafeMutablePointer<Matrix>?) -> (product: Element, pivots: Int) {
        var product: Element = 1
        var top = 0
        for column in 0..<columns where top < rows {
            // The largest pivot keeps rounding small in floating point; exact arithmetic takes any that is not zero.
            guard
                let pivotRow = (top..<rows).max(by: {
                    self[$0, column].magnitudeAsElement < self[$1, column].magnitudeAsElement
                }), self[pivotRow, column] != 0
            else { continue }
            if pivotRow != top {
                swapRows(pivotRow, top)
                companion?.pointee.swapRows(pivotRow, top)
                product = -product
            }
            let pivot = self[top, column]
            product = product * pivot
            scaleRow(top, dividingBy: pivot)
            companion?.pointee.scaleRow(top, dividingBy: pivot)
            for row in 0..<rows where row != top && self[row, column] != 0 {
                let factor = self[row, column]
                subtract(factor, timesRow: top, fromRow: row)
                companion?.pointee.subtract(factor, timesRow: top, fromRow: row)
            }
            top += 1
        }
        return (product, top)
    }

    private mutating func swapRows(_ a: Int, _ b: Int) {
        for j in 0..<columns { elements.swapAt(a * columns + j, b * columns + j) }
    }

    private mutating func scaleRow(_ row: Int, dividingBy divisor: Element) {
        for j in 0..<columns { self[row, j] = self[row, j] / divisor }
    }

    private mutating func subtract(_ factor: Element, timesRow source: Int, fromRow target: Int) {
        for j in 0..<columns { self[target, j] = self[target, j] - factor * self[source, j] }
    }
}

extension Scalar {
    public static func determinant(of matrix: Matrix<Self>) throws -> Self {
        var work = matrix
        let (product, pivots) = work.eliminate(beside: nil)
        return pivots == matrix.rows ? product : 0
    }

    public static func inverse(of matrix: Matrix<Self>) throws -> Matrix<Self> {
        var work = matrix
        var result = Matrix<Self>.identity(matrix.rows)
        let pivots = withUnsafeMutablePointer(to: &result) { work.eliminate(beside: $0).pivots }
        guard pivots == matrix.rows else { throw LinearAlgebraError.singular(shape: matrix.shape) }
        return result
    }
}
