// Eigenvectors: hand values, the convention of signs, repeated eigenvalues, and what has none.

import ExactArithmetic
import LinearAlgebra
import TestSupport
import Testing

@Suite struct EigenvectorTests {
    @Test func `of a 2 × 2 matrix, exactly`() throws {
        let half = Exact.squareRoot(of: 2) / 2
        let vectors = try exact("2 -1; -1 2").eigenvectors()
        #expect(vectors.elements == [half, half, -half, half])
    }

    @Test func `a repeated eigenvalue has the basis of Gram and Schmidt from the axes on`() throws {
        let matrix = exact("2 1 1; 1 2 1; 1 1 2")
        let vectors = try matrix.eigenvectors()
        let (r2, r3, r6) = (Exact.squareRoot(of: 2), Exact.squareRoot(of: 3), Exact.squareRoot(of: 6))
        #expect(vectors.column(0).elements == [1 / r3, 1 / r3, 1 / r3])
        #expect(vectors.column(1).elements == [2 / r6, -1 / r6, -1 / r6])
        #expect(vectors.column(2).elements == [0, 1 / r2, -1 / r2])
        #expect(largestDifference(vectors.approximate, try matrix.approximate.eigenvectors()) < 1e-14)
        #expect(try Matrix<Exact>.identity(4).eigenvectors() == .identity(4))
        #expect(largestDifference(try Matrix<Double>.identity(4).eigenvectors(), .identity(4)) < 1e-15)
    }

    @Test func `a matrix that is not symmetric, exactly`() throws {
        // Eigenvalues 3 and 2 with (1, 0) and (1, −1).
        let vectors = try exact("3 1; 0 2").eigenvectors()
        let half = Exact.squareRoot(of: 2) / 2
        #expect(vectors.elements == [1, half, 0, -half])
    }

    @Test func `in floating point, against values of NumPy with the signs of the convention`() throws {
        let vectors = try real("4 1 2; 1 3 0; 2 0 5").eigenvectors()
        let expected = Matrix<Double>(
            rows: 3, columns: 3,
            elements: [
                0.6311789687764832, 0.3743619547830716, 0.6793130619863367, 0.1720265367929079, 0.7864356987513784,
                -0.5932333119173847, 0.7563200248659909, -0.4912962635115684, -0.4319814827585529,
            ])
        #expect(largestDifference(vectors, expected) < 1e-13)
    }

    @Test(arguments: 0..<20)
    func `random symmetric matrices are rebuilt from their eigenvectors`(seed: Int) throws {
        let size = 1 + seed % 7
        let square = Matrix<Double>.random(rows: size, columns: size, seed: seed)
        let matrix = try square.plus(square.transposed)
        let vectors = try matrix.eigenvectors()
        let values = try matrix.eigenvalues()
        let rebuilt = try vectors.times(.diagonal(values)).timesTransposed(vectors)
        #expect(largestDifference(rebuilt, matrix) < 1e-12, "seed \(seed)")
        #expect(largestDifference(try vectors.transposedTimes(vectors), .identity(size)) < 1e-12, "seed \(seed)")
        #expect((0..<size).allSatisfy { j in (vectors.column(j).first { abs($0) > 1e-8 } ?? 0) > 0 }, "seed \(seed)")
    }

    @Test func `steps are recorded, and LAPACK agrees`() throws {
        let recorder = Recorder()
        _ = try exact("2 1 1; 1 2 1; 1 1 2").eigenvectors(recorder: recorder)
        let step = try #require(recorder.steps.first)
        #expect(step.rule == .eigenvectors)
        #expect(step.substeps.map(\.rule) == [.eigenvalues, .projector, .projector])
        #expect((step.disagreement ?? 1) < 1e-12)
    }

    @Test func `what has no eigenvectors, or none in the field`() {
        #expect(throws: LinearAlgebraError.noEigenbasis(shape: Shape(rows: 2, columns: 2))) {
            try exact("1 1; 0 1").eigenvectors()
        }
        #expect(throws: LinearAlgebraError.notSquare(operation: "λ", shape: Shape(rows: 1, columns: 2))) {
            try exact("1 2").eigenvectors()
        }
        #expect(throws: LinearAlgebraError.leavesField(operation: "√‖v‖²")) { try exact("1 1; 1 2").eigenvectors() }
        #expect(throws: LinearAlgebraError.self) { try real("1 1; 0 1").eigenvectors() }
        #expect(
            LinearAlgebraError.noEigenbasis(shape: Shape(rows: 2, columns: 2)).description
                == "this 2×2 matrix has too few eigenvectors: it is not diagonalisable")
    }
}

@Suite struct LogarithmTests {
    @Test(arguments: [
        ("1", LogarithmBase.e, 0), ("1", .two, 0), ("8", .two, 3), ("1/8", .two, -3), ("1000", .ten, 3), ("0.01", .ten, -2),
    ])
    func `exact logarithms`(number: String, base: LogarithmBase, expected: Int) throws {
        #expect(try #require(Exact(decimal: number)).logarithm(base: base) == Exact(expected))
    }

    @Test(arguments: ["0", "-1", "3", "2/3", "3/8", "1001"])
    func `none in the field`(number: String) throws {
        let value = try #require(Exact(decimal: number))
        for base in LogarithmBase.allCases { #expect(value.logarithm(base: base) == nil) }
    }

    @Test func `of roots, exponentials, and in floating point`() {
        #expect(Exact.squareRoot(of: 2).logarithm(base: .two) == nil)
        #expect(Exact(0).exponential() == 1)
        #expect(Exact(1).exponential() == nil)
        #expect(1000.0.logarithm(base: .two).map { isClose($0, 9.965784284662087, relative: 1e-15) } == true)
        #expect(0.0.logarithm(base: .e) == nil)
        #expect(Float(1).exponential() == Float(2.7182817))
    }
}
