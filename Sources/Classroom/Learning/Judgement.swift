// What is said of one answer.

import Checking
import Lessons
import Localization
import Worksheets

/// What is said of one answer.
public enum Judgement: Sendable {
    /// The value is right; `isRounded` where only the digits written are, and the exact value says more.
    case right(Value, isRounded: Bool)
    case rightOption(Ask.Option)
    case wrong(WrongAnswer)
    case wrongOption(Ask.Option)
    /// Right as far as it goes, but so few digits would fit many values.
    case tooFewDigits
    /// It cannot be read or computed: the error, and the text that it is about.
    case unreadable(WorksheetError, source: String)
    /// A name or a function of the language stands in the answer: the value is asked for.
    case notWrittenOut
    /// None of the options; their keys.
    case noSuchOption([String])
    /// The lesson's own answer cannot be computed.
    case unjudgeable(Phrase)

    public var isRight: Bool {
        switch self {
        case .right, .rightOption: true
        default: false
        }
    }

    /// Whether the answer counts: what could not be read, or says no value, is asked for again without counting.
    public var isAttempt: Bool {
        switch self {
        case .right, .rightOption, .wrong, .wrongOption: true
        case .tooFewDigits, .unreadable, .notWrittenOut, .noSuchOption, .unjudgeable: false
        }
    }
}

/// A wrong value, with what can be said of it without telling the right one.
public struct WrongAnswer: Sendable {
    /// The known slips that give the value, the likeliest first.
    public let diagnoses: [Diagnosis]
    /// To how many digits the value is right, where it is and more were written.
    public let digitsRight: Int?
    /// Whether the value has another number of rows or columns than the right one.
    public let hasOtherShape: Bool
    /// Which entries differ, by row and column from 1; empty for a single number and where all do.
    public let entries: [(row: Int, column: Int)]
    /// Whether the right value is one row or one column, whose entries have one index.
    public let isVector: Bool
}
