// Whole documents.

import LinearAlgebra
import Localization
import Testing

@testable import Typesetting

@Suite struct DocumentTests {
    private func sample() throws -> Document {
        var document = Document()
        document.heading(Phrase("Covariance", "协方差"))
        document.paragraph(Phrase("The covariance of four samples, by rows.", "四个样本的协方差矩阵，按行给出。"))
        document.formula(try Formula(tex: #"\Sigma = \frac{1}{n-1}X^\top X"#))
        document.matrix(MatrixBlock([["1", "−0.5"], ["−0.5", "1"]]), name: .symbol("\\Sigma"))
        document.append(.list([Phrase("first", "其一"), Phrase("second", "其二")], isNumbered: false))
        document.rule()
        document.table(Table(header: ["n", "FID"], rows: [["4", "1.5"]], alignment: [.right, .decimal]))
        return document
    }

    @Test func picture() throws {
        #expect(
            try sample().render(OutputStyle(width: 40)) == """
                Covariance

                The covariance of four samples, by rows.

                         1
                  Σ = ─────── XᵀX
                       n − 1

                  Σ = ⎡  1    −0.5 ⎤
                      ⎣ −0.5   1   ⎦

                • first
                • second

                ────────────────────────────────────────

                n  FID
                ─  ───
                4  1.5

                """)
    }

    @Test func plainChinese() throws {
        #expect(
            try sample().render(OutputStyle(language: .chinese, width: 30, isPlain: true)) == """
                协方差

                四个样本的协方差矩阵，按行给
                出。

                Sigma 等于分式，分子 1，分母 n
                减 1，分式结束乘 X 的转置乘 X

                Sigma：
                第 1 行：1, -0.5
                第 2 行：-0.5, 1

                - 其一
                - 其二

                n  FID
                4  1.5

                """)
    }

    @Test func headingsAreColoured() {
        var document = Document()
        document.heading("FID")
        #expect(document.render(OutputStyle(usesColor: true)) == "\u{1B}[1;36mFID\u{1B}[0m\n")
        #expect(Document().render(OutputStyle()) == "")
    }

    /// Box drawing, block elements and the pieces of tall brackets.
    private func isBoxCharacter(_ scalar: Unicode.Scalar) -> Bool {
        (0x2500...0x259F).contains(scalar.value) || (0x239B...0x23B3).contains(scalar.value)
    }

    @Test func plainHasNoBoxCharactersAndNoLineIsTooWide() throws {
        for seed in 0..<150 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let document = try randomDocument(&random)
            let language: Language = Bool.random(using: &random) ? .english : .chinese
            let width = Int.random(in: 12...100, using: &random)
            for style in [
                OutputStyle(language: language, width: width),
                OutputStyle(language: language, width: width, usesColor: true),
                OutputStyle(language: language, width: width, isPlain: true),
            ] {
                let text = document.render(style)
                for line in text.split(separator: "\n") {
                    #expect(line.displayWidth <= width, "seed \(seed), \(style): \(line)")
                    #expect(line.last != " ", "seed \(seed), \(style): \(line)")
                }
                if style.isPlain { #expect(!text.unicodeScalars.contains(where: isBoxCharacter), "seed \(seed)") }
            }
        }
    }

    private func randomDocument(_ random: inout SeededGenerator) throws -> Document {
        let words = ["covariance", "协方差矩阵，", "of", "1.5", "「样本」", "x̂", "🙂"]
        let text = { (random: inout SeededGenerator) in
            (0..<Int.random(in: 1...12, using: &random)).compactMap { _ in words.randomElement(using: &random) }.joined(
                separator: " ")
        }
        var document = Document()
        document.heading(text(&random))
        document.paragraph(text(&random))
        document.append(.list([Phrase(same: text(&random))], isNumbered: Bool.random(using: &random)))
        document.formula(.random(depth: 3, using: &random))
        document.rule()
        let columns = Int.random(in: 1...8, using: &random)
        let matrix = Matrix(rows: Int.random(in: 1...4, using: &random), columns: columns) { _, _ in
            Double.random(in: -100...100, using: &random)
        }
        document.matrix(MatrixBlock(matrix, format: NumberFormat(.significant(6))), name: .symbol("\\Sigma"))
        document.table(
            Table(
                header: [text(&random), "n"], rows: [[text(&random), "1"], ["x", text(&random)]],
                rules: Bool.random(using: &random) ? .full : .header))
        document.append(.lines([text(&random)]))
        return document
    }
}
