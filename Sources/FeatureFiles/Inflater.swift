// A deflated stretch of a file, unpacked piece by piece in constant memory.

import CZlib

/// The state of unpacking one deflated member. It is owned by one `ByteStream`, which copies it before a second owner moves on.
///
/// - Note: `@unchecked Sendable` because the mutable state is reached only through a uniquely referenced owner.
final class Inflater: @unchecked Sendable {
    private static let inputCapacity = 1 << 16

    private let file: InputFile
    private let name: String
    // zlib keeps a pointer to its stream, which therefore must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private let input: UnsafeMutableBufferPointer<UInt8>
    private var nextOffset: Int
    private var endOffset: Int
    private var total = 0
    private var isAtEnd = false

    /// - Parameter range: the deflated bytes in `file`.
    init(file: InputFile, name: String, range: Range<Int>) throws {
        self.file = file
        self.name = name
        nextOffset = range.lowerBound
        endOffset = range.upperBound
        input = .allocate(capacity: Self.inputCapacity)
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard fid_inflate_init_raw(stream) == Z_OK else {
            throw FeatureFileError.damagedMember(file: name, offset: 0)
        }
    }

    private init(copying other: Inflater) throws {
        file = other.file
        name = other.name
        nextOffset = other.nextOffset
        endOffset = other.endOffset
        total = other.total
        isAtEnd = other.isAtEnd
        input = .allocate(capacity: Self.inputCapacity)
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard inflateCopy(stream, other.stream) == Z_OK else {
            throw FeatureFileError.damagedMember(file: name, offset: total)
        }
        // What was read and not yet unpacked.
        let pending = Int(other.stream.pointee.avail_in)
        if pending > 0, let from = other.stream.pointee.next_in, let to = input.baseAddress {
            to.update(from: from, count: pending)
        }
        stream.pointee.next_in = input.baseAddress
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        input.deallocate()
    }

    /// A second, independent state at the same place.
    func copy() throws -> Inflater { try Inflater(copying: self) }

    /// Whether the deflated data ended exactly where the archive says.
    var consumedAll: Bool { isAtEnd && nextOffset == endOffset && stream.pointee.avail_in == 0 }

    /// Unpacks into `buffer` until it is full or the data end.
    ///
    /// - Returns: how many bytes were unpacked.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        var done = 0
        while done < buffer.count, !isAtEnd {
            if stream.pointee.avail_in == 0, nextOffset < endOffset {
                let count = min(Self.inputCapacity, endOffset - nextOffset)
                let piece = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: input[..<count]))
                try file.read(into: piece, at: nextOffset)
                nextOffset += count
                stream.pointee.next_in = input.baseAddress
                stream.pointee.avail_in = UInt32(count)
            }
            let room = min(buffer.count - done, 1 << 30)
            stream.pointee.next_out = buffer.baseAddress.map { ($0 + done).assumingMemoryBound(to: UInt8.self) }
            stream.pointee.avail_out = UInt32(room)
            let result = inflate(stream, Z_NO_FLUSH)
            let step = room - Int(stream.pointee.avail_out)
            done += step
            total += step
            switch result {
            case Z_STREAM_END: isAtEnd = true
            case Z_OK: break
            default: throw FeatureFileError.damagedMember(file: name, offset: total)  // Z_BUF_ERROR: the data ended too early.
            }
        }
        return done
    }
}
