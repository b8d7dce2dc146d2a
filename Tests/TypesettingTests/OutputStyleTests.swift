// What a process's surroundings say of how to print.

import Localization
import Testing

@testable import Typesetting

@Suite struct OutputStyleTests {
    @Test func width() {
        let width = { (columns: String?, isTerminal: Bool, terminal: Int?, flag: Int?) in
            OutputStyle.detect(
                environment: columns.map { ["COLUMNS": $0] } ?? [:], isTerminal: isTerminal, terminalWidth: terminal, width: flag
            ).width
        }
        #expect(width(nil, false, nil, nil) == 80)
        #expect(width(nil, true, 120, nil) == 120)
        #expect(width(nil, false, 120, nil) == 80)
        #expect(width("100", true, 120, nil) == 100)
        #expect(width("100", false, nil, nil) == 100)
        #expect(width("100", true, 120, 40) == 40)
        #expect(width("0", true, 0, -3) == 80)
        #expect(width("wide", true, 72, nil) == 72)
        #expect(OutputStyle(width: -5).width == 1)
    }

    @Test func color() {
        let color = { (environment: [String: String], isTerminal: Bool, choice: OutputStyle.ColorChoice) in
            OutputStyle.detect(environment: environment, isTerminal: isTerminal, color: choice).usesColor
        }
        #expect(color([:], true, .auto))
        #expect(!color([:], false, .auto))
        #expect(!color(["NO_COLOR": "0"], true, .auto))
        #expect(color(["NO_COLOR": ""], true, .auto))
        #expect(!color(["TERM": "dumb"], true, .auto))
        #expect(color(["NO_COLOR": "1"], false, .always))
        #expect(!color([:], true, .never))
    }

    @Test func language() {
        #expect(OutputStyle.detect(environment: ["LANG": "zh_CN.UTF-8"], isTerminal: false).language == .chinese)
        #expect(OutputStyle.detect(environment: ["LANG": "zh_CN"], isTerminal: false, language: .english).language == .english)
    }

    @Test func styling() {
        #expect(OutputStyle(usesColor: true).styled("ok", .good) == "\u{1B}[32mok\u{1B}[0m")
        for role in TextRole.allCases {
            #expect(OutputStyle().styled("ok", role) == "ok")
            #expect(OutputStyle(usesColor: true).styled("ok", role).displayWidth == 2)
        }
    }
}
