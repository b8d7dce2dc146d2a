// The form in which progress is kept: JSON with a version, read strictly, so that what is not understood is not overwritten.

import Foundation

/// Why stored progress cannot be used.
public enum StoredProgressProblem: Error, Hashable, Sendable {
    /// The file is no JSON of this form.
    case unreadable
    /// A later program wrote it.
    case newer(version: Int)
}

extension LearnerProgress {
    /// The version of the form.
    public static let version = 1

    /// The progress in stored bytes.
    public init(stored: Data) throws(StoredProgressProblem) {
        struct Head: Decodable { let version: Int }
        let decoder = JSONDecoder()
        guard let head = try? decoder.decode(Head.self, from: stored), head.version >= 1 else { throw .unreadable }
        guard head.version <= Self.version else { throw .newer(version: head.version) }
        guard let body = try? decoder.decode(Stored.self, from: stored) else { throw .unreadable }
        self.init(lesson: body.lesson, lessons: body.lessons)
    }

    /// The bytes to be stored; the same for equal progress.
    public var stored: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return try encoder.encode(Stored(version: Self.version, lesson: lesson, lessons: lessons)) + Data("\n".utf8)
        }
    }

    private struct Stored: Codable {
        let version: Int
        let lesson: String?
        let lessons: [String: LessonRecord]
    }
}

extension LessonRecord {
    private enum Key: String, CodingKey { case at, isAtEnd, questions }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        questions = try values.decode([String: QuestionRecord].self, forKey: .questions)
        if try values.decodeIfPresent(Bool.self, forKey: .isAtEnd) ?? false {
            place = .end
        } else {
            place = try values.decodeIfPresent(String.self, forKey: .at).map { .question($0) }
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(questions, forKey: .questions)
        switch place {
        case .question(let id)?: try values.encode(id, forKey: .at)
        case .end?: try values.encode(true, forKey: .isAtEnd)
        case nil: break
        }
    }
}
