// Paragraphs broken into lines.

import Testing

@testable import Typesetting

@Suite struct TextWrappingTests {
    @Test func englishBreaksAtSpaces() {
        #expect("the mean of all samples".wrapped(width: 10) == ["the mean", "of all", "samples"])
        #expect("".wrapped(width: 10) == [""])
        #expect("one".wrapped(width: 0) == ["o", "n", "e"])
    }

    @Test func chineseBreaksBetweenCharacters() {
        #expect("协方差矩阵的平方根".wrapped(width: 8) == ["协方差矩", "阵的平方", "根"])
    }

    @Test func closingPunctuationDoesNotBeginALine() {
        #expect("协方差矩，阵".wrapped(width: 8) == ["协方差", "矩，阵"])
        #expect("样本均值）与".wrapped(width: 8) == ["样本均", "值）与"])
    }

    @Test func openingPunctuationDoesNotEndALine() {
        #expect("样本均「值」".wrapped(width: 8) == ["样本均", "「值」"])
    }

    @Test func mixedText() {
        #expect("用 FID 比较两组图像的特征。".wrapped(width: 12) == ["用 FID 比较", "两组图像的特", "征。"])
        #expect("公式见Fréchet的论文".wrapped(width: 10) == ["公式见", "Fréchet的", "论文"])
    }

    @Test func hangingIndent() {
        #expect("1. the mean of all".wrapped(width: 11, hangingIndent: 3) == ["1. the mean", "   of all"])
        #expect("a b c".wrapped(width: 4, indent: 2, hangingIndent: 1) == ["  a", " b c"])
        #expect("样本".wrapped(width: 3, hangingIndent: 5) == ["样", " 本"])
    }

    @Test func longWordsAreSplitLast() {
        #expect("a abcdefgh b".wrapped(width: 4) == ["a", "abcd", "efgh", "b"])
    }

    @Test func newlinesAreKept() {
        #expect("one\n\ntwo".wrapped(width: 10) == ["one", "", "two"])
    }

    @Test func coloursSurvive() {
        let text = "\u{1B}[31mred words\u{1B}[0m end"
        let lines = text.wrapped(width: 5)
        #expect(lines.map { $0.removingEscapeSequences() } == ["red", "words", "end"])
        #expect(lines.joined().replacing(" ", with: "") == text.replacing(" ", with: ""))
    }

    /// Nothing but spaces is lost, no line is too wide, punctuation stays where it belongs.
    @Test func randomTexts() {
        let units = [
            "样", "本", "。", "，", "「", "」", "fid", "covariance", " ", " ", "x²", "🙂", "1.0", "(a)", "\u{1B}[1m", "\u{1B}[0m",
        ]
        for seed in 0..<300 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let text = (0..<Int.random(in: 0...40, using: &random)).compactMap { _ in units.randomElement(using: &random) }
                .joined()
            let width = Int.random(in: 2...40, using: &random)
            let lines = text.wrapped(width: width, hangingIndent: Int.random(in: 0...3, using: &random))
            let compact = { (text: String) in text.replacing(" ", with: "") }
            #expect(compact(lines.joined()) == compact(text), "seed \(seed)")
            #expect(lines.allSatisfy { $0.displayWidth <= width }, "seed \(seed), width \(width)")
        }
    }

    @Test func kinsokuHoldsInRandomChinese() {
        let units = ["样", "本", "均", "值", "。", "，", "）", "（"]
        for seed in 0..<200 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            // No run of punctuation, which no line could hold.
            var text = ""
            for _ in 0..<60 {
                text += ["样", "本"].randomElement(using: &random) ?? ""
                text += units.randomElement(using: &random) ?? ""
                text += "值"
            }
            for line in text.wrapped(width: 20) {
                #expect(!"。，）".contains(line.first ?? "x"), "seed \(seed): \(line)")
                #expect(line.last != "（", "seed \(seed): \(line)")
            }
        }
    }
}
