// Zip archives for the tests, built byte by byte.

import CZlib

public func littleEndian<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
}

public func bigEndian<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] { littleEndian(value.byteSwapped) }

/// Raw deflate, as zip archives have it.
public func deflated(_ content: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    guard fid_deflate_init_raw(&stream, 6) == Z_OK else { return [] }
    defer { deflateEnd(&stream) }
    var input = content
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(content.count))))
    let count = input.withUnsafeMutableBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(output.count)
            deflate(&stream, Z_FINISH)
            return output.count - Int(stream.avail_out)
        }
    }
    return Array(output[..<count])
}

/// A zip archive, right by default and wrong on request.
public struct Zip: Sendable {
    public struct Member: Sendable {
        public var name: String
        public var content: [UInt8]
        public var isDeflated = false
        public var flags: UInt16 = 0
        public var method: UInt16?
        public var claimedSize: Int?
        public var checksum: UInt32?
        public var localName: String?
        /// What stands in the archive instead of the content.
        public var stored: [UInt8]?
        public var usesDescriptor = false
        public var usesZip64 = false

        public init(
            name: String, content: [UInt8], isDeflated: Bool = false, flags: UInt16 = 0, method: UInt16? = nil,
            claimedSize: Int? = nil, checksum: UInt32? = nil, localName: String? = nil, stored: [UInt8]? = nil,
            usesDescriptor: Bool = false, usesZip64: Bool = false
        ) {
            self.name = name
            self.content = content
            self.isDeflated = isDeflated
            self.flags = flags
            self.method = method
            self.claimedSize = claimedSize
            self.checksum = checksum
            self.localName = localName
            self.stored = stored
            self.usesDescriptor = usesDescriptor
            self.usesZip64 = usesZip64
        }
    }

    public var members: [Member]
    public var comment = ""
    public var disk: UInt16 = 0
    public var usesZip64 = false

    public init(_ members: [Member]) { self.members = members }
    /// An .npz of these arrays.
    public init(_ arrays: KeyValuePairs<String, [UInt8]>) {
        members = arrays.map { Member(name: "\($0.key).npy", content: $0.value) }
    }

    public var bytes: [UInt8] {
        var archive: [UInt8] = []
        var directory: [UInt8] = []
        for member in members {
            let offset = archive.count
            let stored = member.stored ?? (member.isDeflated ? deflated(member.content) : member.content)
            let checksum =
                member.checksum ?? UInt32(truncatingIfNeeded: crc32_z(0, member.content, member.content.count))
            let size = member.claimedSize ?? member.content.count
            let method = member.method ?? (member.isDeflated ? 8 : 0)
            let flags = member.flags | (member.usesDescriptor ? 8 : 0)
            let wide =
                littleEndian(UInt16(1)) + littleEndian(UInt16(16)) + littleEndian(UInt64(size))
                + littleEndian(UInt64(stored.count))
            let extra = member.usesZip64 ? wide : []
            func sizes(_ hidden: Bool) -> [UInt8] {
                if hidden { return [UInt8](repeating: 0, count: 12) }
                return littleEndian(checksum)
                    + (member.usesZip64
                        ? littleEndian(UInt64.max) : littleEndian(UInt32(stored.count)) + littleEndian(UInt32(size)))
            }
            let fixed = littleEndian(flags) + littleEndian(method) + [0, 0, 0x21, 0]
            let localName = Array((member.localName ?? member.name).utf8)
            archive += littleEndian(UInt32(0x0403_4B50)) + [20, 0] + fixed + sizes(member.usesDescriptor)
            archive += littleEndian(UInt16(localName.count)) + littleEndian(UInt16(extra.count)) + localName + extra + stored
            if member.usesDescriptor {
                archive += littleEndian(UInt32(0x0807_4B50)) + littleEndian(checksum)
                archive += littleEndian(UInt32(stored.count)) + littleEndian(UInt32(size))
            }
            let name = Array(member.name.utf8)
            directory += littleEndian(UInt32(0x0201_4B50)) + [20, 0, 20, 0] + fixed + sizes(false)
            directory += littleEndian(UInt16(name.count)) + littleEndian(UInt16(extra.count)) + [UInt8](repeating: 0, count: 10)
            directory += littleEndian(UInt32(offset)) + name + extra
        }
        let start = archive.count
        archive += directory
        if usesZip64 {
            let record = archive.count
            archive +=
                littleEndian(UInt32(0x0606_4B50)) + littleEndian(UInt64(44)) + [45, 0, 45, 0] + [UInt8](repeating: 0, count: 8)
            for value in [members.count, members.count, directory.count, start] { archive += littleEndian(UInt64(value)) }
            archive +=
                littleEndian(UInt32(0x0706_4B50)) + littleEndian(UInt32(0)) + littleEndian(UInt64(record))
                + littleEndian(UInt32(1))
        }
        let count = usesZip64 ? UInt16.max : UInt16(members.count)
        archive += littleEndian(UInt32(0x0605_4B50)) + littleEndian(disk) + littleEndian(UInt16(0)) + littleEndian(count)
        archive +=
            littleEndian(count)
            + (usesZip64 ? littleEndian(UInt64.max) : littleEndian(UInt32(directory.count)) + littleEndian(UInt32(start)))
        return archive + littleEndian(UInt16(comment.utf8.count)) + Array(comment.utf8)
    }
}
