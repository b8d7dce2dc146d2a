// How realistic each single generated sample is: the realism score of Kynkäänniemi et al. (2019, eq. 3).

import LinearAlgebra
import RealModule

extension NeighbourhoodKernel {
    /// max rᵢ/‖xᵢ − yⱼ‖ for each generated sample yⱼ, over the real samples xᵢ whose radius rᵢ is at most the median; infinite where yⱼ is one of
    /// those.
    func realism(_ squaredRadii: [Distance]) throws -> [Double] {
        let median = squaredRadii.sorted()[(squaredRadii.count - 1) / 2]
        let radii = squaredRadii.map { screen.above($0) }
        // The squares, and below them numbers in single precision for the search.
        var best = [Double](repeating: -1, count: generated.rows)
        var bestBelow = [Float](repeating: 0, count: generated.rows)
        try forEachTile(real, generated) { panel, rows, other, columns in
            let left = other.range.lowerBound + columns.lowerBound
            for i in 0..<rows.count {
                let row = panel.range.lowerBound + rows.lowerBound + i
                guard squaredRadii[row] <= median else { continue }
                let places = self.tile.places(
                    row: i, lowered: panel.lowered[rows.lowerBound + i], columnsLowered: other.lowered[columns],
                    radius: radii[row], ratios: bestBelow[left..<left + columns.count])
                let distances = try self.real.squaredDistances(from: row, to: places.map { $0 + left }, of: self.generated)
                for (place, distance) in zip(places, distances) {
                    let ratio = distance == 0 ? .infinity : squaredRadii[row].doubleValue / distance.doubleValue
                    guard ratio > best[left + place] else { continue }
                    best[left + place] = ratio
                    bestBelow[left + place] = Swift.max(0, Float(ratio).nextDown)
                }
            }
        }
        return best.map { $0.squareRoot() }
    }
}

extension ProductTile {
    /// The places in one row of the tile where radius/distance, both squared, may exceed the ratio that is there already.
    fileprivate func places(
        row: Int, lowered: Float, columnsLowered: ArraySlice<Float>, radius: Float, ratios: ArraySlice<Float>
    ) -> [Int] {
        columnsLowered.withUnsafeBufferPointer { columnsLowered in
            ratios.withUnsafeBufferPointer { ratios in
                let products = self.row(row, width: ratios.count)
                var places: [Int] = []
                var column = 0
                while column < ratios.count {
                    let lower = (lowered + columnsLowered[column]) - 2 * products[column]
                    // A rounding of this product is far inside of the room that the lower bound has.
                    if lower <= 0 || lower * ratios[column] <= radius { places.append(column) }
                    column &+= 1
                }
                return places
            }
        }
    }
}
