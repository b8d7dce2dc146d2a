// A chart as lines of text: the title, the picture, and what its marks mean; in plain styles a table in place of the picture.

import Localization

extension Chart {
    /// The widest a picture becomes; a wider terminal is left empty beside it.
    static let widest = 100

    /// The chart in lines of at most the style's width. A plain style has no pictures: it gets the data, which is more than the picture
    /// says, in a form that can be read aloud.
    public func layout(_ style: OutputStyle) -> [String] {
        var style = style
        style.width = min(style.width, Self.widest)
        // That bars are bars is plain to see.
        let isNamed = if case .bars = figure { title != nil } else { true }
        let heading = !isNamed ? [] : title(in: style.language).wrapped(width: style.width).map { style.styled($0, .bold) }
        if style.isPlain { return heading + words(style) }
        let notes = (notes + facts).flatMap { $0(in: style.language).wrapped(width: style.width).map { style.styled($0, .dim) } }
        switch figure {
        case .plane(let plane): return heading + PlaneLayout(plane: plane, style: style).lines() + notes
        case .bars(let groups): return heading + BarLayout(groups: groups, style: style).lines() + notes
        }
    }

    /// One sentence a row: `N(0, 1²): mean 0, standard deviation 1`.
    func words(_ style: OutputStyle) -> [String] {
        let (separator, comma) = style.language == .chinese ? ("：", "，") : (": ", ", ")
        let lines = rows.map { row in
            let facts = zip(columns, row).dropFirst().filter { !$0.1.isEmpty }.map { column, value in
                columns.count == 2 ? value : column(in: style.language) + " " + value
            }
            let isNumbered = row.first.flatMap { Int($0) } != nil
            let name = isNumbered ? (columns.first?(in: style.language) ?? "") + " " : ""
            return name + (row.first ?? "") + separator + facts.joined(separator: comma)
        }
        return (lines + facts.map { $0(in: style.language) }).flatMap {
            Self.ascii($0).wrapped(width: style.width, indent: 2, hangingIndent: 4)
        }
    }

    /// Plain text writes signs of arithmetic in ASCII.
    private static func ascii(_ text: String) -> String {
        text.replacing(/\ × 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)/) { match in
            "e" + match.1.map { ScriptCharacters.raised[$0].map(String.init) ?? "" }.joined()
        }
        .replacing("−", with: "-").replacing("…", with: "...").replacing("—", with: "-")
    }
}

/// Colours take turns; letters and strokes tell the series apart without them.
enum SeriesColour {
    static func paint(_ text: String, _ series: Int, _ style: OutputStyle) -> String {
        let roles: [TextRole] = [.heading, .accent, .good]
        return style.styled(text, roles[series % roles.count])
    }
}
