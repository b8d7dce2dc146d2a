// Cholesky factors, plain for positive definite matrices and pivoted for semidefinite ones.

import RealModule

extension Matrix where Element: Scalar {
    /// The lower triangular L with A = L·Lᵀ. Only the lower triangle of A is read.
    ///
    /// - Throws: ``LinearAlgebraError/notSquare(operation:shape:)``; ``LinearAlgebraError/indefinite(value:)`` or LAPACK's `potrf`
    ///   failure where A is not positive definite; ``LinearAlgebraError/leavesField(operation:)`` in exact arithmetic.
    public func choleskyFactor() throws -> Matrix {
        try requireSquare("Cholesky")
        return try Element.choleskyFactor(of: self)
    }

    /// A factor F, `rank × n`, with FᵀF = A, of a symmetric positive semidefinite matrix of any rank: Cholesky with diagonal pivoting
    /// (Higham, *Accuracy and Stability of Numerical Algorithms*, 10.3). It stops where the remaining pivots are negligible, so
    /// that no square root of rounding noise is ever taken.
    ///
    /// - Throws: ``LinearAlgebraError/notSquare(operation:shape:)``, ``LinearAlgebraError/indefinite(value:)``,
    ///   ``LinearAlgebraError/leavesField(operation:)`` in exact arithmetic.
    public func pivotedCholeskyFactor() throws -> Matrix {
        try requireSquare("Cholesky")
        return try Element.pivotedCholeskyFactor(of: self)
    }

    /// The share of the largest diagonal entry by which what a pivoted factorisation leaves over may differ from zero before the
    /// matrix is called indefinite. Statistics that were stored in single precision, or averaged by other tools, are off by some
    /// 1e-7; a matrix that is no covariance is off by far more.
    static var indefiniteShare: Double { 1e-6 }
}

extension Scalar {
    public static func choleskyFactor(of matrix: Matrix<Self>) throws -> Matrix<Self> {
        let n = matrix.rows
        var lower = Matrix<Self>.zeros(rows: n, columns: n)
        for j in 0..<n {
            let pivot = (0..<j).reduce(matrix[j, j]) { $0 - lower[j, $1] * lower[j, $1] }
            guard pivot > 0 else { throw LinearAlgebraError.indefinite(value: pivot.doubleValue) }
            guard let root = pivot.nonnegativeRoot() else { throw LinearAlgebraError.leavesField(operation: "Cholesky") }
            lower[j, j] = root
            for i in (j + 1)..<Swift.max(n, j + 1) {
                let entry = (0..<j).reduce(matrix[i, j]) { $0 - lower[i, $1] * lower[j, $1] }
                lower[i, j] = entry / root
            }
        }
        return lower
    }

    public static func pivotedCholeskyFactor(of matrix: Matrix<Self>) throws -> Matrix<Self> {
        let n = matrix.rows
        var rest = matrix
        var rows: [Self] = []
        var rank = 0
        let largest = (0..<n).map { matrix[$0, $0] }.max() ?? 0
        let threshold = negligible(scale: largest, dimension: n)
        while rank < n, let pivotIndex = (0..<n).max(by: { rest[$0, $0] < rest[$1, $1] }),
            rest[pivotIndex, pivotIndex] > threshold
        {
            let pivot = rest[pivotIndex, pivotIndex]
            guard let root = pivot.nonnegativeRoot() else { throw LinearAlgebraError.leavesField(operation: "Cholesky") }
            let row = (0..<n).map { rest[pivotIndex, $0] / root }
            for i in 0..<n {
                for j in 0..<n { rest[i, j] = rest[i, j] - row[i] * row[j] }
            }
            rows += row
            rank += 1
        }
        let slack = isExact ? 0 : Matrix<Self>.indefiniteShare * largest.doubleValue
        if let worst = rest.elements.map(\.doubleValue).max(by: { abs($0) < abs($1) }), abs(worst) > slack {
            let diagonal = (0..<n).map { rest[$0, $0].doubleValue }.min() ?? worst
            throw LinearAlgebraError.indefinite(value: Swift.min(diagonal, -abs(worst)))
        }
        return Matrix(rows: rank, columns: n, elements: rows)
    }
}
