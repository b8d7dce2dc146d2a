// `fid learn` as it runs: lines in, progress kept, answers out.

import Classroom
import Foundation
import Lessons
import Localization
import Typesetting

struct LearnConversation {
    private var session: LearningSession
    private var keeper: ProgressKeeper
    private let global: GlobalOptions
    private let showsSteps: Bool
    private var input = LineInput()
    /// Whether somebody is typing: a script is not asked to press Enter, and its lines are shown as if they had been typed.
    private let isTyped = OutputStyle.isTerminal(0)

    init(session: LearningSession, keeper: ProgressKeeper, global: GlobalOptions, showsSteps: Bool) {
        self.session = session
        self.keeper = keeper
        self.global = global
        self.showsSteps = showsSteps
    }

    /// The width may change while the conversation goes on.
    private var view: LearnView { LearnView(style: global.style, showsSteps: showsSteps, lessons: session.lessons) }

    /// Takes the course, or the lesson of an id, until the learner leaves or nothing is left.
    mutating func run(lesson: String?) throws {
        Goodbye.text = goodbye
        Goodbye.watch()
        Terminal.write(
            view.paragraph(
                Phrase("Commands: ? reveal skip back help quit", "命令：? 答案 跳过 返回 帮助 退出"), .dim))
        try take(session.begin(lesson: lesson))
        while session.stop != .over {
            if !isTyped, session.stop == .pause || session.stop == .lessonEnd && !input.isAtEnd() {
                try take(session.proceed())
                continue
            }
            if !isTyped, session.stop == .lessonEnd { break }
            guard let line = nextLine() else { break }
            try take(session.enter(line))
        }
        if !hasFinished { Terminal.write([goodbye]) }
    }

    private var hasFinished = false

    /// The next line that says something, nil at the end of the input.
    private mutating func nextLine() -> String? {
        while true {
            if isTyped { FileHandle.standardOutput.write(Data(prompt.utf8)) }
            guard let line = input.next() else {
                if isTyped { Terminal.write([""]) }
                return nil
            }
            if isTyped { return line }
            if line.contains(where: { !$0.isWhitespace }) {
                Terminal.write([prompt + line])
                return line
            }
        }
    }

    private var prompt: String {
        session.stop == .question ? "> " : view.style.styled(view.say(Phrase("[Enter] ", "[回车] ")), .dim)
    }

    /// Keeps what is to be kept, and only then shows what is to be shown.
    private mutating func take(_ reply: LearningSession.Reply) throws {
        if !reply.changes.isEmpty {
            for phrase in keeper.keep(reply.changes) { Terminal.writeError("fid: " + phrase(in: view.style.language)) }
            session.adopt(keeper.progress)
            Goodbye.text = goodbye
        }
        for event in reply.events {
            if case .courseEnded = event { hasFinished = true }
            try view.write(event, in: session.run) { Terminal.write($0) }
        }
    }

    private var goodbye: String {
        let words =
            keeper.isSaved
            ? Phrase("Saved. fid learn goes on from here.", "已保存。用 fid learn 从这里继续。")
            : Phrase("Goodbye. Nothing could be saved; fid learn begins anew.", "再见。进度未能保存；fid learn 将重新开始。")
        return words(in: global.style.language)
    }
}
