// The lessons of a folder in both languages, and the ledger of the documents' claims.

import Foundation
import Localization
import Yams

/// A folder of lessons: `en/01-….md`, `zh/01-….md`, and `ledger.yaml`.
public struct Course: Sendable {
    public let folder: URL
    /// In the order of their numbers.
    public let lessons: [Language: [Lesson]]
    /// The rows of the ledger by their ids.
    public let ledger: [String: LedgerRow]
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
        ledger = (try? YAMLDecoder().decode([String: LedgerRow].self, from: text)) ?? [:]
        self.errors = errors
    }

    /// The rows of the ledger in the order of documents and numbers.
    public var rows: [(id: String, row: LedgerRow)] {
        ledger.map { (id: $0.key, row: $0.value) }.sorted { LedgerRow.order($0.id) < LedgerRow.order($1.id) }
    }

    /// The claim of a lesson that decides a row, where the lesson is written.
    public func claim(_ id: String, in language: Language) -> LedgerClaim? {
        (lessons[language] ?? []).lazy.flatMap(\.blocks).compactMap { block in
            if case .claim(let claim) = block.content, claim.id == id { claim } else { nil }
        }.first
    }

    /// A lesson by its number or id.
    public func lesson(_ name: String, in language: Language) -> Lesson? {
        lessons[language]?.first { $0.id == name || Int(name) == $0.number }
    }
}

/// A statement of one of the documents, in our own words, with the verdict that computing gives.
public struct LedgerRow: Sendable, Hashable, Decodable {
    /// The id of the lesson in which it is decided.
    public let lesson: String
    public let verdict: String
    private let en: String
    private let zh: String

    /// What the document says.
    public var statement: Phrase { Phrase(en, zh) }

    /// `D2.10` behind `D2.9`.
    fileprivate static func order(_ id: String) -> [Int] {
        id.split { !$0.isNumber }.compactMap { Int($0) }
    }
}

extension Array where Element == Int {
    fileprivate static func < (left: [Int], right: [Int]) -> Bool { left.lexicographicallyPrecedes(right) }
}
