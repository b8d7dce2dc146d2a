// A second, independent computation of a kernel distance, with the residuals of the first.

import LinearAlgebra
import RealModule

/// What a second algorithm says of a kernel distance in double precision.
public struct KernelVerification: Sendable {
    /// How the second value came about.
    public enum Method: String, Sendable {
        /// Σᵢⱼ(γxᵢ·yⱼ + c)^p = Σₖ C(p,k) γᵏ c^(p−k) ⟨Σᵢxᵢ^⊗k, Σⱼyⱼ^⊗k⟩: sums of the features of the kernel. No pair of samples is looked at.
        case featureMap
        /// All pairs, one by one: a loop over the entries of both rows, compensated sums.
        case allPairs
        /// The pairs of some rows with all others, one by one; no second value.
        case someRows
    }

    public let method: Method
    /// How many rows of both sets had their sums compared.
    public let rowsChecked: Int
    /// The largest difference of a row's sum, relative to the sum of the values' magnitudes.
    public let largestRowDifference: Double
    /// The distance by the second algorithm, where all pairs entered.
    public let value: Double?
    /// |first − second|
    public let difference: Double?
    /// What the distance is off by at most, if all row sums are as good as those that were compared, the second algorithm being exact.
    public let errorEstimate: Double
}

extension KernelDistance where Element == Double {
    /// Computes the distance, or a part of it, again and independently: by the sums of the kernel's features where they are few
    /// (d^degree · n up to 2·10⁸), and by `rows` rows of each set against all, pair by pair, with compensated sums. The Gaussian kernel
    /// takes the squared differences of the entries here, not the difference of squares.
    ///
    /// - Parameters: `first` and `second` are the sets that the distance is of.
    /// - Throws: ``MetricsError/unequalCounts(first:second:)`` where they are not; what reading throws.
    public func verify(
        first: some RowBlocks<Double>, second: some RowBlocks<Double>, rows: Int = 16
    ) throws -> KernelVerification {
        for (found, expected) in [(first.rows, counts.first), (second.rows, counts.second)] where found != expected {
            throw MetricsError.unequalCounts(first: expected, second: found)
        }
        let direct = DirectKernel(kernel: options.kernel, dimension: first.columns)
        let (picks, otherPicks) = (Self.spread(rows, over: counts.first), Self.spread(rows, over: counts.second))
        let within = try direct.sums(of: picks, in: first, with: first)
        let withinSecond = try direct.sums(of: otherPicks, in: second, with: second)
        let across = try direct.sums(of: picks, in: first, with: second)
        var largest = 0.0
        for (indices, sums, kept) in [
            (picks, within, rowSums.first), (otherPicks, withinSecond, rowSums.second), (picks, across, rowSums.acrossFirst),
        ] {
            for (index, sum) in zip(indices, sums) {
                largest = Swift.max(largest, abs(kept[index] - sum.value) / Swift.max(sum.magnitude, .leastNormalMagnitude))
            }
        }
        let isComplete = picks.count == counts.first && otherPicks.count == counts.second
        var totals: [Double]?
        if isComplete {
            totals = [within, withinSecond, across].map { $0.reduce(into: CompensatedSum()) { $0.add($1.value) }.value }
        }
        let byFeatures = try FeatureSums.totals(first, second, kernel: options.kernel)
        let value = try (byFeatures ?? totals).map { try distance(ofTotals: $0, direct, first, second) }
        let scale = abs(options.scale) * (abs(means.first) + abs(means.second) + 2 * abs(means.across))
        return KernelVerification(
            method: byFeatures != nil ? .featureMap : isComplete ? .allPairs : .someRows,
            rowsChecked: picks.count + otherPicks.count, largestRowDifference: largest, value: value,
            difference: value.map { abs($0 - self.value) }, errorEstimate: largest * scale)
    }

    /// The distance from the sums over all pairs within the first set, within the second and across.
    private func distance(
        ofTotals totals: [Double], _ direct: DirectKernel, _ first: some RowBlocks<Double>, _ second: some RowBlocks<Double>
    ) throws -> Double {
        let estimator = options.estimator
        let means = (
            try estimator.mean(of: totals[0], diagonal: direct.diagonal(of: first), count: counts.first),
            try estimator.mean(of: totals[1], diagonal: direct.diagonal(of: second), count: counts.second)
        )
        return options.scale * (means.0 + means.1 - 2 * totals[2] / Double(counts.first) / Double(counts.second))
    }

    /// Up to `count` indices, evenly spread below `limit`.
    private static func spread(_ count: Int, over limit: Int) -> [Int] {
        (0..<Swift.min(count, limit)).map { $0 * limit / Swift.min(count, limit) }
    }
}

/// A sum with its rounding errors carried along (Neumaier, 1974).
struct CompensatedSum {
    private var sum = 0.0
    private var compensation = 0.0
    /// The sum of the magnitudes.
    private(set) var magnitude = 0.0

    var value: Double { sum + compensation }

    mutating func add(_ term: Double) {
        let total = sum + term
        compensation += abs(sum) >= abs(term) ? (sum - total) + term : (term - total) + sum
        sum = total
        magnitude += abs(term)
    }
}

/// The kernel of two rows by its definition, entry by entry.
private struct DirectKernel {
    let kernel: PairKernel<Double>
    let dimension: Int

    func value(_ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>) -> Double {
        switch kernel {
        case .polynomial(let degree, let gamma, let offset):
            var product = 0.0
            for k in 0..<dimension { product += x[k] * y[k] }
            return Double.pow((gamma ?? 1 / Double(dimension)) * product + offset, degree)
        case .gaussian(let sigma):
            var square = 0.0
            for k in 0..<dimension { square += (x[k] - y[k]) * (x[k] - y[k]) }
            return Double.exp(-square / (2 * sigma * sigma))
        }
    }

    /// Σⱼ k(xᵢ, yⱼ) over all rows of `other`, for the rows `indices` of `source`.
    func sums(of indices: [Int], in source: some RowBlocks<Double>, with other: some RowBlocks<Double>) throws -> [CompensatedSum]
    {
        var (source, other) = (source, other)
        let rows = try source.gathered(indices)
        var sums = [CompensatedSum](repeating: CompensatedSum(), count: indices.count)
        for range in other.ranges(ofAtMost: momentsBlock) {
            let block = try other.block(range)
            rows.elements.withUnsafeBufferPointer { x in
                block.elements.withUnsafeBufferPointer { y in
                    guard let x = x.baseAddress, let y = y.baseAddress else { return }
                    for i in 0..<indices.count {
                        for j in 0..<range.count { sums[i].add(value(x + i * dimension, y + j * dimension)) }
                    }
                }
            }
        }
        return sums
    }

    /// Σᵢ k(xᵢ, xᵢ)
    func diagonal(of source: some RowBlocks<Double>) throws -> Double {
        let values: [Double] = try source.mapBlocks { block in
            block.elements.withUnsafeBufferPointer { x in
                guard let x = x.baseAddress else { return [] }
                return (0..<block.rows).map { value(x + $0 * dimension, x + $0 * dimension) }
            }
        }
        return values.reduce(into: CompensatedSum()) { $0.add($1) }.value
    }
}

/// The sums of the features of a polynomial kernel over a set: Σᵢ xᵢ^⊗k for k = 0 … degree, as one list of dᵏ numbers each.
private struct FeatureSums {
    private(set) var powers: [[Double]]

    /// Within the first set, within the second, across; nil where the features are too many, or infinitely many.
    static func totals(
        _ first: some RowBlocks<Double>, _ second: some RowBlocks<Double>, kernel: PairKernel<Double>
    ) throws -> [Double]? {
        guard case .polynomial(let degree, let gamma, let offset) = kernel else { return nil }
        let features = Double.pow(Double(first.columns), degree)
        guard features * Double(first.rows + second.rows) <= 2e8, features <= 4e6 else { return nil }
        let (x, y) = (try FeatureSums(first, degree), try FeatureSums(second, degree))
        let scale = gamma ?? 1 / Double(first.columns)
        return [(x, x), (y, y), (x, y)].map { pair in
            var sum = CompensatedSum()
            for k in 0...degree {
                let weight = binomial(degree, k) * Double.pow(scale, k) * Double.pow(offset, degree - k)
                for (a, b) in zip(pair.0.powers[k], pair.1.powers[k]) { sum.add(weight * a * b) }
            }
            return sum.value
        }
    }

    private init(_ source: some RowBlocks<Double>, _ degree: Int) throws {
        let d = source.columns
        var powers = [[Double]](repeating: [], count: degree + 1)
        powers[0] = [0]
        for k in 1..<degree + 1 { powers[k] = [Double](repeating: 0, count: powers[k - 1].count * d) }
        var source = source
        for range in source.ranges(ofAtMost: momentsBlock) {
            let block = try source.block(range)
            for i in 0..<block.rows {
                let x = block.row(i).elements
                var power = [1.0]
                powers[0][0] += 1
                for k in 1..<degree + 1 {
                    power = power.flatMap { entry in x.map { entry * $0 } }
                    for (place, entry) in power.enumerated() { powers[k][place] += entry }
                }
            }
        }
        self.powers = powers
    }

    private static func binomial(_ n: Int, _ k: Int) -> Double {
        (0..<k).reduce(1) { $0 * Double(n - $1) / Double($1 + 1) }
    }
}
