// What can be practised: each skill makes problems of three levels from random integers.

import Checking
import Localization
import Worksheets

/// A skill with its generator.
///
/// Data are clean by construction: means are whole because a set of deviations that add up to 0 is laid around a whole point;
/// covariances commute where their roots have to be rational, because they are built from one orthogonal basis; where they do not, their
/// determinants multiply to a square. Data on which a likely slip would give the right value are passed over. What is passed over
/// depends on integers and exact numbers only, never on the catalogue of misconceptions, so that a code stays one problem when the
/// catalogue grows.
///
/// Lesson 11 (floating point) is practised by `rounding`: what a rounding error in an eigenvalue does to the distance.
public struct QuizSkill: Sendable, Identifiable {
    public let id: String
    public let title: Phrase
    /// The id of the lesson to read.
    public let lesson: String
    let draft: @Sendable (inout QuizRandom, QuizLevel) -> QuizDraft

    init(
        _ id: String, lesson: String, _ english: String, _ chinese: String,
        draft: @escaping @Sendable (inout QuizRandom, QuizLevel) -> QuizDraft
    ) {
        self.id = id
        title = Phrase(english, chinese)
        self.lesson = lesson
        self.draft = draft
    }

    /// All skills, in the order of the lessons.
    public static let all: [QuizSkill] = [
        pixelError, featureMean, covariance, leash, frechetOneDimension, normalShapes, trace, matrixRoot, newtonRoot, fidByHand,
        fidOfNormals, anatomy, rounding, kernelDistance,
    ]

    private static let byID = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }

    /// The skill of an id.
    public static func named(_ id: String) -> QuizSkill? { byID[id] }

    /// The skill of an id.
    ///
    /// - Throws: ``QuizError/unknownSkill(_:)`` with the nearest.
    public static func find(_ id: String) throws(QuizError) -> QuizSkill {
        guard let skill = named(id) else { throw QuizError.unknownSkill(id) }
        return skill
    }
}

/// What a generator writes: data and steps in the language of worksheets, and words for them.
struct QuizDraft {
    struct Step {
        let name: String
        let formula: String
        let title: Phrase
        /// How it is done, in words: shown at level 1 and in keys.
        let how: Phrase
        let points: Int

        init(_ name: String, _ formula: String, _ title: Phrase, how: Phrase, points: Int = 1) {
            self.name = name
            self.formula = formula
            self.title = title
            self.how = how
            self.points = points
        }
    }

    /// What the data are.
    let introduction: Phrase
    let givens: [(name: String, source: String)]
    let steps: [Step]
}

extension QuizDraft {
    /// A matrix as a literal: `[1 2; 3 4]`.
    static func matrix(_ rows: [[Int]]) -> String {
        "[" + rows.map { $0.map(String.init).joined(separator: " ") }.joined(separator: "; ") + "]"
    }

    static func vector(_ entries: [Int]) -> String { matrix([entries]) }

    /// A fraction in lowest terms: `9/4`, `3`.
    static func fraction(_ numerator: Int, _ denominator: Int) -> String {
        var (a, b) = (abs(numerator), abs(denominator))
        while b != 0 { (a, b) = (b, a % b) }
        let divisor = a == 0 ? 1 : a
        return denominator / divisor == 1 ? "\(numerator / divisor)" : "\(numerator / divisor)/\(denominator / divisor)"
    }
}
