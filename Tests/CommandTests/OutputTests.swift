// What is printed: the tour whole, narrow terminals, plain text, Chinese, closed pipes, help, and typing slips.

import Foundation
import Testing

@Suite struct OutputTests {
    /// Outputs that are kept beside the tests; `FID_RECORD_SNAPSHOTS=1` writes them anew.
    struct Snapshot: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let arguments: [String]
        var environment: [String: String] = [:]
    }

    static let toy = ["examples/toy/real.csv", "examples/toy/generated.csv"]

    @Test(arguments: [
        Snapshot(testDescription: "tour", arguments: ["tour"]),
        Snapshot(testDescription: "tour-zh", arguments: ["tour", "--lang", "zh"]),
        Snapshot(testDescription: "tour-40", arguments: ["tour"], environment: ["COLUMNS": "40"]),
        Snapshot(testDescription: "tour-plain", arguments: ["tour", "--plain"]),
        Snapshot(testDescription: "explain-zh", arguments: ["explain"] + toy, environment: ["LANG": "zh_CN.UTF-8"]),
        Snapshot(testDescription: "help", arguments: ["--help"]),
        Snapshot(testDescription: "help-zh", arguments: ["--help", "--lang", "zh"]),
    ])
    func `whole outputs`(snapshot: Snapshot) throws {
        let run = try Command.run(snapshot.arguments, environment: snapshot.environment)
        #expect(run.code == 0)
        #expect(run.errors == "")
        try Self.expect(run.output, toBe: snapshot.testDescription)
    }

    /// Holds an output against the one that is kept under this name.
    static func expect(_ output: String, toBe name: String) throws {
        let file = Command.projectRoot.appending(path: "Tests/CommandTests/Snapshots/\(name).txt")
        if ProcessInfo.processInfo.environment["FID_RECORD_SNAPSHOTS"] != nil {
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(output.withoutRounding.utf8).write(to: file)
        }
        let expected = try String(contentsOf: file, encoding: .utf8)
        #expect(output.withoutRounding == expected)
    }

    @Test func `no line is wider than the terminal`() throws {
        for width in [40, 60, 80] {
            let run = try Command.run(["tour"], environment: ["COLUMNS": "\(width)"])
            // Every character of the English tour takes one column.
            let wide = run.lines.filter { $0.count > width }
            #expect(wide.isEmpty, "\(width): \(wide)")
        }
    }

    @Test func `plain text has no drawn characters and no colour`() throws {
        let run = try Command.run(["tour", "--plain"])
        let drawn = run.output.unicodeScalars.filter { (0x2300...0x25FF).contains($0.value) || $0.value == 0x1B }
        #expect(drawn.isEmpty)
    }

    @Test func `colour where it is asked for, never with NO_COLOR`() throws {
        #expect(try Command.run(["tour", "--color", "always"]).output.contains("\u{1B}["))
        #expect(try !Command.run(["tour"], environment: ["NO_COLOR": "1"]).output.contains("\u{1B}["))
        #expect(try !Command.run(["tour"]).output.contains("\u{1B}["))
    }

    @Test func `a closed pipe ends the tour quietly`() throws {
        let run = try Command.shell("\"$FID\" tour | head -1")
        #expect(run.code == 0)
        #expect(run.errors == "")
        #expect(run.output == "D1 · Understand FID, step 1: two real and two generated images, three features\n")
    }

    @Test func `the version`() throws {
        let run = try Command.run(["--version"])
        #expect(run.output == "0.1.0\n")
        #expect(run.code == 0)
    }

    @Test(arguments: [
        "tour", "lesson", "learn", "claims", "calc", "run", "functions", "plot", "check", "mistakes", "grade", "quiz", "explain",
        "features", "compute", "metrics", "compare", "stats", "merge", "data", "weights", "project", "verify", "doctor",
    ])
    func `each command has help with an example, in both languages`(name: String) throws {
        let english = try Command.run([name, "--help"])
        #expect(english.code == 0)
        #expect(english.output.contains("Example"))
        let chinese = try Command.run([name, "--help", "--lang", "zh"])
        #expect(chinese.output.contains("示例"))
        #expect(chinese.output.contains("用法："))
    }

    @Test(arguments: [
        (["compte"], "fid: there is no command ‘compte’. Did you mean compute? fid --help lists them.\n"),
        (["xyzzy"], "fid: there is no command ‘xyzzy’. fid --help lists them.\n"),
        (["data", "fech"], "fid: there is no command ‘data fech’. Did you mean fetch? fid data --help lists them.\n"),
        (["compte", "--lang", "zh"], "fid: 没有 ‘compte’ 这个命令。是否想输入 compute？用 fid --help 查看所有命令。\n"),
    ])
    func `a mistyped command`(arguments: [String], message: String) throws {
        let run = try Command.run(arguments)
        #expect(run.code == 2)
        #expect(run.errors == message)
    }

    @Test(arguments: [
        ["compute", "a.npy"], ["compute", "a", "b", "--jsn"], ["tour", "--width", "3"], ["stats", "-o", "x.npz"],
    ])
    func `a command line that cannot be used`(arguments: [String]) throws {
        let run = try Command.run(arguments)
        #expect(run.code == 2)
        #expect(run.output == "")
        #expect(!run.errors.isEmpty)
    }

    @Test func `the doctor tells what it stands on`() throws {
        let run = try Command.run(["doctor", "--json"])
        let object = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        #expect((object["blas"] as? String)?.hasPrefix("OpenBLAS") == true)
        #expect(object["blas_core"] is String)
        #expect(object["blas_threads"] as? Int == 2)
        #expect((object["flowers"] as? String)?.hasSuffix("examples/flowers") == true)
    }

    @Test func `the tour runs from another folder`() throws {
        let scratch = try Scratch()
        let run = try Command.run(["tour"], in: scratch.url)
        #expect(run.code == 0)
        #expect(run.output.contains("111.99"))
    }

    @Test func `a large set is explained in figures`() throws {
        let run = try Command.run(["explain", "examples/flowers/roses.npz", "examples/flowers/tulips.npz"])
        #expect(run.code == 0)
        #expect(run.output.contains("2048×2048"))
        #expect(run.output.contains("FID = 111.98"))
        #expect(run.lines.allSatisfy { $0.count <= 80 })
    }

    @Test(arguments: ["README.md", "README.zh.md"])
    func `the README shows what is printed`(name: String) throws {
        let readme = try String(contentsOf: Command.projectRoot.appending(path: name), encoding: .utf8)
        var blocks = 0
        for block in readme.matches(of: /<!-- output of: fid ([^\n]*) -->\n```text\n([\s\S]*?)```/) {
            blocks += 1
            let run = try Command.run(block.1.split(separator: " ").map(String.init))
            #expect(run.output.withoutRounding.contains(String(block.2).withoutRounding), "\(block.1)")
        }
        #expect(blocks >= 2)
        #expect(readme.contains("make demo"))
        #expect(readme.contains("make test"))
    }
}
