// Features read row by row as doubles, in memory that does not grow with their number.

import LinearAlgebra

/// The rows of a feature matrix: one sample a row, one feature a column.
///
/// A reader is a value: a copy reads on from where it was made. The numbers are checked as they are read: a NaN or an infinity is
/// an error that names its row and column. The checksum of a member of an archive is verified when its last row is read.
public struct RowReader: Sendable {
    /// The file, and the key inside an archive: `features.npz:roses`.
    public let name: String

    /// How many samples there are; at least 1.
    public let rows: Int

    /// How many features a sample has; at least 1.
    public let columns: Int

    /// The type in which the numbers are stored; `float64` for text.
    public let elementType: ElementType

    /// How many bytes a row takes where it is stored; nil for text, whose rows differ.
    public var bytesPerRow: Int? { table == nil ? columns * elementType.byteCount : nil }

    /// The cells as they were written, for a file of text; `nil` for arrays.
    public let textCells: Matrix<String>?

    /// The row, counted from 0, that the next call of `read(into:maximumRows:)` starts with.
    public private(set) var position = 0

    /// The stored array; `nil` for text.
    private var array: NPYArray?
    /// The block of rows at hand, for an array stored column by column.
    private var blocks: ColumnMajorBlocks?
    /// The numbers of a text.
    private let table: Matrix<Double>?

    /// A reader of a two-dimensional array.
    ///
    /// - Throws: `FeatureFileError` for an array of another shape, or without entries.
    init(_ array: NPYArray) throws {
        let shape = array.shape
        if shape.count == 4, array.header.elementType == .uint8 {
            throw FeatureFileError.images(file: array.name, shape: shape)
        }
        guard shape.count == 2 else { throw FeatureFileError.notAMatrix(file: array.name, shape: shape) }
        guard shape[0] > 0, shape[1] > 0 else { throw FeatureFileError.noEntries(file: array.name, shape: shape) }
        name = array.name
        rows = shape[0]
        columns = shape[1]
        elementType = array.header.elementType
        textCells = nil
        // A matrix of one row or one column lies the same in both orders.
        let isColumnMajor = array.header.isFortranOrder && rows > 1 && columns > 1
        blocks = isColumnMajor ? ColumnMajorBlocks() : nil
        self.array = array
        table = nil
    }

    /// A reader of a table of text.
    init(_ text: DelimitedText) {
        name = text.name
        rows = text.values.rows
        columns = text.values.columns
        elementType = .float64
        textCells = text.cells
        table = text.values
    }

    /// Reads the next rows into `buffer`, row by row.
    ///
    /// - Parameters:
    ///   - buffer: room for at least one row; as many whole rows as fit are read.
    ///   - maximumRows: the most rows to read.
    /// - Returns: how many rows were read; 0 after the last.
    /// - Throws: `FeatureFileError` for a number that is not finite, a file that has shrunk, damaged archives.
    public mutating func read(into buffer: UnsafeMutableBufferPointer<Double>, maximumRows: Int) throws -> Int {
        let count = min(max(0, maximumRows), buffer.count / columns, rows - position)
        guard count > 0 else { return 0 }
        let target = UnsafeMutableBufferPointer(rebasing: buffer[..<(count * columns)])
        let isFinite =
            blocks == nil && table == nil
            ? try array?.readNext(into: target) ?? true
            : try fill(target, from: position..<position + count, limit: rows)
        try check(isFinite, target, firstRow: position)
        position += count
        return count
    }

    /// Reads the rows of `range` (counted from 0), wherever they are, without moving on.
    ///
    /// A deflated member of an archive is unpacked for this into a nameless file in the temporary folder, once. The checksum of a
    /// stored member is not verified by such a read.
    ///
    /// - Precondition: `range` lies within the rows, and `buffer` has room for them.
    /// - Throws: as `read(into:maximumRows:)`.
    public mutating func read(rows range: Range<Int>, into buffer: UnsafeMutableBufferPointer<Double>) throws {
        precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows are read inside the matrix")
        precondition(buffer.count / columns >= range.count, "the buffer has room for the rows")
        guard !range.isEmpty else { return }
        let target = UnsafeMutableBufferPointer(rebasing: buffer[..<(range.count * columns)])
        try check(try fill(target, from: range, limit: range.count), target, firstRow: range.lowerBound)
    }

    /// Reads all rows, from the first one on, whatever has been read before.
    ///
    /// - Throws: as `read(into:maximumRows:)`; also for a matrix that does not fit into the machine's memory.
    public func readAll() throws -> Matrix<Double> {
        if let table { return table }
        var reader = self
        reader.rewind()
        try NPYArray.checkMemory(for: rows * columns, name: name)
        let elements = try [Double](unsafeUninitializedCapacity: rows * columns) { buffer, filled in
            var done = 0
            while done < rows {
                let rest = UnsafeMutableBufferPointer(rebasing: buffer[(done * columns)..<(rows * columns)])
                done += try reader.read(into: rest, maximumRows: rows)
            }
            filled = rows * columns
        }
        return Matrix(rows: rows, columns: columns, elements: elements)
    }

    /// Goes back to the first row.
    public mutating func rewind() {
        array?.rewind()
        position = 0
    }

    private mutating func fill(
        _ target: UnsafeMutableBufferPointer<Double>, from range: Range<Int>, limit: Int
    ) throws -> Bool {
        if let table {
            _ = target.update(fromContentsOf: table.elements[range.lowerBound * columns..<range.upperBound * columns])
            return true
        }
        guard var source = array, let base = target.baseAddress else { return true }
        defer { array = source }
        if blocks == nil { return try source.read(at: range.lowerBound * columns, into: target) }
        return try blocks?.read(rows: range, of: &source, limit: limit, into: base) ?? true
    }

    /// Names the first entry that is not finite.
    private func check(_ isFinite: Bool, _ target: UnsafeMutableBufferPointer<Double>, firstRow: Int) throws {
        guard !isFinite, let place = target.firstIndex(where: { !$0.isFinite }), let value = NonFiniteValue(target[place])
        else { return }
        throw FeatureFileError.notFinite(
            file: name, row: firstRow + place / columns + 1, column: place % columns + 1, value: value)
    }
}
