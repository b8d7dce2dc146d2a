// Merging files of statistics: shards sorted, then pairs of equal weight, so that the order in which files are named changes nothing.

import FeatureFiles
import Foundation
import GenerativeMetrics
import LinearAlgebra
import Localization

struct ShardMerge {
    let plan: ShardPlan
    let moments: Moments<Double>

    /// Merges files.
    ///
    /// - Parameter allowsMissing: whether shards of a set may be missing.
    /// - Throws: ``ShardError``, `FeatureFileError`.
    init(_ files: [String], allowsMissing: Bool = false) throws {
        plan = try ShardPlan(files.map(Self.summary), allowsMissing: allowsMissing)
        // As when a binary number is counted up: two sums of 2ᵏ files become one of 2ᵏ⁺¹. The tree is the same for the same files, its
        // rounding grows with its height, and no more than log₂ of them are in memory.
        var sums: [(files: Int, moments: Moments<Double>)] = []
        var progress = Progress()
        let report = progress.counting(Phrase("merging", "合并"), unit: Phrase("files", "个文件"))
        for (index, file) in plan.files.enumerated() {
            report(index, plan.files.count)
            var sum = (files: 1, moments: try InputError.inFile(file) { try Self.moments(of: file) })
            while let last = sums.last, last.files == sum.files {
                sums.removeLast()
                sum = (last.files + sum.files, try last.moments.merging(sum.moments))
            }
            sums.append(sum)
        }
        progress.finish()
        guard let last = sums.popLast() else { throw MetricsError.noSamples }
        moments = try sums.reversed().reduce(last.moments) { try $1.moments.merging($0) }
    }

    /// What a file says of itself; of one that is no file of features at all, what is wrong with it.
    private static func summary(of file: String) throws -> StatisticsSummary {
        do {
            return try StatisticsSummary(path: file)
        } catch ShardError.holdsSamples {
            _ = try FeatureFile.open(file)
            throw ShardError.holdsSamples(file: file)
        }
    }

    private static func moments(of file: String) throws -> Moments<Double> {
        guard case .statistics(let statistics) = try FeatureFile.open(file) else { throw ShardError.holdsSamples(file: file) }
        guard let count = statistics.count else { throw ShardError.noCount(file: file) }
        if let scatter = statistics.scatter { return try Moments(count: count, mean: statistics.mean, scatter: scatter) }
        if let factor = statistics.factor {
            return try Moments(count: count, mean: statistics.mean, scatter: factor.scatter())
        }
        guard let covariance = statistics.covariance else { throw ShardError.noCount(file: file) }
        // Other programs divide by n − 1, as numpy.cov does.
        return try Moments(count: count, mean: statistics.mean, scatter: covariance.scaled(by: Double(count - 1)))
    }
}
