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

    /// A neighbourhood of more neighbours than there are.
    case tooFewNeighbours(k: Int, rows: Int, isReal: Bool)
    /// A feature that is NaN or infinite; rows and columns are counted from 1.
    case notFinite(row: Int, column: Int)

    public var phrase: Phrase { probabilityPhrase ?? neighbourPhrase ?? samplePhrase }

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

    private var probabilityPhrase: Phrase? {
        switch self {
        case .negativeProbability(let row, let column, let value):
            Phrase(
                "row \(row) is no distribution: its entry \(column) is \(value), and a probability is not negative",
                "第 \(row) 行不是概率分布：第 \(column) 个元素是 \(value)，而概率不能为负")
        case .probabilitiesDoNotSum(let row, let sum):
            Phrase(
                "row \(row) is no distribution: its entries sum to \(sum), and probabilities sum to 1",
                "第 \(row) 行不是概率分布：各元素之和是 \(sum)，而概率之和应为 1")
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
