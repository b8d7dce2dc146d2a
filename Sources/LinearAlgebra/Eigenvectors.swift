// Eigenvectors of unit length, chosen so that they depend on the matrix alone and not on the routine that found them.

import ExactArithmetic
import RealModule

extension Matrix where Element: Scalar {
    /// Eigenvectors of unit length as columns, in the order of ``eigenvalues(recorder:)``; of a symmetric matrix, which alone is taken in
    /// floating point, they are orthonormal.
    ///
    /// Eigenvectors are settled only up to sign, and for an eigenvalue that occurs k times only up to a turn of their k-dimensional
    /// space. Here each space is given the basis that Gram and Schmidt get from the projections of the axes e₁, e₂, … onto it, and
    /// the first entry of each vector that is not zero (in floating point: not negligible) is positive.
    ///
    /// - Throws: what ``eigenvalues(recorder:)`` throws; ``LinearAlgebraError/noEigenbasis(shape:)`` where the matrix is not
    ///   diagonalisable; ``LinearAlgebraError/leavesField(operation:)`` where a length is not in the field.
    public func eigenvectors(recorder: Recorder? = nil) throws -> Matrix {
        try requireSquare("λ")
        let (vectors, steps) = try recorder.collecting { try Element.eigenvectors(of: self, recorder: recorder) }
        try recorder.record(.eigenvectors, [Quantity(self)], vectors, substeps: steps) {
            try isSymmetric
                ? approximate.projections(ofEigenvectors: vectors.approximate)
                : approximate.eigenvectors(fromEigenvalues: generalEigenvalues().map(\.real).sorted(by: >), recorder: nil)
        }
        return vectors
    }

    /// The eigenvectors from the eigenvalues, largest first, by the projectors onto the eigenspaces.
    func eigenvectors(fromEigenvalues values: [Element], recorder: Recorder?) throws -> Matrix {
        let slack = Element.isExact ? 0 : 1e-9 * Swift.max(1, values.map { abs($0.doubleValue) }.max() ?? 1)
        var distinct: [Element] = []
        for value in values
        where distinct.last.map({ ($0 - value).doubleValue > slack || Element.isExact && $0 != value }) ?? true {
            distinct.append(value)
        }
        var columns: [Vector<Element>] = []
        for value in distinct {
            let projector = try projector(of: value, among: distinct)
            if Element.isExact {
                guard try times(projector) == projector.scaled(by: value) else {
                    throw LinearAlgebraError.noEigenbasis(shape: shape)
                }
                try recorder.record(.projector, [Quantity(self), Quantity(value)], projector) {
                    try approximate.projector(of: value.doubleValue, among: distinct.map(\.doubleValue))
                }
            }
            columns += try Self.orthonormalBasis(of: (0..<rows).lazy.map { projector.column($0) }, count: rows)
        }
        guard columns.count == rows else { throw LinearAlgebraError.noEigenbasis(shape: shape) }
        return Matrix(rows: rows, columns: rows) { columns[$1][$0] }
    }

    /// The orthonormal basis that Gram and Schmidt get from `candidates`, at most `count` vectors, each with the sign of the convention.
    static func orthonormalBasis(of candidates: some Sequence<Vector<Element>>, count: Int) throws -> [Vector<Element>] {
        var basis: [Vector<Element>] = []
        for candidate in candidates {
            guard basis.count < count else { break }
            var rest = candidate
            for vector in basis {
                let share = zip(vector, rest).reduce(Element(0)) { $0 + $1.0 * $1.1 }
                rest = Vector(zip(rest, vector).map { $0 - share * $1 })
            }
            let square = rest.squaredNorm
            // In floating point a remainder of rounding size is none.
            guard Element.isExact ? square != 0 : square.doubleValue > 1e-16 else { continue }
            guard let length = square.nonnegativeRoot() else { throw LinearAlgebraError.leavesField(operation: "√‖v‖²") }
            basis.append(rest.map { $0 / length }.withLeadingEntryPositive)
        }
        return basis
    }
}

extension Vector where Element: Scalar {
    /// The vector or its opposite, whichever has a positive first entry; entries that are zero, or in floating point below 1e-8 in a
    /// vector of unit length, are passed over.
    var withLeadingEntryPositive: Vector {
        let leading = first { Element.isExact ? $0 != 0 : abs($0.doubleValue) > 1e-8 }
        return (leading ?? 1) < 0 ? map { -$0 } : self
    }
}

extension Matrix where Element == Double {
    /// Each column projected onto the space that LAPACK's eigenvectors of its eigenvalue span: the column itself, if it lies there. (The
    /// eigenvalue of a column v is vᵀAv.)
    fileprivate func projections(ofEigenvectors vectors: Matrix) throws -> Matrix {
        let (values, rows) = try Double.eigensystem(of: self)
        let slack = 1e-8 * Swift.max(1, values.map(abs).max() ?? 1)
        let images = try times(vectors)
        var result = Matrix.zeros(rows: self.rows, columns: vectors.columns)
        for j in 0..<vectors.columns {
            let column = vectors.column(j)
            let value = zip(column, images.column(j)).reduce(0) { $0 + $1.0 * $1.1 }
            for i in 0..<values.count where abs(values[i] - value) <= slack {
                let share = zip(rows.row(i), column).reduce(0) { $0 + $1.0 * $1.1 }
                for k in 0..<self.rows { result[k, j] += share * rows[i, k] }
            }
        }
        return result
    }
}

extension Scalar {
    public static func eigenvectors(of matrix: Matrix<Self>, recorder: Recorder?) throws -> Matrix<Self> {
        let values = try matrix.eigenvalues(recorder: recorder)
        return try matrix.eigenvectors(fromEigenvalues: values.elements, recorder: recorder)
    }
}

extension Scalar where Self: LAPACKScalar {
    public static func eigenvectors(of matrix: Matrix<Self>, recorder: Recorder?) throws -> Matrix<Self> {
        let (values, rows) = try eigensystem(of: matrix)
        recorder?.record(.eigenvalues, [Quantity(matrix)], Quantity(Vector(values)))
        let n = matrix.rows
        let slack = 16 * negligible(scale: values.map(\.magnitude).max() ?? 0, dimension: n)
        var columns: [Vector<Self>] = []
        while columns.count < n {
            let start = columns.count
            var end = start + 1
            while end < n, values[end - 1] - values[end] <= slack { end += 1 }
            let members = (start..<end).map { rows.row($0) }
            if members.count == 1 {
                columns += members.map(\.withLeadingEntryPositive)
                continue
            }
            // Column j of the projector WᵀW, without forming it.
            let candidates = (0..<n).lazy.map { j in
                Vector((0..<n).map { k in members.reduce(Self(0)) { $0 + $1[j] * $1[k] } })
            }
            let basis = try Matrix<Self>.orthonormalBasis(of: candidates, count: members.count)
            guard basis.count == members.count else { throw LinearAlgebraError.noEigenbasis(shape: matrix.shape) }
            columns += basis
        }
        return Matrix(rows: n, columns: n) { columns[$1][$0] }
    }
}
