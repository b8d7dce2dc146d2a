// The pair of points at which the leash between two curves is stretched.

import ExactArithmetic
import GenerativeMetrics
import LinearAlgebra
import TestSupport
import Testing

@Suite struct LeashTests {
    @Test func `the dog that runs back`() throws {
        let walker = Matrix<Exact>(rows: 5, columns: 2, elements: [0, 0, 1, 0, 2, 0, 3, 0, 4, 0])
        let dog = Matrix<Exact>(rows: 9, columns: 2, elements: [0, 1, 1, 1, 2, 1, 3, 1, 2, 1, 1, 1, 2, 1, 3, 1, 4, 1])
        let walk = try walker.leash(to: dog)
        let pair = walk.tightestPair
        let gap = try walker.row(pair.first).minus(dog.row(pair.second))
        #expect(gap.squaredNorm == walk.squaredTable[4, 8])
        #expect(gap.squaredNorm == 2)
    }

    @Test func `of random curves, the pair is as far apart as the leash is long`() throws {
        for seed in 0..<200 {
            var random = SeededGenerator(seed: UInt64(seed))
            let first = Matrix<Double>(rows: 1 + seed % 7, columns: 2) { _, _ in Double.random(in: 0..<1, using: &random) }
            let second = Matrix<Double>(rows: 1 + seed % 5, columns: 2) { _, _ in Double.random(in: 0..<1, using: &random) }
            let walk = try first.leash(to: second)
            let pair = walk.tightestPair
            let gap = try first.row(pair.first).minus(second.row(pair.second))
            #expect(abs(gap.squaredNorm.squareRoot() - walk.length) < 1e-12, "seed \(seed)")
        }
    }

    @Test func `one point each`() throws {
        let walk = try Matrix<Double>(rows: 1, columns: 1, elements: [0]).leash(to: Matrix(rows: 1, columns: 1, elements: [3]))
        #expect(walk.tightestPair == (0, 0))
    }
}
