// A file open for reading: its size when it was opened, and reads at any offset that never trust that size.

import Foundation

/// A regular file that is open for reading; it is closed when the last value that uses it goes.
///
/// Reads go through `pread`, not through a mapping: a file that shrinks meanwhile is an error and not a signal.
package final class InputFile: Sendable {
    /// How errors call the file.
    package let name: String

    /// Its size in bytes when it was opened.
    package let size: Int

    private let descriptor: Int32

    /// Opens the file at `path`.
    ///
    /// - Throws: `FeatureFileError` for a path that is missing, a folder, a pipe or a device, or not readable.
    package init(path: String) throws {
        // Without O_NONBLOCK, opening a pipe would wait for its writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let number = errno
            throw number == ENOENT || number == ENOTDIR
                ? FeatureFileError.notFound(file: path) : .unreadable(file: path, errorNumber: number)
        }
        do {
            size = try Self.size(of: descriptor, name: path)
        } catch {
            close(descriptor)
            throw error
        }
        name = path
        self.descriptor = descriptor
    }

    /// Takes over a descriptor of a regular file.
    init(takingOver descriptor: Int32, name: String, size: Int) {
        self.descriptor = descriptor
        self.name = name
        self.size = size
    }

    deinit { close(descriptor) }

    private static func size(of descriptor: Int32, name: String) throws -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FeatureFileError.unreadable(file: name, errorNumber: errno) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return Int(status.st_size)
        case S_IFDIR: throw FeatureFileError.isDirectory(file: name)
        default: throw FeatureFileError.notRegularFile(file: name)
        }
    }

    /// Fills `buffer` with the bytes from `offset` on.
    ///
    /// - Throws: `FeatureFileError.shrank` when the file ends before.
    package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws {
        var done = 0
        while done < buffer.count {
            // One call reads less than 2 GiB on every system.
            let count = min(buffer.count - done, 1 << 30)
            let step = pread(descriptor, buffer.baseAddress.map { $0 + done }, count, off_t(offset + done))
            if step < 0 {
                if errno == EINTR { continue }
                throw FeatureFileError.unreadable(file: name, errorNumber: errno)
            }
            if step == 0 {
                throw FeatureFileError.shrank(file: name, offset: offset, expected: buffer.count, found: done)
            }
            done += step
        }
    }

    /// `count` bytes from `offset` on. The caller has checked that the file is that long.
    package func bytes(at offset: Int, count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            try read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
            filled = count
        }
    }
}

extension InputFile {
    /// Whether something that is not a folder stands at `path`.
    static func exists(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0
    }
}

/// Reads integers in little-endian order from bytes that came from outside; `nil` when they end.
package struct LittleEndianReader {
    package let bytes: ArraySlice<UInt8>
    package private(set) var position: Int

    package init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    package var remaining: Int { bytes.endIndex - position }

    package mutating func integer<Value: FixedWidthInteger & UnsignedInteger>(_: Value.Type) -> Value? {
        let width = Value.bitWidth / 8
        guard remaining >= width else { return nil }
        var value: Value = 0
        for index in 0..<width { value |= Value(bytes[position + index]) << Value(8 * index) }
        position += width
        return value
    }

    /// The next `count` bytes.
    package mutating func slice(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, remaining >= count else { return nil }
        defer { position += count }
        return bytes[position..<position + count]
    }
}
