// `fid learn` as a learner meets it: on a terminal, from a pipe, interrupted, killed, in two terminals at once.

import Foundation
import TestSupport
import Testing
import Typesetting

@Suite struct LearnCommandTests {
    private let scratch: Scratch
    private let course: TinyCourse

    init() throws {
        scratch = try Scratch()
        course = try TinyCourse()
    }

    private var environment: [String: String] { ["XDG_STATE_HOME": scratch.path("state")] }

    private var stateFile: String { scratch.path("state/fid/learn.json") }

    private func terminal(_ arguments: [String] = [], columns: Int = 80) throws -> PseudoTerminal {
        try Command.onTerminal(
            ["learn", "--lessons", course.folder.path] + arguments, environment: environment, columns: columns)
    }

    /// Takes the course from a pipe, a line for each answer.
    private func piped(_ lines: [String], _ arguments: [String] = []) throws -> Run {
        let input = try scratch.write("answers", lines.map { $0 + "\n" }.joined())
        let words = ["learn", "--lessons", course.folder.path] + arguments
        return try Command.shell(
            "\"$FID\" \(words.map { "'\($0)'" }.joined(separator: " ")) < '\(input)'", environment: environment)
    }

    /// The outcome of a question in the state file; nil where it is open or unknown.
    private func stored(_ lesson: String, _ question: String) throws -> [String: Any] {
        let data = try Data(contentsOf: URL(fileURLWithPath: stateFile))
        let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let lessons = try #require(root["lessons"] as? [String: Any])
        let questions = (lessons[lesson] as? [String: Any])?["questions"] as? [String: Any]
        return questions?[question] as? [String: Any] ?? [:]
    }

    // MARK: On a terminal

    /// To the first question, answered wrongly in several ways, with two hints.
    private func missFirstQuestion(_ terminal: PseudoTerminal) throws {
        try terminal.expect("Commands: ? reveal skip back help quit\n\nLesson 1 of 2 · 3 minutes · 3 questions\n\nThe mean\n")
        try terminal.expect("[Enter] ")
        try terminal.type("\r")
        let first = try terminal.expect("> ")
        #expect(first.contains("Question 1 of 3  ░░░░░░░░░\nPredict it, before it is computed.\nWhat is the mean of the rows?\n"))
        #expect(!terminal.text.contains("1.5"))
        try terminal.type("3 5 4\r")
        #expect(
            try terminal.expect("\n\n> ") == """
                3 5 4
                ✗ Not yet. ? gives a hint.
                The sum of the rows, not divided by n: a mean is the sum divided by the number
                of rows.

                >\u{20}
                """)
        try terminal.type("1.5 2.5\r")
        #expect(try terminal.expect("\n\n> ").contains("✗ Not yet. ? gives a hint.\nThe answer has another shape.\n"))
        try terminal.type("[1.5 2.5\r")
        #expect(
            try terminal.expect("\n\n> ") == """
                [1.5 2.5
                the bracket “[” is never closed
                  [1.5 2.5
                  ^

                >\u{20}
                """)
        try terminal.type("?\r")
        try terminal.expect("Hint: Does your mean lie between the smallest and the largest entry of its\ncolumn?")
        try terminal.expect("> ")
        try terminal.type("hint\r")
        #expect(try terminal.expect("\n\n> ") == "hint\nHint: One entry for each feature. (? gives another)\n\n> ")
    }

    @Test func `the whole course on a terminal: wrong, diagnosed, hinted, right, revealed, skipped, to the end`() throws {
        let terminal = try terminal()
        try missFirstQuestion(terminal)
        try terminal.type("1.5 2.5 2\r")
        #expect(try terminal.expect("[Enter] ").contains("✓ Right.\n"))
        #expect(terminal.text.contains("The mean is [1.5 2.5 2]."))
        try terminal.type("\r")
        #expect(
            try terminal.expect("> ").contains(
                "Question 2 of 3  ███░░░░░░\nWhat does the mean see?\n  (a) the spread\n  (b) the centre\n"))
        try terminal.type("a\r")
        try terminal.expect("✗ Not yet.\n(a) The spread is what it leaves out.\n\n> ")
        try terminal.type("reveal\r")
        try terminal.expect("The answer is (b) the centre. It does not count as solved.\n")
        try terminal.expect("Question 3 of 3  ███▒▒▒░░░\n")
        try terminal.expect("> ")
        try terminal.type("0.866\r")
        try terminal.expect("✓ Right, to the digits written; exactly it is ")
        try terminal.expect("The mean is a centre.\n")
        try terminal.expect(
            "End of lesson 1. 3 questions: 2 solved, 1 revealed.\n1 at the first answer, without a hint.\n███▒▒▒███\n")
        try terminal.expect("Next: lesson 2, The trace (2 minutes)\n\n[Enter] ")
        try terminal.type("\r")
        try terminal.expect("Question 1 of 1  ░░░\nWhat is the trace of [2 −1; −1 2]?\n> ")
        try terminal.type("skip\r")
        #expect(try terminal.finish() == .code(0))
        #expect(
            terminal.rest.contains(
                "This is the end of the course. 4 questions: 2 solved, 1 revealed, 1 skipped.\n1 at the first answer, without a hint."
            ))
        #expect(!terminal.text.contains("Saved."))
        #expect(try stored("mean", "real-mean")["attempts"] as? Int == 3)
        #expect(try stored("mean", "real-mean")["hints"] as? Int == 2)
        #expect(try stored("mean", "which")["outcome"] as? String == "revealed")
        #expect(try stored("trace", "value")["outcome"] as? String == "skipped")
    }

    @Test func `the same in Chinese, 40 columns wide`() throws {
        let terminal = try terminal(["--lang", "zh"], columns: 40)
        try terminal.expect("第 1 课（共 2 课） · 3 分钟 · 3 题\n\n均值\n════\n")
        try terminal.expect("[回车] ")
        try terminal.type("\r")
        try terminal.expect("第 1 题（共 3 题）  ░░░░░░░░░\n先预测，再看计算。\n各行的均值是多少？\n> ")
        try terminal.type("3 5 4\r")
        try terminal.expect("✗ 还不对。输入 ? 可得提示。\n")
        try terminal.expect("> ")
        try terminal.type("提式\r")
        try terminal.expect("“提式”不是答案；是否想输入 提示？\n\n> ")
        try terminal.type("提示\r")
        try terminal.expect("提示：")
        try terminal.expect("> ")
        try terminal.type("答案\r")
        try terminal.expect("答案是 [1.5 2.5 2]，由 mean(X) 算出。")
        #expect(try terminal.expect("[回车] ").replacing("\n", with: "").contains("不计为答对。"))
        try terminal.type("返回\r")
        try terminal.expect("[回车] ")
        try terminal.type("\r")
        try terminal.expect("这题已经看过答案：按回车继续。\n> ")
        try terminal.type("\r")
        try terminal.expect("[回车] ")
        try terminal.type("\r")
        try terminal.expect("  (b) 中心\n> ")
        try terminal.type("b\r")
        try terminal.expect("✓ 答对了。\n")
        try terminal.expect("> ")
        try terminal.type("退出\r")
        #expect(try terminal.finish() == .code(0))
        #expect(terminal.rest == "退出\n已保存。用 fid learn 从这里继续。\n")
        for line in terminal.text.split(separator: "\n") { #expect(line.displayWidth <= 40, "\(line)") }
    }

    @Test func `Ctrl-C anywhere saves, says goodbye and leaves the terminal in order; then it goes on from there`() throws {
        let first = try terminal()
        try first.expect("[Enter] ")
        try first.type("\u{3}")
        #expect(try first.finish() == .code(130))
        #expect(first.rest == "^C\nSaved. fid learn goes on from here.\n")
        let second = try terminal()
        try second.expect("[Enter] ")
        try second.type("\r")
        try second.expect("> ")
        try second.type("1.5 2.5 2\r")
        try second.expect("[Enter] ")
        try second.type("\r")
        try second.expect("> ")
        // A line that was not sent is no answer.
        try second.type("a")
        try second.expect("a")
        try second.type("\u{3}")
        #expect(try second.finish() == .code(130))
        #expect(second.rest == "^C\nSaved. fid learn goes on from here.\n")
        let third = try terminal()
        try third.expect("Lesson 1 of 2 · The mean\nHere you left. “back” goes to the question before.\n")
        try third.expect("[Enter] ")
        #expect(third.isInOrder)
        try third.type("\r")
        try third.expect("Question 2 of 3  ███░░░░░░\n")
        try third.expect("> ")
        try third.type("b\r")
        try third.expect("> ")
        // Ctrl-D is no accident: exit code 0.
        try third.type("\u{4}")
        #expect(try third.finish() == .code(0))
        #expect(third.rest == "\nSaved. fid learn goes on from here.\n")
        #expect(try stored("mean", "which")["attempts"] as? Int == 1)
        // In the other language, too.
        let fourth = try terminal(["--lang", "zh"])
        try fourth.expect("第 1 课（共 2 课） · 均值\n从上次离开的地方继续。输入“返回”可回到上一题。\n")
        try fourth.expect("第 3 题（共 3 题）  ██████░░░\n")
        try fourth.expect("> ")
        try fourth.type("\u{3}")
        #expect(try fourth.finish() == .code(130))
        #expect(fourth.rest == ("^C\n已保存。用 fid learn 从这里继续。\n"))
    }

    @Test func `cursor keys and other control characters are no part of an answer`() throws {
        let terminal = try terminal(["trace"])
        try terminal.expect("> ")
        try terminal.type("\u{1B}[D4\u{1B}[C\r")
        try terminal.expect("✓ Right.\n")
    }

    @Test func `a reset asks on a terminal`() throws {
        _ = try piped(["skip", "b"])
        let refused = try terminal(["--reset"])
        try refused.expect("Forget 2 answers of the whole course? [y/N] ")
        try refused.type("\r")
        #expect(try refused.finish() == .code(0))
        #expect(refused.rest == "\nNothing was changed.\n")
        #expect(try stored("mean", "which")["outcome"] as? String == "solved")
        let granted = try terminal(["--reset", "1", "--lang", "zh"])
        try granted.expect("清除第 1 课 2 题的记录？ [是/否] ")
        try granted.type("是\r")
        #expect(try granted.finish() == .code(0))
        #expect(granted.rest == "是\n第 1 课已恢复如初。\n")
        #expect(try stored("mean", "which").isEmpty)
    }

    // MARK: From a pipe

    @Test func `a script takes the course, a line for each answer`() throws {
        let run = try piped(["1.5 2.5 2", "", "b", "√3/2", "4"])
        #expect(run.code == 0)
        #expect(run.errors == "")
        #expect(!run.output.contains("[Enter]"))
        #expect(run.output.contains("> 1.5 2.5 2\n✓ Right.\n"))
        #expect(
            run.output.contains("This is the end of the course. 4 questions: 4 solved.\n4 at the first answer, without a hint."))
        let again = try piped([])
        #expect(again.code == 0)
        #expect(again.output.contains("This is the end of the course. 4 questions: 4 solved.\n"))
        let list = try piped([], ["--list"])
        #expect(list.output == " 1  ███  3/3  The mean\n 2  █    1/1  The trace\n\n4 questions: 4 solved\n")
        let plain = try piped([], ["--list", "--plain", "--lang", "zh"])
        #expect(plain.output == " 1 均值: 已完成, 3/3\n 2 迹: 已完成, 1/1\n\n共 4 题：答对 4 题\n")
    }

    @Test func `an end of the input is no mistake, and a lesson that ends with it begins no other`() throws {
        let nothing = try piped([])
        #expect(nothing.code == 0)
        #expect(nothing.output.hasSuffix("What is the mean of the rows?\nSaved. fid learn goes on from here.\n"))
        let lesson = try piped(["1.5 2.5 2", "b", "√3/2"], ["1"])
        #expect(lesson.code == 0)
        #expect(lesson.output.hasSuffix("Next: lesson 2, The trace (2 minutes)\n\nSaved. fid learn goes on from here.\n"))
    }

    @Test func `input that is no text, or endless, is no danger`() throws {
        let bytes = try scratch.write("noise", (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 3) })
        let run = try Command.shell(
            "\"$FID\" learn trace --lessons '\(course.folder.path)' < '\(bytes)'", environment: environment)
        #expect(run.code == 0)
        let long = try Command.shell(
            "{ head -c 50000000 /dev/zero | tr '\\0' 1; echo; echo 4; } | \"$FID\" learn trace --lessons '\(course.folder.path)'",
            environment: environment)
        #expect(long.code == 0)
        #expect(long.output.contains("> 4\n✓ Right.\n"))
    }

    // MARK: Progress

    @Test func `two learners at once keep what both did`() throws {
        let wrong = Array(repeating: "9", count: 40).joined(separator: "\n")
        let run = try Command.shell(
            """
            take() { "$FID" learn --lessons '\(course.folder.path)' --no-steps "$@" > /dev/null; }
            printf '%s\\n1.5 2.5 2\\nb\\n' '\(wrong)' | take 1 &
            printf '%s\\n4\\n' '\(wrong)' | take 2 &
            printf '%s\\n' '\(wrong)' | take 2 &
            wait
            """, environment: environment)
        #expect(run.errors == "")
        #expect(try stored("mean", "real-mean")["outcome"] as? String == "solved")
        #expect(try stored("mean", "real-mean")["attempts"] as? Int == 41)
        #expect(try stored("mean", "which")["outcome"] as? String == "solved")
        #expect(try stored("trace", "value")["outcome"] as? String == "solved")
    }

    @Test func `killed in the middle of many answers, the file is whole`() throws {
        let answers = try scratch.write("wrong", String(repeating: "9\n", count: 20_000))
        for count in [1, 5, 23] {
            let terminal = try Command.onTerminal(
                ["-c", "exec \"$FID\" learn trace --lessons '\(course.folder.path)' < '\(answers)'"], environment: environment,
                executable: "/bin/bash")
            for _ in 0..<count { try terminal.expect("Not yet") }
            terminal.send(SIGKILL)
            #expect(try terminal.finish() == .signal(SIGKILL))
            // What was answered before the last answer seen has been kept.
            #expect(try stored("trace", "value")["attempts"] as? Int ?? 0 >= count)
            let next = try piped([], ["--list"])
            #expect(next.code == 0)
            #expect(next.errors == "")
        }
        let rest = try piped(["4"], ["trace"])
        #expect(rest.errors == "")
        let left = try FileManager.default.contentsOfDirectory(atPath: scratch.path("state/fid")).sorted()
        #expect(left == ["learn.json", "learn.json.lock"])
    }

    @Test func `a broken state file is put aside, said so, and the course begins`() throws {
        _ = try piped(["skip"])
        try Data("{ broken".utf8).write(to: URL(fileURLWithPath: stateFile))
        let run = try piped(["4"], ["trace"])
        #expect(run.code == 0)
        #expect(
            run.errors
                == "fid: \(stateFile) cannot be read as progress: it is kept as \(stateFile).kept, and the course begins anew\n")
        #expect(try String(contentsOfFile: stateFile + ".kept", encoding: .utf8) == "{ broken")
        #expect(try stored("trace", "value")["outcome"] as? String == "solved")
    }

    @Test func `where nothing can be saved it is said once, and the course goes on`() throws {
        let blocked = try scratch.write("file", "")
        let run = try Command.shell(
            "printf '9\\n9\\n4\\n' | \"$FID\" learn trace --lessons '\(course.folder.path)' --lang zh",
            environment: ["XDG_STATE_HOME": blocked])
        #expect(run.code == 0)
        #expect(run.errors == "fid: 进度无法保存到 \(blocked)/fid/learn.json：无法创建文件夹 \(blocked)/fid；课程继续，但不保存进度\n")
        #expect(run.output.contains("✓ 答对了。\n"))
        #expect(run.output.hasSuffix("再见。进度未能保存；fid learn 将重新开始。\n"))
    }

    @Test func `a reset without anybody to ask needs --yes`() throws {
        #expect(try piped([], ["--reset"]).output == "There is nothing to forget.\n")
        _ = try piped(["skip", "b"])
        let silent = try piped([], ["--reset"])
        #expect(silent.code == 2)
        #expect(silent.errors == "fid: nobody answered, so nothing was changed: --yes resets without asking\n")
        #expect(try piped(["no"], ["--reset"]).output.hasSuffix("no\nNothing was changed.\n"))
        #expect(try stored("mean", "which")["outcome"] as? String == "solved")
        let done = try piped([], ["--reset", "--yes"])
        #expect(done.output == "The course is as new.\n")
        #expect(try piped([], ["--list"]).output.hasSuffix("4 questions: 4 open\n"))
    }

    @Test(arguments: [
        (["9"], "fid: there is no lesson 9: fid lesson lists them\n"),
        (["trice"], "fid: there is no lesson trice; did you mean trace?\n"),
    ])
    func `a lesson that there is not`(arguments: [String], message: String) throws {
        let run = try piped([], arguments)
        #expect(run.code == 2)
        #expect(run.errors == message)
        #expect(!FileManager.default.fileExists(atPath: scratch.path("state")))
    }

    @Test(arguments: [["--yes"], ["--list", "--reset"], ["--list", "1"]])
    func `options that do not go together`(arguments: [String]) throws {
        let run = try piped([], arguments)
        #expect(run.code == 2)
        #expect(run.errors.hasPrefix("Error: "))
    }

    @Test func `a folder without lessons`() throws {
        let run = try Command.run(["learn", "--lessons", scratch.url.path], environment: environment)
        #expect(run.code == 2)
        #expect(run.errors == "fid: there are no lessons in \(scratch.url.path)/en\n")
    }

    // MARK: The course itself

    @Test(arguments: ["en", "zh"])
    func `a lesson of the course in 40 columns and plain words`(language: String) throws {
        let input = try scratch.write("lesson", "9\n10\nreveal\n1\nb\n")
        let run = try Command.shell(
            "\"$FID\" learn 5 --plain --width 40 --lang \(language) < '\(input)'", environment: environment)
        #expect(run.code == 0)
        #expect(run.errors == "")
        #expect(!run.output.contains { "░▒█✓✗═─".contains($0) })
        let end = language == "en" ? "4 questions: 3 solved,\n1 revealed." : "共 4 题：答对 3 题，看了答案 1 题。"
        #expect(run.output.replacing("看\n了", with: "看了").contains(end))
    }

    @Test(arguments: ["README.md", "README.zh.md"])
    func `the README shows a conversation as it goes`(name: String) throws {
        let readme = try String(contentsOf: Command.projectRoot.appending(path: name), encoding: .utf8)
        let block = try #require(
            readme.firstMatch(of: /<!-- output of: (printf [^\n]*\| )fid (learn [^\n]*) -->\n```text\n([\s\S]*?)```/))
        let run = try Command.shell("\(block.1)\"$FID\" \(block.2)", environment: environment)
        #expect(run.code == 0)
        #expect(run.output.contains(String(block.3)))
    }
}
