// `load`: a matrix from a file, exact where it is a small table of short numbers, else in double precision.

import ExactArithmetic
import FeatureFiles
import LinearAlgebra
import Localization

extension Evaluator {
    /// The significant digits that a number of a table may have and stay exact: a double keeps 15, so that more were printed by a
    /// program and not written by a person.
    private static let exactDigits = 15

    /// The matrix in a file; a single row is a vector, as in a literal.
    ///
    /// - Parameters:
    ///   - key: the array of an archive.
    mutating func load(_ path: Value, key: String?) throws -> Value {
        guard case .text(let name) = path, !name.isEmpty else {
            throw OperationProblem.problem(
                .wrongKind(
                    operation: "load", needs: Phrase("the name of a file in quotation marks", "用引号括起的文件名"),
                    found: path.shapeName))
        }
        let location = try files.location(of: name)
        do {
            return try load(FeatureFile.open(location, key: key), name)
        } catch let error as FeatureFileError {
            // The sheet's reader knows the file by the name that stands there.
            let phrase = error.phrase
            throw OperationProblem.problem(
                .failed(
                    Phrase(
                        phrase.english.replacing(location, with: name), phrase.chinese.replacing(location, with: name))))
        }
    }

    private mutating func load(_ file: FeatureFile, _ path: String) throws -> Value {
        guard case .samples(let reader) = file else { throw OperationProblem.problem(.statisticsFile(path)) }
        if isExact, let cells = reader.textCells, let matrix = exactly(cells) { return .exact(Tensor(rowsOf: matrix)) }
        let room = limits.realElements - realCount
        guard reader.rows.saturatingProduct(reader.columns) <= room else {
            throw OperationProblem.problem(
                .fileTooLarge(path, rows: reader.rows, columns: reader.columns, limit: room))
        }
        if isExact { leftExactAt = "load" }
        return .real(Tensor(rowsOf: try reader.readAll()))
    }

    /// The numbers of a table as they are written, if they are few and short.
    private func exactly(_ cells: Matrix<String>) -> Matrix<Exact>? {
        guard cells.elements.count <= min(limits.exactLoadedElements, limits.exactElements - exactCount),
            cells.columns <= limits.exactLoadedColumns
        else { return nil }
        let numbers = cells.elements.compactMap { cell -> Exact? in
            guard cell.count(where: \.isNumber) <= Self.exactDigits, let number = Exact(decimal: cell),
                number.digitCount <= Self.exactDigits + 1
            else { return nil }
            return number
        }
        guard numbers.count == cells.elements.count else { return nil }
        return Matrix(rows: cells.rows, columns: cells.columns, elements: numbers)
    }
}

extension Tensor {
    /// A matrix as the language has it: a single row is a vector, a single number a number.
    init(rowsOf matrix: Matrix<Element>) {
        if matrix.rows == 1, matrix.columns == 1, let only = matrix.elements.first {
            self = .scalar(only)
        } else {
            self = matrix.rows == 1 ? .vector(matrix.row(0)) : .matrix(matrix)
        }
    }
}

extension Int {
    /// The product, or the largest number where it is larger.
    fileprivate func saturatingProduct(_ other: Int) -> Int {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? .max : product
    }
}
