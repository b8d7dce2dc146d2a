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
    /// The smallest sum of distances along a walk of two curves.
    public static let warping = Rule(rawValue: "warping")
    /// k(xᵢ, xⱼ) within the first set. Operands: X, X.
    public static let kernelWithinFirst = Rule(rawValue: "kid.first")
    /// k(yᵢ, yⱼ) within the second set. Operands: Y, Y.
    public static let kernelWithinSecond = Rule(rawValue: "kid.second")
    /// k(xᵢ, yⱼ) across the sets. Operands: X, Y.
    public static let kernelAcross = Rule(rawValue: "kid.across")
    /// Mean within the first + mean within the second − 2 · mean across. Operands: the three means.
    public static let kernelDistance = Rule(rawValue: "kid")
    /// The same, times a scale. Operands: the three means, the scale.
    public static let scaledKernelDistance = Rule(rawValue: "kid.scaled")
    /// The kernel distances of random subsets. Operands: how many subsets, how many rows each, the seed.
    public static let kernelSubsets = Rule(rawValue: "kid.subsets")
    /// Their mean. Operand: the distances.
    public static let meanOfSubsets = Rule(rawValue: "kid.subsets.mean")

    /// Σᵢⱼ λᵢλⱼ/(λᵢ+λⱼ) over i ≠ j. Operand: the eigenvalues.
    public static let biasPairs = Rule(rawValue: "bias.pairs")
    /// ½(1/n₁ + 1/n₂)(3 Tr Σ + the sum over pairs). Operands: n₁, n₂, Tr Σ, the sum.
    public static let samplingBias = Rule(rawValue: "bias")
    /// Mean Fréchet distances of parts of the sets. Operand: into how many parts they were cut.
    public static let subsetDistances = Rule(rawValue: "fidinf.distances")
    /// The value at 1/N = 0 of the line through distances over 1/N. Operands: the distances, the slope.
    public static let extrapolated = Rule(rawValue: "fidinf")
    /// The standard error of that value. Operands: that of the line, that of the sample.
    public static let extrapolationError = Rule(rawValue: "fidinf.error")
    /// Fréchet distances with one group left out. Operand: which set, from 1; how many groups.
    public static let groupsLeftOut = Rule(rawValue: "jackknife.distances")
    /// The ends of a confidence interval. Operands: the corrected distance, its standard error, the quantile.
    public static let confidenceInterval = Rule(rawValue: "jackknife.interval")
    /// (μ₁−μ₂)(μ₁−μ₂)ᵀ + Σ₁ + Σ₂ − R − Rᵀ with R = (Σ₁Σ₂)^½. Operands: the difference of the means, Σ₁, Σ₂, R.
    public static let displacement = Rule(rawValue: "displacement")
    /// The matrix T of the optimal transport of N(μ₁, Σ₁) to N(μ₂, Σ₂). Operands: Σ₁, Σ₂.
    public static let transport = Rule(rawValue: "transport")
    /// To first order, the change of the Fréchet distance with each row left out. Operands: X, I − T, the difference of the means.
    public static let influence = Rule(rawValue: "influence")

    /// ‖xᵢ − xⱼ‖² within one set. Operand: X.
    public static let neighbourDistances = Rule(rawValue: "neighbours.within")
    /// The k-th smallest squared distance of each row to another one. Operands: the squared distances, k.
    public static let squaredNeighbourRadii = Rule(rawValue: "neighbours.squaredRadii")
    /// The distance of each sample of a large set to its k-th nearest other one. Operand: k.
    public static let neighbourRadii = Rule(rawValue: "neighbours.radii")
    /// ‖xᵢ − yⱼ‖² across the sets. Operands: X, Y.
    public static let distancesAcross = Rule(rawValue: "neighbours.across")
    /// 1 where ‖xᵢ − yⱼ‖² ≤ rᵢ² of the real sample. Operands: the squared distances, the squared radii.
    public static let insideReal = Rule(rawValue: "neighbours.insideReal")
    /// 1 where ‖xᵢ − yⱼ‖² ≤ rⱼ² of the generated sample. Operands: the squared distances, the squared radii.
    public static let insideGenerated = Rule(rawValue: "neighbours.insideGenerated")
    /// 1 where ‖xᵢ − yⱼ‖² < rᵢ² of the real sample. Operands: the squared distances, the squared radii.
    public static let strictlyInsideReal = Rule(rawValue: "neighbours.strictlyInsideReal")
    /// The share of columns with a 1. Operands: their number, the number of generated samples.
    public static let precision = Rule(rawValue: "precision")
    /// The share of rows with a 1. Operands: their number, the number of real samples.
    public static let recall = Rule(rawValue: "recall")
    /// The number of ones over k times the number of generated samples. Operands: both.
    public static let density = Rule(rawValue: "density")
    /// The share of rows with a 1. Operands: their number, the number of real samples.
    public static let coverage = Rule(rawValue: "coverage")

    /// √ of a squared distance. Operand: the square.
    public static let wasserstein = Rule(rawValue: "wasserstein")
    /// Two samples sorted, so that the pairs stand one below the other. Operands: x, y.
    public static let sortedPairs = Rule(rawValue: "wasserstein.pairs")
    /// The mean squared difference of the pairs. Operand: the pairs.
    public static let couplingCost = Rule(rawValue: "wasserstein.cost")

    /// Numbers of the standard normal distribution. Operands: n, d, the seed.
    public static let normalSamples = Rule(rawValue: "sample.normal")
    /// The order of all rows after a shuffle, from 1. Operands: X, the seed.
    public static let shuffledOrder = Rule(rawValue: "sample.shuffle")
    /// The rows that are drawn without replacement, from 1. Operands: X, the seed.
    public static let drawnRows = Rule(rawValue: "sample.subset")

    /// Σ(xᵢ − x̄)ᵏ / n. Operands: x, k.
    public static let centralMoment = Rule(rawValue: "moment.central")
    /// m₃ / m₂^(3/2). Operands: m₂, m₃.
    public static let skewness = Rule(rawValue: "moment.skewness")
    /// m₄ / m₂². Operands: m₂, m₄.
    public static let kurtosis = Rule(rawValue: "moment.kurtosis")
    /// The kurtosis less the 3 of a normal distribution. Operand: the kurtosis.
    public static let excessKurtosis = Rule(rawValue: "moment.excessKurtosis")

    /// −pᵢ log pᵢ. Operands: p, the base (0 for e).
    public static let entropyTerms = Rule(rawValue: "entropy.terms")
    /// The sum of −pᵢ log pᵢ. Operands: the terms, the base.
    public static let entropy = Rule(rawValue: "entropy")
    /// pᵢ log(pᵢ/qᵢ). Operands: p, q, the base.
    public static let divergenceTerms = Rule(rawValue: "divergence.terms")
    /// The sum of pᵢ log(pᵢ/qᵢ). Operands: the terms, the base.
    public static let divergence = Rule(rawValue: "divergence")
    /// p(y), the mean of the rows. Operand: the rows p(y∣xᵢ).
    public static let classMarginal = Rule(rawValue: "is.marginal")
    /// KL(p(y∣xᵢ) ‖ p(y)) of each row. Operands: the rows, p(y).
    public static let imageDivergences = Rule(rawValue: "is.divergences")
    /// The mean of those. Operand: the divergences.
    public static let meanDivergence = Rule(rawValue: "is.meanDivergence")
    /// H(y). Operand: p(y).
    public static let marginalEntropy = Rule(rawValue: "is.marginalEntropy")
    /// H(y∣x), the mean entropy of the rows. Operand: the rows.
    public static let conditionalEntropy = Rule(rawValue: "is.conditionalEntropy")
    /// exp of the mean divergence, which is exp(H(y) − H(y∣x)). Operands: H(y), H(y∣x).
    public static let inceptionScore = Rule(rawValue: "is")
    /// The score of one part of the rows. Operand: which part, from 1.
    public static let splitScore = Rule(rawValue: "is.split")
    /// The mean of the scores of the parts. Operand: the scores.
    public static let meanOfSplits = Rule(rawValue: "is.meanOfSplits")

    /// All rules of this room.
    public static let generativeMetrics: [Rule] = [
        mean, givenMean, givenCovariance, centre, scatter, covariance, meanDifference, meanTerm, rootTrace, crossGram,
        rootTraceFromCrossGram,
        rootTraceFromCongruence, traceFromRows, traceTerm, frechetDistance, univariateDistance, standardDeviations,
        spectrumMismatch, misalignment,
        leashSquares, leashTable, leash, hausdorff, warping, kernelWithinFirst, kernelWithinSecond, kernelAcross, kernelDistance,
        scaledKernelDistance, kernelSubsets, meanOfSubsets, biasPairs, samplingBias, subsetDistances, extrapolated,
        extrapolationError,
        groupsLeftOut,
        confidenceInterval, displacement, transport, influence,
        neighbourDistances, squaredNeighbourRadii, neighbourRadii, distancesAcross, insideReal, insideGenerated,
        strictlyInsideReal, precision, recall, density, coverage,
        wasserstein, sortedPairs, couplingCost, normalSamples, shuffledOrder, drawnRows, centralMoment, skewness, kurtosis,
        excessKurtosis, entropyTerms, entropy, divergenceTerms, divergence, classMarginal, imageDivergences, meanDivergence,
        marginalEntropy, conditionalEntropy, inceptionScore, splitScore, meanOfSplits,
    ]
}
