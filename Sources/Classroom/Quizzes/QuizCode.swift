// The name of a problem: skill, level and seed are all that is needed to make it again.

import Checking
import Localization

/// A problem's name, `covariance-2-48151`: the same code is the same problem on every machine, as long as the generator is the same.
public struct QuizCode: Hashable, Sendable, CustomStringConvertible {
    /// The version of the generators. A change that makes another problem of an old code raises it.
    public static let version = 1

    /// The largest seed.
    public static let largestSeed = 999_999_999

    public let skill: QuizSkill.ID
    public let level: QuizLevel
    public let seed: Int

    init(skill: QuizSkill.ID, level: QuizLevel, seed: Int) {
        self.skill = skill
        self.level = level
        self.seed = seed
    }

    /// Reads a code.
    ///
    /// - Throws: ``QuizError`` where it is none, or one that this version cannot make a problem of.
    public init(_ text: String) throws(QuizError) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        var end = parts.count
        if let last = parts.last, last.first == "v", let version = Self.number(String(last.dropFirst()), upTo: 9999) {
            guard version == Self.version else { throw QuizError.otherVersion(code: text, version: version) }
            end -= 1
        }
        guard end >= 3, !parts[..<(end - 2)].contains("") else { throw QuizError.malformedCode(text) }
        guard let number = Self.number(parts[end - 2], upTo: 999_999) else { throw QuizError.malformedCode(text) }
        guard let seed = Self.number(parts[end - 1], upTo: Self.largestSeed) else { throw QuizError.badSeed(parts[end - 1]) }
        let skill = parts[..<(end - 2)].joined(separator: "-")
        guard let known = QuizSkill.named(skill) else { throw QuizError.unknownSkill(skill) }
        guard let level = QuizLevel(rawValue: number) else { throw QuizError.levelOutOfRange(number) }
        self.init(skill: known.id, level: level, seed: seed)
    }

    /// A number in plain digits, without leading zeros, so that a problem has one code only.
    static func number(_ text: String, upTo limit: Int) -> Int? {
        guard !text.isEmpty, text.count <= 9, text.allSatisfy({ $0.isASCII && $0.isNumber }), let value = Int(text),
            value <= limit, String(value) == text
        else { return nil }
        return value
    }

    /// The code; that of another version than the first ends in `-v2`.
    public var description: String {
        "\(skill)-\(level.rawValue)-\(seed)" + (Self.version == 1 ? "" : "-v\(Self.version)")
    }
}

/// How hard a problem is.
public enum QuizLevel: Int, CaseIterable, Sendable, Comparable {
    /// Integers and small fractions all the way.
    case first = 1
    /// Fractions, at most simple roots.
    case second
    /// Roots on the way; decimals are wanted.
    case third

    public static func < (a: QuizLevel, b: QuizLevel) -> Bool { a.rawValue < b.rawValue }

    public var title: Phrase {
        switch self {
        case .first: Phrase("whole numbers and small fractions", "整数与简单分数")
        case .second: Phrase("fractions, simple roots", "分数与简单根式")
        case .third: Phrase("roots on the way, decimals wanted", "中间有根式，答案取小数")
        }
    }
}
