// `fid calc` at its prompt, on a real terminal: typing, editing, history, interruption, and the commands of a session.

import Foundation
import TestSupport
import Testing
import Typesetting

@Suite struct PromptTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// A session behind its greeting.
    private func session(
        _ arguments: [String] = ["--no-steps"], environment: [String: String] = [:], columns: Int = 80
    ) throws -> PseudoTerminal {
        var variables = ["XDG_STATE_HOME": scratch.path("state")]
        variables.merge(environment) { $1 }
        let terminal = try Command.onTerminal(["calc"] + arguments, environment: variables, columns: columns)
        try terminal.expect("fid> ")
        return terminal
    }

    private var historyFile: URL { scratch.url.appending(path: "state/fid/calc-history") }

    private func history() throws -> [Substring] {
        try String(contentsOf: historyFile, encoding: .utf8).split(separator: "\n")
    }

    @Test func `each line is computed with the names before it, exactly`() throws {
        let terminal = try session([])
        #expect(terminal.text.hasPrefix("The worksheet language, line by line. :help explains, Ctrl-D ends.\n"))
        try terminal.type("x = 1/3\r")
        try terminal.expect("x = 1/3\nx = 1/3\nfid> ")
        try terminal.type("x * 3 == 1\r")
        try terminal.expect("✓ x * 3 == 1  holds\nfid> ")
        try terminal.type("tr([2 -1; -1 2]) * x\r")
        try terminal.expect("The trace: the sum of the diagonal")
        try terminal.expect("tr([2 -1; -1 2]) * x = 4/3\n\nfid> ")
        try terminal.type("\u{4}")
        #expect(try terminal.finish() == .code(0))
        #expect(terminal.isInOrder)
    }

    @Test func `a line is edited with the cursor keys and brought back with the up arrow`() throws {
        let terminal = try session()
        try terminal.type("12+30\u{1B}[D\u{1B}[D\u{1B}[D\u{7F}")
        try terminal.type("\r")
        try terminal.expect("1+30 = 31\nfid> ")
        try terminal.type("7*6\r")
        try terminal.expect("7*6 = 42\nfid> ")
        try terminal.type("\u{1B}[A\u{1B}[A\u{5}+1\r")
        try terminal.expect("1+30+1 = 32\nfid> ")
    }

    @Test func `history lives on in the next session, and two terminals share it`() throws {
        let first = try session()
        try first.type("1+1\r")
        try first.expect("1+1 = 2\nfid> ")
        let second = try session()
        try second.type("2+2\r")
        try second.expect("2+2 = 4\nfid> ")
        try first.type("3+3\r")
        try first.expect("3+3 = 6\nfid> ")
        #expect(try history() == ["1+1", "2+2", "3+3"])
        let third = try session()
        try third.type("\u{1B}[A\u{1B}[A\r")
        try third.expect("2+2 = 4\nfid> ")
        let permissions = try FileManager.default.attributesOfItem(atPath: scratch.path("state/fid"))[.posixPermissions]
        #expect(permissions as? Int == 0o700)
    }

    @Test func `the history is bounded, and what is no text in it does no harm`() throws {
        try FileManager.default.createDirectory(
            at: historyFile.deletingLastPathComponent(), withIntermediateDirectories: true)
        var old = Data((0..<5000).map { "\($0)+0\n" }.joined().utf8)
        old.append(Data([0xFF, 0xFE, 0x1B, 0x5B, 0x41, 0x00, 0x0A]))
        try old.write(to: historyFile)
        let terminal = try session()
        try terminal.type("8*8\r")
        try terminal.expect("8*8 = 64\nfid> ")
        let lines = try history()
        #expect(lines.count == 1000)
        #expect(lines.first == "4002+0")
        #expect(lines.last == "8*8")
        #expect(!lines.joined().unicodeScalars.contains { $0.value < 0x20 })
    }

    @Test func `a history that cannot be written is no error`() throws {
        let file = try scratch.write("file", "")
        let terminal = try session(environment: ["XDG_STATE_HOME": file])
        try terminal.type("1+1\r")
        #expect(try terminal.expect("fid> ") == "1+1\n1+1 = 2\nfid> ")
        try terminal.type(":quit\r")
        #expect(try terminal.finish() == .code(0))
    }

    @Test(arguments: ["en_US.UTF-8", "C", "POSIX", "zh_CN.UTF-8"])
    func `Chinese and mathematical signs can be typed and edited in any locale`(locale: String) throws {
        let terminal = try session(environment: ["LANG": locale])
        try terminal.type("Σ_均值 = √3\u{1B}[D\u{1B}[D")
        try terminal.type("\u{7F}\r")
        try terminal.expect("Sigma_均值 = √3\nfid> ")
        try terminal.type("Σ_均值^2 ==3\r")
        try terminal.expect("✓ Σ_均值^2 ==3  \(locale.hasPrefix("zh") ? "成立" : "holds")\nfid> ")
    }

    @Test func `Ctrl-C discards what is typed, also within an open bracket`() throws {
        let terminal = try session()
        try terminal.type("x = 5 +")
        try terminal.expect("x = 5 +")
        try terminal.type("\u{3}")
        try terminal.expect("^C\nfid> ")
        try terminal.type("y = [1 2\r")
        try terminal.expect("...> ")
        try terminal.type("3")
        try terminal.expect("3")
        try terminal.type("\u{3}")
        try terminal.expect("^C\nfid> ")
        try terminal.type("\u{3}")
        try terminal.expect("^C\nfid> ")
        try terminal.type("y\r")
        try terminal.expect("y is not defined: give it a value first\n  y\n  ^\n\nfid> ")
        try terminal.type("\u{4}")
        #expect(try terminal.finish() == .code(0))
    }

    @Test func `Ctrl-C ends a long calculation and keeps the session`() throws {
        let terminal = try session()
        try terminal.type("x = 7\r")
        try terminal.expect("x = 7\nfid> ")
        let hard = (2..<8).map { row in (2..<8).map { "√\(row * 7 + $0)" }.joined(separator: " ") }.joined(separator: ";")
        try terminal.type("x = inv([\(hard)])\r")
        try terminal.expect("\n")
        try terminal.type("\u{3}")
        try terminal.expect("interrupted: the line was not computed\nfid> ")
        try terminal.type("x\r")
        try terminal.expect("x = 7\nfid> ")
        try terminal.type(":quit\r")
        #expect(try terminal.finish() == .code(0))
        #expect(terminal.isInOrder)
    }

    @Test func `an open bracket goes on in the next line`() throws {
        let terminal = try session()
        try terminal.type("A = [1 2\r")
        try terminal.expect("...> ")
        try terminal.type("\r")
        try terminal.expect("...> ")
        try terminal.type("3 4]\r")
        try terminal.expect("A = ⎡ 1  2 ⎤\n    ⎣ 3  4 ⎦\n\nfid> ")
        try terminal.type("det(\r")
        try terminal.expect("...> ")
        try terminal.type("A)\r")
        try terminal.expect("det( … = −2\nfid> ")
        try terminal.type("(1 +\r")
        try terminal.expect("...> ")
        try terminal.type("2)\r")
        try terminal.expect("(1 + … = 3\nfid> ")
        // A line that begins a statement shows that the bracket was forgotten.
        try terminal.type("B = [1 2\r")
        try terminal.expect("...> ")
        try terminal.type("C = 3\r")
        try terminal.expect("the bracket “[” is never closed")
        try terminal.expect("fid> ")
    }

    @Test func `an error keeps the session and its names`() throws {
        let terminal = try session()
        try terminal.type("x = 2\r")
        try terminal.expect("x = 2\nfid> ")
        try terminal.type("x = 1/0\r")
        try terminal.expect("division by zero\n  x = 1/0\n      ^^^\n\nfid> ")
        try terminal.type("xx + 1\r")
        try terminal.expect("xx is not defined; did you mean x?\n  xx + 1\n  ^^\n\nfid> ")
        try terminal.type("x ? 1\r")
        try terminal.expect("the character “?” has no meaning here\n  x ? 1\n    ^\n\nfid> ")
        try terminal.type("x\r")
        try terminal.expect("x\nx = 2\nfid> ")
    }

    @Test func `Tab completes functions, names, commands and files`() throws {
        let terminal = try session()
        try terminal.type("Σ_real = 4\r")
        try terminal.expect("Sigma_real = 4\nfid> ")
        try terminal.type("Σ_r\t\r")
        try terminal.expect("Σ_real = 4\nfid> ")
        try terminal.type("eigva\t[2 -1; -1 2])\r")
        try terminal.expect("eigvals([2 -1; -1 2]) = [ 3  1 ]\nfid> ")
        try terminal.type(":la\t\r")
        try terminal.expect("\\[ \\begin{bmatrix}3 & 1\\end{bmatrix} \\]\nfid> ")
        _ = try scratch.write("a sheet.fid", "z = 9\n")
        try terminal.type(":load \(scratch.url.path)/a\t\r")
        try terminal.expect("z = 9\nfid> ")
        try terminal.type("sqrt\t\t")
        try terminal.expect("sqrtm(")
        try terminal.expect("sqrtprod(")
    }

    struct Exchange: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let lines: [String]
        let reply: String
    }

    @Test(arguments: [
        Exchange(testDescription: "steps", lines: [":steps"], reply: "the steps are not shown\n"),
        Exchange(testDescription: "steps on", lines: [":steps on"], reply: "the steps are shown\n"),
        Exchange(testDescription: "steps maybe", lines: [":steps maybe"], reply: ":steps is on or off, not maybe\n"),
        Exchange(testDescription: "exact", lines: [":exact"], reply: "new lines are computed in exact numbers\n"),
        Exchange(testDescription: "not exact", lines: [":exact off", "1/3"], reply: "1/3 = 0.3333333333\n"),
        Exchange(testDescription: "exact again", lines: [":exact off", ":exact on", "1/3"], reply: "1/3 = 1/3\n"),
        Exchange(
            testDescription: "no value yet", lines: [":latex"], reply: "there is no value yet: compute something first\n"),
        Exchange(testDescription: "LaTeX of a claim", lines: ["1/3 == 0.33", ":latex"], reply: "\\[ \\frac{1}{3} \\]\n"),
        Exchange(testDescription: "LaTeX on", lines: [":latex on", "mu_r = 1/3"], reply: "\\[ \\mu_{r}=\\frac{1}{3} \\]\n"),
        Exchange(testDescription: "no names", lines: [":names"], reply: "no name is defined yet\n"),
        Exchange(
            testDescription: "names", lines: ["x = 1/3", "Xy = [1 2; 3 4]", ":names"],
            reply: "Xy = [1 2; 3 4]\nx  = 1/3\n\n"),
        Exchange(
            testDescription: "clear", lines: ["x = 1", ":clear", "x"],
            reply: "x is not defined: give it a value first\n  x\n  ^\n\n"),
        Exchange(testDescription: "clear what", lines: [":clear x"], reply: ":clear takes nothing behind it\n"),
        Exchange(
            testDescription: "nothing to save", lines: [":save s"],
            reply: "there is nothing to save yet: compute something first\n"),
        Exchange(testDescription: "load what", lines: [":load"], reply: ":load needs the name of a file: :load FILE\n"),
        Exchange(
            testDescription: "load what is not there", lines: [":load /nowhere"],
            reply: "/nowhere does not exist: check the path\n"),
        Exchange(testDescription: "a slip", lines: [":stpes on"], reply: "there is no command :stpes; did you mean :steps?\n"),
        Exchange(
            testDescription: "no such command", lines: [":frobnicate"],
            reply: "there is no command :frobnicate: :help lists them\n"),
        Exchange(testDescription: "two meanings", lines: [":l"], reply: ":l could be :latex or :load: write more of it\n"),
        Exchange(testDescription: "a wide colon", lines: ["：exact"], reply: "new lines are computed in exact numbers\n"),
        Exchange(testDescription: "only save replaces", lines: [":load! x"], reply: "only :save can be written with !\n"),
        Exchange(
            testDescription: "help on a function", lines: [":help cov"],
            reply: "cov(X, divisor: n-1 | n)\n  the covariance of the columns\n\n  cov([1 2 3; 2 3 1])\n\n"),
        Exchange(
            testDescription: "help on a command", lines: [":help quit"], reply: ":quit  ends the session, as Ctrl-D does\n"),
        Exchange(
            testDescription: "help on a slip", lines: [":help covr"], reply: "there is no function covr; did you mean cov?\n"),
    ])
    func `the commands of a session`(exchange: Exchange) throws {
        let terminal = try session()
        for line in exchange.lines.dropLast() {
            try terminal.type(line + "\r")
            try terminal.expect("fid> ")
        }
        let last = try #require(exchange.lines.last)
        try terminal.type(last + "\r")
        #expect(try terminal.expect("fid> ") == "\(last)\n\(exchange.reply)fid> ")
    }

    @Test(arguments: [40, 80, 100], ["en", "zh"])
    func `help fits the terminal in both languages`(columns: Int, language: String) throws {
        let terminal = try session(["--lang", language], columns: columns)
        try terminal.type(":help\r")
        let help = try terminal.expect("fid> ")
        #expect(help.contains(language == "zh" ? "函数：load" : "Functions: load"))
        #expect(help.contains(language == "zh" ? ":save 文件" : ":save FILE"))
        for line in help.split(separator: "\n") { #expect(line.displayWidth <= columns, "\(line)") }
    }

    @Test func `a session is saved as a sheet that runs, and loaded again`() throws {
        let file = scratch.path("session.fid")
        let terminal = try session()
        for line in ["X = [1 2 3; 2 3 1]", "1 +", "mu = mean(X)", "mu == [1.5 2.5 2]"] {
            try terminal.type(line + "\r")
            try terminal.expect("fid> ")
        }
        try terminal.type(":save \(file)\r")
        try terminal.expect("session.fid: 3 lines written\n")
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "X = [1 2 3; 2 3 1]\nmu = mean(X)\nmu == [1.5 2.5 2]\n")
        #expect(try Command.run(["run", file]).code == 0)

        let other = try session(columns: 200)
        try other.type("y = 1\r")
        try other.expect("fid> ")
        try other.type(":save \(file)\r")
        try other.expect("exists already:")
        try other.expect("fid> ")
        try other.type(":load \(file)\r")
        try other.expect("✓ mu == [1.5 2.5 2]  holds\n\nfid> ")
        try other.type("mu[1] + y\r")
        try other.expect("mu[1] + y = 2.5\nfid> ")
        // A file that the session has loaded is its own.
        try other.type(":save \(file)\r")
        try other.expect("5 lines written\n")
        #expect(try Command.run(["run", file]).code == 0)
        try other.type(":save \(scratch.path("missing/s.fid"))\r")
        try other.expect("cannot be written, because the folder")
        #expect(try scratch.contents() == ["session.fid", "state"])
    }

    @Test func `plain text, and a terminal that can do nothing`() throws {
        let terminal = try session(["--plain"], environment: ["TERM": "dumb"])
        try terminal.type("sqrt(3)*[1 -2]\r")
        try terminal.expect("sqrt(3)*[1 -2] = ")
        try terminal.expect("fid> ")
        #expect(!terminal.text.unicodeScalars.contains { (0x2190...0x25FF).contains($0.value) })
    }

    @Test func `colour at the prompt unless NO_COLOR forbids it`() throws {
        let colored = try session(environment: ["NO_COLOR": ""])
        try colored.type("1 == 1\r")
        try colored.expect("holds\nfid> ")
        #expect(colored.raw.contains("\u{1B}[32m✓ 1 == 1  holds\u{1B}[0m"))
        let plain = try session()
        try plain.type("1 == 1\r")
        try plain.expect("holds\nfid> ")
        #expect(!plain.raw.contains("\u{1B}[32m"))
    }

    @Test func `JSON is not for a prompt`() throws {
        let terminal = try Command.onTerminal(["calc", "--format", "json"])
        #expect(try terminal.finish() == .code(2))
        #expect(terminal.text == "fid: --format json needs lines as arguments or from standard input\n")
    }

    @Test func `Ctrl-Z gives the terminal back to the shell, and fg asks anew`() throws {
        let script =
            #"set -m; PS1=''; "$FID" calc --no-steps; stty -a | grep -o ' .\?icanon'; echo stopped; fg >/dev/null; echo ended"#
        let terminal = try Command.onTerminal(
            ["-c", script], environment: ["XDG_STATE_HOME": scratch.path("state")], executable: "/bin/bash")
        try terminal.expect("fid> ")
        try terminal.type("1+")
        try terminal.expect("1+")
        try terminal.type("\u{1A}")
        try terminal.expect(" icanon\n")
        try terminal.expect("stopped\n")
        try terminal.expect("fid> ")
        try terminal.type("1+2\r")
        try terminal.expect("1+2 = 3\nfid> ")
        try terminal.type(":quit\r")
        try terminal.expect("ended")
        #expect(try terminal.finish() == .code(0))
    }

    @Test func `a line longer than the terminal is edited and discarded`() throws {
        let terminal = try session(columns: 40)
        let long = String(repeating: "1+", count: 200)
        try terminal.type(long + "eigva\t[2 0; 0 3])\r")
        try terminal.expect("shapes do not fit")
        try terminal.expect("fid> ")
        for _ in 0..<3 {
            try terminal.type(long + "sqr")
            try terminal.expect("sqr")
            try terminal.type("\u{3}")
            try terminal.expect("^C\nfid> ")
        }
        // Longer than it takes until a signal reminds of Ctrl-C: it must have been called off.
        try terminal.type("Z = sqrtm([2 0; 0 3], method: newton)\r")
        try terminal.expect("Z =")
        try terminal.expect("fid> ")
        try terminal.type("\r2+2\r")
        try terminal.expect("2+2 = 4\nfid> ")
    }

    @Test func `a signal that ends the session leaves the terminal in order`() throws {
        let terminal = try session()
        terminal.send(SIGTERM)
        #expect(try terminal.finish() == .signal(SIGTERM))
        #expect(terminal.isInOrder)
    }
}

@Suite struct PipedCalcTests {
    @Test func `each line of standard input is answered, without prompt or echo`() throws {
        let run = try Command.shell(
            #"printf 'x = 1/3\n\n# a remark\nx == 0.33\nA = [1 2\n3 4]\ndet(A)\n' | "$FID" calc --no-steps"#)
        #expect(run.code == 0)
        #expect(run.errors == "")
        #expect(
            run.output == """
                x = 1/3
                ✓ x == 0.33  holds (difference 0.00333)
                A = ⎡ 1  2 ⎤
                    ⎣ 3  4 ⎦
                det(A) = −2

                """)
    }

    @Test func `the worst line decides the exit code`() throws {
        let wrong = try Command.shell(#"printf '1 == 2\n1 == 1\n' | "$FID" calc --no-steps"#)
        #expect(wrong.code == 1)
        let broken = try Command.shell(#"printf '1 == 2\nx = )\n\nx + 1\n:stpes\n' | "$FID" calc --no-steps"#)
        #expect(broken.code == 2)
        #expect(
            broken.output == """
                ✗ 1 == 2  does not hold (difference 1)
                  found = 1
                line 2, column 5: “)” stands where a number, a name or a bracket belongs
                  x = )
                      ^
                line 4 is left out: it needs x, which could not be computed
                there is no command :stpes; did you mean :steps?

                """)
    }

    @Test func `a bracket that is never closed is an error at its line`() throws {
        let run = try Command.shell(#"printf '1+1\nA = [1 2\n3 4\n' | "$FID" calc"#)
        #expect(run.code == 2)
        #expect(run.output.hasPrefix("1+1 = 2\nline 2, column 5: the bracket “[” is never closed\n  A = [1 2\n      ^\n"))
    }

    @Test func `commands work in a script, and other forms of output too`() throws {
        let run = try Command.shell(#"printf ':exact off\n1/3\n:quit\n1/0\n' | "$FID" calc"#)
        #expect(run.code == 0)
        #expect(run.output.hasSuffix("1/3 = 0.3333333333\n"))
        let json = try Command.shell(#"printf 'x = 1/3\nx == 1\n' | "$FID" calc --format json"#)
        #expect(json.code == 1)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(object["holds"] as? Bool == false)
        #expect(try Command.shell(#""$FID" calc < /dev/null"#).output == "")
        #expect(try Command.shell(#"printf '1/3' | "$FID" calc | cat"#).output == "1/3 = 1/3\n")
    }

    /// What comes in and cannot be used, the sentence in both languages, and what was answered before it came.
    struct BadStandardInput: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let line: String
        let says: (String, String)
        var answered = ""
    }

    @Test(arguments: [
        BadStandardInput(
            testDescription: "a line that is no UTF-8", line: #"printf '1+1\n2+\xff\n3+3\n' | "$FID" calc"#,
            says: ("line 2 of standard input is no text in UTF-8", "标准输入第 2 行 不是 UTF-8 文本"), answered: "1+1 = 2\n"),
        BadStandardInput(
            testDescription: "no UTF-8, as a whole", line: #"printf '1+1\n2+\xff\n' | "$FID" calc --format json"#,
            says: ("standard input is no text in UTF-8", "标准输入 不是 UTF-8 文本")),
        BadStandardInput(
            testDescription: "too much in one line", line: #"head -c 8000001 /dev/zero | tr '\0' 1 | "$FID" calc"#,
            says: ("standard input is larger than 8000000 bytes", "标准输入 超过 8000000 字节")),
        BadStandardInput(
            testDescription: "too much, as a whole",
            line: #"head -c 8000001 /dev/zero | tr '\0' ' ' | "$FID" calc --format json"#,
            says: ("standard input is larger than 8000000 bytes", "标准输入 超过 8000000 字节")),
        BadStandardInput(
            testDescription: "a folder", line: #""$FID" calc < /"#,
            says: ("standard input cannot be read: Is a directory", "无法读取标准输入：Is a directory")),
        BadStandardInput(
            testDescription: "nothing open, as a whole", line: #""$FID" calc --format json <&-"#,
            says: ("standard input cannot be read: Bad file descriptor", "无法读取标准输入：Bad file descriptor")),
    ])
    func `standard input that cannot be used`(bad: BadStandardInput) throws {
        for (language, says) in [("en", bad.says.0), ("zh", bad.says.1)] {
            let run = try Command.shell(bad.line.replacing("calc", with: "calc --lang \(language)"))
            #expect(run.code == 2)
            #expect(run.errors == "fid: \(says)\n")
            #expect(run.output == bad.answered)
        }
    }

    @Test func `another program may wait for each answer`() throws {
        // The second line is written when the first is answered, and asks for what it was.
        let line = #"""
            coproc F { "$FID" calc --no-steps; }
            printf '1+1\n' >&${F[1]}
            read -r -t 60 first <&${F[0]}
            printf '%s0\n' "${first#*= }" >&${F[1]}
            read -r -t 60 second <&${F[0]}
            printf '%s; %s\n' "$first" "$second"
            """#
        #expect(try Command.shell(line).output == "1+1 = 2; 20 = 20\n")
    }

    @Test func `a long matrix by lines takes no long time`() throws {
        let scratch = try Scratch()
        let rows = (0..<3000).map { "\($0) \($0 + 1)" }.joined(separator: "\n")
        let file = try scratch.write("rows.txt", "A = [\(rows)]\nA[3000, 2]\n")
        let run = try Command.shell("\"$FID\" calc --no-steps < '\(file)'")
        #expect(run.code == 0)
        #expect(run.output.hasSuffix("A[3000, 2] = 3000\n"))
        #expect(run.seconds < 20)
    }
}
