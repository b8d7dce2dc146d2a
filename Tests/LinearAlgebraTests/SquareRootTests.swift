// Matrix square roots by every method, exact and in floating point, and what has none.

import ExactArithmetic
import LinearAlgebra
import Localization
import TestSupport
import Testing

@Suite struct SquareRootTests {
    @Test(arguments: SquareRootMethod.allCases.filter { $0 != .rankOne })
    func `the lecture's matrix, by each method`(method: SquareRootMethod) throws {
        let matrix = exact("2 -1;-1 2")
        let recorder = Recorder()
        let root = try matrix.squareRoot(method: method, recorder: recorder)
        #expect(root.elements.map(\.description) == ["(1+√3)/2", "(1−√3)/2", "(1−√3)/2", "(1+√3)/2"])
        #expect(try root.times(root) == matrix)
        #expect(recorder.steps.count == 1)
        #expect((recorder.steps.first?.disagreement ?? 1) < 1e-15)
        #expect(largestDifference(try matrix.approximate.squareRoot(method: method), root.approximate) < 1e-15)
    }

    @Test func `by eigenvalues the steps show 3 and 1 and their projectors`() throws {
        let recorder = Recorder()
        _ = try exact("2 -1;-1 2").squareRoot(recorder: recorder)
        let step = try #require(recorder.steps.first)
        #expect(step.rule == .rootByEigenvalues)
        #expect(step.substeps.map(\.rule) == [.eigenvalues, .projector, .projector])
        #expect(step.substeps.first?.value == Quantity(Vector<Exact>([3, 1])))
    }

    @Test func `the product of the document's covariances has rank one`() throws {
        let r = exact("0.5 0.5 -1;0.5 0.5 -1;-1 -1 2")
        let g = exact("0.5 0.5 -0.5;0.5 0.5 -0.5;-0.5 -0.5 0.5")
        let root = try Matrix.squareRoot(ofProduct: r, g, recorder: Recorder())
        #expect(root == exact("0.5 0.5 -0.5;0.5 0.5 -0.5;-1 -1 1"))
        #expect(largestDifference(try Matrix.squareRoot(ofProduct: r.approximate, g.approximate), root.approximate) < 1e-15)
    }

    @Test(arguments: 0..<30)
    func `the root of a product of semidefinite matrices squares to the product, at any rank`(seed: Int) throws {
        var generator = SeededGenerator(seed: seed)
        let n = 1 + seed % 6
        let first = Matrix<Exact>.random(rows: 1 + seed % 4, columns: n, using: &generator).approximate
        let second = Matrix<Exact>.random(rows: 1 + seed % 5, columns: n, using: &generator).approximate
        let a = try first.transposedTimes(first)
        let b = try second.transposedTimes(second)
        let root = try Matrix.squareRoot(ofProduct: a, b)
        let product = try a.times(b)
        let scale = max(1, product.elements.map(abs).max() ?? 1)
        #expect(largestDifference(try root.times(root), product) < 1e-11 * scale, "seed \(seed)")
        let norm = try first.timesTransposed(second).nuclearNorm()
        #expect(abs(try root.trace() - norm) < 1e-10 * max(1, norm), "seed \(seed)")
    }

    @Test func `Newton's iterates stay rational`() throws {
        let iteration = try exact("2 -1;-1 2").newtonSquareRoot(steps: 5, recorder: Recorder())
        #expect(iteration.iterates.prefix(3).map { $0[0, 0].description } == ["3/2", "11/8", "153/112"])
        #expect(iteration.residuals.last ?? 1 < 1e-8)
        let approximate = try real("2 -1;-1 2").newtonSquareRoot(steps: 20)
        #expect(approximate.iterates.count < 10)
        #expect(abs(approximate.root[0, 0] - 1.3660254037844386) < 1e-15)
    }

    @Test(arguments: [
        ("1 2;2 1", "no square root: an eigenvalue is negative, or the matrix is nilpotent (-1.0)"),
        ("0 1;0 0", "no square root: an eigenvalue is negative, or the matrix is nilpotent (0.0)"),
        ("-1 0 0;0 1 0;0 0 1", "no square root: an eigenvalue is negative, or the matrix is nilpotent (-1.0)"),
        ("1 1 0;0 1 0;0 0 2", "no square root: the matrix is not diagonalisable"),
        ("1 2 3;4 5 6", "^½ needs a square matrix, this one is 2×3"),
    ])
    func `matrices without a root of this kind`(text: String, message: String) {
        let error = #expect(throws: LinearAlgebraError.self) { try exact(text).squareRoot() }
        #expect(error?.description == message)
    }

    @Test func `a root that leaves the field says so`() {
        #expect(throws: LinearAlgebraError.leavesField(operation: "√(Tr + 2√det)")) {
            try Matrix.squareRoot(ofProduct: exact("2 -1;-1 2"), exact("1 0;0 4"))
        }
    }

    @Test func `zero and diagonal matrices`() throws {
        #expect(try exact("0 0;0 0").squareRoot(recorder: Recorder()).isZero)
        #expect(try exact("4 0 0;0 9 0;0 0 2").squareRoot() == exact("2 0 0;0 3 0;0 0 s2"))
        #expect(try real("4 0;0 9").squareRoot() == real("2 0;0 3"))
    }

    @Test func `a step whose floating-point result is off is refused`() {
        let recorder: Recorder? = Recorder()
        let error = #expect(throws: LinearAlgebraError.self) {
            try recorder.record(.trace, [], Exact(1)) { 1.001 }
        }
        #expect(error?.description.hasPrefix("the exact and the floating-point result of the step trace differ by 0.00") == true)
    }

    @Test func `nothing recorded, nothing computed for the record`() throws {
        let recorder: Recorder? = nil
        try recorder.record(
            .trace,
            {
                Issue.record("operands were made"); return []
            }(), Exact(1)
        ) {
            Issue.record("LAPACK was asked")
            return 1
        }
    }

    @Test func `the root of a product needs two matrices of one size, exact or not`() {
        let expected = LinearAlgebraError.shapeMismatch(
            operation: "·", left: Shape(rows: 2, columns: 2), right: Shape(rows: 3, columns: 3))
        #expect(throws: expected) { try Matrix.squareRoot(ofProduct: exact("2 1;1 2"), Matrix.identity(3)) }
        #expect(throws: expected) { try Matrix.squareRoot(ofProduct: real("2 1;1 2"), Matrix.identity(3)) }
    }

    @Test func `large quantities are kept as summaries`() {
        let matrix = Matrix<Double>(rows: 30, columns: 30) { $0 == $1 ? 2 : 0 }
        guard case .summary(let summary) = Quantity(matrix) else {
            Issue.record("a 30×30 matrix was kept in full")
            return
        }
        #expect(summary.shape == Shape(rows: 30, columns: 30))
        #expect(summary.trace == 60)
        #expect(abs(summary.frobeniusNorm - 10.954451150103322) < 1e-14)
        #expect(summary.corner == real("2 0 0;0 2 0;0 0 2"))
    }

    @Test(arguments: [
        (LAPACKFailure(routine: "gesdd", info: 3), "LAPACK gesdd: the singular value iteration did not converge (3)"),
        (LAPACKFailure(routine: "syevd", info: -1010), "LAPACK syevd: not enough memory for its workspace"),
        (LAPACKFailure(routine: "getrf", info: 2), "LAPACK getrf: pivot 2 is exactly zero"),
    ])
    func `sentences of LAPACK's codes`(failure: LAPACKFailure, sentence: String) {
        #expect(failure.phrase.english == sentence)
    }
}
