// The sums of a kernel over pairs of samples, tile by tile: what every kernel distance is made of.

import LinearAlgebra
import RealModule

/// The sums of k over the pairs within one set of n samples.
struct WithinSums<Value: Scalar> {
    /// Σⱼ k(xᵢ, xⱼ) of each row i, the pair of xᵢ with itself included.
    var rows: [Value]
    /// k(xᵢ, xᵢ)
    var diagonal: [Value]
    /// For each subset, the sum over the pairs of its members, the pairs of a sample with itself included.
    var subsets: [Value]
    /// For each subset, the sum over its members of k(xᵢ, xᵢ).
    var subsetDiagonals: [Value]

    fileprivate init(rows: Int, subsets: Int) {
        self.rows = [Value](repeating: 0, count: rows)
        diagonal = self.rows
        self.subsets = [Value](repeating: 0, count: subsets)
        subsetDiagonals = self.subsets
    }
}

/// The sums of k over the pairs across two sets.
struct AcrossSums<Value: Scalar> {
    /// Σⱼ k(xᵢ, yⱼ)
    var rows: [Value]
    /// Σᵢ k(xᵢ, yⱼ)
    var columns: [Value]
    /// For each pair of subsets, the sum over the pairs of their members.
    var subsets: [Value]

    fileprivate init(rows: Int, columns: Int, subsets: Int) {
        self.rows = [Value](repeating: 0, count: rows)
        self.columns = [Value](repeating: 0, count: columns)
        self.subsets = [Value](repeating: 0, count: subsets)
    }
}

/// Sums kernels over pairs of rows, all of them from one product of each pair. No more of the n × n values exists at once than a tile, and of
/// the rows than two blocks; within a set only the tiles on and above the diagonal are computed. The order of all sums depends on the
/// numbers of rows alone.
///
/// Subsets enter as columns of zeros and ones: with Z the members, the sums over the subsets are the diagonal of ZᵀKZ, and
/// of a tile ZᵢᵀKᵢⱼZⱼ. All subsets together so cost s multiplications a pair where the pair itself costs d.
struct KernelSummation<Storage: Scalar, Value: Scalar> {
    typealias Products = (RowSlice<Storage>, RowSlice<Storage>, Bool) -> PairProducts<Value>

    let kernels: [PairKernel<Value>]
    let products: Products

    /// Large enough that a product of tiles runs at full speed, its rows copied into BLAS's order twice per 4 million products; 32 MB of
    /// doubles.
    var tileRows = 2048
    /// Reading a block again and again must not cost more than computing with it; two of them stay under 150 MB.
    var blockBytes = 64 << 20
    /// What is called with the number of pairs of each tile that is done.
    var progress: (Int) throws -> Void = { _ in }

    /// The sums within a set, of each kernel; `members` are the subsets of each, where it has some.
    func within<Rows: RowBlocks<Storage>>(_ source: Rows, members: [Matrix<Value>?]) throws -> [WithinSums<Value>] {
        var source = source
        var sums = members.map { WithinSums<Value>(rows: source.rows, subsets: $0?.columns ?? 0) }
        let ranges = blockRanges(of: source)
        for (index, range) in ranges.enumerated() {
            let block = try Self.load(range, of: &source)
            for (position, top) in range.split(intoPartsOfAtMost: tileRows).enumerated() {
                for left in range.split(intoPartsOfAtMost: tileRows).dropFirst(position) {
                    try add(products(block.slice(top), block.slice(left), top == left), top, left, members, to: &sums)
                }
            }
            for other in ranges.dropFirst(index + 1) {
                let otherBlock = try Self.load(other, of: &source)
                for (top, left) in tilePairs(range, other) {
                    try add(products(block.slice(top), otherBlock.slice(left), false), top, left, members, to: &sums)
                }
            }
        }
        for (index, members) in members.enumerated() {
            guard let members else { continue }
            sums[index].subsetDiagonals = Value.product(Vector(sums[index].diagonal).asRow, .plain, members).elements
        }
        return sums
    }

    /// The sums across two sets, of each kernel.
    func across<First: RowBlocks<Storage>, Second: RowBlocks<Storage>>(
        _ first: First, _ second: Second, members: [(Matrix<Value>, Matrix<Value>)?]
    ) throws -> [AcrossSums<Value>] {
        var (first, second) = (first, second)
        var sums = members.map { AcrossSums<Value>(rows: first.rows, columns: second.rows, subsets: $0?.0.columns ?? 0) }
        for range in blockRanges(of: first) {
            let block = try Self.load(range, of: &first)
            for other in blockRanges(of: second) {
                let otherBlock = try Self.load(other, of: &second)
                for (top, left) in tilePairs(range, other) {
                    let products = products(block.slice(top), otherBlock.slice(left), false)
                    for (index, kernel) in kernels.enumerated() {
                        let tile = try Value.kernelTile(kernel, of: products)
                        Self.add(tile.rowSums, to: &sums[index].rows, from: top.lowerBound)
                        Self.add(tile.columnSums, to: &sums[index].columns, from: left.lowerBound)
                        guard let members = members[index] else { continue }
                        let forms = Self.forms(tile, members.0.rows(top), members.1.rows(left))
                        Self.add(forms, to: &sums[index].subsets, from: 0)
                    }
                    try progress(top.count * left.count)
                }
            }
        }
        return sums
    }

    /// Adds the kernels of a tile on or above the diagonal; one above it stands for its mirror image, too.
    private func add(
        _ products: PairProducts<Value>, _ top: Range<Int>, _ left: Range<Int>, _ members: [Matrix<Value>?],
        to sums: inout [WithinSums<Value>]
    ) throws {
        for (index, kernel) in kernels.enumerated() {
            let tile = try Value.kernelTile(kernel, of: products)
            Self.add(tile.rowSums, to: &sums[index].rows, from: top.lowerBound)
            if top == left {
                for i in 0..<top.count { sums[index].diagonal[top.lowerBound + i] = tile.values[i, i] }
            } else {
                Self.add(tile.columnSums, to: &sums[index].rows, from: left.lowerBound)
            }
            guard let members = members[index] else { continue }
            let forms = Self.forms(tile, members.rows(top), members.rows(left))
            Self.add(forms, to: &sums[index].subsets, from: 0)
            if top != left { Self.add(forms, to: &sums[index].subsets, from: 0) }
        }
        try progress(top == left ? top.count * (top.count + 1) / 2 : top.count * left.count)
    }

    /// The diagonal of ZᵀKW.
    private static func forms(_ tile: KernelTile<Value>, _ first: Matrix<Value>, _ second: Matrix<Value>) -> [Value] {
        Value.product(first, .transposedLeft, Value.product(tile.values, .plain, second)).diagonal.elements
    }

    private static func add(_ values: [Value], to sums: inout [Value], from start: Int) {
        for (offset, value) in values.enumerated() { sums[start + offset] = sums[start + offset] + value }
    }

    private func blockRanges(of source: some RowBlocks<Storage>) -> [Range<Int>] {
        if source.wholeMatrix != nil { return [0..<source.rows] }
        let fitting = blockBytes / Swift.max(1, MemoryLayout<Storage>.stride * source.columns)
        return source.ranges(ofAtMost: Swift.max(tileRows, fitting))
    }

    private static func load(_ range: Range<Int>, of source: inout some RowBlocks<Storage>) throws -> LoadedRows<Storage> {
        LoadedRows(try source.wholeMatrix ?? source.block(range), from: range.lowerBound)
    }

    private func tilePairs(_ first: Range<Int>, _ second: Range<Int>) -> [(Range<Int>, Range<Int>)] {
        first.split(intoPartsOfAtMost: tileRows).flatMap { top in
            second.split(intoPartsOfAtMost: tileRows).map { (top, $0) }
        }
    }
}

/// Consecutive rows of a set, in memory, with their squared lengths.
private struct LoadedRows<Storage: Scalar> {
    private let matrix: Matrix<Storage>
    private let squares: [Storage]
    private let start: Int

    init(_ matrix: Matrix<Storage>, from start: Int) {
        self.matrix = matrix
        self.start = start
        squares = RowSlice(matrix).squares
    }

    /// The rows of `range`, counted from the first of the set.
    func slice(_ range: Range<Int>) -> RowSlice<Storage> {
        RowSlice(matrix, range.lowerBound - start..<range.upperBound - start, squares: squares)
    }
}
