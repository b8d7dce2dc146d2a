// A lesson as it is written: front matter, prose, and four kinds of fenced block.

import Localization

/// One lesson in one language.
public struct Lesson: Sendable {
    public let file: String
    public let language: Language
    public let id: String
    public let title: String
    /// How long it takes.
    public let minutes: Int
    /// The ids of the lessons that come before.
    public let needs: [String]
    /// The documents that it is about.
    public let sources: [String]
    public let blocks: [LessonBlock]

    /// The number at the head of the file's name, 0 where there is none.
    public var number: Int {
        Int(file.split(separator: "/").last?.prefix { $0.isNumber } ?? "") ?? 0
    }
}

/// A part of a lesson, with the line on which its content begins.
public struct LessonBlock: Sendable {
    public enum Content: Sendable {
        /// Prose in Markdown: what stands between two fenced blocks.
        case prose(String)
        /// Lines of a worksheet.
        case worksheet(String)
        case ask(Ask)
        case plot(Plot)
        case claim(LedgerClaim)
    }

    public let content: Content
    public let line: Int

    public init(content: Content, line: Int) {
        self.content = content
        self.line = line
    }
}

/// A question.
public struct Ask: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        /// Any worksheet value.
        case value
        /// One of several options.
        case choice
        /// Asked before the block that computes it.
        case predict
    }

    public struct Option: Sendable, Hashable {
        public let key: String
        public let text: String
        /// Why it is wrong; nil for the right one.
        public let why: String?
    }

    public let id: String
    public let kind: Kind
    public let question: String
    /// A worksheet expression, or the key of the right option.
    public let answer: String
    /// From gentle to explicit.
    public let hints: [String]
    public let options: [Option]

    public init(id: String, kind: Kind, question: String, answer: String, hints: [String], options: [Option]) {
        self.id = id
        self.kind = kind
        self.question = question
        self.answer = answer
        self.hints = hints
        self.options = options
    }
}

/// A picture; its data are worksheet expressions.
public struct Plot: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        case normals, curves, bars, ellipses, convergence

        /// The key behind which the data stand.
        public var dataKey: String {
            switch self {
            case .normals, .curves: "curves"
            case .bars: "bars"
            case .ellipses: "ellipses"
            case .convergence: "values"
            }
        }

        /// The other keys that a picture of this kind understands.
        var otherKeys: [String] {
            switch self {
            case .curves: ["labels", "title", "leash"]
            case .bars: ["labels", "title", "groups"]
            case .normals, .ellipses, .convergence: ["labels", "title"]
            }
        }
    }

    /// A worksheet expression, or a text, with the line on which it stands.
    public struct Item: Sendable, Hashable {
        public let text: String
        public let line: Int

        public init(_ text: String, line: Int) {
            self.text = text
            self.line = line
        }
    }

    public let kind: Kind
    /// The line on which the block's content begins.
    public let line: Int
    /// The other keys with what stands behind them: one item, or those of a list.
    public let items: [String: [Item]]

    public init(kind: Kind, line: Int = 1, items: [String: [Item]]) {
        self.kind = kind
        self.line = line
        self.items = items
    }

    /// The texts behind a key.
    public func texts(_ key: String) -> [String] { (items[key] ?? []).map(\.text) }
}

/// What a lesson has to say to a row of the ledger.
public struct LedgerClaim: Sendable, Hashable {
    public enum Verdict: String, Sendable, CaseIterable {
        case holds
        case holdsIf = "holds if"
        case fails
        case cited
    }

    public let id: String
    public let verdict: Verdict
    /// The worksheet line that decides it; nil for a cited figure.
    public let shows: String?
    public let source: String?
    /// The document and the passage.
    public let place: String
    public let condition: String?
}
