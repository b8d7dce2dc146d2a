// What can be wrong with shards and with their merging: the facts, with a sentence each in both languages.

import Localization

/// Why a shard cannot be taken, or statistics cannot be merged.
public enum ShardError: ExplainedError, Equatable {
    // The command line.
    case malformed(text: String)
    case outOfRange(index: Int, count: Int)
    case moreShardsThanRows(shards: Int, rows: Int)

    // Files that do not belong into a merge.
    case noCount(file: String)
    case holdsSamples(file: String)
    case roundedFactor(file: String, type: String)
    case differentDimensions(file: String, dimension: Int, first: String, firstDimension: Int)
    case damagedParts(file: String)
    case contradictoryScatter(file: String)
    case rowsDoNotAddUp(file: String, count: Int, expected: Int)

    // Shards that do not make up a set.
    case duplicate(shard: Int, count: Int, file: String, other: String)
    case sameSamples(file: String, other: String)
    case differentCounts(file: String, shards: Int, other: String, otherShards: Int)
    case differentSets(file: String, shard: ShardSpec, other: String)
    case missing(shards: [Int], count: Int, present: [String])

    public var phrase: Phrase { commandPhrase ?? filePhrase ?? setPhrase }

    private var commandPhrase: Phrase? {
        switch self {
        case .malformed(let text):
            Phrase(
                "‘\(text)’ is no shard: write --shard I/N, for the third of eight --shard 3/8",
                "‘\(text)’ 不是分片：请写 --shard I/N，例如八片中的第三片是 --shard 3/8")
        case .outOfRange(_, 0):
            Phrase("a set has no 0 shards: write --shard I/N with N from 1 on", "分片数不能是 0：请写 --shard I/N，其中 N 至少为 1")
        case .outOfRange(let index, let count) where count > ShardSpec.maximumCount:
            Phrase(
                "--shard \(index)/\(count) asks for more than \(ShardSpec.maximumCount) shards: use fewer",
                "--shard \(index)/\(count) 的分片数超过 \(ShardSpec.maximumCount)：请减少分片")
        case .outOfRange(let index, let count):
            Phrase(
                "there is no shard \(index) of \(count): shards are counted from 1 to \(count)",
                "没有第 \(index)/\(count) 片：分片从 1 数到 \(count)")
        case .moreShardsThanRows(let shards, let rows):
            Phrase(
                "\(rows) \(rows == 1 ? "row" : "rows") cannot be split into \(shards) shards: use at most \(rows)",
                "\(rows) 行无法分成 \(shards) 片：最多分 \(rows) 片")
        default: nil
        }
    }

    private var filePhrase: Phrase? {
        switch self {
        case .noCount(let file):
            Phrase(
                "\(file) does not tell of how many samples it is, and merging weighs by that: write it again with fid stats, or add the number, numpy.savez(path, mu=mu, sigma=sigma, count=n)",
                "\(file) 没有样本数，而合并要按样本数加权：请用 fid stats 重新生成，或补上样本数：numpy.savez(path, mu=mu, sigma=sigma, count=n)")
        case .holdsSamples(let file):
            Phrase(
                "\(file) holds samples, and statistics are merged: run fid stats on all sample files together",
                "\(file) 是样本，而这里合并的是统计量：请把所有样本文件一起交给 fid stats")
        case .roundedFactor(let file, let type):
            Phrase(
                "\(file) keeps a factor rounded to \(type), so that a merge could not equal the whole to 1e-12: write it again without --compact, or with --precision float64",
                "\(file) 保存的因子已舍入为 \(type)，合并结果无法以 1e-12 的精度等于整体：请不加 --compact 重新生成，或加 --precision float64")
        case .differentDimensions(let file, let dimension, let first, let firstDimension):
            Phrase(
                "\(file) has \(dimension) features and \(first) has \(firstDimension): shards of one set have the same",
                "\(file) 有 \(dimension) 维特征，而 \(first) 有 \(firstDimension) 维：同一组的分片维数必须相同")
        case .damagedParts(let file):
            Phrase(
                "\(file) does not tell rightly which shards it is made of: write it again with fid stats",
                "\(file) 中关于分片来源的记录有误：请用 fid stats 重新生成")
        case .contradictoryScatter(let file):
            Phrase(
                "\(file) holds a scatter that is not count − 1 times its sigma: one of them was changed, so write it again with fid stats",
                "\(file) 中的 scatter 不等于 sigma 乘以 count − 1：其中之一被改动过，请用 fid stats 重新生成")
        case .rowsDoNotAddUp(let file, let count, let expected):
            Phrase(
                "\(file) is of \(count) samples and its shards have \(expected): it is truncated or was changed, so write it again with fid stats",
                "\(file) 有 \(count) 个样本，而其分片应有 \(expected) 个：文件不完整或被改动过，请用 fid stats 重新生成")
        default: nil
        }
    }

    private var setPhrase: Phrase {
        switch self {
        case .duplicate(let shard, let count, let file, let other):
            Phrase(
                "\(file) and \(other) both hold shard \(shard) of \(count): leave one of them out",
                "\(file) 与 \(other) 都含有第 \(shard)/\(count) 片：请去掉其中之一")
        case .sameSamples(let file, let other):
            Phrase(
                "\(file) and \(other) are of the same samples: leave one of them out",
                "\(file) 与 \(other) 来自相同的样本：请去掉其中之一")
        case .differentCounts(let file, let shards, let other, let otherShards):
            Phrase(
                "\(file) is of a set split into \(shards) shards and \(other) of the same set split into \(otherShards): merge shards of one splitting",
                "\(file) 来自分成 \(shards) 片的一组数据，而 \(other) 来自同一组但分成 \(otherShards) 片：请合并同一种分法的分片")
        case .differentSets(let file, let shard, let other):
            Phrase(
                "\(file) is shard \(shard.index) of \(shard.count) of other data than \(other): make all shards from the same files in the same order",
                "\(file) 是另一组数据（不同于 \(other)）的第 \(shard.index)/\(shard.count) 片：请用相同的文件、相同的顺序生成所有分片")
        case .missing(let shards, let count, let present):
            missingPhrase(shards, count, present)
        default: Phrase(same: "")
        }
    }

    private func missingPhrase(_ shards: [Int], _ count: Int, _ present: [String]) -> Phrase {
        let beside = present.count > 3 ? present.prefix(2) + ["…"] : present[...]
        let isOne = shards.count == 1
        return Phrase(
            "\(isOne ? "shard" : "shards") \(ShardList.text(shards)) of \(count) \(isOne ? "is" : "are") missing beside \(beside.joined(separator: ", ")): compute \(isOne ? "it" : "them") with fid stats --shard \(shards.first ?? 1)/\(count), or merge what is there by fid merge --partial",
            "缺少第 \(ShardList.text(shards)) 片（共 \(count) 片），现有 \(beside.joined(separator: "、"))：请用 fid stats --shard \(shards.first ?? 1)/\(count) 补算，或用 fid merge --partial 只合并现有分片"
        )
    }
}

/// Numbers of shards as they are read: `1–3, 7`.
public enum ShardList {
    public static func text(_ numbers: [Int]) -> String {
        var runs: [ClosedRange<Int>] = []
        for number in numbers.sorted() {
            if let last = runs.last, last.upperBound + 1 == number {
                runs[runs.count - 1] = last.lowerBound...number
            } else {
                runs.append(number...number)
            }
        }
        let words = runs.map { run in
            switch run.count {
            case 1: "\(run.lowerBound)"
            case 2: "\(run.lowerBound), \(run.upperBound)"
            default: "\(run.lowerBound)–\(run.upperBound)"
            }
        }
        guard words.count > 8 else { return words.joined(separator: ", ") }
        return words.prefix(8).joined(separator: ", ") + ", …"
    }
}
