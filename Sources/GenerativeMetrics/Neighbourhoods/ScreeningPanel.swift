// Rows in single precision, for distances that are nearly right, with a bound on how wrong they can be.

import COpenBLAS
import LinearAlgebra
import RealModule

// Squared distances come from products, ‖x‖² + ‖y‖² − 2x·y, in single precision: twice the speed of double precision, and half the
// memory. They only say which pairs need no second look. A pair whose distance is closer to what it is compared with than the bound below
// is decided by `NeighbourRows.squaredDistances`, in double precision from the differences (or exactly). So a count is what it would be had
// all distances been taken that way, whatever the number of threads, the order of summation inside BLAS and the size of the tiles.
//
// The bound. Rows are moved by a common c and scaled by a power of two, which leaves comparisons as they are, and rounded to single
// precision (u = 2⁻²⁴): x̂ = s(x − c) + η with |η| ≤ u|x̂| + ρ entry by entry, ρ for underflow and for what reading rounded. With
// a = ‖x̂‖, b = ‖ŷ‖:
//   rounding of the rows: |‖s(x − y)‖² − ‖x̂ − ŷ‖²| ≤ h(2(a + b) + h), h = u(a + b) + 2√d·ρ, which is under (4u + …)(a² + b²) + 4√d·ρ(a + b) + 4dρ²;
//   the product: |fl(x̂·ŷ) − x̂·ŷ| ≤ γ_d Σ|x̂ᵢŷᵢ| ≤ γ_d(a² + b²)/2 in any order of summation, with or without FMA, γ_d = du/(1 − du)
//     (Higham 2002, section 3.1), and it enters twice; results under the smallest normal number may be lost, d·2⁻¹²⁶ in all;
//   the sums ‖x̂‖² + ‖ŷ‖² − 2x̂·ŷ, whose terms are in double until they are rounded: 4u(a² + b²);
//   the distance in double itself: γ of double precision, 2(d + 2)·2⁻⁵³·2(a² + b²), under u(a² + b²) for d < 2²².
// In all less than e(x) + e(y) with e(x) = γ_{d+32}·a² + 4√d·ρ·a + 4dρ² + d·2⁻¹²⁴: a part for each row. The 32 covers the constants above, 9,
// with room for the roundings of the bounds themselves. At d = 2048, e is 1.2e-4 of the squared norm.

/// What is common to the panels of two sets: the shift and the scale.
struct Screen {
    /// c
    let shift: [Double]
    /// s, a power of two; 0 where the numbers are so large or so small that nothing can be said in single precision.
    let scale: Double
    /// ρ
    let roundingError: Double

    /// Whether products in single precision say anything about this data; where not, every pair is decided on its own.
    var isUsable: Bool { scale > 0 }

    /// γ_{d+32} in single precision.
    let relativeError: Double

    var columns: Int { shift.count }

    /// The mean of both sets as the shift: it makes norms small, and so the bounds.
    init<Rows: NeighbourRows>(_ sets: [Rows]) throws {
        let columns = sets[0].columns
        var sums = [Double](repeating: 0, count: columns)
        var largest = 0.0
        var count = 0
        for set in sets {
            try set.forEachBlock { block, start, rows in
                let ones = [Double](repeating: 1, count: rows)
                cblas_dgemv(
                    CblasRowMajor, CblasTrans, Int32(rows), Int32(columns), 1, block, Int32(columns), ones, 1, 1, &sums, 1)
                let place = Int(cblas_idamax(Int32(rows * columns), block, 1))
                largest = sums.allSatisfy(\.isFinite) ? Swift.max(largest, abs(block[place])) : .infinity
                // Exact numbers may be out of range; others must not be.
                guard Rows.readingError > 0 || sums.allSatisfy(\.isFinite) else {
                    throw MetricsError.nonFinite(in: block, rows, columns, firstRow: start)
                }
            }
            count += set.rows
        }
        shift = sums.map { $0 / Double(count) }
        let error = Double(columns + 32) * 0x1p-24
        relativeError = error / (1 - error)
        // Beyond these the square of a difference could leave the range of double precision; and γ must mean something.
        let isInRange = largest == 0 || (0x1p-300...0x1p300).contains(largest)
        scale =
            isInRange && error < 0.25
            ? Double(sign: .plus, exponent: largest == 0 ? 0 : -largest.exponent - 2, significand: 1) : 0
        // |s·x| is under 1/2 and |s(x − c)| under 1.
        roundingError = 0x1p-148 + Rows.readingError
    }
}

/// Consecutive rows, shifted, scaled and rounded, with the terms of the lower and upper bounds of their squared distances.
struct ScreeningPanel {
    /// Which rows of the set these are.
    let range: Range<Int>
    let columns: Int
    /// The rows in single precision.
    let values: [Float]
    /// ‖x̂‖² − e(x), rounded down: the lower bound of a squared distance is lowered(x) + lowered(y) − 2x̂·ŷ.
    let lowered: [Float]
    /// 2e(x), rounded up: the upper bound is the lower one + width(x) + width(y).
    let width: [Float]

    init<Rows: NeighbourRows>(_ range: Range<Int>, of set: Rows, _ screen: Screen) throws {
        let columns = screen.columns
        self.range = range
        self.columns = columns
        // Where single precision says nothing: a squared distance is at least 0, and that is all.
        var lowered = [Float](repeating: 0, count: range.count)
        var width = [Float](repeating: .infinity, count: range.count)
        values = try [Float](unsafeUninitializedCapacity: range.count * columns) { buffer, filled in
            filled = range.count * columns
            guard screen.isUsable, let target = buffer.baseAddress else { return buffer.initialize(repeating: 0) }
            try set.forEachBlock(of: range) { block, start, rows in
                let ones = [Double](repeating: 1, count: rows)
                cblas_dger(
                    CblasRowMajor, Int32(rows), Int32(columns), -1, ones, 1, screen.shift, 1, block, Int32(columns))
                let first = start - range.lowerBound
                Self.round(block, scale: screen.scale, count: rows * columns, into: target + first * columns)
                for row in first..<first + rows {
                    let entries = target + row * columns
                    let square = cblas_dsdot(Int32(columns), entries, 1, entries, 1)
                    let bound = screen.bound(ofSquaredNorm: square)
                    lowered[row] = Float(square - bound).nextDown
                    width[row] = Float(2 * bound).nextUp
                }
            }
        }
        self.lowered = lowered
        self.width = width
    }

    private static func round(
        _ source: UnsafePointer<Double>, scale: Double, count: Int, into target: UnsafeMutablePointer<Float>
    ) {
        var index = 0
        while index < count {
            target[index] = Float(source[index] * scale)
            index &+= 1
        }
    }
}

extension Screen {
    /// e(x) for ‖x̂‖².
    func bound(ofSquaredNorm square: Double) -> Double {
        let d = Double(columns)
        return relativeError * square + 4 * d.squareRoot() * roundingError * square.squareRoot()
            + 4 * d * roundingError * roundingError + d * 0x1p-124
    }

    /// A squared distance in the scale of the panels, rounded down; 0 stays 0.
    func below(_ distance: some Scalar) -> Float {
        guard isUsable, distance > 0 else { return 0 }
        return Swift.max(0, Float(distance.doubleValue * scale * scale).nextDown)
    }

    /// The same, rounded up.
    func above(_ distance: some Scalar) -> Float {
        guard distance > 0 else { return 0 }
        return isUsable ? Float(distance.doubleValue * scale * scale).nextUp : .infinity
    }
}

extension NeighbourRows {
    /// Hands the rows to `body` in blocks of a few megabytes, each with its first row and its number of rows; `body` may write to them.
    func forEachBlock(
        of range: Range<Int>? = nil, _ body: (UnsafeMutablePointer<Double>, _ start: Int, _ rows: Int) throws -> Void
    ) throws {
        let range = range ?? 0..<rows
        let step = Swift.max(1, Swift.min(range.count, (1 << 19) / Swift.max(1, columns)))
        let buffer = UnsafeMutableBufferPointer<Double>.allocate(capacity: step * columns)
        defer { buffer.deallocate() }
        guard let block = buffer.baseAddress else { return }
        for start in stride(from: range.lowerBound, to: range.upperBound, by: step) {
            let count = Swift.min(step, range.upperBound - start)
            try read(start..<start + count, into: buffer)
            try body(block, start, count)
        }
    }
}

extension MetricsError {
    /// What is wrong with a block whose sums are not finite.
    fileprivate static func nonFinite(
        in block: UnsafePointer<Double>, _ rows: Int, _ columns: Int, firstRow: Int
    ) -> MetricsError {
        guard let place = (0..<rows * columns).first(where: { !block[$0].isFinite }) else { return .overflow }
        return .notFinite(row: firstRow + place / columns + 1, column: place % columns + 1)
    }
}
