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
                "Examples:\n  fid lesson\n  fid lesson 9\n  fid lesson fid-by-hand --lang zh",
                "示例：\n  fid lesson\n  fid lesson 9\n  fid lesson fid-by-hand --lang en"))
    }

    @Argument(help: ArgumentHelp(Session.say("The number or the id of a lesson.", "课程的编号或 id。"), valueName: "N|id"))
    var name: String?

    @Option(
        help: ArgumentHelp(
            Session.say("A folder of lessons of your own.", "自己的课程文件夹。"), valueName: Session.say("folder", "文件夹")))
    var lessons: String?

    @Flag(inversion: .prefixedNo, help: ArgumentHelp(Session.say("Show the steps of each calculation.", "显示每个计算的步骤。")))
    var steps = true

    @OptionGroup var global: GlobalOptions

    func run() throws {
        let course = Course(folder: try CourseFolder.find(lessons))
        let style = global.style
        guard let name else {
            Terminal.write(list(course, style))
            return
        }
        let lesson = try course.named(name, in: style.language)
        try LessonPage(lesson: lesson, style: style, showsSteps: steps).write { Terminal.write($0) }
    }

    private func list(_ course: Course, _ style: OutputStyle) -> [String] {
        let rows = (course.lessons[style.language] ?? []).map { lesson in
            [
                "\(lesson.number)", lesson.id, lesson.title,
                Phrase("\(lesson.minutes) min", "\(lesson.minutes) 分钟")(in: style.language),
            ]
        }
        let header = [Phrase(same: "#"), Phrase(same: "id"), Phrase("lesson", "课程"), Phrase("time", "用时")].map {
            $0(in: style.language)
        }
        return Table(header: header, rows: rows, alignment: [.right, .left, .left, .right]).layout(style).render()
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
