// A value on its own: behind a name, as TeX, as cells for machines.

import LinearAlgebra
import Typesetting

/// Writes values outside of steps.
public struct ValueText {
    private let style: OutputStyle

    public init(style: OutputStyle) { self.style = style }

    /// `left = value`, side by side where it fits.
    public func assignment(_ left: String, _ quantity: Quantity) -> [String] {
        let value = ValueLayout(style: style).box(quantity)
        if style.isPlain {
            if value.height == 1, let only = value.lines.first {
                return "\(left) = \(only)".wrapped(width: style.width, hangingIndent: 2)
            }
            return "\(left) =".wrapped(width: style.width) + value.render().map { "  " + $0 }
        }
        let line = Box.horizontal([Box("\(left) = "), value.withBaseline(max(0, (value.height - 1) / 2))])
        return line.width <= style.width ? line.render() : "\(left) =".wrapped(width: style.width) + value.render()
    }

    /// The value in TeX.
    public func tex(_ quantity: Quantity) -> String {
        switch quantity {
        case .integer(let value): String(value)
        case .number(let number): number.tex
        case .vector, .matrix:
            "\\begin{bmatrix}" + cells(quantity, \.tex).map { $0.joined(separator: " & ") }.joined(separator: " \\\\ ")
                + "\\end{bmatrix}"
        case .summary(let summary): "\\text{\(summary.shape)}"
        case .vectorSummary(let summary): "\\text{\(summary.count)}"
        }
    }

    /// The entries row by row, exact ones as fractions and roots, in ASCII digits.
    public func cells(_ quantity: Quantity) -> [[String]] { cells(quantity, \.text) }

    private func cells(_ quantity: Quantity, _ write: (Number) -> String) -> [[String]] {
        switch quantity {
        case .integer(let value): [[String(value)]]
        case .number(let number): [[write(number)]]
        case .vector(let vector): [vector.elements.map(write)]
        case .matrix(let matrix): (0..<matrix.rows).map { i in (0..<matrix.columns).map { write(matrix[i, $0]) } }
        case .summary(let summary): [["\(summary.shape)"]]
        case .vectorSummary(let summary): [["1×\(summary.count)"]]
        }
    }
}
