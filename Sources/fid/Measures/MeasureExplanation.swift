// A measure of small sets, step by step: the worksheet function on the numbers of the files.

import Derivations
import FeatureFiles
import GenerativeMetrics
import LinearAlgebra
import Localization
import Typesetting
import Worksheets

struct MeasureExplanation {
    private let measure: Measure
    private let files: [String]
    private let input: PairInputOptions
    private let style: OutputStyle

    init(_ measure: Measure, _ files: [String], _ input: PairInputOptions, _ style: OutputStyle) {
        self.measure = measure
        self.files = files
        self.input = input
        self.style = style
    }

    /// - Throws: what the files or the numbers do not allow.
    func lines() throws -> [String] {
        let names = measure.input == .probabilities ? ["P"] : ["X", "Y"]
        var evaluator = Evaluator()
        for (name, file) in zip(names, files) { evaluator.define(name, as: try value(of: file)) }
        let call: String
        switch measure {
        case .bias:
            // Two sets of one distribution, whose covariance is taken from the first: what the FID would be without any difference.
            call = "fidbias(cov(X), rows(X), rows(Y))"
        case .interval:
            // As many of the usual groups as leave two rows to each.
            let rows = names.compactMap { evaluator.names[$0]?.inDouble?.asMatrix.rows }.min() ?? 0
            call = rows < 20 ? "fidint(X, Y, groups: \(max(2, rows / 2)))" : "fidint(X, Y)"
        default: call = "\(measure.function)(\(names.joined(separator: ", ")))"
        }
        let sheet = Worksheet(call)
        guard let statement = sheet.statements.first else { return [] }
        let result = evaluator.evaluate(statement)
        if case .failed(let error) = result.outcome {
            throw InputError(file: files.joined(separator: ", "), cause: Explained(phrase: error.problem.phrase))
        }
        var writer = DerivationWriter(style: style)
        var lines = try writer.lines(for: result.steps)
        if case .shown(let value) = result.outcome, let quantity = value.quantity {
            lines += ValueText(style: style).assignment(call, quantity)
        }
        return lines
    }

    private struct Explained: ExplainedError {
        let phrase: Phrase
    }

    private func value(of file: String) throws -> Value {
        guard case .samples(let reader) = try FeatureFile.open(file, key: input.key) else {
            throw PooledSet.samplesNeeded(file)
        }
        guard reader.rows * reader.columns <= InputSet.exactLimit else {
            throw CommandError(
                "\(file) holds \(reader.rows * reader.columns) numbers: up to \(InputSet.exactLimit) are explained; fid compute --metrics \(measure.rawValue) gives the number",
                "\(file) 有 \(reader.rows * reader.columns) 个数：最多解释 \(InputSet.exactLimit) 个；数值请用 fid compute --metrics \(measure.rawValue)"
            )
        }
        let samples = try reader.readAll()
        if measure.input == .probabilities {
            try InputError.ofClassScores(in: file, command: "fid compute ") {
                _ = try InceptionScoreSummary.compute(of: samples, as: .probabilities, splits: 1)
            }
        }
        if let exact = InputSet.exact(samples, cells: reader.textCells) { return .exact(.matrix(exact)) }
        return .real(.matrix(samples))
    }
}
