// What an author runs: every calculation of the course computed, both languages compared, every claim of the ledger placed.

import Foundation
import LinearAlgebra
import Localization
import Worksheets

/// Verifies a course.
public struct CourseVerifier {
    private let course: Course
    public private(set) var errors: [LessonError]
    /// How many worksheet lines, questions, claims and expressions in prose were computed.
    public private(set) var computed = 0

    public init(_ course: Course) {
        self.course = course
        errors = course.errors
    }

    /// Verifies all lessons; the errors come in the order of files and lines.
    public mutating func verify() {
        let english = course.lessons[.english] ?? []
        let chinese = course.lessons[.chinese] ?? []
        if english.isEmpty, chinese.isEmpty {
            errors.append(LessonError(course.folder.path, 1, "there are no lessons in en/ or zh/", "en/ 和 zh/ 中没有课程"))
        }
        for lesson in english + chinese { verify(lesson) }
        for (lessons, others, language) in [(english, chinese, "zh"), (chinese, english, "en")] {
            for lesson in lessons where !others.contains(where: { $0.id == lesson.id }) {
                errors.append(
                    LessonError(
                        lesson.file, 1, "the lesson \(lesson.id) has no translation in \(language)/",
                        "课程 \(lesson.id) 在 \(language)/ 中没有译本"))
            }
        }
        for lesson in english {
            if let other = chinese.first(where: { $0.id == lesson.id }) { compare(lesson, other) }
        }
        placeClaims(english)
        errors = Array(Set(errors)).sorted { ($0.file, $0.line, $0.reason.english) < ($1.file, $1.line, $1.reason.english) }
    }

    // MARK: One lesson

    private mutating func verify(_ lesson: Lesson) {
        var evaluator = Evaluator()
        var known: [Double] = []
        for block in lesson.blocks {
            if case .worksheet(let source) = block.content { run(source, block.line, lesson, &evaluator, &known) }
        }
        for block in lesson.blocks {
            switch block.content {
            case .worksheet: break
            case .plot(let plot): draw(plot, lesson, evaluator)
            case .prose(let text): verifyProse(text, block.line, lesson, evaluator, known)
            case .ask(let ask): if ask.kind != .choice { expectValue(ask.answer, block.line, lesson, evaluator) }
            case .claim(let claim):
                place(claim, block.line, lesson)
                if let shows = claim.shows { expectTrue(shows, block.line, lesson, evaluator) }
            }
        }
    }

    private mutating func run(
        _ source: String, _ line: Int, _ lesson: Lesson, _ evaluator: inout Evaluator, _ known: inout [Double]
    ) {
        let sheet = Worksheet(source)
        for error in sheet.errors { report(error, line, lesson) }
        for result in evaluator.run(sheet) {
            computed += 1
            let place = line + result.statement.span.line - 1
            switch result.outcome {
            case .failed(let error): report(error, line, lesson)
            case .skipped(let missing):
                errors.append(LessonError(lesson.file, place, "\(missing) could not be computed", "\(missing) 未能算出"))
            case .claim(let claim): expect(claim, place, lesson)
            case .defined(_, let value), .shown(let value):
                if case .definition(_, let expression, _) = result.statement.kind, expression.isLiteral { break }
                known += value.inDouble?.elements ?? []
            }
            for claim in result.stated { expect(claim, place, lesson) }
        }
    }

    private mutating func report(_ error: WorksheetError, _ line: Int, _ lesson: Lesson) {
        let text = error.problem.phrase
        errors.append(LessonError(lesson.file, line + error.span.line - 1, text.english, text.chinese))
    }

    private mutating func expect(_ claim: Claim, _ line: Int, _ lesson: Lesson) {
        guard !claim.holds else { return }
        let figure = claim.difference.map { String(format: "%.3g", $0) }
        let difference = figure.map { Phrase(": the sides differ by \($0)", "：两边相差 \($0)") } ?? Phrase("", "")
        errors.append(
            LessonError(lesson.file, line, "the claim does not hold\(difference.english)", "断言不成立\(difference.chinese)"))
    }

    private mutating func expectValue(_ source: String, _ line: Int, _ lesson: Lesson, _ evaluator: Evaluator) {
        var evaluator = evaluator
        let sheet = Worksheet(source)
        computed += 1
        for error in sheet.errors { report(error, line, lesson) }
        guard let statement = sheet.statements.first, sheet.statements.count == 1 else {
            if sheet.errors.isEmpty {
                errors.append(LessonError(lesson.file, line, "“\(source)” is not one expression", "“\(source)”不是一个表达式"))
            }
            return
        }
        if case .failed(let error) = evaluator.evaluate(statement).outcome { report(error, line, lesson) }
    }

    private mutating func expectTrue(_ source: String, _ line: Int, _ lesson: Lesson, _ evaluator: Evaluator) {
        var evaluator = evaluator
        let sheet = Worksheet(source)
        computed += 1
        for error in sheet.errors { report(error, line, lesson) }
        guard sheet.errors.isEmpty else { return }
        guard let statement = sheet.statements.first, case .claim = statement.kind else {
            errors.append(LessonError(lesson.file, line, "shows is a claim, `left == right`", "shows 应为断言 `左 == 右`"))
            return
        }
        switch evaluator.evaluate(statement).outcome {
        case .claim(let claim): expect(claim, line, lesson)
        case .failed(let error): report(error, line, lesson)
        default: break
        }
    }

    private mutating func draw(_ plot: Plot, _ lesson: Lesson, _ evaluator: Evaluator) {
        computed += 1
        do {
            _ = try plot.chart(evaluator)
        } catch {
            errors.append(LessonError(lesson.file, error.line, error.phrase.english, error.phrase.chinese))
        }
    }

    /// A claim belongs to the lesson that the ledger names, and comes to the verdict that stands there.
    private mutating func place(_ claim: LedgerClaim, _ line: Int, _ lesson: Lesson) {
        guard let row = course.ledger[claim.id] else {
            errors.append(LessonError(lesson.file, line, "the ledger has no row \(claim.id)", "账目中没有 \(claim.id) 这一行"))
            return
        }
        if row.lesson != lesson.id {
            errors.append(
                LessonError(
                    lesson.file, line, "the row \(claim.id) belongs to the lesson \(row.lesson)", "\(claim.id) 属于课程 \(row.lesson)"
                ))
        }
        if row.verdict != claim.verdict.rawValue {
            errors.append(
                LessonError(
                    lesson.file, line, "the ledger's verdict of \(claim.id) is \(row.verdict), not \(claim.verdict.rawValue)",
                    "账目中 \(claim.id) 的结论是 \(row.verdict)，而不是 \(claim.verdict.rawValue)"))
        }
    }

    // MARK: Prose

    private mutating func verifyProse(_ text: String, _ line: Int, _ lesson: Lesson, _ evaluator: Evaluator, _ known: [Double]) {
        for (offset, row) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            for match in row.matches(of: /\{\{\s*(.+?)\s*\}\}/) { expectValue(String(match.1), line + offset, lesson, evaluator) }
            // A heading names a number; it does not state it.
            if row.hasPrefix("#") { continue }
            // A decimal that is a computed value was typed where an expression belongs; formulas and code may hold it.
            let bare = row.replacing(/\{\{.*?\}\}|\$\$.*?\$\$|\$.*?\$|`.*?`/, with: " ")
            for match in bare.matches(of: /(?:^|[^0-9.])([0-9]+\.([0-9]{2,}))(?![0-9])/) {
                guard let typed = Double(match.1) else { continue }
                let half = 0.5 * pow(10, -Double(match.2.count))
                if known.contains(where: { abs(abs($0) - typed) <= half }) {
                    errors.append(
                        LessonError(
                            lesson.file, line + offset,
                            "the number \(match.1) is computed in this lesson: write {{ expression }} instead",
                            "数字 \(match.1) 是本课算出的：请改写成 {{ 表达式 }}"))
                }
            }
        }
    }

    // MARK: Two languages

    private mutating func compare(_ first: Lesson, _ second: Lesson) {
        let left = first.blocks.compactMap(Self.shared)
        let right = second.blocks.compactMap(Self.shared)
        for (a, b) in zip(left, right) where a.key != b.key {
            errors.append(
                LessonError(
                    second.file, b.line, "this block differs from line \(a.line) of \(first.file)",
                    "此代码块与 \(first.file) 第 \(a.line) 行不同"))
            return
        }
        if left.count != right.count {
            errors.append(
                LessonError(
                    second.file, 1, "\(right.count) blocks stand here, \(left.count) in \(first.file)",
                    "这里有 \(right.count) 个代码块，而 \(first.file) 有 \(left.count) 个"))
        }
    }

    /// What both languages must have in common of a block.
    private static func shared(_ block: LessonBlock) -> (key: [String], line: Int)? {
        switch block.content {
        case .prose: nil
        case .worksheet(let source): (["fid", source], block.line)
        case .ask(let ask):
            (["ask", ask.id, ask.kind.rawValue, ask.answer, "\(ask.hints.count)"] + ask.options.map(\.key), block.line)
        case .plot(let plot):
            (
                ["plot", plot.kind.rawValue]
                    + plot.items.keys.filter { !["labels", "groups", "title"].contains($0) }.sorted().map {
                        "\($0) \(plot.texts($0).joined(separator: " | "))"
                    }, block.line
            )
        case .claim(let claim): (["claim", claim.id, claim.verdict.rawValue, claim.shows ?? ""], block.line)
        }
    }

    /// Each row of the ledger that belongs to a lesson of the course stands in it once.
    private mutating func placeClaims(_ lessons: [Lesson]) {
        for lesson in lessons {
            let ids = lesson.blocks.compactMap { block -> String? in
                if case .claim(let claim) = block.content { claim.id } else { nil }
            }
            for (id, row) in course.ledger where row.lesson == lesson.id && !ids.contains(id) {
                errors.append(LessonError(lesson.file, 1, "the row \(id) of the ledger is missing", "缺少账目中的 \(id)"))
            }
            for id in Set(ids) where ids.filter({ $0 == id }).count > 1 {
                errors.append(LessonError(lesson.file, 1, "the row \(id) of the ledger stands here twice", "账目中的 \(id) 出现了两次"))
            }
        }
    }
}
