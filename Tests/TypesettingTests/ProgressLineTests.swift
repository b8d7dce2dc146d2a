// The line of progress: what is said first, what gives way, and how long is told.

import Localization
import Testing
import Typesetting

@Suite struct ProgressLineTests {
    private static let reading = ProgressLine(
        Phrase(same: "real.npy"), of: 50_000, unit: Phrase("rows", "行"), bytesPerPiece: 8192)

    @Test(arguments: [
        (12_500, 5.0, 79, Language.english, "real.npy  25 %  15 s left  2500 rows/s  20 MB/s"),
        (12_500, 5.0, 79, .chinese, "real.npy  25 %  还需 15 秒  2500 行/秒  20 MB/秒"),
        (12_500, 5.0, 40, .english, "real.npy  25 %  15 s left  2500 rows/s"),
        (12_500, 5.0, 30, .english, "real.npy  25 %  15 s left"), (12_500, 5.0, 19, .english, "real.npy  25 %"),
        (0, 0.0, 79, .english, "real.npy  0 %"), (0, 3.0, 79, .english, "real.npy  0 %"),
        (49_999, 20.0, 79, .english, "real.npy  99 %  0 s left  2500 rows/s  20 MB/s"),
        (50_000, 20.0, 79, .english, "real.npy  100 %"),
        (70_000, 20.0, 79, .english, "real.npy  100 %"),
        (5, 10.0, 79, .english, "real.npy  0 %  27.8 h left  0.5 rows/s  0.0041 MB/s"),
        (500, 10.0, 79, .english, "real.npy  1 %  17 min left  50 rows/s  0.41 MB/s"),
    ])
    func `share, time left and rates`(done: Int, elapsed: Double, width: Int, language: Language, text: String) {
        #expect(Self.reading.text(done: done, elapsed: elapsed, width: width, language: language) == text)
    }

    @Test func `without a total the time that it has taken`() {
        let waiting = ProgressLine(Phrase("kernel distance", "核距离"))
        #expect(waiting.text(done: 0, elapsed: 0.4, width: 79, language: .english) == "kernel distance")
        #expect(waiting.text(done: 0, elapsed: 12.6, width: 79, language: .english) == "kernel distance  13 s")
        #expect(waiting.text(done: 0, elapsed: 150, width: 79, language: .chinese) == "核距离  3 分钟")
        let steps = ProgressLine(Phrase("interval", "区间"), of: 20)
        #expect(steps.text(done: 5, elapsed: 10, width: 79, language: .english) == "interval  25 %  30 s left")
    }

    @Test(arguments: 20...80)
    func `no line is wider than the terminal, whatever the name`(width: Int) {
        let name = "a-very-long-name-of-a-file-of-features-with-统计量-in-it.npy"
        for total in [nil, 10, 10_000_000] {
            let line = ProgressLine(Phrase(same: name), of: total, unit: Phrase("rows", "行"), bytesPerPiece: 8)
            for language in Language.allCases {
                let text = line.text(done: 3, elapsed: 7.5, width: width, language: language)
                #expect(text.displayWidth <= width, "\(text)")
                #expect(total != 10 || text.contains("30 %"), "the share stays: \(text)")
            }
        }
    }
}
