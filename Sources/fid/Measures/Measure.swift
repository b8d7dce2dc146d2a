// The measures that fid computes: names, what each needs, what it says, where it is from.

import Localization

/// A measure between two sets of features, or of one set of class probabilities.
enum Measure: String, CaseIterable {
    case fid, bias, fidInfinity = "fidinf", interval, directions, samples
    case kid, cmmd, precision, recall, density, coverage, inceptionScore = "is"

    /// What a measure is computed from.
    enum Input {
        /// Mean and covariance are enough.
        case statistics
        /// The samples themselves.
        case samples
        /// Class probabilities or logits of one set.
        case probabilities
    }

    var input: Input {
        switch self {
        case .fid, .bias, .directions: .statistics
        case .fidInfinity, .interval, .samples, .kid, .cmmd, .precision, .recall, .density, .coverage: .samples
        case .inceptionScore: .probabilities
        }
    }

    /// Whether the two sets play different roles, so that exchanging them changes the meaning of the number.
    var hasRoles: Bool {
        switch self {
        case .precision, .recall, .density, .coverage: true
        default: false
        }
    }

    /// Which direction is better; nil where it is not one number.
    var isBetterWhenLower: Bool? {
        switch self {
        case .fid, .bias, .fidInfinity, .interval, .kid, .cmmd: true
        case .directions, .samples: nil
        case .precision, .recall, .density, .coverage, .inceptionScore: false
        }
    }

    /// Whether it says what the FID is worth or where it comes from, and is computed where it is asked for by name only: it takes longer than
    /// the FID itself.
    var explainsDistance: Bool { [.interval, .directions, .samples].contains(self) }

    /// The keys of the JSON object: torch-fidelity's where it has the measure.
    var keys: [String] {
        switch self {
        case .fid: ["frechet_inception_distance"]
        case .bias: ["predicted_bias", "predicted_bias_share"]
        case .fidInfinity: ["fid_infinity", "fid_infinity_standard_error"]
        case .interval: ["fid_jackknife", "fid_jackknife_standard_error", "fid_interval_lower", "fid_interval_upper"]
        case .directions: ["directions"]
        case .samples: ["samples"]
        case .kid: ["kernel_inception_distance_mean", "kernel_inception_distance_std", "kernel_inception_distance_full"]
        case .cmmd: ["cmmd"]
        case .precision: ["precision"]
        case .recall: ["recall", "f_score"]
        case .density: ["density"]
        case .coverage: ["coverage"]
        case .inceptionScore: ["inception_score_mean", "inception_score_std"]
        }
    }

    /// The options of fid compute that it listens to.
    var options: [String] {
        switch self {
        case .fid: ["--divisor", "--route", "--no-split"]
        case .bias: ["--divisor"]
        case .fidInfinity: ["--fidinf-points", "--seed"]
        case .interval: ["--interval", "--interval-groups", "--interval-level", "--divisor"]
        case .directions: ["--directions", "--divisor"]
        case .samples: ["--samples", "--divisor"]
        case .kid:
            ["--kid-subsets", "--kid-subset-size", "--no-kid-full", "--kid-degree", "--seed", "--precision"]
        case .cmmd: ["--network clip", "--as cmmd", "--cmmd-sigma", "--precision"]
        case .precision, .recall, .density, .coverage: ["--k"]
        case .inceptionScore: ["--probabilities", "--logits", "--splits"]
        }
    }

    var title: Phrase {
        switch self {
        case .fid: Phrase("Fréchet Inception Distance", "Fréchet Inception Distance（FID）")
        case .bias: Phrase("part of the FID that finite samples make", "仅由有限样本造成的 FID 部分")
        case .fidInfinity: Phrase("FID extrapolated to infinitely many samples", "外推到无穷多样本的 FID")
        case .interval: Phrase("confidence interval of the FID", "FID 的置信区间")
        case .directions: Phrase("directions that the FID comes from", "FID 主要来自哪些方向")
        case .samples: Phrase("samples that the FID comes from", "FID 主要来自哪些样本")
        case .kid: Phrase("Kernel Inception Distance", "Kernel Inception Distance（KID）")
        case .cmmd: Phrase("kernel distance of CLIP features", "CLIP 特征的最大均值差异（CMMD）")
        case .precision: Phrase("share of generated samples near real ones", "落在真实样本附近的生成样本比例")
        case .recall: Phrase("share of real samples near generated ones", "落在生成样本附近的真实样本比例")
        case .density: Phrase("real samples around a generated one", "每个生成样本落入的真实邻域的平均数")
        case .coverage: Phrase("real samples with a generated one nearby", "含有生成样本的真实邻域比例")
        case .inceptionScore: Phrase("Inception Score", "Inception Score（IS）")
        }
    }

    /// The paper that a formula is from.
    var source: String {
        switch self {
        case .fid: "Heusel et al., 2017"
        case .bias, .fidInfinity: "Chong and Forsyth, 2020"
        case .interval: "Shao and Tu, 1995"
        case .directions: "Dowson and Landau, 1982"
        case .samples: "Hampel, 1974"
        case .kid: "Bińkowski et al., 2018"
        case .cmmd: "Jayasumana et al., 2024"
        case .precision, .recall: "Kynkäänniemi et al., 2019"
        case .density, .coverage: "Naeem et al., 2020"
        case .inceptionScore: "Salimans et al., 2016"
        }
    }

    /// The function of the worksheet language.
    var function: String {
        switch self {
        case .bias: "fidbias"
        case .interval: "fidint"
        case .directions: "fidshares"
        case .samples: "influence"
        default: rawValue
        }
    }

    /// Short names for several measures at once.
    private static let groups: [String: [Measure]] = [
        "pr": [.precision, .recall], "dc": [.density, .coverage], "prdc": [.precision, .recall, .density, .coverage],
    ]

    /// The measures that a list names: `fid,kid,pr`, or `all` numbers that two sets of features allow. A measure is also known by its worksheet
    /// function.
    ///
    /// - Throws: `CommandError` with the nearest name.
    static func list(_ text: String) throws -> [Measure] {
        var result: [Measure] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let name = part.lowercased().filter { !$0.isWhitespace }
            let named: [Measure]
            if name == "all" {
                named = allCases.filter { $0.input != .probabilities && !$0.explainsDistance }
            } else if let group = groups[name] {
                named = group
            } else if let one = Measure(rawValue: name) ?? allCases.first(where: { $0.function == name }) {
                named = [one]
            } else {
                let known = allCases.map(\.rawValue) + groups.keys.sorted() + ["all"]
                let nearest = Suggestion.nearest(to: name, among: known)
                throw CommandError(
                    Phrase("there is no measure ‘\(name)’", "没有度量 ‘\(name)’").asking(
                        for: nearest, otherwise: Phrase(": fid metrics lists them", "：用 fid metrics 查看全部")))
            }
            result += named.filter { !result.contains($0) }
        }
        return result
    }
}
