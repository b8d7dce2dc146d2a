// The rules of this room: why a step of linear algebra follows from its operands.

import RealModule

extension Rule {
    /// A·B. Operands: A, B.
    public static let product = Rule(rawValue: "product")
    /// The sum of the diagonal. Operand: A.
    public static let trace = Rule(rawValue: "trace")
    /// ad − bc and its like. Operand: A.
    public static let determinant = Rule(rawValue: "determinant")
    /// The eigenvalues, largest first. Operand: A.
    public static let eigenvalues = Rule(rawValue: "eigenvalues")
    /// Eigenvectors of unit length as columns. Operand: A.
    public static let eigenvectors = Rule(rawValue: "eigenvectors")
    /// The spectral projector of one eigenvalue. Operands: A, λ.
    public static let projector = Rule(rawValue: "root.projector")
    /// A^½ = Σ √λᵢ Pᵢ. Operand: A.
    public static let rootByEigenvalues = Rule(rawValue: "root.eigenvalues")
    /// A^½ = (A + √det A · I) / √(Tr A + 2√det A). Operand: A (2×2).
    public static let rootByClosedForm = Rule(rawValue: "root.closed")
    /// A^½ = A / √Tr A for a matrix of rank one. Operand: A.
    public static let rootByRankOne = Rule(rawValue: "root.rankOne")
    /// The zero matrix is its own root. Operand: A.
    public static let rootOfZero = Rule(rawValue: "root.zero")
    /// One Newton step X ← (X + X⁻¹A)/2. Operands: A, the iterate before, the step's number.
    public static let newtonStep = Rule(rawValue: "root.newton.step")
    /// ‖X² − A‖_F of a Newton iterate. Operands: A, the iterate.
    public static let newtonResidual = Rule(rawValue: "root.newton.residual")
    /// The root to which Newton's iteration has come. Operand: A.
    public static let rootByNewton = Rule(rawValue: "root.newton")
    /// (AB)^½ for two positive semidefinite matrices, from their factors. Operands: A, B.
    public static let rootOfProduct = Rule(rawValue: "root.product")
    /// The singular values, largest first. Operand: A.
    public static let singularValues = Rule(rawValue: "singularValues")
    /// The sum of the singular values. Operand: A.
    public static let nuclearNorm = Rule(rawValue: "nuclearNorm")
    /// Σ Kᵤᵥ Aᵢ₊ᵤ,ⱼ₊ᵥ. Operands: A, K, the stride, the padding.
    public static let crossCorrelation = Rule(rawValue: "window.crossCorrelation")
    /// The largest entry under each place of a window. Operands: A, the window's side, the stride, the padding.
    public static let maximumPooling = Rule(rawValue: "window.maximum")
    /// The mean of the entries under each place of a window. Operands: as of the maximum.
    public static let averagePooling = Rule(rawValue: "window.average")
    /// max(a, 0) of each entry. Operand: A.
    public static let rectified = Rule(rawValue: "rectified")

    /// All rules of this room.
    public static let linearAlgebra: [Rule] = [
        product, trace, determinant, eigenvalues, eigenvectors, projector, rootByEigenvalues, rootByClosedForm,
        rootByRankOne, rootOfZero, newtonStep, newtonResidual, rootByNewton, rootOfProduct, singularValues, nuclearNorm,
        crossCorrelation,
        maximumPooling, averagePooling, rectified,
    ]
}
