// Whole sheets: verdicts, carry-forward, rounding, the four forms, and every mistake planted at every step.

import Foundation
import TestSupport
import Testing
import Worksheets

@testable import Checking

@Suite struct CheckerTests {
    static let catalogue = TaskCatalogue(folder: SharedData.projectRoot.appending(path: "lessons"))

    private static func check(_ text: String, task: String? = nil, form: HomeworkForm = .fid) -> CheckedSheet {
        Checker.check(HomeworkSource(text, form: form), task: task.flatMap(catalogue.task))
    }

    private static func verdicts(_ sheet: CheckedSheet) -> [String] {
        sheet.lines.map { "\($0.name) \($0.verdict.kind.rawValue)" }
    }

    @Test func `the tasks of the course can be read`() {
        #expect(Self.catalogue.errors.isEmpty)
        #expect(Self.catalogue.tasks.count >= 9)
    }

    @Test(arguments: catalogue.tasks.map(\.id))
    func `every mistake at every step is found`(id: String) throws {
        let task = try #require(Self.catalogue.task(id))
        let sheets = task.plantedSheets()
        #expect(!sheets.isEmpty)
        for (index, sheet) in sheets.enumerated() {
            // Every form in turn: all of them on all sheets is what `fid check --self-test` does.
            let forms: [(HomeworkForm, Bool)] = [(.fid, true), (.text, false), (.markdown, true), (.csv, false), (.fid, false)]
            let (form, formulas) = forms[index % forms.count]
            let checked = sheet.check(form, formulas: formulas)
            // Where two slips give one value, the other one may be named: exchanged factors transpose the root of the product.
            let isExchange = sheet.mistake == "transposed" && sheet.step == "S"
            #expect(
                sheet.isFound(in: checked) || isExchange,
                "\(sheet.step) \(sheet.mistake) as \(form)\n\(sheet.text(form, formulas: formulas))")
        }
    }

    @Test func `one slip counts once, and what follows from it is right for the writer's value`() {
        let sheet = Self.check(
            """
            X = [1 5; 2 1; 6 3]
            mu = mean(X) = [9 9]
            C = X - mu = [-8 -4; -7 -8; -3 -6]
            A = C'*C = [122 106; 106 116]
            Sigma = A/2 = [61 53; 53 58]
            """, task: "covariance")
        #expect(Self.verdicts(sheet) == ["mu wrong", "C right-given", "A right-given", "Sigma right-given"])
        guard case .wrong(let found)? = sheet.lines.first?.verdict else {
            Issue.record("no mistake named")
            return
        }
        #expect(found.map(\.id) == ["mean-summed"])
        #expect(sheet.score.earned == 4)
        #expect(sheet.score.possible == 5)
        #expect(!sheet.holds)
    }

    @Test func `back on the right path after a wrong value`() {
        let sheet = Self.check("mu = [9 9]\nC = [-2 2; -1 -2; 3 0]\nA = [14 -2; -2 8]\nSigma = [7 -1; -1 4]", task: "covariance")
        #expect(Self.verdicts(sheet) == ["mu wrong", "C right", "A right", "Sigma right"])
    }

    @Test func `values are judged by the digits written, and by the rounding of what they come from`() {
        // 2/3 written as 0.67, and everything worked out from 0.67.
        let rounded = Self.check("x = [1/3 1/3 4/3]\nm = sum(x)/3 = 0.67\ns = 300*m = 201\nd = 300*m == 200")
        #expect(
            Self.verdicts(rounded) == ["m right", "s right", "d right"]
                || Self.verdicts(rounded).prefix(2) == ["m right", "s right"])
        let early = Self.check("m = sqrt(2) = 1.41421356\nn = 10*m = 14.1401")
        #expect(Self.verdicts(early) == ["m right", "n fewer-digits"])
        let cut = Self.check("m = sqrt(7) = 2.6457")
        #expect(Self.verdicts(cut) == ["m fewer-digits"])
    }

    @Test func `two slips that only together explain a value`() throws {
        // Divided by n, and the factor 2 forgotten.
        let sheet = Self.check(
            "X = [1 5; 2 1; 6 3]\nY = [2 2; 0 5; 10 8]\nF = fid(X, Y) = \(try Self.both())")
        guard case .wrong(let found)? = sheet.lines.first?.verdict else {
            Issue.record("right")
            return
        }
        #expect(found.contains { Set($0.misconceptions.map(\.id)) == ["mean-term-unsquared", "factor-two-forgotten"] })
    }

    private static func both() throws -> String {
        var evaluator = Evaluator()
        _ = evaluator.run(Worksheet("X = [1 5; 2 1; 6 3]\nY = [2 2; 0 5; 10 8]"))
        let formula = try #require(
            Expression(source: "norm(mean(X) - mean(Y)) + tr(cov(X)) + tr(cov(Y)) - trsqrt(cov(X), cov(Y))"))
        return try evaluator.value(of: formula).source(digits: 9)
    }

    @Test func `a wrong formula is found by its value, a right one without a value is not an answer`() {
        let sheet = Self.check("X = [1 5; 2 1; 6 3]\nmu = mean(X)\nSigma = X'*X/2 = [41/2 25/2; 25/2 35/2]", task: "covariance")
        #expect(Self.verdicts(sheet) == ["mu not-written", "Sigma wrong"])
        guard case .wrong(let found)? = sheet.lines.last?.verdict else {
            Issue.record("right")
            return
        }
        #expect(found.first?.id == "cov-uncentred")
        #expect(sheet.missing.map(\.name) == ["C", "A"])
    }

    @Test func `data that was copied wrongly is named, and the rest is checked with it`() {
        let sheet = Self.check("X = [1 5; 2 1; 6 9]\nmu = [3 5]\nC = [-2 0; -1 -4; 3 4]", task: "covariance")
        #expect(sheet.miscopied.map(\.name) == ["X"])
        #expect(sheet.miscopied.first?.differences.map { [$0.row, $0.column] } == [[3, 2]])
        #expect(Self.verdicts(sheet) == ["mu right-given", "C right-given"])
    }

    @Test(arguments: [
        ("a worksheet", HomeworkForm.fid, "mu = [3 3]\nA = ?\nSigma = [7 -1; -1 4]"),
        (
            "Markdown", .markdown,
            "# Mine\n\nSome prose, mu = 7.\n\n```fid\nmu = [3 3]\nA =\n```\n\nand\n\n~~~fid\nSigma = [7 -1; -1 4]\n~~~\n"
        ),
        ("plain text", .text, "Name: Wei\nmu: 3 3\nA: ____\nI think that Sigma is this:\nSigma: [7 -1; -1 4]"),
        ("a table", .csv, "step,value\nmu,3 3\nA,\nSigma,\"7, -1; -1, 4\"\n"),
        ("a table with cut cells", .csv, "mu,3,3\nSigma,[[7, -1],[-1, 4]]\n"),
        ("full-width signs", .fid, "mu ＝ ［3，3］\nΣ ＝ ［7，－1；－1，4］"),
        ("a byte order mark and CRLF", .text, "\u{FEFF}mu: 3 3\r\nSigma: 7 -1; -1 4\r\n"),
    ])
    func `the same homework in each form`(name: String, form: HomeworkForm, text: String) {
        let sheet = Self.check(text, task: "covariance", form: form)
        #expect(sheet.errors.isEmpty)
        let asked = sheet.lines.filter { $0.step != nil }
        #expect(asked.map(\.name) == ["mu", "Sigma"])
        #expect(asked.allSatisfy { $0.verdict.kind == .right })
        #expect(sheet.missing.map(\.name) == ["C", "A"])
    }

    @Test func `lines that cannot be read do not stop the sheet`() {
        let sheet = Self.check("mu = [3 3\nC = [-2 2; -1 -2; 3 0]\nA = nothing(2)\nSigma = [7 -1; -1]", task: "covariance")
        #expect(sheet.errors.count >= 1)
        #expect(Self.verdicts(sheet).contains("C right"))
        #expect(Self.verdicts(sheet).contains("A unreadable"))
        #expect(!sheet.holds)
    }

    @Test func `homework reads no files`() {
        let sheet = Self.check("mu = load(\"/etc/passwd\")\nSigma = [7 -1; -1 4]", task: "covariance")
        guard case .unreadable(let phrase)? = sheet.lines.first?.verdict else {
            Issue.record("loaded")
            return
        }
        #expect(phrase.english.contains("homework") || phrase.english.contains("data"))
        #expect(Self.verdicts(sheet).last == "Sigma right")
    }

    @Test func `a calculation with numbers is checked without any task`() {
        let sheet = Self.check("t = 1/2 + 1/2 + 2 = 3\nu = 3*3 = 6\n2 + 2 == 4\ntr([2 -1; -1 2]) == 3")
        #expect(
            Self.verdicts(sheet) == ["t right", "u wrong", "2 + 2 right", "tr([2 -1; -1 2]) wrong"])
    }

    @Test func `no task, no value: nothing is claimed to be right`() {
        let sheet = Self.check("X = [1 2; 3 4]\nmean(X)")
        #expect(sheet.lines.isEmpty)
    }

    @Test(arguments: [
        ("title: {en: a, zh: b}", "1 = 2", "a.md:1: a task begins with front matter between two lines of ---"),
        (
            "---\nid: a\n---\n", "",
            "a.md:2: the front matter needs id, and title with en and zh; steps may say en, zh, points, optional"
        ),
        (
            "---\nid: a\ntitle: {en: a, zh: b}\nsteps:\n  Sigme: {points: 2}\n---\n", "X = [1 2; 3 4]\nSigma = cov(X)",
            "a.md:2: there is no step Sigme; did you mean Sigma?"
        ),
        ("---\nid: a\ntitle: {en: a, zh: b}\n---\n", "X = [1 2; 3]", "a.md:6: the data X cannot be computed"),
        ("---\nid: a\ntitle: {en: a, zh: b}\n---\n", "Sigma == 2", "a.md:6: a task holds definitions only: name = formula"),
        ("---\nid: a\ntitle: {en: a, zh: b}\n---\n", "S = tr(X)", "a.md:6: the step S cannot be computed"),
    ])
    func `tasks that cannot be used`(front: String, body: String, message: String) {
        let error = #expect(throws: TaskError.self) {
            try HomeworkTask(reading: front + "```fid\n" + body + "\n```\n", file: "a.md")
        }
        #expect(error?.phrase.english == message)
    }
}
