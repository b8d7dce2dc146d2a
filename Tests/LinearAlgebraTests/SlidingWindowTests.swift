// Convolution, pooling and ReLU: by hand, by their definitions entry by entry, at the edges.

import ExactArithmetic
import TestSupport
import Testing

@testable import LinearAlgebra

@Suite struct SlidingWindowTests {
    private let picture = exact("1 2 3 0 1; 0 1 2 3 1; 2 0 1 1 0; 1 1 0 2 3; 3 2 1 0 1")
    private let edges = exact("1 0 -1; 2 0 -2; 1 0 -1")

    /// What PyTorch's `conv2d` gives; the first entry by hand is (1 − 3) + 2(0 − 2) + (2 − 1) = −5.
    @Test(arguments: [
        (1, 0, "-5 -3 5; 1 -5 0; 5 -1 -5"), (2, 0, "-5 5; 5 -5"), (3, 1, "-5 5; -4 -5"),
        (2, 1, "-5 2 3; -2 -5 7; -5 3 2"), (5, 2, "-1 0; -7 2"),
    ])
    func `5 × 5 against PyTorch`(stride: Int, padding: Int, expected: String) throws {
        #expect(try picture.crossCorrelation(with: edges, stride: stride, padding: padding) == exact(expected))
    }

    @Test func `the kernel is not turned`() throws {
        // Laid upon an impulse, a kernel comes out turned by half a turn; convolution in the sense of analysis would repeat it.
        let impulse = exact("0 0 0; 0 1 0; 0 0 0")
        #expect(try impulse.crossCorrelation(with: exact("1 2; 3 4")) == exact("4 3; 2 1"))
    }

    @Test(arguments: 1...20)
    func `as it is defined, at random shapes`(seed: Int) throws {
        var random = SeededGenerator(seed: seed)
        let (rows, columns) = (Int.random(in: 1...7, using: &random), Int.random(in: 1...7, using: &random))
        let (height, width) = (Int.random(in: 1...3, using: &random), Int.random(in: 1...3, using: &random))
        let (stride, padding) = (Int.random(in: 1...3, using: &random), Int.random(in: 0...4, using: &random))
        let a = Matrix<Exact>.random(rows: rows, columns: columns, using: &random)
        let k = Matrix<Exact>.random(rows: height, columns: width, using: &random)
        let padded = Matrix(rows: rows + 2 * padding, columns: columns + 2 * padding) { i, j -> Exact in
            let inside = (0..<rows).contains(i - padding) && (0..<columns).contains(j - padding)
            return inside ? a[i - padding, j - padding] : 0
        }
        guard padded.rows >= height, padded.columns >= width else {
            #expect(throws: LinearAlgebraError.shapeMismatch(operation: "conv", left: a.shape, right: k.shape)) {
                try a.crossCorrelation(with: k, stride: stride, padding: padding)
            }
            return
        }
        let result = try a.crossCorrelation(with: k, stride: stride, padding: padding)
        #expect(result.shape == Shape(rows: (padded.rows - height) / stride + 1, columns: (padded.columns - width) / stride + 1))
        for i in 0..<result.rows {
            for j in 0..<result.columns {
                var sum: Exact = 0
                for u in 0..<height {
                    for v in 0..<width { sum += k[u, v] * padded[i * stride + u, j * stride + v] }
                }
                #expect(result[i, j] == sum, "seed \(seed), entry \(i), \(j)")
            }
        }
    }

    @Test(arguments: [
        (Pooling.maximum, 2, Int?.none, 0, "2 3; 2 2"), (.average, 2, nil, 0, "1 2; 1 1"),
        (.maximum, 3, 1, 1, "2 3 3 3 3; 2 3 3 3 3; 2 2 3 3 3; 3 3 2 3 3; 3 3 2 3 3"),
        (.maximum, 3, 2, 0, "3 3; 3 3"), (.maximum, 5, nil, 0, "3"), (.maximum, 1, 2, 0, "1 3 1; 2 1 0; 3 1 1"),
    ])
    func `pooling by hand`(pooling: Pooling, size: Int, stride: Int?, padding: Int, expected: String) throws {
        #expect(try picture.pooled(pooling, size: size, stride: stride, padding: padding) == exact(expected))
    }

    @Test func `a mean at the edge is over what is inside`() throws {
        let mean = try exact("1 2 3; 4 5 6; 7 8 10").pooled(.average, size: 3, stride: 1, padding: 1)
        #expect(mean[0, 0] == 3)
        #expect(mean[0, 1] == Exact(7, over: 2))
        #expect(mean[1, 1] == Exact(46, over: 9))
        // A maximum of negative entries is not the 0 of a padding.
        #expect(try exact("-1 -2; -3 -4").pooled(.maximum, size: 2, stride: 1, padding: 1)[0, 0] == -1)
    }

    @Test func `a window larger than the picture is refused`() {
        #expect(
            throws: LinearAlgebraError.shapeMismatch(operation: "pool", left: picture.shape, right: Shape(rows: 6, columns: 6))
        ) {
            try picture.pooled(.average, size: 6)
        }
    }

    @Test func `negative entries become 0, exactly`() throws {
        let root = try exact("3 -2; 0 -1").plus(exact("s3 s3; 0 0"))
        let rectified = try root.minus(exact("2 0; 0 0")).rectified()
        #expect(rectified == Matrix(rows: 2, columns: 2, elements: [1 + .squareRoot(of: 3), 0, 0, 0]))
    }

    @Test func `steps are recorded, and the same in double precision`() throws {
        let recorder = Recorder()
        let filtered = try picture.crossCorrelation(with: edges, stride: 2, padding: 1, recorder: recorder)
        let positive = try filtered.rectified(recorder: recorder)
        _ = try positive.pooled(.average, size: 2, stride: 1, recorder: recorder).pooled(.maximum, size: 2, recorder: recorder)
        #expect(recorder.steps.map(\.rule) == [.crossCorrelation, .rectified, .averagePooling, .maximumPooling])
        #expect(recorder.steps.allSatisfy { ($0.disagreement ?? 1) < 1e-15 })
        #expect(recorder.steps[0].operands == [Quantity(picture), Quantity(edges), .integer(2), .integer(1)])
    }
}
