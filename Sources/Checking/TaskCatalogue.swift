// Reads tasks: Markdown with front matter, in the folder `tasks` beside the lessons.

import Foundation
import Localization
import Worksheets
import Yams

/// What is wrong with a task: file, line, and what would be right.
public struct TaskError: ExplainedError, Hashable {
    public let file: String
    /// The line, from 1.
    public let line: Int
    public let reason: Phrase

    public var phrase: Phrase {
        Phrase("\(file):\(line): \(reason.english)", "\(file):\(line)：\(reason.chinese)")
    }
}

extension HomeworkTask {
    /// The keys of a task's front matter.
    private struct FrontMatter: Decodable {
        struct Words: Decodable {
            let en: String
            let zh: String
            var phrase: Phrase { Phrase(en, zh) }
        }
        struct StepWords: Decodable {
            let en: String?
            let zh: String?
            let points: Double?
            let optional: Bool?
            var phrase: Phrase? {
                guard let en, let zh else { return nil }
                return Phrase(en, zh)
            }
        }
        let id: String
        let title: Words
        let lesson: String?
        let steps: [String: StepWords]?
    }

    /// Reads a task: front matter with `id`, `title`, `lesson` and what is said of `steps`, and `fid` blocks in which a definition by a
    /// literal is data and any other a step.
    ///
    /// - Throws: ``TaskError``.
    public init(reading text: String, file: String) throws(TaskError) {
        let sheet = HomeworkSource(text, form: .markdown)
        guard let front = sheet.frontMatter else {
            throw TaskError(
                file: file, line: 1,
                reason: Phrase("a task begins with front matter between two lines of ---", "作业文件应以两行 --- 之间的元数据开头"))
        }
        let keys: FrontMatter
        do {
            keys = try YAMLDecoder().decode(FrontMatter.self, from: front)
        } catch {
            throw TaskError(
                file: file, line: 2,
                reason: Phrase(
                    "the front matter needs id, and title with en and zh; steps may say en, zh, points, optional",
                    "元数据需要 id，以及含 en 和 zh 的 title；steps 可写 en、zh、points、optional"))
        }
        let worksheet = Worksheet(sheet.worksheet)
        if let error = worksheet.errors.first {
            throw TaskError(file: file, line: error.span.line, reason: error.problem.phrase)
        }
        var givens: [(name: String, expression: Worksheets.Expression)] = []
        var steps: [Step] = []
        for statement in worksheet.statements {
            guard case .definition(let name, let expression, let stated) = statement.kind, stated.isEmpty else {
                throw TaskError(
                    file: file, line: statement.span.line,
                    reason: Phrase("a task holds definitions only: name = formula", "作业中只写定义：名称 = 公式"))
            }
            if expression.isWrittenOut {
                givens.append((name, expression))
            } else {
                let words = keys.steps?[name]
                steps.append(
                    Step(
                        name: name, formula: expression, title: words?.phrase, points: words?.points ?? 1,
                        isOptional: words?.optional ?? false))
            }
        }
        if let unknown = keys.steps?.keys.sorted().first(where: { name in !steps.contains { $0.name == name } }) {
            let nearest = Suggestion.nearest(to: unknown, among: steps.map(\.name), ignoringCase: false)
            throw TaskError(
                file: file, line: 2,
                reason: Phrase("there is no step \(unknown)", "没有步骤 \(unknown)").asking(for: nearest))
        }
        self.init(id: keys.id, title: keys.title.phrase, lesson: keys.lesson, givens: givens, steps: steps)
        let values = values()
        if let broken = givens.first(where: { values[$0.name] == nil }) {
            throw TaskError(
                file: file, line: broken.expression.span.line,
                reason: Phrase("the data \(broken.name) cannot be computed", "数据 \(broken.name) 无法计算"))
        }
        if let broken = steps.first(where: { values[$0.name] == nil }) {
            throw TaskError(
                file: file, line: broken.formula.span.line,
                reason: Phrase("the step \(broken.name) cannot be computed", "步骤 \(broken.name) 无法计算"))
        }
    }
}

/// The tasks of a folder.
public struct TaskCatalogue: Sendable {
    public let tasks: [HomeworkTask]
    public let errors: [TaskError]

    public init(tasks: [HomeworkTask]) {
        self.tasks = tasks
        errors = []
    }

    /// Reads `tasks/*.md` of a course's folder.
    public init(folder: URL) {
        let place = folder.appending(path: "tasks")
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []).filter { $0.hasSuffix(".md") }
            .sorted()
        var tasks: [HomeworkTask] = []
        var errors: [TaskError] = []
        for name in names {
            let file = "tasks/\(name)"
            guard let text = try? String(contentsOf: place.appending(path: name), encoding: .utf8) else {
                errors.append(TaskError(file: file, line: 1, reason: Phrase("the file is no text in UTF-8", "文件不是 UTF-8 文本")))
                continue
            }
            do throws(TaskError) {
                tasks.append(try HomeworkTask(reading: text, file: file))
            } catch {
                errors.append(error)
            }
        }
        self.tasks = tasks
        self.errors = errors
    }

    public func task(_ id: String) -> HomeworkTask? { tasks.first { $0.id == id } }

    /// The task whose data a sheet defines and whose steps it names; nil where none or several fit.
    public func task(fitting names: Set<String>) -> HomeworkTask? {
        let fitting = tasks.filter { task in
            !task.givens.isEmpty && task.givens.allSatisfy { names.contains($0.name) }
                && task.steps.contains { names.contains($0.name) }
        }
        return fitting.count == 1 ? fitting.first : nil
    }
}
