// The questions of the course itself: each right answer passes, each wrong option says why.

import Foundation
import Lessons
import Localization
import TestSupport
import Testing

@testable import Classroom

@Suite struct CourseQuestionTests {
    private static let lessons = Course(folder: SharedData.projectRoot.appending(path: "lessons")).lessons

    @Test(arguments: Language.allCases)
    func `the answer of every question passes, exactly and in decimals`(language: Language) throws {
        let lessons = Self.lessons[language] ?? []
        #expect(lessons.count >= 11)
        for lesson in lessons {
            let run = LessonRun(lesson)
            for (part, ask) in run.questions {
                let judge = AnswerJudge(ask, names: run.names(before: part), all: run.numbers, formulas: run.formulas)
                if ask.kind == .choice {
                    try judgeOptions(of: ask, judge, lesson)
                } else {
                    try judgeDecimals(of: ask, judge, lesson)
                }
            }
        }
    }

    private func judgeOptions(of ask: Ask, _ judge: AnswerJudge, _ lesson: Lesson) throws {
        for (index, option) in ask.options.enumerated() {
            for typed in [option.key, "(\(option.key.uppercased()))", "\(index + 1)"] {
                let judgement = judge.judge(typed)
                #expect(judgement.isRight == (option.key == ask.answer), "\(lesson.id) \(ask.id) \(typed)")
                #expect(judgement.isAttempt)
                if case .wrongOption(let wrong) = judgement { #expect(wrong.why?.isEmpty == false) }
            }
        }
    }

    private func judgeDecimals(of ask: Ask, _ judge: AnswerJudge, _ lesson: Lesson) throws {
        let answer = try #require(judge.answer, "\(lesson.id) \(ask.id)")
        let matrix = try #require(answer.inDouble?.asMatrix)
        let rows = (0..<matrix.rows).map { i in
            (0..<matrix.columns).map { String(format: "%.12f", matrix[i, $0]) }.joined(separator: " ")
        }
        #expect(judge.judge("[\(rows.joined(separator: "; "))]").isRight, "\(lesson.id) \(ask.id)")
        #expect(judge.judge(rows.joined(separator: "; ")).isRight, "\(lesson.id) \(ask.id)")
        // What is off by a tenth is wrong, and is diagnosed without telling the answer.
        let off = rows.map { $0.split(separator: " ").map { "\((Double($0) ?? 0) * 1.1 + 0.7)" }.joined(separator: " ") }
        guard case .wrong = judge.judge("[\(off.joined(separator: "; "))]") else {
            Issue.record("\(lesson.id) \(ask.id)")
            return
        }
    }
}
