// Products, traces, determinants, inverses and ranks: exact, double and single precision against each other.

import ExactArithmetic
import LinearAlgebra
import TestSupport
import Testing

@Suite struct ArithmeticTests {
    @Test(arguments: 0..<40)
    func `products agree in every form and precision`(seed: Int) throws {
        var generator = SeededGenerator(seed: seed)
        let (m, n, k) = (
            Int.random(in: 1...5, using: &generator), Int.random(in: 1...5, using: &generator),
            Int.random(in: 1...5, using: &generator)
        )
        let a = Matrix<Exact>.random(rows: m, columns: k, using: &generator)
        let b = Matrix<Exact>.random(rows: k, columns: n, using: &generator)
        let product = try a.times(b)
        #expect(try a.approximate.times(b.approximate) == product.approximate, "seed \(seed)")
        #expect(try a.transposed.transposedTimes(b) == product)
        #expect(try a.timesTransposed(b.transposed) == product)
        #expect(try a.approximate.transposed.transposedTimes(b.approximate) == product.approximate)
        #expect(try a.approximate.timesTransposed(b.approximate.transposed) == product.approximate)
        let single = try a.map { Float($0.doubleValue) }.times(b.map { Float($0.doubleValue) })
        #expect(single.approximate == product.approximate)
    }

    @Test func `a product of empty matrices has the outer shape and zeros`() throws {
        let product = try Matrix<Double>.zeros(rows: 2, columns: 0).times(.zeros(rows: 0, columns: 3))
        #expect(product == .zeros(rows: 2, columns: 3))
    }

    @Test func `shapes that do not fit are an error that names them`() {
        let error = #expect(throws: LinearAlgebraError.self) { try real("1 2;3 4").times(real("1 2 3")) }
        #expect(error?.description == "the shapes do not fit: 2×2 · 1×3")
        #expect(error?.phrase.chinese == "形状不相容：2×2 · 1×3")
    }

    @Test(arguments: [
        ("2 -1;-1 2", "4", "3"), ("1 2;2 4", "5", "0"), ("0 1;1 0", "0", "−1"), ("1/2", "1/2", "1/2"),
        ("2 0 1;0 3 0;1 0 2", "7", "9"),
    ])
    func `trace and determinant`(text: String, trace: String, determinant: String) throws {
        let matrix = exact(text)
        #expect(try matrix.trace().description == trace)
        #expect(try matrix.determinant().description == determinant)
        #expect(abs(try matrix.approximate.determinant() - matrix.determinant().doubleValue) < 1e-14)
    }

    @Test(arguments: 0..<30)
    func `an inverse times its matrix is the identity`(seed: Int) throws {
        var generator = SeededGenerator(seed: seed)
        let n = Int.random(in: 1...5, using: &generator)
        let matrix = Matrix<Exact>.random(rows: n, columns: n, using: &generator)
        guard try matrix.determinant() != 0 else {
            #expect(throws: LinearAlgebraError.singular(shape: matrix.shape)) { try matrix.inverse() }
            return
        }
        #expect(try matrix.times(matrix.inverse()) == .identity(n), "seed \(seed)")
        #expect(largestDifference(try matrix.approximate.inverse(), try matrix.inverse().approximate) < 1e-9, "seed \(seed)")
        let product = try matrix.determinant() * matrix.inverse().determinant()
        #expect(product == 1)
    }

    @Test(arguments: [("1 2;2 4", 1), ("1 0;0 1", 2), ("0 0;0 0", 0), ("1 2 3;2 4 6", 1), ("1 2;3 4;5 6", 2), ("s2 2;1 s2", 1)])
    func `rank, exact and by singular values`(text: String, rank: Int) throws {
        #expect(try exact(text).rank() == rank)
        #expect(try real(text).rank() == rank)
    }

    @Test func `a trace of a matrix that is not square`() {
        let error = #expect(throws: LinearAlgebraError.self) { try exact("1 2 3;4 5 6").trace() }
        #expect(error?.description == "Tr needs a square matrix, this one is 2×3")
    }

    @Test func `mirroring copies the upper triangle, across tiles too`() {
        var matrix = Matrix<Double>(rows: 150, columns: 150) { $0 <= $1 ? Double($0 * 1000 + $1) : -1 }
        matrix.mirrorUpperTriangle()
        #expect(matrix.isSymmetric)
        #expect(matrix[149, 3] == 3149)
        #expect(matrix[3, 149] == 3149)
    }
}
