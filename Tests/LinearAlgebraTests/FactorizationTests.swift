// Cholesky, QR, eigenvalues and singular values: what they must reproduce, exactly and in floating point.

import ExactArithmetic
import LinearAlgebra
import TestSupport
import Testing

@Suite struct FactorizationTests {
    /// A Gram matrix of random integers: positive semidefinite, of rank at most `rank`.
    private func gram(seed: Int, size: Int, rank: Int) throws -> Matrix<Exact> {
        var generator = SeededGenerator(seed: seed)
        let rows = Matrix<Exact>.random(rows: rank, columns: size, using: &generator)
        return try rows.transposedTimes(rows)
    }

    @Test(arguments: 0..<30)
    func `pivoted Cholesky reproduces semidefinite matrices of any rank`(seed: Int) throws {
        let matrix = try gram(seed: seed, size: 1 + seed % 6, rank: 1 + seed % 4)
        let rank = try matrix.rank()
        let approximate = try matrix.approximate.pivotedCholeskyFactor()
        #expect(approximate.rows == rank, "seed \(seed)")
        #expect(largestDifference(try approximate.transposedTimes(approximate), matrix.approximate) < 1e-12, "seed \(seed)")
        let factor = try matrix.pivotedCholeskyFactor()
        #expect(try factor.transposedTimes(factor) == matrix, "seed \(seed)")
    }

    @Test func `Cholesky of a definite matrix, exact and by LAPACK`() throws {
        let lower = try exact("4 2;2 3").choleskyFactor()
        #expect(lower == exact("2 0;1 s2"))
        #expect(largestDifference(try real("4 2;2 3").choleskyFactor(), lower.approximate) < 1e-15)
    }

    @Test(arguments: ["1 2;2 1", "-1 0;0 1", "0 1;1 0", "1 0 0;0 0 1;0 1 0"])
    func `an indefinite matrix has no pivoted factor`(text: String) {
        #expect(throws: LinearAlgebraError.self) { try exact(text).pivotedCholeskyFactor() }
        #expect(throws: LinearAlgebraError.self) { try real(text).pivotedCholeskyFactor() }
    }

    @Test func `LAPACK's refusal is a value with a sentence`() {
        let error = #expect(throws: LinearAlgebraError.self) { try real("1 2;2 1").choleskyFactor() }
        #expect(error == .lapack(LAPACKFailure(routine: "potrf", info: 2)))
        #expect(error?.description == "LAPACK potrf: the leading minor of order 2 is not positive definite")
        let nan = #expect(throws: LinearAlgebraError.self) {
            try Matrix(rows: 1, columns: 1, elements: [Double.nan]).choleskyFactor()
        }
        #expect(nan?.description == "LAPACK potrf: argument 4 is unusable or holds NaN")
    }

    @Test(arguments: 0..<20)
    func `a triangular factor has the same Gram matrix`(seed: Int) throws {
        var generator = SeededGenerator(seed: seed)
        let matrix = Matrix<Exact>.random(
            rows: 1 + seed % 5, columns: 1 + (seed / 5) % 4, using: &generator)
        let factor = try matrix.approximate.triangularFactor()
        #expect(factor.rows == min(matrix.rows, matrix.columns))
        #expect(
            largestDifference(try factor.transposedTimes(factor), try matrix.transposedTimes(matrix).approximate) < 1e-12,
            "seed \(seed)")
        for i in 0..<factor.rows {
            for j in 0..<i { #expect(factor[i, j] == 0) }
        }
    }

    @Test func `the exact triangular factor`() throws {
        let factor = try exact("3 1;4 2").triangularFactor()
        #expect(factor == exact("5 11/5;0 2/5"))
    }

    @Test(arguments: [
        ("2 -1;-1 2", "3 1"), ("1 1/2;1/2 1", "3/2 1/2"), ("2 1;1 1", "(3+√5)/2 (3−√5)/2"),
        ("2 0 0;0 2 0;0 0 2", "2 2 2"), ("2 1 0;1 2 0;0 0 5", "5 3 1"), ("1 1 -1;1 1 -1;-2 -2 2", "4 0 0"),
        ("2 -1 0;-1 2 -1;0 -1 2", "2 + √2 2 2 − √2"), ("2 1 0 0;1 1 0 0;0 0 3 1;0 0 1 1", "2 + √2 (3+√5)/2 2 − √2 (3−√5)/2"),
    ])
    func `exact eigenvalues`(text: String, expected: String) throws {
        let values = try exact(text).eigenvalues(recorder: Recorder())
        #expect(values.map(\.description).elements.joined(separator: " ") == expected)
    }

    @Test func `eigenvalues that leave the field`() {
        let error = #expect(throws: LinearAlgebraError.self) { try exact("1 1 0;1 2 1;0 1 4").eigenvalues() }
        #expect(error == .leavesField(operation: "λ"))
        #expect(
            error?.description
                == "λ leaves the exact numbers (ℚ with square roots): go on in floating point")
    }

    @Test func `floating-point eigenvalues of a matrix that is not symmetric`() {
        let error = #expect(throws: LinearAlgebraError.self) { try real("1 2;3 4").eigenvalues() }
        #expect(error?.description == "the matrix is not symmetric: row 2, column 1 holds 3.0, its mirror image 2.0")
    }

    @Test(arguments: [("1 2 3;2 3 1", "s14"), ("3 0;0 4", "")])
    func `singular values and nuclear norm`(text: String, note: String) throws {
        let matrix = exact(text)
        let values = try matrix.approximate.singularValues()
        let squares = values.reduce(0) { $0 + $1 * $1 }
        #expect(abs(squares - matrix.squaredFrobeniusNorm.doubleValue) < 1e-12)
        #expect(values.elements == values.elements.sorted(by: >))
        let second = try Double.singularValuesByQRIteration(of: matrix.approximate)
        #expect(zip(values, second).allSatisfy { abs($0 - $1) < 1e-14 })
        let system = try Double.singularSystem(of: matrix.approximate)
        #expect(try system.residual(of: matrix.approximate) < 1e-14)
        #expect(try system.orthogonalityLoss() < 1e-14)
    }

    @Test func `the exact nuclear norm is recorded with its singular values and checked by LAPACK`() throws {
        let recorder = Recorder()
        #expect(try exact("3 0;0 4").nuclearNorm(recorder: recorder) == 7)
        #expect(recorder.steps.map(\.rule) == [.nuclearNorm])
        #expect(recorder.steps.first?.substeps.map(\.rule) == [.singularValues])
        #expect((recorder.steps.first?.disagreement ?? 1) < 1e-15)
    }

    @Test func `the information of OpenBLAS`() {
        #expect(BLASInformation.configuration.hasPrefix("OpenBLAS"))
        #expect(!BLASInformation.coreName.isEmpty)
        #expect(BLASInformation.threads >= 1)
    }
}
