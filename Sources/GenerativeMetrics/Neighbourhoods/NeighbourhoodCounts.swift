// Which samples of one set lie in the neighbourhoods of the other: one pass over all pairs gives the four measures for each k.

import LinearAlgebra
import RealModule

/// What one k comes to.
struct NeighbourhoodCounts<Distance: Scalar> {
    let k: Int
    /// Of each real sample the squared distance to its k-th nearest real one, and so for the generated ones.
    let realRadii: [Distance]
    let generatedRadii: [Distance]
    /// Of each generated sample, whether a real sample is not farther than that one's k-th neighbour.
    var isInReal: [Bool]
    /// Of each real sample, whether a generated sample is not farther than that one's k-th neighbour.
    var isInGenerated: [Bool]
    /// Of each generated sample, how many real ones are nearer than their k-th neighbours.
    var ballsAround: [Int]
    /// Of each real sample, whether a generated one is nearer than its k-th neighbour.
    var isCovered: [Bool]

    init(k: Int, realRadii: [Distance], generatedRadii: [Distance]) {
        self.k = k
        self.realRadii = realRadii
        self.generatedRadii = generatedRadii
        isInReal = Array(repeating: false, count: generatedRadii.count)
        isInGenerated = Array(repeating: false, count: realRadii.count)
        ballsAround = Array(repeating: 0, count: generatedRadii.count)
        isCovered = isInGenerated
    }

    /// Counts a pair with ‖xᵢ − yⱼ‖² = `distance`.
    mutating func count(_ i: Int, _ j: Int, at distance: Distance) {
        // Kynkäänniemi et al. (2019, eq. 2) have ≤, Naeem et al. (2020, eqs. 3 and 5) with their program <.
        if distance <= realRadii[i] { isInReal[j] = true }
        if distance <= generatedRadii[j] { isInGenerated[i] = true }
        if distance < realRadii[i] {
            ballsAround[j] += 1
            isCovered[i] = true
        }
    }
}

/// The radii of one k in single precision, rounded down and up.
private struct RadiusBounds {
    let below: [Float]
    let above: [Float]

    init(_ radii: [some Scalar], _ screen: Screen) {
        below = radii.map { screen.below($0) }
        above = radii.map { screen.above($0) }
    }
}

extension NeighbourhoodKernel {
    /// The counts for each k.
    func counts() throws -> [NeighbourhoodCounts<Distance>] {
        let realRadii = try squaredRadii(of: real)
        let generatedRadii = try squaredRadii(of: generated)
        var counts = ks.indices.map {
            NeighbourhoodCounts(k: ks[$0], realRadii: realRadii[$0], generatedRadii: generatedRadii[$0])
        }
        let bounds = (realRadii.map { RadiusBounds($0, screen) }, generatedRadii.map { RadiusBounds($0, screen) })
        // The largest k has the largest radii: what they do not reach matters to none.
        let largest = ks.indices.max { ks[$0] < ks[$1] } ?? 0
        let cuts = (bounds.0[largest].above, bounds.1[largest].above)
        try forEachTile(real, generated) { panel, rows, other, columns in
            for i in 0..<rows.count {
                let row = panel.range.lowerBound + rows.lowerBound + i
                let left = other.range.lowerBound + columns.lowerBound
                var doubtful: [Int] = []
                withPointers(other.lowered, columns.lowerBound, cuts.1, left) { lowered, columnCuts in
                    self.tile.scan(
                        row: i, from: 0, width: columns.count, lowered: panel.lowered[rows.lowerBound + i],
                        columnsLowered: lowered, cut: cuts.0[row], columnCuts: columnCuts
                    ) { j, lower in
                        let width = panel.width[rows.lowerBound + i] + other.width[columns.lowerBound + j]
                        let upper = (lower + width).nextUp
                        let isClear = counts.indices.allSatisfy {
                            counts[$0].isClear(row, left + j, lower, upper, bounds.0[$0], bounds.1[$0])
                        }
                        guard isClear else { return doubtful.append(left + j) }
                        for index in counts.indices {
                            counts[index].count(row, left + j, upper, bounds.0[index], bounds.1[index])
                        }
                    }
                }
                for (column, distance) in zip(doubtful, try real.squaredDistances(from: row, to: doubtful, of: generated)) {
                    for index in counts.indices { counts[index].count(row, column, at: distance) }
                }
            }
        }
        return counts
    }
}

extension NeighbourhoodCounts {
    /// Whether bounds of the squared distance decide all that is still open about a pair.
    fileprivate func isClear(
        _ i: Int, _ j: Int, _ lower: Float, _ upper: Float, _ real: RadiusBounds, _ generated: RadiusBounds
    ) -> Bool {
        // Nothing is nearer than 0: around duplicates there is nothing to count.
        let isStrictClear = lower >= real.above[i] || upper < real.below[i]
        let isRealClear = isInReal[j] || lower > real.above[i] || upper <= real.below[i]
        let isGeneratedClear = isInGenerated[i] || lower > generated.above[j] || upper <= generated.below[j]
        return isStrictClear && isRealClear && isGeneratedClear
    }

    /// Counts a pair that is clear, by the upper bound of its squared distance.
    fileprivate mutating func count(_ i: Int, _ j: Int, _ upper: Float, _ real: RadiusBounds, _ generated: RadiusBounds) {
        if upper <= real.below[i] { isInReal[j] = true }
        if upper <= generated.below[j] { isInGenerated[i] = true }
        if upper < real.below[i] {
            ballsAround[j] += 1
            isCovered[i] = true
        }
    }
}

/// Pointers into two arrays, from places on.
private func withPointers(
    _ first: [Float], _ start: Int, _ second: [Float], _ secondStart: Int,
    _ body: (UnsafePointer<Float>, UnsafePointer<Float>) throws -> Void
) rethrows {
    try first.withUnsafeBufferPointer { first in
        try second.withUnsafeBufferPointer { second in
            guard let first = first.baseAddress, let second = second.baseAddress else { return }
            try body(first + start, second + secondStart)
        }
    }
}
