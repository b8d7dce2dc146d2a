// A rectangle of text with a baseline: the unit of two-dimensional layout.

/// A rectangle of text with a baseline. All its lines have the same display width.
public struct Box: Hashable, Sendable {
    /// The lines from top to bottom, each padded to `width` columns.
    public let lines: [String]

    /// Columns.
    public let width: Int

    /// The line, counted from 0 at the top, that is set level with the baselines of neighbours.
    public let baseline: Int

    /// A box of lines, which are padded on the right to one width.
    public init(_ lines: [String], baseline: Int = 0) {
        let widths = lines.map(\.displayWidth)
        let width = widths.max() ?? 0
        self.init(
            padded: zip(lines, widths).map { $1 == width ? $0 : $0 + spaces(width - $1) }, width: width, baseline: baseline)
    }

    /// A box of one line.
    public init(_ line: String) { self.init([line]) }

    /// A box that takes no space beside others.
    public static let empty = Box("")

    private init(padded lines: [String], width: Int, baseline: Int) {
        self.lines = lines
        self.width = width
        self.baseline = max(0, min(baseline, lines.count - 1))
    }

    public var height: Int { lines.count }

    /// The lines above the baseline.
    public var above: Int { baseline }

    /// The lines below the baseline.
    public var below: Int { max(0, height - 1 - baseline) }

    /// The lines without spaces at their ends.
    public func render() -> [String] { lines.map { $0.removingTrailingSpaces() } }

    /// The boxes side by side, their baselines level, with `gap` columns between them.
    public static func horizontal(_ boxes: [Box], gap: Int = 0) -> Box {
        let boxes = boxes.filter { $0.height > 0 }
        guard boxes.count > 1 else { return boxes.first ?? .empty }
        let above = boxes.lazy.map(\.above).max() ?? 0
        let below = boxes.lazy.map(\.below).max() ?? 0
        let filler = spaces(gap)
        var lines: [String] = []
        for row in -above...below {
            let parts = boxes.map { box in
                let line = row + box.baseline
                return box.lines.indices.contains(line) ? box.lines[line] : spaces(box.width)
            }
            lines.append(parts.joined(separator: filler))
        }
        let width = boxes.reduce(0) { $0 + $1.width } + gap * (boxes.count - 1)
        return Box(padded: lines, width: width, baseline: above)
    }

    /// The boxes one below the other; the baseline is that of the box numbered `baselineOf`.
    public static func vertical(
        _ boxes: [Box], _ alignment: TextAlignment = .left, gap: Int = 0, baselineOf: Int = 0
    ) -> Box {
        let width = boxes.lazy.map(\.width).max() ?? 0
        var lines: [String] = []
        var baseline = 0
        for (index, box) in boxes.enumerated() {
            if index > 0 { lines += Array(repeating: spaces(width), count: max(0, gap)) }
            if index == baselineOf { baseline = lines.count + box.baseline }
            lines += box.widened(to: width, alignment).lines
        }
        return Box(padded: lines, width: width, baseline: baseline)
    }

    /// The box with its text moved left, right or to the centre of `width` columns; wider boxes are left as they are.
    public func widened(to width: Int, _ alignment: TextAlignment = .left) -> Box {
        let missing = width - self.width
        guard missing > 0 else { return self }
        switch alignment {
        case .left: return padded(right: missing)
        case .right, .decimal: return padded(left: missing)
        case .centre: return padded(left: missing / 2, right: missing - missing / 2)
        }
    }

    /// The box with empty columns and lines around it.
    public func padded(left: Int = 0, right: Int = 0, top: Int = 0, bottom: Int = 0) -> Box {
        let (before, after) = (spaces(left), spaces(right))
        let width = self.width + before.utf8.count + after.utf8.count
        let empty = spaces(width)
        let lines =
            Array(repeating: empty, count: max(0, top)) + self.lines.map { before + $0 + after }
            + Array(repeating: empty, count: max(0, bottom))
        return Box(padded: lines, width: width, baseline: baseline + max(0, top))
    }

    /// The box moved right by `columns`.
    public func indented(by columns: Int) -> Box { padded(left: columns) }

    /// The same text with another baseline.
    public func withBaseline(_ baseline: Int) -> Box { Box(padded: lines, width: width, baseline: baseline) }
}
