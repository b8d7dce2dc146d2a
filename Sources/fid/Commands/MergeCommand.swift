// `fid merge A.npz B.npz … -o ALL.npz`: the statistics of several shards or sets as those of one.

import ArgumentParser
import FeatureFiles
import Foundation
import GenerativeMetrics
import Localization
import Typesetting

struct MergeCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "merge",
            abstract: Session.say(
                "Merge the statistics of shards or of sets into those of one.", "把多个分片或多组的统计量合并为一组。"),
            discussion: Session.say(
                """
                What fid stats writes merges to the statistics of all samples together, however the rows were split and in \
                whatever order the files are named. A shard that is missing or there twice is named, and nothing is written. \
                Whole sets are united: merging daisy.npz and roses.npz gives the flowers of both.

                Files of other programs merge if they hold mu, sigma and count, with sigma divided by count − 1.

                Examples:
                  fid merge real-*.npz -o real.npz
                  fid merge shards/ -o real.npz
                  fid merge node1-*.npz --partial -o node1.npz
                """,
                """
                fid stats 写出的统计量合并后等于全部样本的统计量，
                与分片方式和文件顺序无关。缺少或重复的分片会被指出，且不写任何文件。
                各自完整的多组会并为一组：
                合并 daisy.npz 与 roses.npz 得到两类花的统计量。

                其他程序的文件若含有 mu、sigma 和 count（散布矩阵除以 count − 1），
                也可以合并。

                示例：
                  fid merge real-*.npz -o real.npz
                  fid merge shards/ -o real.npz
                  fid merge node1-*.npz --partial -o node1.npz
                """))
    }

    @Argument(
        help: ArgumentHelp(
            Session.say("Files of statistics, or folders of them.", "统计量文件，或含有它们的文件夹。"), valueName: Session.say("file", "文件")))
    var files: [String]

    @Option(
        name: [.customShort("o"), .long], help: ArgumentHelp(Session.say("The file to write.", "输出文件。"), valueName: "ALL.npz"))
    var output: String

    @Flag(
        help: ArgumentHelp(
            Session.say(
                "Merge what is there although shards are missing; the result can be merged further.",
                "即使缺少分片也合并现有的；结果可以继续合并。")))
    var partial = false

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if files.isEmpty { throw ValidationError(Session.say("Name at least one file of statistics.", "请至少给出一个统计量文件。")) }
    }

    func run() throws {
        let paths = try files.flatMap { path in
            FolderInput.isFolder(path) ? try FolderInput.statistics(in: path) : [path]
        }
        let origin = PooledOrigin(paths)
        let merge = try ShardMerge(paths, allowsMissing: partial)
        try StatisticsWriter.write(
            count: merge.moments.count, mean: merge.moments.mean, scatter: merge.moments.scatter, parts: merge.plan.parts,
            origin: origin.common?.text(), to: output)
        let language = global.style.language
        if let note = OriginNotes.mixture(of: output, origin) { Terminal.writeError("fid: " + note(in: language)) }
        let count = merge.plan.files.count
        let merged = Phrase(", merged from \(count) \(count == 1 ? "file" : "files")", "，由 \(count) 个文件合并")
        let left = merge.plan.leftOut
        let without =
            left > 0
            ? Phrase(
                "; \(left) of \(merge.plan.count + left) \(left == 1 ? "was" : "were") left out",
                "；\(merge.plan.count + left) 个中跳过了 \(left) 个")
            : Phrase(same: "")
        let rest = merge.plan.isPartial ? Phrase("; shards are missing", "；缺少部分分片") : Phrase(same: "")
        Terminal.write([
            StatsCommand.summary(output, merge.moments.count, merge.moments.dimension)(in: language) + merged(in: language)
                + without(in: language) + rest(in: language)
        ])
    }
}
