// `fid lesson`: the course, listed, or one lesson in the terminal.

import ArgumentParser
import Foundation
import Lessons
import Localization
import Typesetting

struct LessonCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "lesson",
            abstract: Session.say("The lessons of the course: the list, or one of them.", "课程：列出各课，或显示其中一课。"),
            discussion: Session.say(
                """
                With --step the lesson stops after each part: Space goes on, b back, s shows or hides the steps, q quits, ? shows \
                all keys. Where the input or the output is no terminal, it reads a line for each key (an empty one goes on), and \
                shows the rest of the lesson at the end of the input.

                Examples:
                  fid lesson
                  fid lesson 9
                  fid lesson 9 --step
                  fid lesson fid-by-hand --lang zh
                  fid lesson 9 --format markdown --answers
                """,
                """
                使用 --step 时，每段之后停下：空格继续，b 返回，s 显示或隐藏步骤，q 退出，? 列出所有按键。\
                输入或输出不是终端时，每个按键读取一行（空行表示继续），输入结束后显示其余内容。

                示例：
                  fid lesson
                  fid lesson 9
                  fid lesson 9 --step
                  fid lesson fid-by-hand --lang en
                  fid lesson 9 --format markdown --answers
                """))
    }

    @Argument(help: ArgumentHelp(Session.say("The number or the id of a lesson.", "课程的编号或 id。"), valueName: "N|id"))
    var name: String?

    @Option(
        help: ArgumentHelp(
            Session.say("A folder of lessons of your own.", "自己的课程文件夹。"), valueName: Session.say("folder", "文件夹")))
    var lessons: String?

    @Flag(inversion: .prefixedNo, help: ArgumentHelp(Session.say("Show the steps of each calculation.", "显示每个计算的步骤。")))
    var steps = true

    @Flag(help: ArgumentHelp(Session.say("Append the answers to the questions.", "在末尾附上问题的答案。")))
    var answers = false

    @Flag(help: ArgumentHelp(Session.say("One part after the other, key by key.", "逐段显示，按键继续。")))
    var step = false

    @OptionGroup var format: ReadingFormatOptions
    @OptionGroup var pager: PagerOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let course = Course(folder: try CourseFolder.find(lessons))
        let style = global.style
        let form = format.chosen
        guard let name else {
            guard !step else {
                throw CommandError("--step needs a lesson: fid lesson 1 --step", "--step 需要指定一课：fid lesson 1 --step")
            }
            Terminal.write(try CourseReport(course: course, style: style).output(form))
            return
        }
        let lesson = try course.named(name, in: style.language)
        guard form == .text, !answers else {
            let report = try LessonReport(
                lesson: lesson, style: style, showsSteps: steps, showsAnswers: answers, isTeX: form == .latex)
            if form == .text { try LessonPage(lesson: lesson, style: style, showsSteps: steps).write { Terminal.write($0) } }
            Terminal.write(try report.output(form))
            return
        }
        if step { return try LessonSteps(lesson: lesson, style: style, showsSteps: steps).run() }
        try Pager.run(isWanted: pager.isWanted) { page in
            try LessonPage(lesson: lesson, style: style, showsSteps: steps).write { try page.write($0) }
        }
    }
}

/// Where lessons are.
enum CourseFolder {
    /// The folder that was named, or the course's own.
    static func find(_ path: String?) throws -> URL {
        guard let folder = path.map({ URL(fileURLWithPath: $0) }) ?? Resources.folder("lessons") else {
            throw CommandError(
                "the folder lessons was not found: name it with --lessons, or set FID_RESOURCES",
                "找不到 lessons 文件夹：请用 --lessons 指定，或设置 FID_RESOURCES")
        }
        guard FileManager.default.fileExists(atPath: folder.path) else {
            throw CommandError("\(folder.path) does not exist: check the path", "\(folder.path) 不存在：请检查路径")
        }
        return folder
    }
}
