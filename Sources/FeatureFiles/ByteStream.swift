// The bytes of one array: a whole file, or a stored or deflated member of an archive, read in order or, where they lie plain, anywhere.

import CZlib
import Foundation

/// A source of bytes with a position. A copy reads on independently.
package struct ByteStream: Sendable {
    /// How errors call these bytes: `features.npy`, `stats.npz:mu`.
    let name: String

    /// How many bytes there are, unpacked. For a member this is what the archive claims, checked as far as it can be.
    package let count: Int

    /// How many have been read.
    private(set) var position = 0

    private let file: InputFile
    /// Where the bytes lie as they are in the file; without meaning for deflated ones.
    private let start: Int
    private var inflater: Inflater?
    private var checksum: Checksum?

    private struct Checksum {
        let expected: UInt32
        var running: UInt32 = 0

        mutating func take(_ buffer: UnsafeMutableRawBufferPointer) {
            let bytes = buffer.assumingMemoryBound(to: UInt8.self)
            running = UInt32(truncatingIfNeeded: crc32_z(UInt(running), bytes.baseAddress, bytes.count))
        }
    }

    /// A whole file.
    init(_ file: InputFile) {
        name = file.name
        count = file.size
        self.file = file
        start = 0
    }

    /// A stored member; its bytes are known to lie in the file.
    init(stored range: Range<Int>, of file: InputFile, name: String, checksum: UInt32) {
        self.name = name
        count = range.count
        self.file = file
        start = range.lowerBound
        self.checksum = Checksum(expected: checksum)
    }

    /// A deflated member that claims to unpack to `count` bytes.
    init(deflated range: Range<Int>, of file: InputFile, name: String, count: Int, checksum: UInt32) throws {
        self.name = name
        self.count = count
        self.file = file
        start = range.lowerBound
        inflater = try Inflater(file: file, name: name, range: range)
        self.checksum = Checksum(expected: checksum)
    }

    var remaining: Int { count - position }

    /// Whether bytes can be read out of order.
    var isPlain: Bool { inflater == nil }

    /// Whether these bytes belong to a member of an archive.
    var isMember: Bool { checksum != nil }

    /// Fills `buffer` with the next bytes; at the end of a member its checksum is verified.
    ///
    /// - Precondition: no more than `remaining` bytes are asked for.
    package mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws {
        precondition(buffer.count <= remaining, "a byte stream is not read beyond its end")
        if buffer.isEmpty { return }
        if inflater == nil {
            try file.read(into: buffer, at: start + position)
        } else {
            // A copy of this stream may share the state: the first of them to move on makes its own.
            if !isKnownUniquelyReferenced(&inflater) { inflater = try inflater?.copy() }
            let found = try inflater?.read(into: buffer) ?? 0
            guard found == buffer.count else {
                throw FeatureFileError.shortMember(file: name, claimed: count, found: position + found)
            }
        }
        position += buffer.count
        checksum?.take(buffer)
        if position == count { try verifyEnd() }
    }

    /// Reads bytes at `offset` (counted from the stream's start) without moving the position.
    ///
    /// - Precondition: `isPlain`, and the bytes lie inside the stream.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws {
        precondition(isPlain && offset >= 0 && buffer.count <= count - offset, "plain bytes are read inside the stream")
        try file.read(into: buffer, at: start + offset)
    }

    /// Checks that a member ends where the archive says, with the checksum that it says.
    private mutating func verifyEnd() throws {
        if let inflater {
            // Asking for one byte more lets zlib see the end mark; nothing may come.
            let extra = try withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) { try inflater.read(into: $0) }
            guard extra == 0 else { throw FeatureFileError.overlongMember(file: name, claimed: count) }
            guard inflater.consumedAll else { throw FeatureFileError.damagedMember(file: name, offset: count) }
        }
        if let checksum, checksum.running != checksum.expected {
            throw FeatureFileError.wrongChecksum(file: name, expected: checksum.expected, found: checksum.running)
        }
    }
}

extension ByteStream {
    /// Reads the rest in order for the sake of its checksum.
    package func verifyChecksum() throws {
        guard isMember else { return }
        var stream = self
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
        defer { buffer.deallocate() }
        while stream.remaining > 0 {
            try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, stream.remaining)]))
        }
    }

    /// The rest of the bytes, unpacked into a file of the temporary folder that has no name any more, to be read out of order.
    func unpacked() throws -> ByteStream {
        var stream = self
        let folder = ProcessInfo.processInfo.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        var template = Array("\(folder)/fid-unpacked-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else {
            throw FeatureFileError.unpackingFailed(file: name, folder: folder, errorNumber: errno)
        }
        unlink(template)
        let file = InputFile(takingOver: descriptor, name: name, size: remaining)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
        defer { buffer.deallocate() }
        while stream.remaining > 0 {
            let piece = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, stream.remaining)])
            try stream.read(into: piece)
            var done = 0
            while done < piece.count {
                let step = write(descriptor, piece.baseAddress.map { $0 + done }, piece.count - done)
                if step < 0, errno == EINTR { continue }
                guard step > 0 else {
                    throw FeatureFileError.unpackingFailed(file: name, folder: folder, errorNumber: errno)
                }
                done += step
            }
        }
        return ByteStream(file)
    }
}
