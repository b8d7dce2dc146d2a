// What a metric cannot be computed of, as facts with a sentence each.

import Localization

public enum MetricsError: ExplainedError, Equatable {
    /// A mean of no rows.
    case noSamples
    /// A covariance with divisor n − 1 of a single row.
    case singleSample
    /// Two sets of different numbers of features.
    case dimensionMismatch(first: Int, second: Int)
    /// A mean and a covariance that do not belong together.
    case meanCovarianceMismatch(mean: Int, covariance: Int)
    /// A negative standard deviation.
    case negativeDeviation(Double)
    /// Moments that do not know how many samples they are of, where the count is needed.
    case countUnknown
    /// A route that needs samples was asked for, where only a covariance is given.
    case routeNotApplicable(route: String)
    /// A number over the range of the floating-point type came up.
    case overflow
    /// A probability below zero; rows and columns are counted from 1.
    case negativeProbability(row: Int, column: Int, value: Double)
    /// Probabilities whose sum is not 1.
    case probabilitiesDoNotSum(row: Int, sum: Double)
    /// A number among probabilities that is none: negative, or over 1; rows and columns are counted from 1.
    case logitsAsProbabilities(row: Int, column: Int, value: Double)
    /// Rows that are given as logits, and are distributions all of them.
    case probabilitiesAsLogits
    /// A divergence from a distribution that gives 0 to what happens; entries are counted from 1.
    case infiniteDivergence(entry: Int)
    /// More parts than rows.
    case tooManySplits(splits: Int, rows: Int)
    /// A sample without spread, where the shape of its spread is asked for.
    case noSpread
    /// Two samples that must be equally long.
    case unequalCounts(first: Int, second: Int)
    /// More rows to be drawn than there are.
    case subsetTooLarge(count: Int, rows: Int)
    /// An unbiased kernel distance of a single row.
    case singleSampleWithoutPairs
    /// A Gaussian kernel whose σ is not positive.
    case bandwidthNotPositive(Double)
    /// An estimate over subsets without a subset, or of subsets without rows.
    case noSubsets
    /// An extrapolation whose smallest subsets would not have full rank.
    case tooFewToExtrapolate(rows: Int, dimension: Int)
    /// An interval from sets that are smaller, without a group, than they have features.
    case tooFewForInterval(rows: Int, dimension: Int)
    /// Fewer points than a line with an error needs.
    case tooFewPoints(Int)
    /// As many parts as there are to be points would not have more rows than features.
    case partsTooSmall(points: Int, rows: Int, dimension: Int)
    /// A count of samples that is not positive.
    case countNotPositive(Double)
    /// Fewer groups than two, or groups of too few rows.
    case groupsDoNotFit(groups: Int, rows: Int)
    /// Samples that leave directions out, where the distance is differentiated.
    case doesNotSpan(dimension: Int)
    /// A level of confidence that is not between 0 and 1.
    case levelOutOfRange(Double)

    /// A neighbourhood of more neighbours than there are.
    case tooFewNeighbours(k: Int, rows: Int, isReal: Bool)
    /// A feature that is NaN or infinite; rows and columns are counted from 1.
    case notFinite(row: Int, column: Int)

    public var phrase: Phrase { probabilityPhrase ?? estimatePhrase ?? neighbourPhrase ?? samplePhrase }

    private var samplePhrase: Phrase {
        switch self {
        case .noSamples:
            Phrase("there are no samples: a mean needs at least one row", "没有样本：均值至少需要一行")
        case .singleSample:
            Phrase(
                "there is one sample only: a covariance with divisor n − 1 needs at least two rows",
                "只有一个样本：除以 n − 1 的协方差至少需要两行")
        case .dimensionMismatch(let first, let second):
            Phrase(
                "the two sets have different numbers of features, \(first) and \(second): both must come from the same layer of the same network",
                "两组特征的维数不同：\(first) 与 \(second)；两者必须来自同一网络的同一层")
        case .meanCovarianceMismatch(let mean, let covariance):
            Phrase(
                "the mean has \(mean) entries and the covariance \(covariance) rows: they do not belong together",
                "均值有 \(mean) 个元素，而协方差有 \(covariance) 行：二者不匹配")
        case .negativeDeviation(let value):
            Phrase(
                "a standard deviation cannot be negative, this one is \(value)", "标准差不能为负，这里是 \(value)")
        case .countUnknown:
            Phrase(
                "the number of samples is not known here, and merging needs it", "样本数未知，而合并需要样本数")
        case .routeNotApplicable(let route):
            Phrase("the route \(route) does not apply to what is given", "给定的数据不适用于方法 \(route)")
        case .overflow:
            Phrase(
                "the features are so large that their squares leave the range of double precision: scale them down",
                "特征值过大，平方超出双精度范围：请先缩小特征")
        case .noSpread:
            Phrase("all entries are equal: a shape needs some spread", "所有元素都相等：没有离散程度，也就谈不上形状")
        case .unequalCounts(let first, let second):
            Phrase(
                "the samples have \(first) and \(second) entries: pairing them one to one needs equally many",
                "两个样本分别有 \(first) 个和 \(second) 个元素：一一配对要求个数相同")
        case .subsetTooLarge(let count, let rows):
            Phrase(
                "\(count) rows cannot be drawn from \(rows): without replacement there are at most \(rows)",
                "无法从 \(rows) 行中取出 \(count) 行：不放回抽样最多取 \(rows) 行")
        default: Phrase(same: "")
        }
    }

    private var estimatePhrase: Phrase? {
        switch self {
        case .singleSampleWithoutPairs:
            Phrase(
                "there is one sample only: the unbiased kernel distance needs pairs of different samples, so at least two rows a set",
                "只有一个样本：无偏核距离需要由不同样本组成的对，每组至少两行")
        case .bandwidthNotPositive(let sigma):
            Phrase("the σ of a Gaussian kernel must be positive, this one is \(sigma)", "高斯核的 σ 必须为正，这里是 \(sigma)")
        case .noSubsets:
            Phrase("an estimate over subsets needs at least one subset with at least one row", "按子集估计至少需要一个子集，且每个子集至少一行")
        case .tooFewToExtrapolate(let rows, let dimension):
            Phrase(
                "FID∞ is meaningless with so few samples (N = \(rows), d = \(dimension)): the FID is linear in 1/N only well above N = d; have at least \(2 * dimension + 2), better \(4 * dimension), in each set, or use the kernel distance, which is unbiased at any size",
                "样本太少（N = \(rows)，d = \(dimension)），算不出有意义的 FID∞：只有 N 远大于 d 时 FID 才与 1/N 成线性关系；每组至少要有 \(2 * dimension + 2) 个样本，最好有 \(4 * dimension) 个，或改用任何样本数下都无偏的核距离"
            )
        case .tooFewForInterval(let rows, let dimension):
            Phrase(
                "an interval cannot be given: with a group left out \(rows) rows remain, for \(dimension) features; its bias is understood only with more rows than features",
                "无法给出置信区间：去掉一组后只剩 \(rows) 行，而特征有 \(dimension) 维；只有行数多于特征维数时才能估计其偏差")
        case .tooFewPoints(let count):
            Phrase("no line goes through \(count) points: use at least two", "\(count) 个点定不出一条直线：至少要两个点")
        case .partsTooSmall(let points, let rows, let dimension):
            Phrase(
                "parts of \(rows / points) samples are too small for \(dimension) features: ask for \(rows / (dimension + 1)) points at most",
                "\(rows / points) 个样本的部分对 \(dimension) 维特征来说太小：最多可取 \(rows / (dimension + 1)) 个点")
        case .countNotPositive(let count):
            Phrase("a number of samples must be positive, this one is \(count)", "样本数必须为正，这里是 \(count)")
        case .groupsDoNotFit(let groups, let rows):
            Phrase(
                "\(rows) \(rows == 1 ? "row" : "rows") cannot be used in \(groups) groups: a jackknife needs two groups or more, of two rows or more each",
                "\(rows) 行无法分成 \(groups) 组：刀切法至少需要两组，每组至少两行")
        case .doesNotSpan(let dimension):
            Phrase(
                "the samples do not vary in all \(dimension) directions, and the influence of a row is not defined then: take more samples than features, or project onto fewer axes",
                "样本并未在全部 \(dimension) 个方向上变化，此时单个样本的影响没有定义：请取多于特征维数的样本，或先投影到较少的主轴上")
        case .levelOutOfRange(let level):
            Phrase("a level of confidence lies between 0 and 1, this one is \(level)", "置信水平应在 0 与 1 之间，这里是 \(level)")
        default: nil
        }
    }

    private var neighbourPhrase: Phrase? {
        switch self {
        case .tooFewNeighbours(let k, let rows, let isReal):
            Self.neighbourhoodPhrase(k, rows, isReal ? Phrase("real", "真实") : Phrase("generated", "生成"))
        case .notFinite(let row, let column):
            Phrase(
                "the number in row \(row), column \(column) is not finite: compute the features again, or leave the row out",
                "第 \(row) 行第 \(column) 列的数不是有限数：请重新计算特征，或去掉这一行")
        default: nil
        }
    }

    private static func neighbourhoodPhrase(_ k: Int, _ rows: Int, _ set: Phrase) -> Phrase {
        if k < 1 { return Phrase("k is \(k): a neighbourhood has at least 1 neighbour", "k 为 \(k)：邻域至少要有 1 个近邻") }
        if rows < 2 {
            return Phrase(
                "the \(set.english) set has \(rows) \(rows == 1 ? "sample" : "samples"): a sample has neighbours in a set of at least two",
                "\(set.chinese)样本只有 \(rows) 个：至少要有两个样本才有近邻")
        }
        return Phrase(
            "k = \(k) is too large: each of the \(rows) \(set.english) samples has \(rows - 1) \(rows == 2 ? "other" : "others"), so k is \(rows - 1) at most",
            "k = \(k) 太大：\(set.chinese)样本共 \(rows) 个，每个只有 \(rows - 1) 个其他样本，因此 k 最大为 \(rows - 1)")
    }

    /// Seven places: what a sum is off by is no less than 1e-5, and the rounding of a sum is no news.
    private static func rounded(_ value: Double) -> Double {
        abs(value) < 1e8 ? (value * 1e7).rounded() / 1e7 : value
    }

    private var probabilityPhrase: Phrase? {
        switch self {
        case .negativeProbability(let row, let column, let value):
            Phrase(
                "row \(row) is no distribution: its entry \(column) is \(value), and a probability is not negative",
                "第 \(row) 行不是概率分布：第 \(column) 个元素是 \(value)，而概率不能为负")
        case .probabilitiesDoNotSum(let row, let sum):
            Phrase(
                "row \(row) is no distribution: its entries sum to \(Self.rounded(sum)), \(Self.rounded(abs(sum - 1))) too \(sum < 1 ? "little" : "much"), for probabilities sum to 1",
                "第 \(row) 行不是概率分布：各元素之和是 \(Self.rounded(sum))，\(sum < 1 ? "少了" : "多了") \(Self.rounded(abs(sum - 1)))，而概率之和应为 1")
        case .logitsAsProbabilities(let row, let column, let value):
            Phrase(
                "row \(row) holds no probabilities: its entry \(column) is \(value), and a probability lies between 0 and 1; if these are logits, say so, or apply the softmax first",
                "第 \(row) 行不是概率：第 \(column) 个元素是 \(value)，而概率在 0 与 1 之间；如果这些是 logits，请注明，或先做 softmax")
        case .probabilitiesAsLogits:
            Phrase(
                "these are no logits: every row is a distribution, not negative and with sum 1; take the rows as probabilities, for a second softmax would flatten them",
                "这些不是 logits：每一行都是概率分布（非负且和为 1）；请按概率处理，再做一次 softmax 会把它们压平")
        case .infiniteDivergence(let entry):
            Phrase(
                "the divergence is infinite: entry \(entry) has probability 0 under q but not under p",
                "散度为无穷大：第 \(entry) 个元素在 q 下概率为 0，在 p 下却不为 0")
        case .tooManySplits(let splits, let rows):
            Phrase(
                "\(rows) rows cannot be split into \(splits) parts: each part needs at least one row",
                "\(rows) 行无法分成 \(splits) 份：每份至少需要一行")
        default: nil
        }
    }
}
