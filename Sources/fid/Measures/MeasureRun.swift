// Computes the measures that are asked for, from samples in files, with what can be shared computed once.

import FeatureFiles
import Foundation
import GenerativeMetrics
import LinearAlgebra
import Localization

/// One number with what belongs to it.
struct MeasuredValue {
    let measure: Measure
    /// The key of the JSON object.
    let key: String
    let label: Phrase
    let value: Double
    /// ± of the value: a standard deviation over subsets, or a standard error.
    var spread: Double?
    /// The key of the spread.
    var spreadKey: String?
    var depth = 0
}

/// What a second algorithm says of a measure.
struct MeasureVerification {
    let measure: Measure
    let words: Phrase
    let agrees: Bool
    let errorBound: Double?
}

/// The samples of both sets, in memory where they are small, in their files where they are not.
struct SamplePair {
    let first: Samples
    let second: Samples
    let paths: (first: String, second: String)
    /// The files that the rows are from.
    let origins: (first: PooledRows, second: PooledRows)

    enum Samples {
        case memory(Matrix<Double>)
        case file(PooledRows)

        var rows: Int { source.rows }
        var columns: Int { source.columns }

        var source: any RowSource {
            switch self {
            case .memory(let matrix): matrix
            case .file(let rows): rows
            }
        }
    }

    /// How many entries of both sets together are kept in memory, 160 MB of doubles; larger sets are read from their files when they are
    /// needed.
    private static let memoryLimit = 20_000_000
    /// The same, while each block of rows is needed again and again: twice 10,000 × 2048, 336 MB of doubles.
    private static let memoryLimitOfPairs = 42_000_000

    /// - Throws: `FeatureFileError`; `CommandError` for statistics, which hold no samples.
    init(_ first: SetSource, _ second: SetSource, key: String?) throws {
        let readers = try [first, second].map { try PooledSet.rows(of: [$0.file], key: $0.key(key)) }
        guard readers[0].columns == readers[1].columns else {
            throw CommandError(
                "\(first.path) has \(readers[0].columns) features and \(second.path) has \(readers[1].columns): both must come from the same layer of the same network",
                "\(first.path) 有 \(readers[0].columns) 维特征，而 \(second.path) 有 \(readers[1].columns) 维：两者必须来自同一网络的同一层")
        }
        let entries = readers.reduce(0) { $0 + $1.rows * $1.columns }
        Progress().wait(for: Phrase("samples", "样本"))
        let samples = try readers.map { entries <= Self.memoryLimit ? Samples.memory(try $0.readAll()) : .file($0) }
        (self.first, self.second) = (samples[0], samples[1])
        paths = (first.path, second.path)
        origins = (readers[0], readers[1])
    }

    /// Runs `body` on both sets as blocks of rows.
    ///
    /// - Parameter repeatedly: whether each block is needed again and again, for which it is worth more memory.
    func withBlocks<Result>(
        repeatedly: Bool = false, _ body: (any RowBlocks<Double>, any RowBlocks<Double>) throws -> Result
    ) throws -> Result {
        let entries = first.rows * first.columns + second.rows * second.columns
        let isKept = repeatedly && entries <= Self.memoryLimitOfPairs
        func blocks(_ samples: Samples) throws -> any RowBlocks<Double> {
            switch samples {
            case .memory(let matrix): matrix
            case .file(let rows): isKept ? try rows.readAll() : rows
            }
        }
        return try body(blocks(first), blocks(second))
    }
}

/// Computes measures.
struct MeasureRun {
    let options: MeasureOptions
    let measures: [Measure]
    let verifies: Bool
    var values: [MeasuredValue] = []
    var notes: [Phrase] = []
    /// What the numbers are called, of the features that they are of.
    var naming = FeatureNaming()
    var verifications: [MeasureVerification] = []
    /// Where the FID comes from, as far as it was asked.
    var origins = DistanceOrigins()

    init(options: MeasureOptions, measures: [Measure], verifies: Bool) {
        self.options = options
        self.measures = measures
        self.verifies = verifies
    }

    /// Adds something that is said below the numbers.
    mutating func add(note: Phrase) { notes.append(note) }

    // MARK: From statistics

    /// The bias prediction of the FID of two fits.
    mutating func addBias(of pair: InputPair, distance: FrechetDistance<Double>) throws {
        guard measures.contains(.bias) else { return }
        guard let n = pair.first.normal.count, let m = pair.second.normal.count else {
            let path = pair.first.normal.count == nil ? pair.first.path : pair.second.path
            throw InputError(
                file: path,
                cause: CommandError(
                    "the bias cannot be predicted, for the file does not tell of how many samples it is: write it again with fid stats, or add the number, numpy.savez(path, mu=mu, sigma=sigma, count=n)",
                    "无法预测偏差，因为文件没有给出样本数：请用 fid stats 重新生成，或补上样本数：numpy.savez(path, mu=mu, sigma=sigma, count=n)"
                ))
        }
        let bias = try pair.first.normal.samplingBias(to: pair.second.normal, counts: (n, m), distance: distance)
        values.append(MeasuredValue(measure: .bias, key: "predicted_bias", label: Phrase("predicted bias", "预测偏差"), value: bias))
        if distance.value > 0 {
            values.append(
                MeasuredValue(
                    measure: .bias, key: "predicted_bias_share", label: Phrase("its share of the FID", "占 FID 的比例"),
                    value: bias / distance.value,
                    depth: 1))
        }
        let d = pair.first.normal.dimension
        if min(n, m) <= 2 * d {
            notes.append(
                Phrase(
                    "the predicted bias is of first order in 1/n: with \(min(n, m)) samples of \(d) features it says only that the bias is large",
                    "预测偏差是 1/n 的一阶近似：\(min(n, m)) 个 \(d) 维样本时，它只说明偏差很大"))
        }
    }

    // MARK: From class probabilities

    /// The Inception Score of a file of class probabilities or logits.
    ///
    /// - Parameter pictures: a set whose logits were computed from its pictures, where no file is named.
    mutating func addInceptionScore(key: String?, pictures: SetSource? = nil) throws {
        guard measures.contains(.inceptionScore) else { return }
        let computed = pictures.flatMap { set in set.logits.map { (set.path, $0) } }
        guard let (file, kind) = options.classScores ?? computed.map({ ($0.0, .logits) }) else {
            throw CommandError(
                "the Inception Score is computed from class probabilities: --probabilities FILE or --logits FILE, or of pictures",
                "Inception Score 由类别概率算出：--probabilities 文件 或 --logits 文件，或直接给出图像")
        }
        let isComputed = options.classScores == nil
        guard
            case .samples(let reader) = try FeatureFile.open(isComputed ? computed?.1 ?? file : file, key: isComputed ? nil : key)
        else {
            throw CommandError("\(file) holds statistics, not class probabilities", "\(file) 是统计量，不是类别概率")
        }
        let progress = Progress()
        let score = try InputError.ofClassScores(in: file) {
            try InceptionScoreSummary.compute(
                of: reader, as: kind, splits: options.splits(of: reader.rows), progress: progress.reading([reader]))
        }
        if verifies {
            let check = try score.verify(reader, as: kind, progress: progress.checking(.inceptionScore))
            verifications.append(Self.words(check))
        }
        values.append(
            MeasuredValue(
                measure: .inceptionScore, key: "inception_score_mean",
                label: Phrase(
                    "Inception Score, mean of \(score.splitScores.count) parts", "Inception Score：\(score.splitScores.count) 段的均值"
                ),
                value: score.mean, spread: score.standardDeviation, spreadKey: "inception_score_std"))
        let parts: [(String, Phrase, Double)] = [
            ("inception_score_full", Phrase("of all images", "全部图像"), score.value),
            ("marginal_entropy", Phrase("H(y)", "H(y)"), score.marginalEntropy),
            ("conditional_entropy", Phrase("H(y|x)", "H(y|x)"), score.conditionalEntropy),
        ]
        for (key, label, value) in parts {
            values.append(MeasuredValue(measure: .inceptionScore, key: key, label: label, value: value, depth: 1))
        }
    }

    // MARK: From samples

    /// Whether any measure needs means and covariances.
    var needsStatistics: Bool { measures.contains { $0.input == .statistics || $0 == .samples } }

    /// Whether any measure needs the samples themselves.
    var needsSamples: Bool { measures.contains { $0.input == .samples } }

    /// The measures that need samples, one pass over the pairs for those that share it.
    ///
    /// - Parameters:
    ///   - cmmd: the samples of the CMMD, where they are others.
    ///   - known: the fits to both sets and their distance, where they are at hand with the divisor n − 1.
    mutating func addSampleMeasures(
        _ samples: SamplePair, cmmd: SamplePair? = nil, known: KnownDistance?, progress: Progress
    ) throws {
        try addKernelDistances(cmmd == nil ? [.kid, .cmmd] : [.kid], of: samples, progress)
        if let cmmd { try addKernelDistances([.cmmd], of: cmmd, progress) }
        try addNeighbourhoods(samples, progress)
        if measures.contains(.fidInfinity) { try addExtrapolation(samples, known, progress) }
    }

    /// KID and CMMD, from one pass where they are of the same samples.
    private mutating func addKernelDistances(_ kinds: [Measure], of samples: SamplePair, _ progress: Progress) throws {
        let wanted = measures.filter(kinds.contains)
        guard !wanted.isEmpty else { return }
        let requests = wanted.map { $0 == .kid ? kidRequest(samples) : cmmdRequest }
        let (precision, verifies) = (options.precision, verifies)
        // In single precision the rows of the file are half as long, and converting them to doubles would be for nothing.
        let results = try samples.withBlocks(repeatedly: precision == .double) { first, second in
            try Self.kernelDistances(first, second, requests, precision, verifies: verifies, progress)
        }
        for (measure, (distances, verification)) in zip(wanted, results) {
            if measure == .kid {
                add(distances)
            } else if let whole = distances.whole {
                values.append(MeasuredValue(measure: .cmmd, key: "cmmd", label: Phrase(same: "CMMD"), value: whole.value))
            }
            if let verification { verifications.append(Self.words(verification, measure)) }
        }
    }

    private func kidRequest(_ samples: SamplePair) -> KernelDistanceRequest<Double> {
        let smaller = min(samples.first.rows, samples.second.rows)
        // Without a size, sets that are smaller than the usual subsets give subsets of half of them.
        let size = options.kidSubsetSize ?? (smaller > 1000 ? 1000 : max(2, smaller / 2))
        let subsets =
            options.kidSubsets > 0 && smaller > 1 ? KernelSubsets(count: options.kidSubsets, size: size, seed: options.seed) : nil
        var kernel = KernelDistanceOptions<Double>.kid
        kernel.kernel = .polynomial(degree: options.kidDegree)
        return KernelDistanceRequest(kernel, whole: options.kidFull || subsets == nil || verifies, subsets: subsets)
    }

    private var cmmdRequest: KernelDistanceRequest<Double> { KernelDistanceRequest(.cmmd(sigma: options.cmmdSigma)) }

    private mutating func add(_ distances: KernelDistances<Double>) {
        if let over = distances.overSubsets {
            let (count, size) = (over.subsets.count, over.subsets.size)
            values.append(
                MeasuredValue(
                    measure: .kid, key: "kernel_inception_distance_mean",
                    label: Phrase("KID, mean of \(count) subsets of \(size)", "KID：\(count) 个 \(size) 样本子集的均值"),
                    value: over.value, spread: over.standardDeviation, spreadKey: "kernel_inception_distance_std"))
        }
        if let whole = distances.whole {
            values.append(
                MeasuredValue(
                    measure: .kid, key: "kernel_inception_distance_full", label: Phrase("KID of the full sets", "全集的 KID"),
                    value: whole.value, spread: whole.standardError, spreadKey: "kernel_inception_distance_full_standard_error"))
        }
    }

    private static func kernelDistances(
        _ first: some RowBlocks<Double>, _ second: some RowBlocks<Double>, _ requests: [KernelDistanceRequest<Double>],
        _ precision: KernelPrecision, verifies: Bool, _ progress: Progress
    ) throws -> [(KernelDistances<Double>, KernelVerification?)] {
        let results = try first.kernelDistances(
            to: second, requests, precision: precision, progress: progress.counting(Phrase("kernels", "核")))
        if verifies { progress.wait(for: Phrase("checking the kernels", "验证核距离")) }
        return try results.map { ($0, verifies ? try $0.whole?.verify(first: first, second: second) : nil) }
    }

    private static func words(_ verification: KernelVerification, _ measure: Measure) -> MeasureVerification {
        let short = NumberText.short
        let bound = verification.errorEstimate
        let agrees = verification.difference.map { $0 <= max(bound, 1e-9) * 1.01 } ?? true
        let words =
            if let value = verification.value, let difference = verification.difference {
                Phrase(
                    "\(measure.rawValue): a second algorithm gives \(NumberText.figure(value)), a difference of \(short(difference)); rows agree to \(short(verification.largestRowDifference))",
                    "\(measure.rawValue)：第二种算法得到 \(NumberText.figure(value))，相差 \(short(difference))；逐行相差 \(short(verification.largestRowDifference))"
                )
            } else {
                Phrase(
                    "\(measure.rawValue): \(verification.rowsChecked) rows computed pair by pair agree to \(short(verification.largestRowDifference)); the error is \(short(bound)) at most",
                    "\(measure.rawValue)：\(verification.rowsChecked) 行逐对重算，相差 \(short(verification.largestRowDifference))；误差至多 \(short(bound))"
                )
            }
        return MeasureVerification(measure: measure, words: words, agrees: agrees, errorBound: bound)
    }

    private mutating func addNeighbourhoods(_ samples: SamplePair, _ progress: Progress) throws {
        let wanted = measures.filter { [.precision, .recall, .density, .coverage].contains($0) }
        guard !wanted.isEmpty else { return }
        let usual: (Measure) -> Int = { [.precision, .recall].contains($0) ? 3 : 5 }
        let ks = Array(Set(wanted.map { options.k ?? usual($0) })).sorted()
        let results = try NeighbourhoodMeasures.compute(
            real: samples.first.source, generated: samples.second.source, ks: ks,
            progress: progress.counting(Phrase("neighbours", "近邻")))
        for measure in wanted {
            guard let result = results.first(where: { $0.k == options.k ?? usual(measure) }) else { continue }
            let (value, name): (Double, Phrase) =
                switch measure {
                case .precision: (result.precision, Phrase("precision", "精确率"))
                case .recall: (result.recall, Phrase("recall", "召回率"))
                case .density: (result.density, Phrase("density", "密度"))
                default: (result.coverage, Phrase("coverage", "覆盖率"))
                }
            let label = Phrase("\(name.english), k = \(result.k)", "\(name.chinese)，k = \(result.k)")
            values.append(MeasuredValue(measure: measure, key: measure.rawValue, label: label, value: value))
            if measure == .recall, wanted.contains(.precision) {
                values.append(
                    MeasuredValue(
                        measure: .recall, key: "f_score", label: Phrase("F score", "F 值"), value: result.fScore, depth: 1))
            }
        }
        guard verifies else { return }
        progress.wait(for: Phrase("checking the neighbours", "验证近邻"))
        for result in results {
            let check = try result.verify(real: samples.first.source, generated: samples.second.source)
            let checked = check.realChecked + check.generatedChecked
            verifications.append(
                MeasureVerification(
                    measure: wanted[0],
                    words: Phrase(
                        "neighbours, k = \(result.k): \(checked) samples by brute force: \(check.countDisagreements) counted otherwise, \(check.undecided) undecided in double precision",
                        "近邻，k = \(result.k)：暴力重算 \(checked) 个样本，计数不同的 \(check.countDisagreements) 个，双精度无法判定的 \(check.undecided) 个"
                    ),
                    agrees: check.agrees, errorBound: nil))
        }
    }

    private mutating func addExtrapolation(_ samples: SamplePair, _ known: KnownDistance?, _ progress: Progress) throws {
        let extrapolation = ExtrapolationOptions(points: options.fidinfPoints, seed: UInt64(options.seed))
        do {
            let result = try samples.withBlocks { try Self.extrapolated($0, $1, extrapolation, known, progress) }
            values.append(
                MeasuredValue(
                    measure: .fidInfinity, key: "fid_infinity", label: Phrase(same: "FID∞"), value: result.value,
                    spread: result.standardError,
                    spreadKey: "fid_infinity_standard_error"))
            if result.isCurved {
                notes.append(
                    Phrase(
                        "FID∞: the smallest parts have fewer than twice as many samples as features, where the FID is not quite linear in 1/N",
                        "FID∞：最小的部分样本数不到特征维数的两倍，此时 FID 与 1/N 并不完全成线性关系"))
            }
        } catch let error as MetricsError {
            // Of all measures the others are worth having; asked for by name, it is an error.
            guard case .tooFewToExtrapolate = error, measures.count > 1 else { throw error }
            notes.append(error.phrase)
        }
    }

    private static func extrapolated(
        _ first: some RowBlocks<Double>, _ second: some RowBlocks<Double>, _ options: ExtrapolationOptions,
        _ known: KnownDistance?, _ progress: Progress
    ) throws -> ExtrapolatedDistance {
        try first.frechetDistanceAtInfinity(
            to: second, options: options, known: known,
            progress: progress.counting(Phrase(same: "FID∞"), unit: Phrase("distances", "个距离")))
    }
}
