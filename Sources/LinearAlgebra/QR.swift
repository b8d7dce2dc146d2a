// The triangular factor of a matrix of samples: R with RᵀR = AᵀA, without forming AᵀA.

import RealModule

extension Matrix where Element: Scalar {
    /// The upper trapezoidal R, `min(rows, columns) × columns`, of A = QR: RᵀR = AᵀA. Diagonal entries are not negative.
    ///
    /// - Throws: ``LinearAlgebraError/leavesField(operation:)`` in exact arithmetic.
    public func triangularFactor() throws -> Matrix {
        try Element.triangularFactor(of: self)
    }
}

extension Scalar {
    /// Gram–Schmidt: exact arithmetic has no orthogonality to lose.
    public static func triangularFactor(of matrix: Matrix<Self>) throws -> Matrix<Self> {
        let steps = Swift.min(matrix.rows, matrix.columns)
        var factor = Matrix<Self>.zeros(rows: steps, columns: matrix.columns)
        var rest = matrix
        var row = 0
        for pivotColumn in 0..<matrix.columns where row < steps {
            let column = rest.column(pivotColumn)
            let square = column.squaredNorm
            // A column that depends on the ones before it takes no row of R.
            guard square > 0 else { continue }
            guard let norm = square.nonnegativeRoot() else { throw LinearAlgebraError.leavesField(operation: "QR") }
            let unit = column.map { $0 / norm }
            for j in pivotColumn..<matrix.columns {
                let share = (0..<matrix.rows).reduce(Self(0)) { $0 + unit[$1] * rest[$1, j] }
                factor[row, j] = share
                for i in 0..<matrix.rows { rest[i, j] = rest[i, j] - share * unit[i] }
            }
            row += 1
        }
        return factor
    }
}
