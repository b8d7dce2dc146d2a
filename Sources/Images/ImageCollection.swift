// A set of pictures: a folder, a zip archive, a file, or several of them.

import FeatureFiles
import Foundation

/// Pictures by number, in the order in which other FID tools take them.
///
/// Nothing is decoded before it is asked for. A collection may be used from several threads at once: a value that does not change,
/// over files that are read at given places.
public struct ImageCollection: Sendable {
    /// What to look for, and how large it may be.
    public struct Options: Sendable, Equatable {
        /// Whether subfolders are searched. All folders of an archive are.
        public var isRecursive: Bool
        public var limits: ImageLimits

        public init(isRecursive: Bool = false, limits: ImageLimits = ImageLimits()) {
            self.isRecursive = isRecursive
            self.limits = limits
        }
    }

    /// The folders, archives and files that were named.
    public let paths: [String]
    public let options: Options

    /// What was passed over, with reasons.
    public let skipped: [SkippedFile]

    private let entries: [PictureList.Entry]

    /// The pictures of a folder (sorted by name, by code points), of a zip archive (the same), or one picture.
    ///
    /// - Throws: ``ImageError``, among them ``ImageError/noPictures(path:skipped:)``.
    public init(path: String, options: Options = Options()) throws(ImageError) {
        try self.init(paths: [path], options: options)
    }

    /// The pictures of several folders, archives and files, one after the other in the order given.
    ///
    /// - Throws: ``ImageError``, among them ``ImageError/noPictures(path:skipped:)`` for the first path without pictures.
    public init(paths: [String], options: Options = Options()) throws(ImageError) {
        var entries: [PictureList.Entry] = []
        var skipped: [SkippedFile] = []
        for path in paths {
            let list = try Self.list(path, options)
            guard !list.entries.isEmpty else { throw .noPictures(path: path, skipped: SkippedSummary(list.skipped)) }
            entries += list.entries
            skipped += list.skipped
        }
        self.paths = paths
        self.options = options
        self.entries = entries
        self.skipped = skipped
    }

    private static func list(_ path: String, _ options: Options) throws(ImageError) -> PictureList {
        guard FileStatus(of: path)?.kind != .folder else {
            return try PictureList(folder: path, isRecursive: options.isRecursive)
        }
        do {
            let file = try InputFile(path: path)
            if FileFormat(start: try file.bytes(at: 0, count: min(file.size, 8))) == .zip {
                return PictureList(archive: try ZipArchive(file), path: path)
            }
            var list = PictureList()
            list.entries = [PictureList.Entry(name: path, location: path, source: .file(path: path))]
            return list
        } catch {
            throw ImageError(error, file: path)
        }
    }

    /// How many pictures there are, at least one.
    public var count: Int { entries.count }

    /// The names in order: the path from the folder, or inside the archive.
    public var names: [String] { entries.map(\.name) }

    /// The name of one picture.
    public func name(at index: Int) -> String { entries[index].name }

    /// How errors call a picture: its path, or the archive's path, a colon, and its name.
    public func location(at index: Int) -> String { entries[index].location }

    /// The encoded bytes of a picture. The checksum of an archive's member is verified.
    ///
    /// - Throws: ``ImageError``.
    public func bytes(at index: Int) throws(ImageError) -> [UInt8] {
        let entry = entries[index]
        switch entry.source {
        case .file(let path): return try ImageDecoder.bytes(ofFileAt: path, limit: options.limits.bytes)
        case .member(let archive, let member):
            guard !member.isEncrypted else { throw .encryptedMember(file: entry.location) }
            guard member.method == 0 || member.method == 8 else {
                throw .unsupportedCompression(file: entry.location, method: member.method)
            }
            guard member.size <= options.limits.bytes else {
                throw .tooManyBytes(file: entry.location, size: member.size, limit: options.limits.bytes)
            }
            do {
                var stream = try archive.stream(of: member)
                return try [UInt8](unsafeUninitializedCapacity: stream.count) { buffer, filled in
                    try stream.read(into: UnsafeMutableRawBufferPointer(buffer))
                    filled = buffer.count
                }
            } catch {
                throw ImageError(error, file: entry.location)
            }
        }
    }

    /// A picture, decoded.
    ///
    /// - Throws: ``ImageError``.
    public func decode(at index: Int) throws(ImageError) -> DecodedImage {
        try ImageDecoder.decode(bytes(at: index), name: entries[index].location, limits: options.limits)
    }
}

// MARK: - Pictures that cannot be read

/// What a picture that cannot be read does to a run.
public enum BrokenImagePolicy: String, CaseIterable, Sendable {
    /// It ends the run: a distance over other pictures than were named is another distance.
    case fail
    /// It is left out, counted, and listed.
    case skip
}

/// A picture that could not be read.
public struct BrokenImage: Sendable, Equatable {
    public let index: Int
    /// How errors call it.
    public let location: String
    public let error: ImageError

    public init(index: Int, location: String, error: ImageError) {
        self.index = index
        self.location = location
        self.error = error
    }
}

/// What became of a picture.
public enum ImageOutcome: Sendable, Equatable {
    case decoded(DecodedImage)
    case broken(BrokenImage)
}

extension ImageCollection {
    /// A picture, decoded; what is wrong with it is thrown or returned, as `policy` says.
    ///
    /// - Throws: ``ImageError``, with the policy ``BrokenImagePolicy/fail``.
    public func decode(at index: Int, ifBroken policy: BrokenImagePolicy) throws(ImageError) -> ImageOutcome {
        do {
            return .decoded(try decode(at: index))
        } catch {
            guard policy == .skip else { throw error }
            return .broken(BrokenImage(index: index, location: location(at: index), error: error))
        }
    }
}

// MARK: - Identity

extension ImageCollection {
    /// The SHA-256 of a picture's encoded bytes.
    ///
    /// - Throws: ``ImageError``, `HashError`.
    public func digest(at index: Int) throws -> SHA256Digest { try Self.digest(of: bytes(at: index)) }

    /// The SHA-256 of encoded bytes that are in memory already.
    ///
    /// - Throws: `HashError`.
    public static func digest(of bytes: [UInt8]) throws -> SHA256Digest {
        let hasher = try SHA256Hasher()
        try hasher.update(bytes)
        return try hasher.finish()
    }

    /// What tells the content of this collection from that of another: the SHA-256 of the digests of its pictures, in order.
    /// Names do not enter, so that a folder and an archive of it are the same.
    ///
    /// - Throws: ``ImageError`` for the first picture that cannot be read, `HashError`.
    public func identity() throws -> SHA256Digest { try Self.identity(of: indices.map { try digest(at: $0) }) }

    /// The identity of pictures whose digests are known.
    ///
    /// - Throws: `HashError`.
    public static func identity(of digests: [SHA256Digest]) throws -> SHA256Digest {
        try digest(of: digests.flatMap(\.bytes))
    }

    /// The numbers of the pictures.
    public var indices: Range<Int> { 0..<entries.count }
}
