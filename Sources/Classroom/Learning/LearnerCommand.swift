// The words that are no answers: hint, reveal, skip, back, quit, help, in both languages.

import Foundation
import Localization

/// What a learner can ask for instead of answering.
public enum LearnerCommand: String, Sendable, CaseIterable {
    case hint, reveal, skip, back, help, quit

    /// The words for it, the one to be shown first in each language.
    public var words: [String] { englishWords + chineseWords }

    /// The word that is shown.
    public var word: Phrase { Phrase(englishWords[0], chineseWords[0]) }

    private var englishWords: [String] {
        switch self {
        case .hint: ["?", "hint"]
        case .reveal: ["reveal", "show", "answer"]
        case .skip: ["skip", "next"]
        case .back: ["back", "previous"]
        case .help: ["help"]
        case .quit: ["quit", "exit", "q"]
        }
    }

    private var chineseWords: [String] {
        switch self {
        case .hint: ["提示", "？"]
        case .reveal: ["答案", "显示"]
        case .skip: ["跳过", "下一题"]
        case .back: ["返回", "上一题"]
        case .help: ["帮助"]
        case .quit: ["退出", "离开"]
        }
    }

    /// The command that a line is.
    public init?(_ line: String) {
        let typed = line.trimmingCharacters(in: .whitespaces).lowercased()
        guard let command = Self.allCases.first(where: { $0.words.contains(typed) }) else { return nil }
        self = command
    }

    /// The word nearest to a line of letters; nil where the line has anything else in it, as most answers do.
    static func nearest(to line: String) -> String? {
        let typed = line.trimmingCharacters(in: .whitespaces)
        guard typed.count > 1, typed.allSatisfy(\.isLetter) else { return nil }
        return Suggestion.nearest(to: typed, among: allCases.flatMap(\.words).filter { $0.count > 1 })
    }
}
