// What 16 bits do to features and to an FID, and the bound on it.

import GenerativeMetrics
import LinearAlgebra
import TestSupport
import Testing

@testable import InceptionNetwork

@Suite struct PrecisionTests {
    /// Two sets in four dimensions and the same seen through noise; seeds and sizes of the noise.
    @Test(arguments: [(1, 1e-3), (2, 0.1), (3, 1), (4, 5)])
    func `the FID changes by no more than the bound`(seed: Int, noise: Double) throws {
        let sets = (0..<2).map { Matrix<Double>.random(rows: 9 + $0, columns: 4, seed: 10 * seed + $0, offset: Double($0)) }
        let seen = sets.enumerated().map { index, set in
            let error = Matrix<Double>.random(rows: set.rows, columns: 4, seed: 10 * seed + 5 + index, offset: 0.3)
            return Matrix(rows: set.rows, columns: 4) { set[$0, $1] + noise * error[$0, $1] }
        }
        // The comparison is of float32: so are the sets.
        let (exact, coarse) = (sets.map { $0.map { Float($0) } }, seen.map { $0.map { Float($0) } })
        let comparisons = try zip(exact, coarse).map { try PrecisionComparison(reference: $0, other: $1) }
        let before = try distance(exact[0], exact[1])
        let after = try distance(coarse[0], coarse[1])
        let bound = comparisons[0].distanceBound + comparisons[1].distanceBound
        #expect(abs(after.squareRoot() - before.squareRoot()) <= bound, "seed \(seed)")
        #expect(comparisons[0].range(of: after, second: comparisons[1]).contains(before), "seed \(seed)")
        // And each set is no further from itself than its own bound.
        for (index, comparison) in comparisons.enumerated() {
            #expect(try distance(exact[index], coarse[index]) <= comparison.distanceBound * comparison.distanceBound * (1 + 1e-6))
        }
    }

    @Test func `the bound is reached where the sets move apart`() throws {
        // All features of the one set move by 3 along the line between the means, those of the other by 1 the other way.
        let set = Matrix<Float>(rows: 3, columns: 2, elements: [0, 0, 2, 1, 1, 2])
        let far = Matrix<Float>(rows: 3, columns: 2) { set[$0, $1] + ($1 == 0 ? 10 : 0) }
        let moved = Matrix<Float>(rows: 3, columns: 2) { far[$0, $1] + ($1 == 0 ? 3 : 0) }
        let back = Matrix<Float>(rows: 3, columns: 2) { set[$0, $1] - ($1 == 0 ? 1 : 0) }
        let one = try PrecisionComparison(reference: far, other: moved)
        let other = try PrecisionComparison(reference: set, other: back)
        #expect(one.distanceBound == 3)
        #expect(other.distanceBound == 1)
        let change = try distance(back, moved).squareRoot() - distance(set, far).squareRoot()
        #expect(abs(change - 4) < 1e-6)
    }

    @Test func `by hand`() throws {
        let exact = Matrix<Float>(rows: 2, columns: 2, elements: [3, 4, 0, 5])
        let coarse = Matrix<Float>(rows: 2, columns: 2, elements: [3, 3, 0, 7])
        let comparison = try PrecisionComparison(reference: exact, other: coarse)
        #expect(comparison.count == 2)
        // The differences are (0, 1) and (0, −2): squares 5 in all, mean (0, −½), covariance's trace 4.5.
        #expect(comparison.relativeError == (5.0 / 50).squareRoot())
        #expect(comparison.rootMeanSquareDifference == 2.5.squareRoot())
        #expect(comparison.distanceBound == 4.75.squareRoot())
        #expect(comparison.range(of: 4) == 0...(2 + 4.75.squareRoot()) * (2 + 4.75.squareRoot()))
    }

    @Test(arguments: [(1, 1), (2, 3)])
    func `features of different images are not compared`(rows: Int, others: Int) {
        let zeros = { (rows: Int) in Matrix<Float>(rows: rows, columns: 2) { _, _ in 0 } }
        #expect(throws: InceptionError.notComparable(reference: rows, other: others)) {
            try PrecisionComparison(reference: zeros(rows), other: zeros(others))
        }
    }

    @Test(.enabled(if: InceptionNetwork.isBuiltIn, "fid was built without the network"))
    func `bfloat16 is near float32, or refused`() throws {
        let coarse: InceptionNetwork
        do {
            coarse = try InceptionNetwork(weights: TestNetwork.weights.get(), precision: .bfloat16)
        } catch InceptionError.noBFloat16 {
            return
        }
        for (layer, implementation) in try coarse.implementations {
            #expect(!implementation.hasPrefix("ref"), "\(layer): \(implementation)")
        }
        let comparison = try PatternPictures.batch.withUnsafeBufferPointer {
            try PrecisionComparison(of: $0, count: 4, reference: TestNetwork.float32.get(), other: coarse)
        }
        // A number is off by 2⁻⁹ at most once it is rounded; what 94 layers make of it was 0.012 on one machine. Weights made by
        // a rule let errors grow more than learnt ones do.
        #expect(comparison.relativeError > 0x1p-12)
        #expect(comparison.relativeError < 0.03)
    }

    /// The FID of two sets of features.
    private func distance(_ a: Matrix<Float>, _ b: Matrix<Float>) throws -> Double {
        let normals = try [a, b].map { try FittedNormal(moments: Moments(of: $0.map(Double.init))) }
        return try normals[0].frechetDistance(to: normals[1]).value
    }
}
