// A chart before it is drawn: scales, and marks in the units of the data. The terminal, SVG and plain words are made of the same value.

import Localization

/// A point in the units of the data.
public struct ChartPoint: Hashable, Sendable {
    public var x: Double
    public var y: Double

    public init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }
}

/// A chart: what it is called, what is drawn, and the same in words.
public struct Chart: Hashable, Sendable {
    public enum Figure: Hashable, Sendable {
        case plane(ChartPlane)
        case bars([ChartBarGroup])
    }

    /// What kind of chart it is; the title where none was given.
    public let kind: Phrase
    public var title: String?
    public let figure: Figure
    /// The data as a table, one row a thing drawn: all that the picture says, for who cannot see it.
    public let columns: [Phrase]
    public let rows: [[String]]
    /// What the marks mean; without the picture there is no use for it.
    public let notes: [Phrase]
    /// What else is to be said of the data.
    public let facts: [Phrase]

    public init(
        kind: Phrase, title: String?, figure: Figure, columns: [Phrase], rows: [[String]], notes: [Phrase] = [],
        facts: [Phrase] = []
    ) {
        self.kind = kind
        self.title = title
        self.figure = figure
        self.columns = columns
        self.rows = rows
        self.notes = notes
        self.facts = facts
    }

    /// The title in a language.
    public func title(in language: Language) -> String { title ?? kind(in: language) }

    /// The data as a table of texts.
    public func table(in language: Language) -> Table {
        Table(header: columns.map { $0(in: language) }, rows: rows)
    }
}

/// Two axes and what is drawn between them.
public struct ChartPlane: Hashable, Sendable {
    public struct Axis: Hashable, Sendable {
        public var label: Phrase
        public var scale: ChartScale

        public init(_ label: Phrase, _ scale: ChartScale) {
            self.label = label
            self.scale = scale
        }
    }

    public let x: Axis
    public let y: Axis
    /// Whether a unit is as long on both axes.
    public let hasEqualScales: Bool
    public let series: [ChartSeries]

    public init(x: Axis, y: Axis, hasEqualScales: Bool = false, series: [ChartSeries]) {
        self.x = x
        self.y = y
        self.hasEqualScales = hasEqualScales
        self.series = series
    }
}

/// Marks that belong together and stand in the legend under one name.
public struct ChartSeries: Hashable, Sendable {
    public enum Mark: Hashable, Sendable {
        /// A line through points, in the series' own pattern.
        case line([ChartPoint])
        /// A faint line: an axis of an ellipse, a mean, a leash.
        case guide([ChartPoint])
        /// A point, with what is written beside it.
        case point(ChartPoint, label: String)
        /// The series' letter.
        case letter(ChartPoint)
    }

    /// What the legend says; empty where the chart has nothing to tell apart.
    public let name: String
    public let marks: [Mark]

    public init(name: String, marks: [Mark]) {
        self.name = name
        self.marks = marks
    }
}

/// Bars that stand together under one label.
public struct ChartBarGroup: Hashable, Sendable {
    public struct Bar: Hashable, Sendable {
        public let label: String
        public let value: Double

        public init(label: String, value: Double) {
            self.label = label
            self.value = value
        }
    }

    public let label: String
    public let bars: [Bar]

    public init(label: String, bars: [Bar]) {
        self.label = label
        self.bars = bars
    }
}

extension Chart {
    /// How many series the letters can tell apart.
    static let seriesLimit = 26

    /// `A` for the first series, `B` for the second.
    static func letter(_ index: Int) -> String {
        let scalar = Unicode.Scalar(UInt8(ascii: "A") + UInt8(max(0, index) % seriesLimit))
        return String(Character(scalar))
    }

    /// A number of the data as it is written in tables, legends and at bars.
    static func figure(_ value: Double) -> String { formatDecimal(value, significantDigits: 6) }
}

/// How the line of a series is drawn: strokes and gaps in turn, in dots.
enum LinePattern {
    static func strokes(_ index: Int) -> [Int] {
        switch index % 4 {
        case 0: []
        case 1: [4, 3]
        case 2: [1, 2]
        default: [6, 2, 1, 2]
        }
    }

    /// A faint line.
    static let guide = [1, 3]
}
