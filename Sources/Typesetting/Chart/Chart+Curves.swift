// Curves in the plane, their points numbered in the order in which they are walked, and a leash between two of them.

import LinearAlgebra
import Localization

extension Chart {
    /// How many points a curve may have before only its ends are numbered.
    private static let numberedLimit = 24

    /// Curves through points, one point a row.
    ///
    /// - Parameters:
    ///   - leash: the points, counted from 0, of the first and the second curve that a faint line joins.
    /// - Throws: ``ChartError``.
    public static func curves(
        _ curves: [Matrix<Double>], names: [String] = [], leash: (first: Int, second: Int)? = nil, title: String? = nil
    ) throws(ChartError) -> Chart {
        try ChartError.check(count: curves.count, limit: seriesLimit)
        for (index, curve) in curves.enumerated() {
            guard curve.rows > 0 else { throw .nothingToDraw }
            guard curve.columns == 2 else { throw .notPlane(item: index + 1, columns: curve.columns) }
            try ChartError.check(curve.elements, item: index + 1)
        }
        let paths = curves.map { curve in (0..<curve.rows).map { ChartPoint(curve[$0, 0], curve[$0, 1]) } }
        let x = ChartScale(over: paths.joined().map(\.x), margin: 0.04)
        let y = ChartScale(over: paths.joined().map(\.y), margin: 0.08)
        var series = paths.enumerated().map { index, path in
            ChartSeries(
                name: index < names.count ? names[index] : letter(index),
                marks: strokes(path) + numbers(path, letter: letter(index)))
        }
        var facts: [Phrase] = []
        let notes = [
            Phrase(
                "The points are numbered in the order in which they are walked.", "点上的数字是行走的先后顺序。")
        ]
        if let leash, paths.count > 1, leash.first < paths[0].count, leash.second < paths[1].count {
            let ends = [paths[0][leash.first], paths[1][leash.second]]
            series.append(ChartSeries(name: "", marks: [.guide(ends)]))
            let (first, second) = (series[0].name, series[1].name)
            facts.append(
                Phrase(
                    "The leash is longest between point \(leash.first + 1) of \(first) and point \(leash.second + 1) of \(second).",
                    "牵绳在 \(first) 的第 \(leash.first + 1) 点与 \(second) 的第 \(leash.second + 1) 点之间最长。"))
        }
        return Chart(
            kind: Phrase("Curves", "曲线"), title: title,
            figure: .plane(
                ChartPlane(
                    x: .init(Phrase(same: "x"), x), y: .init(Phrase(same: "y"), y), hasEqualScales: isLevel(x, y), series: series)
            ),
            columns: [Phrase("curve", "曲线"), Phrase("points, in the order of the walk", "按行走顺序排列的点")],
            rows: zip(series, paths).map { [$0.name, points($1)] }, notes: notes, facts: facts)
    }

    /// Lengths can be compared by eye where neither side of the picture would become a thread.
    private static func isLevel(_ x: ChartScale, _ y: ChartScale) -> Bool {
        let ratio = x.span / y.span
        return ratio.isFinite && ratio > 0.2 && ratio < 12
    }

    /// The lines of a path, each way drawn once: strokes over strokes would fill the gaps between them.
    private static func strokes(_ path: [ChartPoint]) -> [ChartSeries.Mark] {
        var lines: [[ChartPoint]] = []
        var line = Array(path.prefix(1))
        var drawn: Set<[ChartPoint]> = []
        for (start, end) in zip(path, path.dropFirst()) {
            if drawn.contains([start, end]) || drawn.contains([end, start]) {
                lines.append(line)
                line = [end]
            } else {
                drawn.insert([start, end])
                line.append(end)
            }
        }
        lines.append(line)
        return lines.filter { $0.count > 1 || path.count == 1 }.map { .line($0) }
    }

    /// Where a curve comes by one place several times, the numbers stand together.
    private static func numbers(_ path: [ChartPoint], letter: String) -> [ChartSeries.Mark] {
        let numbered = path.count <= numberedLimit ? Array(path.indices) : [0, path.count - 1]
        var places: [ChartPoint] = []
        var visits: [ChartPoint: [String]] = [:]
        for index in numbered {
            if visits[path[index]] == nil { places.append(path[index]) }
            visits[path[index], default: []].append("\(index + 1)")
        }
        return places.map { .point($0, label: letter + (visits[$0] ?? []).joined(separator: ",")) }
    }

    /// The coordinates of a path; of a long one its beginning and end.
    private static func points(_ path: [ChartPoint]) -> String {
        let texts = { (points: ArraySlice<ChartPoint>) in points.map { "(\(figure($0.x)), \(figure($0.y)))" } }
        guard path.count > 2 * numberedLimit else { return texts(path[...]).joined(separator: " ") }
        return (texts(path.prefix(3)) + ["… (\(path.count)) …"] + texts(path.suffix(1))).joined(separator: " ")
    }
}
