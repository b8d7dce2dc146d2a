// `fid calc` without a line: a prompt for a person, or the lines of standard input for a script.

import Foundation
import Localization
import Typesetting
import Worksheets

/// The lines of one statement: a bracket that is open goes on in the next line.
struct PendingLines {
    private(set) var text = ""
    private(set) var count = 0

    /// Adds a line; true where the statement may be complete.
    mutating func add(_ line: String) -> Bool {
        let wasInside = count > 0
        text += wasInside ? "\n" + line : line
        count += 1
        // Within a bracket only these can end the statement, or show that it went wrong: no need to read it all again for others.
        if wasInside, !line.contains(where: { ")]=）".contains($0) }), count < WorksheetLimits().lines { return false }
        return !Worksheet(text).endsInsideBracket
    }
}

/// The prompt: one session between a greeting and Ctrl-D.
struct CalcPrompt {
    var session: CalcSession
    private let history = HistoryFile.standard(environment: ProcessInfo.processInfo.environment)

    init(session: CalcSession) { self.session = session }

    mutating func run() {
        _ = Interruption.watch()
        TerminalModes.guardModes()
        defer { TerminalModes.leave() }
        let editor = LineEditor(history: history?.lines() ?? [])
        Terminal.write(
            session.remark(
                Phrase(
                    "The worksheet language, line by line. :help explains, Ctrl-D ends.", "逐行计算工作表语言。:help 查看说明，Ctrl-D 结束。")))
        var pending = PendingLines()
        while true {
            let names = session.evaluator.names.keys
            let input = editor.read(pending.count == 0 ? "fid> " : "...> ") { word, head in
                CalcCompletion.candidates(for: word, head: head, names: names)
            }
            switch input {
            case .end:
                Terminal.write([""])
                return
            case .resumed: pending = PendingLines()
            case .discarded:
                Terminal.write(["^C"])
                pending = PendingLines()
            case .line(let line):
                if line.contains(where: { !$0.isWhitespace }) {
                    editor.remember(line)
                    history?.add(line)
                } else if pending.count == 0 {
                    continue
                }
                guard pending.add(line) else { continue }
                let text = pending.text
                pending = PendingLines()
                if answer(text) { return }
            }
        }
    }

    /// Computes and prints; true where the session is over.
    private mutating func answer(_ text: String) -> Bool {
        let before = session
        let result = Interruption.run { () -> (CalcSession, CalcSession.Reply) in
            var session = before
            let reply = session.enter(text)
            return (session, reply)
        }
        guard let (after, reply) = result else {
            Terminal.write(
                [""] + session.failure(Phrase("interrupted: the line was not computed", "已中断：这一行没有计算")))
            return false
        }
        session = after
        if !reply.lines.isEmpty { Terminal.write(reply.lines + (reply.lines.count > 1 ? [""] : [])) }
        return reply.endsSession
    }
}

/// The lines of standard input, each answered as it comes.
struct CalcScript {
    var session: CalcSession

    /// Runs to the end of the input; the worst exit code of all lines.
    ///
    /// - Throws: `CommandError` for what is no text, or too much of it.
    mutating func run() throws -> Int32 {
        var pending = PendingLines()
        var input = StandardInputLines()
        var number = 0
        var worst: Int32 = 0
        while let line = try input.next() {
            number += 1
            guard pending.add(line) else { continue }
            let reply = session.enter(pending.text, firstLine: number - pending.count + 1)
            pending = PendingLines()
            if !reply.lines.isEmpty { Terminal.write(reply.lines) }
            worst = max(worst, reply.code)
            if reply.endsSession { return worst }
        }
        guard pending.count > 0 else { return worst }
        let reply = session.enter(pending.text, firstLine: number - pending.count + 1)
        if !reply.lines.isEmpty { Terminal.write(reply.lines) }
        return max(worst, reply.code)
    }
}
