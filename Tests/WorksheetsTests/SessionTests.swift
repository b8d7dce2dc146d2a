// What a session needs of the language: statements that run over lines, places within a longer text, names given anew.

import Testing
import Worksheets

@Suite struct SessionTests {
    @Test(arguments: [
        ("A = [1 2", true), ("A = [1 2;", true), ("det([1 2", true), ("det(", true), ("f(1,", true), ("(1 +", true),
        ("A[1,", true),
        ("[[1, 2],", true), ("x = (√", true), ("x = 1 # [", false), ("\"[\"", false), ("[1 2]", false), ("1 +", false),
        ("", false),
        ("[1 2 )", false), ("1)", false), ("[1 ? 2", false), ("A = [1 2\nB = 3", false), ("x = )\ny = [1", true),
        ("y = [1]\n[", true),
    ])
    func `whether a text ends within a bracket`(source: String, expected: Bool) {
        #expect(Worksheet(source).endsInsideBracket == expected)
    }

    @Test(arguments: [
        ("(1 +\n2) == 3"), ("(1 +\n2) * 2 == 6"), ("tr(\n[1 2\n3 4]\n) == 5"), ("(2 *\n3) == 6"), ("tr([1 2\n3 4]) +\n1 == 6"),
    ])
    func `within brackets a line may end behind a sign`(source: String) {
        let result = Evaluator.results(of: source)
        #expect(result == (source.contains("]) +") ? [] : [true]))
    }

    @Test func `an index may run over lines`() {
        #expect(Evaluator.results(of: "A = [1 2\n3 4]\nA[2,\n1] == 3\nA[\n1, 2\n] == 2") == [true, true])
    }

    @Test func `a part of a longer text counts its lines from where it begins`() throws {
        let sheet = Worksheet("x = 1\ny = x ? 2", firstLine: 41)
        let error = try #require(sheet.errors.first)
        #expect(error.description == "line 42, column 7: the character “?” has no meaning here")
        #expect(error.excerpt(of: sheet) == ["y = x ? 2", "      ^"])
        #expect(sheet.line(41) == "x = 1")
        #expect(sheet.line(40) == nil)
        #expect(sheet.line(43) == nil)
        #expect(sheet.statements.first?.span.line == 41)
    }

    @Test func `a name given anew gives up what it held`() {
        var limits = WorksheetLimits()
        limits.exactElements = 5
        var evaluator = Evaluator(limits: limits)
        for _ in 0..<10 {
            for result in evaluator.run(Worksheet("a = [1 2 3]\na = 1/0\na = [1 2]")) {
                if case .failed(let error) = result.outcome { #expect(error.problem == .divisionByZero) }
            }
        }
        _ = evaluator.run(Worksheet("b = [1 2 3]"))
        #expect(evaluator.names["b"] != nil)
        guard case .failed(let error)? = evaluator.run(Worksheet("c = 1")).first?.outcome else {
            Issue.record("six numbers passed a limit of five")
            return
        }
        #expect(error.problem == .tooManyElements(limit: 5))
    }

    @Test func `exact arithmetic can be switched between lines`() {
        var evaluator = Evaluator()
        _ = evaluator.run(Worksheet("x = 1/3"))
        evaluator.isExact = false
        _ = evaluator.run(Worksheet("y = 1/3"))
        #expect(evaluator.names["x"]?.isExact == true)
        #expect(evaluator.names["y"]?.isExact == false)
    }

    @Test func `names are known by one spelling`() {
        #expect(Worksheet.spelling(ofName: "Σ_r") == "Sigma_r")
        #expect(Worksheet.spelling(ofName: "均值_λ") == "均值_lambda")
        #expect(Worksheet.spelling(ofName: "x1") == "x1")
    }
}

extension Evaluator {
    /// Whether each claim of a sheet holds; none where a line cannot be read.
    fileprivate static func results(of source: String) -> [Bool] {
        let sheet = Worksheet(source)
        guard sheet.errors.isEmpty else { return [] }
        var evaluator = Evaluator()
        return evaluator.run(sheet).compactMap { if case .claim(let claim) = $0.outcome { claim.holds } else { nil } }
    }
}
