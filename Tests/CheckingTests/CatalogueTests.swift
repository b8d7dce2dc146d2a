// The catalogue of misconceptions: every row readable, recognised, told apart.

import ExactArithmetic
import Foundation
import TestSupport
import Testing
import Worksheets

@testable import Checking

/// A slip on given data: what the names stand for, and the right formula.
struct SlipCase: CustomTestStringConvertible {
    let id: String
    let data: String
    let formula: String
    var testDescription: String { "\(id): \(formula) with \(data.split(separator: "\n").joined(separator: ", "))" }

    init(_ id: String, _ formula: String, _ data: String) {
        self.id = id
        self.data = data
        self.formula = formula
    }

    var names: [String: Value] {
        var evaluator = Evaluator()
        _ = evaluator.run(Worksheet(data))
        return evaluator.names
    }
}

@Suite struct CatalogueTests {
    private static let samples = [
        "X = [1 5; 2 1; 6 3]", "X = [2 0 1; 4 3 5; 3 3 0; 7 2 2]", "X = [0 1; 3 1; 6 7]",
    ]
    private static let pairs = [
        "X = [1 5; 2 1; 6 3]\nY = [2 2; 0 5; 10 8]", "X = [1 2 3; 2 3 1; 5 1 4]\nY = [0 1 2; 3 3 1; 3 5 3]",
        "X = [1 2; 4 3; 4 7; 3 4]\nY = [2 2; 6 1; 1 3; 7 8]",
    ]
    private static let covariances = [
        "A = [2 1; 1 1]\nB = [5 2; 2 1]", "A = [5 4; 4 5]\nB = [2 1; 1 3]", "A = [3 1; 1 2]\nB = [10 3; 3 1]",
    ]
    private static let normals = [
        "m = [1 2]\nA = [2 1; 1 1]\nu = [4 6]\nB = [5 2; 2 1]", "m = [0 3]\nA = [5 4; 4 5]\nu = [2 4]\nB = [2 1; 1 3]",
        "m = [7 1]\nA = [3 1; 1 2]\nu = [2 3]\nB = [10 3; 3 1]",
    ]
    private static let single = ["A = [2 -1; -1 2]", "A = [5 4; 4 5]", "A = [3 1 0; 1 3 1; 0 1 3]"]
    private static let lines = [
        "P = [0 0; 2 0; 4 0; 6 0]\nQ = [0 1; 6 1; 0 1; 6 1]", "P = [0 0; 3 0; 7 0; 10 0]\nQ = [0 2; 9 2; 1 2; 10 2]",
        "P = [0 0; 1 0; 2 0; 3 0; 4 0]\nQ = [0 1; 1 1; 2 1; 3 1; 2 1; 1 1; 2 1; 3 1; 4 1]",
    ]
    private static let bells = [
        "a = 1\ns = 2\nb = 4\nt = 7", "a = 0\ns = 1\nb = 5\nt = 4", "a = 2\ns = 3\nb = 7\nt = 5",
    ]
    private static let probabilities = [
        "P = [0.8 0.1 0.1; 0.2 0.7 0.1; 0.1 0.3 0.6]", "P = [3/4 1/4; 1/8 7/8]", "P = [0.5 0.2 0.2 0.1; 0.1 0.6 0.2 0.1]",
    ]

    /// Formulas with the mistakes that are tried on them, each on every set of data of a kind.
    private static let table: [(formula: String, data: [String], mistakes: [String])] = [
        ("cov(X)", samples, ["cov-divide-by-n", "cov-undivided", "cov-uncentred", "cov-wrong-side"]),
        ("mean(X)", samples, ["mean-across-features", "mean-summed"]),
        ("tr(sqrtm(A*B))", covariances, ["sqrt-split", "sqrt-of-trace"]),
        ("sqrtm(A*B)", covariances, ["sqrt-forgotten", "sqrt-elementwise"]),
        ("A*B", covariances, ["product-elementwise", "product-reversed"]),
        (
            "frechet(m, A, u, B)", normals,
            ["mean-term-unsquared", "factor-two-forgotten", "cross-term-added", "distance-rooted", "term-forgotten"]
        ),
        ("fid(X, Y)", pairs, ["mean-term-unsquared", "factor-two-forgotten", "sqrt-split", "cov-divide-by-n"]),
        ("kid(X, Y)", pairs, ["kid-biased", "kid-unscaled", "kid-cross-once"]),
        ("tr(A)", single, ["trace-as-determinant", "trace-all-entries"]),
        ("leash(P, Q)", lines, ["frechet-as-hausdorff", "frechet-as-dtw"]),
        ("frechet1d(a, s, b, t)", bells, ["variance-for-deviation", "term-forgotten"]),
        ("is(P)", probabilities, ["is-no-exp", "is-log2", "is-kl-reversed", "is-entropy-only"]),
    ]

    private static let cases: [SlipCase] = table.flatMap { row in
        row.data.flatMap { data in row.mistakes.map { SlipCase($0, row.formula, data) } }
    }

    @Test func `every rewriting can be read`() {
        for misconception in Misconception.all {
            for rewriting in misconception.rewritings { #expect(rewriting.isReadable, "\(misconception.id): \(rewriting.from)") }
        }
        for meaning in SlipVariants.meanings { #expect(meaning.isReadable, "\(meaning.from)") }
    }

    @Test func `every mistake that changes a formula is tried on three sets of data or more`() {
        let tried = Dictionary(grouping: Self.cases, by: \.id).mapValues(\.count)
        for misconception in Misconception.all where !misconception.rewritings.isEmpty {
            #expect((tried[misconception.id] ?? 0) >= 3, "\(misconception.id)")
        }
    }

    @Test(arguments: cases)
    func `a mistake is recognised, named first and told apart`(slip: SlipCase) throws {
        let formula = try #require(Expression(source: slip.formula))
        let names = slip.names
        var evaluator = Evaluator()
        for (name, value) in names { evaluator.define(name, as: value) }
        let right = try #require(Diagnostician.value(of: formula, &evaluator))
        let diagnostician = Diagnostician()
        let values = diagnostician.slipValues(of: formula, names: names)
        let made = try #require(
            values.first { $0.id == slip.id && !WrittenValue($0.value).agrees(with: right) }, "the slip changes nothing here")
        let found = diagnostician.diagnose(WrittenValue(made.value), formula: formula, right: right, names: names)
        #expect(found.first?.id == slip.id)
        // Named besides are only mistakes that give the same value.
        let same = Set(values.filter { WrittenValue($0.value).agrees(with: made.value) }.map(\.id))
        #expect(Set(found.map(\.id)) == same)
        // To four digits too, as a student would write it, the mistake is among those named.
        guard case .real? = made.value.inDouble.map(Value.real), let rounded = Self.rounded(made.value) else { return }
        #expect(diagnostician.diagnose(rounded, formula: formula, right: right, names: names).contains { $0.id == slip.id })
    }

    private static func rounded(_ value: Value) -> WrittenValue? {
        guard let tensor = value.inDouble else { return nil }
        let digits = Value.real(tensor.map { ($0 * 10_000).rounded() / 10_000 })
        return WrittenValue(digits, halfUnits: digits.entries.map { _ in 0.00005 })
    }

    @Test(arguments: [
        ("sign", "mu = [1.5 2.5 2]", "[1.5 -2.5 2]"), ("sign", "d = 4 - √6", "√6 - 4"),
        ("sign", "A = [2 -1; -1 2]", "[-2 1; 1 -2]"),
        ("single-entry", "A = [2 -1; -1 2]", "[2 -1; -1 3]"), ("single-entry", "mu = [1.5 2.5 2]", "[1.5 2.5 3]"),
        ("single-entry", "A = [1 2 3; 4 5 6]", "[1 2 3; 4 5 60]"), ("transposed", "A = [1 2; 3 4]", "[1 3; 2 4]"),
        ("transposed", "A = [1 2 3; 4 5 6]", "[1 4; 2 5; 3 6]"), ("transposed", "A = [0 1; 0 0]", "[0 0; 1 0]"),
        ("rounding", "d = 1.2071067811865475", "1.2072"), ("rounding", "d = 3.14159265", "3.141"),
        ("rounding", "v = [0.666666666666 0.3333333333333]", "[0.6666 0.3333]"),
    ])
    func `slips of the pen`(id: String, right: String, written: String) throws {
        var evaluator = Evaluator()
        _ = evaluator.run(Worksheet(right))
        let (name, value) = try #require(evaluator.names.first)
        let expression = try #require(Expression(source: written))
        let entered = WrittenValue(try evaluator.value(of: expression), written: expression)
        let formula = try #require(Expression(source: name))
        let found = Diagnostician().diagnose(entered, formula: formula, right: value, names: evaluator.names)
        #expect(found.first?.id == id)
    }

    @Test func `the toy's slips have the values of the design`() throws {
        let formula = try #require(Expression(source: "fid(X_r, X_g)"))
        let names = SlipCase("", "", "X_r = [1 2 3; 2 3 1]\nX_g = [1.5 1.5 2.5; 2.5 2.5 1.5]").names
        let values = Diagnostician().slipValues(of: formula, names: names)
        let design: [(id: String, value: Double)] = [
            ("cov-divide-by-n", 0.75), ("cov-undivided", 1), ("mean-term-unsquared", 1.2071067812), ("sqrt-split", 1.2287638338),
            ("sqrt-forgotten", -3), ("sqrt-of-trace", 1), ("product-elementwise", 2.5505102572), ("product-reversed", 1),
            ("factor-two-forgotten", 3), ("cross-term-added", 9), ("term-forgotten", 0.5), ("distance-rooted", 1),
        ]
        for (id, value) in design {
            let found = values.filter { $0.id == id }.compactMap { $0.value.entries.first }
            #expect(found.contains { abs($0 - value) < 1e-9 }, "\(id): \(found)")
        }
    }

    @Test func `a value that no mistake gives gets no name`() async throws {
        let formulas: [(source: String, data: [String])] = [
            ("fid(X, Y)", Self.pairs), ("cov(X)", Self.pairs), ("mean(X)", Self.pairs), ("kid(X, Y)", Self.pairs),
            ("sqrtm(A*B)", Self.covariances), ("tr(sqrtm(A*B))", Self.covariances), ("frechet(m, A, u, B)", Self.normals),
            ("leash(X, Y)", Self.pairs), ("frechet1d(a, s, b, t)", Self.bells), ("is(P)", Self.probabilities),
        ]
        let named = try await withThrowingTaskGroup(of: [String].self) { group in
            for (index, row) in formulas.enumerated() {
                group.addTask { try Self.namesOfRandomValues(row.source, row.data, seed: 20_250_611 + UInt64(index)) }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(named.count < 10, "\(named)")
    }

    /// The names that a hundred wrong values of the right size, with three decimals in each entry, are given.
    private static func namesOfRandomValues(_ source: String, _ data: [String], seed: UInt64) throws -> [String] {
        var generator = SeededGenerator(seed: seed)
        let formula = try #require(Expression(source: source))
        var named: [String] = []
        for trial in 0..<100 {
            let names = SlipCase("", "", data[trial % data.count]).names
            var evaluator = Evaluator()
            for (name, value) in names { evaluator.define(name, as: value) }
            let right = try #require(Diagnostician.value(of: formula, &evaluator))
            let tensor = try #require(right.inDouble)
            let scale = max(1, tensor.elements.map(abs).max() ?? 1)
            let wrong = tensor.map { _ in (Double.random(in: -2...3, using: &generator) * scale * 1000).rounded() / 1000 }
            let entered = WrittenValue(.real(wrong), halfUnits: wrong.elements.map { _ in 0.0005 })
            if entered.agrees(with: right) { continue }
            if let first = Diagnostician().diagnose(entered, formula: formula, right: right, names: names).first {
                named.append("seed \(seed), \(source), \(wrong.elements): \(first.id)")
            }
        }
        return named
    }
}
