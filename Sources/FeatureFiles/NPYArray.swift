// One stored array, of any number of dimensions: its header, and its numbers read in blocks.

import Foundation

/// A stored array whose header has been read and whose length has been checked.
struct NPYArray: Sendable {
    /// How many bytes are read at once: enough to be quick, few enough to stay in the cache until they are converted.
    static let blockSize = 1 << 20

    let header: NPYHeader

    /// The stream before the first number.
    private let origin: ByteStream
    /// The stream before the next number.
    private var stream: ByteStream
    /// The stream from which numbers are read out of order.
    private var plain: ByteStream?

    var name: String { origin.name }
    var shape: [Int] { header.shape }
    var converter: ElementConverter { ElementConverter(type: header.elementType, isBigEndian: header.isBigEndian) }

    /// Reads the header of the array that `stream` starts with.
    init(_ stream: ByteStream) throws {
        var stream = stream
        header = try NPYHeader(reading: &stream)
        guard stream.remaining >= header.byteCount else {
            throw FeatureFileError.truncatedData(file: stream.name, needed: header.byteCount, found: stream.remaining)
        }
        // Bytes after the array are tolerated in a file, as numpy does; in an archive the size is a promise.
        if stream.isMember, stream.remaining != header.byteCount {
            throw FeatureFileError.wrongMemberSize(
                file: stream.name, claimed: stream.count, needed: stream.position + header.byteCount)
        }
        origin = stream
        self.stream = stream
    }

    /// Reads the next numbers in the order in which they are stored.
    ///
    /// - Returns: whether all are finite.
    mutating func readNext(into target: UnsafeMutableBufferPointer<Double>) throws -> Bool {
        try Self.inBlocks(target, width: header.elementType.byteCount, converter: converter) { try stream.read(into: $0) }
    }

    /// Goes back to the first number.
    mutating func rewind() { stream = origin }

    /// Reads numbers from `index` on (in stored order) without moving on.
    ///
    /// A deflated member is unpacked once for this, outside of memory.
    ///
    /// - Returns: whether all are finite.
    mutating func read(at index: Int, into target: UnsafeMutableBufferPointer<Double>) throws -> Bool {
        let width = header.elementType.byteCount
        let plain = try randomAccess(verified: false)
        var offset = plain.position + index * width
        return try Self.inBlocks(target, width: width, converter: converter) { block in
            try plain.read(into: block, at: offset)
            offset += block.count
        }
    }

    /// The stream in which the numbers can be read out of order, from its position on.
    ///
    /// - Parameter verified: whether the checksum of a stored member is verified first, which reads it once.
    mutating func randomAccess(verified: Bool) throws -> ByteStream {
        if let plain { return plain }
        if origin.isPlain, verified { try origin.verifyChecksum() }
        let stream = origin.isPlain ? origin : try origin.unpacked()
        plain = stream
        return stream
    }

    private static func inBlocks(
        _ target: UnsafeMutableBufferPointer<Double>, width: Int, converter: ElementConverter,
        read: (UnsafeMutableRawBufferPointer) throws -> Void
    ) throws -> Bool {
        guard let base = target.baseAddress else { return true }
        let step = blockSize / width
        var isFinite = true
        let scratch = UnsafeMutableRawBufferPointer.allocate(
            byteCount: converter.isIdentity ? 0 : min(blockSize, target.count * width), alignment: 64)
        defer { scratch.deallocate() }
        for start in stride(from: 0, to: target.count, by: step) {
            let count = min(step, target.count - start)
            if converter.isIdentity {
                let piece = UnsafeMutableBufferPointer(start: base + start, count: count)
                try read(UnsafeMutableRawBufferPointer(piece))
                isFinite = ElementConverter.allFinite(UnsafeBufferPointer(piece)) && isFinite
            } else if let bytes = scratch.baseAddress {
                try read(UnsafeMutableRawBufferPointer(start: bytes, count: count * width))
                isFinite = converter.convert(bytes, count: count, into: base + start) && isFinite
            }
        }
        return isFinite
    }

    /// All numbers in stored order; for vectors, scalars and packed data.
    ///
    /// - Throws: an error that names the first number that is not finite, by its place from 1.
    func readElements() throws -> [Double] {
        let count = header.elementCount
        try Self.checkMemory(for: count, name: name)
        var reader = self
        reader.rewind()
        return try [Double](unsafeUninitializedCapacity: count) { buffer, filled in
            let target = UnsafeMutableBufferPointer(rebasing: buffer[..<count])
            if try !reader.readNext(into: target), let place = target.firstIndex(where: { !$0.isFinite }),
                let value = NonFiniteValue(target[place])
            {
                throw FeatureFileError.notFinite(file: name, row: 1, column: place + 1, value: value)
            }
            filled = count
        }
    }

    /// Refuses to allocate what the machine does not have; a count in a header is only a claim.
    static func checkMemory(for count: Int, name: String) throws {
        let available = Int(clamping: ProcessInfo.processInfo.physicalMemory)
        let (needed, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Double>.size)
        guard !overflow, needed <= available else {
            throw FeatureFileError.tooLargeForMemory(file: name, needed: overflow ? .max : needed, available: available)
        }
    }
}
