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

    public var phrase: Phrase {
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
        }
    }
}
