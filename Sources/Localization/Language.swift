// The two languages of everything that a person reads, and a text that exists in both.

/// A language in which fid speaks.
public enum Language: String, CaseIterable, Sendable {
    case english = "en"
    case chinese = "zh"

    /// The language that a locale's name asks for (`zh_CN.UTF-8`, `en_GB`, `C`): Chinese for `zh…`, English for all others.
    public init(localeName: String) {
        self = localeName.lowercased().hasPrefix("zh") ? .chinese : .english
    }

    /// The language that the environment asks for: the first of `LC_ALL`, `LC_MESSAGES`, `LANG` that is set and not empty
    /// (the order of POSIX), English where none is.
    public init(environment: [String: String]) {
        let name = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        self.init(localeName: name ?? "C")
    }
}

/// A text written in both languages.
public struct Phrase: Hashable, Sendable {
    public let english: String
    public let chinese: String

    public init(_ english: String, _ chinese: String) {
        self.english = english
        self.chinese = chinese
    }

    /// A text that reads the same in both languages: a number, a symbol, a name.
    public init(same text: String) {
        self.init(text, text)
    }

    /// The text in one language.
    public func callAsFunction(in language: Language) -> String {
        switch language {
        case .english: english
        case .chinese: chinese
        }
    }
}

/// An error that says in both languages what is wrong, where, and what to do: one sentence, no full stop needed by the caller.
public protocol ExplainedError: Error, CustomStringConvertible {
    var phrase: Phrase { get }
}

extension ExplainedError {
    public var description: String { phrase.english }
}
