// The language of this run, known before the command line is parsed so that its help can be written in it.

import Foundation
import Localization

enum Session {
    /// The value of `--lang` where it is there and known, else what the environment asks for.
    static let language: Language = {
        let arguments = CommandLine.arguments
        for (index, argument) in arguments.enumerated() {
            if argument.hasPrefix("--lang="), let language = Language(rawValue: String(argument.dropFirst("--lang=".count))) {
                return language
            }
            if argument == "--lang", index + 1 < arguments.count, let language = Language(rawValue: arguments[index + 1]) {
                return language
            }
        }
        return Language(environment: ProcessInfo.processInfo.environment)
    }()

    /// One of two texts, in the language of this run.
    static func say(_ english: String, _ chinese: String) -> String {
        Phrase(english, chinese)(in: language)
    }
}
