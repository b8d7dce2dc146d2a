// What commands print: headings, paragraphs, formulas, matrices and tables, one below the other.

import Localization

/// A text in blocks, rendered for a terminal under an ``OutputStyle``.
public struct Document: Sendable {
    /// A part of a document.
    public enum Block: Sendable {
        case heading(Phrase)
        case paragraph(Phrase)
        /// Items under bullets, or numbered from 1.
        case list([Phrase], isNumbered: Bool)
        /// A formula on lines of its own, indented.
        case formula(Formula)
        /// A matrix, after "name =" where it has a name.
        case matrix(MatrixBlock, name: Formula?)
        case table(Table)
        /// Lines as they are; what is too wide is wrapped.
        case lines([String])
        case rule
    }

    public private(set) var blocks: [Block]

    public init(_ blocks: [Block] = []) { self.blocks = blocks }

    public mutating func append(_ block: Block) { blocks.append(block) }

    public mutating func heading(_ text: Phrase) { append(.heading(text)) }
    public mutating func heading(_ text: String) { append(.heading(Phrase(same: text))) }
    public mutating func paragraph(_ text: Phrase) { append(.paragraph(text)) }
    public mutating func paragraph(_ text: String) { append(.paragraph(Phrase(same: text))) }
    public mutating func formula(_ formula: Formula) { append(.formula(formula)) }
    public mutating func table(_ table: Table) { append(.table(table)) }
    public mutating func matrix(_ matrix: MatrixBlock, name: Formula? = nil) { append(.matrix(matrix, name: name)) }
    public mutating func rule() { append(.rule) }

    /// The document as lines of at most the style's width, with an empty line between two blocks and a newline at the end.
    public func render(_ style: OutputStyle) -> String {
        let parts = blocks.map { render($0, style) }.filter { !$0.isEmpty }
        guard !parts.isEmpty else { return "" }
        return parts.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    private func render(_ block: Block, _ style: OutputStyle) -> [String] {
        let language = style.language
        switch block {
        case .heading(let text):
            return text(in: language).wrapped(width: style.width).map { style.styled($0, .heading) }
        case .paragraph(let text): return text(in: language).wrapped(width: style.width)
        case .list(let items, let isNumbered):
            return items.enumerated().flatMap { index, item in
                let mark = isNumbered ? "\(index + 1). " : style.isPlain ? "- " : "• "
                return (mark + item(in: language)).wrapped(width: style.width, hangingIndent: mark.displayWidth)
            }
        case .formula(let formula):
            return formula.layout(style.narrowed(by: indent(style))).indented(by: indent(style)).render()
        case .matrix(let matrix, let name): return render(matrix, name, style)
        case .table(let table): return table.layout(style).render()
        case .lines(let lines): return lines.flatMap { $0.displayWidth > style.width ? $0.wrapped(width: style.width) : [$0] }
        case .rule: return style.isPlain ? [] : [style.styled(String(repeating: "─", count: style.width), .dim)]
        }
    }

    /// Displays are indented, unless the terminal is too narrow to afford it.
    private func indent(_ style: OutputStyle) -> Int {
        style.isPlain || style.width < 30 ? 0 : style.width < 60 ? 2 : 4
    }

    private func render(_ matrix: MatrixBlock, _ name: Formula?, _ style: OutputStyle) -> [String] {
        let indent = indent(style)
        let inner = style.narrowed(by: indent)
        guard let name else { return matrix.layout(inner).indented(by: indent).render() }
        if style.isPlain {
            let title = name.plain(style.language) + (style.language == .chinese ? "：" : ":")
            return title.wrapped(width: style.width) + matrix.layout(style).render()
        }
        let whole = Box.horizontal([name.box(), Box(" = "), matrix.box()])
        if whole.width <= inner.width { return whole.indented(by: indent).render() }
        let title = Formula.sequence(name, .symbol("=")).layout(inner)
        return Box.vertical([title, matrix.layout(inner)]).indented(by: indent).render()
    }
}

extension OutputStyle {
    /// The style with fewer columns.
    public func narrowed(by columns: Int) -> OutputStyle {
        var style = self
        style.width = max(1, width - columns)
        return style
    }
}
