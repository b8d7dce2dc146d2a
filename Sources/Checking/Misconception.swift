// What students get wrong: a slip is a rewriting of the formula that they should have followed.

import Localization
import Worksheets

/// A known mistake. Whether a wrong value comes from it is found by doing the mistake on purpose: the formula is rewritten, evaluated
/// on the student's own numbers, and compared with what the student wrote.
public struct Misconception: Sendable, Identifiable {
    /// How the slip shows.
    public enum Form: Sendable {
        /// The formula is another one: each pattern with what the slip makes of it.
        case rewriting([Rewriting])
        /// The value is that of the right formula, written down wrongly.
        case writing(WritingSlip)
    }

    /// A slip of the pen: it has no formula of its own.
    public enum WritingSlip: Sendable {
        case sign, singleEntry, rounding, transposed
    }

    public let id: String
    /// The functions of the language that the slip is about; empty where it can happen anywhere.
    public let functions: [String]
    public let form: Form
    /// What was done, in a few words: "divided by n".
    public let title: Phrase
    /// Why it is wrong, in one sentence.
    public let reason: Phrase
    /// A first nudge that does not tell.
    public let hint: Phrase
    /// The id of the lesson to read.
    public let lesson: String

    init(
        _ id: String, _ functions: [String], _ form: Form, title: Phrase, reason: Phrase, hint: Phrase, lesson: String
    ) {
        self.id = id
        self.functions = functions
        self.form = form
        self.title = title
        self.reason = reason
        self.hint = hint
        self.lesson = lesson
    }

    init(
        _ id: String, _ functions: [String], _ rewritings: [(String, String)], samples: Set<String> = [], title: Phrase,
        reason: Phrase, hint: Phrase, lesson: String
    ) {
        self.init(
            id, functions, .rewriting(rewritings.map { Rewriting($0.0, $0.1, samples: samples) }), title: title, reason: reason,
            hint: hint,
            lesson: lesson)
    }

    /// All known mistakes, the likelier ones first: where several give the same value, they are named in this order.
    public static let all: [Misconception] = statistics + roots + distance + curves + matrices + metrics + writing

    /// The mistake of an id.
    public static func named(_ id: String) -> Misconception? { all.first { $0.id == id } }

    /// The right formulas with what the slip makes of them, as they are written; empty for slips of the pen.
    public var formulaPairs: [(from: String, to: String)] { rewritings.map { ($0.from, $0.to) } }

    /// What the slip makes of formulas; empty for slips of the pen.
    var rewritings: [Rewriting] {
        if case .rewriting(let rewritings) = form { rewritings } else { [] }
    }
}

/// What a slip makes of a formula: `cov(X)` becomes `cov(X, divisor: n)`.
public struct Rewriting: Sendable {
    public let from: String
    public let to: String
    let pattern: Pattern?
    let replacement: Pattern?

    /// Names of the pattern that stand for samples: matrices of several rows.
    private let samples: Set<String>

    init(_ from: String, _ to: String, samples: Set<String> = []) {
        self.from = from
        self.to = to
        self.samples = samples
        pattern = Pattern(from)
        replacement = Pattern(to)
    }

    /// Whether both sides could be read.
    var isReadable: Bool { pattern != nil && replacement != nil }

    /// What the slip makes of a node; nil where it has not the pattern's shape.
    ///
    /// - Parameter isSamples: whether an expression is a matrix of several rows.
    func applied(to node: Expression, isSamples: (Expression) -> Bool = { _ in true }) -> Expression? {
        guard let pattern, let replacement, let bindings = pattern.match(node),
            samples.allSatisfy({ bindings[$0].map(isSamples) ?? false })
        else { return nil }
        return replacement.filled(with: bindings)
    }
}
