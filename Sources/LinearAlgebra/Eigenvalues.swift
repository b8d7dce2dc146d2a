// Eigenvalues and singular values.

import ExactArithmetic

extension Matrix where Element: Scalar {
    /// The eigenvalues, largest first, as often as they occur, of a symmetric matrix; in exact arithmetic of any matrix whose
    /// eigenvalues are real and in the field.
    ///
    /// - Throws: ``LinearAlgebraError/notSquare(operation:shape:)``; ``LinearAlgebraError/asymmetric(row:column:entry:mirrored:)`` in
    ///   floating point; ``LinearAlgebraError/leavesField(operation:)`` in exact arithmetic; LAPACK's failures.
    public func eigenvalues(recorder: Recorder? = nil) throws -> Vector<Element> {
        try requireSquare("λ")
        let values = Vector(try Element.eigenvalues(of: self))
        try recorder.record(.eigenvalues, [Quantity(self)], values) {
            let approximate = self.approximate
            return Vector(
                isSymmetric
                    ? try Double.eigenvalues(of: approximate) : try approximate.generalEigenvalues().map(\.real).sorted(by: >))
        }
        return values
    }

    /// The singular values, largest first, `min(rows, columns)` of them.
    ///
    /// - Throws: ``LinearAlgebraError/leavesField(operation:)`` in exact arithmetic; LAPACK's failures.
    public func singularValues(recorder: Recorder? = nil) throws -> Vector<Element> {
        let values = Vector(try Element.singularValues(of: self))
        try recorder.record(.singularValues, [Quantity(self)], values) { try approximate.singularValues() }
        return values
    }

    /// The nuclear norm ‖A‖_*, the sum of the singular values.
    ///
    /// - Throws: what ``singularValues(recorder:)`` throws.
    public func nuclearNorm(recorder: Recorder? = nil) throws -> Element { try nuclearNormTerms(recorder: recorder).sum }

    /// The terms of the nuclear norm, which are the singular values, largest first; the norm is recorded.
    ///
    /// - Throws: what ``singularValues(recorder:)`` throws.
    public func nuclearNormTerms(recorder: Recorder? = nil) throws -> Vector<Element> {
        let (terms, steps) = try recorder.collecting { try singularValues(recorder: recorder) }
        try recorder.record(.nuclearNorm, [Quantity(self)], terms.sum, substeps: steps) { try approximate.nuclearNorm() }
        return terms
    }

    /// The first entry that differs from its mirror image beyond rounding, as an error.
    func requireSymmetric() throws {
        try requireSquare("symmetric")
        guard !isSymmetric else { return }
        var worst = (row: 0, column: 0, gap: -1.0)
        for i in 0..<rows {
            for j in 0..<i {
                let gap = abs((self[i, j] - self[j, i]).doubleValue)
                if gap > worst.gap { worst = (i, j, gap) }
            }
        }
        throw LinearAlgebraError.asymmetric(
            row: worst.row + 1, column: worst.column + 1, entry: self[worst.row, worst.column].doubleValue,
            mirrored: self[worst.column, worst.row].doubleValue)
    }
}

extension Scalar {
    /// Singular values as roots of the eigenvalues of the smaller Gram matrix: sound in exact arithmetic only.
    public static func singularValues(of matrix: Matrix<Self>) throws -> [Self] {
        let wide = matrix.columns > matrix.rows
        let gram = product(matrix, wide ? .transposedRight : .transposedLeft, matrix)
        return try eigenvalues(of: gram).map { value in
            guard let root = value.nonnegativeRoot() else { throw LinearAlgebraError.leavesField(operation: "σ") }
            return root
        }
    }
}

extension Exact {
    public static func eigenvalues(of matrix: Matrix<Exact>) throws -> [Exact] {
        guard matrix.rows > 0 else { return [] }
        let approximate = matrix.approximate
        let guesses =
            matrix.isSymmetric
            ? try Double.eigenvalues(of: approximate) : try approximate.generalEigenvalues().map(\.real)
        guard let roots = matrix.characteristicPolynomial().roots(guesses: guesses) else {
            throw LinearAlgebraError.leavesField(operation: "λ")
        }
        return roots
    }
}
