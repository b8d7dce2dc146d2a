// Shards: how rows are split, what a file tells of its shards, and what a merge refuses.

import FeatureFiles
import Foundation
import LinearAlgebra
import Localization
import TestSupport
import Testing

/// The sentences of what `body` throws; empty where it throws nothing.
private func phrase(_ folder: TemporaryFolder? = nil, _ body: () throws -> some Any) -> Phrase {
    do {
        _ = try body()
        return Phrase(same: "")
    } catch let error as any ExplainedError {
        guard let folder else { return error.phrase }
        let cut = { (text: String) in text.replacingOccurrences(of: folder.path + "/", with: "") }
        return Phrase(cut(error.phrase.english), cut(error.phrase.chinese))
    } catch {
        return Phrase(same: "another error: \(error)")
    }
}

@Suite struct ShardSpecTests {
    @Test func `shards cover all rows once, in order, in sizes that differ by one at most`() throws {
        for total in [1, 2, 7, 64, 799, 50_000] {
            for count in [1, 2, 3, 7, 8, 64] where count <= total {
                let ranges = try (1...count).map { try ShardSpec("\($0)/\(count)").rows(of: total) }
                #expect(ranges.first?.lowerBound == 0 && ranges.last?.upperBound == total)
                #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound }, "\(total) by \(count)")
                let sizes = ranges.map(\.count)
                #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1, "\(total) by \(count)")
            }
        }
    }

    @Test func `names sort as shards do`() throws {
        let names = try (1...12).map { try ShardSpec("\($0)/12").fileLabel }
        #expect(names.first == "01-of-12")
        #expect(names == names.sorted())
    }

    @Test(arguments: [
        ("a/b", "‘a/b’ is no shard: write --shard I/N, for the third of eight --shard 3/8"),
        ("3", "‘3’ is no shard: write --shard I/N, for the third of eight --shard 3/8"),
        ("1/2/3", "‘1/2/3’ is no shard: write --shard I/N, for the third of eight --shard 3/8"),
        ("", "‘’ is no shard: write --shard I/N, for the third of eight --shard 3/8"),
        ("-1/4", "‘-1/4’ is no shard: write --shard I/N, for the third of eight --shard 3/8"),
        ("1/", "‘1/’ is no shard: write --shard I/N, for the third of eight --shard 3/8"),
        ("1.5/4", "‘1.5/4’ is no shard: write --shard I/N, for the third of eight --shard 3/8"),
        ("1/99999999999999999999", "‘1/99999999999999999999’ is no shard: write --shard I/N, for the third of eight --shard 3/8"),
        ("5/4", "there is no shard 5 of 4: shards are counted from 1 to 4"),
        ("0/4", "there is no shard 0 of 4: shards are counted from 1 to 4"),
        ("0/0", "a set has no 0 shards: write --shard I/N with N from 1 on"),
        ("1/99999999", "--shard 1/99999999 asks for more than 10000000 shards: use fewer"),
    ])
    func `a shard that is none`(text: String, sentence: String) {
        let found = phrase { try ShardSpec(text) }
        #expect(found.english == sentence)
        #expect(found.chinese.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
    }
}

@Suite struct StoredPartTests {
    private let scatter = Matrix(rows: 2, columns: 2, elements: [4.0, 1, 1, 3])
    private let set: SHA256Digest

    init() throws { set = try SHA256Hasher().finish() }

    private func write(
        _ file: String, _ shard: String, of total: Int, count: Int? = nil, leftOut: Int = 0, set: SHA256Digest? = nil
    ) throws {
        let spec = try ShardSpec(shard)
        let part = StoredPart(
            shard: spec, total: total, set: set ?? self.set, count: spec.rows(of: total).count - leftOut)
        try StatisticsWriter.write(
            count: count ?? part.count, mean: Vector([1, 2]), scatter: scatter, parts: [part], to: file)
    }

    @Test func `what is written is read`() throws {
        let folder = try TemporaryFolder()
        try write(folder.file("x.npz"), "3/4", of: 41)
        guard case .statistics(let statistics) = try FeatureFile.open(folder.file("x.npz")) else { throw HashError.unavailable }
        #expect(statistics.count == 10)
        #expect(statistics.scatter == scatter)
        #expect(statistics.covariance == scatter.divided(by: 9))
        #expect(statistics.ignoredKeys == [])
        let part = try #require(statistics.parts.first)
        #expect(part.shard == ShardSpec(index: 3, count: 4) && part.rows == 21..<31 && part.total == 41 && part.set == set)
        #expect(try StatisticsSummary(path: folder.file("x.npz")).parts == statistics.parts)
    }

    @Test(arguments: [nil, "", "how it was made: 按 clean-fid\n", String(repeating: "é", count: 40_000)])
    func `a text on how the features came about`(text: String?) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("x.npz")
        try StatisticsWriter.write(count: 3, mean: Vector([1, 2]), scatter: scatter, parts: [], origin: text, to: path)
        guard case .statistics(let statistics) = try FeatureFile.open(path) else { throw HashError.unavailable }
        // More than 64 KiB is not read.
        let expected = text.flatMap { $0.utf8.count > 1 << 16 ? nil : $0 }
        #expect(statistics.origin == expected && statistics.scatter == scatter && statistics.ignoredKeys == [])
        #expect(try StatisticsSummary(path: path).origin == expected)
    }

    @Test func `a single sample has no sigma and merges all the same`() throws {
        let folder = try TemporaryFolder()
        try write(folder.file("x.npz"), "2/2", of: 2)
        guard case .statistics(let statistics) = try FeatureFile.open(folder.file("x.npz")) else { throw HashError.unavailable }
        #expect(statistics.covariance == nil && statistics.scatter == scatter && statistics.count == 1)
    }

    @Test func `a scatter that contradicts sigma`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            Zip([
                "mu": npy([2], [1, 2]), "sigma": npy([2, 2], [4, 1, 1, 3]), "scatter": npy([2, 2], [8, 2, 2, 6.1]),
                "count": npy("<i8", "()", data: littleEndian(Int64(3))),
            ]).bytes, to: "x.npz")
        #expect(
            phrase(folder) { try FeatureFile.open(path) }.english
                == "x.npz holds a scatter that is not count − 1 times its sigma: one of them was changed, so write it again with fid stats"
        )
    }

    @Test(arguments: [
        ("not a shard", [5, 4, 40, 10]), ("fewer rows than shards", [1, 4, 3, 1]), ("rows that do not follow", [1, 4, 40, 11]),
        ("a negative number", [-1, 4, 40, 10]), ("zero shards", [0, 0, 0, 0]), ("no samples", [1, 4, 40, 0]),
    ])
    func `parts that cannot be`(name: String, numbers: [Int]) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            Zip([
                "mu": npy([2], [1, 2]), "scatter": npy([2, 2], [4, 1, 1, 3]),
                "count": npy("<i8", "()", data: littleEndian(Int64(10))),
                "parts": npy("<i8", "(1, 4)", data: numbers.flatMap { littleEndian(Int64($0)) }),
                "part_sets": npy("<i8", "(1, 8)", data: (0..<8).flatMap { littleEndian(Int64($0)) }),
            ]).bytes, to: "x.npz")
        for found in [phrase(folder) { try FeatureFile.open(path) }, phrase(folder) { try StatisticsSummary(path: path) }] {
            #expect(
                found
                    == Phrase(
                        "x.npz does not tell rightly which shards it is made of: write it again with fid stats",
                        "x.npz 中关于分片来源的记录有误：请用 fid stats 重新生成"), "\(name)")
        }
    }

    @Test func `a shard of fewer samples than its rows`() throws {
        let folder = try TemporaryFolder()
        try write(folder.file("a.npz"), "1/2", of: 20, count: 9)
        try write(folder.file("b.npz"), "2/2", of: 20)
        let found = phrase(folder) {
            try ShardPlan(["a.npz", "b.npz"].map { try StatisticsSummary(path: folder.file($0)) }, allowsMissing: false)
        }
        #expect(
            found
                == Phrase(
                    "a.npz is of 9 samples and its shards have 10: it is truncated or was changed, so write it again with fid stats",
                    "a.npz 有 9 个样本，而其分片应有 10 个：文件不完整或被改动过，请用 fid stats 重新生成"))
    }

    @Test func `rows that were left out are counted, and no second shard for it`() throws {
        let folder = try TemporaryFolder()
        try write(folder.file("a.npz"), "1/2", of: 21, leftOut: 2)
        try write(folder.file("b.npz"), "2/2", of: 21, leftOut: 1)
        try write(folder.file("c.npz"), "2/2", of: 21)
        func plan(_ names: String...) throws -> ShardPlan {
            try ShardPlan(names.map { try StatisticsSummary(path: folder.file($0)) }, allowsMissing: false)
        }
        let found = try plan("b.npz", "a.npz")
        #expect(found.count == 18 && found.leftOut == 3)
        #expect(found.parts == [StoredPart(shard: try ShardSpec("1/1"), total: 21, set: set, count: 18)])
        #expect(
            phrase(folder) { try plan("a.npz", "b.npz", "c.npz") }.english
                == "b.npz and c.npz both hold shard 2 of 2: leave one of them out")
    }

    @Test func `a merge goes by shards, not by the order of the files`() throws {
        let folder = try TemporaryFolder()
        for index in 1...5 { try write(folder.file("\(6 - index).npz"), "\(index)/5", of: 23) }
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<10 {
            let files = (1...5).map { folder.file("\($0).npz") }.shuffled(using: &generator)
            let plan = try ShardPlan(files.map { try StatisticsSummary(path: $0) }, allowsMissing: false)
            #expect(plan.files == (1...5).reversed().map { folder.file("\($0).npz") })
            #expect(plan.count == 23 && !plan.isPartial)
            #expect(plan.parts == [StoredPart(shard: try ShardSpec("1/1"), total: 23, set: set)])
        }
    }

    @Test func `numbers of shards in words`() {
        #expect(ShardList.text([3]) == "3")
        #expect(ShardList.text([4, 3]) == "3, 4")
        #expect(ShardList.text([1, 2, 3, 7, 9, 10]) == "1–3, 7, 9, 10")
        #expect(ShardList.text(Array(stride(from: 1, to: 40, by: 2))) == "1, 3, 5, 7, 9, 11, 13, 15, …")
    }
}
