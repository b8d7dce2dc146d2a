// Random worksheets: none crashes, and exact and floating-point results agree.

import ExactArithmetic
import LinearAlgebra
import TestSupport
import Testing

@testable import Worksheets

/// Writes worksheets at random: mostly sensible ones, some with shapes that do not fit, some with damaged text.
private struct Author {
    var random: SeededGenerator

    mutating func sheet() -> String {
        var lines: [String] = []
        for index in 0..<Int.random(in: 1...6, using: &random) {
            let name = ["a", "b", "mu_r", "Σ_g", "X"][index % 5]
            switch Int.random(in: 0..<4, using: &random) {
            case 0: lines.append("\(name) == \(expression(2))")
            case 1: lines.append(expression(3))
            default: lines.append("\(name) = \(expression(3))")
            }
        }
        var text = lines.joined(separator: "\n")
        if Int.random(in: 0..<8, using: &random) == 0, let at = text.indices.randomElement(using: &random) {
            text.replaceSubrange(at...at, with: ["[", "", "(", "??", "''", "==", "√", "-"].randomElement(using: &random) ?? "")
        }
        return text
    }

    private mutating func number() -> String {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: "\(Int.random(in: -3...3, using: &random))/\(Int.random(in: 1...4, using: &random))"
        case 1: "√\(Int.random(in: 0...5, using: &random))"
        case 2: "\(Int.random(in: -2...2, using: &random)).5"
        default: "\(Int.random(in: -4...4, using: &random))"
        }
    }

    private mutating func matrix() -> String {
        let (rows, columns) = (Int.random(in: 1...3, using: &random), Int.random(in: 1...3, using: &random))
        return "[" + (0..<rows).map { _ in (0..<columns).map { _ in number() }.joined(separator: " ") }.joined(separator: "; ")
            + "]"
    }

    /// Rows that sum to 1.
    private mutating func probabilities() -> String {
        let columns = Int.random(in: 1...3, using: &random)
        let rows = (0..<Int.random(in: 1...3, using: &random)).map { _ in
            let weights = (0..<columns).map { _ in Int.random(in: 0...3, using: &random) } + [1]
            return weights.map { "\($0)/\(weights.reduce(0, +))" }.joined(separator: " ")
        }
        return "[" + rows.joined(separator: "; ") + "]"
    }

    private mutating func argument(of function: WorksheetFunction, _ depth: Int) -> String {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return "\(Int.random(in: 1...3, using: &random))"
        case 1: return "\"examples/toy/\(["real.csv", "missing.csv"].randomElement(using: &random) ?? "")\""
        case 2...5 where ["is", "entropy", "kl"].contains(function.name): return probabilities()
        case 2...5 where ["normal", "subset"].contains(function.name): return "\(Int.random(in: 1...3, using: &random))"
        default: return expression(depth)
        }
    }

    /// An option with a value that is mostly allowed.
    private mutating func option(of function: WorksheetFunction) -> [String] {
        guard let option = function.options.randomElement(using: &random), Bool.random(using: &random) else { return [] }
        let number = "\(Int.random(in: 0...3, using: &random))"
        return ["\(option.name): \(option.values.randomElement(using: &random) ?? number)"]
    }

    private mutating func expression(_ depth: Int) -> String {
        if depth == 0 { return Bool.random(using: &random) ? matrix() : number() }
        switch Int.random(in: 0..<7, using: &random) {
        case 0: return matrix()
        case 1: return ["a", "b", "mu_r", "Sigma_g", "X"].randomElement(using: &random) ?? "a"
        case 2:
            let sign = ["+", "-", "*", "/", ".*"].randomElement(using: &random) ?? "+"
            return "(\(expression(depth - 1))) \(sign) (\(expression(depth - 1)))"
        case 3: return "(\(expression(depth - 1)))'"
        case 4: return "(\(expression(depth - 1)))^\(Int.random(in: -2...3, using: &random))"
        default:
            guard let function = WorksheetFunction.all.randomElement(using: &random) else { return "1" }
            let form = function.forms.randomElement(using: &random) ?? []
            let arguments = form.map { _ in argument(of: function, depth - 1) } + option(of: function)
            return "\(function.name)(\(arguments.joined(separator: ", ")))"
        }
    }
}

@Suite struct RandomWorksheetTests {
    @Test(arguments: 0..<10)
    func `two thousand worksheets`(part: Int) {
        var compared = 0
        for seed in part * 250..<(part + 1) * 250 {
            var author = Author(random: SeededGenerator(seed: seed))
            let source = author.sheet()
            let sheet = Worksheet(source)
            let files = FileAccess.folder(SharedData.projectRoot.path, confined: true)
            var exact = Evaluator(files: files)
            var floating = Evaluator(isExact: false, files: files)
            let left = exact.run(sheet)
            let right = floating.run(sheet)
            for (a, b) in zip(left, right) {
                if case .failed(let error) = a.outcome {
                    #expect(!error.description.isEmpty && !error.excerpt(of: sheet).isEmpty)
                }
                guard let x = value(of: a), let y = value(of: b), a.leftExactAt == nil else { continue }
                compared += 1
                expectAgreement(x, y, "seed \(seed), line \(a.statement.span.line):\n\(source)")
            }
        }
        #expect(compared > 100, "only \(compared) results could be compared")
    }

    private func value(of result: StatementResult) -> Tensor<Double>? {
        switch result.outcome {
        case .defined(_, let value), .shown(let value): value.isExact || value.inDouble != nil ? value.inDouble : nil
        default: nil
        }
    }

    private func expectAgreement(_ x: Tensor<Double>, _ y: Tensor<Double>, _ comment: Comment) {
        let (a, b) = (x.asMatrix, y.asMatrix)
        #expect(a.shape == b.shape, comment)
        let scale = max(1, a.elements.map(abs).max() ?? 1)
        // Near-singular inverses and roots near zero cost floating point its digits; agreement to half of them tells the same value.
        let gap = zip(a.elements, b.elements).map { abs($0 - $1) }.max() ?? 0
        #expect(gap <= 1e-6 * scale, comment)
    }
}
