// A plane of lines and points in Braille dots between two axes with round numbers, and its legend.

import Localization

/// Lays out a plane in one style.
struct PlaneLayout {
    let plane: ChartPlane
    let style: OutputStyle

    /// The picture: how many cells, and the scales that fill them.
    private struct Frame {
        let columns: Int
        let rows: Int
        let x: ChartScale
        let y: ChartScale

        /// A point in dots, from the left and from the top.
        func dots(_ point: ChartPoint) -> (x: Double, y: Double) {
            (x.position(of: point.x) * Double(columns * 2 - 1), (1 - y.position(of: point.y)) * Double(rows * 4 - 1))
        }

        /// The cell of a point.
        func cell(_ point: ChartPoint) -> (column: Int, row: Int) {
            let dots = dots(point)
            let bounded = { (value: Double, limit: Int) in
                value.isFinite ? max(0, min(limit - 1, Int(max(-1e6, min(1e6, value.rounded()))))) : 0
            }
            return (bounded(dots.x, columns * 2) / 2, bounded(dots.y, rows * 4) / 4)
        }
    }

    func lines() -> [String] {
        // Ticks ask for the rows, rows for nothing: with equal scales the picture's height follows from its width.
        let draft = frame(gutter: 8)
        let gutter = min(style.width / 3, yTicks(draft).map(\.text.displayWidth).max() ?? 1)
        let frame = frame(gutter: gutter)
        let canvas = canvas(frame)
        let painted = (0..<frame.rows).map { row in
            canvas.row(row) { text, series in SeriesColour.paint(text, series, style) }
        }
        let ticks = yTicks(frame)
        var labels: [Int: String] = [:]
        for tick in ticks { labels[frame.cell(ChartPoint(0, tick.value)).row] = tick.text }
        var lines = [plane.y.label(in: style.language).truncated(to: style.width).padded(to: gutter, .right)]
        for row in 0..<frame.rows {
            let label = (labels[row] ?? "").truncated(to: gutter).padded(to: gutter, .right)
            lines.append((label + (labels[row] == nil ? " │" : " ┤") + painted[row]).removingTrailingSpaces())
        }
        lines += xAxis(frame, gutter: gutter)
        return lines + legend()
    }

    // MARK: The frame

    private func frame(gutter: Int) -> Frame {
        let columns = max(8, style.width - gutter - 2)
        let rows = max(8, min(20, style.width / 5))
        guard plane.hasEqualScales else { return Frame(columns: columns, rows: rows, x: plane.x.scale, y: plane.y.scale) }
        // One length a dot on both axes: the longer side of the data fills its side of the picture, the other is as long as it comes to,
        // within limits that leave a picture.
        let (x, y) = (plane.x.scale, plane.y.scale)
        let highest = max(10, min(24, style.width / 3))
        let perUnit = min(Double(columns * 2 - 1) / x.span, Double(highest * 4 - 1) / y.span)
        let usedColumns = max(min(columns, 24), min(columns, Int(((x.span * perUnit + 1) / 2).rounded(.up))))
        let usedRows = max(5, min(highest, Int(((y.span * perUnit + 1) / 4).rounded(.up))))
        return Frame(
            columns: usedColumns, rows: usedRows, x: x.widened(to: Double(usedColumns * 2 - 1) / perUnit),
            y: y.widened(to: Double(usedRows * 4 - 1) / perUnit))
    }

    private func yTicks(_ frame: Frame) -> [ChartScale.Tick] {
        // One number to a row at most.
        var rows: Set<Int> = []
        return frame.y.ticks(max(2, frame.rows / 3)).filter { rows.insert(frame.cell(ChartPoint(0, $0.value)).row).inserted }
    }

    // MARK: The picture

    private func canvas(_ frame: Frame) -> BrailleCanvas {
        var canvas = BrailleCanvas(columns: frame.columns, rows: frame.rows)
        for series in plane.series {
            for case .guide(let points) in series.marks {
                canvas.line(points.map(frame.dots), strokes: LinePattern.guide, owner: nil)
            }
        }
        for (index, series) in plane.series.enumerated() {
            for case .line(let points) in series.marks {
                canvas.line(points.map(frame.dots), strokes: LinePattern.strokes(index), owner: index)
            }
        }
        for (index, series) in plane.series.enumerated() {
            for case .point(let point, let label) in series.marks {
                if label.isEmpty {
                    let cell = frame.cell(point)
                    canvas.write("●", column: cell.column, row: cell.row, owner: index)
                } else {
                    write(label, at: frame.cell(point), owner: index, isAtPoint: true, &canvas)
                }
            }
        }
        for (index, series) in plane.series.enumerated() {
            for case .letter(let point) in series.marks {
                write(Chart.letter(index), at: frame.cell(point), owner: index, isAtPoint: false, &canvas)
            }
        }
        return canvas
    }

    /// Writes a text beside a cell, where it hides least.
    private func write(
        _ text: String, at cell: (column: Int, row: Int), owner: Int, isAtPoint: Bool, _ canvas: inout BrailleCanvas
    ) {
        let width = text.displayWidth
        let right = (cell.column + 1, cell.row)
        let left = (cell.column - width, cell.row)
        let above = (cell.column, cell.row - 1)
        let below = (cell.column, cell.row + 1)
        let corners = [
            (cell.column + 1, cell.row - 1), (cell.column + 1, cell.row + 1), (cell.column - width, cell.row - 1),
            (cell.column - width, cell.row + 1),
        ]
        let places = (isAtPoint ? [(cell.column, cell.row), right, left] : []) + [above, right, left, below] + corners
        var best: (place: (Int, Int), cost: Int)?
        for (order, place) in places.enumerated() {
            guard let hidden = canvas.cost(of: text, column: place.0, row: place.1) else { continue }
            // A point's label belongs on the point, whatever it hides.
            let cost = isAtPoint && order == 0 ? 0 : hidden + order
            if cost < best?.cost ?? .max { best = (place, cost) }
        }
        if let best { canvas.write(text, column: best.place.0, row: best.place.1, owner: owner) }
    }

    // MARK: Axis and legend

    private func xAxis(_ frame: Frame, gutter: Int) -> [String] {
        var rule = Array(repeating: "─", count: frame.columns)
        var labels = ""
        for tick in frame.x.ticks(max(3, frame.columns / 8)) {
            let column = frame.cell(ChartPoint(tick.value, 0)).column
            let start = gutter + 2 + column - tick.text.displayWidth / 2
            // A number that would touch the one before it, or stand beyond the edge, is left out with its mark.
            guard start >= labels.displayWidth + (labels.isEmpty ? 0 : 2), start + tick.text.displayWidth <= style.width else {
                continue
            }
            rule[column] = "┬"
            labels = labels.padded(to: start) + tick.text
        }
        let label = plane.x.label(in: style.language)
        var lines = [spaces(gutter + 1) + "└" + rule.joined(), labels]
        let end = gutter + 2 + frame.columns
        if labels.displayWidth + 2 + label.displayWidth <= end {
            lines[1] = labels + label.padded(to: end - labels.displayWidth, .right)
        } else {
            lines.append(label.truncated(to: style.width).padded(to: min(end, style.width), .right))
        }
        return lines
    }

    private func legend() -> [String] {
        plane.series.enumerated().filter { !$0.element.name.isEmpty }.flatMap { index, series in
            var sample = BrailleCanvas(columns: 5, rows: 1)
            sample.line([(x: 0, y: 1), (x: 9, y: 1)], strokes: LinePattern.strokes(index), owner: index)
            let letter = Chart.letter(index)
            let line = sample.row(0) { text, series in SeriesColour.paint(text, series, style) }
            let name = series.name == letter ? "" : "  " + series.name
            return ("\(letter) \(line)" + name).wrapped(width: style.width, indent: 2, hangingIndent: 11)
        }
    }
}
