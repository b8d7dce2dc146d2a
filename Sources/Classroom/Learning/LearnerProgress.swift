// How far a learner has come: by the ids of lessons and questions, so that it holds in both languages and outlives edits of the course.

import Lessons

/// How a question was left behind.
public enum QuestionOutcome: String, Sendable, Codable, CaseIterable {
    /// Answered, whatever the number of attempts and hints.
    case solved
    /// The answer was shown first.
    case revealed
    case skipped
}

/// What is known of one question.
public struct QuestionRecord: Hashable, Sendable, Codable {
    /// Nil while the question is open.
    public var outcome: QuestionOutcome?
    /// How many answers were judged, the right one among them.
    public var attempts = 0
    /// How many hints were seen.
    public var hints = 0

    public init() {}
}

/// What is known of one lesson.
public struct LessonRecord: Hashable, Sendable, Codable {
    /// Where the learner is: before the question of an id, or past the last one.
    public enum Place: Hashable, Sendable {
        case question(String)
        case end
    }

    /// Nil before the lesson is begun.
    public var place: Place?
    public var questions: [String: QuestionRecord] = [:]

    public init() {}
}

/// One thing that happened. What two terminals do is kept as such things, so that neither loses what the other wrote.
public enum ProgressChange: Hashable, Sendable {
    /// The learner is in a lesson, at a place.
    case reached(lesson: String, LessonRecord.Place)
    /// An answer was judged.
    case tried(lesson: String, question: String)
    /// This many hints of a question have been seen.
    case hinted(lesson: String, question: String, count: Int)
    case settled(lesson: String, question: String, QuestionOutcome)
    /// A lesson, or where none is named the whole course, is as new.
    case forgot(lesson: String?)
}

/// How far a learner has come.
public struct LearnerProgress: Hashable, Sendable {
    /// The lesson in which the learner was last.
    public private(set) var lesson: String?
    public private(set) var lessons: [String: LessonRecord] = [:]

    public init() {}

    init(lesson: String?, lessons: [String: LessonRecord]) {
        self.lesson = lesson
        self.lessons = lessons
    }

    public var isEmpty: Bool { lesson == nil && lessons.isEmpty }

    public func record(of question: String, in lesson: String) -> QuestionRecord {
        lessons[lesson]?.questions[question] ?? QuestionRecord()
    }

    /// Takes a change in. The order in which two terminals' changes come does not matter to what was solved.
    public mutating func apply(_ change: ProgressChange) {
        switch change {
        case .reached(let lesson, let place):
            self.lesson = lesson
            lessons[lesson, default: LessonRecord()].place = place
        case .tried(let lesson, let question): edit(question, in: lesson) { $0.attempts += $0.attempts < Int32.max ? 1 : 0 }
        case .hinted(let lesson, let question, let count): edit(question, in: lesson) { $0.hints = max($0.hints, count) }
        case .settled(let lesson, let question, let outcome): edit(question, in: lesson) { $0.settle(outcome) }
        case .forgot(let lesson?):
            lessons[lesson] = nil
            if self.lesson == lesson { self.lesson = nil }
        case .forgot(nil): self = LearnerProgress()
        }
    }

    private mutating func edit(_ question: String, in lesson: String, _ body: (inout QuestionRecord) -> Void) {
        body(&lessons[lesson, default: LessonRecord()].questions[question, default: QuestionRecord()])
    }
}

extension QuestionRecord {
    /// What was solved stays solved; whoever has seen the answer cannot solve the question any more; what was skipped can be taken up.
    fileprivate mutating func settle(_ new: QuestionOutcome) {
        switch outcome {
        case .solved, .revealed: break
        case .skipped, nil: outcome = new
        }
    }
}

// MARK: Summaries

/// What became of the questions of one lesson, as the lesson is today.
public struct LessonSummary: Sendable {
    public let lesson: Lesson
    /// In the order of the lesson; nil is open.
    public let outcomes: [QuestionOutcome?]
    /// How many were solved by the first answer and without a hint.
    public let atOnce: Int
    public let isBegun: Bool
    fileprivate let isAtEnd: Bool

    public func count(_ outcome: QuestionOutcome?) -> Int { outcomes.filter { $0 == outcome }.count }

    /// Whether nothing is open; a lesson without questions is finished by reading it.
    public var isFinished: Bool { outcomes.isEmpty ? isAtEnd : !outcomes.contains(nil) }
}

extension LearnerProgress {
    public func summary(of lesson: Lesson) -> LessonSummary {
        let records = lesson.asks.map { record(of: $0.id, in: lesson.id) }
        return LessonSummary(
            lesson: lesson, outcomes: records.map(\.outcome),
            atOnce: records.filter { $0.outcome == .solved && $0.attempts <= 1 && $0.hints == 0 }.count,
            isBegun: lessons[lesson.id] != nil, isAtEnd: lessons[lesson.id]?.place == .end)
    }
}

extension Lesson {
    /// The questions in their order.
    public var asks: [Ask] {
        blocks.compactMap { if case .ask(let ask) = $0.content { ask } else { nil } }
    }
}
