// The lessons of a folder in both languages, and the ledger of the documents' claims.

import Foundation
import Localization
import Yams

/// A folder of lessons: `en/01-….md`, `zh/01-….md`, and `ledger.yaml`.
public struct Course: Sendable {
    public let folder: URL
    /// In the order of their numbers.
    public let lessons: [Language: [Lesson]]
    /// The lesson, by its id, to which each row of the ledger belongs.
    public let ledger: [String: String]
    /// What could not be read.
    public let errors: [LessonError]

    /// Reads a folder of lessons.
    public init(folder: URL) {
        self.folder = folder
        var lessons: [Language: [Lesson]] = [:]
        var errors: [LessonError] = []
        for language in Language.allCases {
            let place = folder.appending(path: language.rawValue)
            let names = ((try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []).filter { $0.hasSuffix(".md") }
                .sorted()
            for name in names {
                let file = "\(language.rawValue)/\(name)"
                var reader = LessonReader(file: file, language: language)
                guard let data = try? Data(contentsOf: place.appending(path: name)),
                    let text = String(validating: data, as: UTF8.self)
                else {
                    reader.report(1, "the file is no text in UTF-8", "文件不是 UTF-8 文本")
                    errors += reader.errors
                    continue
                }
                if let lesson = reader.read(text) { lessons[language, default: []].append(lesson) }
                errors += reader.errors
            }
        }
        self.lessons = lessons
        let ledgerFile = folder.appending(path: "ledger.yaml")
        let text = (try? String(contentsOf: ledgerFile, encoding: .utf8)) ?? ""
        ledger = (try? YAMLDecoder().decode([String: String].self, from: text)) ?? [:]
        self.errors = errors
    }

    /// A lesson by its number or id.
    public func lesson(_ name: String, in language: Language) -> Lesson? {
        lessons[language]?.first { $0.id == name || Int(name) == $0.number }
    }
}
