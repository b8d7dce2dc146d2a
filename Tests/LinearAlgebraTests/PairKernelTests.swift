// Kernels of pairs of rows: BLAS against exact arithmetic, both precisions, the parts of a range.

import ExactArithmetic
import LinearAlgebra
import TestSupport
import Testing

@Suite struct PairKernelTests {
    @Test(
        arguments: [PairKernel<Exact>.polynomial(), .polynomial(degree: 2, gamma: 3, offset: 0), .polynomial(degree: 0)], 0..<5)
    func `BLAS agrees with exact arithmetic`(kernel: PairKernel<Exact>, seed: Int) throws {
        let a = Matrix<Exact>.random(rows: 7, columns: 3, seed: seed)
        let b = Matrix<Exact>.random(rows: 5, columns: 3, seed: seed + 10)
        let slices = (RowSlice(a, 2..<6), RowSlice(b, 0..<4))
        let tile = try Exact.kernelTile(kernel, slices.0, slices.1, isSymmetric: false)
        let approximate = try Double.kernelTile(
            kernel.approximate, RowSlice(a.approximate, 2..<6), RowSlice(b.approximate, 0..<4), isSymmetric: false)
        #expect(tile.values.disagreement(with: approximate.values) < 1e-14)
        for i in 0..<4 {
            #expect(tile.rowSums[i] == tile.values.row(i).sum)
            #expect(tile.columnSums[i] == tile.values.column(i).sum)
            #expect(isClose(approximate.rowSums[i], approximate.values.row(i).sum, relative: 1e-14))
            #expect(isClose(approximate.columnSums[i], approximate.values.column(i).sum, relative: 1e-14))
        }
        let symmetric = try Double.kernelTile(
            kernel.approximate, RowSlice(a.approximate), RowSlice(a.approximate), isSymmetric: true)
        let full = try Exact.kernelTile(kernel, RowSlice(a), RowSlice(a), isSymmetric: false)
        #expect(full.values.disagreement(with: symmetric.values) < 1e-14)
    }

    @Test func `a Gaussian kernel by hand`() throws {
        let a = real("0 0; 3 4")
        let tile = try Double.kernelTile(.gaussian(sigma: 5), RowSlice(a), RowSlice(a), isSymmetric: true)
        #expect(tile.values[0, 0] == 1 && tile.values[1, 1] == 1)
        // exp(−25/50)
        #expect(isClose(tile.values[0, 1], 0.6065306597126334, relative: 1e-15) && tile.values[0, 1] == tile.values[1, 0])
        #expect(throws: LinearAlgebraError.leavesField(operation: "exp")) {
            try Exact.kernelTile(.gaussian(sigma: 5), RowSlice(exact("0 0")), RowSlice(exact("3 4")), isSymmetric: false)
        }
        let same = try Exact.kernelTile(.gaussian(sigma: 5), RowSlice(exact("3 4")), RowSlice(exact("3 4")), isSymmetric: false)
        #expect(same.values[0, 0] == 1)
    }

    @Test func `rows far from the origin are at no negative distance`() throws {
        let a = Matrix<Double>.random(rows: 20, columns: 3, seed: 1, offset: 1e6)
        let tile = try Double.kernelTile(.gaussian(sigma: 1e-3), RowSlice(a), RowSlice(a), isSymmetric: false)
        #expect(tile.values.elements.allSatisfy { $0 <= 1 })
    }

    @Test func `products in single precision`() throws {
        let a = Matrix<Double>.random(rows: 9, columns: 50, seed: 3)
        let b = Matrix<Double>.random(rows: 8, columns: 50, seed: 4)
        let tile = try Double.kernelTile(.polynomial(), RowSlice(a), RowSlice(b), isSymmetric: false)
        var (single, other) = (SingleRows(a), SingleRows(b))
        let rows = (try single.block(0..<9), try other.gathered(Array(0..<8)))
        let narrow = Double.kernelTile(
            .polynomial(), of: Double.pairProducts(single: RowSlice(rows.0), RowSlice(rows.1), isSymmetric: false))
        let difference = largestDifference(tile.values, narrow.values)
        #expect(difference > 0 && difference < 1e-5)
        let float = try Float.kernelTile(.polynomial(), RowSlice(rows.0), RowSlice(rows.1), isSymmetric: false)
        #expect(largestDifference(tile.values, float.values.approximate) < 1e-5)
        var wide = DoubleRows(rows.0)
        #expect(try wide.block(1..<3) == rows.0.rows(1..<3).approximate)
        #expect(try wide.gathered([4, 0]).row(1) == rows.0.row(0).approximate)
    }

    @Test func `a tile of nothing`() throws {
        let none = Matrix<Double>.zeros(rows: 0, columns: 3)
        let tile = try Double.kernelTile(.polynomial(), RowSlice(none), RowSlice(none), isSymmetric: true)
        #expect(tile.values.rows == 0 && tile.rowSums.isEmpty)
    }

    @Test(arguments: [(0, 3), (1, 3), (3, 3), (10, 3), (1000, 1024), (1025, 1024), (4097, 1024)])
    func `a range is cut into equal parts`(count: Int, size: Int) {
        let parts = (5..<5 + count).split(intoPartsOfAtMost: size)
        #expect(parts.flatMap { Array($0) } == Array(5..<5 + count))
        #expect(parts.allSatisfy { $0.count <= size && !$0.isEmpty })
        #expect((parts.map(\.count).max() ?? 0) - (parts.map(\.count).min() ?? 0) <= 1)
    }
}
