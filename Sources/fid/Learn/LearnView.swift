// The words of the course as a conversation: what is shown of each thing that happens.

import Checking
import Classroom
import Foundation
import Lessons
import Localization
import Typesetting
import Worksheets

struct LearnView {
    let style: OutputStyle
    let showsSteps: Bool
    /// The lessons of the course, to name one by its number.
    let lessons: [Lesson]

    /// Shows an event.
    func write(_ event: LearningEvent, in run: LessonRun, _ show: ([String]) -> Void) throws {
        switch event {
        case .reading(let block, let names):
            var evaluator = names
            let page = LessonPage(lesson: run.lesson, style: style, showsSteps: showsSteps)
            try page.write([block], numbers: run.numbers, evaluator: &evaluator, show)
        case .opened(let summary, let isResumed): show(opening(summary, isResumed: isResumed))
        case .asked(let question): show(self.question(question))
        case .judged(let judgement, let hasHints): show(verdict(judgement, hasHints: hasHints, in: run.lesson) + [""])
        case .lessonEnded(let summary, let next): show(ending(summary, next))
        case .courseEnded(let summaries): show(courseEnd(summaries))
        case .paused, .left: break
        default: show(remark(event).map { paragraph($0.text, $0.role) } ?? [])
        }
    }

    // MARK: Lines

    func say(_ phrase: Phrase) -> String {
        let text = phrase(in: style.language)
        return style.isPlain ? text.replacing("✓ ", with: "").replacing("✗ ", with: "") : text
    }

    func paragraph(_ phrase: Phrase, _ role: TextRole? = nil, isLast: Bool = true) -> [String] {
        let lines = say(phrase).wrapped(width: style.width)
        return lines.map { line in role.map { style.styled(line, $0) } ?? line } + (isLast ? [""] : [])
    }

    /// One mark or more for each question: solved, passed without being solved, open.
    func bar(_ outcomes: [QuestionOutcome?]) -> String {
        guard !style.isPlain, !outcomes.isEmpty else { return "" }
        let width = max(1, min(3, (style.width - 20) / outcomes.count))
        return outcomes.map { String(repeating: Self.mark($0), count: width) }.joined()
    }

    private static func mark(_ outcome: QuestionOutcome?) -> String {
        switch outcome {
        case .solved: "█"
        case .revealed, .skipped: "▒"
        case nil: "░"
        }
    }

    // MARK: Lessons

    private func opening(_ summary: LessonSummary, isResumed: Bool) -> [String] {
        let lesson = summary.lesson
        let place = Phrase("Lesson \(lesson.number) of \(lessons.count)", "第 \(lesson.number) 课（共 \(lessons.count) 课）")
        guard isResumed else {
            let count = summary.outcomes.count
            return paragraph(
                Phrase(
                    "\(place.english) · \(lesson.minutes) minutes · \(Self.questions(count).english)",
                    "\(place.chinese) · \(lesson.minutes) 分钟 · \(Self.questions(count).chinese)"), .dim)
        }
        let title = "\(say(place)) · \(lesson.title)".wrapped(width: style.width).map { style.styled($0, .heading) }
        return title + paragraph(Phrase("Here you left. “back” goes to the question before.", "从上次离开的地方继续。输入“返回”可回到上一题。"), .dim)
    }

    private static func questions(_ count: Int) -> Phrase {
        Phrase(count == 1 ? "1 question" : "\(count) questions", "\(count) 题")
    }

    /// `3 solved, 1 revealed`: what there is of each outcome.
    func tally(_ outcomes: [QuestionOutcome?]) -> Phrase {
        let words: [(QuestionOutcome?, Phrase)] = [
            (.solved, Phrase("solved", "答对")), (.revealed, Phrase("revealed", "看了答案")), (.skipped, Phrase("skipped", "跳过")),
            (nil, Phrase("open", "未答")),
        ]
        let parts = words.compactMap { outcome, word -> Phrase? in
            let count = outcomes.filter { $0 == outcome }.count
            return count == 0 ? nil : Phrase("\(count) \(word.english)", "\(word.chinese) \(count) 题")
        }
        return Phrase(parts.map(\.english).joined(separator: ", "), parts.map(\.chinese).joined(separator: "，"))
    }

    private func ending(_ summary: LessonSummary, _ next: Lesson?) -> [String] {
        let number = summary.lesson.number
        var lines = style.isPlain ? [] : [String(repeating: "═", count: style.width)]
        let tally = tally(summary.outcomes)
        let all = summary.outcomes.count
        let result =
            all == 0
            ? Phrase("End of lesson \(number).", "第 \(number) 课到此结束。")
            : Phrase(
                "End of lesson \(number). \(Self.questions(all).english): \(tally.english).",
                "第 \(number) 课到此结束。共 \(all) 题：\(tally.chinese)。")
        lines += paragraph(result, .bold, isLast: false)
        if summary.atOnce > 0 {
            lines += paragraph(Self.atOnce(summary.atOnce), isLast: false)
        }
        if !style.isPlain, all > 0 { lines.append(bar(summary.outcomes)) }
        if summary.count(.skipped) > 0 {
            lines += paragraph(
                Phrase("fid learn \(number) takes up again what was skipped.", "用 fid learn \(number) 可以补上跳过的题。"), isLast: false)
        }
        lines.append("")
        guard let next else { return lines }
        return lines
            + paragraph(
                Phrase(
                    "Next: lesson \(next.number), \(next.title) (\(next.minutes) minutes)",
                    "下一课：第 \(next.number) 课，\(next.title)（\(next.minutes) 分钟）"))
    }

    private func courseEnd(_ summaries: [LessonSummary]) -> [String] {
        let overall = overall(summaries)
        let atOnce = summaries.reduce(0) { $0 + $1.atOnce }
        return overview(summaries) + [""]
            + paragraph(
                Phrase(
                    "This is the end of the course. \(overall.english).", "课程到此全部结束。\(overall.chinese)。"), .bold, isLast: false)
            + (atOnce > 0 ? paragraph(Self.atOnce(atOnce), isLast: false) : [])
            + paragraph(
                Phrase(
                    "fid learn N takes lesson N again; fid learn --reset forgets all answers.",
                    "用 fid learn N 重学第 N 课；fid learn --reset 清除全部答题记录。"))
    }

    private static func atOnce(_ count: Int) -> Phrase {
        Phrase("\(count) at the first answer, without a hint.", "其中 \(count) 题一次答对，没有用提示。")
    }

    /// The lessons with how far each has come, a line each.
    func overview(_ summaries: [LessonSummary]) -> [String] {
        let bars = summaries.map { $0.outcomes.map(Self.mark).joined() }
        let counts = summaries.map { $0.outcomes.isEmpty ? "" : "\($0.count(.solved))/\($0.outcomes.count)" }
        let width = (bars.map(\.displayWidth).max() ?? 0, counts.map(\.displayWidth).max() ?? 0)
        return zip(summaries, zip(bars, counts)).flatMap { summary, progress in
            let lesson = summary.lesson
            let number = "\(lesson.number)"
            let indent = max(0, 2 - number.count)
            if style.isPlain {
                let count = progress.1.isEmpty ? "" : ", \(progress.1)"
                return "\(number) \(lesson.title): \(say(state(summary)))\(count)".wrapped(
                    width: style.width, indent: indent, hangingIndent: 3)
            }
            let head = "\(number)  \(progress.0.padded(to: width.0))  \(progress.1.padded(to: width.1, .right))  "
            return (head + lesson.title).wrapped(
                width: style.width, indent: indent, hangingIndent: indent + head.displayWidth)
        }
    }

    private func overall(_ summaries: [LessonSummary]) -> Phrase {
        let outcomes = summaries.flatMap(\.outcomes)
        let tally = tally(outcomes)
        return Phrase("\(Self.questions(outcomes.count).english): \(tally.english)", "共 \(outcomes.count) 题：\(tally.chinese)")
    }

    /// What `fid learn --list` shows.
    func list(_ summaries: [LessonSummary]) -> [String] {
        overview(summaries) + [""] + paragraph(overall(summaries), isLast: false)
    }

    private func state(_ summary: LessonSummary) -> Phrase {
        summary.isFinished ? Phrase("finished", "已完成") : summary.isBegun ? Phrase("begun", "进行中") : Phrase("not begun", "未开始")
    }

    // MARK: Questions

    private func question(_ question: AskedQuestion) -> [String] {
        let ask = question.ask
        let count = question.outcomes.count
        let title = Phrase("Question \(question.number) of \(count)", "第 \(question.number) 题（共 \(count) 题）")
        var lines = [style.styled(say(title), .bold) + (style.isPlain ? "" : "  " + bar(question.outcomes))]
        if ask.kind == .predict {
            lines += paragraph(Phrase("Predict it, before it is computed.", "先预测，再看计算。"), .dim, isLast: false)
        }
        lines += ask.question.wrapped(width: style.width).map { style.styled($0, .accent) }
        for option in ask.options {
            lines += "(\(option.key)) \(option.text)".wrapped(width: style.width, indent: 2, hangingIndent: 6)
        }
        if let earlier = question.earlier {
            let words: Phrase =
                switch earlier {
                case .solved: Phrase("You have solved it before: Enter goes on.", "这题已经答对过：按回车继续。")
                case .revealed: Phrase("You have seen the answer before: Enter goes on.", "这题已经看过答案：按回车继续。")
                case .skipped: Phrase("You skipped it before.", "这题上次跳过了。")
                }
            lines += paragraph(words, .dim, isLast: false)
        }
        return lines
    }

    /// What is said of the smaller things.
    private func remark(_ event: LearningEvent) -> (text: Phrase, role: TextRole?)? {
        switch event {
        case .hint(let hint, let remaining):
            let more = remaining == 0 ? Phrase(same: "") : Phrase(" (? gives another)", "（再输入 ? 还有提示）")
            return (Phrase("Hint: \(hint.english)\(more.english)", "提示：\(hint.chinese)\(more.chinese)"), nil)
        case .noHints(let hadAny):
            return (
                hadAny
                    ? Phrase("There are no more hints; “reveal” shows the answer.", "没有更多提示了；输入“答案”可看答案。")
                    : Phrase("There is no hint for this; “reveal” shows the answer.", "这题没有提示；输入“答案”可看答案。"), nil
            )
        case .revealed(let answer): return (revealed(answer), nil)
        case .skipped(let earlier):
            return earlier == .solved || earlier == .revealed ? (Phrase(same: ""), nil) : (Phrase("Skipped.", "已跳过。"), nil)
        case .nothingBefore:
            return (
                Phrase("This is the first question; fid learn N opens another lesson.", "这是第一题；用 fid learn N 打开别的课。"), nil
            )
        case .noQuestionHere:
            return (Phrase("There is no question here: Enter goes on.", "这里没有问题：按回车继续。"), nil)
        case .unknownWord(let word, let suggestion):
            return (Phrase("“\(word)” is no answer", "“\(word)”不是答案").asking(for: suggestion, verb: "输入"), nil)
        case .help: return (Self.help, nil)
        default: return nil
        }
    }

    private func revealed(_ answer: RevealedAnswer) -> Phrase {
        let count =
            answer.wasSolved ? Phrase("You had solved it before.", "这题之前已经答对。") : Phrase("It does not count as solved.", "不计为答对。")
        if let option = answer.option {
            return Phrase(
                "The answer is (\(option.key)) \(option.text). \(count.english)",
                "答案是 (\(option.key)) \(option.text)。\(count.chinese)")
        }
        guard let value = answer.value.map(SheetReport.inline) else {
            return Phrase("The lesson's own answer cannot be computed.", "课程给出的答案无法计算。")
        }
        let calculation = answer.calculation.map { Phrase(", from \($0)", "，由 \($0) 算出") } ?? Phrase(same: "")
        return Phrase(
            "The answer is \(value)\(calculation.english). \(count.english)",
            "答案是 \(value)\(calculation.chinese)。\(count.chinese)")
    }

    static let help = Phrase(
        """
        Answer with a value: 10, 1/2, √3, 1.73 (right to the digits written), a list such as 1.5 2.5 2, a matrix such as [1 2; 3 4]; or with the letter or the number of an option.
        ? or hint: a hint, one at a time
        reveal: the answer (not counted as solved)
        skip: leave the question for later
        back: the question before
        quit, Ctrl-D or Ctrl-C: leave; everything is saved
        """,
        """
        用值回答：10、1/2、√3、1.73（按写出的位数判定），一列数如 1.5 2.5 2，矩阵如 [1 2; 3 4]；选择题用选项的字母或序号回答。
        ? 或 提示：给出一条提示
        答案：显示答案（不计为答对）
        跳过：以后再答
        返回：回到上一题
        退出、Ctrl-D 或 Ctrl-C：离开；所有进度都已保存
        """)
}
