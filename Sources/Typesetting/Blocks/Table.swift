// Tables: columns by display width, records where the terminal is too narrow, Markdown for documents.

/// A table of texts under a header.
public struct Table: Hashable, Sendable {
    public enum Rules: Hashable, Sendable {
        /// Spaces only.
        case none
        /// A line under the header.
        case header
        /// Lines around all cells.
        case full
    }

    public let header: [String]

    /// The rows; all have as many cells as the header.
    public let rows: [[String]]

    /// One alignment a column.
    public let alignment: [TextAlignment]

    public var rules: Rules

    /// A table. Shorter rows are filled up with empty cells, a longer row makes the header longer; columns without an
    /// alignment go to the left.
    public init(header: [String], rows: [[String]], alignment: [TextAlignment] = [], rules: Rules = .header) {
        let columns = max(header.count, rows.lazy.map(\.count).max() ?? 0)
        let fill = { (cells: [String]) in
            (cells + Array(repeating: "", count: columns - cells.count)).map { cell in
                cell.contains(where: \.isNewline) ? cell.split(whereSeparator: \.isNewline).joined(separator: " ") : cell
            }
        }
        self.header = fill(header)
        self.rows = rows.map(fill)
        self.alignment = Array(alignment.prefix(columns)) + Array(repeating: .left, count: max(0, columns - alignment.count))
        self.rules = rules
    }

    /// The table as it is printed in a style: columns, or one record of "key: value" lines a row where the columns do not
    /// fit into the width. Plain styles have no rules.
    public func layout(_ style: OutputStyle) -> Box {
        guard !header.isEmpty else { return Box([]) }
        let rules = style.isPlain ? .none : rules
        let columns = header.indices.map(column)
        let widths = columns.map { $0.first?.displayWidth ?? 0 }
        let frame = rules == .full ? 3 * widths.count + 1 : 2 * (widths.count - 1)
        if widths.reduce(frame, +) > style.width { return Box(records(style)) }
        let lines = (0...rows.count).map { row in columns.map { $0[row] } }
        switch rules {
        case .none: return Box(self.lines(lines, style))
        case .header:
            var result = self.lines(lines, style)
            result.insert(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "), at: 1)
            return Box(result)
        case .full: return Box(framed(lines, widths, style))
        }
    }

    private func lines(_ lines: [[String]], _ style: OutputStyle) -> [String] {
        lines.enumerated().map { index, cells in
            let line = cells.joined(separator: "  ")
            return index == 0 ? style.styled(line.removingTrailingSpaces(), .bold) : line
        }
    }

    private func framed(_ lines: [[String]], _ widths: [Int], _ style: OutputStyle) -> [String] {
        let rule = { (left: String, cross: String, right: String) in
            left + widths.map { String(repeating: "─", count: $0 + 2) }.joined(separator: cross) + right
        }
        var result = [rule("┌", "┬", "┐")]
        for (index, cells) in lines.enumerated() {
            let cells = index == 0 ? cells.map { style.styled($0, .bold) } : cells
            result.append("│ " + cells.joined(separator: " │ ") + " │")
            if index == 0, !rows.isEmpty { result.append(rule("├", "┼", "┤")) }
        }
        return result + [rule("└", "┴", "┘")]
    }

    /// Header and cells of a column, padded to one width.
    private func column(_ index: Int) -> [String] {
        var cells = rows.map { $0[index] }
        if alignment[index] == .decimal { cells = alignedOnDecimalPoint(cells) }
        cells.insert(header[index], at: 0)
        let width = cells.lazy.map(\.displayWidth).max() ?? 0
        return cells.map { $0.padded(to: width, alignment[index]) }
    }

    private func records(_ style: OutputStyle) -> [String] {
        var result: [String] = []
        for (number, row) in rows.enumerated() {
            if number > 0 { result.append("") }
            for (key, value) in zip(header, row) where !value.isEmpty {
                let separator = style.language == .chinese ? "：" : ": "
                let line = key.isEmpty ? value : style.styled(key, .bold) + separator + value
                result += line.wrapped(width: style.width, hangingIndent: min(2, style.width - 1))
            }
        }
        if rows.isEmpty { result = header.joined(separator: ", ").wrapped(width: style.width) }
        return result
    }

    /// The table in Markdown (GitHub's): `|` and backslashes in cells escaped, colours removed.
    public var markdown: String {
        let escape = { (cell: String) in
            cell.removingEscapeSequences().replacing("\\", with: "\\\\").replacing("|", with: "\\|")
        }
        let line = { (cells: [String]) in "| " + cells.joined(separator: " | ") + " |" }
        let marks = alignment.map { side in
            switch side {
            case .left: ":---"
            case .right, .decimal: "---:"
            case .centre: ":---:"
            }
        }
        return ([line(header.map(escape)), line(marks)] + rows.map { line($0.map(escape)) }).joined(separator: "\n") + "\n"
    }
}
