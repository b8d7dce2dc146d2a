// `fid compute A B`: the number, its terms, and on request a second algorithm's word on it.

import ArgumentParser
import FeatureFiles
import Foundation
import GenerativeMetrics
import LinearAlgebra
import Localization
import Typesetting

/// How the divisor of a covariance is named on the command line.
enum DivisorName: String, ExpressibleByArgument {
    case samplesMinusOne = "n-1"
    case samples = "n"

    var divisor: CovarianceDivisor { self == .samples ? .samples : .samplesMinusOne }
}

extension FrechetRoute: ExpressibleByArgument {}

/// How two sets are read.
struct PairInputOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            Session.say(
                "The array to take from .npz files of several; FILE.npz:KEY does it for one file.",
                "多数组 .npz 中要使用的数组；也可写成 FILE.npz:KEY。"),
            valueName: Session.say("name", "名称")))
    var key: String?

    @Option(
        help: ArgumentHelp(
            Session.say("What the scatter is divided by: n-1 (as every FID tool) or n.", "散布矩阵除以 n-1（所有 FID 工具的做法）或 n。"),
            valueName: "n-1|n"))
    var divisor = DivisorName.samplesMinusOne
}

struct ComputeCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "compute",
            abstract: Session.say("The FID of two sets of features, and other measures.", "计算两组特征的 FID 以及其他度量。"),
            discussion: Session.say(
                """
                Precision, recall, density and coverage change their meaning when the sets are exchanged: they want --real and --generated.

                --interval, --directions and --samples say what the FID is worth and where it comes from. They take more time than the FID, \
                and --metrics all leaves them out. --interval keeps two d × d matrices for each group (64 MB at 2048 features).

                Examples:
                  fid compute real.npy generated.npy
                  fid compute reference.npz generated.npy --json
                  fid compute real.npy generated.npy --verify --receipt run.json
                  fid compute --real real.npy --generated generated.npy --metrics all
                  fid compute real.npy generated.npy --interval --directions 3 --samples 10
                  fid compute --metrics is --logits logits.npy
                  fid compute real/ generated/ --as clean-fid --cache
                  fid compute --metrics is generated/
                  fid compute real/ generated/ --network clip --metrics cmmd

                A folder or a zip archive of pictures goes through the network of the FID first, or with --network clip through CLIP's; see fid features.
                """,
                """
                交换两组时，精确率、召回率、密度与覆盖率的含义会改变：它们需要 --real 和 --generated。

                --interval、--directions 和 --samples 说明 FID 有多可靠、从何而来；它们比 FID 本身耗时，--metrics all 不包括它们。\
                --interval 为每组保留两个 d × d 矩阵（2048 维时 64 MB）。

                示例：
                  fid compute real.npy generated.npy
                  fid compute reference.npz generated.npy --json
                  fid compute real.npy generated.npy --verify --receipt run.json
                  fid compute --real real.npy --generated generated.npy --metrics all
                  fid compute real.npy generated.npy --interval --directions 3 --samples 10
                  fid compute --metrics is --logits logits.npy
                  fid compute real/ generated/ --as clean-fid --cache
                  fid compute --metrics is generated/
                  fid compute real/ generated/ --network clip --metrics cmmd

                图像文件夹或 zip 压缩包会先经过 FID 的网络（--network clip 则为 CLIP）；见 fid features。
                """))
    }

    @Argument(
        help: ArgumentHelp(
            Session.say(
                "Pictures (a folder or a zip archive), features (.npy, .npz, .csv) or statistics (.npz with mu and sigma) of both sets.",
                "两组的图像（文件夹或 zip）、特征（.npy、.npz、.csv）或统计量（含 mu 和 sigma 的 .npz）。"), valueName: "A B"))
    var files: [String] = []

    @Option(help: ArgumentHelp(Session.say("The real set, in place of A.", "真实数据（代替 A）。"), valueName: Session.say("file", "文件")))
    var real: String?

    @Option(
        help: ArgumentHelp(Session.say("The generated set, in place of B.", "生成数据（代替 B）。"), valueName: Session.say("file", "文件")))
    var generated: String?

    @OptionGroup var pairOptions: PairInputOptions
    @OptionGroup var measureOptions: MeasureOptions
    @OptionGroup(title: Session.say("Pictures", "图像")) var pictureOptions: PictureOptions
    @OptionGroup(title: Session.say("Pictures", "图像")) var cacheOptions: PictureCacheOptions

    @Option(
        help: ArgumentHelp(
            Session.say(
                "The way to the trace of the root; automatic takes what suits the input.", "求平方根之迹的方法；automatic 根据输入选择。"),
            valueName: Session.say("route", "方法")))
    var route = FrechetRoute.automatic

    @Flag(
        inversion: .prefixedNo,
        help: ArgumentHelp(
            Session.say(
                "Split the trace term into spectrum mismatch and misalignment; it takes the spectra of both sets.",
                "把迹项拆成谱失配与主轴错位；需要计算两组的谱。")))
    var split = true

    @Flag(
        help: ArgumentHelp(
            Session.say("Compute it again by a second, independent algorithm, with residuals.", "用第二种独立算法再算一遍，并给出残差。")))
    var verify = false

    @Flag(
        help: ArgumentHelp(
            Session.say("A JSON object, with torch-fidelity's key names where it has them.", "输出 JSON，键名与 torch-fidelity 一致。")))
    var json = false

    @Flag(help: ArgumentHelp(Session.say("Where the time went.", "显示各部分用时。")))
    var timings = false

    @Option(
        help: ArgumentHelp(
            Session.say("Write a receipt: all that the numbers depend on, for fid compare.", "写出凭据：数值所依赖的一切，供 fid compare 使用。"),
            valueName: Session.say("file", "文件")))
    var receipt: String?

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        // The Inception Score alone is of one file, which has an option of its own.
        if files.isEmpty, real == nil, generated == nil, measureOptions.classScores != nil { return }
        // And of pictures it is of one set.
        if files.count == 1, real == nil, generated == nil, measureOptions.metrics?.lowercased() == "is" { return }
        guard real == nil && generated == nil ? files.count == 2 : real != nil && generated != nil && files.isEmpty else {
            throw ValidationError(
                Session.say("Name two sets: A B, or --real A --generated B.", "请给出两组数据：A B，或 --real A --generated B。"))
        }
    }

    private var paths: (first: String, second: String) {
        guard let real, let generated else { return (files.first ?? "", files.last ?? "") }
        return (real, generated)
    }

    func run() throws {
        let measures = try requested()
        try requireRoles(measures)
        var run = MeasureRun(options: measureOptions, measures: measures, verifies: verify)
        // The features of pictures that nobody wants to keep go with this.
        let pictures = try PictureFeatureFiles(pictureOptions, cacheOptions, for: measures)
        if files.count == 1 { return try scorePictures(files[0], pictures, &run) }
        let sets = try self.sets(
            pictures, measures, withScores: measures.contains(.inceptionScore) && measureOptions.classScores == nil)
        run.naming = FeatureNaming([sets.first, sets.second])
        guard !paths.first.isEmpty else {
            guard measures == [.inceptionScore], receipt == nil else {
                throw CommandError("name two sets: A B, or --real A --generated B", "请给出两组数据：A B，或 --real A --generated B")
            }
            try run.addInceptionScore(key: pairOptions.key)
            return try ComputeReport(inputs: nil, samples: nil, distance: nil, run: run, verification: nil, distanceTime: nil)
                .write(json: json, style: global.style)
        }
        // What is asked of the samples only needs no means and covariances.
        let inputs =
            run.needsStatistics || receipt != nil
            ? try InputPair(sets.first, sets.second, key: pairOptions.key, divisor: pairOptions.divisor.divisor) : nil
        var progress = Progress()
        let clock = ContinuousClock()
        let start = clock.now
        let distance = try inputs.map { try self.distance($0, splits: split && measures.contains(.fid), progress) }
        let duration = clock.now - start
        let samples = run.needsSamples ? try SamplePair(sets.first, sets.second, key: pairOptions.key) : nil
        try add(to: &run, inputs, distance, samples, cmmd: try cmmdSamples(sets, measures), progress)
        addNotes(on: sets, measures, pictures.settings.network, &run)
        if let distance { addPrecisionRange(of: distance.value, sets.first, sets.second, &run) }
        try run.addInceptionScore(key: pairOptions.key, pictures: sets.second)
        var verification: FrechetVerification?
        if verify || receipt != nil, let inputs, let distance {
            progress.checking(.fid)(0, 0)
            verification = try inputs.first.normal.verify(distance, to: inputs.second.normal)
        }
        let report = ComputeReport(
            inputs: inputs, samples: samples, distance: measures.contains(.fid) ? distance : nil, run: run,
            verification: verify && run.needsStatistics ? verification : nil, distanceTime: timings ? duration : nil)
        // A receipt that cannot be written is said before the numbers are.
        if let receipt, let inputs {
            progress.wait(for: Phrase("receipt", "凭据"))
            try write(receipt, inputs, distance, verification, run)
        }
        progress.finish()
        try report.write(json: json, style: global.style)
    }

    /// The measures that the options name, together.
    private func requested() throws -> [Measure] {
        var measures = try measureOptions.metrics.map(Measure.list) ?? (paths.first.isEmpty ? [.inceptionScore] : [.fid])
        // `all` is all that the files at hand allow.
        if measureOptions.classScores != nil, !measures.contains(.inceptionScore) { measures.append(.inceptionScore) }
        measures += measureOptions.asked.filter { !measures.contains($0) }
        return measures
    }

    /// Adds the measures of two sets, each from what it needs.
    private func add(
        to run: inout MeasureRun, _ inputs: InputPair?, _ distance: FrechetDistance<Double>?, _ samples: SamplePair?,
        cmmd: SamplePair?, _ progress: Progress
    ) throws {
        let both = "\(paths.first), \(paths.second)"
        let divisor = pairOptions.divisor.divisor
        if let inputs, let distance {
            // The bias is a share of the FID.
            try InputError.inFile(both) { try run.addBias(of: inputs, distance: distance) }
        }
        if let samples {
            try InputError.inFile(both) { try run.addInterval(samples, divisor: divisor, progress: progress) }
            let known = known(inputs, distance)
            try InputError.inFile(both) { try run.addSampleMeasures(samples, cmmd: cmmd, known: known, progress: progress) }
        }
        guard let inputs, let distance else { return }
        try run.addDirections(of: inputs, fid: distance.value, progress: progress)
        if let samples {
            try run.addInfluences(samples, of: inputs, distance: distance, divisor: divisor, progress: progress)
        }
    }

    /// What the extrapolation need not compute again.
    private func known(_ inputs: InputPair?, _ distance: FrechetDistance<Double>?) -> KnownDistance? {
        guard let inputs, let distance, pairOptions.divisor == .samplesMinusOne else { return nil }
        return KnownDistance(first: inputs.first.normal, second: inputs.second.normal, distance: distance)
    }

    // MARK: Pictures

    /// Both sets, pictures as files of their features.
    private func sets(
        _ pictures: PictureFeatureFiles, _ measures: [Measure], withScores: Bool
    ) throws -> (first: SetSource, second: SetSource) {
        guard !paths.first.isEmpty else { return (SetSource(""), SetSource("")) }
        let network = pictures.settings.network
        let others = try network.others(for: measures, withScores: false)
        let othersOfSecond = try network.others(for: measures, withScores: withScores)
        // What is wrong with either is said before the network takes its time.
        let features = try [paths.first, paths.second].map { path -> SetSource? in
            guard try !PictureInput.isPictures(path) else { return nil }
            return try SetSource(features: path, key: pairOptions.key)
        }
        let networks = zip([paths.first, paths.second], features).map { path, set in
            (path: path, network: set.map { $0.origin?.extractor } ?? network.name)
        }
        try OriginNotes.check(networks[0], networks[1])
        if pictureOptions.preset == nil, features.contains(where: { $0 == nil }),
            let file = features.lazy.compactMap(\.self).first, let origin = file.origin, origin.preset != network.preset
        {
            let hint = OriginNotes.otherPreset(file.path, origin.preset, chosen: network.preset)
            Terminal.writeError("fid: " + hint(in: global.style.language))
        }
        let sets = try pictures.watching {
            (
                first: try features[0] ?? pictures.source(paths.first, others: others),
                second: try features[1] ?? pictures.source(paths.second, others: othersOfSecond)
            )
        }
        let given = pictureOptions.given
        if sets.first.pictures == nil, sets.second.pictures == nil, let option = given.first {
            throw CommandError(
                "\(option) is for pictures, and both sets are files of features: leave it out",
                "\(option) 用于图像，而两组都是特征文件：请去掉该选项")
        }
        pictures.writeRemarks(in: global.style.language)
        return sets
    }

    /// The Inception Score of one set of pictures.
    private func scorePictures(_ path: String, _ pictures: PictureFeatureFiles, _ run: inout MeasureRun) throws {
        guard try PictureInput.isPictures(path), run.measures == [.inceptionScore], receipt == nil else {
            throw CommandError(
                "the Inception Score of one set is of pictures, or of --logits FILE or --probabilities FILE",
                "单独一组的 Inception Score 需要图像，或 --logits 文件、--probabilities 文件")
        }
        let others = try pictures.settings.network.others(for: run.measures, withScores: true)
        let set = try pictures.watching { try pictures.source(path, others: others) }
        pictures.writeRemarks(in: global.style.language)
        try run.addInceptionScore(key: nil, pictures: set)
        try ComputeReport(inputs: nil, samples: nil, distance: nil, run: run, verification: nil, distanceTime: nil)
            .write(json: json, style: global.style)
    }

    /// The samples of the CMMD, where they are others than those of the other measures.
    private func cmmdSamples(_ sets: (first: SetSource, second: SetSource), _ measures: [Measure]) throws -> SamplePair? {
        let layer = FeatureLayer.embedding(isNormalized: true)
        guard measures.contains(.cmmd),
            sets.first.at(layer).file != sets.first.file || sets.second.at(layer).file != sets.second.file
        else { return nil }
        return try SamplePair(sets.first.at(layer), sets.second.at(layer), key: pairOptions.key)
    }

    /// What there is to say of how the features came about, below the numbers.
    private func addNotes(
        on sets: (first: SetSource, second: SetSource), _ measures: [Measure], _ network: NetworkSettings, _ run: inout MeasureRun
    ) {
        var normalizes = false
        if case .clip(let settings) = network, sets.first.pictures != nil || sets.second.pictures != nil {
            normalizes = settings.normalizesForCMMD
        }
        for note in OriginNotes.all(sets, for: measures, normalizesForCMMD: normalizes) { run.add(note: note) }
    }

    /// Between what the FID lies in single precision, where the network's was coarser.
    private func addPrecisionRange(of value: Double, _ first: SetSource, _ second: SetSource, _ run: inout MeasureRun) {
        let comparisons = [first, second].compactMap { $0.pictures?.comparison }
        guard let one = comparisons.first else { return }
        let range = one.range(of: value, second: comparisons.count > 1 ? comparisons[1] : nil)
        let (low, high) = (NumberText.figure(range.lowerBound), NumberText.figure(range.upperBound))
        run.add(
            note: Phrase(
                "in float32 the FID lies between \(low) and \(high), as far as the pictures that were compared tell",
                "按所比较的图像估计，float32 下的 FID 介于 \(low) 与 \(high) 之间"))
    }

    private func requireRoles(_ measures: [Measure]) throws {
        guard real == nil, let measure = measures.first(where: \.hasRoles) else { return }
        throw CommandError(
            "\(measure.rawValue) changes when the sets are exchanged: say which is which, --real A --generated B",
            "交换两组会改变 \(measure.rawValue)：请用 --real A --generated B 说明哪组是哪组")
    }

    private func distance(
        _ inputs: InputPair, splits: Bool, _ progress: Progress
    ) throws -> FrechetDistance<Double> {
        progress.wait(for: Phrase("distance", "距离"))
        return try inputs.comparing {
            try inputs.first.normal.frechetDistance(to: inputs.second.normal, route: route, splitsTraceTerm: splits)
        }
    }

    private func write(
        _ path: String, _ inputs: InputPair, _ distance: FrechetDistance<Double>?, _ verification: FrechetVerification?,
        _ run: MeasureRun
    ) throws {
        var results = Dictionary(run.values.map { (run.naming.key($0.key), $0.value) }) { first, _ in first }
        results.merge(run.origins.recorded) { first, _ in first }
        var bounds = Dictionary(
            run.verifications.compactMap { check in check.errorBound.map { (run.naming.key(check.measure.keys[0]), $0) } }
        ) { first, _ in first }
        if let distance {
            results[run.naming.key("frechet_inception_distance")] = distance.value
            results["mean_term"] = distance.meanTerm
            results["trace_term"] = distance.traceTerm
            bounds[run.naming.key("frechet_inception_distance")] = verification?.errorBound
        }
        var options = measureOptions.recorded(for: run.measures)
        options["divisor"] = pairOptions.divisor.rawValue
        options["route"] = (distance?.route ?? route).rawValue
        let receipt = Receipt(
            inputs: try [(inputs.first, distance?.split?.ranks.first), (inputs.second, distance?.split?.ranks.second)].map {
                try Receipt.Input($0.0, rank: $0.1)
            }, options: options, results: results, errorBounds: bounds, machine: .current)
        try AtomicFile.write(Array(receipt.text().utf8), to: path)
    }
}
