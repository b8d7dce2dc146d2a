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
}

/// The sums of k over the pairs across two sets.
struct AcrossSums<Value: Scalar> {
    /// Σⱼ k(xᵢ, yⱼ)
    var rows: [Value]
    /// Σᵢ k(xᵢ, yⱼ)
    var columns: [Value]
    /// For each pair of subsets, the sum over the pairs of their members.
    var subsets: [Value]
}

/// Sums a kernel over pairs of rows. No more of the n × n values exists at once than a tile, and of the rows than two blocks; within a set
/// only the tiles on and above the diagonal are computed. The order of all sums depends on the numbers of rows alone.
///
/// Subsets enter as columns of zeros and ones: with Z the members, the sums over the subsets are the diagonal of ZᵀKZ, and
/// of a tile ZᵢᵀKᵢⱼZⱼ. All subsets together so cost s multiplications a pair where the pair itself costs d.
struct KernelSummation<Storage: Scalar, Value: Scalar>: Sendable {
    typealias Tile = @Sendable (RowSlice<Storage>, RowSlice<Storage>, Bool) throws -> KernelTile<Value>

    let tile: Tile

    /// Large enough that a product of tiles runs at full speed, small enough to stay in the cache: 8 MB of doubles.
    var tileRows = 1024
    /// Reading a block again and again must not cost more than computing with it; two of them stay under 150 MB.
    var blockBytes = 64 << 20

    func within<Rows: RowBlocks<Storage>>(_ source: Rows, members: Matrix<Value>?) throws -> WithinSums<Value> {
        var source = source
        let none = [Value](repeating: 0, count: members?.columns ?? 0)
        var sums = WithinSums(
            rows: [Value](repeating: 0, count: source.rows), diagonal: [Value](repeating: 0, count: source.rows), subsets: none,
            subsetDiagonals: none)
        let ranges = blockRanges(of: source)
        for (index, range) in ranges.enumerated() {
            let block = try Self.load(range, of: &source)
            for (position, top) in range.split(intoPartsOfAtMost: tileRows).enumerated() {
                for left in range.split(intoPartsOfAtMost: tileRows).dropFirst(position) {
                    let first = RowSlice(block, top.moved(by: -range.lowerBound))
                    let second = RowSlice(block, left.moved(by: -range.lowerBound))
                    try add(tile(first, second, top == left), top, left, members, to: &sums)
                }
            }
            for other in ranges.dropFirst(index + 1) {
                let otherBlock = try Self.load(other, of: &source)
                for (top, left) in tilePairs(range, other) {
                    let first = RowSlice(block, top.moved(by: -range.lowerBound))
                    let second = RowSlice(otherBlock, left.moved(by: -other.lowerBound))
                    try add(tile(first, second, false), top, left, members, to: &sums)
                }
            }
        }
        if let members {
            sums.subsetDiagonals = Value.product(Vector(sums.diagonal).asRow, .plain, members).elements
        }
        return sums
    }

    func across<First: RowBlocks<Storage>, Second: RowBlocks<Storage>>(
        _ first: First, _ second: Second, members: (Matrix<Value>, Matrix<Value>)?
    ) throws -> AcrossSums<Value> {
        var (first, second) = (first, second)
        var sums = AcrossSums(
            rows: [Value](repeating: 0, count: first.rows), columns: [Value](repeating: 0, count: second.rows),
            subsets: [Value](repeating: 0, count: members?.0.columns ?? 0))
        for range in blockRanges(of: first) {
            let block = try Self.load(range, of: &first)
            for other in blockRanges(of: second) {
                let otherBlock = try Self.load(other, of: &second)
                for (top, left) in tilePairs(range, other) {
                    let tile = try tile(
                        RowSlice(block, top.moved(by: -range.lowerBound)),
                        RowSlice(otherBlock, left.moved(by: -other.lowerBound)),
                        false)
                    Self.add(tile.rowSums, to: &sums.rows, from: top.lowerBound)
                    Self.add(tile.columnSums, to: &sums.columns, from: left.lowerBound)
                    if let members {
                        Self.add(Self.forms(tile, members.0.rows(top), members.1.rows(left)), to: &sums.subsets, from: 0)
                    }
                }
            }
        }
        return sums
    }

    /// Adds a tile on or above the diagonal; one above it stands for its mirror image, too.
    private func add(
        _ tile: KernelTile<Value>, _ top: Range<Int>, _ left: Range<Int>, _ members: Matrix<Value>?,
        to sums: inout WithinSums<Value>
    ) {
        Self.add(tile.rowSums, to: &sums.rows, from: top.lowerBound)
        if top == left {
            for i in 0..<top.count { sums.diagonal[top.lowerBound + i] = tile.values[i, i] }
        } else {
            Self.add(tile.columnSums, to: &sums.rows, from: left.lowerBound)
        }
        guard let members else { return }
        let forms = Self.forms(tile, members.rows(top), members.rows(left))
        Self.add(forms, to: &sums.subsets, from: 0)
        if top != left { Self.add(forms, to: &sums.subsets, from: 0) }
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

    private static func load(_ range: Range<Int>, of source: inout some RowBlocks<Storage>) throws -> Matrix<Storage> {
        try source.wholeMatrix ?? source.block(range)
    }

    private func tilePairs(_ first: Range<Int>, _ second: Range<Int>) -> [(Range<Int>, Range<Int>)] {
        first.split(intoPartsOfAtMost: tileRows).flatMap { top in
            second.split(intoPartsOfAtMost: tileRows).map { (top, $0) }
        }
    }
}

extension Range<Int> {
    fileprivate func moved(by distance: Int) -> Range<Int> { lowerBound + distance..<upperBound + distance }
}
