// Finds the task that a sheet answers: named on the command line, named in the sheet, or told by the names that the sheet uses.

import Checking
import Classroom
import Foundation
import Localization
import Worksheets

struct TaskFinder {
    private let catalogue: TaskCatalogue
    private let chosen: HomeworkTask?

    /// - Parameters:
    ///   - name: the id of a task, or a file with one, from the command line.
    ///   - lessons: the course's folder; nil for the course's own.
    init(name: String?, lessons: String?) throws {
        catalogue = TaskCatalogue(folder: try CourseFolder.find(lessons))
        if let error = catalogue.errors.first { throw error }
        guard let name else {
            chosen = nil
            return
        }
        if let task = catalogue.task(name) {
            chosen = task
        } else if name.contains("/") || name.hasSuffix(".md") {
            chosen = try HomeworkTask(reading: try SheetFile.text(of: name), file: name)
        } else {
            throw Self.unknown(name, catalogue)
        }
    }

    /// The task of a sheet, or the problem of a quiz; nil where it has none, and its own formulas are what it is checked by.
    ///
    /// - Throws: `CommandError` where the sheet names a task that is not there.
    func task(for source: HomeworkSource) throws -> HomeworkTask? {
        if let chosen { return chosen }
        if let code = source.key(QuizSheet.codeKey) { return try QuizSheet.task(forCode: code) }
        if let name = source.key("task") {
            guard let task = catalogue.task(name) else { throw Self.unknown(name, catalogue) }
            return task
        }
        let names = Worksheet(source.worksheet).statements.compactMap { statement -> String? in
            if case .definition(let name, _, _) = statement.kind { name } else { nil }
        }
        return catalogue.task(fitting: Set(names))
    }

    /// The task that the command line names, or all of the course's.
    var tasks: [HomeworkTask] { chosen.map { [$0] } ?? catalogue.tasks }

    /// The task that the command line names.
    ///
    /// - Throws: `CommandError` where it names none.
    func requested() throws -> HomeworkTask {
        guard let chosen else { throw CommandError("no task is named", "没有指定作业题目") }
        return chosen
    }

    private static func unknown(_ name: String, _ catalogue: TaskCatalogue) -> CommandError {
        let known = catalogue.tasks.map(\.id)
        let nearest = Suggestion.nearest(to: name, among: known)
        return CommandError(
            Phrase("there is no task \(name)", "没有作业 \(name)").asking(
                for: nearest,
                otherwise: Phrase(": known are \(known.joined(separator: ", "))", "：已有 \(known.joined(separator: "、"))")))
    }
}
