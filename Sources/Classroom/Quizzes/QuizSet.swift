// The problems of a class as files: a sheet and a key for everyone, and a table of who has what.

import Checking
import Foundation
import Localization

/// Why files were not written.
public enum QuizFileError: ExplainedError, Hashable {
    /// Files are there already.
    case exists(file: String, others: Int)
    case notWritten(file: String, reason: String)

    public var phrase: Phrase {
        switch self {
        case .exists(let file, let others):
            Phrase(
                "\(file) is there already" + (others > 0 ? ", and \(others) more" : "")
                    + ": nothing was written; --force replaces them, or choose another folder",
                "\(file) 已存在" + (others > 0 ? "，另有 \(others) 个文件也已存在" : "") + "：没有写出任何文件；用 --force 覆盖，或换一个文件夹")
        case .notWritten(let file, let reason):
            Phrase("\(file) could not be written: \(reason)", "\(file) 无法写出：\(reason)")
        }
    }
}

/// The sheets and keys of a class.
public struct QuizSet: Sendable {
    public struct File: Sendable {
        /// Below the folder: `sheets/Li-Lei.md`.
        public let path: String
        public let text: String
    }

    /// Who gets a sheet.
    public struct Recipient: Hashable, Sendable {
        /// The name; empty where the sheet leaves it open.
        public let name: String
        /// The number, where the class has numbers.
        public let number: String?
        /// The name for files.
        public let fileName: String
    }

    public let files: [File]
    public let sheetCount: Int

    /// One sheet for each student and skill. A sheet holds one problem, so that `fid check` needs nothing but the sheet.
    ///
    /// - Parameters:
    ///   - seed: what all problems are drawn from, and the first recipient's own.
    /// - Throws: ``QuizError``.
    public init(
        recipients: [Recipient], skills: [QuizSkill], level: QuizLevel, seed: Int, form: QuizForm, language: Language
    ) throws(QuizError) {
        var files: [File] = []
        let hasNumbers = recipients.contains { $0.number != nil }
        var rows = ["student,\(hasNumbers ? "id," : "")skill,level,code,sheet,key"]
        var table: [[QuizProblem]] = []
        for skill in skills {
            table.append(try QuizProblem.variants(of: skill, level: level, seed: seed, count: recipients.count))
        }
        for (index, student) in recipients.enumerated() {
            for problems in table where index < problems.count {
                let problem = problems[index]
                // With several skills each student has a folder, as `fid grade` expects it.
                let name = student.fileName + (skills.count > 1 ? "/\(problem.skill.id)" : "")
                let sheet = "sheets/\(name).\(form.fileExtension)"
                let page = QuizPage(
                    problem, language: language, student: student.name.isEmpty ? nil : student.name,
                    width: form == .text ? 80 : nil,
                    fileName: sheet.split(separator: "/").last.map(String.init))
                let key = "keys/\(name).fid"
                files.append(File(path: sheet, text: page.sheet(form)))
                files.append(File(path: key, text: page.key(.fid)))
                if form == .latex { files.append(File(path: "keys/\(name).tex", text: page.key(.latex))) }
                let who = [student.name.isEmpty ? student.fileName : student.name] + (hasNumbers ? [student.number ?? ""] : [])
                let cells = who + [problem.skill.id, "\(level.rawValue)", "\(problem.code)", sheet, key]
                rows.append(cells.map(CSVTable.cell).joined(separator: ","))
            }
        }
        sheetCount = rows.count - 1
        // Spreadsheets take a file for UTF-8 only with a mark at its head.
        let isPlain = rows.allSatisfy { $0.utf8.allSatisfy { $0 < 128 } }
        files.append(File(path: "index.csv", text: (isPlain ? "" : "\u{FEFF}") + rows.joined(separator: "\r\n") + "\r\n"))
        self.files = files
    }

    /// A sheet for each student of a class.
    public static func recipients(of roster: Roster) -> [Recipient] {
        roster.students.map { Recipient(name: $0.name, number: $0.number, fileName: $0.fileName) }
    }

    /// Names for sheets without students: `01`, `02`, …
    public static func numbered(_ count: Int) -> [Recipient] {
        let digits = max(2, String(count).count)
        return (0..<max(0, count)).map { index in
            let number = String(index + 1)
            return Recipient(
                name: "", number: nil, fileName: String(repeating: "0", count: digits - number.count) + number)
        }
    }

    /// Writes the files, each whole or not at all, the table last. Nothing is written where one of them is there already, unless `replacing`.
    ///
    /// - Throws: ``QuizFileError``.
    public func write(to folder: URL, replacing: Bool) throws(QuizFileError) {
        let places = files.map { (file: $0, url: folder.appending(path: $0.path)) }
        if !replacing {
            let there = places.filter { FileManager.default.fileExists(atPath: $0.url.path) }
            if let first = there.first { throw QuizFileError.exists(file: first.url.path, others: there.count - 1) }
        }
        for (file, url) in places {
            do {
                try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(file.text.utf8).write(to: url, options: .atomic)
            } catch {
                throw QuizFileError.notWritten(file: url.path, reason: Self.reason(error))
            }
        }
    }

    private static func reason(_ error: any Error) -> String {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        let posix = underlying ?? (error as NSError)
        return posix.domain == NSPOSIXErrorDomain
            ? String(cString: strerror(Int32(posix.code))) : (error as NSError).localizedDescription
    }
}
