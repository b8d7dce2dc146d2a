// Bars, and values that converge.

import Localization

extension Chart {
    /// So many bars are drawn at most; a longer list says nothing to the eye.
    public static let barLimit = 200

    /// Bars of values: those with the same place in their lists stand together.
    ///
    /// - Parameters:
    ///   - lists: one list a label; all equally long. With one value each there are no groups.
    ///   - groups: what the groups are called; where it is missing, their numbers.
    /// - Throws: ``ChartError``.
    public static func bars(
        _ lists: [[Double]], labels: [String] = [], groups: [String] = [], title: String? = nil
    ) throws(ChartError) -> Chart {
        let length = lists.first?.count ?? 0
        try ChartError.check(count: lists.count * length, limit: barLimit)
        for (index, list) in lists.enumerated() {
            guard list.count == length else {
                throw .unequalLengths(item: index + 1, found: list.count, expected: length)
            }
            try ChartError.check(list, item: index + 1)
        }
        let label = { (index: Int) in index < labels.count ? labels[index] : letter(index) }
        let group = { (index: Int) in length == 1 ? "" : index < groups.count ? groups[index] : "\(index + 1)" }
        let bars = (0..<length).map { entry in
            ChartBarGroup(
                label: group(entry),
                bars: lists.indices.map { .init(label: label($0), value: lists[$0][entry]) })
        }
        let columns =
            length == 1
            ? [Phrase("bar", "条形"), Phrase("value", "值")]
            : [Phrase("entry", "元素")] + lists.indices.map { Phrase(same: label($0)) }
        let rows =
            length == 1
            ? lists.indices.map { [label($0), figure(lists[$0][0])] }
            : bars.map { [$0.label] + $0.bars.map { figure($0.value) } }
        return Chart(
            kind: Phrase("Bars", "条形图"), title: title, figure: .bars(bars), columns: columns, rows: rows)
    }

    /// Values against the step at which they were reached, on a logarithmic scale where they fall over decades.
    ///
    /// - Throws: ``ChartError``.
    public static func convergence(
        _ lists: [[Double]], names: [String] = [], title: String? = nil
    ) throws(ChartError) -> Chart {
        try ChartError.check(count: lists.count, limit: seriesLimit)
        for (index, list) in lists.enumerated() {
            try ChartError.check(count: list.count, limit: 100_000)
            try ChartError.check(list, item: index + 1)
        }
        let all = lists.flatMap { $0 }
        let positive = all.filter { $0 > 0 }
        let isLogarithmic =
            !all.contains { $0 < 0 } && (positive.max() ?? 1) / (positive.min() ?? 1) >= 100 && (positive.min() ?? 0).isNormal
        let y = ChartScale(over: isLogarithmic ? positive : all, margin: 0.06, isLogarithmic: isLogarithmic)
        let longest = lists.map(\.count).max() ?? 1
        let x = ChartScale(over: [1, Double(longest)], margin: 0.04, isWhole: true)
        let series = lists.enumerated().map { index, list in
            // Zero has no logarithm: the line ends before it, and the table has the zero.
            let points = list.enumerated().compactMap { step, value in
                isLogarithmic && value <= 0 ? nil : ChartPoint(Double(step + 1), value)
            }
            let dots = points.count <= 60 ? points.map { ChartSeries.Mark.point($0, label: "") } : []
            let letters = lists.count > 1 ? points.last.map { [ChartSeries.Mark.letter($0)] } ?? [] : []
            return ChartSeries(
                name: index < names.count ? names[index] : lists.count > 1 ? letter(index) : "",
                marks: [.line(points)] + dots + letters)
        }
        var notes = isLogarithmic ? [Phrase("The scale of the values is logarithmic.", "纵轴为对数刻度。")] : []
        if isLogarithmic, all.contains(0) {
            notes.append(Phrase("A value of 0 has no place on it and is left out.", "值 0 在对数刻度上没有位置，因此不画。"))
        }
        return Chart(
            kind: Phrase("Convergence", "收敛过程"), title: title,
            figure: .plane(
                ChartPlane(x: .init(Phrase("step", "步"), x), y: .init(Phrase("value", "值"), y), series: series)),
            columns: [Phrase("step", "步")] + (lists.count == 1 ? [Phrase("value", "值")] : series.map { Phrase(same: $0.name) }),
            rows: (0..<min(longest, barLimit)).map { step in
                ["\(step + 1)"] + lists.map { step < $0.count ? figure($0[step]) : "" }
            } + (longest > barLimit ? [["… \(longest)"] + lists.map { figure($0.last ?? 0) }] : []),
            notes: notes)
    }
}
