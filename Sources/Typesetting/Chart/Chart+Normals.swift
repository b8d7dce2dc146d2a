// Densities of one-dimensional normal distributions, with the mean and one standard deviation to each side.

import Localization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A normal distribution in one dimension; a deviation of 0 is all mass in one point.
public struct ChartNormal: Hashable, Sendable {
    public let mean: Double
    public let deviation: Double

    public init(mean: Double, deviation: Double) {
        self.mean = mean
        self.deviation = deviation
    }

    /// The largest density, infinite for mass in a point.
    fileprivate var peak: Double { 1 / (deviation * (2 * Double.pi).squareRoot()) }

    /// Whether the density can be drawn as a curve.
    fileprivate var hasDensity: Bool { peak <= ChartScale.limit }

    /// The density at `mean + z·deviation`.
    fileprivate func density(at z: Double) -> Double { peak * exp(-z * z / 2) }
}

extension Chart {
    /// The densities of normal distributions.
    ///
    /// - Parameter names: one a distribution; where it is missing, N(μ, σ²).
    /// - Throws: ``ChartError``.
    public static func normals(_ normals: [ChartNormal], names: [String] = [], title: String? = nil) throws(ChartError) -> Chart {
        try ChartError.check(count: normals.count, limit: seriesLimit)
        for (index, normal) in normals.enumerated() {
            try ChartError.check([normal.mean, normal.deviation], item: index + 1)
            guard normal.deviation >= 0 else { throw .negativeDeviation(item: index + 1, value: normal.deviation) }
        }
        // Beyond three and a half deviations no dot would leave the axis.
        let ends = normals.flatMap { [$0.mean - 3.5 * $0.deviation, $0.mean + 3.5 * $0.deviation] }
        try ChartError.check(ends, item: 1)
        let x = ChartScale(over: ends, margin: normals.contains { $0.hasDensity } ? 0 : 0.05)
        let peaks = normals.filter(\.hasDensity).map(\.peak)
        // A point's mass has no finite density: it is drawn as high as the highest curve.
        let top = peaks.max() ?? 1
        let y = ChartScale(over: [0, top * 1.12])
        let series = normals.enumerated().map { index, normal in
            ChartSeries(
                name: index < names.count ? names[index] : name(of: normal), marks: marks(of: normal, x: x, top: top))
        }
        let guides = Phrase(
            "Faint lines: the mean upright, one standard deviation to each side of it level.",
            "浅线：竖线为均值，横线为均值两侧各一个标准差。")
        let spike = Phrase(
            "A standard deviation of 0 puts all mass into one point: its line has no height of its own.",
            "标准差为 0 时全部概率集中在一点：该竖线的高度没有意义。")
        return Chart(
            kind: Phrase("Normal densities", "正态分布的密度"), title: title,
            figure: .plane(
                ChartPlane(x: .init(Phrase(same: "x"), x), y: .init(Phrase("density", "密度"), y), series: series)),
            columns: [
                Phrase("distribution", "分布"), Phrase("mean", "均值"), Phrase("standard deviation", "标准差"),
                Phrase("highest density", "密度最大值"),
            ],
            rows: normals.enumerated().map { index, normal in
                [
                    series[index].name, figure(normal.mean), figure(normal.deviation),
                    normal.hasDensity ? figure(normal.peak) : "∞",
                ]
            }, notes: (normals.contains { $0.hasDensity } ? [guides] : []) + (normals.contains { !$0.hasDensity } ? [spike] : []))
    }

    private static func name(of normal: ChartNormal) -> String { "N(\(figure(normal.mean)), \(figure(normal.deviation))²)" }

    private static func marks(of normal: ChartNormal, x: ChartScale, top: Double) -> [ChartSeries.Mark] {
        guard normal.hasDensity else {
            return [
                .line([ChartPoint(normal.mean, 0), ChartPoint(normal.mean, top)]), .letter(ChartPoint(normal.mean, top)),
            ]
        }
        // Evenly in units of the deviation: a narrow bell beside a wide one keeps its shape.
        let samples = stride(from: -4.0, through: 4.0, by: 1.0 / 32).map { z in
            ChartPoint(normal.mean + z * normal.deviation, normal.density(at: z))
        }
        let shoulder = normal.density(at: 1)
        return [
            .guide([ChartPoint(normal.mean, 0), ChartPoint(normal.mean, normal.peak)]),
            .guide([
                ChartPoint(normal.mean - normal.deviation, shoulder), ChartPoint(normal.mean + normal.deviation, shoulder),
            ]),
            .line(samples.filter { $0.x >= x.lower && $0.x <= x.upper }),
            .letter(ChartPoint(normal.mean, normal.peak)),
        ]
    }
}
