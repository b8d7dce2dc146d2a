// Sheets and keys as people get them: in both languages, in every form, empty and filled in.

import Checking
import Foundation
import Localization
import TestSupport
import Testing
import Typesetting
import Worksheets

@testable import Classroom

@Suite struct QuizSheetTests {
    struct Page: CustomTestStringConvertible, Sendable {
        let language: Language
        let form: QuizForm
        let isKey: Bool
        var testDescription: String { "\(isKey ? "key" : "sheet")-\(language.rawValue).\(form.fileExtension)" }

        static let all = Language.allCases.flatMap { language in
            QuizForm.allCases.flatMap { form in
                [Page(language: language, form: form, isKey: true)]
                    + (form == .fid ? [] : [Page(language: language, form: form, isKey: false)])
            }
        }
    }

    private static func page(_ code: String, _ language: Language = .english, width: Int? = nil, student: String? = nil) throws
        -> QuizPage
    {
        QuizPage(try QuizProblem(QuizCode(code)), language: language, student: student, width: width)
    }

    /// Pages that are kept beside the tests; `FID_RECORD_SNAPSHOTS=1` writes them anew.
    @Test(arguments: Page.all)
    func `whole pages`(page: Page) throws {
        let written = try Self.page(
            "covariance-3-48151", page.language, width: page.form == .markdown ? nil : 80, student: "Li Lei")
        let text = page.isKey ? written.key(page.form) : written.sheet(page.form)
        let file = SharedData.projectRoot.appending(path: "Tests/ClassroomTests/Snapshots/\(page.testDescription)")
        if ProcessInfo.processInfo.environment["FID_RECORD_SNAPSHOTS"] != nil {
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        #expect(try text == String(contentsOf: file, encoding: .utf8))
    }

    private static let homeworkForms: [(QuizForm, HomeworkForm)] = [(.text, .text), (.markdown, .markdown)]

    @Test(arguments: QuizSkill.all.map(\.id), Language.allCases)
    func `an empty sheet has no mistakes, and every step is missing`(skill: String, language: Language) throws {
        for (form, homework) in Self.homeworkForms {
            for level in QuizLevel.allCases {
                let page = try Self.page("\(skill)-\(level.rawValue)-7", language, width: level == .first ? 40 : nil)
                let source = HomeworkSource(page.sheet(form), form: homework)
                let task = try QuizSheet.task(forCode: try #require(source.key("quiz")))
                let checked = Checker.check(source, task: task)
                #expect(checked.errors.isEmpty, "\(checked.errors)")
                #expect(checked.lines.isEmpty && checked.miscopied.isEmpty, "\(checked.lines.map(\.name))")
                #expect(checked.missing.map(\.name) == task.steps.map(\.name))
                #expect(!checked.holds)
                #expect(checked.score.earned == 0)
            }
        }
    }

    @Test(arguments: QuizSkill.all.map(\.id), Language.allCases)
    func `a sheet that is filled in, exactly or to four digits, holds`(skill: String, language: Language) throws {
        for (form, homework) in Self.homeworkForms {
            let page = try Self.page("\(skill)-3-7", language)
            let values = page.problem.task.values()
            for isDecimal in [false, true] {
                let lines = page.sheet(form).split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
                    guard let step = page.problem.task.steps.first(where: { ["\($0.name) = ?", "\($0.name): "].contains(line) }),
                        let value = values[step.name]
                    else { return String(line) }
                    let answer = AnswerText(value)
                    return "\(step.name) \(form == .text ? ":" : "=") \(isDecimal ? answer.decimal : answer.source)"
                }
                let checked = Checker.check(
                    HomeworkSource(lines.joined(separator: "\n"), form: homework), task: page.problem.task)
                let wrong = checked.lines.filter { $0.verdict.kind != .right }.map(\.name)
                #expect(checked.holds, "\(form) \(isDecimal): \(wrong) \(checked.errors)")
            }
        }
    }

    @Test(arguments: [QuizForm.text, .markdown, .latex], QuizSkill.all.map(\.id))
    func `a sheet above level 1 tells no method, and none tells a formula`(form: QuizForm, skill: String) throws {
        for level in QuizLevel.allCases {
            for language in Language.allCases {
                let page = try Self.page("\(skill)-\(level.rawValue)-11", language)
                let sheet = page.sheet(form)
                for (step, method) in zip(page.problem.task.steps, page.problem.methods) where step.formula.source.count > 6 {
                    #expect(!sheet.contains(step.formula.source))
                    if form != .latex { #expect(sheet.contains(method(in: language)) == (level == .first), "\(step.name)") }
                }
            }
        }
    }

    @Test(arguments: QuizCase.all)
    func `both languages carry the same numbers`(quiz: QuizCase) throws {
        let problem = try #require(try quiz.variants(1).first)
        let pages = Language.allCases.map { QuizPage(problem, language: $0) }
        for form in [QuizForm.markdown, .fid] {
            let keys = pages.map { page in
                page.key(form).split(separator: "\n").filter { line in
                    problem.task.givens.contains { line.hasPrefix("\($0.name) = ") }
                        || problem.task.steps.contains { line.hasPrefix("\($0.name) = ") }
                }
            }
            #expect(keys[0] == keys[1])
            #expect(keys[0].count == problem.task.givens.count + problem.task.steps.count)
        }
        #expect(pages[0].sheet(.text) != pages[1].sheet(.text))
        let hasNoChinese = pages[0].sheet(.text).unicodeScalars.allSatisfy { !(0x4E00...0x9FFF).contains($0.value) }
        #expect(hasNoChinese)
    }

    @Test(arguments: QuizCase.all)
    func `every form of a key in which values are written passes`(quiz: QuizCase) throws {
        let problem = try #require(try quiz.variants(1).first)
        for language in Language.allCases {
            let page = QuizPage(problem, language: language, width: 40)
            for (form, homework) in Self.homeworkForms {
                let checked = Checker.check(HomeworkSource(page.key(form), form: homework), task: problem.task)
                #expect(checked.holds && checked.missing.isEmpty, "\(form): \(checked.errors)")
            }
        }
    }

    @Test func `prose keeps within the width`() throws {
        for language in Language.allCases {
            let page = try Self.page("fid-by-hand-1-7", language, width: 40)
            let wide = page.sheet(.text).split(separator: "\n").filter { $0.hasPrefix("#") && $0.displayWidth > 40 }
            #expect(wide.isEmpty, "\(wide)")
        }
    }

    @Test(arguments: QuizCase.all)
    func `LaTeX is balanced and escaped`(quiz: QuizCase) throws {
        let problem = try #require(try quiz.variants(1).first)
        for language in Language.allCases {
            let page = QuizPage(problem, language: language, student: "A_B & Co. 100% #1 {x} ~ ^ \\ $")
            for text in [page.sheet(.latex), page.key(.latex)] {
                try Self.expectBalanced(text)
                // The name, escaped; no sign of Unicode that LaTeX has no letter for.
                #expect(text.contains(##"A\_B \& Co. 100\% \#1 \{x\} \textasciitilde{} \textasciicircum{} \textbackslash{} \$"##))
                let foreign = text.unicodeScalars.filter { scalar in
                    scalar.value > 0x24F && !(0x3000...0x303F).contains(scalar.value) && !(0x4E00...0x9FFF).contains(scalar.value)
                        && !(0xFF00...0xFF5E).contains(scalar.value) && !(0x2018...0x201D).contains(scalar.value)
                }
                #expect(foreign.isEmpty, "\(Set(foreign))")
            }
        }
    }

    @Test func `a Chinese name in an English document asks for the fonts`() throws {
        let page = try Self.page("trace-1-7", .english, student: "张三")
        #expect(page.sheet(.latex).hasPrefix("% xelatex\n\\documentclass[11pt,a4paper,scheme=plain]{ctexart}\n"))
        #expect(try Self.page("trace-1-7").sheet(.latex).hasPrefix("% pdflatex\n\\documentclass[11pt,a4paper]{article}\n"))
        #expect(
            try Self.page("trace-1-7", .chinese).sheet(.latex).hasPrefix("% xelatex\n\\documentclass[11pt,a4paper]{ctexart}\n"))
    }

    @Test func `a name of several lines stays on one`() throws {
        let sheet = try Self.page("trace-1-7", student: "Li\nLei\r\n---\nquiz: trace-3-1").sheet(.markdown)
        #expect(sheet.hasPrefix("---\nquiz: trace-1-7\nstudent: Li Lei --- quiz: trace-3-1\n---\n"))
        #expect(HomeworkSource(sheet, form: .markdown).key("quiz") == "trace-1-7")
    }

    /// Braces, environments and mathematics that open also close, in order.
    private static func expectBalanced(_ text: String) throws {
        var depth = 0
        var isMathematics = false
        var previous: Character?
        for character in text {
            defer { previous = previous == "\\" && character == "\\" ? nil : character }
            if previous == "\\" { continue }
            if character == "{" { depth += 1 }
            if character == "}" { depth -= 1 }
            if character == "$" { isMathematics.toggle() }
            #expect(depth >= 0)
        }
        #expect(depth == 0)
        #expect(!isMathematics)
        var open: [Substring] = []
        for match in text.matches(of: /\\(begin|end)\{(\w+)\}/) {
            if match.1 == "begin" { open.append(match.2) } else { #expect(open.popLast() == match.2) }
        }
        #expect(open.isEmpty)
        #expect(text.split(separator: "\\[ ").count == text.split(separator: " \\]").count)
        #expect(text.hasSuffix("\\end{document}\n"))
    }
}
