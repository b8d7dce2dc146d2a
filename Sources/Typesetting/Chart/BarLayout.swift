// Bars in block characters, from zero to the right or to the left, the value at the end of each.

/// Lays out bars in one style.
struct BarLayout {
    let groups: [ChartBarGroup]
    let style: OutputStyle

    private var values: [Double] { groups.flatMap { $0.bars.map(\.value) } }

    func lines() -> [String] {
        let third = max(4, style.width / 3)
        let groupWidth = min(third, groups.map(\.label.displayWidth).max() ?? 0)
        let labelWidth = min(third, groups.flatMap(\.bars).map(\.label.displayWidth).max() ?? 0)
        let figures = values.map { Chart.figure($0).displayWidth }.max() ?? 1
        let before = labelWidth + (groupWidth > 0 ? groupWidth + 1 : 0) + 1
        let room = max(4, style.width - before - figures - 2)
        // Both ends include zero; dividing first keeps the largest numbers finite.
        let scale = values.map(abs).max() ?? 0
        let highest = scale > 0 ? max(0, (values.max() ?? 0) / scale) : 0
        let lowest = scale > 0 ? min(0, (values.min() ?? 0) / scale) : 0
        let unit = highest > lowest ? Double(room) / (highest - lowest) : 0
        let left = Int((-lowest * unit).rounded())
        var lines: [String] = []
        for (number, group) in groups.enumerated() {
            if number > 0, group.bars.count > 1 { lines.append("") }
            for (index, bar) in group.bars.enumerated() {
                let share = scale > 0 ? bar.value / scale : 0
                let label = bar.label.truncated(to: labelWidth).padded(to: labelWidth)
                let head =
                    groupWidth > 0 ? (index == 0 ? group.label : "").truncated(to: groupWidth).padded(to: groupWidth) + " " : ""
                lines.append(
                    (head + label + " " + body(share * unit, of: bar.value, left: left, series: groups.count > 1 ? index : 0))
                        .removingTrailingSpaces())
            }
        }
        return lines
    }

    /// The bar of a length in cells, negative to the left of the axis, with its value.
    private func body(_ length: Double, of value: Double, left: Int, series: Int) -> String {
        let text = Chart.figure(value)
        guard value >= 0 else {
            let halves = max(1, Int((-length * 2).rounded()))
            let bar = (halves % 2 == 1 ? "▐" : "") + String(repeating: "█", count: halves / 2)
            return bar.padded(to: left, .right).replacing(bar, with: painted(bar, series)) + "│ " + text
        }
        let eighths = Int((length * 8).rounded())
        let partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
        let bar = String(repeating: "█", count: eighths / 8) + partial
        // What is not zero is seen not to be zero.
        let shown = bar.isEmpty && value > 0 ? "▏" : bar
        return "│".padded(to: left + 1, .right) + painted(shown, series) + " " + text
    }

    private func painted(_ bar: String, _ series: Int) -> String {
        bar.isEmpty ? "" : SeriesColour.paint(bar, series, style)
    }
}
