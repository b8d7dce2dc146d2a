// A session with its events, in a form that is quickly compared.

import Foundation
import Lessons
import Localization
import TestSupport
import Testing
import Worksheets

@testable import Classroom

/// The lessons of a course, in one language.
func lessons(_ course: TinyCourse, _ language: Language = .english) -> [Lesson] {
    let read = Course(folder: course.folder)
    #expect(read.errors.isEmpty, "\(read.errors)")
    return read.lessons[language] ?? []
}

/// A learner, who types lines and is shown events; progress is kept from session to session.
struct Learner {
    var session: LearningSession
    var kept = LearnerProgress()

    init(_ lessons: [Lesson], kept: LearnerProgress = LearnerProgress()) throws {
        self.kept = kept
        session = try #require(LearningSession(lessons: lessons, progress: kept))
    }

    mutating func begin(_ lesson: String? = nil) -> [String] { take(session.begin(lesson: lesson)) }

    mutating func proceed() -> [String] { take(session.proceed()) }

    mutating func type(_ line: String) -> [String] { take(session.enter(line)) }

    /// Goes on to the next question, over the ends of sections.
    mutating func proceedToQuestion() {
        while session.stop == .pause { _ = proceed() }
    }

    private mutating func take(_ reply: LearningSession.Reply) -> [String] {
        for change in reply.changes { kept.apply(change) }
        // What a session says of itself is what was kept of it.
        #expect(session.progress == kept)
        return reply.events.map(Self.word)
    }

    /// An event in a word or two.
    static func word(_ event: LearningEvent) -> String {
        switch event {
        case .opened(let summary, let isResumed): "\(isResumed ? "resumed" : "opened") \(summary.lesson.id)"
        case .reading(let block, _):
            switch block.content {
            case .prose(let text): text.split(separator: "\n").first.map(String.init) ?? ""
            case .worksheet(let source): "fid: \(source)"
            default: "block"
            }
        case .paused: "paused"
        case .asked(let question):
            "asked \(question.ask.id) \(question.number)/\(question.outcomes.count)"
                + (question.earlier.map { " \($0)" } ?? "")
        case .judged(let judgement, let hasHints): word(judgement) + (judgement.isRight || !hasHints ? "" : " ?")
        case .hint(let hint, let remaining): "hint \(hint.english) +\(remaining)"
        case .noHints(let hadAny): hadAny ? "no more hints" : "no hints"
        case .revealed(let answer):
            "revealed \(answer.value.map { "\($0.entries)" } ?? answer.option?.key ?? "nothing")"
                + (answer.wasSolved ? " again" : "")
        case .skipped: "skipped"
        case .nothingBefore: "nothing before"
        case .noQuestionHere: "no question"
        case .unknownWord(let word, let suggestion): "\(word)? \(suggestion)"
        case .help: "help"
        case .lessonEnded(let summary, let next): "ended \(summary.lesson.id), next \(next?.id ?? "none")"
        case .courseEnded(let summaries):
            "course: "
                + summaries.map { "\($0.count(.solved)) \($0.count(.revealed)) \($0.count(.skipped)) \($0.count(nil))" }
                .joined(separator: ", ")
        case .left: "left"
        }
    }

    static func word(_ judgement: Judgement) -> String {
        switch judgement {
        case .right(_, let isRounded): isRounded ? "right as written" : "right"
        case .rightOption: "right"
        case .wrong(let wrong):
            "wrong" + wrong.diagnoses.prefix(1).map { " \($0.id)" }.joined() + (wrong.hasOtherShape ? " shape" : "")
                + (wrong.digitsRight.map { " \($0) digits" } ?? "")
                + wrong.entries.map { wrong.isVector ? " #\(max($0.row, $0.column))" : " #\($0.row),\($0.column)" }.joined()
        case .wrongOption(let option): "wrong: \(option.why ?? "")"
        case .tooFewDigits: "too few digits"
        case .unreadable(let error, let source):
            "\(error.problem.phrase.english) | \(error.excerpt(of: Worksheet(source)).joined(separator: " | "))"
        case .notWrittenOut: "not written out"
        case .noSuchOption(let keys): "one of \(keys.joined())"
        case .unjudgeable(let phrase): "unjudgeable: \(phrase.english)"
        }
    }
}
