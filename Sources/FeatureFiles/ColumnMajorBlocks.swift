// Rows of a matrix that is stored column by column (Fortran order), read in blocks of rows so that every byte is read once.

/// Some consecutive rows of a column-major matrix, kept as they are stored.
struct ColumnMajorBlocks: Sendable {
    /// How many bytes are kept at once: long runs in every column, and still bounded memory.
    static let capacity = 16 << 20

    /// The rows that are in `bytes`; each column's part is contiguous.
    private var rows = 0..<0
    private var bytes: [UInt8] = []

    /// Reads `wanted` of `array` row by row into `target`.
    ///
    /// - Parameter limit: the most rows that are worth keeping for the next call.
    /// - Returns: whether all numbers are finite.
    mutating func read(
        rows wanted: Range<Int>, of array: inout NPYArray, limit: Int, into target: UnsafeMutablePointer<Double>
    ) throws -> Bool {
        let columns = array.shape[1]
        var next = wanted.lowerBound
        var isFinite = true
        while next < wanted.upperBound {
            if !rows.contains(next) { try fill(from: next, of: &array, limit: limit) }
            let piece = next..<min(wanted.upperBound, rows.upperBound)
            isFinite = transpose(piece, of: array, into: target + (next - wanted.lowerBound) * columns) && isFinite
            next = piece.upperBound
        }
        return isFinite
    }

    /// Reads as many rows from `first` on as fit, `limit` at most.
    private mutating func fill(from first: Int, of array: inout NPYArray, limit: Int) throws {
        let (total, columns) = (array.shape[0], array.shape[1])
        let width = array.header.elementType.byteCount
        let count = min(limit, total - first, max(1, Self.capacity / max(1, columns * width)))
        let stream = try array.randomAccess(verified: true)
        rows = 0..<0
        let needed = count * columns * width
        if bytes.count < needed { bytes = [UInt8](repeating: 0, count: needed) }
        try bytes.withUnsafeMutableBytes { buffer in
            if count == total {
                try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<needed]), at: stream.position)
                return
            }
            let run = count * width
            for column in 0..<columns {
                let part = UnsafeMutableRawBufferPointer(rebasing: buffer[column * run..<(column + 1) * run])
                try stream.read(into: part, at: stream.position + (column * total + first) * width)
            }
        }
        rows = first..<first + count
    }

    /// Eight columns at a time, so that whole cache lines of the target are written.
    private func transpose(_ piece: Range<Int>, of array: NPYArray, into target: UnsafeMutablePointer<Double>) -> Bool {
        let columns = array.shape[1]
        let width = array.header.elementType.byteCount
        let converter = array.converter
        let (strip, group) = (256, 8)
        var isFinite = true
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return }
            withUnsafeTemporaryAllocation(of: Double.self, capacity: strip * group) { scratch in
                guard let values = scratch.baseAddress else { return }
                for top in stride(from: piece.lowerBound, to: piece.upperBound, by: strip) {
                    let height = min(strip, piece.upperBound - top)
                    for left in stride(from: 0, to: columns, by: group) {
                        let breadth = min(group, columns - left)
                        for column in 0..<breadth {
                            let start = ((left + column) * rows.count + top - rows.lowerBound) * width
                            isFinite = converter.convert(base + start, count: height, into: values + column * strip) && isFinite
                        }
                        for row in 0..<height {
                            let line = target + (top - piece.lowerBound + row) * columns + left
                            for column in 0..<breadth { line[column] = values[column * strip + row] }
                        }
                    }
                }
            }
        }
        return isFinite
    }
}
