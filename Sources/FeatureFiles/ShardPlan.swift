// Whether shards make up whole sets, and the order in which they are merged: told before any of them is read in full.

/// What a file of statistics says of itself, without its matrices.
public struct StatisticsSummary: Sendable {
    public let file: String
    /// How many samples; nil where the file does not tell.
    public let count: Int?
    public let dimension: Int
    /// The shards that it is made of; empty in files of other programs.
    public let parts: [StoredPart]
    /// The type of a compact file's factor; nil for the full form.
    public let factorType: ElementType?
    /// Tells the samples apart from others where no part does: a hash of count and mean.
    public let fingerprint: SHA256Digest
    /// What the writer says of how the features came about.
    public let origin: String?
}

/// Files of statistics in the order in which they are merged.
public struct ShardPlan: Sendable {
    /// The files; sorted by the sets and shards that they hold, whatever order they were given in.
    public let files: [String]
    /// How many samples they are of.
    public let count: Int
    /// The shards that the whole is made of. Sets that are whole are one part each.
    public let parts: [StoredPart]
    /// Whether a shard is missing.
    public let isPartial: Bool

    /// How many rows of the shards were left out.
    public var leftOut: Int { parts.reduce(0) { $0 + $1.leftOut } }

    /// - Parameter allowsMissing: whether a set may be merged in part.
    /// - Throws: ``ShardError``.
    public init(_ summaries: [StatisticsSummary], allowsMissing: Bool) throws {
        for summary in summaries { try Self.check(summary, first: summaries.first) }
        try Self.refuseRepeats(summaries)
        let missing = try Self.missing(summaries)
        if !allowsMissing, let first = missing.first { throw first }
        files = summaries.sorted(by: Self.precedes).map(\.file)
        count = summaries.reduce(0) { $0 + ($1.count ?? 0) }
        isPartial = !missing.isEmpty
        parts = Self.joined(summaries.flatMap(\.parts))
    }

    private static func check(_ summary: StatisticsSummary, first: StatisticsSummary?) throws {
        guard let count = summary.count else { throw ShardError.noCount(file: summary.file) }
        if let first, first.dimension != summary.dimension {
            throw ShardError.differentDimensions(
                file: summary.file, dimension: summary.dimension, first: first.file, firstDimension: first.dimension)
        }
        if let type = summary.factorType, type != .float64 {
            throw ShardError.roundedFactor(file: summary.file, type: type.rawValue)
        }
        let expected = summary.parts.reduce(0) { $0 + $1.count }
        if !summary.parts.isEmpty, expected != count {
            throw ShardError.rowsDoNotAddUp(file: summary.file, count: count, expected: expected)
        }
    }

    private static func refuseRepeats(_ summaries: [StatisticsSummary]) throws {
        var seen: [StoredPart: String] = [:]
        var foreign: [SHA256Digest: String] = [:]
        var splits: [SHA256Digest: (file: String, count: Int)] = [:]
        for summary in summaries {
            // Statistics that say nothing of their origin are compared by what they hold.
            if summary.parts.isEmpty, let other = foreign.updateValue(summary.file, forKey: summary.fingerprint) {
                throw ShardError.sameSamples(file: other, other: summary.file)
            }
            for part in summary.parts {
                if let other = seen.updateValue(summary.file, forKey: part.complete) {
                    throw part.shard.isWhole
                        ? ShardError.sameSamples(file: other, other: summary.file)
                        : .duplicate(shard: part.shard.index, count: part.shard.count, file: other, other: summary.file)
                }
                if let other = splits[part.set], other.count != part.shard.count {
                    guard other.count > 1, !part.shard.isWhole else {
                        throw ShardError.sameSamples(file: other.file, other: summary.file)
                    }
                    throw ShardError.differentCounts(
                        file: other.file, shards: other.count, other: summary.file, otherShards: part.shard.count)
                }
                splits[part.set] = (summary.file, part.shard.count)
            }
        }
    }

    /// What is missing, set by set. Two sets that both lack something look like one whose inputs were not the same everywhere.
    private static func missing(_ summaries: [StatisticsSummary]) throws -> [ShardError] {
        var incomplete: [(parts: [StoredPart], files: [String])] = []
        let sets = Dictionary(grouping: summaries.flatMap { summary in summary.parts.map { (summary.file, $0) } }, by: \.1.set)
        for (_, members) in sets.sorted(by: { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }) {
            guard let count = members.first?.1.shard.count, members.count < count else { continue }
            var files: [String] = []
            for (file, _) in members where !files.contains(file) { files.append(file) }
            incomplete.append((members.map(\.1), files.sorted()))
        }
        // The set with the most shards is the one meant.
        incomplete.sort { ($1.parts.count, $0.files.first ?? "") < ($0.parts.count, $1.files.first ?? "") }
        if incomplete.count > 1, let main = incomplete.first?.files.first, let stray = incomplete.last,
            let file = stray.files.first, let shard = stray.parts.first?.shard,
            incomplete.allSatisfy({ $0.parts.first?.shard.count == shard.count })
        {
            return [.differentSets(file: file, shard: shard, other: main)]
        }
        return incomplete.map { set in
            let count = set.parts.first?.shard.count ?? 0
            let present = Set(set.parts.map(\.shard.index))
            return .missing(shards: (1...max(1, count)).filter { !present.contains($0) }, count: count, present: set.files)
        }
    }

    /// By the first shard of each; files that tell none come last, by what they hold.
    private static func precedes(_ a: StatisticsSummary, _ b: StatisticsSummary) -> Bool {
        switch (a.parts.min(by: precedes), b.parts.min(by: precedes)) {
        case (let first?, let second?): precedes(first, second)
        case (nil, nil): a.fingerprint.bytes.lexicographicallyPrecedes(b.fingerprint.bytes)
        case (let first, _): first != nil
        }
    }

    private static func precedes(_ a: StoredPart, _ b: StoredPart) -> Bool {
        a.set == b.set ? a.shard.index < b.shard.index : a.set.bytes.lexicographicallyPrecedes(b.set.bytes)
    }

    /// Sorted, with all shards of a set as one part.
    private static func joined(_ parts: [StoredPart]) -> [StoredPart] {
        Dictionary(grouping: parts, by: \.set).values.flatMap { members -> [StoredPart] in
            guard let first = members.first, members.count == first.shard.count, let whole = ShardSpec(index: 1, count: 1)
            else { return members }
            return [StoredPart(shard: whole, total: first.total, set: first.set, count: members.reduce(0) { $0 + $1.count })]
        }.sorted(by: precedes)
    }
}
