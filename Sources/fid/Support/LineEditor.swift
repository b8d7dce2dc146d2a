// A line typed at a prompt: cursor keys, history and completion by libedit.

import CLineEditing
import Foundation

/// What can stand in place of the word at the cursor.
struct Completion: Sendable {
    var words: [String]
    /// What is put behind a word that is the only one.
    var suffix: Character?
}

/// Reads lines from the terminal. There is one of it in a process, used by one thread: libedit keeps its state in global variables.
struct LineEditor {
    enum Input {
        case line(String)
        /// Ctrl-C: what was typed is gone.
        case discarded
        /// The process was stopped and goes on: what was typed is gone, too.
        case resumed
        /// Ctrl-D on an empty line.
        case end
    }

    /// Makes the completions for a word; `head` is how the line begins.
    typealias Completer = (_ word: String, _ head: String) -> Completion

    private nonisolated(unsafe) static var completer: Completer = { _, _ in Completion(words: []) }

    init(history: [String]) {
        Self.chooseCharacters()
        fid_editing_begin(
            { word, _, _ in LineEditor.matches(for: word) },
            { LineEditor.headOfLine().isAboutFile ? LineEditor.fileBreaks : LineEditor.wordBreaks })
        stifle_history(Int32(HistoryFile.lineLimit))
        for line in history { _ = add_history(line) }
    }

    /// Lets libedit read UTF-8 whatever the locale: a session in the C locale types √ too.
    private static func chooseCharacters() {
        setlocale(LC_CTYPE, "")
        if nl_langinfo(Int32(CODESET)).map({ String(cString: $0) }) == "UTF-8" { return }
        if setlocale(LC_CTYPE, "C.UTF-8") == nil { setlocale(LC_CTYPE, "en_US.UTF-8") }
    }

    /// Asks for one line.
    func read(_ prompt: String, completer: @escaping Completer) -> Input {
        Self.completer = completer
        _ = Interruption.wasAsked()
        errno = 0
        let answer = readline(prompt)
        let reason = errno
        guard let typed = answer else {
            // A signal ended the line; nothing but the end of the input ends the session.
            if Interruption.wasAsked() { return .discarded }
            return reason == EINTR ? .resumed : .end
        }
        defer { free(typed) }
        return .line(String(cString: typed))
    }

    /// Makes a line the last of the history.
    func remember(_ line: String) {
        _ = add_history(line)
    }

    // MARK: Completion

    /// Characters that end a word; strings that libedit keeps.
    private nonisolated(unsafe) static let wordBreaks = strdup(" \t\n+-*/^()[]{},;='\"√×·−÷∘（），；：ᵀ")
    private nonisolated(unsafe) static let fileBreaks = strdup(" \t\n")

    /// How the line begins, as far as it matters to completion.
    private static func headOfLine() -> String {
        guard let text = rl_copy_text(0, 12) else { return "" }
        defer { free(text) }
        return String(cString: text)
    }

    private static func matches(for word: UnsafePointer<CChar>?) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
        let completion = completer(word.map { String(cString: $0) } ?? "", headOfLine())
        fid_editing_append(completion.suffix?.asciiValue.map(Int32.init) ?? 0)
        guard let first = completion.words.first else { return nil }
        // The first entry is what all have in common, then come all, then nil; libedit frees them.
        let common = completion.words.dropFirst().reduce(first) { $0.commonPrefix(with: $1) }
        let all = completion.words.count == 1 ? [common] : [common] + completion.words
        typealias Entry = UnsafeMutablePointer<CChar>?
        guard let list = calloc(all.count + 1, MemoryLayout<Entry>.stride)?.assumingMemoryBound(to: Entry.self) else {
            return nil
        }
        for (index, text) in all.enumerated() { list[index] = strdup(text) }
        return list
    }
}

extension String {
    /// Whether the line is a command that takes a file.
    var isAboutFile: Bool { hasPrefix(":load ") || hasPrefix(":save ") || hasPrefix(":save! ") }
}
