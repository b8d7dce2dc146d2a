// Long texts on a terminal: through less, through the pager that the user names, or without one.

import Foundation
import TestSupport
import Testing

@Suite struct PagerTests {
    @Test func `a lesson longer than the screen is paged by less, and quitting is no error`() throws {
        let terminal = try Command.onTerminal(["lesson", "3"], rows: 12)
        try terminal.expect("How features vary together")
        try terminal.expect(":")
        // In less Ctrl-C interrupts nothing that matters.
        try terminal.type("\u{3}")
        // It may throw away keys that were typed close behind.
        for _ in 0..<20 where !terminal.text.contains("X_r = ") {
            try terminal.type(" ")
            _ = try? terminal.expect("X_r = ", within: 2)
        }
        #expect(terminal.text.contains("X_r = "))
        try terminal.type("q")
        #expect(try terminal.finish() == .code(0))
        #expect(terminal.isInOrder)
        #expect(!terminal.text.contains("SIGPIPE"))
        #expect(!terminal.text.contains("Step two"))
    }

    @Test func `what fits on the screen is printed as it is`() throws {
        let terminal = try Command.onTerminal(["functions", "tr"], environment: ["PAGER": "sed 's/^/paged: /'"])
        #expect(try terminal.finish() == .code(0))
        let unpaged = try Command.run(["functions", "tr"])
        #expect(terminal.text == unpaged.output)
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let arguments: [String]
        let environment: [String: String]
        let isPaged: Bool
    }

    private static let marks = "sed 's/^/paged: /'"

    @Test(arguments: [
        Case(testDescription: "PAGER", arguments: ["functions"], environment: ["PAGER": marks], isPaged: true),
        Case(
            testDescription: "FID_PAGER", arguments: ["claims"], environment: ["FID_PAGER": marks, "PAGER": "cat"], isPaged: true),
        Case(
            testDescription: "run", arguments: ["run", "examples/fid-by-hand.fid"], environment: ["PAGER": marks], isPaged: true),
        Case(testDescription: "lesson", arguments: ["lesson", "2"], environment: ["PAGER": marks], isPaged: true),
        Case(
            testDescription: "--no-pager", arguments: ["functions", "--no-pager"], environment: ["PAGER": marks], isPaged: false),
        Case(
            testDescription: "an empty FID_PAGER", arguments: ["functions"], environment: ["FID_PAGER": "", "PAGER": marks],
            isPaged: false),
        Case(testDescription: "cat", arguments: ["functions"], environment: ["PAGER": "cat"], isPaged: false),
        Case(
            testDescription: "a dumb terminal", arguments: ["functions"], environment: ["PAGER": marks, "TERM": "dumb"],
            isPaged: false),
        Case(testDescription: "no less", arguments: ["functions"], environment: ["PATH": "/nowhere"], isPaged: false),
    ])
    func `who pages`(item: Case) throws {
        let terminal = try Command.onTerminal(item.arguments, environment: item.environment, rows: 10)
        #expect(try terminal.finish() == .code(0))
        let lines = terminal.text.split(separator: "\n")
        #expect(lines.count > 10)
        #expect(lines.allSatisfy { $0.hasPrefix("paged: ") == item.isPaged })
    }

    @Test func `a pager that is not there does not swallow the text`() throws {
        let terminal = try Command.onTerminal(["functions"], environment: ["PAGER": "no-such-pager"], rows: 10)
        #expect(try terminal.finish() == .code(0))
        #expect(terminal.text.contains("no-such-pager"))
        #expect(terminal.text.contains("vectors and matrices\n  mean(X)  the mean of each column\n"))
        #expect(terminal.text.contains("float(x)  x in double precision\n"))
    }

    @Test func `a failed claim stays exit code 1 behind a pager that is quit`() throws {
        let scratch = try Scratch()
        let sheet = try scratch.write("s.fid", (0..<40).map { "\($0) == 0\n" }.joined())
        let terminal = try Command.onTerminal(["run", sheet], environment: ["PAGER": "head -2"], rows: 10)
        #expect(try terminal.finish() == .code(1))
        #expect(terminal.text == "✓ 0 == 0  holds\n\n")
    }

    @Test func `colour goes through less, whatever LESS says`() throws {
        let terminal = try Command.onTerminal(
            ["functions"], environment: ["NO_COLOR": "", "LESS": "M"], rows: 10)
        try terminal.expect("data")
        try terminal.expect("lines 1-9")
        #expect(terminal.raw.contains("\u{1B}[1;36mdata\u{1B}[0m"))
        try terminal.type("q")
        #expect(try terminal.finish() == .code(0))
    }

    @Test func `where the output is no terminal nothing is paged`() throws {
        let run = try Command.run(["functions"], environment: ["PAGER": "false"])
        #expect(run.output.hasPrefix("data\n"))
    }
}
