// Some consecutive rows of a file, and several files' rows as those of one set: what a shard reads, and nothing else of its input.

import LinearAlgebra

/// Consecutive rows of a reader, read in order.
///
/// A window over all rows reads as the reader does, with the checksums of archives verified; a smaller one fetches its rows from where
/// they lie. An error names the row by its number in the file.
public struct RowWindow: Sendable {
    /// How errors and progress call the file.
    public var name: String { reader.name }

    /// The rows of the file that are read, counted from 0.
    public let range: Range<Int>

    public var rows: Int { range.count }
    public var columns: Int { reader.columns }

    /// The row of the window that the next read starts with.
    public private(set) var position = 0

    private var reader: RowReader

    /// - Precondition: `range` lies within the reader's rows.
    public init(_ reader: RowReader, rows range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= reader.rows, "a window lies inside its file")
        var reader = reader
        reader.rewind()
        self.reader = reader
        self.range = range
    }

    /// All rows of a reader.
    public init(_ reader: RowReader) { self.init(reader, rows: 0..<reader.rows) }

    /// Reads the next rows, as ``RowReader/read(into:maximumRows:)`` does.
    public mutating func read(into buffer: UnsafeMutableBufferPointer<Double>, maximumRows: Int) throws -> Int {
        let count = min(max(0, maximumRows), buffer.count / columns, rows - position)
        guard count > 0 else { return 0 }
        if rows == reader.rows {
            _ = try reader.read(into: buffer, maximumRows: count)
        } else {
            let start = range.lowerBound + position
            try reader.read(rows: start..<start + count, into: buffer)
        }
        position += count
        return count
    }
}

/// The rows of several files, one file behind the other, as one set.
public struct PooledRows: Sendable {
    /// The files in their order; at least one, all of the same number of columns.
    public internal(set) var readers: [RowReader]

    public let rows: Int
    public let columns: Int

    /// - Throws: ``FeatureFileError/differentColumns(file:columns:first:firstColumns:)``.
    /// - Precondition: there is at least one reader.
    public init(_ readers: [RowReader]) throws {
        guard let first = readers.first else { preconditionFailure("a set has at least one file") }
        if let other = readers.first(where: { $0.columns != first.columns }) {
            throw FeatureFileError.differentColumns(
                file: other.name, columns: other.columns, first: first.name, firstColumns: first.columns)
        }
        self.readers = readers
        columns = first.columns
        rows = readers.reduce(0) { $0 + $1.rows }
    }

    /// The parts of the files in which the rows of `range` (counted from 0 over all files) lie.
    public func windows(of range: Range<Int>) -> [RowWindow] {
        var start = 0
        return readers.compactMap { reader in
            defer { start += reader.rows }
            let lower = max(range.lowerBound - start, 0)
            let upper = min(range.upperBound - start, reader.rows)
            return lower < upper ? RowWindow(reader, rows: lower..<upper) : nil
        }
    }

    /// The file in which a row lies, and the row's number in it, both counted from 0.
    ///
    /// - Precondition: `row` is that of a row.
    public func place(of row: Int) -> (file: Int, row: Int) {
        var rest = row
        for (index, reader) in readers.enumerated() {
            if rest < reader.rows { return (index, rest) }
            rest -= reader.rows
        }
        preconditionFailure("row \(row) is not among \(rows)")
    }

    /// All rows, one file behind the other.
    ///
    /// - Throws: as ``RowReader/readAll()``.
    public func readAll() throws -> Matrix<Double> {
        if readers.count == 1, let reader = readers.first { return try reader.readAll() }
        try NPYArray.checkMemory(for: rows * columns, name: readers[0].name)
        return Matrix(rows: rows, columns: columns, elements: try readers.flatMap { try $0.readAll().elements })
    }

    /// What tells this set from others without reading it: the shape and the type of each file, and its first and last row.
    ///
    /// Names do not enter, so that a copy on another machine is the same set. Every shard reads these few rows.
    ///
    /// - Throws: `FeatureFileError` for rows that cannot be read, ``HashError``.
    public func identity() throws -> SHA256Digest {
        let hasher = try SHA256Hasher()
        try hasher.update(Array("fid rows 1\n".utf8))
        var row = [Double](repeating: 0, count: columns)
        for reader in readers {
            var reader = reader
            try hasher.update(Array("\(reader.rows) \(columns) \(reader.elementType.rawValue)\n".utf8))
            for index in [0, reader.rows - 1] {
                try row.withUnsafeMutableBufferPointer { try reader.read(rows: index..<index + 1, into: $0) }
                try hasher.update(row.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } })
            }
        }
        return try hasher.finish()
    }
}
