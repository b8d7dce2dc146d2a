// What may be asked of the measures: neighbours, subsets, kernels, seeds.

import ArgumentParser
import GenerativeMetrics
import Localization

extension KernelPrecision: ExpressibleByArgument {}

struct MeasureOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            Session.say(
                "Which measures: fid, kid, pr, dc, … or all; fid metrics lists them.",
                "要计算的度量：fid、kid、pr、dc……或 all；见 fid metrics。"),
            valueName: "fid,kid,…|all"))
    var metrics: String?

    @Option(
        help: ArgumentHelp(
            Session.say(
                "Neighbours of precision and recall (3 as published), and of density and coverage (5).",
                "近邻数：精确率与召回率默认 3，密度与覆盖率默认 5（与论文一致）。"),
            valueName: "k"))
    var k: Int?

    @Option(
        help: ArgumentHelp(
            Session.say("Random subsets of the KID; 0 for the full sets only.", "KID 的随机子集数；0 表示只算全集。"), valueName: "n"))
    var kidSubsets = 100

    @Option(
        help: ArgumentHelp(Session.say("Samples of each subset, at most the smaller set.", "每个子集的样本数，不超过较小的一组。"), valueName: "n"))
    var kidSubsetSize: Int?

    @Flag(
        inversion: .prefixedNo,
        help: ArgumentHelp(Session.say("The KID of the full sets besides the subsets.", "除子集外也计算全集的 KID。")))
    var kidFull = true

    @Option(help: ArgumentHelp(Session.say("The degree of the KID's polynomial kernel.", "KID 多项式核的次数。"), valueName: "n"))
    var kidDegree = 3

    @Option(
        help: ArgumentHelp(
            Session.say("Of inner products in kernels: single is faster, good to 1e-8.", "核中内积的精度：single 更快，误差约 1e-8。"),
            valueName: "double|single"))
    var precision = KernelPrecision.double

    @Option(help: ArgumentHelp(Session.say("The σ of the CMMD's Gaussian kernel.", "CMMD 高斯核的 σ。"), valueName: "σ"))
    var cmmdSigma = 10.0

    @Option(
        help: ArgumentHelp(
            Session.say(
                "Sizes from which the FID∞ is extrapolated: N, N/2, …, N/n (2 to 5 by default, as the samples allow).",
                "外推 FID∞ 所用的样本量：N、N/2、…、N/n（默认按样本数取 2 到 5 个）。"), valueName: "n"))
    var fidinfPoints: Int?

    @Flag(
        help: ArgumentHelp(
            Session.say("A confidence interval of the FID, by the jackknife over groups of samples.", "FID 的置信区间（按组的刀切法）。")))
    var interval = false

    @Option(help: ArgumentHelp(Session.say("Groups of the interval.", "置信区间所用的组数。"), valueName: "n"))
    var intervalGroups = 10

    @Option(help: ArgumentHelp(Session.say("The interval's level of confidence.", "置信水平。"), valueName: "p"))
    var intervalLevel = 0.95

    @Option(
        help: ArgumentHelp(
            Session.say(
                "The n directions among the features that contribute most to the FID, and the shift along them.",
                "对 FID 贡献最大的 n 个特征方向，以及沿各方向的平移。"), valueName: "n"))
    var directions: Int?

    @Option(
        help: ArgumentHelp(
            Session.say(
                "The n samples of each set that the FID owes most to: by how much it changes without them.",
                "每组中对 FID 影响最大的 n 个样本：去掉它后 FID 的变化。"), valueName: "n"))
    var samples: Int?

    @Option(
        help: ArgumentHelp(
            Session.say(
                "Class probabilities of the generated images, a row an image, for the Inception Score.",
                "生成图像的类别概率（每行一幅），用于 Inception Score。"),
            valueName: Session.say("file", "文件")))
    var probabilities: String?

    @Option(
        help: ArgumentHelp(
            Session.say("The same as logits, before softmax.", "同上，但为 softmax 之前的 logits。"), valueName: Session.say("file", "文件"))
    )
    var logits: String?

    @Option(
        help: ArgumentHelp(
            Session.say("Parts of the Inception Score (10, or as many as images).", "Inception Score 的分段数（默认 10，不超过图像数）。"),
            valueName: "n"))
    var splits: Int?

    @Option(
        help: ArgumentHelp(
            Session.say("The seed of random subsets (torch-fidelity's by default).", "随机子集的种子（默认与 torch-fidelity 相同）。"),
            valueName: "n"))
    var seed: UInt32 = 2020

    func validate() throws {
        guard probabilities == nil || logits == nil else {
            throw ValidationError(Session.say("--probabilities or --logits, not both.", "--probabilities 与 --logits 只能选一个。"))
        }
        guard splits ?? 1 >= 1 else { throw ValidationError(Session.say("--splits is 1 or more.", "--splits 至少为 1。")) }
        if let k, k < 1 { throw ValidationError(Session.say("--k is 1 or more.", "--k 至少为 1。")) }
        guard intervalGroups >= 2 else {
            throw ValidationError(Session.say("--interval-groups is 2 or more.", "--interval-groups 至少为 2。"))
        }
        guard intervalLevel > 0, intervalLevel < 1 else {
            throw ValidationError(
                Session.say("--interval-level lies between 0 and 1, such as 0.95.", "--interval-level 应在 0 与 1 之间，例如 0.95。"))
        }
        guard directions ?? 1 >= 1, samples ?? 1 >= 1 else {
            throw ValidationError(
                Session.say("--directions and --samples are 1 or more.", "--directions 与 --samples 至少为 1。"))
        }
        guard kidSubsets >= 0, (kidSubsetSize ?? 1) >= 1 else {
            throw ValidationError(
                Session.say("--kid-subsets and --kid-subset-size are counts.", "--kid-subsets 与 --kid-subset-size 应为非负整数。"))
        }
        guard (1...100).contains(kidDegree) else {
            throw ValidationError(Session.say("--kid-degree is 1 to 100.", "--kid-degree 应为 1 到 100。"))
        }
        guard cmmdSigma > 0, cmmdSigma.isFinite else {
            throw ValidationError(Session.say("--cmmd-sigma is positive.", "--cmmd-sigma 应为正数。"))
        }
    }

    /// How many directions, and samples of each set, are shown where the measure is named without a number.
    static let usualList = 5

    /// What options ask for besides the list of measures.
    var asked: [Measure] {
        (interval ? [.interval] : []) + (directions != nil ? [.directions] : []) + (samples != nil ? [.samples] : [])
    }

    /// The parts of the Inception Score of so many images.
    func splits(of images: Int) -> Int { splits ?? min(10, max(1, images)) }

    /// The file of class scores, and what it holds.
    var classScores: (file: String, kind: ClassScores)? {
        probabilities.map { ($0, .probabilities) } ?? logits.map { ($0, .logits) }
    }

    /// The options that change numbers, for a receipt: those of the measures that were computed.
    func recorded(for measures: [Measure]) -> [String: String] {
        var result: [String: String] = [:]
        if measures.contains(.kid) {
            result["kid_subsets"] = "\(kidSubsets)"
            result["kid_subset_size"] = kidSubsetSize.map { "\($0)" } ?? "1000"
            result["kid_degree"] = "\(kidDegree)"
            result["seed"] = "\(seed)"
            result["precision"] = precision.rawValue
        }
        if measures.contains(.inceptionScore) { result["splits"] = "\(splits ?? 10)" }
        if measures.contains(.interval) {
            result["interval_groups"] = "\(intervalGroups)"
            result["interval_level"] = "\(intervalLevel)"
        }
        if measures.contains(.directions) { result["directions"] = "\(directions ?? Self.usualList)" }
        if measures.contains(.samples) { result["samples"] = "\(samples ?? Self.usualList)" }
        if measures.contains(.cmmd) { result["cmmd_sigma"] = "\(cmmdSigma)" }
        if measures.contains(.fidInfinity) {
            result["fidinf_points"] = fidinfPoints.map { "\($0)" } ?? "automatic"
            result["seed"] = "\(seed)"
        }
        if !Set(measures).isDisjoint(with: [.precision, .recall]) { result["k_precision_recall"] = "\(k ?? 3)" }
        if !Set(measures).isDisjoint(with: [.density, .coverage]) { result["k_density_coverage"] = "\(k ?? 5)" }
        return result
    }
}
