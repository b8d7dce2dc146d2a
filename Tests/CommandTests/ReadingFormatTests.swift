// `--format` of the commands that one reads from: lessons, functions and claims as Markdown, LaTeX and JSON.

import Foundation
import Testing

@Suite struct ReadingFormatTests {
    static let lessons = Array(1...11)

    private static func json(_ arguments: [String]) throws -> Any {
        try JSONSerialization.jsonObject(with: Data(try Command.run(arguments).output.utf8))
    }

    // MARK: Markdown

    @Test(arguments: lessons, ["en", "zh"])
    func `a lesson as Markdown has its numbers, and its answers only when asked`(number: Int, language: String) throws {
        let arguments = ["lesson", "\(number)", "--lang", language, "--format", "markdown"]
        let run = try Command.run(arguments)
        #expect(run.code == 0)
        #expect(run.output.hasPrefix("# "))
        #expect(!run.output.contains("{{"))
        #expect(run.output.matches(of: /(?m)^```/).count % 2 == 0)
        let title = language == "en" ? "## Answers" : "## 答案"
        #expect(!run.output.contains(title))
        let source = try String(
            contentsOf: #require(
                try FileManager.default.contentsOfDirectory(
                    at: Command.projectRoot.appending(path: "lessons/\(language)"), includingPropertiesForKeys: nil
                ).first { $0.lastPathComponent.hasPrefix(String(format: "%02d-", number)) }), encoding: .utf8)
        // Each worksheet stands there as it was written.
        for block in source.matches(of: /```fid\n([\s\S]*?)```/) { #expect(run.output.contains(block.0)) }
        let answered = try Command.run(arguments + ["--answers"]).output
        let questions = source.matches(of: /(?m)^```ask$/).count
        let answers = try #require(answered.range(of: title)).upperBound
        #expect(answered[answers...].matches(of: /(?m)^- `/).count == questions)
    }

    @Test func `the answers in the terminal, below the lesson`() throws {
        let lesson = try Command.run(["lesson", "5"]).output
        let answered = try Command.run(["lesson", "5", "--answers"]).output
        #expect(answered.hasPrefix(lesson))
        #expect(answered.dropFirst(lesson.count).hasPrefix("Answers\n  What is (μ_x − μ_y)²"))
        #expect(answered.hasSuffix("    (b) to half the distance\n"))
    }

    // MARK: LaTeX

    @Test(arguments: lessons, ["en", "zh"])
    func `a lesson as LaTeX is a whole document`(number: Int, language: String) throws {
        let run = try Command.run(["lesson", "\(number)", "--lang", language, "--format", "latex", "--answers"])
        #expect(run.code == 0)
        try TeXCheck.check(run.output, language: language)
        #expect(run.output.contains(language == "zh" ? "{ctexart}" : "{article}"))
        #expect(!run.output.contains("{{ ") && !run.output.contains("**"))
    }

    @Test(arguments: [["lesson"], ["claims"], ["claims", "D3.2"], ["functions"], ["functions", "cov"]], ["en", "zh"])
    func `lists as LaTeX`(arguments: [String], language: String) throws {
        let run = try Command.run(arguments + ["--lang", language, "--format", "latex"])
        #expect(run.code == 0)
        try TeXCheck.check(run.output, language: language)
    }

    @Test func `every character of prose is escaped`() throws {
        let scratch = try Scratch()
        for language in ["en", "zh"] {
            try FileManager.default.createDirectory(at: scratch.url.appending(path: language), withIntermediateDirectories: true)
        }
        let text = ##"""
            ---
            id: x
            title: X
            minutes: 1
            ---

            # 100% & a_b

            50% of #1 & {braces} ~ ^ \ cost $5$ dollars | a_b, `x_1 & y%`, *emphasis* and {{ m }} <b> "q" 'r' [z] 😀 √

            | a_b | 5% |
            |---|---|
            | {{ m }} | $x_1$ |

            ```fid
            m = [1/2 √3]    # 100% & \end{verbatim} of it
            ```

            ```ask
            id: q
            question: "50% of a_b & {c} ~ ^ \\ #1?"
            answer: m
            ```

            """##
        _ = try scratch.write("en/01-x.md", text)
        let run = try Command.run(["lesson", "1", "--lessons", scratch.url.path, "--format", "latex", "--answers"])
        try TeXCheck.check(run.output, language: "en")
        #expect(run.output.contains(#"\section{100\% \& a\_b}"#))
        #expect(
            run.output.contains(
                ##"\textbf{Question} 50\% of a\_b \& \{c\} \textasciitilde{} \textasciicircum{} \textbackslash{} \#1?"##))
        #expect(run.output.contains(#"cost $5$ dollars"#))
        #expect(run.output.contains(#"$\begin{bmatrix}0.5 & \sqrt{3}\end{bmatrix}$ & $x_1$"#))
        #expect(run.output.contains(#"\newunicodechar{😀}{[U+1F600]}"#))
        #expect(run.output.contains(#"\newunicodechar{√}{\ensuremath{\surd}}"#))
        #expect(run.output.matches(of: /\\end\{verbatim\}/).count == 1)
    }

    // MARK: JSON

    @Test(arguments: lessons)
    func `a lesson as JSON`(number: Int) throws {
        let object = try #require(try Self.json(["lesson", "\(number)", "--format", "json"]) as? [String: Any])
        #expect(object["number"] as? Int == number)
        #expect(object["id"] is String && object["title"] is String)
        let blocks = try #require(object["blocks"] as? [[String: Any]])
        #expect(Set(blocks.compactMap { $0["kind"] as? String }).isSuperset(of: ["prose", "fid", "ask"]))
        for block in blocks {
            switch block["kind"] as? String {
            case "ask": #expect(block["question"] is String && block["answer"] == nil)
            case "claim": #expect(block["holds"] as? Bool == true && block["value"] is [String: Any])
            case "fid":
                let lines = try #require(block["lines"] as? [[String: Any]])
                #expect(lines.allSatisfy { $0["error"] == nil && $0["source"] is String && $0["steps"] is [Any] })
            default: break
            }
        }
        let answered = try #require(try Self.json(["lesson", "\(number)", "--json", "--answers"]) as? [String: Any])
        let asks = try #require(answered["blocks"] as? [[String: Any]]).filter { $0["kind"] as? String == "ask" }
        #expect(asks.allSatisfy { $0["answer"] is String })
    }

    @Test func `a value is exact and in decimals`() throws {
        let object = try #require(try Self.json(["lesson", "4", "--format", "json"]) as? [String: Any])
        let lines = try #require(object["blocks"] as? [[String: Any]]).flatMap { $0["lines"] as? [[String: Any]] ?? [] }
        let leash = try #require(lines.first { $0["name"] as? String == "L" }?["value"] as? [String: Any])
        #expect(leash["exact"] as? [[String]] == [["√2"]])
        let decimal = try #require((leash["decimal"] as? [[Double]])?.first?.first)
        #expect(abs(decimal - 2.0.squareRoot()) < 1e-15)
        let steps = try #require(lines.first { $0["name"] as? String == "L" }?["steps"] as? [[String: Any]])
        #expect(steps.last?["rule"] as? String == "leash" || steps.last?["rule"] is String)
        #expect(steps.last?["value"] as? [[String]] == [["√2"]])
    }

    @Test func `the list of lessons in each form`() throws {
        let list = try #require(try Self.json(["lesson", "--format", "json"]) as? [[String: Any]])
        #expect(list.compactMap { $0["number"] as? Int } == Self.lessons)
        let markdown = try Command.run(["lesson", "--format", "markdown"]).output
        #expect(markdown.hasPrefix("| # | id | lesson | time |\n| ---: | :--- | :--- | ---: |\n| 1 | pixels-and-features |"))
    }

    @Test(arguments: [["functions"], ["functions", "cov"], ["claims"], ["claims", "D3.2"]])
    func `--json is --format json`(arguments: [String]) throws {
        let long = try Command.run(arguments + ["--format", "json"])
        #expect(long.code == 0)
        #expect(try Command.run(arguments + ["--json"]).output == long.output)
        let both = try Command.run(arguments + ["--json", "--format", "latex"])
        #expect(both.code == 2)
        #expect(both.errors.contains("--json and --format latex contradict each other."))
    }

    @Test func `functions and claims as Markdown tables`() throws {
        let functions = try Command.run(["functions", "--format", "markdown", "--lang", "zh"]).output
        #expect(functions.contains("| `cov(X, divisor: n-1 \\| n)` | 各列的协方差矩阵 | `cov([1 2 3; 2 3 1])` |"))
        let claims = try Command.run(["claims", "--format", "markdown"]).output
        #expect(
            claims.contains(
                "| D2.1 | the Fréchet distance of curves is the shortest leash, with nobody walking back | holds | [√2 1] | leash |"
            ))
        #expect(claims.matches(of: /(?m)^\| D/).count == 53)
    }
}

/// What can be said of a LaTeX document without LaTeX: that it nests, that its tables have their columns, and that nothing stands in its text
/// that would be read as a command.
enum TeXCheck {
    static func check(_ document: String, language: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let begin = try #require(document.range(of: "\\begin{document}"), sourceLocation: sourceLocation)
        let isWhole = document.hasSuffix("\n\\end{document}\n")
        #expect(isWhole, "the document does not end", sourceLocation: sourceLocation)
        let head = String(document[..<begin.lowerBound])
        let body = String(document[begin.upperBound...].dropLast("\\end{document}\n".count))
        let text = body.replacing(/\\begin\{verbatim\}[\s\S]*?\\end\{verbatim\}/, with: "")
        #expect(braces(text) == 0, "braces", sourceLocation: sourceLocation)
        #expect(braces(head) == 0, "braces of the head", sourceLocation: sourceLocation)
        expectNesting(text, sourceLocation)
        let bare = text.replacing(/\\\[[\s\S]*?\\\]/, with: "").replacing(/\$[^$]*\$/, with: "")
        let raw = bare.matches(of: /(?:^|[^\\])([#%_^~$])/).map { String($0.0) }
        #expect(raw.isEmpty, "\(raw)", sourceLocation: sourceLocation)
        let loose = bare.split(separator: "\n").filter { $0.contains(/[^\\]&/) && !$0.hasSuffix("\\\\") }
        #expect(loose.isEmpty, "\(loose)", sourceLocation: sourceLocation)
        // Each character beyond ASCII is in every font, in those of ctex, or explained in the head.
        let unknown = Set(body.unicodeScalars.filter { $0.value > 0x7E }).filter { scalar in
            let isChinese =
                (0x3000...0x303F).contains(scalar.value) || (0x4E00...0x9FFF).contains(scalar.value)
                || (0xFF00...0xFFEF).contains(scalar.value) || scalar == "·"
            return !(isChinese && language == "zh") && !head.contains("\\newunicodechar{\(scalar)}")
                && !"–—‘’“”…".unicodeScalars.contains(scalar) && !(0xC0...0x17F).contains(scalar.value)
        }
        #expect(unknown.isEmpty, "\(unknown)", sourceLocation: sourceLocation)
    }

    private static func braces(_ text: String) -> Int {
        var depth = 0
        var isEscaped = false
        for character in text {
            if isEscaped {
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "{" {
                depth += 1
            } else if character == "}" {
                depth -= 1
                if depth < 0 { return depth }
            }
        }
        return depth
    }

    private static func expectNesting(_ text: String, _ sourceLocation: SourceLocation) {
        var open: [Substring] = []
        for match in text.matches(of: /\\(begin|end)\{([a-z*]+)\}/) {
            if match.1 == "begin" {
                open.append(match.2)
            } else {
                #expect(open.popLast() == match.2, sourceLocation: sourceLocation)
            }
        }
        #expect(open.isEmpty, sourceLocation: sourceLocation)
    }
}
