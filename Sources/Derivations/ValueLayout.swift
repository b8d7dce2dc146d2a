// Recorded values as blocks of text: in full where they are small, in figures that tell them where they are large.

import BigInt
import ExactArithmetic
import LinearAlgebra
import Localization
import Typesetting

/// Lays out the values of recorded steps in one style.
struct ValueLayout {
    let style: OutputStyle

    /// - Parameter style: the style of the lines; in plain text a value of several lines is set in by two columns more.
    init(style: OutputStyle) {
        var style = style
        if style.isPlain { style.width = max(14, style.width - 2) }
        self.style = style
    }

    /// The value as a box: one line for a number, brackets for a matrix.
    func box(_ quantity: Quantity) -> Box {
        switch quantity {
        case .integer(let value): Box(spelled(String(value)))
        case .number(let number): Box(spelled(number.text))
        case .vector(let vector): vectorBox(vector.map(\.text))
        case .matrix(let matrix): matrixBox(matrix)
        case .summary(let summary): matrixSummary(summary)
        case .vectorSummary(let summary): vectorSummary(summary)
        }
    }

    private func vectorBox(_ cells: Vector<String>) -> Box {
        let row = cells.map { TypesetCell(spelled($0)) }
        if style.isPlain { return Box("[" + row.map(\.description).joined(separator: ", ") + "]") }
        return MatrixBlock([Array(row)]).layout(style)
    }

    private func matrixBox(_ matrix: Matrix<Number>) -> Box {
        if let (denominator, scaled) = matrix.commonDenominator {
            let factor = denominator == 2 && !style.isPlain ? "½" : "1/\(denominator)"
            let block = block(of: scaled)
            if style.isPlain {
                let times = Phrase("\(factor) times the matrix", "\(factor) 乘以矩阵")
                return .vertical([Box(times(in: style.language)), block.layout(style)])
            }
            return .horizontal([Box(factor + " "), block.layout(style)])
        }
        return block(of: matrix).layout(style)
    }

    private func block(of matrix: Matrix<Number>) -> MatrixBlock {
        MatrixBlock((0..<matrix.rows).map { i in (0..<matrix.columns).map { TypesetCell(spelled(matrix[i, $0].text)) } })
    }

    /// The shape and the figures on one line where they fit, the corner below.
    private func matrixSummary(_ summary: MatrixSummary) -> Box {
        var parts = ["\(summary.shape)", "‖·‖_F = \(figure(summary.frobeniusNorm))"]
        if let trace = summary.trace { parts.append("Tr = \(figure(trace))") }
        parts.append(Phrase("largest |entry| ", "最大元素 ")(in: style.language) + figure(summary.largestMagnitude))
        let corner = MatrixBlock(
            (0..<summary.corner.rows).map { i in
                (0..<summary.corner.columns).map { TypesetCell(figure(summary.corner[i, $0])) }
            }, cornerOf: summary.shape)
        let text =
            style.isPlain
            ? parts.joined(separator: ", ").replacing("‖·‖_F", with: "Frobenius norm") : parts.joined(separator: ", ")
        return .vertical([Box(text.wrapped(width: style.width)), corner.layout(style)])
    }

    private func vectorSummary(_ summary: VectorSummary) -> Box {
        let leading = summary.leading.map { figure($0) }.joined(separator: style.isPlain ? ", " : "  ")
        let dots = summary.count > summary.leading.count ? (style.isPlain ? ", ..." : "  ⋯") : ""
        let figures = Phrase(
            "\(summary.count) entries, sum \(figure(summary.sum)), norm \(figure(summary.norm)), from \(figure(summary.minimum)) to \(figure(summary.maximum))",
            "\(summary.count) 个元素，和 \(figure(summary.sum))，范数 \(figure(summary.norm))，最小 \(figure(summary.minimum))，最大 \(figure(summary.maximum))"
        )
        return Box("[\(leading)\(dots)]".wrapped(width: style.width) + figures(in: style.language).wrapped(width: style.width))
    }

    private func figure(_ value: Double) -> String {
        spelled(formatDecimal(value, significantDigits: 6))
    }

    /// Plain text writes the minus sign and the root in ASCII and words.
    private func spelled(_ text: String) -> String {
        style.isPlain ? text.replacing("−", with: "-").replacing("√", with: "sqrt ") : text
    }
}
