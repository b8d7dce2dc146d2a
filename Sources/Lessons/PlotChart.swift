// From a plot block to a chart: its expressions are computed, never typed twice, and what cannot be drawn is told with its line.

import GenerativeMetrics
import LinearAlgebra
import Localization
import Typesetting
import Worksheets

/// What keeps a plot from being drawn, and the line on which it stands.
public struct PlotError: ExplainedError, Hashable {
    public let line: Int
    public let phrase: Phrase
}

extension Plot {
    /// The chart of this plot, with the names that `evaluator` knows.
    public func chart(_ evaluator: Evaluator) throws(PlotError) -> Chart {
        let data = items[kind.dataKey] ?? []
        var values: [Tensor<Double>] = []
        for item in data { values.append(try Self.value(of: item, evaluator)) }
        do {
            switch kind {
            case .normals: return try normals(values)
            case .curves: return try curves(values)
            case .bars: return try bars(values)
            case .ellipses: return try Chart.ellipses(values.map(\.asMatrix), names: names, title: title)
            case .convergence: return try convergence(values)
            }
        } catch let error as PlotError {
            throw error
        } catch let error as ChartError {
            let place = error.item.flatMap { $0 <= data.count ? data[$0 - 1].line : nil } ?? firstLine
            throw PlotError(line: place, phrase: error.phrase)
        } catch {
            throw PlotError(line: firstLine, phrase: (error as? any ExplainedError)?.phrase ?? Phrase(same: "\(error)"))
        }
    }

    private var firstLine: Int { items[kind.dataKey]?.first?.line ?? line }

    private var title: String? { texts("title").first }

    /// The labels, and where there are none the expressions themselves.
    private var names: [String] {
        let labels = texts("labels")
        return labels + texts(kind.dataKey).dropFirst(labels.count)
    }

    private static func value(of item: Item, _ evaluator: Evaluator) throws(PlotError) -> Tensor<Double> {
        var evaluator = evaluator
        let sheet = Worksheet(item.text)
        if let error = sheet.errors.first { throw PlotError(line: item.line, phrase: error.problem.phrase) }
        guard sheet.statements.count == 1, let statement = sheet.statements.first else {
            throw PlotError(
                line: item.line, phrase: Phrase("“\(item.text)” is not one expression", "“\(item.text)”不是一个表达式"))
        }
        switch evaluator.evaluate(statement).outcome {
        case .shown(let value):
            if let numbers = value.inDouble { return numbers }
        case .failed(let error): throw PlotError(line: item.line, phrase: error.problem.phrase)
        case .skipped(let missing):
            throw PlotError(
                line: item.line, phrase: Phrase("\(missing) could not be computed", "\(missing) 未能算出"))
        default: break
        }
        throw PlotError(
            line: item.line, phrase: Phrase("“\(item.text)” is not a number, a vector or a matrix", "“\(item.text)”不是数、向量或矩阵"))
    }

    private func normals(_ values: [Tensor<Double>]) throws -> Chart {
        let normals = try zip(values, items[kind.dataKey] ?? []).flatMap { value, item in
            let rows = value.asMatrix
            guard rows.columns == 2 else {
                throw PlotError(
                    line: item.line,
                    phrase: Phrase(
                        "“\(item.text)” is not a mean and a standard deviation, [0 1]", "“\(item.text)”不是均值和标准差，例如 [0 1]"))
            }
            return (0..<rows.rows).map { ChartNormal(mean: rows[$0, 0], deviation: rows[$0, 1]) }
        }
        return try Chart.normals(normals, names: texts("labels"), title: title)
    }

    private func curves(_ values: [Tensor<Double>]) throws -> Chart {
        let curves = values.map { value in
            // Values in a row, or one to a row, stand over their numbers.
            if case .matrix(let matrix) = value, matrix.columns > 1 { return matrix }
            let entries = value.elements
            return Matrix<Double>(rows: entries.count, columns: 2) { $1 == 0 ? Double($0 + 1) : entries[$0] }
        }
        var leash: (first: Int, second: Int)?
        if let wish = items["leash"]?.first, wish.text != "false" {
            guard wish.text == "true", curves.count == 2, curves.allSatisfy({ $0.columns == 2 }) else {
                throw PlotError(
                    line: wish.line,
                    phrase: Phrase("leash is true or false, and joins two curves in the plane", "leash 为 true 或 false，用于平面上的两条曲线")
                )
            }
            leash = try curves[0].leash(to: curves[1]).tightestPair
        }
        return try Chart.curves(curves, names: names, leash: leash, title: title)
    }

    private func bars(_ values: [Tensor<Double>]) throws -> Chart {
        // One vector is a bar for each of its entries.
        if values.count == 1, values[0].elements.count > 1 {
            let entries = values[0].elements
            let labels = entries.indices.map { $0 < texts("labels").count ? texts("labels")[$0] : "\($0 + 1)" }
            return try Chart.bars(entries.map { [$0] }, labels: labels, title: title)
        }
        return try Chart.bars(values.map(\.elements), labels: names, groups: texts("groups"), title: title)
    }

    private func convergence(_ values: [Tensor<Double>]) throws -> Chart {
        let isOneSeries = values.allSatisfy { if case .scalar = $0 { true } else { false } }
        let lists = isOneSeries ? [values.flatMap(\.elements)] : values.map(\.elements)
        return try Chart.convergence(lists, names: isOneSeries ? texts("labels") : names, title: title)
    }
}
