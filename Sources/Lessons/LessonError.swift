// What is wrong with a lesson: file, line, and what would be right.

import Localization

/// An error of a lesson with its place.
public struct LessonError: ExplainedError, Hashable {
    public let file: String
    /// The line, from 1.
    public let line: Int
    public let reason: Phrase

    public init(_ file: String, _ line: Int, _ english: String, _ chinese: String) {
        self.file = file
        self.line = line
        reason = Phrase(english, chinese)
    }

    public var phrase: Phrase {
        Phrase("\(file):\(line): \(reason.english)", "\(file):\(line)：\(reason.chinese)")
    }
}
