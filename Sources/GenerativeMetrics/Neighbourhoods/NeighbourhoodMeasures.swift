// Precision, recall, density and coverage of a set of generated samples: results, and the ways to ask for them.

import LinearAlgebra
import RealModule

/// One of the measures that look at neighbourhoods.
public enum NeighbourhoodMeasure: String, CaseIterable, Sendable {
    /// The share of generated samples that lie within the k-th neighbour's distance of some real sample (Kynkäänniemi et al., 2019).
    case precision
    /// The share of real samples that lie within the k-th neighbour's distance of some generated sample (Kynkäänniemi et al., 2019).
    case recall
    /// How many real neighbourhoods a generated sample lies in on average, divided by k (Naeem et al., 2020).
    case density
    /// The share of real samples that have a generated one in their neighbourhood (Naeem et al., 2020).
    case coverage

    /// The k of the publications and of their programs.
    public var usualK: Int {
        switch self {
        case .precision, .recall: 3
        case .density, .coverage: 5
        }
    }
}

/// Precision, recall, density and coverage for one k, with the counts that they are fractions of.
///
/// The neighbourhood of a sample reaches to its k-th nearest other sample of its own set. As in the originals, precision and recall take
/// what lies on its edge as inside (≤), density and coverage do not (<).
public struct NeighbourhoodMeasures: Sendable, Equatable {
    public let k: Int
    public let realCount: Int
    public let generatedCount: Int
    /// How many generated samples lie in a real neighbourhood.
    public let precisionCount: Int
    /// How many real samples lie in a generated neighbourhood.
    public let recallCount: Int
    /// How many pairs there are of a real neighbourhood and a generated sample in it.
    public let densityPairs: Int
    /// How many real neighbourhoods have a generated sample in them.
    public let coverageCount: Int
    /// The same sample by sample.
    public let samples: Samples

    /// What is known of each sample.
    public struct Samples: Sendable, Equatable {
        /// The distance of each real sample to its k-th nearest real one.
        public let realRadii: [Double]
        /// The distance of each generated sample to its k-th nearest generated one.
        public let generatedRadii: [Double]
        /// Of each generated sample, whether it lies in a real neighbourhood: precision.
        public let isInReal: [Bool]
        /// Of each real sample, whether it lies in a generated neighbourhood: recall.
        public let isInGenerated: [Bool]
        /// Of each generated sample, how many real neighbourhoods it lies in: density.
        public let ballsAround: [Int]
        /// Of each real sample, whether its neighbourhood has a generated one: coverage.
        public let isCovered: [Bool]
        /// The realism of each generated sample (Kynkäänniemi et al., 2019, eq. 3), where it was asked for: the largest ratio of a real radius to the
        /// distance from that sample, over the half of the real samples with the smaller radii; 1 and more is inside of one.
        public internal(set) var realism: [Double]?
    }

    public var precision: Double { Double(precisionCount) / Double(generatedCount) }
    public var recall: Double { Double(recallCount) / Double(realCount) }
    public var density: Double { Double(densityPairs) / (Double(k) * Double(generatedCount)) }
    public var coverage: Double { Double(coverageCount) / Double(realCount) }

    /// The harmonic mean of precision and recall; 0 where both are 0.
    public var fScore: Double {
        precisionCount + recallCount == 0 ? 0 : 2 * precision * recall / (precision + recall)
    }

    /// The value of one of the measures.
    public subscript(measure: NeighbourhoodMeasure) -> Double {
        switch measure {
        case .precision: precision
        case .recall: recall
        case .density: density
        case .coverage: coverage
        }
    }

    init<Distance: Scalar>(_ counts: NeighbourhoodCounts<Distance>, realism: [Double]?) {
        k = counts.k
        realCount = counts.realRadii.count
        generatedCount = counts.generatedRadii.count
        precisionCount = counts.isInReal.count { $0 }
        recallCount = counts.isInGenerated.count { $0 }
        densityPairs = counts.ballsAround.reduce(0, +)
        coverageCount = counts.isCovered.count { $0 }
        samples = Samples(
            realRadii: counts.realRadii.map { $0.doubleValue.squareRoot() },
            generatedRadii: counts.generatedRadii.map { $0.doubleValue.squareRoot() }, isInReal: counts.isInReal,
            isInGenerated: counts.isInGenerated, ballsAround: counts.ballsAround, isCovered: counts.isCovered, realism: realism)
    }

    /// The measures of `generated` against `real`, for several k in one pass, with samples in memory or in files. Memory does not grow with
    /// the square of the number of samples, nor beyond a bound with their size; the result does not depend on the number of threads.
    ///
    /// - Parameters:
    ///   - ks: the numbers of neighbours; the results come in the same order.
    ///   - withRealism: whether to compute the realism of each generated sample, one more pass over the pairs.
    ///   - progress: called with the pairs of samples done and those to do; may throw to give up.
    /// - Throws: ``MetricsError/dimensionMismatch(first:second:)``, ``MetricsError/tooFewNeighbours(k:rows:isReal:)``,
    ///   ``MetricsError/notFinite(row:column:)``, ``MetricsError/overflow``; what reading throws.
    public static func compute(
        real: any RowSource, generated: any RowSource, ks: [Int], withRealism: Bool = false,
        progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> [NeighbourhoodMeasures] {
        try withoutActuallyEscaping(progress) { progress in
            let kernel = try NeighbourhoodKernel(real: FloatingRows(real), generated: FloatingRows(generated), ks: ks)
            kernel.progress = progress
            defer { kernel.progress = { _, _ in } }
            return try kernel.measures(withRealism: withRealism)
        }
    }
}

extension NeighbourhoodKernel {
    /// The measures for each k.
    func measures(withRealism: Bool = false) throws -> [NeighbourhoodMeasures] {
        try counts().map { counts in
            NeighbourhoodMeasures(counts, realism: withRealism ? try realism(counts.realRadii) : nil)
        }
    }
}

extension Matrix where Element: Scalar {
    /// Precision, recall, density and coverage of the samples `generated` against the real ones of this matrix, a sample a row. The same
    /// function decides the toy exactly and 50,000 × 50,000 pairs of features.
    ///
    /// - Throws: ``MetricsError/dimensionMismatch(first:second:)``, ``MetricsError/tooFewNeighbours(k:rows:isReal:)``,
    ///   ``MetricsError/notFinite(row:column:)``, ``MetricsError/overflow``.
    public func neighbourhoodMeasures(of generated: Matrix, k: Int, withRealism: Bool = false) throws -> NeighbourhoodMeasures {
        func measures<Rows: NeighbourRows>(_ real: Rows, _ generated: Rows) throws -> NeighbourhoodMeasures {
            let kernel = try NeighbourhoodKernel(real: real, generated: generated, ks: [k])
            return try kernel.measures(withRealism: withRealism)[0]
        }
        if let real = self as? any RowSource, let generated = generated as? any RowSource {
            return try measures(FloatingRows(real), FloatingRows(generated))
        }
        return try measures(ExactRows(self), ExactRows(generated))
    }

    /// One of the measures, with its steps.
    ///
    /// - Throws: as ``neighbourhoodMeasures(of:k:withRealism:)``.
    public func neighbourhoodMeasure(
        _ measure: NeighbourhoodMeasure, of generated: Matrix, k: Int, recorder: Recorder? = nil
    ) throws -> Element {
        let measures = try neighbourhoodMeasures(of: generated, k: k)
        let (part, whole) = measures.fraction(measure)
        let value = Element(part) / Element(whole)
        if let recorder { try record(measure, of: generated, measures, value, recorder) }
        return value
    }
}

extension NeighbourhoodMeasures {
    /// What is counted, and what that is divided by.
    func fraction(_ measure: NeighbourhoodMeasure) -> (part: Int, whole: Int) {
        switch measure {
        case .precision: (precisionCount, generatedCount)
        case .recall: (recallCount, realCount)
        case .density: (densityPairs, k * generatedCount)
        case .coverage: (coverageCount, realCount)
        }
    }
}
