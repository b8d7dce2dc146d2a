// A session of worksheet lines: each is computed with the names that the lines before it have given.

import Derivations
import Foundation
import Localization
import Typesetting
import Worksheets

struct CalcSession: Sendable {
    /// What came of one entry.
    struct Reply: Sendable {
        var lines: [String] = []
        /// 0 done, 1 a claim fails, 2 it could not be read or computed.
        var code: Int32 = 0
        var endsSession = false
    }

    let style: OutputStyle
    /// Whether a person types the lines: then an error leaves the names as they were, and a caret shows its place.
    let isTyped: Bool
    var showsSteps: Bool
    var showsLaTeX: Bool
    var evaluator = Evaluator(files: .folder("."))
    /// What `:save` writes: the lines that could be read and computed.
    var lines: [String] = []
    var last: Value?
    /// The files that this session has loaded or saved, which it may save over.
    var ownFiles: Set<String> = []

    init(style: OutputStyle, isTyped: Bool, showsSteps: Bool, showsLaTeX: Bool = false) {
        self.style = style
        self.isTyped = isTyped
        self.showsSteps = showsSteps
        self.showsLaTeX = showsLaTeX
    }

    /// Takes a line, or the lines of one statement, or a command.
    ///
    /// - Parameter firstLine: the number of the first of the lines, for errors.
    mutating func enter(_ text: String, firstLine: Int = 1) -> Reply {
        do {
            if let (word, rest) = Self.command(in: text, names: evaluator.names.keys) { return try run(word, rest) }
            return try compute(Worksheet(text, firstLine: firstLine), name: "")
        } catch let error as any ExplainedError {
            return Reply(lines: failure(error.phrase), code: 2)
        } catch {
            return Reply(lines: failure(Phrase(same: "\(error)")), code: 2)
        }
    }

    /// Computes a sheet, and keeps its names.
    mutating func compute(_ sheet: Worksheet, name: String) throws -> Reply {
        var next = evaluator
        var report = SheetReport(name: name, sheet: sheet, style: style, showsSteps: showsSteps, evaluator: &next)
        report.namesPlaces = !isTyped || !name.isEmpty
        // A slip of a person at the prompt shall not cost a value; a sheet goes on without what it could not compute.
        if report.isReadable || !isTyped || !name.isEmpty { evaluator = next }
        if sheet.errors.isEmpty, report.isReadable || !name.isEmpty, sheet.source.contains(where: { !$0.isWhitespace }) {
            lines.append(sheet.source)
        }
        for result in report.results {
            switch result.outcome {
            case .defined(_, let value), .shown(let value): last = value
            case .claim(let claim): last = claim.left
            case .failed, .skipped: break
            }
        }
        let code: Int32 = report.isReadable ? (report.holds ? 0 : 1) : 2
        // What cannot be computed is explained in words, not in a comment of LaTeX.
        return Reply(lines: try report.output(showsLaTeX && report.isReadable ? .latex : .text), code: code)
    }

    /// An explanation as it is printed.
    func failure(_ phrase: Phrase) -> [String] {
        phrase(in: style.language).wrapped(width: style.width, hangingIndent: 2).map { style.styled($0, .bad) }
    }

    /// A remark as it is printed.
    func remark(_ phrase: Phrase) -> [String] {
        phrase(in: style.language).wrapped(width: style.width, hangingIndent: 2)
    }

    /// The word of a command and what stands behind it; nil for a line of the language.
    private static func command(in text: String, names: some Collection<String>) -> (word: String, rest: String)? {
        let line = text.trimmingCharacters(in: .whitespacesAndNewlines)
        // What people type first at a strange prompt.
        let bare = ["help": "help", "?": "help", "quit": "quit", "exit": "quit"]
        if let word = bare[line], !names.contains(line) { return (word, "") }
        // A Chinese keyboard gives the wide colon.
        guard let first = line.first, first == ":" || first == "：" else { return nil }
        let body = line.dropFirst()
        let word = body.prefix { !$0.isWhitespace }
        return (String(word), body.dropFirst(word.count).trimmingCharacters(in: .whitespaces))
    }
}
