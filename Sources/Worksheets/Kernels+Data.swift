// The calls that make samples, and choose and join them.

import GenerativeMetrics
import LinearAlgebra

extension KernelCall {
    private var seed: UInt64 { options["seed"].flatMap(UInt64.init) ?? 0 }

    func data() throws -> Tensor<Element>? {
        switch name {
        case "rows": return .scalar(Element(matrix(0).rows))
        case "cols": return .scalar(Element(matrix(0).columns))
        case "normal": return try normalSamples()
        case "shuffle": return try drawn(nil)
        case "subset": return try drawn(count(1, upTo: maximumElements))
        case "concat": return try joined()
        default: return nil
        }
    }

    private func normalSamples() throws -> Tensor<Element> {
        let (rows, columns) = (try count(0, upTo: 1_000_000), try count(1, upTo: 10_000))
        guard rows <= maximumElements / columns else { throw OperationProblem.problem(.tooManyNumbers(limit: maximumElements)) }
        guard !Element.isExact else { throw LinearAlgebraError.leavesField(operation: name) }
        let samples = Matrix.standardNormal(rows: rows, columns: columns, seed: seed, recorder: recorder)
        // Elements are either exact or of double precision.
        guard let samples = samples as? Matrix<Element> else { throw LinearAlgebraError.leavesField(operation: name) }
        return Tensor(rowsOf: samples)
    }

    /// Rows of a matrix, entries of a vector: so many of them, or all, in the order in which they are drawn.
    private func drawn(_ count: Int?) throws -> Tensor<Element> {
        if case .matrix(let matrix) = arguments[0] {
            return Tensor(rowsOf: try matrix.drawnRows(count ?? matrix.rows, seed: seed, recorder: recorder))
        }
        let column = arguments[0].asMatrix.transposed
        let drawn = try column.drawnRows(count ?? column.rows, seed: seed, recorder: recorder)
        return Tensor(rowsOf: drawn.transposed)
    }

    /// The rows of both, one below the other; of vectors and numbers the entries, one after the other.
    private func joined() throws -> Tensor<Element> {
        let (first, second) = (arguments[0], arguments[1])
        let entries = (first.asMatrix.elements.count, second.asMatrix.elements.count)
        guard entries.0 <= maximumElements - entries.1 else {
            throw OperationProblem.problem(.tooManyNumbers(limit: maximumElements))
        }
        guard first.isMatrix || second.isMatrix else { return .vector(Vector(first.elements + second.elements)) }
        guard first.asMatrix.columns == second.asMatrix.columns else {
            throw OperationProblem.problem(.shapes(operation: name, left: first.shapeName, right: second.shapeName))
        }
        return .matrix(try first.asMatrix.stacked(on: second.asMatrix))
    }
}

extension Tensor {
    fileprivate var isMatrix: Bool { if case .matrix = self { true } else { false } }
}
