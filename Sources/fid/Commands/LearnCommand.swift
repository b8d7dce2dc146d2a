// `fid learn`: the course as a conversation, its progress, and a reset that asks.

import ArgumentParser
import Classroom
import Foundation
import Lessons
import Localization
import Typesetting

struct LearnCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "learn",
            abstract: Session.say("Take the course: predict, answer, be diagnosed.", "对话式学习课程：先预测，再作答，错了有诊断。"),
            discussion: Session.say(
                """
                Without a lesson it goes on where you left. Answers can be piped in, one a line.

                Examples:
                  fid learn
                  fid learn 5
                  fid learn --list
                  printf '1/2\\nskip\\n' | fid learn 6
                """,
                """
                不指定课程时从上次离开的地方继续。也可以从管道输入，每行一个回答。

                示例：
                  fid learn
                  fid learn 5
                  fid learn --list
                  printf '1/2\\n跳过\\n' | fid learn 6
                """))
    }

    @Argument(help: ArgumentHelp(Session.say("The number or the id of a lesson.", "课程的编号或 id。"), valueName: "N|id"))
    var name: String?

    @Flag(help: ArgumentHelp(Session.say("List the lessons with your progress.", "列出各课和你的进度。")))
    var list = false

    @Flag(help: ArgumentHelp(Session.say("Forget the answers of the lesson, or of the whole course.", "清除这一课或整个课程的答题记录。")))
    var reset = false

    @Flag(help: ArgumentHelp(Session.say("Reset without asking.", "不经询问直接清除。")))
    var yes = false

    @Option(
        help: ArgumentHelp(
            Session.say("A folder of lessons of your own.", "自己的课程文件夹。"), valueName: Session.say("folder", "文件夹")))
    var lessons: String?

    @Flag(inversion: .prefixedNo, help: ArgumentHelp(Session.say("Show the steps of each calculation.", "显示每个计算的步骤。")))
    var steps = true

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if list, reset {
            throw ValidationError(Session.say("--list and --reset exclude each other.", "--list 与 --reset 不能同时使用。"))
        }
        if list, name != nil { throw ValidationError(Session.say("--list takes no lesson.", "--list 不需要指定课程。")) }
        if yes, !reset { throw ValidationError(Session.say("--yes belongs to --reset.", "--yes 只用于 --reset。")) }
    }

    func run() throws {
        let course = Course(folder: try CourseFolder.find(lessons))
        let language = global.style.language
        let lessons = course.lessons[language] ?? []
        let lesson = try name.map { try course.named($0, in: language) }
        var keeper = ProgressKeeper(file: ProgressFile.standard(environment: ProcessInfo.processInfo.environment))
        for phrase in keeper.begin() { Terminal.writeError("fid: " + phrase(in: language)) }
        if reset { return try reset(lesson, &keeper) }
        guard let session = LearningSession(lessons: lessons, progress: keeper.progress) else {
            let folder = course.folder.appending(path: language.rawValue).path
            throw CommandError("there are no lessons in \(folder)", "\(folder) 中没有课程")
        }
        if list {
            let view = LearnView(style: global.style, showsSteps: false, lessons: lessons)
            Terminal.write(view.list(lessons.map { keeper.progress.summary(of: $0) }))
            return
        }
        var conversation = LearnConversation(session: session, keeper: keeper, global: global, showsSteps: steps)
        try conversation.run(lesson: lesson?.id)
    }

    // MARK: Reset

    private func reset(_ lesson: Lesson?, _ keeper: inout ProgressKeeper) throws {
        let language = global.style.language
        let records = lesson.map { [keeper.progress.lessons[$0.id]].compactMap { $0 } } ?? Array(keeper.progress.lessons.values)
        guard !records.isEmpty else {
            Terminal.write([Phrase("There is nothing to forget.", "没有答题记录，无需清除。")(in: language)])
            return
        }
        let count = records.reduce(0) { $0 + $1.questions.values.filter { $0.outcome != nil }.count }
        if !yes, try !isConfirmed(lesson, count) {
            Terminal.write([Phrase("Nothing was changed.", "没有改动。")(in: language)])
            return
        }
        let complaints = keeper.keep([.forgot(lesson: lesson?.id)])
        guard complaints.isEmpty, keeper.isSaved else {
            for phrase in complaints { Terminal.writeError("fid: " + phrase(in: language)) }
            throw ExitCode(3)
        }
        let words =
            lesson.map { Phrase("Lesson \($0.number) is as new.", "第 \($0.number) 课已恢复如初。") }
            ?? Phrase("The course is as new.", "课程已恢复如初。")
        Terminal.write([words(in: language)])
    }

    /// Asks; without anybody to answer, nothing is forgotten.
    private func isConfirmed(_ lesson: Lesson?, _ count: Int) throws -> Bool {
        let answers = Phrase(count == 1 ? "1 answer" : "\(count) answers", "\(count) 题的记录")
        let what =
            lesson.map {
                Phrase("Forget \(answers.english) of lesson \($0.number)?", "清除第 \($0.number) 课 \(answers.chinese)？")
            }
            ?? Phrase("Forget \(answers.english) of the whole course?", "清除整个课程 \(answers.chinese)？")
        let prompt = what(in: global.style.language) + Phrase(" [y/N] ", " [是/否] ")(in: global.style.language)
        FileHandle.standardOutput.write(Data(prompt.utf8))
        var input = LineInput()
        guard let line = input.next() else {
            Terminal.write([""])
            throw CommandError(
                "nobody answered, so nothing was changed: --yes resets without asking", "没有得到回答，因此没有改动：用 --yes 可不经询问直接清除")
        }
        if !OutputStyle.isTerminal(0) { Terminal.write([line]) }
        return ["y", "yes", "是", "好"].contains(line.trimmingCharacters(in: .whitespaces).lowercased())
    }
}
