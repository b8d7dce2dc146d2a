// Matrices as people see them: tall brackets, aligned columns, labels; split where too wide; words where asked.

import LinearAlgebra
import Localization

/// A matrix ready to be printed: cells, and optional labels of its rows and columns.
public struct MatrixBlock: Hashable, Sendable {
    /// The cells, row by row; all rows have the same length.
    public let cells: [[TypesetCell]]

    /// One label a row, or none at all.
    public let rowLabels: [String]?

    /// One label a column, or none at all.
    public let columnLabels: [String]?

    /// The shape of the matrix that the cells are taken from: larger than theirs where only a corner is shown.
    public let shape: Shape

    /// A matrix of cells. Shorter rows are filled up with empty cells, missing labels with empty ones.
    ///
    /// - Parameter shape: the shape of the whole matrix, where `cells` is only its upper left corner; the corner is then
    ///   continued by ⋯, ⋮ and ⋱.
    public init(
        _ cells: [[TypesetCell]], rowLabels: [String]? = nil, columnLabels: [String]? = nil, cornerOf shape: Shape? = nil
    ) {
        let columns = cells.lazy.map(\.count).max() ?? 0
        let fill = { (labels: [String], count: Int) in
            Array(labels.prefix(count)) + Array(repeating: "", count: max(0, count - labels.count))
        }
        self.cells = cells.map { $0 + Array(repeating: "", count: columns - $0.count) }
        self.rowLabels = rowLabels.map { fill($0, cells.count) }
        self.columnLabels = columnLabels.map { fill($0, columns) }
        self.shape = Shape(
            rows: max(cells.count, shape?.rows ?? 0), columns: max(columns, shape?.columns ?? 0))
    }

    /// A matrix of values that know their TeX.
    public init(
        _ matrix: Matrix<some TypesetValue>, rowLabels: [String]? = nil, columnLabels: [String]? = nil,
        cornerOf shape: Shape? = nil
    ) {
        self.init(
            (0..<matrix.rows).map { i in (0..<matrix.columns).map { j in TypesetCell(matrix[i, j]) } },
            rowLabels: rowLabels, columnLabels: columnLabels, cornerOf: shape)
    }

    /// A matrix of floating-point numbers.
    public init(
        _ matrix: Matrix<Double>, format: NumberFormat = NumberFormat(), rowLabels: [String]? = nil,
        columnLabels: [String]? = nil, cornerOf shape: Shape? = nil
    ) {
        self.init(
            (0..<matrix.rows).map { i in (0..<matrix.columns).map { j in TypesetCell(matrix[i, j], format: format) } },
            rowLabels: rowLabels, columnLabels: columnLabels, cornerOf: shape)
    }

    /// The upper left corner of at most `rows × columns` cells, the rest elided.
    public func elided(rows: Int, columns: Int) -> MatrixBlock {
        MatrixBlock(
            cells.prefix(max(1, rows)).map { Array($0.prefix(max(1, columns))) },
            rowLabels: rowLabels.map { Array($0.prefix(max(1, rows))) },
            columnLabels: columnLabels.map { Array($0.prefix(max(1, columns))) },
            cornerOf: shape)
    }

    private var elidesColumns: Bool { shape.columns > (cells.first?.count ?? 0) }
    private var elidesRows: Bool { shape.rows > cells.count }

    /// The cells with the dots that stand for elided ones.
    private var shownCells: [[TypesetCell]] {
        var shown = cells
        if elidesColumns {
            for row in shown.indices { shown[row].append(TypesetCell("⋯", tex: "\\cdots")) }
        }
        if elidesRows, let columns = cells.first?.count {
            let dots = Array(repeating: TypesetCell("⋮", tex: "\\vdots"), count: columns)
            shown.append(elidesColumns ? dots + [TypesetCell("⋱", tex: "\\ddots")] : dots)
        }
        return shown
    }

    // MARK: Pictures

    /// The whole matrix as one box, however wide.
    public func box() -> Box {
        let columns = columnBoxes()
        return assemble(columns, Array(columns.indices))
    }

    /// The matrix as it is printed in a style.
    ///
    /// A matrix that is too wide is split into groups of columns, each under a caption. Where not even one column fits,
    /// and in plain styles, the rows are listed in words.
    public func layout(_ style: OutputStyle) -> Box {
        if style.isPlain { return Box(plainLines(style)) }
        let columns = columnBoxes()
        let whole = assemble(columns, Array(columns.indices))
        if whole.width <= style.width { return whole }
        guard let groups = groups(columns, width: style.width) else { return Box(plainLines(style)) }
        var blocks: [Box] = []
        for group in groups {
            guard let first = group.first, let last = group.last else { continue }
            blocks.append(Box(caption(first, last).wrapped(in: style)))
            blocks.append(assemble(columns, group))
        }
        return .vertical(blocks)
    }

    /// "columns 1–4 of 9"; the dots of elided columns are not counted.
    private func caption(_ first: Int, _ last: Int) -> Phrase {
        let count = cells.first?.count ?? 0
        let (from, to) = (first + 1, max(first + 1, min(last + 1, count)))
        let total = shape.columns
        if first >= count {
            return Phrase("columns \(from)–\(total) of \(total)", "第 \(from)–\(total) 列，共 \(total) 列")
        }
        return from == to
            ? Phrase("column \(from) of \(total)", "第 \(from) 列，共 \(total) 列")
            : Phrase("columns \(from)–\(to) of \(total)", "第 \(from)–\(to) 列，共 \(total) 列")
    }

    /// One box a column: its label (where there are labels) above its aligned cells.
    private func columnBoxes() -> [[String]] {
        let shown = shownCells
        guard let count = shown.first?.count else { return [] }
        return (0..<count).map { column in
            var cells = alignedOnDecimalPoint(shown.map { $0[column].description })
            if let labels = columnLabels {
                cells.insert(column < labels.count ? labels[column] : "", at: 0)
                let width = cells.lazy.map(\.displayWidth).max() ?? 0
                cells = cells.map { $0.padded(to: width, .right) }
            }
            return cells
        }
    }

    private func labelColumn() -> [String] {
        guard let rowLabels else { return [] }
        let labels = (columnLabels == nil ? [] : [""]) + rowLabels + (elidesRows ? [""] : [])
        let width = labels.lazy.map(\.displayWidth).max() ?? 0
        return labels.map { $0.padded(to: width) + " " }
    }

    private func assemble(_ columns: [[String]], _ group: [Int]) -> Box {
        let headers = columnLabels == nil ? 0 : 1
        let labels = labelColumn()
        let height = shownCells.count + headers
        guard height > headers else { return Box("[ ]") }
        let lines = (0..<height).map { row in
            let label = labels.isEmpty ? "" : labels[row]
            let body = group.map { columns[$0][row] }.joined(separator: "  ")
            if row < headers { return label + "  " + body + "  " }
            let (left, right) = Bracket.square.pieces(row: row - headers, of: height - headers)
            return "\(label)\(left) \(body) \(right)"
        }
        return Box(lines, baseline: headers + (height - headers - 1) / 2)
    }

    /// The columns in groups that fit into `width`, or nil where one column alone does not.
    private func groups(_ columns: [[String]], width: Int) -> [[Int]]? {
        let available = width - 4 - (labelColumn().first?.displayWidth ?? 0)
        var groups: [[Int]] = []
        var used = 0
        for (index, column) in columns.enumerated() {
            let columnWidth = column.first?.displayWidth ?? 0
            guard columnWidth <= available else { return nil }
            if !groups.isEmpty, used + 2 + columnWidth <= available {
                groups[groups.count - 1].append(index)
                used += 2 + columnWidth
            } else {
                groups.append([index])
                used = columnWidth
            }
        }
        return groups
    }

    // MARK: Words and TeX

    /// The matrix in words, row by row: "row 1: 0.5, 0.5, -1".
    public func plain(_ language: Language) -> [String] {
        var lines: [String] = []
        if let columnLabels {
            let names = columnLabels.joined(separator: ", ")
            lines.append(Phrase("columns: \(names)", "各列：\(names)")(in: language))
        }
        for (index, row) in cells.enumerated() {
            var values = row.map(\.plain).joined(separator: ", ")
            if elidesColumns { values += ", …" }
            let label = rowLabels.map { $0[index] } ?? ""
            let name =
                label.isEmpty
                ? Phrase("row \(index + 1): ", "第 \(index + 1) 行：")
                : Phrase("row \(index + 1) (\(label)): ", "第 \(index + 1) 行（\(label)）：")
            lines.append(name(in: language) + values)
        }
        if elidesRows || elidesColumns {
            let shown = Shape(rows: cells.count, columns: cells.first?.count ?? 0)
            lines.append(
                Phrase(
                    "only the first \(shown.rows) rows and \(shown.columns) columns of \(shape.rows) by \(shape.columns)",
                    "只列出前 \(shown.rows) 行、前 \(shown.columns) 列，全矩阵为 \(shape.rows) 行 \(shape.columns) 列"
                )(in: language))
        }
        return lines
    }

    private func plainLines(_ style: OutputStyle) -> [String] {
        plain(style.language).flatMap { $0.wrapped(width: style.width, hangingIndent: min(2, style.width - 1)) }
    }

    /// The matrix in TeX: `\begin{bmatrix} … \end{bmatrix}`; labels are left out.
    public var tex: String {
        let rows = shownCells.map { $0.map(\.tex).joined(separator: " & ") }
        return "\\begin{bmatrix} " + rows.joined(separator: " \\\\ ") + " \\end{bmatrix}"
    }
}

extension Phrase {
    /// The phrase in a style's language, broken into lines of its width.
    func wrapped(in style: OutputStyle) -> [String] { self(in: style.language).wrapped(width: style.width) }
}
