// The one kernel of precision, recall, density and coverage: radii of neighbourhoods, and which samples lie in them.

import LinearAlgebra
import RealModule

/// How the work is cut.
struct NeighbourhoodTiling {
    /// Rows of a block; tiles are blocks by blocks.
    var block = 1024
    /// How many numbers a panel may have that stays in memory; at least one block does.
    var panelNumbers = 28_000_000

    /// The same with blocks of which two fit into a panel, for rows that are very long.
    func fitted(to columns: Int) -> NeighbourhoodTiling {
        var fitted = self
        fitted.block = Swift.max(1, Swift.min(block, panelNumbers / Swift.max(1, 2 * columns)))
        return fitted
    }
}

/// Decides neighbourhoods of two sets of rows: nearly all pairs by bounds from products in single precision, the others one by one.
final class NeighbourhoodKernel<Rows: NeighbourRows> {
    typealias Distance = Rows.Distance

    let real: Rows
    let generated: Rows
    /// The numbers of neighbours, in the order in which they are asked for.
    let ks: [Int]
    let tiling: NeighbourhoodTiling
    let screen: Screen
    /// What is called with the pairs of rows done and those to do.
    var progress: (Int, Int) throws -> Void = { _, _ in }
    let tile: ProductTile
    private var pairsDone = 0
    /// Panels of whole sets, which are made once.
    private var whole: [ObjectIdentifier: ScreeningPanel] = [:]

    /// - Throws: ``MetricsError/dimensionMismatch(first:second:)``, ``MetricsError/tooFewNeighbours(k:rows:isReal:)``,
    ///   ``MetricsError/notFinite(row:column:)``, ``MetricsError/overflow``.
    init(real: Rows, generated: Rows, ks: [Int], tiling: NeighbourhoodTiling = NeighbourhoodTiling()) throws {
        guard real.columns == generated.columns else {
            throw MetricsError.dimensionMismatch(first: real.columns, second: generated.columns)
        }
        for k in ks {
            for (set, isReal) in [(real, true), (generated, false)] where k < 1 || k >= set.rows {
                throw MetricsError.tooFewNeighbours(k: k, rows: set.rows, isReal: isReal)
            }
        }
        self.real = real
        self.generated = generated
        self.ks = ks
        self.tiling = tiling.fitted(to: real.columns)
        screen = try Screen([real, generated])
        tile = ProductTile(side: self.tiling.block)
    }

    deinit { tile.deallocate() }

    /// The squared distance to the k-th nearest other row of each row of `set`, for each k.
    func squaredRadii(of set: Rows) throws -> [[Distance]] {
        let lists = NearestLists(rows: set.rows, k: ks.max() ?? 1)
        try forEachTile(set, set) { firstPanel, rows, secondPanel, columns in
            try self.gather(into: lists, of: set, firstPanel, rows, secondPanel, columns)
        }
        var radii = [[Distance]](repeating: [], count: ks.count)
        for row in 0..<set.rows {
            let candidates = lists.candidates(of: row)
            for (index, k) in ks.enumerated() { radii[index].append(try radius(k, of: row, candidates, in: set)) }
        }
        return radii
    }

    /// Puts the pairs of one tile within a set into the lists of both their rows.
    private func gather(
        into lists: NearestLists, of set: Rows, _ firstPanel: ScreeningPanel, _ rows: Range<Int>, _ secondPanel: ScreeningPanel,
        _ columns: Range<Int>
    ) throws {
        let top = firstPanel.range.lowerBound + rows.lowerBound
        let left = secondPanel.range.lowerBound + columns.lowerBound
        guard let cuts = lists.cuts.baseAddress.map({ $0 + left }) else { return }
        try secondPanel.lowered.withUnsafeBufferPointer { lowered in
            guard let lowered = lowered.baseAddress.map({ $0 + columns.lowerBound }) else { return }
            for i in 0..<rows.count {
                let row = top + i
                let width = firstPanel.width[rows.lowerBound + i]
                // On the diagonal only pairs to the right of it: each pair once, and none of a row with itself.
                try tile.scan(
                    row: i, from: top == left ? i + 1 : 0, width: columns.count,
                    lowered: firstPanel.lowered[rows.lowerBound + i], columnsLowered: lowered, cut: lists.cuts[row],
                    columnCuts: cuts
                ) { j, lower in
                    let upper = (lower + (width + secondPanel.width[columns.lowerBound + j])).nextUp
                    for (one, other) in [(row, left + j), (left + j, row)] where lower <= lists.cuts[one] {
                        let isFull = lists.add(.init(lower: lower, upper: upper, row: Int32(other)), to: one)
                        if isFull { lists.replace(one, by: try self.decided(lists, one, of: set)) }
                    }
                }
            }
        }
    }

    /// The k nearest of a row's candidates, by their distances.
    private func decided(_ lists: NearestLists, _ row: Int, of set: Rows) throws -> [NearestLists.Candidate] {
        let candidates = lists.candidates(of: row)
        let distances = try set.squaredDistances(from: row, to: candidates.map { Int($0.row) }, of: set)
        let nearest = zip(candidates, distances).sorted { $0.1 < $1.1 }.prefix(lists.k)
        return nearest.map { .init(lower: screen.below($0.1), upper: screen.above($0.1), row: $0.0.row) }
    }

    /// The k-th smallest distance among the candidates; only those are computed for which the bounds leave a doubt.
    private func radius(_ k: Int, of row: Int, _ candidates: [NearestLists.Candidate], in set: Rows) throws -> Distance {
        let least = candidates.map(\.lower).sorted()[k - 1]
        let most = candidates.map(\.upper).sorted()[k - 1]
        // The k-th smallest distance lies between `least` and `most`: what ends below is surely nearer, what begins above surely farther.
        let nearer = candidates.count { $0.upper < least }
        let doubtful = candidates.filter { $0.upper >= least && $0.lower <= most }.map { Int($0.row) }
        return try set.squaredDistances(from: row, to: doubtful, of: set).sorted()[k - 1 - nearer]
    }
}

// MARK: - Panels and tiles

extension NeighbourhoodKernel {
    /// How many pairs of rows there are to look at.
    private var pairs: Int {
        real.rows * real.rows / 2 + generated.rows * generated.rows / 2 + real.rows * generated.rows
    }

    /// Calls `body` for each tile of the pairs of two sets, its products at hand; of a set with itself those on and above the diagonal.
    func forEachTile(
        _ first: Rows, _ second: Rows,
        _ body: (ScreeningPanel, _ rows: Range<Int>, ScreeningPanel, _ columns: Range<Int>) throws -> Void
    ) throws {
        let isWithin = first === second
        for range in panelRanges(of: first) {
            let panel = try panel(range, of: first)
            let resident = isWithin ? panel : try wholePanel(of: second)
            var left = isWithin ? range.lowerBound : 0
            while left < second.rows {
                let right = Swift.min(left + tiling.block, second.rows)
                let other =
                    if let resident, resident.range.contains(right - 1) { resident } else {
                        try ScreeningPanel(left..<right, of: second, screen)
                    }
                let columns = left - other.range.lowerBound..<right - other.range.lowerBound
                for top in stride(from: range.lowerBound, to: range.upperBound, by: tiling.block) where !isWithin || top <= left {
                    let rows = top - range.lowerBound..<Swift.min(top + tiling.block, range.upperBound) - range.lowerBound
                    if screen.isUsable { tile.multiply(rows, of: panel, columns, of: other) } else { tile.clear() }
                    try body(panel, rows, other, columns)
                    pairsDone += rows.count * columns.count / (isWithin && top == left ? 2 : 1)
                    try progress(Swift.min(pairsDone, pairs), pairs)
                }
                left = right
            }
        }
    }

    private func panelRanges(of set: Rows) -> [Range<Int>] {
        let blocks = Swift.max(1, tiling.panelNumbers / Swift.max(1, set.columns * tiling.block))
        let step = blocks * tiling.block
        return stride(from: 0, to: set.rows, by: step).map { $0..<Swift.min($0 + step, set.rows) }
    }

    private func panel(_ range: Range<Int>, of set: Rows) throws -> ScreeningPanel {
        try range.count == set.rows
            ? wholePanel(of: set) ?? ScreeningPanel(range, of: set, screen) : ScreeningPanel(range, of: set, screen)
    }

    /// The panel of all rows of a set, where it may stay in memory.
    private func wholePanel(of set: Rows) throws -> ScreeningPanel? {
        if let panel = whole[ObjectIdentifier(set)] { return panel }
        guard panelRanges(of: set).count == 1 else { return nil }
        let panel = try ScreeningPanel(0..<set.rows, of: set, screen)
        whole[ObjectIdentifier(set)] = panel
        return panel
    }
}
