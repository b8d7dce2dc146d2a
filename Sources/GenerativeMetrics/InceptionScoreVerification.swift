// A second, independent computation of an Inception Score, with a bound on the rounding of the first.

import LinearAlgebra
import RealModule

/// What a second algorithm says of an Inception Score.
///
/// The score is computed from entropies, exp(H(y) − H(y∣x)), in one pass of plain sums; softmax by division. Here it is exp of the mean divergence of
/// the rows from their mean, log p taken as z − log Σ exp z, in two passes of compensated sums.
public struct InceptionScoreVerification: Sendable {
    /// The mean over the parts, and the score of all images.
    public let mean: Double
    public let value: Double
    /// |first − second| of the mean over the parts and of the score of all images.
    public let difference: Double
    public let wholeDifference: Double
    /// How far rounding may have moved the first mean, and the first score of all images.
    public let errorBound: Double
    public let wholeErrorBound: Double

    /// Whether both differences are within what the rounding of both algorithms may come to; that of the second is no larger than that of the first.
    public var agrees: Bool { difference <= 2 * errorBound && wholeDifference <= 2 * wholeErrorBound }
}

extension InceptionScoreSummary {
    /// Computes the score again, independently, for consecutive parts as ``compute(of:as:splits:order:progress:)`` makes them; the rows are read
    /// four times, or twice for one part.
    ///
    /// - Parameter progress: called with the rows read and those to read.
    /// - Throws: ``MetricsError/unequalCounts(first:second:)`` where `source` has other rows; what reading throws.
    public func verify(
        _ source: any RowSource, as scores: ClassScores, progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> InceptionScoreVerification {
        guard source.rows == count else { throw MetricsError.unequalCounts(first: count, second: source.rows) }
        let splits = splitScores.count
        let reads = (splits > 1 ? 4 : 2) * count
        var pass = DivergencePass(source: source, scores: scores)
        var (sum, bound) = (CompensatedSum(), CompensatedSum())
        for split in 0..<splits {
            let part = try pass.score(of: split * count / splits..<(split + 1) * count / splits) {
                try progress($0, reads)
            }
            sum.add(part.value)
            bound.add(part.errorBound)
        }
        let mean = sum.value / Double(splits)
        let whole =
            splits > 1 ? try pass.score(of: 0..<count) { try progress($0, reads) } : (mean, bound.value)
        return InceptionScoreVerification(
            mean: mean, value: whole.0, difference: abs(mean - self.mean), wholeDifference: abs(whole.0 - value),
            errorBound: bound.value / Double(splits) + Rounding.gamma(splits) * mean, wholeErrorBound: whole.1)
    }
}

/// Bounds of rounding in double precision (Higham, *Accuracy and Stability of Numerical Algorithms*, 2002, section 3.1).
private enum Rounding {
    static let unit = Double.ulpOfOne / 2

    /// γ_k = ku/(1 − ku): what k roundings may come to.
    static func gamma(_ k: Int) -> Double { Double(k) * unit / (1 - Double(k) * unit) }
}

/// The divergence form of the score, over any consecutive rows.
private struct DivergencePass {
    var source: any RowSource
    let scores: ClassScores
    private var rowsRead = 0

    init(source: any RowSource, scores: ClassScores) {
        self.source = source
        self.scores = scores
    }

    /// exp of the mean divergence of the rows of `range` from their mean, and a bound on the rounding of the entropy form.
    mutating func score(
        of range: Range<Int>, progress: (Int) throws -> Void
    ) throws -> (value: Double, errorBound: Double) {
        let classes = source.columns
        var sums = [CompensatedSum](repeating: CompensatedSum(), count: classes)
        try forEachRow(range, progress) { row in
            for j in 0..<classes { sums[j].add(row.probabilities[j]) }
        }
        let logarithms = sums.map { Double.log($0.value / Double(range.count)) }
        var (information, marginal, doubt, moved) = (CompensatedSum(), CompensatedSum(), CompensatedSum(), CompensatedSum())
        try forEachRow(range, progress) { row in
            for j in 0..<classes where row.probabilities[j] > 0 {
                let p = row.probabilities[j]
                information.add(p * (row.logarithms[j] - logarithms[j]))
                marginal.add(-p * logarithms[j])
                doubt.add(-p * row.logarithms[j])
                moved.add(p * row.relativeError(j) * (abs(logarithms[j]) + 1))
            }
            moved.add(row.entropyError)
        }
        let n = Double(range.count)
        let value = Double.exp(Swift.max(0, information.value / n))
        // H = −Σ q log q moves by (|log q| + 1) of what q moves by; each of its terms has three roundings of its own.
        let (entropy, conditional) = (marginal.value / n, doubt.value / n)
        let sumsOfImages = Rounding.gamma(range.count)
        let sumsOfClasses = Rounding.gamma(classes + 3)
        let bound =
            sumsOfImages * (entropy + 1 + conditional) + sumsOfClasses * (entropy + conditional) + moved.value / n
            + 2 * Rounding.unit * (entropy + conditional + 2)
        return (value, value * Double.expMinusOne(bound))
    }

    private mutating func forEachRow(
        _ range: Range<Int>, _ progress: (Int) throws -> Void, _ body: (ClassRow) throws -> Void
    ) throws {
        let classes = source.columns
        let step = Swift.max(1, Swift.min(range.count, (1 << 18) / classes))
        let buffer = UnsafeMutableBufferPointer<Double>.allocate(capacity: step * classes)
        defer { buffer.deallocate() }
        for start in stride(from: range.lowerBound, to: range.upperBound, by: step) {
            let count = Swift.min(step, range.upperBound - start)
            try source.read(rows: start..<start + count, into: buffer)
            for index in 0..<count {
                try body(ClassRow(UnsafeBufferPointer(rebasing: buffer[index * classes..<(index + 1) * classes]), scores))
            }
            rowsRead += count
            try progress(rowsRead)
        }
    }
}

/// One row as probabilities and their logarithms.
private struct ClassRow {
    let probabilities: [Double]
    let logarithms: [Double]
    /// |z − largest| of each logit, and log Σ exp (z − largest); empty and 0 for probabilities.
    private let depths: [Double]
    private let logSum: Double

    init(_ entries: UnsafeBufferPointer<Double>, _ scores: ClassScores) {
        guard scores == .logits else {
            probabilities = Array(entries)
            logarithms = entries.map { Double.log($0) }
            (depths, logSum) = ([], 0)
            return
        }
        let largest = entries.max() ?? 0
        let logSum = Double.log(entries.reduce(into: CompensatedSum()) { $0.add(Double.exp($1 - largest)) }.value)
        logarithms = entries.map { $0 - largest - logSum }
        probabilities = logarithms.map { Double.exp($0) }
        depths = entries.map { largest - $0 }
        self.logSum = logSum
    }

    /// How far rounding may have moved a probability, relatively, where softmax made it: the subtraction moves the exponent, and the sum and the
    /// division follow.
    func relativeError(_ j: Int) -> Double {
        depths.isEmpty ? 0 : Rounding.unit * (depths[j] + Double(depths.count) + 4)
    }

    /// The same for the row's entropy log Σ exp z − Σ p z; the terms −p log p of given probabilities are counted elsewhere.
    var entropyError: Double {
        guard !depths.isEmpty else { return 0 }
        let classes = Double(depths.count)
        let terms = zip(probabilities, depths).reduce(0) { $0 + $1.0 * $1.1 * ($1.1 + 2 * classes + 9) }
        return Rounding.unit * (classes + 3 + abs(logSum) + terms)
    }
}
