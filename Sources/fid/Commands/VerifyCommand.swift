// `fid verify`: what an author of lessons runs.

import ArgumentParser
import Foundation
import Lessons
import Localization
import Typesetting

struct VerifyCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "verify",
            abstract: Session.say(
                "Compute every number of the lessons and compare both languages.", "计算课程中的每个数，并比较两种语言的版本。"),
            discussion: Session.say(
                "Each error is printed with file and line; exit code 1 where there is one.\n\nExample:\n  fid verify --lessons my-course",
                "每个错误都给出文件和行号；有错误时退出码为 1。\n\n示例：\n  fid verify --lessons my-course"))
    }

    @Option(
        help: ArgumentHelp(
            Session.say("A folder with en/ and zh/ of lessons; the course's own by default.", "包含 en/ 和 zh/ 的课程文件夹；默认为自带的课程。"),
            valueName: Session.say("folder", "文件夹")))
    var lessons: String?

    @OptionGroup var global: GlobalOptions

    func run() throws {
        let folder = try CourseFolder.find(lessons)
        let course = Course(folder: folder)
        var verifier = CourseVerifier(course)
        verifier.verify()
        let style = global.style
        for error in verifier.errors { Terminal.write([style.styled(error.phrase(in: style.language), .bad)]) }
        let count = course.lessons.values.reduce(0) { $0 + $1.count }
        let summary =
            verifier.errors.isEmpty
            ? Phrase(
                "\(count) lessons, \(verifier.computed) calculations: all hold, and both languages agree",
                "\(count) 个课程文件，\(verifier.computed) 处计算：全部成立，两种语言一致")
            : Phrase("\(verifier.errors.count) errors in \(count) lessons", "\(count) 个课程文件中有 \(verifier.errors.count) 个错误")
        Terminal.write([summary(in: style.language)])
        if !verifier.errors.isEmpty { throw ExitCode(1) }
    }
}
