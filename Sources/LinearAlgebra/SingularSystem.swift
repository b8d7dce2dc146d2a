// The singular value decomposition in floating point, with what it is worth: residual and loss of orthogonality.

import CLAPACKE

/// A = U·diag(s)·Vᵀ.
public struct SingularSystem<Element: LAPACKScalar>: Sendable {
    /// m × k, orthonormal columns.
    public let left: Matrix<Element>
    /// k singular values, largest first.
    public let values: [Element]
    /// k × n: Vᵀ, orthonormal rows.
    public let rightTransposed: Matrix<Element>

    /// U·Vᵀ over the singular values that are not negligible: the partial isometry of the polar decomposition, m × n.
    var polarFactor: Matrix<Element> {
        let threshold = Element.negligible(scale: values.first ?? 0, dimension: Swift.max(left.rows, rightTransposed.columns))
        let kept = values.prefix { $0 > threshold }.count
        guard kept > 0 else { return .zeros(rows: left.rows, columns: rightTransposed.columns) }
        let u = Matrix<Element>(rows: left.rows, columns: kept) { left[$0, $1] }
        let v = Matrix<Element>(
            rows: kept, columns: rightTransposed.columns,
            elements: Array(rightTransposed.elements.prefix(kept * rightTransposed.columns)))
        return Element.product(u, .plain, v)
    }
}

extension Scalar where Self: LAPACKScalar {
    /// The singular value decomposition by LAPACK's `gesdd` (divide and conquer).
    public static func singularSystem(of matrix: Matrix<Self>) throws -> SingularSystem<Self> {
        let (m, n) = (matrix.rows, matrix.columns)
        let k = Swift.min(m, n)
        guard k > 0 else {
            return SingularSystem(left: .zeros(rows: m, columns: 0), values: [], rightTransposed: .zeros(rows: 0, columns: n))
        }
        // LAPACK reads the transpose, Aᵀ = V·S·Uᵀ: its left vectors by columns are our Vᵀ by rows, its right ones our U by rows.
        var work = matrix
        var values = [Self](repeating: 0, count: k)
        var vt = [Self](repeating: 0, count: k * n)
        var u = [Self](repeating: 0, count: m * k)
        let info = work.withEntries {
            gesdd(
                CChar(UInt8(ascii: "S")), LAPACKInteger(n), LAPACKInteger(m), $0, &values, &vt, LAPACKInteger(n), &u,
                LAPACKInteger(k))
        }
        try check(info, "gesdd")
        return SingularSystem(
            left: Matrix(rows: m, columns: k, elements: u), values: values,
            rightTransposed: Matrix(rows: k, columns: n, elements: vt))
    }

    /// The singular values by LAPACK's `gesvd` (QR iteration): independent of ``singularValues(of:)`` after the bidiagonal form.
    public static func singularValuesByQRIteration(of matrix: Matrix<Self>) throws -> [Self] {
        let count = Swift.min(matrix.rows, matrix.columns)
        guard count > 0 else { return [] }
        var work = matrix
        var values = [Self](repeating: 0, count: count)
        var superdiagonal = [Self](repeating: 0, count: count)
        let info = work.withEntries {
            gesvdValues(LAPACKInteger(matrix.columns), LAPACKInteger(matrix.rows), $0, &values, &superdiagonal)
        }
        try check(info, "gesvd")
        return values
    }
}

extension SingularSystem {
    /// ‖A − U·diag(s)·Vᵀ‖_F
    public func residual(of matrix: Matrix<Element>) throws -> Element {
        let scaled = Matrix<Element>(rows: values.count, columns: rightTransposed.columns) {
            values[$0] * rightTransposed[$0, $1]
        }
        return try matrix.minus(left.times(scaled)).squaredFrobeniusNorm.squareRoot()
    }

    /// The larger of ‖UᵀU − I‖_F and ‖VᵀV − I‖_F.
    public func orthogonalityLoss() throws -> Element {
        let identity = Matrix<Element>.identity(values.count)
        let u = try left.transposedTimes(left).minus(identity).squaredFrobeniusNorm
        let v = try rightTransposed.timesTransposed(rightTransposed).minus(identity).squaredFrobeniusNorm
        return Swift.max(u, v).squareRoot()
    }
}
