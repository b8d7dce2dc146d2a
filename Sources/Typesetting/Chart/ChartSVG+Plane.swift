// A plane of lines and points in SVG: axes, grid, marks and legend.

import Localization

/// Where data stand on the page.
private struct SVGFrame {
    let left: Double
    let top: Double
    let width: Double
    let height: Double
    let x: ChartScale
    let y: ChartScale

    var centre: (x: Double, y: Double) { (left + width / 2, top + height / 2) }

    func place(_ point: ChartPoint) -> (x: Double, y: Double) {
        (left + x.position(of: point.x) * width, top + (1 - y.position(of: point.y)) * height)
    }
}

/// Labels that were written, so that no other is written over them.
private struct LabelPlaces {
    private var taken: [(x: Double, y: Double, width: Double)] = []

    /// The first of the places around a point that is free: left end and baseline of a text.
    ///
    /// - Parameter centre: where the picture's middle is; a text that is to stand outside of a shape is written on the far side of it.
    mutating func place(
        _ text: String, at point: (x: Double, y: Double), awayFrom centre: (x: Double, y: Double)? = nil
    ) -> (x: Double, y: Double) {
        let width = Double(text.displayWidth) * SVGDrawing.columnWidth
        var offsets = [
            (-width / 2, -9.0), (-width / 2, 19.0), (9.0, 4.5), (-width - 9, 4.5), (8.0, -8.0), (-width - 8, -8.0), (8.0, 17.0),
        ]
        if let centre {
            let (dx, dy) = (point.x - centre.x, point.y - centre.y)
            let reach = { (offset: (Double, Double)) in (offset.0 + width / 2) * dx + (offset.1 - 4.5) * dy }
            offsets.sort { reach($0) > reach($1) }
        }
        let candidates = offsets.map { (x: point.x + $0.0, y: point.y + $0.1) }.filter {
            $0.x >= 2 && $0.x + width <= SVGDrawing.width - 2
        }
        let free = candidates.first { candidate in
            !taken.contains {
                abs($0.y - candidate.y) < 14 && candidate.x < $0.x + $0.width + 3 && $0.x < candidate.x + width + 3
            }
        }
        let chosen = free ?? candidates.first ?? point
        taken.append((chosen.x, chosen.y, width))
        return chosen
    }
}

extension SVGDrawing {
    mutating func plane(_ plane: ChartPlane) {
        let frame = frame(plane)
        axes(plane, frame)
        var labels = LabelPlaces()
        for series in plane.series {
            for case .guide(let points) in series.marks { path(points, frame, kind: "guide", dashes: "") }
        }
        for (index, series) in plane.series.enumerated() {
            for case .line(let points) in series.marks {
                path(points, frame, kind: "line s\(index % 4)", dashes: Self.dashes(index))
            }
        }
        for (index, series) in plane.series.enumerated() {
            for mark in series.marks {
                switch mark {
                case .point(let point, let label):
                    let place = frame.place(point)
                    add(
                        "<circle cx=\"\(Self.figure(place.x))\" cy=\"\(Self.figure(place.y))\" r=\"3.5\" class=\"f\(index % 4)\"/>"
                    )
                    if !label.isEmpty { write(label, at: place, &labels) }
                case .letter(let point):
                    write(Chart.letter(index), at: frame.place(point), awayFrom: frame.centre, &labels)
                case .line, .guide: break
                }
            }
        }
        bottom = frame.top + frame.height + 44
        legend(plane)
    }

    private mutating func write(
        _ label: String, at point: (x: Double, y: Double), awayFrom centre: (x: Double, y: Double)? = nil,
        _ labels: inout LabelPlaces
    ) {
        let place = labels.place(label, at: point, awayFrom: centre)
        text(label, x: place.x, y: place.y, kind: "letter")
    }

    private func frame(_ plane: ChartPlane) -> SVGFrame {
        let widest = plane.y.scale.ticks(6).map(\.text.displayWidth).max() ?? 1
        let left = min(140, 32 + Double(widest) * Self.columnWidth)
        let room = Self.width - left - 24
        let top = bottom + 18
        guard plane.hasEqualScales else {
            return SVGFrame(left: left, top: top, width: room, height: 280, x: plane.x.scale, y: plane.y.scale)
        }
        let (x, y) = (plane.x.scale, plane.y.scale)
        let perUnit = min(room / x.span, 420 / y.span)
        let (width, height) = (max(200, x.span * perUnit), max(80, y.span * perUnit))
        return SVGFrame(
            left: left, top: top, width: width, height: height, x: x.widened(to: width / perUnit),
            y: y.widened(to: height / perUnit))
    }

    private mutating func axes(_ plane: ChartPlane, _ frame: SVGFrame) {
        let (right, low) = (frame.left + frame.width, frame.top + frame.height)
        for tick in frame.y.ticks(max(2, Int(frame.height / 50))) {
            let y = frame.place(ChartPoint(0, tick.value)).y
            line((frame.left, y), (right, y), kind: "grid")
            text(tick.text, x: frame.left - 8, y: y + 4.5, anchor: .end)
        }
        var end = -1000.0
        for tick in frame.x.ticks(max(2, Int(frame.width / 60))) {
            let x = frame.place(ChartPoint(tick.value, 0)).x
            line((x, frame.top), (x, low), kind: "grid")
            let half = Double(tick.text.displayWidth) * Self.columnWidth / 2
            guard x - half > end + 6 else { continue }
            text(tick.text, x: x, y: low + 18, anchor: .middle)
            end = x + half
        }
        line((frame.left, frame.top), (frame.left, low), kind: "axis")
        line((frame.left, low), (right, low), kind: "axis")
        text(plane.y.label(in: language), x: 16, y: frame.top - 10, kind: "note")
        text(plane.x.label(in: language), x: right, y: low + 36, anchor: .end, kind: "note")
    }

    private mutating func path(_ points: [ChartPoint], _ frame: SVGFrame, kind: String, dashes: String) {
        guard let first = points.first else { return }
        // A line without length is drawn as a dot by its round end.
        let places = (points.count == 1 ? [first, first] : points).map(frame.place)
        let text = places.map { "\(Self.figure($0.x)) \(Self.figure($0.y))" }.joined(separator: "L")
        add("<path d=\"M\(text)\" class=\"\(kind)\"\(dashes) stroke-linecap=\"round\"/>")
    }

    private mutating func legend(_ plane: ChartPlane) {
        for (index, series) in plane.series.enumerated() where !series.name.isEmpty {
            let letter = Chart.letter(index)
            let y = bottom + 18
            text(letter, x: 16, y: y, kind: "letter")
            add(
                "<path d=\"M34 \(Self.figure(y - 4.5))L84 \(Self.figure(y - 4.5))\" class=\"line s\(index % 4)\"\(Self.dashes(index))/>"
            )
            if series.name == letter { bottom = y } else { paragraph(series.name, kind: "", x: 94) }
        }
        bottom += 6
    }
}
