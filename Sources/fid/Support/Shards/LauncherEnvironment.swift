// Which of several processes this one is, as the program that started them tells in the environment.
//
// | launcher | variables |
// |---|---|
// | Open MPI | `OMPI_COMM_WORLD_RANK`, `OMPI_COMM_WORLD_SIZE` |
// | MPICH, Intel MPI and others by PMI | `PMI_RANK`, `PMI_SIZE` |
// | srun | `SLURM_PROCID`, `SLURM_STEP_NUM_TASKS` or `SLURM_NTASKS` |
// | PMIx without any of these | `PMIX_RANK`; the number of processes in `FID_SHARD_COUNT` |
// | Slurm job array | `SLURM_ARRAY_TASK_ID`, `…_COUNT`, `…_MIN`, `…_MAX`, `…_STEP` |
// | Kubernetes indexed job | `JOB_COMPLETION_INDEX`; `spec.completions` in `FID_SHARD_COUNT` |

import FeatureFiles
import Localization

/// A shard that a launcher gives to this process.
struct LauncherShard: Equatable {
    let shard: ShardSpec
    /// The launcher's name.
    let launcher: Phrase
    /// What it was read from: `OMPI_COMM_WORLD_RANK=2, OMPI_COMM_WORLD_SIZE=8`.
    let source: String
    /// False where the variables are also those of a batch script that is started once only.
    let isCertain: Bool
}

/// What is wrong with the variables of a launcher.
enum LauncherError: ExplainedError, Equatable {
    case notANumber(variable: String, value: String)
    case rankOutOfRange(source: String)
    case missingVariable(variable: String, present: String)
    case gaps(source: String)
    case twoLevels(outer: String, inner: String)

    var phrase: Phrase {
        switch self {
        case .notANumber(let variable, let value):
            Phrase(
                "\(variable) in the environment is ‘\(value)’ and should be a whole number: unset it, or say --shard I/N",
                "环境变量 \(variable) 的值是 ‘\(value)’，而应为整数：请删除该变量，或用 --shard I/N 指定")
        case .rankOutOfRange(let source):
            Phrase(
                "the environment has \(source), which is no process of that many: unset it, or say --shard I/N",
                "环境变量 \(source) 自相矛盾：编号超出总数；请删除这些变量，或用 --shard I/N 指定")
        case .missingVariable(let variable, let present):
            Phrase(
                "\(present) is in the environment without \(variable), so the number of shards is not known: set \(variable) to it, or say --shard I/N (--shard 1/1 for the whole set)",
                "环境中有 \(present) 但没有 \(variable)，无法得知分片数：请设置 \(variable)，或用 --shard I/N 指定（整组用 --shard 1/1）")
        case .gaps(let source):
            Phrase(
                "the job array has gaps (\(source)), so its tasks cannot be numbered: submit it without, as --array=1-8, or say --shard I/N",
                "作业数组的编号有间隔（\(source)），无法确定分片：请连续编号提交（如 --array=1-8），或用 --shard I/N 指定")
        case .twoLevels(let outer, let inner):
            Phrase(
                "both a job array (\(outer)) and its processes (\(inner)) could be the shards: say --shard I/N",
                "作业数组（\(outer)）与其中的进程（\(inner)）都可以作为分片：请用 --shard I/N 指定")
        }
    }
}

/// Reads the variables of launchers.
struct LauncherEnvironment {
    /// The variable that tells the number of shards where a launcher does not.
    static let countVariable = "FID_SHARD_COUNT"

    private let environment: [String: String]

    init(_ environment: [String: String]) {
        self.environment = environment.filter { !$0.value.isEmpty }
    }

    /// The shard of this process; nil where nothing tells of several.
    ///
    /// - Throws: ``LauncherError``.
    func shard() throws -> LauncherShard? {
        let outer = try slurmArray() ?? kubernetesJob()
        let inner = try processGroup(isInArray: outer != nil)
        if let outer, let inner, !inner.shard.isWhole, !outer.shard.isWhole {
            throw LauncherError.twoLevels(outer: outer.source, inner: inner.source)
        }
        return [inner, outer].compactMap(\.self).first { !$0.shard.isWhole }
    }

    /// The task of an array that has only this one, as where a task that failed is submitted again; nil elsewhere.
    var loneTask: String? {
        let names = ["SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT"]
        return environment[names[1]] == "1" ? written(names) : nil
    }

    /// The processes of one parallel run.
    private func processGroup(isInArray: Bool) throws -> LauncherShard? {
        if let shard = try ranked("OMPI_COMM_WORLD_RANK", of: "OMPI_COMM_WORLD_SIZE", Phrase(same: "Open MPI")) { return shard }
        if let shard = try ranked("PMI_RANK", of: "PMI_SIZE", Phrase(same: "MPI")) { return shard }
        let slurm = Phrase(same: "Slurm")
        if let shard = try ranked("SLURM_PROCID", of: "SLURM_STEP_NUM_TASKS", slurm) { return shard }
        // Without a step of srun these two are also in the environment of a batch script, which runs once.
        if !isInArray, let shard = try ranked("SLURM_PROCID", of: "SLURM_NTASKS", slurm, isCertain: false) { return shard }
        return try required("PMIX_RANK", Phrase(same: "PMIx"), unless: has("SLURM_PROCID"))
    }

    private func kubernetesJob() throws -> LauncherShard? {
        try required("JOB_COMPLETION_INDEX", Phrase(same: "Kubernetes"), unless: false)
    }

    private func slurmArray() throws -> LauncherShard? {
        let (id, count, first) = ("SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_MIN")
        let (last, step) = ("SLURM_ARRAY_TASK_MAX", "SLURM_ARRAY_TASK_STEP")
        guard let task = try number(id) else { return nil }
        guard let total = try number(count) else { throw LauncherError.missingVariable(variable: count, present: written([id])) }
        guard let start = try number(first) else { throw LauncherError.missingVariable(variable: first, present: written([id])) }
        let source = written([id, count, first, last, step])
        let stride = max(1, try number(step) ?? 1)
        let (offset, remainder) = (task - start).quotientAndRemainder(dividingBy: stride)
        let end = try number(last).map { ($0 - start) / stride + 1 } ?? total
        guard remainder == 0, end == total else { throw LauncherError.gaps(source: source) }
        guard let shard = ShardSpec(index: offset + 1, count: total) else { throw LauncherError.rankOutOfRange(source: source) }
        return LauncherShard(
            shard: shard, launcher: Phrase("Slurm job array", "Slurm 作业数组"), source: written([id, count, first]), isCertain: true)
    }

    private func ranked(
        _ rank: String, of size: String, _ launcher: Phrase, isCertain: Bool = true
    ) throws -> LauncherShard? {
        guard has(rank), has(size), let index = try number(rank), let count = try number(size) else { return nil }
        guard let shard = ShardSpec(index: index + 1, count: count) else {
            throw LauncherError.rankOutOfRange(source: written([rank, size]))
        }
        return LauncherShard(shard: shard, launcher: launcher, source: written([rank, size]), isCertain: isCertain)
    }

    /// A rank whose launcher does not tell the number of processes.
    private func required(_ rank: String, _ launcher: Phrase, unless isKnown: Bool) throws -> LauncherShard? {
        guard has(rank), !isKnown else { return nil }
        guard has(Self.countVariable) else {
            throw LauncherError.missingVariable(variable: Self.countVariable, present: written([rank]))
        }
        return try ranked(rank, of: Self.countVariable, launcher)
    }

    private func has(_ name: String) -> Bool { environment[name] != nil }

    private func number(_ name: String) throws -> Int? {
        guard let text = environment[name] else { return nil }
        // Nine digits number more processes than any machine has, and no sum of them overflows.
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), text.utf8.count <= 9, let value = Int(text) else {
            throw LauncherError.notANumber(variable: name, value: String(text.prefix(40)))
        }
        return value
    }

    private func written(_ names: [String]) -> String {
        names.compactMap { name in environment[name].map { "\(name)=\($0)" } }.joined(separator: ", ")
    }
}
