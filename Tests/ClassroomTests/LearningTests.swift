// The course as a conversation, without a terminal: what each line does, what is kept, and where it goes on.

import Foundation
import Lessons
import Localization
import TestSupport
import Testing

@testable import Classroom

@Suite struct LearningTests {
    private let course: TinyCourse

    init() throws { course = try TinyCourse() }

    @Test func `a lesson is shown up to each question, and a prediction is asked for before its block`() throws {
        var learner = try Learner(lessons(course))
        #expect(learner.begin() == ["opened mean", "# The mean", "fid: X = [1 2 3; 2 3 1]", "paused"])
        #expect(learner.proceed() == ["## Add and halve", "asked real-mean 1/3"])
        #expect(learner.proceed() == [])
        #expect(learner.type("1.5 2.5 2") == ["right", "fid: mu = mean(X)", "The mean is {{ mu }}.", "paused"])
        #expect(learner.type("") == ["## What it sees", "asked which 2/3"])
        #expect(learner.type("(B)") == ["right", "asked root 3/3"])
        #expect(learner.type("√3/2") == ["right", "## To take away", "ended mean, next trace"])
        #expect(learner.session.stop == .lessonEnd)
        #expect(learner.proceed() == ["opened trace", "# The trace", "asked value 1/1"])
        #expect(learner.type("4") == ["right", "ended trace, next none", "course: 3 0 0 0, 1 0 0 0"])
        #expect(learner.session.stop == .over)
    }

    @Test func `what a line at a question does`() throws {
        let cases: [(line: String, says: [String])] = [
            ("", []),
            ("3 5 4", ["wrong mean-summed ?"]),
            ("2 2", ["wrong mean-across-features shape ?"]),
            ("1.5 2.5 3", ["wrong single-entry #3 ?"]),
            ("[1.5 2.5", ["the bracket “[” is never closed | [1.5 2.5 | ^ ?"]),
            ("1/0", ["division by zero | 1/0 | ^^^ ?"]),
            ("mean(X)", ["not written out ?"]),
            ("X", ["not written out ?"]),
            ("men(X)", ["there is no function men; did you mean mean? | men(X) | ^^^^^^ ?"]),
            ("Y", ["Y is not defined: give it a value first | Y | ^ ?"]),
            ("hnt", ["hnt? hint"]),
            ("提式", ["提式? 提示"]),
            ("help", ["help"]), ("帮助", ["help"]),
            ("back", ["nothing before"]), ("返回", ["nothing before"]),
        ]
        for (line, says) in cases {
            var learner = try Learner(lessons(course))
            _ = learner.begin()
            learner.proceedToQuestion()
            #expect(learner.type(line) == says, "\(line)")
            #expect(learner.session.stop == .question, "\(line)")
        }
    }

    @Test func `only what was judged counts as an attempt`() throws {
        var learner = try Learner(lessons(course))
        _ = learner.begin()
        learner.proceedToQuestion()
        for line in ["1/", "X", "mean(X)", "hnt", "", "nonsense!", "?"] { _ = learner.type(line) }
        #expect(learner.kept.record(of: "real-mean", in: "mean").attempts == 0)
        _ = learner.type("1 2 3")
        _ = learner.type("1.5 2.5 2")
        let record = learner.kept.record(of: "real-mean", in: "mean")
        #expect(record.attempts == 2)
        #expect(record.hints == 1)
        #expect(record.outcome == .solved)
        #expect(learner.kept.summary(of: learner.session.lessons[0]).atOnce == 0)
    }

    @Test func `hints come one by one, that of a diagnosis first`() throws {
        var learner = try Learner(lessons(course))
        _ = learner.begin()
        learner.proceedToQuestion()
        #expect(learner.type("?") == ["hint One entry for each feature. +1"])
        #expect(learner.type("3 5 4") == ["wrong mean-summed ?"])
        let diagnosed = learner.type("hint")
        #expect(diagnosed.first?.hasSuffix("+1") == true)
        #expect(diagnosed != ["hint Add the rows and halve. +0"])
        // The same slip again brings no second hint.
        #expect(learner.type("3 5 4") == ["wrong mean-summed ?"])
        #expect(learner.type("提示") == ["hint Add the rows and halve. +0"])
        #expect(learner.type("？") == ["no more hints"])
        #expect(learner.type("1 1 1") == ["wrong"])
        _ = learner.type("skip")
        learner.proceedToQuestion()
        #expect(learner.type("?") == ["no hints"])
    }

    @Test func `a wrong option says why, another key what there is`() throws {
        var learner = try Learner(lessons(course))
        _ = learner.begin()
        learner.proceedToQuestion()
        _ = learner.type("skip")
        learner.proceedToQuestion()
        #expect(learner.type("a") == ["wrong: The spread is what it leaves out."])
        #expect(learner.type("1") == ["wrong: The spread is what it leaves out."])
        #expect(learner.type("c") == ["one of ab"])
        #expect(learner.type("0") == ["one of ab"])
        #expect(learner.type("9999999999999999999999") == ["one of ab"])
        #expect(learner.type("2").first == "right")
    }

    @Test func `a revealed question is not solved, not even by a right answer afterwards`() throws {
        var learner = try Learner(lessons(course))
        _ = learner.begin()
        learner.proceedToQuestion()
        #expect(learner.type("reveal").first == "revealed [1.5, 2.5, 2.0]")
        #expect(learner.type("back") == ["# The mean", "fid: X = [1 2 3; 2 3 1]", "paused"])
        #expect(learner.proceed() == ["## Add and halve", "asked real-mean 1/3 revealed"])
        #expect(learner.type("1.5 2.5 2").first == "right")
        #expect(learner.kept.record(of: "real-mean", in: "mean").outcome == .revealed)
        #expect(learner.kept.record(of: "real-mean", in: "mean").attempts == 0)
    }

    @Test func `a skipped question can be taken up, a solved one stays solved`() throws {
        var learner = try Learner(lessons(course))
        _ = learner.begin("trace")
        #expect(learner.type("跳过") == ["skipped", "ended trace, next mean"])
        #expect(learner.type("上一题") == ["# The trace", "asked value 1/1 skipped"])
        #expect(learner.type("4.0").first == "right")
        #expect(learner.kept.record(of: "value", in: "trace").outcome == .solved)
        _ = learner.begin("trace")
        #expect(learner.type("答案").first == "revealed [4.0] again")
        #expect(learner.kept.record(of: "value", in: "trace").outcome == .solved)
        // Enter passes over what was solved.
        _ = learner.begin("trace")
        #expect(learner.type("") == ["skipped", "ended trace, next mean"])
        #expect(learner.kept.record(of: "value", in: "trace").outcome == .solved)
    }

    @Test func `back goes through the questions to the beginning of the lesson`() throws {
        var learner = try Learner(lessons(course))
        _ = learner.begin()
        learner.proceedToQuestion()
        _ = learner.type("skip")
        // At the end of a section, behind the first question.
        #expect(learner.session.stop == .pause)
        #expect(learner.type("back").first == "# The mean")
        learner.proceedToQuestion()
        #expect(learner.type("back") == ["nothing before"])
        _ = learner.type("skip")
        learner.proceedToQuestion()
        _ = learner.type("skip")
        #expect(learner.type("back") == ["fid: mu = mean(X)", "The mean is {{ mu }}.", "paused"])
        learner.proceedToQuestion()
        #expect(learner.kept.lessons["mean"]?.place == .question("which"))
    }

    @Test func `commands that need a question say so where there is none`() throws {
        var learner = try Learner(lessons(course))
        _ = learner.begin()
        #expect(learner.session.stop == .pause)
        #expect(learner.type("?") == ["no question"])
        #expect(learner.type("reveal") == ["no question"])
        #expect(learner.type("1.5 2.5 2") == ["no question"])
        #expect(learner.type("qiut") == ["qiut? quit"])
        #expect(learner.type("skip") == ["## Add and halve", "asked real-mean 1/3"])
        #expect(learner.type("quit") == ["left"])
        #expect(learner.session.stop == .over)
        #expect(learner.type("?") == ["no question"])
        #expect(learner.type("") == [])
    }

    // MARK: Going on

    @Test func `it goes on at the question where the learner left, in the other language too`() throws {
        var first = try Learner(lessons(course))
        _ = first.begin()
        first.proceedToQuestion()
        _ = first.type("1.5 2.5 2")
        _ = first.type("quit")
        var second = try Learner(lessons(course, .chinese), kept: first.kept)
        #expect(second.begin() == ["resumed mean", "fid: mu = mean(X)", "均值是 {{ mu }}.", "paused"])
        #expect(second.proceed() == ["## 它看得见什么", "asked which 2/3"])
        #expect(second.type("a") == ["wrong: 它恰恰看不见散布。"])
        #expect(second.type("b").first == "right")
        var third = try Learner(lessons(course), kept: second.kept)
        #expect(third.begin() == ["resumed mean", "asked root 3/3"])
    }

    @Test func `behind a finished lesson comes the next one that is not, and at last the end`() throws {
        var learner = try Learner(lessons(course))
        _ = learner.begin("trace")
        _ = learner.type("4")
        #expect(learner.session.stop == .lessonEnd)
        var next = try Learner(lessons(course), kept: learner.kept)
        #expect(next.begin().first == "opened mean")
        next.proceedToQuestion()
        for _ in 0..<3 {
            _ = next.type("skip")
            next.proceedToQuestion()
        }
        #expect(next.session.stop == .over)
        var last = try Learner(lessons(course), kept: next.kept)
        #expect(last.begin() == ["course: 0 0 3 0, 1 0 0 0"])
        #expect(last.session.stop == .over)
        // A lesson that is asked for is taken from its beginning.
        #expect(last.begin("mean").first == "opened mean")
        last.proceedToQuestion()
        _ = last.type("1.5 2.5 2")
        #expect(last.kept.summary(of: last.session.lessons[0]).count(.solved) == 1)
    }

    @Test func `a lesson that was changed keeps what is known of its questions`() throws {
        var first = try Learner(lessons(course))
        _ = first.begin()
        first.proceedToQuestion()
        _ = first.type("1.5 2.5 2")
        first.proceedToQuestion()
        // The question where the learner left goes, a new one comes at the end.
        try course.edit("en/01-mean.md", TinyCourse.choice, "")
        try course.edit(
            "en/01-mean.md", "## To take away", "```ask\nid: late\nquestion: 1 + 1?\nanswer: 2\n```\n\n## To take away")
        var second = try Learner(lessons(course), kept: first.kept)
        #expect(second.begin().last == "paused")
        second.proceedToQuestion()
        #expect(second.kept.lessons["mean"]?.place == .question("root"))
        #expect(second.kept.record(of: "real-mean", in: "mean").outcome == .solved)
        #expect(second.type("sqrt(3)/2") == ["right", "asked late 3/3"])
        #expect(second.type("2").suffix(1) == ["ended mean, next trace"])
        // A question that comes into a finished lesson is asked.
        try course.edit("en/01-mean.md", "id: late", "id: later")
        var third = try Learner(lessons(course), kept: second.kept)
        #expect(third.begin() == ["resumed mean", "asked later 3/3"])
    }

    @Test func `questions in another order are taken from where the learner was`() throws {
        var first = try Learner(lessons(course))
        _ = first.begin()
        first.proceedToQuestion()
        _ = first.type("skip")
        first.proceedToQuestion()
        _ = first.type("b")
        let text = try String(contentsOf: course.folder.appending(path: "en/01-mean.md"), encoding: .utf8)
        let root = try #require(text.firstMatch(of: /```ask\nid: root[\s\S]*?```\n/)).output
        try course.write(
            "en/01-mean.md", text.replacing(root, with: "").replacing("## Add and halve", with: root + "\n## Add and halve"))
        var second = try Learner(lessons(course), kept: first.kept)
        // “root” is the first question now.
        #expect(second.begin().last == "asked root 1/3")
        #expect(second.type("√3/2").first == "right")
        second.proceedToQuestion()
        #expect(second.kept.lessons["mean"]?.place == .question("real-mean"))
    }

    @Test func `progress of lessons that the course does not have is kept and passed over`() throws {
        var progress = LearnerProgress()
        progress.apply(.reached(lesson: "elsewhere", .question("x")))
        progress.apply(.settled(lesson: "elsewhere", question: "x", .solved))
        var learner = try Learner(lessons(course), kept: progress)
        #expect(learner.begin().first == "opened mean")
        #expect(learner.kept.record(of: "x", in: "elsewhere").outcome == .solved)
    }

    @Test func `a question whose own answer cannot be computed can be passed`() throws {
        try course.edit("en/02-trace.md", "answer: tr([2 -1; -1 2])", "answer: tr(M)")
        var learner = try Learner(lessons(course))
        _ = learner.begin("trace")
        #expect(learner.type("4") == ["unjudgeable: M is not defined: give it a value first ?"])
        #expect(learner.type("reveal").first == "revealed nothing")
    }

    @Test func `an answer may need names that come later`() throws {
        try course.edit("en/01-mean.md", "answer: mean(X)", "answer: mu")
        var learner = try Learner(lessons(course))
        _ = learner.begin()
        learner.proceedToQuestion()
        #expect(learner.type("mu").first?.contains("not written out") == true)
        #expect(learner.type("3 5 4") == ["wrong mean-summed ?"])
        #expect(learner.type("1.5 2.5 2").first == "right")
    }

    @Test func `a course without lessons is no session`() {
        #expect(LearningSession(lessons: [], progress: LearnerProgress()) == nil)
    }
}
