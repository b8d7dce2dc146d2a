// The submissions in a folder: what may be read of it, and what is refused without being opened.

import Checking
import Foundation
import Localization

/// One piece of homework.
public struct Submission: Sendable {
    public enum Content: Sendable {
        /// A file, to be opened without following links.
        case file(path: String)
        /// A row of a class table, as a worksheet of bare values.
        case text(String)
    }

    /// Where it is, relative to the folder, with control characters made visible.
    public let place: String
    /// The student as far as the place tells: the file's name, or the folder's where each student has one.
    public let student: String
    public let form: HomeworkForm
    public let content: Content
}

/// A file that is not graded, and why.
public struct RefusedFile: Sendable {
    public let place: String
    public let student: String
    public let reason: Phrase
}

/// Looks through a folder.
public struct SubmissionFolder: Sendable {
    public let submissions: [Submission]
    public let refused: [RefusedFile]

    /// The largest submission in bytes.
    public static let sizeLimit = 1_000_000
    /// Folders within folders.
    static let depthLimit = 4
    /// How many files are looked at.
    static let countLimit = 20_000

    /// Looks through a folder and the folders in it. Links are never followed, hidden files are passed over.
    public init(_ folder: URL) throws {
        var submissions: [Submission] = []
        var refused: [RefusedFile] = []
        var pending: [(url: URL, parts: [String])] = [(folder, [])]
        var count = 0
        while let (url, parts) = pending.popLast() {
            let names = try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
            var folders: [(url: URL, parts: [String])] = []
            for name in names where !name.hasPrefix(".") {
                count += 1
                guard count <= Self.countLimit else { break }
                let inner = url.appending(path: name)
                let path = parts + [name]
                let place = path.map(\.visible).joined(separator: "/")
                let stem = name.split(separator: ".").dropLast().joined(separator: ".")
                let student = (parts.first ?? (stem.isEmpty ? name : stem)).visible
                let refuse = { (english: String, chinese: String) in
                    refused.append(RefusedFile(place: place, student: student, reason: Phrase(english, chinese)))
                }
                let attributes = try? FileManager.default.attributesOfItem(atPath: inner.path)
                switch attributes?[.type] as? FileAttributeType {
                case .typeDirectory:
                    if path.count < Self.depthLimit {
                        folders.append((inner, path))
                    } else {
                        refuse("folders are nested too deep", "文件夹嵌套太深")
                    }
                case .typeRegular:
                    let size = (attributes?[.size] as? NSNumber)?.intValue ?? 0
                    guard let form = HomeworkForm(fileName: name) else {
                        refuse("not a sheet: .fid, .md, .txt or .csv", "不是作业文件：应为 .fid、.md、.txt 或 .csv")
                        continue
                    }
                    guard size <= Self.sizeLimit else {
                        refuse("larger than \(Self.sizeLimit) bytes", "超过 \(Self.sizeLimit) 字节")
                        continue
                    }
                    submissions.append(Submission(place: place, student: student, form: form, content: .file(path: inner.path)))
                case .typeSymbolicLink: refuse("a symbolic link, which is not followed", "是符号链接，不予跟随")
                default: refuse("not a regular file", "不是普通文件")
                }
            }
            pending += folders.reversed()
        }
        self.submissions = submissions
        self.refused = refused
    }

    private init(submissions: [Submission]) {
        self.submissions = submissions
        refused = []
    }

    /// The rows of a class table: a heading whose first cell is the student's and whose others are names of steps, then a row a
    /// student. Nil where the text is no such table.
    public static func rows(ofTable text: String, name: String) -> SubmissionFolder? {
        guard let records = try? CSVTable.records(of: text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text),
            let heading = records.first?.cells.map(\.visible), heading.count > 2,
            heading.dropFirst().contains(where: HomeworkSource.isName)
        else { return nil }
        let rows = records.dropFirst().compactMap { record -> Submission? in
            guard let student = record.cells.first?.visible, !student.isEmpty else { return nil }
            let values = zip(heading, record.cells).dropFirst().filter { HomeworkSource.isName($0.0) }.map { name, value in
                HomeworkSource.statement(name, value.visible) ?? ""
            }
            return Submission(
                place: "\(name):\(record.line)", student: student, form: .fid, content: .text(values.joined(separator: "\n")))
        }
        return rows.isEmpty ? nil : SubmissionFolder(submissions: rows)
    }
}

extension String {
    /// The text on one line, with control characters made visible: a file's name may hold anything.
    public var visible: String {
        var result = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\n": result += "␊"
            case "\r": result += "␍"
            case "\t": result += "␉"
            case _ where scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format:
                result += "�"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result.trimmingCharacters(in: .whitespaces)
    }
}
