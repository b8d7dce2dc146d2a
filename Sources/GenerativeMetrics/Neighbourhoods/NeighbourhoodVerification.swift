// The same measures again by brute force, without anything that the kernel uses: for all samples, or for some where there are many.

import LinearAlgebra
import RealModule

/// What brute force says of neighbourhood measures: squared differences summed in plain loops, no products, no bounds, no lists.
public struct NeighbourhoodVerification: Sendable, Equatable {
    /// How many real and generated samples were looked at; all of them in small sets.
    public let realChecked: Int
    public let generatedChecked: Int
    /// How many of their radii differ by more than rounding.
    public let radiusDisagreements: Int
    /// For how many of them precision, recall, density or coverage is counted otherwise.
    public let countDisagreements: Int
    /// For how many of them a distance is so close to a radius, without being equal, that double precision does not tell which is larger.
    public let undecided: Int
    /// The largest relative difference of a radius.
    public let largestRadiusDifference: Double
    /// The bound on that difference: the rounding of a sum of d squares in double precision, for both sides.
    public let radiusBound: Double

    /// Whether nothing was found.
    public var agrees: Bool { radiusDisagreements == 0 && countDisagreements == 0 }
}

extension NeighbourhoodMeasures {
    /// Verifies these measures on the samples that they are of.
    ///
    /// - Parameters:
    ///   - count: how many samples of each set to look at; all of a set that has no more. They are spread evenly over the rows. Each costs a pass over
    ///     both sets.
    /// - Throws: what reading throws; ``MetricsError/dimensionMismatch(first:second:)``, ``MetricsError/unequalCounts(first:second:)`` for other
    ///   samples than those that were measured.
    public func verify(real: any RowSource, generated: any RowSource, samples count: Int = 64) throws -> NeighbourhoodVerification
    {
        guard real.columns == generated.columns else {
            throw MetricsError.dimensionMismatch(first: real.columns, second: generated.columns)
        }
        for (set, expected) in [(real, realCount), (generated, generatedCount)] where set.rows != expected {
            throw MetricsError.unequalCounts(first: set.rows, second: expected)
        }
        var check = BruteForce(columns: real.columns)
        let realRows = Self.spread(count, over: realCount)
        let generatedRows = Self.spread(count, over: generatedCount)
        for i in realRows {
            let near = try check.squaredDistances(from: i, of: real, to: real)
            check.compare(near, without: i, k, with: samples.realRadii[i])
            let across = try check.squaredDistances(from: i, of: real, to: generated)
            let own = Array(repeating: samples.realRadii[i], count: generatedCount)
            check.expect(check.contains(across, samples.generatedRadii) { $0 <= $1 }, samples.isInGenerated[i])
            check.expect(check.contains(across, own) { $0 < $1 }, samples.isCovered[i])
        }
        for j in generatedRows {
            let near = try check.squaredDistances(from: j, of: generated, to: generated)
            check.compare(near, without: j, k, with: samples.generatedRadii[j])
            let across = try check.squaredDistances(from: j, of: generated, to: real)
            check.expect(check.contains(across, samples.realRadii) { $0 <= $1 }, samples.isInReal[j])
            check.expect(number: check.number(across, samples.realRadii), samples.ballsAround[j])
        }
        return NeighbourhoodVerification(
            realChecked: realRows.count, generatedChecked: generatedRows.count, radiusDisagreements: check.radiusDisagreements,
            countDisagreements: check.countDisagreements, undecided: check.undecided,
            largestRadiusDifference: check.largestDifference, radiusBound: check.bound)
    }

    /// `count` rows of `rows`, evenly.
    private static func spread(_ count: Int, over rows: Int) -> [Int] {
        let count = Swift.min(Swift.max(1, count), rows)
        return (0..<count).map { $0 * rows / count }
    }
}

/// The answers of brute force to one question after the other, and how many of them were unexpected.
private struct BruteForce {
    let columns: Int
    /// Of squared distances and of radii, relative.
    let bound: Double
    var radiusDisagreements = 0
    var countDisagreements = 0
    var undecided = 0
    var largestDifference = 0.0

    init(columns: Int) {
        self.columns = columns
        // Differences, squares and sum: (d + 2)u relative to a sum of terms that are not negative (Higham 2002, section 3.1), on both sides;
        // the root and the square of a radius.
        bound = 2 * Double(columns + 4) * Double.ulpOfOne
    }

    /// ‖a − bⱼ‖² of row `row` of one set and all rows of another.
    func squaredDistances(from row: Int, of set: any RowSource, to others: any RowSource) throws -> [Double] {
        var (set, others) = (set, others)
        let step = Swift.max(1, (1 << 18) / Swift.max(1, columns))
        let buffer = UnsafeMutableBufferPointer<Double>.allocate(capacity: (step + 1) * columns)
        defer { buffer.deallocate() }
        guard let first = buffer.baseAddress else { return [Double](repeating: 0, count: others.rows) }
        try set.read(rows: row..<row + 1, into: buffer)
        let block = UnsafeMutableBufferPointer(rebasing: buffer[columns...])
        var distances: [Double] = []
        for start in stride(from: 0, to: others.rows, by: step) {
            let end = Swift.min(start + step, others.rows)
            try others.read(rows: start..<end, into: block)
            for other in 0..<end - start {
                var sum = 0.0
                var column = 0
                while column < columns {
                    let difference = first[column] - block[other &* columns &+ column]
                    sum += difference * difference
                    column &+= 1
                }
                distances.append(sum)
            }
        }
        return distances
    }

    mutating func compare(_ distances: [Double], without own: Int, _ k: Int, with radius: Double) {
        var others = distances
        others.remove(at: own)
        let expected = others.sorted()[k - 1].squareRoot()
        let difference = expected == radius ? 0 : abs(expected - radius) / Swift.max(expected, radius)
        largestDifference = Swift.max(largestDifference, difference)
        if !(difference <= bound) { radiusDisagreements += 1 }
    }

    /// Whether a distance and a radius are equal to rounding.
    private func isClose(_ square: Double, _ radius: Double) -> Bool {
        abs(square - radius * radius) <= bound * Swift.max(square, radius * radius)
    }

    /// Whether some distance is within its radius; nil where rounding decides.
    func contains(_ squares: [Double], _ radii: [Double], _ isWithin: (Double, Double) -> Bool) -> Bool? {
        let pairs = zip(squares, radii)
        if pairs.contains(where: { !isClose($0, $1) && $0 < $1 * $1 }) { return true }
        let ties = pairs.filter { isClose($0, $1) }
        if ties.isEmpty { return false }
        return ties.allSatisfy { $0 == 0 && $1 == 0 } ? isWithin(0, 0) : nil
    }

    /// How many distances are surely below their radii, and how many may be.
    func number(_ squares: [Double], _ radii: [Double]) -> ClosedRange<Int> {
        let sure = zip(squares, radii).count { !isClose($0, $1) && $0 < $1 * $1 }
        return sure...sure + zip(squares, radii).count { isClose($0, $1) && $0 > 0 }
    }

    mutating func expect(_ answer: Bool?, _ counted: Bool) {
        guard let answer else { return undecided += 1 }
        if answer != counted { countDisagreements += 1 }
    }

    mutating func expect(number: ClosedRange<Int>, _ counted: Int) {
        if number.count > 1 { undecided += 1 }
        if !number.contains(counted) { countDisagreements += 1 }
    }
}
