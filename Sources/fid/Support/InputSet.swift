// One side of a comparison: a file of features or statistics, read into the form that suits its size.

import ExactArithmetic
import FeatureFiles
import Foundation
import GenerativeMetrics
import LinearAlgebra
import Localization

/// A set of samples as a fitted normal distribution, with what the file told of it.
struct InputSet {
    let path: String
    let normal: FittedNormal<Double>
    /// The samples, where the set is small enough to be shown.
    let samples: Matrix<Double>?
    /// Whether the rows of ``normal``, where it has rows, are centred samples and not a factor of their scatter.
    let holdsSamples: Bool
    /// The same numbers exactly, where the file holds them exactly.
    let exactSamples: Matrix<Exact>?
    /// Things to say about the file.
    let notes: [Phrase]
    let timings: Timings
    /// How its pictures became features; nil for files of features.
    var pictures: SetSource.Pictures?
    /// How its features came about; nil where nobody tells.
    var origin: FeatureOrigin?

    struct Timings {
        var read = Duration.zero
        var moments = Duration.zero
    }

    /// The most entries of a set that is explained in full, exactly.
    static let exactLimit = Quantity.fullLimit

    /// The rows of a block that is read and accumulated at once. At 2048 features a block takes 16 MiB: enough for the Gram
    /// kernel to run at full speed, little beside the scatter's 32 MiB.
    static let blockRows = 1024

    /// Reads a file, or a folder of files as one set.
    ///
    /// - Parameters:
    ///   - key: the array of an archive.
    ///   - folder: what lies in the folder, where that was looked into already.
    /// - Throws: `FeatureFileError`, and what the numbers do not allow, with the file's name.
    static func read(
        _ path: String, key: String?, divisor: CovarianceDivisor, folder: FolderInput? = nil
    ) throws -> InputSet {
        if let folder = try folder ?? (FolderInput.isFolder(path) ? FolderInput.open(path, key: key) : nil) {
            switch folder {
            case .samples(let files):
                let rows = try PooledSet.rows(of: files, key: key)
                return try InputError.inFile(path) { try InputSet(path: path, rows: rows, divisor: divisor) }
            case .statistics(let files):
                let moments = try ShardMerge(files).moments
                return try InputError.inFile(path) { try InputSet(path: path, moments: moments, divisor: divisor) }
            }
        }
        return switch try FeatureFile.open(path, key: key) {
        case .samples(let reader):
            try InputError.inFile(path) { try InputSet(path: path, rows: PooledRows([reader]), divisor: divisor) }
        case .statistics(let statistics):
            try InputError.inFile(path) { try InputSet(path: path, statistics: statistics, divisor: divisor) }
        }
    }

    /// Reads a set whose features may have been made of pictures.
    static func read(_ source: SetSource, key: String?, divisor: CovarianceDivisor) throws -> InputSet {
        var set: InputSet
        if source.pictures == nil {
            set = try read(source.path, key: key, divisor: divisor, folder: source.folder)
        } else {
            let rows = try PooledSet.rows(of: [source.file], key: nil)
            set = try InputError.inFile(source.path) { try InputSet(path: source.path, rows: rows, divisor: divisor) }
        }
        set.pictures = source.pictures
        set.origin = source.origin
        return set
    }

    private init(path: String, rows: PooledRows, divisor: CovarianceDivisor) throws {
        self.path = path
        holdsSamples = true
        notes = []
        _ = try divisor.value(for: rows.rows)
        var timings = Timings()
        let clock = ContinuousClock()
        if rows.rows <= rows.columns || rows.rows * rows.columns <= Self.exactLimit {
            Progress().wait(for: Phrase(same: Progress.short(path)))
            var samples = Matrix<Double>.zeros(rows: 0, columns: rows.columns)
            timings.read = try clock.measure { samples = try rows.readAll() }
            let isSmall = samples.elements.count <= Self.exactLimit
            let cells = rows.readers.count == 1 ? rows.readers.first?.textCells : nil
            exactSamples = isSmall ? Self.exact(samples, cells: cells) : nil
            self.samples = isSmall ? samples : nil
            let start = clock.now
            normal = try FittedNormal(samples: samples, divisor: divisor)
            guard try normal.trace().isFinite else { throw MetricsError.overflow }
            timings.moments = clock.now - start
        } else {
            samples = nil
            exactSamples = nil
            normal = try FittedNormal(
                moments: Self.accumulate(rows, timings: &timings), divisor: divisor)
        }
        self.timings = timings
    }

    private init(path: String, statistics: StoredStatistics, divisor: CovarianceDivisor) throws {
        self.path = path
        samples = nil
        holdsSamples = false
        exactSamples = nil
        timings = Timings()
        var notes: [Phrase] = []
        if !statistics.ignoredKeys.isEmpty {
            let keys = statistics.ignoredKeys.joined(separator: ", ")
            notes.append(Phrase("\(path): only mu and sigma are used, not \(keys)", "\(path)：只使用 mu 和 sigma，忽略 \(keys)"))
        }
        let parts = statistics.parts.filter { !$0.shard.isWhole }
        if let first = parts.first {
            let shards = ShardList.text(parts.map(\.shard.index))
            notes.append(
                Phrase(
                    "\(path): only \(parts.count == 1 ? "shard" : "shards") \(shards) of \(first.shard.count), not the whole set",
                    "\(path)：只有第 \(shards) 片（共 \(first.shard.count) 片），不是整组数据"))
        }
        if let scatter = statistics.scatter, let count = statistics.count {
            normal = try FittedNormal(
                moments: Moments(count: count, mean: statistics.mean, scatter: scatter), divisor: divisor)
        } else if let covariance = statistics.covariance {
            normal = try FittedNormal(mean: statistics.mean, covariance: covariance, count: statistics.count)
        } else if let factor = statistics.factor, let count = statistics.count {
            normal = try FittedNormal(mean: statistics.mean, factor: factor, count: count, divisor: divisor)
        } else {
            throw MetricsError.countUnknown
        }
        self.notes = notes
    }

    private init(path: String, moments: Moments<Double>, divisor: CovarianceDivisor) throws {
        self.path = path
        samples = nil
        holdsSamples = false
        exactSamples = nil
        timings = Timings()
        notes = []
        normal = try FittedNormal(moments: moments, divisor: divisor)
    }

    /// The moments of all rows, or of those of `range`, block by block.
    static func accumulate(
        _ pooled: PooledRows, _ range: Range<Int>? = nil, timings: inout Timings
    ) throws -> Moments<Double> {
        let range = range ?? 0..<pooled.rows
        guard !range.isEmpty else { throw MetricsError.noSamples }
        let clock = ContinuousClock()
        var accumulator = MomentsAccumulator<Double>(dimension: pooled.columns)
        // One row to spare: the accumulator sets the step between the means into it.
        var block = Matrix<Double>.zeros(rows: min(blockRows, range.count) + 1, columns: pooled.columns)
        var progress = Progress()
        let report = progress.reading(pooled.readers)
        for window in pooled.windows(of: range) {
            var window = window
            var rows = 0
            repeat {
                let start = clock.now
                rows = try block.withMutableRows { try window.read(into: $0, maximumRows: min(blockRows, range.count)) }
                let middle = clock.now
                try accumulator.add(leading: rows, ofScratch: &block)
                timings.read += middle - start
                timings.moments += clock.now - middle
                report(accumulator.count, range.count)
            } while rows > 0
        }
        progress.finish()
        return try accumulator.moments()
    }

    /// The samples as exact numbers: as written in a text; from floating point where they are short binary fractions such as 1.5, not the
    /// nearest neighbours of something else.
    static func exact(_ samples: Matrix<Double>, cells: Matrix<String>?) -> Matrix<Exact>? {
        let entries: [Exact] =
            if let cells {
                cells.elements.compactMap { Exact(decimal: $0) }
            } else {
                samples.elements.compactMap { value in
                    guard (value * 0x1p20).rounded() == value * 0x1p20, abs(value) < 0x1p30 else { return nil }
                    return Exact(exactly: value)
                }
            }
        guard entries.count == samples.elements.count else { return nil }
        return Matrix(rows: samples.rows, columns: samples.columns, elements: entries)
    }
}

/// Both sides of a comparison.
struct InputPair {
    let first: InputSet
    let second: InputSet

    init(_ first: SetSource, _ second: SetSource, key: String?, divisor: CovarianceDivisor) throws {
        self.first = try InputSet.read(first, key: key, divisor: divisor)
        self.second = try InputSet.read(second, key: key, divisor: divisor)
        let (d1, d2) = (self.first.normal.dimension, self.second.normal.dimension)
        guard d1 == d2 else {
            throw CommandError(
                "\(first.path) has \(d1) features and \(second.path) has \(d2): both must come from the same layer of the same network",
                "\(first.path) 有 \(d1) 维特征，而 \(second.path) 有 \(d2) 维：两者必须来自同一网络的同一层")
        }
    }

    /// Runs a comparison of both; an error about a covariance that is none names the file that holds it.
    func comparing<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as LinearAlgebraError {
            guard case .indefinite = error else { throw InputError(file: "\(first.path), \(second.path)", cause: error) }
            for set in [first, second] { try InputError.inFile(set.path) { _ = try set.normal.standardDeviations() } }
            throw InputError(file: "\(first.path), \(second.path)", cause: error)
        } catch let error as any ExplainedError {
            throw InputError(file: "\(first.path), \(second.path)", cause: error)
        }
    }
}
