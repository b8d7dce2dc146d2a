// What happens in a session, as facts: the words for it belong to whoever shows it.

import Checking
import Lessons
import Localization
import Worksheets

/// Something that is to be shown.
public enum LearningEvent: Sendable {
    /// A lesson is begun, or gone on with.
    case opened(LessonSummary, isResumed: Bool)
    /// A part to read, with the names known before it.
    case reading(LessonBlock, names: Evaluator)
    /// A section ends: a reader at a terminal goes on when ready.
    case paused
    case asked(AskedQuestion)
    /// An answer was judged; `hasHints` where there is a hint to be had.
    case judged(Judgement, hasHints: Bool)
    /// A hint, and how many more there are.
    case hint(Phrase, remaining: Int)
    /// No hint is left, or there was none.
    case noHints(hadAny: Bool)
    /// The answer is shown.
    case revealed(RevealedAnswer)
    /// A question was left; `earlier` is how it stood before.
    case skipped(earlier: QuestionOutcome?)
    /// There is nothing before this question.
    case nothingBefore
    /// A command that needs a question came where there is none.
    case noQuestionHere
    /// A word that is no answer, with the command that was probably meant.
    case unknownWord(String, suggestion: String)
    case help
    /// A lesson is at its end, with the lesson to come next; nil where the course is done.
    case lessonEnded(LessonSummary, next: Lesson?)
    /// Nothing is open any more.
    case courseEnded([LessonSummary])
    /// The learner leaves.
    case left
}

/// A question as it is put.
public struct AskedQuestion: Sendable {
    public let ask: Ask
    /// From 1.
    public let number: Int
    /// How all questions of the lesson stand; this one is `outcomes[number - 1]`.
    public let outcomes: [QuestionOutcome?]

    /// How the question was left before; nil where it is open.
    public var earlier: QuestionOutcome? { outcomes[number - 1] }
}

/// The answer of a question, as it is shown to who asks for it.
public struct RevealedAnswer: Sendable {
    /// Nil for a choice, and where the lesson's answer cannot be computed.
    public let value: Value?
    /// How the lesson calculates it, where that says more than the value.
    public let calculation: String?
    public let option: Ask.Option?
    /// Whether the question was solved before: then it stays so.
    public let wasSolved: Bool
}
