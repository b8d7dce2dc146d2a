// Features as sources of rows, in one file or in several: calculations that read rows again and again, wherever they are, checked for NaN and
// infinities.

import LinearAlgebra

extension RowReader: RowSource, RowBlocks {
    public typealias Element = Double
}

extension PooledRows: RowSource, RowBlocks {
    public typealias Element = Double

    public mutating func read(rows range: Range<Int>, into buffer: UnsafeMutableBufferPointer<Double>) throws {
        precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows are read inside the set")
        precondition(buffer.count / columns >= range.count, "the buffer has room for the rows")
        var (start, done) = (0, 0)
        for index in readers.indices {
            let count = readers[index].rows
            let part = range.clamped(to: start..<start + count)
            if !part.isEmpty {
                let target = UnsafeMutableBufferPointer(rebasing: buffer[done * columns..<(done + part.count) * columns])
                try readers[index].read(rows: part.lowerBound - start..<part.upperBound - start, into: target)
                done += part.count
            }
            start += count
        }
    }
}
