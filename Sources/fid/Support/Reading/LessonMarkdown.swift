// A lesson as Markdown: its prose with the numbers filled in, its worksheets with their derivations, its questions without answers.

import Lessons
import Localization
import Typesetting

struct LessonMarkdown {
    let report: LessonReport

    func lines() throws -> [String] {
        var lines = try report.parts.flatMap { try self.lines(of: $0) }
        if report.showsAnswers { lines += answers() }
        // One empty line between two blocks, none at the end.
        var result: [String] = []
        var isCode = false
        for line in lines {
            if line.hasPrefix("```") { isCode.toggle() }
            if line.isEmpty, !isCode, result.last?.isEmpty ?? true { continue }
            result.append(line)
        }
        while result.last?.isEmpty == true { result.removeLast() }
        return result
    }

    private func lines(of part: LessonPart) throws -> [String] {
        switch part.content {
        case .prose(let slots, let protected):
            return slots.fill(protected, \.source).split(separator: "\n", omittingEmptySubsequences: false).map(String.init) + [
                ""
            ]
        case .worksheet(let source, let sheet):
            return ["```fid", source, "```", ""] + (try sheet.output(.markdown)) + [""]
        case .plot(_, let chart):
            return ["```text"] + chart.layout(report.style) + ["```", ""]
        case .ask(let ask, _): return question(ask)
        case .claim(let claim, _):
            var text =
                "> **\(claim.id) · \(claim.verdict.words(in: report.style.language))**\(report.say(": ", "："))\(claim.place)"
            if let condition = claim.condition { text += report.say(" Condition: ", " 条件：") + condition }
            return [text] + (claim.shows.map { [">", "> `\($0)`"] } ?? []) + [""]
        }
    }

    private func question(_ ask: Ask) -> [String] {
        ["> **\(report.say("Question", "问题"))** (`\(ask.id)`)\(report.say(": ", "："))\(Self.escaped(ask.question))"]
            + (ask.options.isEmpty ? [] : [">"]) + ask.options.map { "> - (\($0.key)) \(Self.escaped($0.text))" } + [""]
    }

    private func answers() -> [String] {
        guard !report.questions.isEmpty else { return [] }
        return ["", "## \(report.say("Answers", "答案"))", ""]
            + report.questions.map { ask, answer in
                "- `\(ask.id)`\(report.say(": ", "："))\(ask.kind == .choice ? Self.escaped(answer) : "`\(answer)`")"
            }
    }

    /// Questions are plain text: what Markdown would read as emphasis is none.
    static func escaped(_ text: String) -> String {
        text.map { "\\`*_<>".contains($0) ? "\\\($0)" : String($0) }.joined()
    }
}
