// The rules of this room: how a step of a metric follows from its operands.

import LinearAlgebra

extension Rule {
    /// The column means. Operand: X.
    public static let mean = Rule(rawValue: "mean")
    /// μ as it is given with Σ, not computed. No operands.
    public static let givenMean = Rule(rawValue: "given.mean")
    /// Σ as it is given, or as a factor gives it. No operands.
    public static let givenCovariance = Rule(rawValue: "given.covariance")
    /// X − μ, row by row. Operands: X, μ.
    public static let centre = Rule(rawValue: "covariance.centre")
    /// (X − μ)ᵀ(X − μ). Operand: the centred X.
    public static let scatter = Rule(rawValue: "covariance.scatter")
    /// The scatter over n − 1, or over n. Operands: the scatter, the divisor.
    public static let covariance = Rule(rawValue: "covariance.divide")
    /// μ₁ − μ₂. Operands: μ₁, μ₂.
    public static let meanDifference = Rule(rawValue: "frechet.meanDifference")
    /// ‖μ₁ − μ₂‖². Operand: the difference.
    public static let meanTerm = Rule(rawValue: "frechet.meanTerm")
    /// Tr (Σ₁Σ₂)^½ as the trace of the root. Operand: the root.
    public static let rootTrace = Rule(rawValue: "frechet.rootTrace")
    /// F₁F₂ᵀ with FᵢᵀFᵢ = (nᵢ − 1)Σᵢ: the Gram matrix of the centred samples of one set with those of the other. Operands: F₁, F₂.
    public static let crossGram = Rule(rawValue: "frechet.crossGram")
    /// Tr (Σ₁Σ₂)^½ = ‖F₁F₂ᵀ‖_* / √((n₁−1)(n₂−1)). Operands: the cross Gram matrix, the divisors n₁−1 and n₂−1.
    public static let rootTraceFromCrossGram = Rule(rawValue: "frechet.rootTrace.crossGram")
    /// Tr (Σ₁Σ₂)^½ = Σ √λᵢ(L₁ᵀΣ₂L₁). Operands: Σ₁, Σ₂.
    public static let rootTraceFromCongruence = Rule(rawValue: "frechet.rootTrace.congruence")
    /// Tr Σ = ‖F‖_F² / (n − 1) for rows F with FᵀF = (n − 1)Σ. Operands: F, the divisor.
    public static let traceFromRows = Rule(rawValue: "frechet.traceFromRows")
    /// Tr Σ₁ + Tr Σ₂ − 2 Tr (Σ₁Σ₂)^½. Operands: the three traces.
    public static let traceTerm = Rule(rawValue: "frechet.traceTerm")
    /// The sum of mean term and trace term. Operands: both.
    public static let frechetDistance = Rule(rawValue: "frechet.distance")
    /// (μ₁ − μ₂)² + (σ₁ − σ₂)². Operands: μ₁, σ₁, μ₂, σ₂.
    public static let univariateDistance = Rule(rawValue: "frechet.univariate")
    /// The roots of the eigenvalues, largest first. Operand: what the spectrum is taken of.
    public static let standardDeviations = Rule(rawValue: "frechet.standardDeviations")
    /// Σ (√λᵢ − √κᵢ)². Operands: both lists of roots.
    public static let spectrumMismatch = Rule(rawValue: "frechet.spectrumMismatch")
    /// 2(Σ √λᵢ√κᵢ − Tr (Σ₁Σ₂)^½). Operands: Σ √λᵢ√κᵢ, Tr (Σ₁Σ₂)^½.
    public static let misalignment = Rule(rawValue: "frechet.misalignment")

    /// ‖pᵢ − qⱼ‖² for each pair of points. Operands: P, Q.
    public static let leashSquares = Rule(rawValue: "leash.squares")
    /// The shortest leash up to each pair of points, squared. Operand: the squared distances.
    public static let leashTable = Rule(rawValue: "leash.table")
    /// The shortest leash: the root of the last entry. Operand: the table.
    public static let leash = Rule(rawValue: "leash")
    /// The largest of the distances to the nearest point of the other curve. Operand: the squared distances.
    public static let hausdorff = Rule(rawValue: "hausdorff")
    /// k(xᵢ, xⱼ) within the first set. Operands: X, X.
    public static let kernelWithinFirst = Rule(rawValue: "kid.first")
    /// k(yᵢ, yⱼ) within the second set. Operands: Y, Y.
    public static let kernelWithinSecond = Rule(rawValue: "kid.second")
    /// k(xᵢ, yⱼ) across the sets. Operands: X, Y.
    public static let kernelAcross = Rule(rawValue: "kid.across")
    /// Mean within the first + mean within the second − 2 · mean across. Operands: the three means.
    public static let kernelDistance = Rule(rawValue: "kid")

    /// All rules of this room.
    public static let generativeMetrics: [Rule] = [
        mean, givenMean, givenCovariance, centre, scatter, covariance, meanDifference, meanTerm, rootTrace, crossGram,
        rootTraceFromCrossGram,
        rootTraceFromCongruence, traceFromRows, traceTerm, frechetDistance, univariateDistance, standardDeviations,
        spectrumMismatch, misalignment,
        leashSquares, leashTable, leash, hausdorff, kernelWithinFirst, kernelWithinSecond, kernelAcross, kernelDistance,
    ]
}
