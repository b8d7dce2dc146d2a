// `fid lesson N --step`: by keys on a terminal, by lines from a script.

import Foundation
import TestSupport
import Testing
import Typesetting

@Suite struct LessonStepTests {
    private func lesson(_ arguments: [String] = ["3"], rows: Int = 40, columns: Int = 100) throws -> PseudoTerminal {
        let terminal = try Command.onTerminal(["lesson", "--step"] + arguments, rows: rows, columns: columns)
        try terminal.expect("?: ")
        return terminal
    }

    private static let keys = "[Space: on  b: back  s: hide steps  q: quit  ?: keys]"

    @Test func `forward, back and out`() throws {
        let terminal = try lesson()
        #expect(terminal.text.hasPrefix("How features vary together\n"))
        try terminal.expect("keys]")
        #expect(terminal.text.hasSuffix("1/38 · How features vary together   \(Self.keys)"))
        #expect(!terminal.text.contains("What the document says"))
        for (key, place) in [
            (" ", "2/38 · What the document says"), ("\r", "3/38 · What the document says"), ("n", "4/38 · Step one: centre"),
            ("b", "3/38 · What the document says"), ("\u{1B}[C", "4/38 · Step one: centre"),
            ("\u{1B}[D", "3/38 · What the document says"), ("b", "2/38"), ("b", "1/38"), ("b", "1/38"),
        ] {
            try terminal.type(key)
            try terminal.expect(place)
            try terminal.expect("keys]")
        }
        try terminal.type("q")
        #expect(try terminal.finish() == .code(0))
        #expect(terminal.isInOrder)
    }

    @Test func `to the end, and a question waits`() throws {
        let terminal = try lesson(rows: 200)
        var place = 1
        var asked = 0
        while place < 38 {
            try terminal.type(" ")
            place += 1
            let shown = try terminal.expect("\(place)/38 ")
            try terminal.expect("keys]")
            if shown.contains("Question: ") { asked += 1 }
        }
        let questions = try Command.run(["lesson", "3"]).output.split(separator: "Question: ").count - 1
        #expect(asked == questions)
        #expect(questions > 0)
        try terminal.type(" ")
        #expect(try terminal.finish() == .code(0))
        #expect(terminal.isInOrder)
    }

    @Test func `s hides and shows the steps of the part at hand`() throws {
        let terminal = try lesson()
        for place in 2...5 {
            try terminal.type(" ")
            try terminal.expect("\(place)/38")
        }
        #expect(try terminal.expect("keys]").contains("hide steps"))
        try terminal.type(" ")
        #expect(try terminal.expect("6/38").contains("Centre: subtract the mean from each row"))
        try terminal.expect("keys]")
        try terminal.type("s")
        let hidden = try terminal.expect("6/38")
        #expect(hidden.contains("C_r = "))
        #expect(!hidden.contains("Centre: subtract the mean from each row"))
        #expect(try terminal.expect("keys]").contains("show steps"))
        try terminal.type("s")
        #expect(try terminal.expect("6/38").contains("Centre: subtract the mean from each row"))
    }

    @Test func `a question mark lists the keys, other keys do nothing`() throws {
        let terminal = try lesson()
        try terminal.expect("keys]")
        try terminal.type("x中\u{1B}[5;3~?")
        try terminal.expect("  Space, Enter, n, →  go on\n")
        try terminal.expect("  b, ←                back by one part\n")
        #expect(try terminal.expect("keys]").contains("1/38"))
        try terminal.type("\u{4}")
        #expect(try terminal.finish() == .code(0))
    }

    @Test func `a part longer than the screen is shown screen by screen`() throws {
        let terminal = try Command.onTerminal(["lesson", "--step", "3"], rows: 8, columns: 100)
        try terminal.expect("1/38 (1/2) ·")
        try terminal.type(" ")
        try terminal.expect("1/38 (2/2) ·")
        try terminal.type("b")
        try terminal.expect("1/38 (1/2) ·")
        try terminal.type("  ")
        try terminal.expect("2/38 (1/2) ·")
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT])
    func `a signal that ends it leaves the terminal in order`(signal: Int32) throws {
        let terminal = try lesson()
        #expect(!terminal.isInOrder)
        terminal.send(signal)
        #expect(try terminal.finish() == .signal(signal))
        #expect(terminal.isInOrder)
    }

    @Test func `Ctrl-C ends it as any command`() throws {
        let terminal = try lesson()
        try terminal.type("\u{3}")
        #expect(try terminal.finish() == .signal(SIGINT))
        #expect(terminal.isInOrder)
    }

    @Test func `Ctrl-Z gives the terminal back to the shell, and fg goes on`() throws {
        let script =
            #"set -m; PS1=''; "$FID" lesson --step 3; stty -a | grep -o ' .\?icanon'; echo stopped; fg >/dev/null; echo ended"#
        let terminal = try Command.onTerminal(["-c", script], rows: 40, columns: 100, executable: "/bin/bash")
        try terminal.expect("?: keys]")
        try terminal.type(" ")
        try terminal.expect("2/38 · What the document says")
        try terminal.expect("?: keys]")
        try terminal.type("\u{1A}")
        try terminal.expect(" icanon\n")
        try terminal.expect("stopped\n")
        // Back in the foreground the part is shown anew, and keys are read again.
        try terminal.expect("2/38 · What the document says")
        try terminal.expect("?: keys]")
        try terminal.type("n")
        try terminal.expect("3/38")
        try terminal.type("q")
        try terminal.expect("ended")
        #expect(try terminal.finish() == .code(0))
    }

    @Test(arguments: [40, 80, 100], ["en", "zh"])
    func `the line at the bottom fits the terminal in both languages`(columns: Int, language: String) throws {
        let terminal = try Command.onTerminal(["lesson", "--step", "--lang", language, "3"], rows: 40, columns: columns)
        try terminal.expect("1/38 · ")
        try terminal.expect("]")
        try terminal.type(" ")
        try terminal.expect("2/38 · ")
        try terminal.expect("]")
        // Each screen line ends with a return, also where it is then written over.
        for line in terminal.raw.split(whereSeparator: \.isNewline) { #expect(line.displayWidth <= columns, "\(line)") }
        try terminal.type("q")
        #expect(try terminal.finish() == .code(0))
    }

    @Test func `without a terminal a line stands for a key`() throws {
        let run = try Command.shell(#"printf '\nb\n?\nq\n' | "$FID" lesson --step 3"#)
        #expect(run.code == 0)
        #expect(run.errors == "")
        let places = run.lines.filter { $0.hasPrefix("[") && $0.contains("/38 · ") }
        #expect(
            places == [
                "[1/38 · How features vary together]", "[2/38 · What the document says]", "[1/38 · How features vary together]",
                "[1/38 · How features vary together]",
            ])
        #expect(run.output.contains("  q, Ctrl-D           quit\n"))
    }

    @Test func `at the end of the input the rest is shown`() throws {
        let all = try Command.shell(#"printf '\n' | "$FID" lesson --step 3"#)
        let lesson = try Command.run(["lesson", "3"])
        #expect(all.code == 0)
        let shown = all.output.replacing(/\[\d+\/38 · [^\n]*\]\n\n/, with: "")
        #expect(shown.withoutRounding == lesson.output.withoutRounding)
    }

    @Test func `it needs a lesson`() throws {
        let run = try Command.run(["lesson", "--step"])
        #expect(run.code == 2)
        #expect(run.errors == "fid: --step needs a lesson: fid lesson 1 --step\n")
    }
}
