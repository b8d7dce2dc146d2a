// Two kinds of rows with one question: how far apart are two of them, to the last digit that their numbers have?

import COpenBLAS
import LinearAlgebra
import RealModule

/// Samples whose squared distances can be decided pair by pair, and which can be read as doubles block by block.
protocol NeighbourRows: AnyObject {
    /// What a squared distance is compared as.
    associatedtype Distance: Scalar

    var rows: Int { get }
    var columns: Int { get }

    /// How far a number that is read may be from the true one, relative to the largest magnitude of the set.
    static var readingError: Double { get }

    /// Reads rows as the nearest doubles.
    func read(_ range: Range<Int>, into buffer: UnsafeMutableBufferPointer<Double>) throws

    /// ‖xᵢ − yⱼ‖² of row `row` of this set and the rows `others` of `set`: symmetric, the same for identical rows, and a function of the
    /// two rows alone.
    func squaredDistances(from row: Int, to others: [Int], of set: Self) throws -> [Distance]
}

/// Rows in exact arithmetic.
final class ExactRows<Element: Scalar>: NeighbourRows {
    private let matrix: Matrix<Element>
    var rows: Int { matrix.rows }
    var columns: Int { matrix.columns }
    static var readingError: Double { Double.ulpOfOne }

    init(_ matrix: Matrix<Element>) { self.matrix = matrix }

    func read(_ range: Range<Int>, into buffer: UnsafeMutableBufferPointer<Double>) {
        for (index, entry) in (range.lowerBound * columns..<range.upperBound * columns).enumerated() {
            buffer[index] = matrix.elements[entry].doubleValue
        }
    }

    func squaredDistances(from row: Int, to others: [Int], of set: ExactRows) throws -> [Element] {
        let first = matrix.row(row)
        return try others.map { try first.minus(set.matrix.row($0)).squaredNorm }
    }
}

/// Rows in floating point, from memory or from a file; a distance is the sum of the squared differences in double precision.
final class FloatingRows: NeighbourRows {
    private var source: any RowSource
    let rows: Int
    let columns: Int
    static var readingError: Double { 0 }

    /// The row that distances are taken from, and the difference to another one.
    private let first: UnsafeMutableBufferPointer<Double>
    private let difference: UnsafeMutableBufferPointer<Double>
    private var firstRow = -1

    init(_ source: any RowSource) {
        self.source = source
        rows = source.rows
        columns = source.columns
        first = .allocate(capacity: columns)
        difference = .allocate(capacity: columns)
    }

    deinit {
        first.deallocate()
        difference.deallocate()
    }

    func read(_ range: Range<Int>, into buffer: UnsafeMutableBufferPointer<Double>) throws {
        try source.read(rows: range, into: buffer)
    }

    func squaredDistances(from row: Int, to others: [Int], of set: FloatingRows) throws -> [Double] {
        guard !others.isEmpty else { return [] }
        if firstRow != row {
            firstRow = -1
            try read(row..<row + 1, into: first)
            firstRow = row
        }
        return try others.map { other in
            try set.read(other..<other + 1, into: difference)
            let distance = squaredLengthOfDifference()
            guard distance.isFinite else { throw MetricsError.overflow }
            return distance
        }
    }

    /// Subtracts and sums in an order that depends on the number of columns alone: OpenBLAS would spread a dot product of over 10,000
    /// entries over its threads, so it is given less at a time.
    private func squaredLengthOfDifference() -> Double {
        guard let x = first.baseAddress, let y = difference.baseAddress else { return 0 }
        var sum = 0.0
        var start = 0
        while start < columns {
            let count = Int32(Swift.min(4096, columns - start))
            cblas_daxpy(count, -1, x + start, 1, y + start, 1)
            sum += cblas_ddot(count, y + start, 1, y + start, 1)
            start += 4096
        }
        return sum
    }
}
