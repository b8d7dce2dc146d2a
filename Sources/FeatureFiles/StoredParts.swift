// How a file of statistics tells which shards it is made of: two small arrays of integers.
//
// `parts`, int64 (k, 4): for each part its shard, the number of shards, and the rows of the whole set; the rows of the shard follow from
// these, and the last column holds how many of them are samples: all, less those that were left out. `part_sets`, int64 (k, 8): the SHA-256 of each part's set in 32-bit words.

import LinearAlgebra

enum StoredParts {
    private static let partColumns = 4
    private static let wordColumns = SHA256Digest.byteCount / 4

    static func write(_ parts: [StoredPart], to writer: NPZWriter) throws {
        guard !parts.isEmpty else { return }
        try writer.add(
            parts.flatMap { [$0.shard.index, $0.shard.count, $0.total, $0.count] }, shape: [parts.count, partColumns],
            key: StoredStatistics.Key.parts.rawValue)
        try writer.add(
            parts.flatMap { words($0.set) }, shape: [parts.count, wordColumns], key: StoredStatistics.Key.partSets.rawValue)
    }

    /// The parts of an archive; none where it tells none.
    ///
    /// - Throws: ``ShardError/damagedParts(file:)`` for numbers that are no shards.
    static func read(_ archive: ArrayArchive, name: String) throws -> [StoredPart] {
        let keys = [StoredStatistics.Key.parts.rawValue, StoredStatistics.Key.partSets.rawValue]
        guard keys.contains(where: archive.has) else { return [] }
        guard keys.allSatisfy(archive.has) else { throw ShardError.damagedParts(file: name) }
        let (parts, sets) = (try archive.array(keys[0]), try archive.array(keys[1]))
        guard parts.shape.count == 2, parts.shape[1] == partColumns, parts.shape[0] > 0,
            sets.shape == [parts.shape[0], wordColumns]
        else { throw ShardError.damagedParts(file: name) }
        let numbers = try parts.readElements()
        let words = try sets.readElements()
        return try (0..<parts.shape[0]).map { index in
            let row = numbers[index * partColumns..<(index + 1) * partColumns].map { Int(exactly: $0) ?? -1 }
            let set = words[index * wordColumns..<(index + 1) * wordColumns].compactMap { UInt32(exactly: $0) }
            guard let shard = ShardSpec(index: row[0], count: row[1]), row[2] >= row[1], set.count == wordColumns else {
                throw ShardError.damagedParts(file: name)
            }
            let part = StoredPart(shard: shard, total: row[2], set: SHA256Digest(bytes: set.flatMap(bytes)), count: row[3])
            guard (1...part.rows.count).contains(part.count) else { throw ShardError.damagedParts(file: name) }
            return part
        }
    }

    private static func words(_ digest: SHA256Digest) -> [Int] {
        stride(from: 0, to: SHA256Digest.byteCount, by: 4).map { start in
            digest.bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
        }
    }

    private static func bytes(_ word: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * $0)) } }
}

extension StatisticsSummary {
    /// Reads what a file of statistics says of itself.
    ///
    /// - Throws: `FeatureFileError`, ``ShardError/holdsSamples(file:)`` for a file of samples, ``ShardError/damagedParts(file:)``.
    public init(path: String) throws {
        let file = try InputFile(path: path)
        guard file.size > 0 else { throw FeatureFileError.empty(file: path) }
        let format = FileFormat(start: try file.bytes(at: 0, count: min(file.size, FileFormat.probeLength)))
        switch format {
        case .zip: break
        case .foreign(let format): throw FeatureFileError.unsupportedFormat(file: path, looksLike: format)
        default: throw ShardError.holdsSamples(file: path)
        }
        let archive = try ArrayArchive(file)
        guard try archive.holdsStatistics() else { throw ShardError.holdsSamples(file: path) }
        self = try StoredStatistics.summary(of: archive, name: path)
    }
}
