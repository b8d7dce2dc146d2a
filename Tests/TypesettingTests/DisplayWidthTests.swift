// Columns of texts in a terminal.

import Testing

@testable import Typesetting

@Suite struct DisplayWidthTests {
    struct Sample: CustomTestStringConvertible, Sendable {
        let name: String
        let text: String
        let width: Int
        var testDescription: String { name }
    }

    @Test(arguments: [
        Sample(name: "empty", text: "", width: 0),
        Sample(name: "ASCII", text: "fid 1.0", width: 7),
        Sample(name: "Greek and signs are narrow", text: "μΣ√×±‖·…", width: 8),
        Sample(name: "box characters are narrow", text: "┌─┐│⎡⎤", width: 6),
        Sample(name: "Chinese", text: "协方差", width: 6),
        Sample(name: "Chinese punctuation", text: "，。「」（）", width: 12),
        Sample(name: "fullwidth letters", text: "ＦＩＤ", width: 6),
        Sample(name: "Japanese and Korean", text: "かな한글", width: 8),
        Sample(name: "Hangul of conjoining letters", text: "\u{1112}\u{1161}\u{11AB}", width: 2),
        Sample(name: "combining marks", text: "x\u{302}e\u{301}\u{302}", width: 2),
        Sample(name: "a combining mark alone", text: "\u{301}", width: 0),
        Sample(name: "joiners and a byte order mark", text: "a\u{200B}b\u{200D}\u{FEFF}", width: 2),
        Sample(name: "emoji", text: "🙂🚀", width: 4),
        Sample(name: "a family is one emoji", text: "👩‍👩‍👧", width: 2),
        Sample(name: "a skin tone", text: "👍🏽", width: 2),
        Sample(name: "a flag", text: "🇨🇭", width: 2),
        Sample(name: "a keycap", text: "1️⃣", width: 2),
        Sample(name: "an emoji by its selector", text: "❤️", width: 2),
        Sample(name: "a text sign", text: "❤", width: 1),
        Sample(name: "mathematical letters", text: "𝔼ℝ", width: 2),
        Sample(name: "ideographs beyond the basic plane", text: "𠀀", width: 2),
        Sample(name: "control characters", text: "\u{07}\r\n", width: 0),
        Sample(name: "colour", text: "\u{1B}[1;31mred\u{1B}[0m", width: 3),
        Sample(name: "a link", text: "\u{1B}]8;;https://a.b\u{1B}\\here\u{1B}]8;;\u{07}", width: 4),
        Sample(name: "a sequence that is cut off", text: "ab\u{1B}[3", width: 2),
    ])
    func width(_ sample: Sample) {
        #expect(sample.text.displayWidth == sample.width)
    }

    @Test func widthOfAConcatenationIsTheSum() {
        var random = SeededGenerator(seed: 7)
        let units = ["a", "协", "🙂", "√", " ", "。", "é"]
        for _ in 0..<200 {
            let (left, right) = (text(of: units, &random), text(of: units, &random))
            #expect((left + right).displayWidth == left.displayWidth + right.displayWidth, "\(left)|\(right)")
        }
    }

    private func text(of units: [String], _ random: inout SeededGenerator) -> String {
        (0..<5).compactMap { _ in units.randomElement(using: &random) }.joined()
    }

    @Test func padding() {
        #expect("均值".padded(to: 7) == "均值   ")
        #expect("均值".padded(to: 7, .right) == "   均值")
        #expect("均值".padded(to: 7, .centre) == " 均值  ")
        #expect("too long".padded(to: 3) == "too long")
        #expect("x".padded(to: -1) == "x")
    }

    @Test func truncation() {
        #expect("covariance".truncated(to: 10) == "covariance")
        #expect("covariance".truncated(to: 5) == "cova…")
        #expect("协方差矩阵".truncated(to: 6) == "协方…")
        #expect("协方差".truncated(to: 2) == "…")
        #expect("abc".truncated(to: 0) == "")
        #expect("\u{1B}[31mabcdef\u{1B}[0m".truncated(to: 3) == "ab…")
    }
}
