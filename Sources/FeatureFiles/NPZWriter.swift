// Writing .npz files: stored members with the checksums and, where they are needed, the ZIP64 fields that numpy expects.

import CZlib
import LinearAlgebra

/// Writes arrays under keys to one `.npz` file; the file appears when it is finished and not before.
///
/// The same arrays give the same bytes: no time is stored (members bear the date 1980-01-01, as those of numpy).
public final class NPZWriter {
    private let file: AtomicFile
    private var entries: [Entry] = []

    private struct Entry {
        var name: [UInt8]
        var checksum: UInt32
        var size: Int
        var offset: Int
    }

    /// - Throws: `FeatureFileError` when nothing can be written at `path`.
    public init(path: String) throws {
        file = try AtomicFile(path: path)
    }

    /// Adds a matrix under a key.
    ///
    /// - Throws: `FeatureFileError`, for a value that the precision cannot hold, or a key that is there already.
    public func add(_ matrix: Matrix<Double>, key: String, precision: StoredPrecision = .float64) throws {
        try add(key, precision.elementType, shape: [matrix.rows, matrix.columns]) { member in
            try matrix.elements.withUnsafeBufferPointer { try member.append($0, in: precision, columns: matrix.columns) }
        }
    }

    /// Adds a vector under a key.
    ///
    /// - Throws: as for a matrix.
    public func add(_ vector: Vector<Double>, key: String, precision: StoredPrecision = .float64) throws {
        try add(key, precision.elementType, shape: [vector.count]) { member in
            try vector.elements.withUnsafeBufferPointer { try member.append($0, in: precision, columns: vector.count) }
        }
    }

    /// Adds integers as int64, of a shape that they fill: `[]` for a scalar.
    func add(_ integers: [Int], shape: [Int], key: String) throws {
        try add(key, .int64, shape: shape) { member in
            try integers.flatMap { Self.littleEndian(UInt64(bitPattern: Int64($0))) }.withUnsafeBytes { try member.append($0) }
        }
    }

    /// Adds an array whose numbers come in pieces that fill `shape` in the end.
    func add(
        key: String, precision: StoredPrecision, shape: [Int], content: (Member) throws -> Void
    ) throws {
        try add(key, precision.elementType, shape: shape, content: content)
    }

    /// Adds a text as a member of that name, which is no array: numpy gives its bytes.
    func add(_ text: String, name: String) throws {
        let bytes = Array(text.utf8)
        try add(member: name, size: bytes.count) { member in try bytes.withUnsafeBytes { try member.append($0) } }
    }

    private func add(_ key: String, _ type: ElementType, shape: [Int], content: (Member) throws -> Void) throws {
        let header = NPYHeader(elementType: type, isBigEndian: false, isFortranOrder: false, shape: shape)
        let head = header.encoded()
        try add(member: "\(key).npy", key: key, size: head.count + header.byteCount) { member in
            try head.withUnsafeBytes { try member.append($0) }
            try content(member)
        }
    }

    /// - Parameters:
    ///   - key: how errors call the member, if not by its name.
    ///   - size: how many bytes `content` appends.
    private func add(member name: String, key: String? = nil, size: Int, content: (Member) throws -> Void) throws {
        let key = key ?? name
        var entry = Entry(name: Array(name.utf8), checksum: 0, size: size, offset: file.position)
        guard !entries.contains(where: { $0.name == entry.name }), entry.name.count <= 0xFFFF else {
            throw FeatureFileError.duplicateMember(file: "\(file.path):\(key)")
        }
        // The checksum is not known before the data have passed: the header is written again then.
        try file.append(localHeader(entry))
        let start = file.position
        let member = Member(file: file, name: "\(file.path):\(key)")
        try content(member)
        precondition(file.position - start == entry.size, "a member has the bytes that were announced")
        entry.checksum = member.checksum
        try file.overwrite(localHeader(entry), at: entry.offset)
        entries.append(entry)
    }

    /// A member that is being written.
    final class Member {
        private let file: AtomicFile
        private let name: String
        fileprivate private(set) var checksum: UInt32 = 0

        fileprivate init(file: AtomicFile, name: String) {
            self.file = file
            self.name = name
        }

        /// Appends numbers; an error tells the place of a number in rows of `columns`.
        func append(_ values: UnsafeBufferPointer<Double>, in precision: StoredPrecision, columns: Int) throws {
            let columns = max(1, columns)
            try ElementEncoder(precision: precision).encode(values) { index, value in
                FeatureFileError.unwritableValue(
                    file: name, row: index / columns + 1, column: index % columns + 1, value: "\(value)", precision: precision)
            } write: {
                try append($0)
            }
        }

        fileprivate func append(_ bytes: UnsafeRawBufferPointer) throws {
            guard let pointer = bytes.assumingMemoryBound(to: UInt8.self).baseAddress else { return }
            checksum = UInt32(truncatingIfNeeded: crc32_z(UInt(checksum), pointer, bytes.count))
            try file.append(bytes)
        }
    }

    /// Writes the directory and gives the file its name. Nothing may be added afterwards.
    public func finish() throws {
        let start = file.position
        for entry in entries { try file.append(directoryEntry(entry)) }
        let size = file.position - start
        let count = entries.count
        let isWide = count >= 0xFFFF || start >= 0xFFFF_FFFF || size >= 0xFFFF_FFFF
        if isWide {
            let record = file.position
            var wide = Self.littleEndian(0x0606_4B50 as UInt32) + Self.littleEndian(44 as UInt64)
            wide += Self.littleEndian(45 as UInt16) + Self.littleEndian(45 as UInt16) + [UInt8](repeating: 0, count: 8)
            for value in [count, count, size, start] { wide += Self.littleEndian(UInt64(value)) }
            wide += Self.littleEndian(0x0706_4B50 as UInt32) + Self.littleEndian(0 as UInt32)
            wide += Self.littleEndian(UInt64(record)) + Self.littleEndian(1 as UInt32)
            try file.append(wide)
        }
        let shortCount = isWide ? UInt16.max : UInt16(count)
        var end = Self.littleEndian(0x0605_4B50 as UInt32) + [0, 0, 0, 0]
        end += Self.littleEndian(shortCount) + Self.littleEndian(shortCount)
        end += Self.littleEndian(isWide ? .max : UInt32(size)) + Self.littleEndian(isWide ? .max : UInt32(start)) + [0, 0]
        try file.append(end)
        try file.commit()
    }

    /// What the local header and the directory share: version needed, flags, method, date, checksum, sizes, length of the name.
    private func common(_ entry: Entry, needsWide: Bool) -> [UInt8] {
        let isPlain = entry.name.allSatisfy { $0 < 0x80 }
        // Bit 11: the name is UTF-8. The date is 1980-01-01, the first that the format knows.
        var bytes = Self.littleEndian((needsWide ? 45 : 20) as UInt16) + Self.littleEndian((isPlain ? 0 : 0x800) as UInt16)
        bytes += [0, 0, 0, 0, 0x21, 0] + Self.littleEndian(entry.checksum)
        let size = entry.size >= 0xFFFF_FFFF ? UInt32.max : UInt32(entry.size)
        bytes += Self.littleEndian(size) + Self.littleEndian(size)
        return bytes + Self.littleEndian(UInt16(entry.name.count))
    }

    private func localHeader(_ entry: Entry) -> [UInt8] {
        let isWide = entry.size >= 0xFFFF_FFFF
        var extra: [UInt8] = []
        if isWide {
            extra = Self.littleEndian(1 as UInt16) + Self.littleEndian(16 as UInt16)
            extra += Self.littleEndian(UInt64(entry.size)) + Self.littleEndian(UInt64(entry.size))
        }
        return ZipArchive.localMagic + common(entry, needsWide: isWide) + Self.littleEndian(UInt16(extra.count)) + entry.name
            + extra
    }

    private func directoryEntry(_ entry: Entry) -> [UInt8] {
        var wide: [UInt8] = []
        if entry.size >= 0xFFFF_FFFF { wide += Self.littleEndian(UInt64(entry.size)) + Self.littleEndian(UInt64(entry.size)) }
        if entry.offset >= 0xFFFF_FFFF { wide += Self.littleEndian(UInt64(entry.offset)) }
        let extra = wide.isEmpty ? [] : Self.littleEndian(1 as UInt16) + Self.littleEndian(UInt16(wide.count)) + wide
        // Made by Unix (3), a regular file with mode 644.
        var bytes = Self.littleEndian(0x0201_4B50 as UInt32) + [45, 3] + common(entry, needsWide: !wide.isEmpty)
        bytes += Self.littleEndian(UInt16(extra.count)) + [UInt8](repeating: 0, count: 6)
        bytes += Self.littleEndian(0o100644 << 16 as UInt32)
        bytes += Self.littleEndian(entry.offset >= 0xFFFF_FFFF ? .max : UInt32(entry.offset))
        return bytes + entry.name + extra
    }

    private static func littleEndian<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}
