// Which part of a set a process takes: shard I of N, counted from 1, in contiguous rows.

import Localization

/// One of several shards of a set.
public struct ShardSpec: Hashable, Sendable {
    /// Counted from 1.
    public let index: Int
    public let count: Int

    /// The most shards of one set: what the largest job arrays have, many times over.
    public static let maximumCount = 10_000_000

    /// nil for numbers that are no shard: an index outside of 1...count.
    public init?(index: Int, count: Int) {
        guard (1...Self.maximumCount).contains(count), (1...count).contains(index) else { return nil }
        self.index = index
        self.count = count
    }

    /// Reads `3/8`.
    ///
    /// - Throws: ``ShardError/malformed(text:)``, ``ShardError/outOfRange(index:count:)``.
    public init(_ text: String) throws {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let index = Self.number(parts[0]), let count = Self.number(parts[1]) else {
            throw ShardError.malformed(text: printable(text))
        }
        guard let spec = ShardSpec(index: index, count: count) else {
            throw ShardError.outOfRange(index: index, count: count)
        }
        self = spec
    }

    /// Digits only: `Int` alone would take a sign.
    private static func number(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }

    /// Whether this is the whole set.
    public var isWhole: Bool { count == 1 }

    /// The rows of this shard among `total`, counted from 0: contiguous, and in sizes that differ by one at most.
    public func rows(of total: Int) -> Range<Int> {
        let (quotient, remainder) = total.quotientAndRemainder(dividingBy: count)
        let start = quotient * (index - 1) + min(index - 1, remainder)
        return start..<start + quotient + (index <= remainder ? 1 : 0)
    }

    /// The shard in the name of a file, `03-of-16`: names sort as the shards do.
    public var fileLabel: String {
        let digits = String(index)
        return String(repeating: "0", count: String(count).count - digits.count) + digits + "-of-\(count)"
    }
}

/// Where the samples of some statistics come from: a shard of a set, with its rows.
public struct StoredPart: Hashable, Sendable {
    public let shard: ShardSpec
    /// The rows of the set, counted from 0.
    public let rows: Range<Int>
    /// How many rows the set has.
    public let total: Int
    /// What tells the set from others: ``PooledRows/identity()``.
    public let set: SHA256Digest
    /// How many samples there are: as many as rows, less the pictures that were left out because they could not be read.
    public let count: Int

    public init(shard: ShardSpec, total: Int, set: SHA256Digest, count: Int? = nil) {
        self.shard = shard
        rows = shard.rows(of: total)
        self.total = total
        self.set = set
        self.count = count ?? rows.count
    }

    /// How many rows were left out.
    public var leftOut: Int { rows.count - count }

    /// The same rows, whichever of them were left out.
    var complete: StoredPart { StoredPart(shard: shard, total: total, set: set) }
}
