// The shard that a run takes, from its option or its launcher, and the file that it writes, which no other process of the run writes.

import FeatureFiles
import Foundation
import Localization

struct ShardAssignment {
    /// What stands for the shard in the name of an output.
    static let placeholder = "{shard}"

    let shard: ShardSpec
    /// The launcher that gave the shard; nil where the option did, or nobody.
    let launcher: LauncherShard?
    /// An array of one task, where nothing else tells of shards.
    private let loneTask: String?

    /// - Parameter option: the value of `--shard`.
    /// - Throws: ``ShardError`` and ``LauncherError``; ``CommandError`` where option and launcher contradict each other.
    init(option: String?, environment: [String: String]) throws {
        guard let option else {
            launcher = try LauncherEnvironment(environment).shard()
            shard = try launcher?.shard ?? ShardSpec("1/1")
            loneTask = launcher == nil ? LauncherEnvironment(environment).loneTask : nil
            return
        }
        loneTask = nil
        shard = try ShardSpec(option)
        launcher = nil
        // 1/1 is how a process of several asks for the whole set.
        guard !shard.isWhole, let given = try LauncherEnvironment(environment).shard(), given.isCertain, given.shard != shard
        else { return }
        throw CommandError(
            "--shard says \(option), and \(given.launcher.english) makes this process shard \(given.shard.index)/\(given.shard.count) (\(given.source)): leave out --shard, so that each process takes its own",
            "--shard 指定 \(option)，而 \(given.launcher.chinese) 指定本进程为第 \(given.shard.index)/\(given.shard.count) 片（\(given.source)）：请去掉 --shard，让每个进程取各自的分片"
        )
    }

    /// The file to write. `{shard}` becomes `3-of-8`; where a launcher started this process, a name without it gets it before its ending,
    /// because all processes were given the same name.
    func output(_ path: String) -> String {
        if path.contains(Self.placeholder) { return path.replacing(Self.placeholder, with: shard.fileLabel) }
        guard launcher != nil else { return path }
        let slash = path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex
        let name = path[slash...]
        let dot = name.dropFirst().lastIndex(of: ".") ?? path.endIndex
        return path[..<dot] + "-" + shard.fileLabel + path[dot...]
    }

    /// Refuses to replace another shard of the same set.
    func checkOverwriting(_ output: String, part: StoredPart) throws {
        guard FileManager.default.fileExists(atPath: output), let there = try? StatisticsSummary(path: output),
            let other = there.parts.first(where: { $0.set == part.set && $0.shard != part.shard })
        else { return }
        throw CommandError(
            "\(output) already holds shard \(other.shard.index) of \(other.shard.count) of the same set: name another file, or put {shard} into its name",
            "\(output) 已含有同一组的第 \(other.shard.index)/\(other.shard.count) 片：请换一个文件名，或在文件名中写 {shard}")
    }

    /// What is said where the environment may mean something else: a batch script, which runs once, or a task submitted again.
    var doubt: Phrase? {
        if let loneTask {
            return Phrase(
                "\(loneTask): an array of one task takes the whole set; to repeat one shard of it, say --shard I/N",
                "\(loneTask)：只有一个任务的数组处理整组数据；若要补算其中一片，请用 --shard I/N 指定")
        }
        guard let launcher, !launcher.isCertain else { return nil }
        return Phrase(
            "\(launcher.source) makes this shard \(shard.index) of \(shard.count); in a batch script start it by srun, or say --shard 1/1 for the whole set",
            "根据 \(launcher.source)，本进程取第 \(shard.index)/\(shard.count) 片；在批处理脚本中请用 srun 启动，整组请用 --shard 1/1")
    }
}
