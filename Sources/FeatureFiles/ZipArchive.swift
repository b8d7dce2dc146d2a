// The part of the zip format (PKWARE's APPNOTE 6.3) that .npz files and archives of pictures use: stored and deflated members, with ZIP64.

/// The directory of a zip archive. Nothing in it is believed before it has been compared with the file.
package struct ZipArchive: Sendable {
    package static let localMagic: [UInt8] = [0x50, 0x4B, 0x03, 0x04]
    static let emptyMagic: [UInt8] = [0x50, 0x4B, 0x05, 0x06]

    /// A member as the directory describes it.
    package struct Member: Sendable {
        package var name: String
        var flags: UInt16
        package var method: Int
        var checksum: UInt32
        var storedSize: Int
        package var size: Int
        var headerOffset: Int
        /// The name as it is spelled in bytes.
        var rawName: [UInt8]

        /// The key under which numpy offers the member, without `.npy`.
        var key: String { name.hasSuffix(".npy") ? String(name.dropLast(4)) : name }
        var isArray: Bool { name.hasSuffix(".npy") }
        package var isEncrypted: Bool { flags & 0x41 != 0 }
        /// Whether sizes and checksum follow the data instead of preceding them.
        var hasDataDescriptor: Bool { flags & 0x08 != 0 }
    }

    /// A directory of a million pictures takes some 100 MB.
    private static let maximumDirectorySize = 256 << 20

    let file: InputFile

    /// The members in the order of the directory.
    package let members: [Member]

    /// Where the directory starts: no member's data reach further.
    private let directoryOffset: Int

    package init(_ file: InputFile) throws {
        self.file = file
        let directory = try DirectoryLocation(of: file)
        directoryOffset = directory.offset
        guard directory.size <= Self.maximumDirectorySize else {
            throw Self.damaged(file, .directoryEntry(offset: directory.offset))
        }
        let bytes = try file.bytes(at: directory.offset, count: directory.size)
        var reader = LittleEndianReader(bytes[...])
        var members: [Member] = []
        var names: Set<[UInt8]> = []
        for _ in 0..<directory.entries {
            let start = directory.offset + reader.position
            guard let member = Member(reading: &reader) else { throw Self.damaged(file, .directoryEntry(offset: start)) }
            guard names.insert(member.rawName).inserted else {
                throw FeatureFileError.duplicateMember(file: "\(file.name):\(printable(member.key))")
            }
            members.append(member)
        }
        guard reader.remaining == 0 else { throw Self.damaged(file, .directoryEntry(offset: directory.offset + reader.position)) }
        self.members = members
    }

    private static func damaged(_ file: InputFile, _ problem: ArchiveProblem) -> FeatureFileError {
        .damagedArchive(file: file.name, problem: problem)
    }

    /// The bytes of a member, after its local header has been compared with the directory.
    package func stream(of member: Member) throws -> ByteStream {
        let name = "\(file.name):\(printable(member.key))"
        guard !member.isEncrypted else { throw FeatureFileError.encryptedMember(file: name) }
        guard member.method == 0 || member.method == 8 else {
            throw FeatureFileError.unsupportedCompression(file: name, method: member.method)
        }
        let range = try dataRange(of: member)
        if member.method == 0 {
            guard member.size == member.storedSize else { throw impossible(member) }
            return ByteStream(stored: range, of: file, name: name, checksum: member.checksum)
        }
        // A deflated byte unpacks to 1032 bytes at most: two bits can stand for 258 of them.
        guard member.size / 1032 <= member.storedSize else { throw impossible(member) }
        return try ByteStream(deflated: range, of: file, name: name, count: member.size, checksum: member.checksum)
    }

    /// Where the bytes of a stored member lie in the file, after its local header has been compared with the directory.
    ///
    /// - Throws: `FeatureFileError` for a member that is compressed, encrypted, or not where the directory says.
    package func storedRange(of member: Member) throws -> Range<Int> {
        let name = "\(file.name):\(printable(member.key))"
        guard !member.isEncrypted else { throw FeatureFileError.encryptedMember(file: name) }
        guard member.method == 0 else { throw FeatureFileError.unsupportedCompression(file: name, method: member.method) }
        guard member.size == member.storedSize else { throw impossible(member) }
        return try dataRange(of: member)
    }

    private func impossible(_ member: Member) -> FeatureFileError {
        Self.damaged(
            file, .impossibleSize(name: printable(member.name), claimed: member.size, stored: member.storedSize))
    }

    private func dataRange(of member: Member) throws -> Range<Int> {
        let fixed = 30
        let outside = Self.damaged(file, .memberOutOfBounds(name: printable(member.name)))
        guard member.headerOffset <= directoryOffset - fixed else { throw outside }
        let header = try file.bytes(at: member.headerOffset, count: fixed)
        let contradiction = Self.damaged(
            file, .localHeader(name: printable(member.name), offset: member.headerOffset))
        var reader = LittleEndianReader(header[4...])
        guard header.starts(with: Self.localMagic), reader.slice(2) != nil, let flags = reader.integer(UInt16.self),
            let method = reader.integer(UInt16.self), reader.slice(4) != nil, let checksum = reader.integer(UInt32.self),
            let storedSize = reader.integer(UInt32.self), let size = reader.integer(UInt32.self),
            let nameLength = reader.integer(UInt16.self), let extraLength = reader.integer(UInt16.self)
        else { throw contradiction }
        guard Int(method) == member.method, (flags ^ member.flags) & 0x49 == 0, Int(nameLength) == member.rawName.count else {
            throw contradiction
        }
        let start = member.headerOffset + fixed + Int(nameLength) + Int(extraLength)
        guard start <= directoryOffset, member.storedSize <= directoryOffset - start else { throw outside }
        guard try file.bytes(at: member.headerOffset + fixed, count: Int(nameLength)) == member.rawName else {
            throw contradiction
        }
        if !member.hasDataDescriptor {
            let agrees = { (local: UInt32, real: Int) in local == .max || Int(local) == real }
            guard checksum == member.checksum, agrees(storedSize, member.storedSize), agrees(size, member.size) else {
                throw contradiction
            }
        }
        return start..<start + member.storedSize
    }
}

extension ZipArchive.Member {
    /// Reads an entry of the directory; `nil` when it makes no sense.
    fileprivate init?(reading reader: inout LittleEndianReader) {
        guard reader.integer(UInt32.self) == 0x0201_4B50, reader.slice(4) != nil, let flags = reader.integer(UInt16.self),
            let method = reader.integer(UInt16.self), reader.slice(4) != nil, let checksum = reader.integer(UInt32.self),
            let storedSize = reader.integer(UInt32.self), let size = reader.integer(UInt32.self),
            let nameLength = reader.integer(UInt16.self), let extraLength = reader.integer(UInt16.self),
            let commentLength = reader.integer(UInt16.self), reader.slice(8) != nil,
            let offset = reader.integer(UInt32.self), let name = reader.slice(Int(nameLength)),
            let extra = reader.slice(Int(extraLength)), reader.slice(Int(commentLength)) != nil
        else { return nil }
        var wide = Self.zip64Fields(in: extra)
        // A field of all ones means: look into the ZIP64 extra field, where those that are needed follow in this order.
        func value(_ narrow: UInt32) -> Int? {
            if narrow != .max { return Int(narrow) }
            return wide?.integer(UInt64.self).flatMap { Int(exactly: $0) }
        }
        guard let size = value(size), let storedSize = value(storedSize), let offset = value(offset) else { return nil }
        self.init(
            name: String(decoding: name, as: UTF8.self), flags: flags, method: Int(method), checksum: checksum,
            storedSize: storedSize, size: size, headerOffset: offset, rawName: Array(name))
    }

    private static func zip64Fields(in extra: ArraySlice<UInt8>) -> LittleEndianReader? {
        var reader = LittleEndianReader(extra)
        while let tag = reader.integer(UInt16.self), let length = reader.integer(UInt16.self),
            let content = reader.slice(Int(length))
        {
            if tag == 1 { return LittleEndianReader(content) }
        }
        return nil
    }
}

/// Where the directory of an archive lies, read from the records at its end.
private struct DirectoryLocation {
    var entries: Int
    var size: Int
    var offset: Int

    init(of file: InputFile) throws {
        let fixed = 22
        // The record ends the file but for a comment of at most 65,535 bytes.
        let count = min(file.size, fixed + 0xFFFF)
        let tailOffset = file.size - count
        let tail = try file.bytes(at: tailOffset, count: count)
        let mark: [UInt8] = ZipArchive.emptyMagic
        guard count >= fixed,
            let place = stride(from: count - fixed, through: 0, by: -1).first(where: { place in
                tail[place...].starts(with: mark)
                    && place + fixed + Int(tail[place + 20]) + Int(tail[place + 21]) << 8 == count
            })
        else { throw FeatureFileError.damagedArchive(file: file.name, problem: .noDirectory) }
        let end = tailOffset + place
        var reader = LittleEndianReader(tail[(place + 4)...])
        guard let disk = reader.integer(UInt16.self), let startDisk = reader.integer(UInt16.self),
            let here = reader.integer(UInt16.self), let entries = reader.integer(UInt16.self),
            let size = reader.integer(UInt32.self), let offset = reader.integer(UInt32.self)
        else { throw FeatureFileError.damagedArchive(file: file.name, problem: .noDirectory) }
        (self.entries, self.size, self.offset) = (Int(entries), Int(size), Int(offset))
        var limit = end
        if entries == .max || size == .max || offset == .max || disk == .max, let record = try Self.zip64Record(file, before: end)
        {
            limit = record
            try readZip64(file, at: record)
        } else if disk != 0 || startDisk != 0 || here != entries {
            throw FeatureFileError.damagedArchive(file: file.name, problem: .multipleDisks)
        }
        guard self.offset <= limit, self.size <= limit - self.offset else {
            throw FeatureFileError.damagedArchive(file: file.name, problem: .directoryOutOfBounds(offset: self.offset))
        }
    }

    /// The place of the ZIP64 record, which a locator of 20 bytes before the end record tells.
    private static func zip64Record(_ file: InputFile, before end: Int) throws -> Int? {
        guard end >= 20 else { return nil }
        let bytes = try file.bytes(at: end - 20, count: 20)
        var reader = LittleEndianReader(bytes[...])
        guard reader.integer(UInt32.self) == 0x0706_4B50, reader.integer(UInt32.self) != nil else { return nil }
        guard let offset = reader.integer(UInt64.self), let place = Int(exactly: offset), place <= end - 20 - 56 else {
            throw FeatureFileError.damagedArchive(file: file.name, problem: .directoryOutOfBounds(offset: end - 20))
        }
        guard reader.integer(UInt32.self).map({ $0 <= 1 }) ?? false else {
            throw FeatureFileError.damagedArchive(file: file.name, problem: .multipleDisks)
        }
        return place
    }

    private mutating func readZip64(_ file: InputFile, at place: Int) throws {
        let bytes = try file.bytes(at: place, count: 56)
        var reader = LittleEndianReader(bytes[...])
        guard reader.integer(UInt32.self) == 0x0606_4B50, reader.slice(12) != nil, let disk = reader.integer(UInt32.self),
            let startDisk = reader.integer(UInt32.self), let here = reader.integer(UInt64.self),
            let entries = reader.integer(UInt64.self).flatMap({ Int(exactly: $0) }),
            let size = reader.integer(UInt64.self).flatMap({ Int(exactly: $0) }),
            let offset = reader.integer(UInt64.self).flatMap({ Int(exactly: $0) })
        else { throw FeatureFileError.damagedArchive(file: file.name, problem: .directoryOutOfBounds(offset: place)) }
        guard disk == 0, startDisk == 0, Int(exactly: here) == entries else {
            throw FeatureFileError.damagedArchive(file: file.name, problem: .multipleDisks)
        }
        (self.entries, self.size, self.offset) = (entries, size, offset)
    }
}
