// Classes: tables of students as they come out of spreadsheets, and the files that are written for them.

import Checking
import Foundation
import Localization
import Testing

@testable import Classroom

@Suite struct QuizRosterTests {
    private static func roster(_ text: String) throws -> [Roster.Student] {
        try Roster(Data(text.utf8), file: "class.csv").students
    }

    struct Table: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let text: String
        let names: [String]
        let files: [String]
    }

    @Test(arguments: [
        Table(testDescription: "plain", text: "name\nAda\nEmmy\n", names: ["Ada", "Emmy"], files: ["Ada", "Emmy"]),
        Table(testDescription: "Chinese header", text: "学号,姓名\n1,张三\n2,李四", names: ["张三", "李四"], files: ["张三", "李四"]),
        Table(
            testDescription: "a number is a name where there is none", text: "学号,班级\n17,A\n18,A", names: ["17", "18"],
            files: ["17", "18"]),
        Table(
            testDescription: "header in capitals with spaces", text: " Student , mark \n Ada , 1 ", names: ["Ada"], files: ["Ada"]
        ),
        Table(
            testDescription: "byte order mark and CRLF", text: "\u{FEFF}name\r\nAda\r\nEmmy\r\n", names: ["Ada", "Emmy"],
            files: ["Ada", "Emmy"]),
        Table(testDescription: "CR alone", text: "name\rAda\rEmmy", names: ["Ada", "Emmy"], files: ["Ada", "Emmy"]),
        Table(testDescription: "semicolons", text: "id;name\n1;Ada, Countess", names: ["Ada, Countess"], files: ["Ada-Countess"]),
        Table(testDescription: "tabs", text: "id\tname\n1\tAda", names: ["Ada"], files: ["Ada"]),
        Table(
            testDescription: "quotation marks", text: "name,id\n\"Lovelace, \"\"Ada\"\"\",1", names: ["Lovelace, \"Ada\""],
            files: ["Lovelace-Ada"]),
        Table(
            testDescription: "a line break in a name", text: "name,id\n\"Ada\nLovelace\",1\nEmmy,2",
            names: ["Ada\nLovelace", "Emmy"], files: ["Ada-Lovelace", "Emmy"]),
        Table(
            testDescription: "slashes and dots", text: "name\n../../etc/passwd\n.hidden\n/",
            names: ["../../etc/passwd", ".hidden", "/"], files: ["etc-passwd", "hidden", "student"]),
        Table(
            testDescription: "one name three times", text: "name\nAda\nada\nAda", names: ["Ada", "ada", "Ada"],
            files: ["Ada", "ada-2", "Ada-3"]),
        Table(
            testDescription: "one name, told apart by numbers", text: "姓名,学号\n张三,7\n张三,8", names: ["张三", "张三"],
            files: ["张三", "张三-8"]),
        Table(
            testDescription: "a name that looks like a second one", text: "name\nAda-2\nAda\nAda",
            names: ["Ada-2", "Ada", "Ada"], files: ["Ada-2", "Ada", "Ada-3"]),
        Table(
            testDescription: "two spellings of é", text: "name\nRene\u{301}\nRen\u{E9}", names: ["Rene\u{301}", "Ren\u{E9}"],
            files: ["Ren\u{E9}", "Ren\u{E9}-2"]),
        Table(testDescription: "names of devices", text: "name\nCON\ncom1", names: ["CON", "com1"], files: ["CON_", "com1_"]),
        Table(testDescription: "empty lines", text: "\n\nname,id\n\nAda,1\n,\n", names: ["Ada"], files: ["Ada"]),
    ])
    func `tables of students`(table: Table) throws {
        let students = try Self.roster(table.text)
        #expect(students.map(\.name) == table.names)
        #expect(students.map(\.fileName) == table.files)
    }

    @Test func `long names are cut, and stay apart`() throws {
        let long = String(repeating: "诸葛", count: 500)
        let students = try Self.roster("name\n\(long)\n\(long)")
        #expect(students[0].fileName != students[1].fileName)
        #expect(students.allSatisfy { $0.fileName.count <= 62 && $0.fileName.utf8.count <= 152 })
        #expect(students[0].name == long)
    }

    struct BadTable: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let text: String
        let english: String
        let chinese: String
    }

    @Test(arguments: [
        BadTable(
            testDescription: "empty", text: "", english: "class.csv:1: the file is empty: a header with a column name is needed",
            chinese: "class.csv:1：文件是空的：需要带有 name 或 姓名 列的表头"),
        BadTable(
            testDescription: "no such column", text: "surname,mark\nAda,1",
            english: "class.csv:1: no column is called student, name, id, 姓名 or 学号; there are: surname, mark",
            chinese: "class.csv:1：没有名为 姓名、学号、student、name 或 id 的列；现有的列：surname、mark"),
        BadTable(
            testDescription: "no students", text: "name\n", english: "class.csv:1: there is a header and no student below it",
            chinese: "class.csv:1：只有表头，没有学生"),
        BadTable(
            testDescription: "a name is missing, behind a name of two lines", text: "id,name\n1,\"Ada\nL.\"\n2,\n3,Emmy",
            english: "class.csv:4: the column name is empty: fill it in, or remove the line",
            chinese: "class.csv:4：name 一列是空的：请填写，或删除此行"),
        BadTable(
            testDescription: "a row that is too short", text: "id,name\n1,Ada\n2",
            english: "class.csv:3: the column name is empty: fill it in, or remove the line",
            chinese: "class.csv:3：name 一列是空的：请填写，或删除此行"),
        BadTable(
            testDescription: "a quotation mark", text: "name\nAda\n\"Emmy\nSophie\n",
            english: "class.csv:3: the quotation mark that opens on this line is never closed",
            chinese: "class.csv:3：此行的左引号没有对应的右引号"),
        BadTable(
            testDescription: "too many", text: "id\n" + (0...Roster.limit).map(String.init).joined(separator: "\n"),
            english: "class.csv:10002: there are more than 10000 students", chinese: "class.csv:10002：学生超过 10000 人"),
    ])
    func `tables that cannot be used`(table: BadTable) {
        let error = #expect(throws: RosterError.self) { try Self.roster(table.text) }
        #expect(error?.phrase == Phrase(table.english, table.chinese))
    }

    @Test func `a table in another encoding`() {
        let error = #expect(throws: RosterError.self) {
            try Roster(Data([0xD0, 0xD5, 0xC3, 0xFB, 0x0A, 0xD5, 0xC5]), file: "class.csv")
        }
        #expect(
            error?.phrase
                == Phrase(
                    "class.csv:1: this is no text in UTF-8: save the table as “CSV UTF-8”",
                    "class.csv:1：不是 UTF-8 文本：请把表格另存为“CSV UTF-8”"))
    }
}

@Suite struct QuizSetTests {
    private static func folder() -> URL {
        FileManager.default.temporaryDirectory.appending(path: "fid-quiz-\(UUID().uuidString)")
    }

    private static func set(_ names: String, skills: [String] = ["trace"], form: QuizForm = .markdown) throws -> QuizSet {
        let roster = try Roster(Data(names.utf8), file: "class.csv")
        return try QuizSet(
            recipients: QuizSet.recipients(of: roster), skills: try skills.map { try QuizSkill.find($0) }, level: .second,
            seed: 9,
            form: form, language: .english)
    }

    @Test func `one sheet, one key, one row each`() throws {
        let set = try Self.set("name\nAda\n=Emmy")
        #expect(set.sheetCount == 2)
        #expect(set.files.map(\.path) == ["sheets/Ada.md", "keys/Ada.fid", "sheets/Emmy.md", "keys/Emmy.fid", "index.csv"])
        let table = try #require(set.files.last).text
        let second = try QuizProblem.variants(of: QuizSkill.find("trace"), level: .second, seed: 9, count: 2)[1]
        // A spreadsheet must not take a name for a formula.
        #expect(
            table == """
                student,skill,level,code,sheet,key\r
                Ada,trace,2,trace-2-9,sheets/Ada.md,keys/Ada.fid\r
                '=Emmy,trace,2,\(second.code),sheets/Emmy.md,keys/Emmy.fid\r

                """)
    }

    @Test func `several skills: a folder for each student, and every sheet with its own code`() throws {
        let set = try Self.set("学号,姓名\n1,张三\n2,李四", skills: ["trace", "kid"], form: .latex)
        #expect(set.files.map(\.path).prefix(3) == ["sheets/张三/trace.tex", "keys/张三/trace.fid", "keys/张三/trace.tex"])
        #expect(set.files.count == 13)
        let table = try #require(set.files.last).text
        #expect(table.hasPrefix("\u{FEFF}student,id,skill,level,code,sheet,key\r\n张三,1,trace,2,trace-2-9,sheets/张三/trace.tex,"))
    }

    @Test func `each sheet is checked by its own code alone`() throws {
        let set = try Self.set("name\nAda\nEmmy\nSophie", skills: ["covariance", "leash"])
        let keys = set.files.filter { $0.path.hasPrefix("keys/") }
        let sheets = set.files.filter { $0.path.hasPrefix("sheets/") }
        #expect(keys.count == 6)
        for (sheet, key) in zip(sheets, keys) {
            let code = try #require(HomeworkSource(sheet.text, form: .markdown).key("quiz"))
            #expect(
                HomeworkSource(sheet.text, form: .markdown).key("student") == HomeworkSource(key.text, form: .fid).key("student"))
            let checked = Checker.check(HomeworkSource(key.text, form: .fid), task: try QuizSheet.task(forCode: code))
            #expect(checked.holds)
        }
        #expect(Set(sheets.map(\.text)).count == 6)
    }

    @Test func `nothing is overwritten unasked`() throws {
        let folder = Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let set = try Self.set("name\nAda\nEmmy")
        try set.write(to: folder, replacing: false)
        let sheet = folder.appending(path: "sheets/Emmy.md")
        #expect(try String(contentsOf: sheet, encoding: .utf8) == set.files[2].text)
        try FileManager.default.removeItem(at: folder.appending(path: "sheets/Ada.md"))
        try Data("filled in".utf8).write(to: sheet)
        let error = #expect(throws: QuizFileError.self) { try set.write(to: folder, replacing: false) }
        let first = folder.appending(path: "keys/Ada.fid").path
        #expect(
            error?.phrase
                == Phrase(
                    "\(first) is there already, and 3 more: nothing was written; --force replaces them, or choose another folder",
                    "\(first) 已存在，另有 3 个文件也已存在：没有写出任何文件；用 --force 覆盖，或换一个文件夹"))
        #expect(try String(contentsOf: sheet, encoding: .utf8) == "filled in")
        #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "sheets/Ada.md").path))
        try set.write(to: folder, replacing: true)
        #expect(try String(contentsOf: sheet, encoding: .utf8) == set.files[2].text)
    }

    @Test func `a folder that cannot be`() throws {
        let folder = Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("a file".utf8).write(to: folder)
        let error = #expect(throws: QuizFileError.self) { try Self.set("name\nAda").write(to: folder, replacing: false) }
        guard case .notWritten(let file, let reason)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(file == folder.appending(path: "sheets/Ada.md").path)
        #expect(!reason.isEmpty)
    }

    @Test func `numbered sheets`() {
        #expect(QuizSet.numbered(3).map(\.fileName) == ["01", "02", "03"])
        #expect(QuizSet.numbered(120).last?.fileName == "120")
        #expect(QuizSet.numbered(120).first?.fileName == "001")
        #expect(QuizSet.numbered(0).isEmpty)
    }
}
