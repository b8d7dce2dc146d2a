// Covariances of two features as ellipses: the points one standard deviation from the centre, and the principal axes.

import LinearAlgebra
import Localization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The half axes of an ellipse: directions of unit length with the standard deviation along each, the longer first.
private struct HalfAxes {
    let deviations: [Double]
    let directions: [ChartPoint]

    func point(_ first: Double, _ second: Double) -> ChartPoint {
        ChartPoint(
            first * deviations[0] * directions[0].x + second * deviations[1] * directions[1].x,
            first * deviations[0] * directions[0].y + second * deviations[1] * directions[1].y)
    }
}

extension Chart {
    /// The 1σ contours of covariances, 2×2 each, around one centre.
    ///
    /// - Throws: ``ChartError``.
    public static func ellipses(
        _ covariances: [Matrix<Double>], names: [String] = [], title: String? = nil
    ) throws(ChartError) -> Chart {
        try ChartError.check(count: covariances.count, limit: seriesLimit)
        var axes: [HalfAxes] = []
        for (index, covariance) in covariances.enumerated() { axes.append(try halfAxes(of: covariance, item: index + 1)) }
        let extent = axes.flatMap { half in
            [ChartPoint(0, 0)] + contour(half)
        }
        let series = axes.enumerated().map { index, half in
            ChartSeries(
                name: index < names.count ? names[index] : letter(index), marks: marks(of: half, turn: index))
        }
        return Chart(
            kind: Phrase("Covariances, one standard deviation around the centre", "协方差：距中心一个标准差的等高线"), title: title,
            figure: .plane(
                ChartPlane(
                    x: .init(Phrase("feature 1", "特征 1"), ChartScale(over: extent.map(\.x), margin: 0.08)),
                    y: .init(Phrase("feature 2", "特征 2"), ChartScale(over: extent.map(\.y), margin: 0.08)),
                    hasEqualScales: true, series: series)),
            columns: [
                Phrase("covariance", "协方差"), Phrase("standard deviations along the axes", "沿主轴的标准差"),
                Phrase("direction of the long axis", "长轴方向"),
            ],
            rows: zip(series, axes).map { series, half in
                [series.name, half.deviations.map(figure).joined(separator: ", "), direction(half)]
            }, notes: [Phrase("Faint lines: the principal axes.", "浅线：主轴。")])
    }

    private static func halfAxes(of covariance: Matrix<Double>, item: Int) throws(ChartError) -> HalfAxes {
        guard covariance.rows == 2, covariance.columns == 2 else {
            throw .notCovariance(
                item: item,
                reason: Phrase("its shape is \(covariance.shape), not 2×2", "形状为 \(covariance.shape)，应为 2×2"))
        }
        try ChartError.check(covariance.elements, item: item)
        let scale = covariance.elements.map(abs).max() ?? 0
        guard abs(covariance[0, 1] - covariance[1, 0]) <= scale * 1e-9 else {
            throw .notCovariance(item: item, reason: Phrase("it is not symmetric", "它不对称"))
        }
        guard scale > 0 else { return HalfAxes(deviations: [0, 0], directions: [ChartPoint(1, 0), ChartPoint(0, 1)]) }
        // Scaled to 1, so that the smallest and the largest numbers go through the eigensolver alike.
        let scaled = covariance.map { $0 / scale }
        guard let (values, vectors) = try? Double.eigensystem(of: scaled), values.count == 2 else {
            throw .notCovariance(item: item, reason: Phrase("it has no eigenvalues", "求不出特征值"))
        }
        guard values[1] >= -1e-9 else {
            throw .notCovariance(
                item: item,
                reason: Phrase(
                    "it has the negative eigenvalue \(figure(values[1] * scale))", "它有负特征值 \(figure(values[1] * scale))"))
        }
        // An eigenvalue that is rounding noise is the zero that it stands for.
        let deviations = values.map { $0 < 1e-14 ? 0 : $0.squareRoot() * scale.squareRoot() }
        return HalfAxes(
            deviations: deviations, directions: (0..<2).map { ChartPoint(vectors[$0, 0], vectors[$0, 1]) })
    }

    private static func contour(_ half: HalfAxes) -> [ChartPoint] {
        (0...180).map { step in
            let angle = Double(step) / 90 * Double.pi
            return half.point(cos(angle), sin(angle))
        }
    }

    /// The letter stands at the end of an axis; each ellipse has it elsewhere, so that those of one size do not share the place.
    private static func marks(of half: HalfAxes, turn: Int) -> [ChartSeries.Mark] {
        let ends = [half.point(1, 0), half.point(0, 1), half.point(-1, 0), half.point(0, -1)]
        return [
            .guide([half.point(-1, 0), half.point(1, 0)]), .guide([half.point(0, -1), half.point(0, 1)]),
            .line(contour(half)), .letter(ends.max { up($0, turn) < up($1, turn) } ?? ends[0]),
        ]
    }

    /// How far a point lies in a direction that turns with the number of the ellipse.
    private static func up(_ point: ChartPoint, _ turn: Int) -> Double {
        let angle = 1.1 + Double(turn) * 2.2
        return point.x * cos(angle) + point.y * sin(angle)
    }

    /// The angle of the long axis against that of the first feature, or that there is none.
    private static func direction(_ half: HalfAxes) -> String {
        guard half.deviations[0] - half.deviations[1] > half.deviations[0] * 1e-9 else { return "—" }
        var degrees = atan2(half.directions[0].y, half.directions[0].x) * 180 / Double.pi
        if degrees <= -90 + 1e-9 { degrees += 180 }
        if degrees > 90 + 1e-9 { degrees -= 180 }
        return formatDecimal(degrees, significantDigits: 4) + "°"
    }
}
