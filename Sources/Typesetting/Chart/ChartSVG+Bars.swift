// Bars in SVG: level, from zero to the right or to the left, the value at the end of each.

import Localization

extension SVGDrawing {
    mutating func bars(_ groups: [ChartBarGroup]) {
        let values = groups.flatMap { $0.bars.map(\.value) }
        let columns = { (labels: [String]) in min(30, labels.map(\.displayWidth).max() ?? 0) }
        let groupColumns = columns(groups.map(\.label))
        let labelColumns = columns(groups.flatMap { $0.bars.map(\.label) })
        let labelEnd = 16 + Double(groupColumns + labelColumns + (groupColumns > 0 ? 3 : 0)) * Self.columnWidth
        let figures = Double(values.map { Chart.figure($0).displayWidth }.max() ?? 1) * Self.columnWidth + 16
        let room = Self.width - labelEnd - 10 - figures - 16
        let scale = values.map(abs).max() ?? 0
        let highest = scale > 0 ? max(0, (values.max() ?? 0) / scale) : 0
        let lowest = scale > 0 ? min(0, (values.min() ?? 0) / scale) : 0
        let unit = highest > lowest ? room / (highest - lowest) : 0
        let zero = labelEnd + 10 - lowest * unit
        let top = bottom
        for group in groups {
            for (index, bar) in group.bars.enumerated() {
                bottom += 24
                if index == 0 { text(group.label.truncated(to: groupColumns), x: 16, y: bottom, kind: "letter") }
                text(bar.label.truncated(to: labelColumns), x: labelEnd, y: bottom, anchor: .end)
                let length = scale > 0 ? bar.value / scale * unit : 0
                let (start, width) = (min(zero, zero + length), length == 0 ? 0 : max(1, abs(length)))
                let f = Self.figure
                add(
                    "<rect x=\"\(f(start))\" y=\"\(f(bottom - 13))\" width=\"\(f(width))\" height=\"16\" class=\"f\((groups.count > 1 ? index : 0) % 4)\"/>"
                )
                text(Chart.figure(bar.value), x: max(zero, zero + length) + 6, y: bottom)
            }
            if group.bars.count > 1 { bottom += 10 }
        }
        line((zero, top + 6), (zero, bottom + 8), kind: "axis")
        bottom += 14
    }
}
