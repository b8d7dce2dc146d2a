// Feature files as sources of row blocks: calculations that read rows again and again, wherever they are.

import LinearAlgebra

extension RowReader: RowBlocks {
    /// The rows of `range`, counted from 0, checked for NaN and infinities. The position of the reader stays.
    ///
    /// - Throws: as ``read(rows:into:)``.
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
