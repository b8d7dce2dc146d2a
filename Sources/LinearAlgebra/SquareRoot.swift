// The matrix square root: by eigenvalues, by the 2 × 2 closed form, for rank one, by Newton's iteration, and of a product.

import ExactArithmetic
import Localization
import RealModule

/// A way to the square root of a matrix.
public enum SquareRootMethod: String, CaseIterable, Sendable {
    /// The first of rank one, eigenvalues, closed form that stays in the field; eigenvalues in floating point.
    case automatic
    /// A^½ = Σ √λᵢ Pᵢ with the spectral projectors Pᵢ.
    case eigenvalues
    /// For 2 × 2: A^½ = (A + √det A · I) / √(Tr A + 2√det A), from the theorem of Cayley and Hamilton.
    case closedForm
    /// For rank one: A² = Tr A · A, so A^½ = A / √Tr A.
    case rankOne
}

extension Matrix where Element: Scalar {
    /// The principal square root: the one whose eigenvalues are not negative.
    ///
    /// - Parameter method: the way to it; see ``SquareRootMethod``.
    /// - Throws: ``LinearAlgebraError/notSquare(operation:shape:)``, ``LinearAlgebraError/noSquareRoot(reason:)``,
    ///   ``LinearAlgebraError/indefinite(value:)``, ``LinearAlgebraError/leavesField(operation:)``, LAPACK's failures.
    public func squareRoot(method: SquareRootMethod = .automatic, recorder: Recorder? = nil) throws -> Matrix {
        try requireSquare("^½")
        switch method {
        case .eigenvalues: return try squareRootByEigenvalues(recorder: recorder)
        case .closedForm: return try squareRootByClosedForm(recorder: recorder)
        case .rankOne: return try squareRootOfRankOne(recorder: recorder)
        case .automatic: break
        }
        if isZero {
            try recorder.record(.rootOfZero, [Quantity(self)], self) { approximate }
            return self
        }
        guard Element.isExact else {
            if isSymmetric || rows > 2 { return try squareRootByEigenvalues(recorder: recorder) }
            return try squareRootByClosedForm(recorder: recorder)
        }
        if try rank() == 1 { return try squareRootOfRankOne(recorder: recorder) }
        do {
            return try squareRootByEigenvalues(recorder: recorder)
        } catch LinearAlgebraError.leavesField where rows == 2 {
            return try squareRootByClosedForm(recorder: recorder)
        }
    }

    private func squareRootByEigenvalues(recorder: Recorder?) throws -> Matrix {
        let (root, steps) = try recorder.collecting {
            try Element.squareRootByEigenvalues(of: self, recorder: recorder)
        }
        try recorder.record(.rootByEigenvalues, [Quantity(self)], root, substeps: steps) {
            // LAPACK's symmetric eigensolver where it applies; elsewhere the projectors of the general one.
            isSymmetric
                ? try Double.squareRootByEigenvalues(of: approximate, recorder: nil)
                : try approximate.squareRoot(fromEigenvalues: try approximate.generalEigenvalues().map(\.real), recorder: nil)
        }
        return root
    }

    private func squareRootByClosedForm(recorder: Recorder?) throws -> Matrix {
        guard rows == 2 else {
            throw LinearAlgebraError.noSquareRoot(
                reason: Phrase("the closed form is for 2×2 matrices, this one is \(shape)", "闭式公式只适用于 2×2 矩阵，这里是 \(shape)"))
        }
        let (root, steps) = try recorder.collecting {
            let determinant = try determinant(recorder: recorder)
            let trace = try trace(recorder: recorder)
            guard let s = determinant.nonnegativeRoot() else {
                if determinant < 0 { throw Self.negativeSpectrum(determinant.doubleValue) }
                throw LinearAlgebraError.leavesField(operation: "√det")
            }
            let radicand = trace + 2 * s
            guard radicand > 0 else { throw Self.negativeSpectrum(trace.doubleValue) }
            guard let t = radicand.nonnegativeRoot() else { throw LinearAlgebraError.leavesField(operation: "√(Tr + 2√det)") }
            return try plus(Matrix.identity(2).scaled(by: s)).divided(by: t)
        }
        try recorder.record(.rootByClosedForm, [Quantity(self)], root, substeps: steps) {
            try approximate.squareRoot(method: .closedForm)
        }
        return root
    }

    private func squareRootOfRankOne(recorder: Recorder?) throws -> Matrix {
        guard try rank() == 1 else {
            throw LinearAlgebraError.noSquareRoot(
                reason: Phrase("the matrix is not of rank one", "矩阵的秩不是 1"))
        }
        let (root, steps) = try recorder.collecting {
            let trace = try trace(recorder: recorder)
            // Rank one: the trace is the one eigenvalue that may differ from zero. If it is zero the matrix is nilpotent.
            guard trace > 0 else { throw Self.negativeSpectrum(trace.doubleValue) }
            guard let s = trace.nonnegativeRoot() else { throw LinearAlgebraError.leavesField(operation: "√Tr") }
            return divided(by: s)
        }
        try recorder.record(.rootByRankOne, [Quantity(self)], root, substeps: steps) {
            try approximate.divided(by: approximate.trace().squareRoot())
        }
        return root
    }

    private static func negativeSpectrum(_ value: Double) -> LinearAlgebraError {
        .noSquareRoot(
            reason: Phrase(
                "an eigenvalue is negative, or the matrix is nilpotent (\(value))", "有负特征值，或矩阵是幂零的（\(value)）"))
    }

    /// Σ √λᵢ Pᵢ over the distinct eigenvalues, the projectors Pᵢ = Π_{j≠i} (A − λⱼI)/(λᵢ − λⱼ) by Sylvester's formula
    /// (Higham, *Functions of Matrices*, 1.3). Holds for every diagonalisable matrix, symmetric or not.
    ///
    /// - Throws: ``LinearAlgebraError/noSquareRoot(reason:)`` where the matrix is not diagonalisable or an eigenvalue is negative,
    ///   ``LinearAlgebraError/leavesField(operation:)``.
    func squareRoot(fromEigenvalues values: [Element], recorder: Recorder?) throws -> Matrix {
        let largest = values.map(\.magnitudeAsElement).max() ?? 0
        let slack = Element.isExact ? 0 : Element.negligible(scale: largest, dimension: rows * rows)
        var distinct: [Element] = []
        for value in values.sorted(by: >) {
            if let last = distinct.last, last - value <= slack * 1024 { continue }
            distinct.append(value)
        }
        var root = Matrix.zeros(rows: rows, columns: rows)
        for value in distinct {
            guard value >= -slack else { throw Self.negativeSpectrum(value.doubleValue) }
            let projector = try projector(of: value, among: distinct)
            try recorder.record(.projector, [Quantity(self), Quantity(value)], projector) {
                try approximate.projector(of: value.doubleValue, among: distinct.map(\.doubleValue))
            }
            guard let scale = Swift.max(value, 0).nonnegativeRoot() else { throw LinearAlgebraError.leavesField(operation: "√λ") }
            root = try root.plus(projector.scaled(by: scale))
        }
        if Element.isExact, try root.times(root) != self {
            throw LinearAlgebraError.noSquareRoot(reason: Phrase("the matrix is not diagonalisable", "矩阵不可对角化"))
        }
        return root
    }

    /// The projector of an eigenvalue by Sylvester's formula.
    func projector(of value: Element, among distinct: [Element]) throws -> Matrix {
        try distinct.filter { $0 != value }.reduce(Matrix.identity(rows)) { product, other in
            try product.times(minus(Matrix.identity(rows).scaled(by: other))).divided(by: value - other)
        }
    }
}

extension Scalar {
    public static func squareRootByEigenvalues(of matrix: Matrix<Self>, recorder: Recorder?) throws -> Matrix<Self> {
        let values = try matrix.eigenvalues(recorder: recorder)
        return try matrix.squareRoot(fromEigenvalues: values.elements, recorder: recorder)
    }
}

// MARK: - The root of a product of two covariances

extension Matrix where Element: Scalar {
    /// (AB)^½ for symmetric positive semidefinite A and B of any rank: AB is not symmetric, but similar to a positive semidefinite
    /// matrix, so its principal root exists, and its trace is the nuclear norm of the product of the factors.
    ///
    /// - Throws: ``LinearAlgebraError/indefinite(value:)``, ``LinearAlgebraError/leavesField(operation:)``, LAPACK's failures.
    public static func squareRoot(
        ofProduct a: Matrix, _ b: Matrix, recorder: Recorder? = nil
    ) throws -> Matrix {
        try a.requireSymmetric()
        try b.requireSymmetric()
        guard a.shape == b.shape else { throw LinearAlgebraError.shapeMismatch(operation: "·", left: a.shape, right: b.shape) }
        let (root, steps) = try recorder.collecting { try Element.squareRoot(ofProduct: a, b, recorder: recorder) }
        try recorder.record(.rootOfProduct, [Quantity(a), Quantity(b)], root, substeps: steps) {
            try Double.squareRoot(ofProduct: a.approximate, b.approximate, recorder: nil)
        }
        return root
    }
}

extension Matrix where Element: Scalar {
    /// A # B = A^½ (A^-½ B A^-½)^½ A^½, the geometric mean of two positive definite matrices (Pusz and Woronowicz, 1975). It is
    /// (AB)^½ only where A and B commute.
    ///
    /// - Throws: what ``squareRoot(method:recorder:)`` and ``inverse()`` throw.
    public func geometricMean(with other: Matrix) throws -> Matrix {
        let root = try squareRoot()
        let inverse = try root.inverse()
        let inner = try inverse.times(other).times(inverse)
        // Rounding leaves the inner matrix a little asymmetric.
        let symmetric = try inner.plus(inner.transposed).divided(by: 2)
        return try root.times(symmetric.squareRoot()).times(root)
    }
}

extension Scalar {
    public static func squareRoot(
        ofProduct a: Matrix<Self>, _ b: Matrix<Self>, recorder: Recorder?
    ) throws -> Matrix<Self> {
        try a.times(b).squareRoot(recorder: recorder)
    }
}
