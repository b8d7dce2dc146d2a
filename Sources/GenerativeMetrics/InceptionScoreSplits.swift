// The Inception Score of as many images as there are, from files of probabilities or of logits, by parts with their spread.

import Dispatch
import LinearAlgebra
import RealModule

/// What the rows of a file say of an image's classes.
public enum ClassScores: String, CaseIterable, Sendable {
    /// p(y∣x) itself: not negative, summing to 1.
    case probabilities
    /// What a network gives before its softmax: any finite numbers.
    case logits
}

/// The sums over images from which an Inception Score follows: parts of a set are gathered one by one and merged.
public struct ClassStatistics<Element: Scalar>: Sendable {
    /// n
    public private(set) var count = 0
    private var sums: [Element]
    private var entropies: Element = 0

    /// No images, of `classes` classes.
    public init(classes: Int) { sums = [Element](repeating: 0, count: classes) }

    /// Adds one image with the probabilities p(y∣x), which the caller has looked at.
    mutating func add(_ probabilities: some Sequence<Element>) {
        count += 1
        for (index, probability) in probabilities.enumerated() { sums[index] = sums[index] + probability }
    }

    /// Adds the entropy H(p(y∣x)) of an image that is added. (Apart from the image, for logarithms leave the exact numbers.)
    mutating func add(entropy: Element) { entropies = entropies + entropy }

    /// Adds the images of `other`, of as many classes.
    mutating func merge(_ other: ClassStatistics) {
        count += other.count
        for index in sums.indices { sums[index] = sums[index] + other.sums[index] }
        entropies = entropies + other.entropies
    }

    /// p(y)
    var marginal: Vector<Element> { Vector(sums.map { $0 / Element(count) }) }

    /// H(y∣x)
    var conditionalEntropy: Element { entropies / Element(count) }
}

extension ClassStatistics where Element == Double {
    /// exp(H(y) − H(y∣x)), with H(y).
    fileprivate func score() throws -> (value: Double, marginalEntropy: Double) {
        let marginalEntropy = try marginal.entropyTerms(.e).sum
        // The information is never negative; where all rows are equal, rounding may make it so.
        return (Double.exp(Swift.max(0, marginalEntropy - conditionalEntropy)), marginalEntropy)
    }
}

/// The Inception Score of a set of images, as a whole and by parts.
public struct InceptionScoreSummary: Sendable, Equatable {
    /// n
    public let count: Int
    /// K
    public let classes: Int
    /// The score of each part.
    public let splitScores: [Double]
    /// Their mean: what is published as the Inception Score.
    public let mean: Double
    /// Their standard deviation, with the number of parts as the divisor, as torch-fidelity and the first implementation have it; 0 for one part.
    public let standardDeviation: Double
    /// The score of all images together.
    public let value: Double
    /// H(y) of all images together, in nats.
    public let marginalEntropy: Double
    /// H(y∣x) of all images together, in nats.
    public let conditionalEntropy: Double

    /// The Inception Score of images whose class probabilities, or logits, are the rows of `source`; one pass in memory that does not grow with their number.
    /// Softmax and logarithms are taken in double precision: log p = z − log Σ exp z, with the largest logit taken off first.
    ///
    /// - Parameters:
    ///   - splits: the number of parts; part i of s has the images from i·n/s on, rounded down.
    ///   - order: the images in the order in which they are cut into parts, counted from 0, where that is not the order of the rows: a shuffle, for
    ///     files that are sorted by class.
    ///   - progress: called with the rows done and those to do; may throw to give up.
    /// - Throws: ``MetricsError/noSamples``, ``MetricsError/tooManySplits(splits:rows:)``, ``MetricsError/unequalCounts(first:second:)`` for an order of other
    ///   length, ``MetricsError/logitsAsProbabilities(row:column:value:)``, ``MetricsError/probabilitiesDoNotSum(row:sum:)``,
    ///   ``MetricsError/probabilitiesAsLogits``, ``MetricsError/notFinite(row:column:)``; what reading throws.
    public static func compute(
        of source: any RowSource, as scores: ClassScores, splits: Int = 10, order: [Int]? = nil,
        progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> InceptionScoreSummary {
        let (rows, classes) = (source.rows, source.columns)
        guard rows > 0, classes > 0 else { throw MetricsError.noSamples }
        let splits = Swift.max(1, splits)
        guard splits <= rows else { throw MetricsError.tooManySplits(splits: splits, rows: rows) }
        let parts = try parts(splits, of: rows, in: order)
        var statistics = Array(repeating: ClassStatistics<Double>(classes: classes), count: splits)
        var reader = ClassRowReader(source: source, scores: scores)
        try reader.forEachRow(progress) { row, probabilities, entropy in
            statistics[parts[row]].add(probabilities)
            statistics[parts[row]].add(entropy: entropy)
        }
        let splitScores = try statistics.map { try $0.score().value }
        let mean = splitScores.reduce(0, +) / Double(splits)
        let variance = splitScores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(splits)
        var all = statistics[0]
        for part in statistics.dropFirst() { all.merge(part) }
        let whole = try all.score()
        return InceptionScoreSummary(
            count: rows, classes: classes, splitScores: splitScores, mean: mean, standardDeviation: variance.squareRoot(),
            value: whole.value, marginalEntropy: whole.marginalEntropy, conditionalEntropy: all.conditionalEntropy)
    }

    /// The part that each row belongs to.
    private static func parts(_ splits: Int, of rows: Int, in order: [Int]?) throws -> [Int] {
        let order = order ?? Array(0..<rows)
        guard order.count == rows, Set(order).count == rows, order.allSatisfy((0..<rows).contains) else {
            throw MetricsError.unequalCounts(first: Set(order).count, second: rows)
        }
        var parts = [Int](repeating: 0, count: rows)
        for split in 0..<splits {
            for place in split * rows / splits..<(split + 1) * rows / splits { parts[order[place]] = split }
        }
        return parts
    }
}

/// Rows as probabilities, looked at one by one.
private struct ClassRowReader {
    var source: any RowSource
    let scores: ClassScores

    /// The entropy of p(y∣x), and whether the entries of the file were a distribution.
    private typealias Row = (entropy: Double, isDistribution: Bool)

    /// Hands the rows to `body` in their order. Those of a block are worked out on all cores, which leaves every number as it is: no row depends on
    /// another.
    mutating func forEachRow(
        _ progress: (Int, Int) throws -> Void,
        _ body: (_ row: Int, UnsafeMutableBufferPointer<Double>.SubSequence, _ entropy: Double) throws -> Void
    ) throws {
        let (rows, classes) = (source.rows, source.columns)
        let step = Swift.max(1, Swift.min(rows, (1 << 18) / classes))
        let buffer = UnsafeMutableBufferPointer<Double>.allocate(capacity: step * classes)
        defer { buffer.deallocate() }
        // Logits that are a distribution in every row are no logits.
        var looksLikeProbabilities = scores == .logits && classes > 1
        for start in stride(from: 0, to: rows, by: step) {
            let count = Swift.min(step, rows - start)
            try source.read(rows: start..<start + count, into: buffer)
            for (index, result) in Self.worked(buffer, count, classes, scores, from: start).enumerated() {
                let row = try result.get()
                if !row.isDistribution { looksLikeProbabilities = false }
                try body(start + index, buffer[index * classes..<(index + 1) * classes], row.entropy)
            }
            try progress(start + count, rows)
        }
        if looksLikeProbabilities { throw MetricsError.probabilitiesAsLogits }
    }

    /// Makes the rows of a block p(y∣x) where they are; or says what is wrong with each.
    private static func worked(
        _ block: UnsafeMutableBufferPointer<Double>, _ count: Int, _ classes: Int, _ scores: ClassScores, from start: Int
    ) -> [Result<Row, any Error>] {
        [Result<Row, any Error>](unsafeUninitializedCapacity: count) { target, filled in
            // Each row writes to places of its own.
            nonisolated(unsafe) let place = (block, target)
            let parts = (0..<count).split(intoPartsOfAtMost: 16)
            DispatchQueue.concurrentPerform(iterations: parts.count) { part in
                let (block, target) = place
                for index in parts[part] {
                    let entries = UnsafeMutableBufferPointer(rebasing: block[index * classes..<(index + 1) * classes])
                    (target.baseAddress.map { $0 + index })?.initialize(
                        to: Result { try Self.row(entries, scores, number: start + index + 1) })
                }
            }
            filled = count
        }
    }

    private static func row(
        _ entries: UnsafeMutableBufferPointer<Double>, _ scores: ClassScores, number: Int
    ) throws -> Row {
        switch scores {
        case .probabilities:
            try check(entries, row: number)
            return (try entries.reduce(0) { $0 + (try $1.entropyTerm(.e)) }, true)
        case .logits:
            // Hardly any row of logits gets as far as its sum.
            let isDistribution = entries.allSatisfy { $0 >= 0 } && entries.reduce(0, +).isSumOfProbabilities
            return (try softmax(entries, row: number), isDistribution)
        }
    }

    private static func check(_ entries: UnsafeMutableBufferPointer<Double>, row: Int) throws {
        let limit = 1 + Vector<Double>.probabilityTolerance
        if let place = entries.firstIndex(where: { !($0 >= 0 && $0 <= limit) }) {
            guard entries[place].isFinite else { throw MetricsError.notFinite(row: row, column: place + 1) }
            throw MetricsError.logitsAsProbabilities(row: row, column: place + 1, value: entries[place])
        }
        let sum = entries.reduce(0, +)
        guard sum.isSumOfProbabilities else { throw MetricsError.probabilitiesDoNotSum(row: row, sum: sum) }
    }

    /// Puts exp zᵢ / Σ exp zⱼ in the place of each zᵢ.
    ///
    /// - Returns: −Σ pᵢ log pᵢ = log Σ exp zⱼ − Σ pᵢ zᵢ.
    private static func softmax(_ logits: UnsafeMutableBufferPointer<Double>, row: Int) throws -> Double {
        if let place = logits.firstIndex(where: { !$0.isFinite }) { throw MetricsError.notFinite(row: row, column: place + 1) }
        let largest = logits.max() ?? 0
        var (sum, weighted) = (0.0, 0.0)
        for index in logits.indices {
            let logit = logits[index] - largest
            let power = Double.exp(logit)
            logits[index] = power
            sum += power
            // A difference may be −∞, and then there is nothing to add.
            if power > 0 { weighted += power * logit }
        }
        for index in logits.indices { logits[index] /= sum }
        return Double.log(sum) - weighted / sum
    }
}
