// A class: the students of a table, each with a name for files that no other student has.

import Checking
import Foundation
import Localization

/// What is wrong with a list of students: which line, and what would be right.
public struct RosterError: ExplainedError, Hashable {
    public enum Problem: Hashable, Sendable {
        case notText
        case empty
        case noNameColumn(found: [String])
        case unclosedQuote
        case missingName(column: String)
        case tooMany(limit: Int)
        case noStudents
    }

    public let file: String
    /// The line, from 1.
    public let line: Int
    public let problem: Problem

    public var phrase: Phrase {
        let words = words
        return Phrase("\(file):\(line): \(words.english)", "\(file):\(line)：\(words.chinese)")
    }

    private var words: Phrase {
        switch problem {
        case .notText:
            Phrase("this is no text in UTF-8: save the table as “CSV UTF-8”", "不是 UTF-8 文本：请把表格另存为“CSV UTF-8”")
        case .empty: Phrase("the file is empty: a header with a column name is needed", "文件是空的：需要带有 name 或 姓名 列的表头")
        case .noNameColumn(let found):
            Phrase(
                "no column is called student, name, id, 姓名 or 学号; there are: \(found.joined(separator: ", "))",
                "没有名为 姓名、学号、student、name 或 id 的列；现有的列：\(found.joined(separator: "、"))")
        case .unclosedQuote:
            Phrase("the quotation mark that opens on this line is never closed", "此行的左引号没有对应的右引号")
        case .missingName(let column):
            Phrase("the column \(column) is empty: fill it in, or remove the line", "\(column) 一列是空的：请填写，或删除此行")
        case .tooMany(let limit): Phrase("there are more than \(limit) students", "学生超过 \(limit) 人")
        case .noStudents: Phrase("there is a header and no student below it", "只有表头，没有学生")
        }
    }
}

/// The students of a class.
public struct Roster: Sendable {
    public struct Student: Hashable, Sendable {
        /// The name, or the number where the table has no names.
        public let name: String
        /// The number, where the table has one besides the name.
        public let number: String?
        /// The line of the table, from 1.
        public let line: Int
        /// The name for files: letters, digits, hyphens, at most 60 characters; another for each student, whatever the case.
        public let fileName: String
    }

    public let students: [Student]

    /// The largest class.
    public static let limit = 10_000

    private static let nameColumns = ["student", "name", "姓名", "学生"]
    private static let numberColumns = ["id", "学号"]

    /// Reads a table: comma-separated values with a header (RFC 4180: quotation marks, doubled inside; line breaks within them), or
    /// separated by semicolons or tabs where the header is.
    ///
    /// - Throws: ``RosterError``.
    public init(_ data: Data, file: String) throws(RosterError) {
        guard var text = String(validating: data, as: UTF8.self), !text.contains("\0") else {
            throw RosterError(file: file, line: 1, problem: .notText)
        }
        if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
        let records: [CSVTable.Record]
        do {
            records = try CSVTable.records(of: text)
        } catch {
            throw RosterError(file: file, line: error.line, problem: .unclosedQuote)
        }
        guard let header = records.first else { throw RosterError(file: file, line: 1, problem: .empty) }
        let titles = header.cells.map { $0.lowercased() }
        let column = { (names: [String]) in names.lazy.compactMap { titles.firstIndex(of: $0) }.first }
        let numberColumn = column(Self.numberColumns)
        guard let main = column(Self.nameColumns) ?? numberColumn else {
            throw RosterError(file: file, line: header.line, problem: .noNameColumn(found: header.cells))
        }
        var names = FileNames()
        var students: [Student] = []
        for record in records.dropFirst() {
            let cell = { (index: Int) in index < record.cells.count ? record.cells[index] : "" }
            guard !cell(main).isEmpty else {
                throw RosterError(file: file, line: record.line, problem: .missingName(column: header.cells[main]))
            }
            guard students.count < Self.limit else {
                throw RosterError(file: file, line: record.line, problem: .tooMany(limit: Self.limit))
            }
            let number = numberColumn.flatMap { $0 == main || cell($0).isEmpty ? nil : cell($0) }
            students.append(
                Student(
                    name: cell(main), number: number, line: record.line,
                    fileName: names.take(cell(main), or: number)))
        }
        guard !students.isEmpty else { throw RosterError(file: file, line: header.line, problem: .noStudents) }
        self.students = students
    }
}

/// Names of files that are safe everywhere and differ from each other.
struct FileNames {
    private var taken: Set<String> = []

    /// A name for a text that was not given out before; where it was, with `distinction` or a number behind it.
    mutating func take(_ text: String, or distinction: String? = nil) -> String {
        let stem = Self.safe(text)
        var candidates = [stem]
        if let distinction { candidates.append("\(stem)-\(Self.safe(distinction))") }
        var count = 2
        // File systems may not tell cases apart, nor one spelling of é from another.
        while let name = candidates.first {
            if taken.insert(name.lowercased()).inserted { return name }
            candidates.removeFirst()
            if candidates.isEmpty {
                candidates.append("\(stem)-\(count)")
                count += 1
            }
        }
        return stem
    }

    /// The letters and digits of a text, all else a hyphen; at most 60 characters and 150 bytes, so that endings still fit.
    static func safe(_ text: String) -> String {
        let pieces = text.precomposedStringWithCanonicalMapping.split { !($0.isLetter || $0.isNumber || $0 == "_") }
        var result = ""
        for character in pieces.joined(separator: "-") {
            guard result.count < 60, result.utf8.count + character.utf8.count <= 150 else { break }
            result.append(character)
        }
        while result.last == "-" { result.removeLast() }
        // Names that Windows keeps for devices.
        let reserved =
            ["con", "prn", "aux", "nul"].contains(result.lowercased())
            || result.count == 4 && ["com", "lpt"].contains(result.prefix(3).lowercased()) && result.last?.isNumber == true
        return result.isEmpty ? "student" : reserved ? result + "_" : result
    }
}
