// `fid grade FOLDER`: a folder of homework, each sheet checked, and a report on the class.

import ArgumentParser
import Checking
import Classroom
import FeatureFiles
import Foundation
import Localization
import Synchronization

struct GradeCommand: ParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, csv, json
    }

    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "grade",
            abstract: Session.say("Grade a folder of homework, and report on the class.", "批改一个文件夹的作业，并给出班级报告。"),
            discussion: Session.say(
                """
                Each .fid, .md, .txt or .csv file is a submission; a file may also be a class table (student, then a column a step). \
                A value that follows correctly from an earlier wrong one counts in full, one that is right to fewer digits than \
                written by half. Every submission is checked in a process of its own, within limits of time and memory, and \
                reads no other file. Exit code 1 where a submission could not be graded.

                Examples:
                  fid grade homework --task fid-by-hand
                  fid grade homework --format csv --output grades.csv
                  fid grade answers.csv --task fid-by-hand
                """,
                """
                每个 .fid、.md、.txt 或 .csv 文件是一份作业；也可以是班级表格（首列为学生，其后每步一列）。\
                由前面的错误值正确推出的值得满分，正确位数少于所写位数的得一半。\
                每份作业在单独的进程中检查，时间和内存有限，且不能读取其他文件。有作业未能评分时退出码为 1。

                示例：
                  fid grade homework --task fid-by-hand
                  fid grade homework --format csv --output grades.csv
                  fid grade answers.csv --task fid-by-hand
                """))
    }

    @Argument(
        help: ArgumentHelp(
            Session.say("The folder, or a class table.", "文件夹或班级表格。"), valueName: Session.say("folder", "文件夹")))
    var folder: String

    @Option(
        help: ArgumentHelp(Session.say("The task that the sheets answer.", "作业题目：id 或文件。"), valueName: "id|file"))
    var task: String?

    @Option(help: ArgumentHelp(Session.say("The form of the output.", "输出格式。"), valueName: "text|csv|json"))
    var format = Format.text

    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            Session.say("Write to a file instead of standard output.", "写入文件而不是标准输出。"), valueName: Session.say("file", "文件")))
    var output: String?

    @Option(
        help: ArgumentHelp(Session.say("Processor time for each sheet.", "每份作业的处理器时间。"), valueName: Session.say("seconds", "秒")))
    var seconds = 5

    @Option(help: ArgumentHelp(Session.say("Memory for each sheet.", "每份作业的内存。"), valueName: Session.say("megabytes", "MB")))
    var megabytes = 1000

    @Option(help: ArgumentHelp(Session.say("A course's folder.", "课程文件夹。"), valueName: Session.say("folder", "文件夹")))
    var lessons: String?

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard (1...3600).contains(seconds) else {
            throw ValidationError(Session.say("--seconds is 1 to 3600.", "--seconds 应为 1 到 3600。"))
        }
        guard (200...1_000_000).contains(megabytes) else {
            throw ValidationError(Session.say("--megabytes is 200 or more.", "--megabytes 至少为 200。"))
        }
    }

    func run() throws {
        // A task that is not there would fail every sheet: it is looked for once, before any.
        _ = try TaskFinder(name: task, lessons: lessons)
        let work = try submissions()
        let style = global.style
        let runner = SubmissionRunner(
            task: task, lessons: lessons, language: style.language, seconds: seconds, megabytes: megabytes)
        let progress = Mutex(Progress())
        let count = work.submissions.count
        let grades = runner.grade(work.submissions) { done in
            progress.withLock { $0.show(Session.say("\(done) of \(count) sheets", "\(count) 份中已批改 \(done) 份")) }
        }
        progress.withLock { $0.finish() }
        let refused = work.refused.map { Grade(place: $0.place, student: $0.student, outcome: .failed($0.reason)) }
        let report = GradeReport(book: GradeBook(grades + refused), style: style)
        try write(report)
        if report.book.grades.contains(where: \.isFailed) { throw ExitCode(1) }
    }

    private func submissions() throws -> SubmissionFolder {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else {
            throw CommandError("\(folder) does not exist: check the path", "\(folder) 不存在：请检查路径")
        }
        if !isFolder.boolValue {
            let name = URL(fileURLWithPath: folder).lastPathComponent
            guard let table = SubmissionFolder.rows(ofTable: try SheetFile.text(of: folder), name: name) else {
                throw CommandError(
                    "\(folder) is no class table: the first line names the student's column and the steps; use fid check for one sheet",
                    "\(folder) 不是班级表格：第一行应写学生列和各步骤的名称；单份作业请用 fid check")
            }
            return table
        }
        let found: SubmissionFolder
        do {
            found = try SubmissionFolder(URL(fileURLWithPath: folder))
        } catch {
            throw CommandError("\(folder) cannot be read: check its permissions", "无法读取 \(folder)：请检查权限")
        }
        guard !found.submissions.isEmpty || !found.refused.isEmpty else {
            throw CommandError(
                "\(folder) holds no sheets: .fid, .md, .txt or .csv", "\(folder) 中没有作业文件：.fid、.md、.txt 或 .csv")
        }
        return found
    }

    private func write(_ report: GradeReport) throws {
        let text =
            switch format {
            case .text: report.lines().joined(separator: "\n") + "\n"
            case .csv: report.book.csv(language: report.style.language)
            case .json: try MachineJSON.text(report.record) + "\n"
            }
        guard let output else { return Terminal.write([String(text.dropLast())]) }
        try AtomicFile.write(Array(text.utf8), to: output)
    }
}
