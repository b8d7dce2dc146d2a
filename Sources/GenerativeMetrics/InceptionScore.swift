// The Inception Score of class probabilities: how sure a classifier is of each image, and how many classes it sees.

import LinearAlgebra
import RealModule

/// An Inception Score with its two sides.
public struct InceptionScore<Element: Scalar>: Sendable {
    /// exp of the mean divergence: between 1 and the number of classes.
    public let value: Element
    /// p(y), the mean of the rows.
    public let marginal: Vector<Element>
    /// KL(p(y∣xᵢ) ‖ p(y)) of each image.
    public let divergences: Vector<Element>
    /// H(y), the entropy of p(y): large where all classes are drawn.
    public let marginalEntropy: Element
    /// H(y∣x), the mean entropy of the rows: small where each image is clear.
    public let conditionalEntropy: Element
}

extension Matrix where Element: Scalar {
    /// The Inception Score exp(E KL(p(y∣x) ‖ p(y))) = exp(H(y) − H(y∣x)) (Salimans et al., 2016) of an n × K matrix whose row i is
    /// p(y∣xᵢ), with p(y) the mean of the rows.
    ///
    /// - Throws: ``MetricsError/noSamples``, ``MetricsError/negativeProbability(row:column:value:)``,
    ///   ``MetricsError/probabilitiesDoNotSum(row:sum:)``, ``LinearAlgebraError/leavesField(operation:)`` in exact arithmetic.
    public func inceptionScore(recorder: Recorder? = nil) throws -> InceptionScore<Element> {
        guard rows > 0, columns > 0 else { throw MetricsError.noSamples }
        let images = (0..<rows).map(row)
        for (index, image) in images.enumerated() { try image.requireDistribution(row: index + 1) }
        var statistics = ClassStatistics<Element>(classes: columns)
        for image in images { statistics.add(image) }
        let marginal = statistics.marginal
        try recorder.record(.classMarginal, [Quantity(self)], marginal) { try approximate.mean() }
        let count = Element(rows)
        let divergences = try Vector(images.map { try $0.divergenceTerms(marginal, .e).sum })
        let information = divergences.sum / count
        for image in images { statistics.add(entropy: try image.entropyTerms(.e).sum) }
        let score = InceptionScore(
            value: try information.exponentialInField(), marginal: marginal, divergences: divergences,
            marginalEntropy: try marginal.entropyTerms(.e).sum,
            conditionalEntropy: statistics.conditionalEntropy)
        if recorder != nil { try record(score, information, recorder) }
        return score
    }

    /// The mean of the scores of `splits` consecutive parts of the rows, as equal as can be: with 10 of them the form in which the
    /// score was introduced. Each part has a marginal of its own.
    ///
    /// - Throws: as ``inceptionScore(recorder:)``; ``MetricsError/tooManySplits(splits:rows:)``. Errors count the rows of the whole matrix.
    public func inceptionScore(splits: Int, recorder: Recorder? = nil) throws -> Element {
        guard splits > 1 else { return try inceptionScore(recorder: recorder).value }
        guard splits <= rows else { throw MetricsError.tooManySplits(splits: splits, rows: rows) }
        for index in 0..<rows { try row(index).requireDistribution(row: index + 1) }
        let scores = try Vector(
            (0..<splits).map { part in
                let range = part * rows / splits..<(part + 1) * rows / splits
                let (score, steps) = try recorder.collecting { try rows(range).inceptionScore(recorder: recorder) }
                try recorder.record(.splitScore, [.integer(part + 1)], score.value, substeps: steps) {
                    try rows(range).approximate.inceptionScore().value
                }
                return score.value
            })
        let mean = scores.sum / Element(splits)
        try recorder.record(.meanOfSplits, [Quantity(scores)], mean) { scores.approximate.sum / Double(splits) }
        return mean
    }

    private func record(_ score: InceptionScore<Element>, _ information: Element, _ recorder: Recorder?) throws {
        let other = try approximate.inceptionScore()
        try recorder.record(.imageDivergences, [Quantity(self), Quantity(score.marginal)], score.divergences) {
            other.divergences
        }
        try recorder.record(.meanDivergence, [Quantity(score.divergences)], information) {
            other.divergences.sum / Double(rows)
        }
        try recorder.record(.marginalEntropy, [Quantity(score.marginal)], score.marginalEntropy) { other.marginalEntropy }
        try recorder.record(.conditionalEntropy, [Quantity(self)], score.conditionalEntropy) { other.conditionalEntropy }
        try recorder.record(
            .inceptionScore, [Quantity(score.marginalEntropy), Quantity(score.conditionalEntropy)], score.value
        ) { other.value }
    }
}

extension Scalar {
    /// e to the power of the number.
    ///
    /// - Throws: ``LinearAlgebraError/leavesField(operation:)``.
    fileprivate func exponentialInField() throws -> Self {
        guard let value = exponential() else { throw LinearAlgebraError.leavesField(operation: "exp") }
        return value
    }
}
