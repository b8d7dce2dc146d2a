// A lesson by the name that somebody typed.

import Lessons
import Localization

extension Course {
    /// A lesson by its number or id.
    ///
    /// - Throws: an error that names the nearest.
    func named(_ name: String, in language: Language) throws -> Lesson {
        if let lesson = lesson(name, in: language) { return lesson }
        let nearest = Suggestion.nearest(to: name, among: (lessons[language] ?? []).map(\.id))
        throw CommandError(
            "there is no lesson \(name)" + (nearest.map { "; did you mean \($0)?" } ?? ": fid lesson lists them"),
            "没有 \(name) 这一课" + (nearest.map { "；是否想看 \($0)？" } ?? "：用 fid lesson 列出所有课程"))
    }
}
