// What cannot be drawn, and why.

import Localization

/// An error in the data of a chart.
public enum ChartError: ExplainedError, Hashable {
    case nothingToDraw
    /// A value that is not finite, or so large that no axis can hold it.
    case notFinite(item: Int, value: Double)
    case tooMany(found: Int, limit: Int)
    case negativeDeviation(item: Int, value: Double)
    /// A matrix that is no covariance of two features.
    case notCovariance(item: Int, reason: Phrase)
    /// Points without two coordinates.
    case notPlane(item: Int, columns: Int)
    /// Lists of bars of different lengths.
    case unequalLengths(item: Int, found: Int, expected: Int)

    /// Which of the things to draw is meant, counted from 1; nil where all are.
    public var item: Int? {
        switch self {
        case .nothingToDraw, .tooMany: nil
        case .notFinite(let item, _), .negativeDeviation(let item, _), .notCovariance(let item, _), .notPlane(let item, _),
            .unequalLengths(let item, _, _):
            item
        }
    }

    public var phrase: Phrase {
        switch self {
        case .nothingToDraw: Phrase("there is nothing to draw: give at least one value", "没有可画的内容：请至少给出一个值")
        case .notFinite(let item, let value):
            Phrase(
                "item \(item) has the value \(Self.ascii(value)), which no axis can hold",
                "第 \(item) 项的值是 \(Self.ascii(value))，坐标轴上无法表示")
        case .tooMany(let found, let limit):
            Phrase("\(found) are too many for one chart: it holds \(limit)", "一张图画不下 \(found) 项：最多 \(limit) 项")
        case .negativeDeviation(let item, let value):
            Phrase(
                "item \(item) has the standard deviation \(Self.ascii(value)): it cannot be negative",
                "第 \(item) 项的标准差为 \(Self.ascii(value))：标准差不能为负")
        case .notCovariance(let item, let reason):
            Phrase(
                "item \(item) is no covariance of two features: \(reason.english)",
                "第 \(item) 项不是两个特征的协方差矩阵：\(reason.chinese)")
        case .notPlane(let item, let columns):
            Phrase(
                "the points of item \(item) have \(columns) coordinates: a curve is drawn in the plane, two a row",
                "第 \(item) 项的点有 \(columns) 个坐标：曲线画在平面上，每行应为两个坐标")
        case .unequalLengths(let item, let found, let expected):
            Phrase(
                "item \(item) has \(found) entries, the first has \(expected): bars that stand side by side need equally many",
                "第 \(item) 项有 \(found) 个元素，第一项有 \(expected) 个：并列的条形必须个数相同")
        }
    }

    private static func ascii(_ value: Double) -> String { NumberFormat(.significant(6), notation: .ascii).string(value) }

    /// Throws ``notFinite(item:value:)`` unless all values can stand on an axis.
    static func check(_ values: some Sequence<Double>, item: Int) throws(ChartError) {
        for value in values where !(abs(value) <= ChartScale.limit) { throw .notFinite(item: item, value: value) }
    }

    static func check(count: Int, limit: Int) throws(ChartError) {
        guard count > 0 else { throw .nothingToDraw }
        guard count <= limit else { throw .tooMany(found: count, limit: limit) }
    }
}
