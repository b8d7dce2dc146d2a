// Rows that are had block by block: those of a matrix in memory, those of a file that need not fit into it.

/// Samples of which any range of rows can be read, in any order and as often as is needed.
public protocol RowSource: Sendable {
    /// How many samples there are.
    var rows: Int { get }
    /// How many features a sample has.
    var columns: Int { get }

    /// Reads the rows of `range` (counted from 0) into the start of `buffer`, row by row.
    ///
    /// - Precondition: `range` lies within the rows, and `buffer` has room for them.
    mutating func read(rows range: Range<Int>, into buffer: UnsafeMutableBufferPointer<Double>) throws
}

extension Matrix: RowSource where Element: LAPACKScalar {
    public func read(rows range: Range<Int>, into buffer: UnsafeMutableBufferPointer<Double>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows are read inside the matrix")
        let entries = range.lowerBound * columns..<range.upperBound * columns
        precondition(buffer.count >= entries.count, "the buffer has room for the rows")
        elements.withUnsafeBytes { bytes in
            guard let target = buffer.baseAddress, let source = bytes.baseAddress else { return }
            if Element.self == Double.self {
                target.update(
                    from: source.assumingMemoryBound(to: Double.self) + entries.lowerBound, count: entries.count)
            } else if Element.self == Float.self {
                let source = source.assumingMemoryBound(to: Float.self) + entries.lowerBound
                var index = 0
                while index < entries.count {
                    target[index] = Double(source[index])
                    index &+= 1
                }
            } else {
                for index in 0..<entries.count { target[index] = elements[entries.lowerBound + index].doubleValue }
            }
        }
    }
}

extension RowBlocks where Self: RowSource, Element == Double {
    /// The rows of `range`, counted from 0, through a buffer of their own.
    ///
    /// - Throws: as ``RowSource/read(rows:into:)``.
    public mutating func block(_ range: Range<Int>) throws -> Matrix<Double> {
        let count = range.count * columns
        let elements = try [Double](unsafeUninitializedCapacity: count) { buffer, filled in
            try read(rows: range, into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
            filled = count
        }
        return Matrix(rows: range.count, columns: columns, elements: elements)
    }

    public mutating func gathered(_ indices: [Int]) throws -> Matrix<Double> {
        let count = indices.count * columns
        let elements = try [Double](unsafeUninitializedCapacity: count) { buffer, filled in
            for (place, index) in indices.enumerated() {
                let target = UnsafeMutableBufferPointer(rebasing: buffer[place * columns..<(place + 1) * columns])
                try read(rows: index..<index + 1, into: target)
            }
            filled = count
        }
        return Matrix(rows: indices.count, columns: columns, elements: elements)
    }
}
