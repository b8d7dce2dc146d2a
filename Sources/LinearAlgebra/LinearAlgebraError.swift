// What can go wrong in linear algebra, as facts with a sentence each.

import Localization

public enum LinearAlgebraError: ExplainedError, Equatable {
    /// An operation needs a square matrix.
    case notSquare(operation: String, shape: Shape)
    /// The shapes of two operands do not fit.
    case shapeMismatch(operation: String, left: Shape, right: Shape)
    /// An inverse of a singular matrix.
    case singular(shape: Shape)
    /// A matrix that must be positive semidefinite is not: an eigenvalue or pivot is negative beyond rounding.
    case indefinite(value: Double)
    /// A matrix that must be symmetric is not.
    case asymmetric(row: Int, column: Int, entry: Double, mirrored: Double)
    /// A result is not a number of the exact field (a nested root, a cubic irrationality).
    case leavesField(operation: String)
    /// A matrix without a principal square root of the kind asked for.
    case noSquareRoot(reason: Phrase)
    /// A matrix that has fewer independent eigenvectors than rows.
    case noEigenbasis(shape: Shape)
    /// Newton's iteration did not settle.
    case noConvergence(operation: String, steps: Int, residual: Double)
    /// The exact and the floating-point result of one step are too far apart.
    case disagreement(rule: Rule, difference: Double)
    /// A routine of LAPACK gave up.
    case lapack(LAPACKFailure)

    public var phrase: Phrase {
        switch self {
        case .notSquare(let operation, let shape):
            Phrase("\(operation) needs a square matrix, this one is \(shape)", "\(operation) 需要方阵，这里是 \(shape)")
        case .shapeMismatch(let operation, let left, let right):
            Phrase("the shapes do not fit: \(left) \(operation) \(right)", "形状不相容：\(left) \(operation) \(right)")
        case .singular(let shape):
            Phrase("this \(shape) matrix is singular: it has no inverse", "这个 \(shape) 矩阵是奇异的，没有逆矩阵")
        case .indefinite(let value):
            Phrase(
                "the matrix is not positive semidefinite: it has the eigenvalue or pivot \(value), so it is no covariance",
                "矩阵不是半正定的：有特征值或主元 \(value)，因此不是协方差矩阵")
        case .asymmetric(let row, let column, let entry, let mirrored):
            Phrase(
                "the matrix is not symmetric: row \(row), column \(column) holds \(entry), its mirror image \(mirrored)",
                "矩阵不对称：第 \(row) 行第 \(column) 列是 \(entry)，对称位置是 \(mirrored)")
        case .leavesField(let operation):
            Phrase(
                "\(operation) leaves the exact numbers (ℚ with square roots): go on in floating point",
                "\(operation) 的结果超出了精确数的范围（有理数及其平方根）：请改用浮点数继续")
        case .noSquareRoot(let reason):
            Phrase("no square root: \(reason.english)", "没有平方根：\(reason.chinese)")
        case .noEigenbasis(let shape):
            Phrase(
                "this \(shape) matrix has too few eigenvectors: it is not diagonalisable",
                "这个 \(shape) 矩阵的特征向量不足：它不可对角化")
        case .noConvergence(let operation, let steps, let residual):
            Phrase(
                "\(operation) did not settle in \(steps) steps (residual \(residual)); use the root by eigenvalues",
                "\(operation) 经过 \(steps) 步仍未收敛（残差 \(residual)）；请改用特征值方法")
        case .disagreement(let rule, let difference):
            Phrase(
                "the exact and the floating-point result of the step \(rule) differ by \(difference): please report this",
                "步骤 \(rule) 的精确结果与浮点结果相差 \(difference)：请报告此问题")
        case .lapack(let failure): failure.phrase
        }
    }
}

/// LAPACK's `info`, with the routine that said it: a value that can be matched and printed with its sentence.
public struct LAPACKFailure: Error, Hashable, Sendable {
    /// The routine's name without the letter of its type: `gesdd`, `potrf`.
    public let routine: String
    /// LAPACK's `info`: −k for a bad k-th argument (LAPACKE also gives it for a NaN in that argument), above 0 as the routine documents.
    public let info: Int

    public init(routine: String, info: Int) {
        self.routine = routine
        self.info = info
    }

    /// What `info` means for this routine (LAPACK Users' Guide, and the header of each routine).
    public var phrase: Phrase {
        if info == -1010 || info == -1011 {
            return Phrase("LAPACK \(routine): not enough memory for its workspace", "LAPACK \(routine)：工作区内存不足")
        }
        if info < 0 {
            return Phrase(
                "LAPACK \(routine): argument \(-info) is unusable or holds NaN", "LAPACK \(routine)：第 \(-info) 个参数不可用或含有 NaN")
        }
        switch routine {
        case "potrf":
            return Phrase(
                "LAPACK potrf: the leading minor of order \(info) is not positive definite",
                "LAPACK potrf：第 \(info) 阶顺序主子式不是正定的")
        case "pstrf":
            return Phrase(
                "LAPACK pstrf: the matrix is rank deficient or indefinite", "LAPACK pstrf：矩阵秩亏或不定")
        case "getrf", "getri":
            return Phrase("LAPACK \(routine): pivot \(info) is exactly zero", "LAPACK \(routine)：第 \(info) 个主元恰好为零")
        case "syevd", "syev":
            return Phrase(
                "LAPACK \(routine): the eigenvalue iteration did not converge (\(info))", "LAPACK \(routine)：特征值迭代没有收敛（\(info)）")
        case "gesdd", "gesvd":
            return Phrase(
                "LAPACK \(routine): the singular value iteration did not converge (\(info))",
                "LAPACK \(routine)：奇异值迭代没有收敛（\(info)）")
        default:
            return Phrase("LAPACK \(routine): info \(info)", "LAPACK \(routine)：info \(info)")
        }
    }
}
