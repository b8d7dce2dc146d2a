// The grades of a class, for the teacher.

import Checking
import Classroom
import Localization
import Typesetting

struct GradeReport {
    let book: GradeBook
    let style: OutputStyle

    private func say(_ english: String, _ chinese: String) -> String { Phrase(english, chinese)(in: style.language) }

    func lines() -> [String] {
        var lines = table().layout(style).render()
        let failed = book.grades.filter(\.isFailed)
        if !failed.isEmpty {
            lines += ["", style.styled(say("Not graded", "未能评分"), .heading)]
            for grade in failed {
                guard case .failed(let reason) = grade.outcome else { continue }
                lines += "\(grade.place): \(reason(in: style.language))".wrapped(width: style.width, indent: 2, hangingIndent: 4)
            }
        }
        lines += section(say("Steps that fail", "出错的步骤"), book.failingSteps)
        lines += section(say("Steps left out", "未写的步骤"), book.missingSteps)
        lines += section(say("Mistakes", "错误类型"), book.mistakes) { id in
            Misconception.named(id).map { "  " + $0.title(in: style.language) } ?? ""
        }
        return lines + [""] + summary().wrapped(width: style.width)
    }

    private func table() -> Table {
        let format = NumberFormat(.significant(6), notation: .ascii)
        let rows = book.grades.map { grade -> [String] in
            guard let record = grade.record else { return [grade.student, "–", say("not graded", "未能评分"), ""] }
            let points = format.string(record.earned) + "/" + format.string(record.possible)
            let first = record.firstWrong ?? (record.errors.first.map { say("line \($0.line)", "第 \($0.line) 行") } ?? "")
            return [grade.student, points, first, grade.mistakes.joined(separator: ", ")]
        }
        return Table(
            header: [say("student", "学生"), say("points", "得分"), say("first wrong", "首个错误"), say("mistakes", "错误")], rows: rows,
            alignment: [.left, .right, .left, .left])
    }

    private func section(_ title: String, _ counts: [GradeBook.Count], _ note: (String) -> String = { _ in "" }) -> [String] {
        guard !counts.isEmpty else { return [] }
        let shown = counts.prefix(12).flatMap { count -> [String] in
            let students = say(count.students == 1 ? "1 student" : "\(count.students) students", "\(count.students) 人")
            return "\(students.padded(to: 12)) \(count.name)\(note(count.name))".wrapped(
                width: style.width, indent: 2, hangingIndent: 15)
        }
        return ["", style.styled(title, .heading)] + shown
    }

    private func summary() -> String {
        let failed = book.grades.filter(\.isFailed).count
        let graded = book.grades.count - failed
        var text = say("\(graded) graded", "已评 \(graded) 份")
        if failed > 0 { text += say(", \(failed) not", "，\(failed) 份未能评分") }
        if let share = book.meanShare {
            let percent = NumberFormat(.places(1), notation: .ascii).string(100 * share)
            text += say("; the mean is \(percent) %", "；平均得分 \(percent) %")
        }
        return text + say(".", "。")
    }

    // MARK: For machines

    struct Record: Encodable {
        struct Student: Encodable {
            let student: String
            let file: String
            let mistakes: [String]
            let result: CheckRecord?
            let error: String?
        }
        let students: [Student]
        let failingSteps: [GradeBook.Count]
        let missingSteps: [GradeBook.Count]
        let mistakes: [GradeBook.Count]
        let meanShare: Double?
    }

    var record: Record {
        Record(
            students: book.grades.map { grade in
                var error: String?
                if case .failed(let reason) = grade.outcome { error = reason(in: style.language) }
                return .init(
                    student: grade.student, file: grade.place, mistakes: grade.mistakes, result: grade.record, error: error)
            }, failingSteps: book.failingSteps, missingSteps: book.missingSteps, mistakes: book.mistakes,
            meanShare: book.meanShare)
    }
}
