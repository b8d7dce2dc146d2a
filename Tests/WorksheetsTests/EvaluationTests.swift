// What worksheets come to: exact values, claims, operators, and every function's example.

import ExactArithmetic
import LinearAlgebra
import TestSupport
import Testing

@testable import Worksheets

/// The value of the last statement, as a person reads it.
func result(_ source: String) -> String {
    let sheet = Worksheet(source)
    var evaluator = Evaluator()
    let results = evaluator.run(sheet)
    if let error = sheet.errors.first { return error.description }
    guard let last = results.last else { return "nothing" }
    switch last.outcome {
    case .defined(_, let value), .shown(let value): return describe(value)
    case .claim(let claim): return claim.holds ? "holds" : "does not hold"
    case .failed(let error): return error.description
    case .skipped(let missing): return "skipped for \(missing)"
    }
}

func describe(_ value: Value) -> String {
    switch value {
    case .exact(let tensor): describe(tensor.asMatrix) { $0.description }
    case .real(let tensor): "≈" + describe(tensor.asMatrix) { String(($0 * 1e10).rounded() / 1e10) }
    case .text(let text): text
    }
}

private func describe<E>(_ matrix: Matrix<E>, _ write: (E) -> String) -> String {
    let rows = (0..<matrix.rows).map { i in (0..<matrix.columns).map { write(matrix[i, $0]) }.joined(separator: " ") }
    return rows.count == 1 && matrix.columns == 1 ? rows[0] : "[" + rows.joined(separator: "; ") + "]"
}

@Suite struct EvaluationTests {
    @Test(arguments: [
        ("1/2 + 1/3", "5/6"), ("2^10", "1024"), ("2^3^2", "512"), ("-2^2", "−4"), ("(-2)^2", "4"), ("2^-1", "1/2"),
        ("9^(1/2)", "3"),
        ("√3 * √3", "3"), ("2√3", "2√3"), ("-2√3/3", "−2√3/3"), ("[-2√3 1]", "[−2√3 1]"), ("[-2 √3]", "[−2 √3]"),
        ("√(4 + 2√3)", "1 + √3"), ("(1+√3)/2", "(1+√3)/2"), ("1.5", "3/2"), ("1e-3", "1/1000"),
        ("[1 -2]", "[1 −2]"), ("[1 - 2]", "−1"), ("[1-2]", "−1"), ("[1, -2]", "[1 −2]"), ("[-2/3 √3]", "[−2/3 √3]"),
        ("[[1, 2], [3, 4]]", "[1 2; 3 4]"),
        ("[1 2\n3 4]", "[1 2; 3 4]"), ("[1 2; 3 4]'", "[1 3; 2 4]"), ("[1 2; 3 4]ᵀ", "[1 3; 2 4]"),
        ("A = [1 2; 3 4]\nA[2, 1]", "3"),
        ("A = [1 2; 3 4]\nA[1, :]", "[1 2]"), ("A = [1 2; 3 4]\nA[:, 2]", "[2; 4]"), ("x = [5 6 7]\nx[2]", "6"),
        ("([1 2; 3 4]*2)[2, 1]", "6"),
        ("[1 2] .* [3 4]", "[3 8]"),
        ("[1 2] * [3; 4]", "11"), ("[1; 2] * [3 4]", "[3 4; 6 8]"), ("[2 -1; -1 2]^2", "[5 −4; −4 5]"),
        ("[2 -1; -1 2]^(-1)", "[2/3 1/3; 1/3 2/3]"),
        ("2 × 3 · 4 ÷ 6", "4"), ("μ_r = 3\nmu_r", "3"), ("x = 1   # a comment", "1"), ("exp(0)", "1"),
        ("exp(1)", "≈2.7182818285"),
        ("1/3 + float(0)", "≈0.3333333333"),
        ("x = mean([1 2; 3 4]) = [2 3]\nx", "[2 3]"), ("2(1 + 2)", "6"), ("(1 + 2)*3", "9"), ("1 − 2", "−1"),
    ])
    func `expressions`(source: String, expected: String) {
        #expect(result(source) == expected)
    }

    @Test(arguments: [
        ("sqrtm([2 -1; -1 2])", "[(1+√3)/2 (1−√3)/2; (1−√3)/2 (1+√3)/2]"), ("frechet1d(0, 1, 3, 2)", "10"),
        ("tr([2 -1; -1 2])", "4"),
        ("frechet([0 0], eye(2), [0 0], [1 1/2; 1/2 1])", "4 − √6 − √2"),
        ("leash([0 0;1 0;2 0;3 0;4 0], [0 1;1 1;2 1;3 1;2 1;1 1;2 1;3 1;4 1])", "√2"),
        ("hausdorff([0 0;1 0;2 0;3 0;4 0], [0 1;1 1;2 1;3 1;2 1;1 1;2 1;3 1;4 1])", "1"),
        ("kid([1 2 3; 2 3 1], [1.5 1.5 2.5; 2.5 2.5 1.5])", "−82711/1728"),
        ("kid([1 2 3; 2 3 1], [1.5 1.5 2.5; 2.5 2.5 1.5], estimator: biased)", "6293/432"),
        ("fid([1 2 3; 2 3 1], [1.5 1.5 2.5; 2.5 2.5 1.5])", "1"),
        ("fid([1 2 3; 2 3 1], [1.5 1.5 2.5; 2.5 2.5 1.5], divisor: n)", "3/4"),
        ("sqrtm([2 -1; -1 2], method: newton, steps: 3)[1, 1]", "153/112"),
        ("trsqrt([2 -1; -1 2], diag([1 4]))", "≈4.1143897762"),
        ("tr(geomean([2 -1; -1 2], diag([1 4])))", "≈4.0492648835"), ("spectrum([2 -1; -1 2], diag([1 4]))", "≈0.0717967697"),
        ("misalign([2 -1; -1 2], diag([1 4]))", "≈0.6994236779"),
        ("conv([1 2 3; 4 5 6; 7 8 9], [1 -1])", "[−1 −1; −1 −1; −1 −1]"),
        ("conv([1 2 3; 4 5 6; 7 8 9], [1 -1], 2)", "[−1; −1]"),
        ("conv([1 2; 3 4], [1 2; 3 4], 1, 1)", "[4 11 6; 14 30 14; 6 11 4]"), ("conv([1], [1], 3, 3)", "[0 0 0; 0 1 0; 0 0 0]"),
        ("pool([1 2 3; 4 5 6; 7 8 9], 2, 1)", "[5 6; 8 9]"), ("pool([1 2; 3 4], 2, method: avg)", "5/2"),
        ("pool([1 2; 3 4], 3, 1, 1, method: avg)", "[5/2 5/2; 5/2 5/2]"), ("relu(√3 - 2)", "0"),
        ("pool([1 2; 3 4], 2)", "4"), ("relu([-1 2])", "[0 2]"), ("shift([1 2 3], 1, 0)", "[0 1 2]"), ("mse([0 1], [1 0])", "1"),
    ])
    func `the ledger's numbers`(source: String, expected: String) {
        #expect(result(source) == expected)
    }

    @Test(arguments: WorksheetFunction.all.map(\.example))
    func `each function's example can be computed, and LAPACK agrees`(example: String) throws {
        let files = FileAccess.folder(SharedData.projectRoot.path, confined: true)
        var exact = Evaluator(files: files)
        var floating = Evaluator(isExact: false, files: files)
        let sheet = Worksheet(example)
        #expect(sheet.errors.isEmpty)
        let first = try #require(exact.run(sheet).first)
        let second = try #require(floating.run(sheet).first)
        guard case .shown(let a) = first.outcome, case .shown(let b) = second.outcome else {
            Issue.record("\(example): \(first.outcome), \(second.outcome)")
            return
        }
        let (x, y) = (try #require(a.inDouble), try #require(b.inDouble))
        #expect(zip(x.elements, y.elements).allSatisfy { abs($0 - $1) < 1e-9 }, "\(example)")
    }

    @Test(arguments: [
        ("1/2 == 0.5", true), ("1/3 == 0.33", true), ("1/3 == 0.34", false), ("1/3 == 0.3", true), ("1.37 == 1.37", true),
        ("2/3 == 0.66", false),
        ("2 == 3", false), ("√2 == 1.4142", true), ("√2 == 1.4143", false), ("√2 == 1.41 within 0.01", true),
        ("√2 == 1.4 within 1e-3", false),
        ("[1/3 2/3] == [0.33 0.67]", true), ("[1/3 2/3] == [0.33 0.66]", false), ("exp(1) == 2.718281828", true),
        ("exp(1) == 2.718281829", false),
        ("[1 2] == [1; 2]", false), ("exp(log(2)) == 2", true), ("1 == 1.0", true), ("-1/3 == -0.33", true),
    ])
    func `claims, exact, within, and to the digits written`(source: String, holds: Bool) {
        #expect(result(source) == (holds ? "holds" : "does not hold"))
    }

    @Test func `what leaves the exact numbers says where`() throws {
        var evaluator = Evaluator()
        let results = evaluator.run(Worksheet("x = √2\ny = √(1 + √2)\nz = 1 + 1"))
        #expect(results.map(\.leftExactAt) == [nil, "√", nil])
    }

    @Test func `steps before the exact numbers end stay exact, and none comes twice`() throws {
        var evaluator = Evaluator()
        let result = try #require(evaluator.run(Worksheet("fid([1 2;3 4;0 1;5 1], [0 1;1 5;2 2;1 3])")).first)
        #expect(result.leftExactAt == "√(Tr + 2√det)")
        let rules = result.steps.map(\.rule.rawValue)
        #expect(rules.filter { $0 == "frechet.meanTerm" }.count == 1)
        #expect(rules.count == 17)
        let isExact = result.steps.map { $0.disagreement != nil }
        #expect(isExact == Array(repeating: true, count: 11) + Array(repeating: false, count: 6))
    }

    @Test func `one bad line does not stop the sheet`() {
        var evaluator = Evaluator()
        let sheet = Worksheet("a = 1\nb = = 2\nc = b + 1\nd = a + 1\ne = 1/0\nf = e + 1\ng = d")
        #expect(sheet.errors.map(\.description) == ["line 2, column 5: “=” stands where a number, a name or a bracket belongs"])
        let outcomes = evaluator.run(sheet).map { result -> String in
            switch result.outcome {
            case .defined(let name, _): name
            case .failed(let error): error.description
            case .skipped(let missing): "needs \(missing)"
            default: "?"
            }
        }
        #expect(outcomes == ["a", "needs b", "d", "line 5, column 5: division by zero", "needs e", "g"])
    }

    @Test func `steps are recorded and checked`() throws {
        var evaluator = Evaluator()
        let results = evaluator.run(Worksheet("cov([1 2 3; 2 3 1])"))
        let steps = try #require(results.first?.steps)
        #expect(steps.map(\.rule.rawValue) == ["mean", "covariance.centre", "covariance.scatter", "covariance.divide"])
        #expect(steps.allSatisfy { $0.disagreement != nil })
    }
}
