// Writing .npy files as numpy does.

import LinearAlgebra

extension NPYHeader {
    /// The header in format version 1.0, padded with spaces so that the numbers start at a multiple of 64 bytes.
    ///
    /// - Parameter reserved: room for a shape that becomes longer later, in characters.
    func encoded(reserved: Int = 0) -> [UInt8] {
        let order = isFortranOrder ? "True" : "False"
        let text = "{'descr': '\(elementType.littleEndianCode)', 'fortran_order': \(order), 'shape': \(tuple(shape)), }"
        let unpadded = 10 + text.utf8.count + reserved + 1
        let length = (unpadded + 63) / 64 * 64 - 10
        let padding = [UInt8](repeating: UInt8(ascii: " "), count: length - 1 - text.utf8.count)
        return Self.magic + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + Array(text.utf8) + padding + [UInt8(ascii: "\n")]
    }
}

/// Writes a matrix to a `.npy` file, whole or row by row; the file appears when it is finished and not before.
///
/// The number of rows need not be known: it is put into the header at the end.
public final class NPYWriter {
    private let file: AtomicFile
    private let columns: Int
    private let precision: StoredPrecision
    private let headerLength: Int

    /// How many rows have been written.
    public private(set) var rows = 0

    /// Starts a file.
    ///
    /// - Parameters:
    ///   - path: where the file will be; one that is there is replaced in the end.
    ///   - columns: features per sample.
    ///   - precision: how the numbers are stored.
    /// - Throws: `FeatureFileError` when nothing can be written there.
    public convenience init(path: String, columns: Int, precision: StoredPrecision = .float32) throws {
        try self.init(AtomicFile(path: path), columns: columns, precision: precision)
    }

    /// Goes on with a file that an earlier run did not finish, or starts one that a later run can go on with: it is `.NAME.part` until it is
    /// finished, and ``rows`` are the whole rows that it holds. Who goes on knows that they are rows of the same kind, and how many are good.
    ///
    /// - Throws: `FeatureFileError` when nothing can be written there.
    public convenience init(resuming path: String, columns: Int, precision: StoredPrecision = .float32) throws {
        try self.init(AtomicFile(resuming: path), columns: columns, precision: precision)
    }

    private init(_ file: AtomicFile, columns: Int, precision: StoredPrecision) throws {
        self.file = file
        guard columns > 0 else { throw FeatureFileError.unwritableShape(file: file.path, shape: [columns], expected: "(n, d)") }
        self.columns = columns
        self.precision = precision
        let header = Self.header(rows: 0, columns, precision).encoded(reserved: Self.reserved(for: 0))
        headerLength = header.count
        let width = columns * precision.elementType.byteCount
        if file.position > headerLength {
            try file.overwrite(header, at: 0)
            rows = (file.position - headerLength) / width
        } else {
            try file.truncate(to: 0)
            try file.append(header)
        }
    }

    /// Drops all rows behind the first `count`.
    ///
    /// - Precondition: there are so many.
    public func keep(_ count: Int) throws {
        precondition((0...rows).contains(count), "only rows that are there can be kept")
        try file.truncate(to: headerLength + count * columns * precision.elementType.byteCount)
        rows = count
    }

    /// Brings the rows so far to the disk.
    public func synchronise() throws { try file.synchronise() }

    /// Takes an unfinished file away.
    public func discard() { file.discard() }

    private static func header(rows: Int, _ columns: Int, _ precision: StoredPrecision) -> NPYHeader {
        NPYHeader(elementType: precision.elementType, isBigEndian: false, isFortranOrder: false, shape: [rows, columns])
    }

    /// Room for as many more digits as the largest count has.
    private static func reserved(for rows: Int) -> Int { String(Int.max).count - String(rows).count }

    /// Appends rows, one behind the other.
    ///
    /// - Throws: `FeatureFileError.unwritableValue` for a value that is not finite, or not in the chosen precision.
    public func append(_ values: UnsafeBufferPointer<Double>) throws {
        guard values.count % columns == 0 else {
            throw FeatureFileError.unwritableShape(file: file.path, shape: [values.count], expected: "(\(columns)·n,)")
        }
        try ElementEncoder(precision: precision).encode(values) { [rows, columns, path = file.path, precision] index, value in
            FeatureFileError.unwritableValue(
                file: path, row: rows + index / columns + 1, column: index % columns + 1, value: "\(value)", precision: precision)
        } write: {
            try file.append($0)
        }
        rows += values.count / columns
    }

    /// Appends the rows of a matrix.
    ///
    /// - Throws: as for rows in a buffer.
    public func append(_ matrix: Matrix<Double>) throws {
        guard matrix.columns == columns else {
            throw FeatureFileError.unwritableShape(
                file: file.path, shape: [matrix.rows, matrix.columns], expected: "(n, \(columns))")
        }
        try matrix.elements.withUnsafeBufferPointer { try append($0) }
    }

    /// Completes the file and gives it its name. Nothing may be appended afterwards.
    ///
    /// - Parameter prepare: told where the complete file is before it has its name, so that what belongs beside it can be there first. What it
    ///   throws leaves the file unfinished.
    public func finish(preparing prepare: (_ complete: String) throws -> Void = { _ in }) throws {
        let header = Self.header(rows: rows, columns, precision).encoded(reserved: Self.reserved(for: rows))
        precondition(header.count == headerLength, "the header has room for every number of rows")
        try file.overwrite(header, at: 0)
        try prepare(file.temporary)
        try file.commit()
    }

    /// Writes a whole matrix.
    public static func write(_ matrix: Matrix<Double>, to path: String, precision: StoredPrecision = .float32) throws {
        let writer = try NPYWriter(path: path, columns: matrix.columns, precision: precision)
        try writer.append(matrix)
        try writer.finish()
    }
}
