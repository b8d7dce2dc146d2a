// Boxes, matrices and tables.

import LinearAlgebra
import Localization
import Testing

@testable import Typesetting

/// The lines of a box as one text.
func picture(_ box: Box) -> String { box.render().joined(separator: "\n") }

@Suite struct BoxTests {
    @Test func horizontalAlignsBaselines() {
        let fraction = Box(["1", "─", "2"], baseline: 1)
        let box = Box.horizontal([Box("x ="), fraction, Box(["a", "b"])], gap: 1)
        #expect(picture(box) == "    1\nx = ─ a\n    2 b")
        #expect(box.baseline == 1)
        #expect(Box.horizontal([]) == .empty)
    }

    @Test func verticalAligns() {
        let box = Box.vertical([Box("均值"), Box("x")], .centre, gap: 1, baselineOf: 1)
        #expect(picture(box) == "均值\n\n x")
        #expect(box.baseline == 2)
        #expect(picture(.vertical([Box("abc"), Box("x")], .right)) == "abc\n  x")
    }

    @Test func paddingAndIndent() {
        #expect(Box("x").padded(left: 1, right: 1, top: 1).lines == ["   ", " x "])
        #expect(Box("x").indented(by: 2).render() == ["  x"])
        #expect(Box(["a", "bb"]).lines == ["a ", "bb"])
        #expect(Box([]).height == 0)
        #expect(Box("x").withBaseline(9).baseline == 0)
    }
}

@Suite struct MatrixBlockTests {
    let style = OutputStyle()

    @Test func bracketsAndDecimalPoints() {
        let matrix = MatrixBlock([["1", "−0.25"], ["√3", "12.5"], ["1/2", "0"]])
        #expect(
            picture(matrix.layout(style)) == """
                ⎡   1  −0.25 ⎤
                ⎢  √3  12.5  ⎥
                ⎣ 1/2   0    ⎦
                """)
        #expect(matrix.tex == #"\begin{bmatrix} 1 & -0.25 \\ \sqrt{3} & 12.5 \\ 1/2 & 0 \end{bmatrix}"#)
    }

    @Test func oneRowAndNone() {
        #expect(picture(MatrixBlock([["1", "2"]]).layout(style)) == "[ 1  2 ]")
        #expect(picture(MatrixBlock([]).layout(style)) == "[ ]")
        #expect(picture(MatrixBlock([["1", "2"], ["3"]]).layout(style)) == "⎡ 1  2 ⎤\n⎣ 3    ⎦")
    }

    @Test func labels() {
        let matrix = MatrixBlock([["1", "2"], ["3", "4"]], rowLabels: ["图像甲", "b"], columnLabels: ["x", "long"])
        #expect(
            picture(matrix.layout(style)) == """
                         x  long
                图像甲 ⎡ 1     2 ⎤
                b      ⎣ 3     4 ⎦
                """)
    }

    @Test func wideMatrixIsSplit() {
        let matrix = MatrixBlock(Matrix(rows: 2, columns: 9) { i, j in Double(i * 9 + j) + 0.125 })
        let english = picture(matrix.layout(OutputStyle(width: 40)))
        #expect(
            english == """
                columns 1–4 of 9
                ⎡ 0.125   1.125   2.125   3.125 ⎤
                ⎣ 9.125  10.125  11.125  12.125 ⎦
                columns 5–8 of 9
                ⎡  4.125   5.125   6.125   7.125 ⎤
                ⎣ 13.125  14.125  15.125  16.125 ⎦
                column 9 of 9
                ⎡  8.125 ⎤
                ⎣ 17.125 ⎦
                """)
        #expect(english.split(separator: "\n").allSatisfy { $0.displayWidth <= 40 })
        let chinese = picture(matrix.layout(OutputStyle(language: .chinese, width: 40)))
        #expect(chinese.hasPrefix("第 1–4 列，共 9 列\n⎡ 0.125"))
    }

    @Test func elision() {
        let matrix = MatrixBlock(Matrix(rows: 4, columns: 4) { i, j in i * 4 + j }).elided(rows: 2, columns: 2)
        #expect(
            picture(matrix.layout(style)) == """
                ⎡ 0  1  ⋯ ⎤
                ⎢ 4  5  ⋯ ⎥
                ⎣ ⋮  ⋮  ⋱ ⎦
                """)
        #expect(matrix.tex == #"\begin{bmatrix} 0 & 1 & \cdots \\ 4 & 5 & \cdots \\ \vdots & \vdots & \ddots \end{bmatrix}"#)
        #expect(
            matrix.plain(.english) == [
                "row 1: 0, 1, …", "row 2: 4, 5, …", "only the first 2 rows and 2 columns of 4 by 4",
            ])
        let corner = MatrixBlock([["1"]], cornerOf: Shape(rows: 1, columns: 2048))
        #expect(picture(corner.layout(style)) == "[ 1  ⋯ ]")
    }

    @Test func words() {
        let matrix = MatrixBlock(Matrix(rows: 2, columns: 3, elements: [0.5, 0.5, -1, 1, 2, 3]), rowLabels: ["", "b"])
        #expect(matrix.plain(.english) == ["row 1: 0.5, 0.5, -1", "row 2 (b): 1, 2, 3"])
        #expect(matrix.plain(.chinese) == ["第 1 行：0.5, 0.5, -1", "第 2 行（b）：1, 2, 3"])
        #expect(matrix.layout(OutputStyle(isPlain: true)).render() == matrix.plain(.english))
    }

    @Test func columnTooWideForAnyLine() {
        let matrix = MatrixBlock([["a very long cell of words", "2"]])
        #expect(matrix.layout(OutputStyle(width: 16)).render() == ["row 1: a very", "  long cell of", "  words, 2"])
    }

    @Test func texOfCells() {
        #expect(TypesetCell("1.37 × 10⁻¹³").tex == #"1.37\times10^{-13}"#)
        #expect(TypesetCell("−√3").tex == #"-\sqrt{3}"#)
        #expect(TypesetCell("50%").tex == #"\text{50\%}"#)
        #expect(TypesetCell("").tex == "")
    }
}

@Suite struct TableTests {
    let table = Table(
        header: ["name", "FID"], rows: [["flowers", "1.5"], ["玫瑰", "−12.25"]], alignment: [.left, .decimal])

    @Test func header() {
        #expect(
            picture(table.layout(OutputStyle())) == """
                name        FID
                ───────  ──────
                flowers    1.5
                玫瑰     −12.25
                """)
    }

    @Test func full() {
        var table = table
        table.rules = .full
        #expect(
            picture(table.layout(OutputStyle())) == """
                ┌─────────┬────────┐
                │ name    │    FID │
                ├─────────┼────────┤
                │ flowers │   1.5  │
                │ 玫瑰    │ −12.25 │
                └─────────┴────────┘
                """)
    }

    @Test func plainHasNoRules() {
        #expect(
            picture(table.layout(OutputStyle(isPlain: true))) == """
                name        FID
                flowers    1.5
                玫瑰     −12.25
                """)
    }

    @Test func narrowBecomesRecords() {
        #expect(
            picture(table.layout(OutputStyle(width: 14))) == """
                name: flowers
                FID: 1.5

                name: 玫瑰
                FID: −12.25
                """)
        #expect(table.layout(OutputStyle(language: .chinese, width: 14)).render().first == "name：flowers")
    }

    @Test func headerIsBoldInColour() {
        let first = table.layout(OutputStyle(usesColor: true)).render().first
        #expect(first == "\u{1B}[1mname        FID\u{1B}[0m")
    }

    @Test func markdown() {
        let table = Table(header: ["a|b", "n"], rows: [["x\ny"], ["1", "2", "3"]], alignment: [.centre, .right])
        #expect(
            table.markdown == """
                | a\\|b | n |  |
                | :---: | ---: | :--- |
                | x y |  |  |
                | 1 | 2 | 3 |

                """)
    }

    @Test func emptyTables() {
        #expect(Table(header: [], rows: []).layout(OutputStyle()).render() == [])
        #expect(Table(header: ["a"], rows: []).layout(OutputStyle()).render() == ["a", "─"])
    }
}
