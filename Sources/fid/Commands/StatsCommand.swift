// `fid stats X -o S.npz`: the statistics of one set, to be compared later with many.

import ArgumentParser
import FeatureFiles
import Foundation
import GenerativeMetrics
import LinearAlgebra
import Localization
import Typesetting

extension StoredPrecision: ExpressibleByArgument {}

struct StatsCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "stats",
            abstract: Session.say(
                "Write the statistics of a set: mu and sigma, or the compact form.", "写出一组特征的统计量：mu 和 sigma，或紧凑形式。"),
            discussion: Session.say(
                """
                The file holds mu and sigma, which pytorch-fid and clean-fid read as it is, and count and scatter, from which \
                fid merge makes the statistics of several sets. --compact keeps a triangular factor of the scatter in half \
                precision instead: a tenth of the size or less, and nothing lost where there are fewer samples than features.

                --shard I/N takes a part of the rows and reads no others. Under mpirun or srun, in a Slurm job array or a \
                Kubernetes indexed job each process takes its own, and 3-of-8 comes into the name of its file, in place of \
                {shard} if that is there.

                Examples:
                  fid stats real.npy -o real.npz
                  fid stats part1.npy part2.npy -o all.npz
                  fid stats folder/ -o all.npz
                  fid stats real.npy --compact -o real.npz
                  fid stats real.npy --shard 3/8 -o real-3.npz
                  mpirun -n 8 fid stats real.npy -o 'real-{shard}.npz'
                  fid stats photos/ --as clean-fid -o photos.npz

                A folder or a zip archive of pictures goes through the network of the FID first, or with --network clip through CLIP's; see fid features.
                """,
                """
                文件含有 mu 和 sigma，pytorch-fid 与 clean-fid 可直接读取；
                另有 count 和 scatter，fid merge 用它们合并多组统计量。
                --compact 改为用半精度保存散布矩阵的三角因子：
                大小不到十分之一，样本少于特征维数时也不丢失信息。

                --shard I/N 只取一部分行，其余的行不读取。在 mpirun、srun、
                Slurm 作业数组或 Kubernetes 索引作业中，每个进程自动取各自的分片，
                输出文件名中加入 3-of-8（若写了 {shard} 就替换它）。

                示例：
                  fid stats real.npy -o real.npz
                  fid stats part1.npy part2.npy -o all.npz
                  fid stats folder/ -o all.npz
                  fid stats real.npy --compact -o real.npz
                  fid stats real.npy --shard 3/8 -o real-3.npz
                  mpirun -n 8 fid stats real.npy -o 'real-{shard}.npz'
                  fid stats photos/ --as clean-fid -o photos.npz

                图像文件夹或 zip 压缩包会先经过 FID 的网络（--network clip 则为 CLIP）；见 fid features。
                """))
    }

    @Argument(
        help: ArgumentHelp(
            Session.say(
                "Features, or folders of them, or pictures; several are taken as one set.",
                "特征文件、含有特征文件的文件夹，或图像；多个视为一组。"),
            valueName: Session.say("file", "文件")))
    var files: [String]

    @Option(name: [.customShort("o"), .long], help: ArgumentHelp(Session.say("The file to write.", "输出文件。"), valueName: "S.npz"))
    var output: String

    @Option(
        help: ArgumentHelp(
            Session.say("The array to take from .npz files of several.", "多数组 .npz 中要使用的数组。"),
            valueName: Session.say("name", "名称")))
    var key: String?

    @Option(
        help: ArgumentHelp(
            Session.say(
                "Take shard I of N, counted from 1; 1/1 is the whole set whatever the launcher says.",
                "取 N 片中的第 I 片（从 1 数起）；1/1 表示整组，不受启动器影响。"), valueName: "I/N"))
    var shard: String?

    @Flag(help: ArgumentHelp(Session.say("Keep a triangular factor instead of sigma.", "保存三角因子而不是 sigma。")))
    var compact = false

    @Option(
        help: ArgumentHelp(
            Session.say("Of the compact form: float16, float32 or float64.", "紧凑形式的精度：float16、float32 或 float64。"),
            valueName: Session.say("type", "类型")))
    var precision = StoredPrecision.float16

    @OptionGroup(title: Session.say("Pictures", "图像")) var pictureOptions: PictureOptions
    @OptionGroup(title: Session.say("Pictures", "图像")) var cacheOptions: PictureCacheOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if files.isEmpty { throw ValidationError(Session.say("Name at least one file of features.", "请至少给出一个特征文件。")) }
    }

    func run() throws {
        let assignment = try ShardAssignment(option: shard, environment: ProcessInfo.processInfo.environment)
        if try holdPictures() {
            return try StopRequest.watching { try runOnPictures(assignment) }
        }
        if let option = pictureOptions.given.first {
            throw CommandError(
                "\(option) is for pictures, not for files of features: leave it out", "\(option) 用于图像，不用于特征文件：请去掉该选项")
        }
        if assignment.shard.isWhole, files.count == 1, let path = files.first, !FolderInput.isFolder(path),
            case .statistics(let statistics) = try FeatureFile.open(path, key: key)
        {
            return try convert(path, parts: statistics.parts, origin: statistics.origin)
        }
        let sampleFiles = try PooledSet.files(of: files, key: key)
        let rows = try PooledSet.rows(of: sampleFiles, key: key)
        let set = files.joined(separator: ", ")
        guard assignment.shard.count <= rows.rows else {
            throw InputError(file: set, cause: ShardError.moreShardsThanRows(shards: assignment.shard.count, rows: rows.rows))
        }
        // One row has no covariance, but as a shard it counts.
        if assignment.shard.isWhole {
            _ = try InputError.inFile(set) { try CovarianceDivisor.samplesMinusOne.value(for: rows.rows) }
        }
        if !assignment.shard.isWhole, compact, precision != .float64 {
            throw InputError(file: set, cause: ShardError.roundedFactor(file: "--compact", type: precision.rawValue))
        }
        let part = StoredPart(shard: assignment.shard, total: rows.rows, set: try rows.identity())
        let target = assignment.output(output)
        if shard != nil { try assignment.checkOverwriting(target, part: part) }
        if let doubt = assignment.doubt { Terminal.writeError("fid: " + doubt(in: global.style.language)) }
        let origin = PooledOrigin(sampleFiles)
        if let note = OriginNotes.mixture(of: set, origin) { Terminal.writeError("fid: " + note(in: global.style.language)) }
        try write(rows, range: part.rows, part: part, origin: origin.common, of: set, to: target)
        report(target, columns: rows.columns, part: part, launcher: assignment.launcher?.launcher)
    }

    // MARK: Pictures

    /// Whether the files are pictures, all of them.
    private func holdPictures() throws -> Bool {
        let kinds = try files.map { ($0, try PictureInput.isPictures($0)) }
        if let pictures = kinds.first(where: \.1)?.0, let other = kinds.first(where: { !$0.1 })?.0 {
            throw CommandError(
                "\(pictures) holds pictures and \(other) does not: one set is of one kind",
                "\(pictures) 是图像，而 \(other) 不是：一组数据只能是同一类")
        }
        return kinds.contains(where: \.1)
    }

    /// Pictures through the network, and what comes out straight into the statistics; through a file where features are to be kept, or
    /// are needed together.
    private func runOnPictures(_ assignment: ShardAssignment) throws {
        let pictures = try PictureFeatureFiles(pictureOptions, cacheOptions)
        let set = files.joined(separator: ", ")
        let extraction = try pictures.extraction(files, shard: assignment.shard)
        let total = extraction.collection.count
        guard assignment.shard.count <= total else {
            throw InputError(file: set, cause: ShardError.moreShardsThanRows(shards: assignment.shard.count, rows: total))
        }
        if !assignment.shard.isWhole, compact, precision != .float64 {
            throw InputError(file: set, cause: ShardError.roundedFactor(file: "--compact", type: precision.rawValue))
        }
        let identity = try extraction.identity()
        let target = assignment.output(output)
        let streamed = compact || pictures.keeps ? nil : try StreamedMoments(extraction, called: set)
        let made = streamed == nil ? try pictures.files(of: extraction, called: set) : nil
        let count = streamed?.moments.count ?? made?.count ?? 0
        let part = StoredPart(shard: assignment.shard, total: total, set: identity, count: count)
        if assignment.shard.isWhole {
            _ = try InputError.inFile(set) { try CovarianceDivisor.samplesMinusOne.value(for: count) }
        }
        if shard != nil { try assignment.checkOverwriting(target, part: part) }
        let origin = FeatureOrigin(extraction)
        if let streamed {
            let moments = streamed.moments
            try StatisticsWriter.write(
                count: moments.count, mean: moments.mean, scatter: moments.scatter, parts: [part], origin: origin.text(),
                to: target)
        } else if let made, let file = made.files[extraction.extractor.layer] {
            let rows = try PooledSet.rows(of: [file], key: nil)
            try write(rows, range: 0..<rows.rows, part: part, origin: origin, of: set, to: target)
        }
        let remarks = [assignment.doubt].compactMap(\.self) + pictures.remarks
        for remark in remarks + (streamed?.summary.remarks(on: extraction.collection) ?? []) {
            Terminal.writeError("fid: " + remark(in: global.style.language))
        }
        report(
            target, columns: extraction.extractor.dimension(of: extraction.extractor.layer), part: part,
            launcher: assignment.launcher?.launcher)
    }

    /// Statistics in their other form.
    private func convert(_ path: String, parts: [StoredPart], origin: String?) throws {
        let normal = try InputSet.read(path, key: key, divisor: .samplesMinusOne).normal
        guard let count = normal.count else { throw InputError(file: path, cause: MetricsError.countUnknown) }
        if compact {
            Self.waitForFactor()
            try StatisticsWriter.writeCompact(
                mean: normal.mean, factor: normal.triangularFactor(), count: count, precision: precision, parts: parts,
                origin: origin, to: output)
        } else {
            let scatter = try normal.covariance().scaled(by: Double(count - 1))
            try StatisticsWriter.write(
                count: count, mean: normal.mean, scatter: scatter, parts: parts, origin: origin, to: output)
        }
        Terminal.write([Self.summary(output, count, normal.dimension)(in: global.style.language)])
    }

    private func write(
        _ rows: PooledRows, range: Range<Int>, part: StoredPart, origin: FeatureOrigin?, of set: String, to target: String
    ) throws {
        let origin = try origin?.text()
        if compact, part.count <= rows.columns, part.count == rows.rows {
            Self.waitForFactor()
            // With fewer samples than features the factor comes from the samples: their Gram matrix would square its condition.
            let normal = try InputError.inFile(set) { try FittedNormal(samples: rows.readAll()) }
            return try StatisticsWriter.writeCompact(
                mean: normal.mean, factor: normal.triangularFactor(), count: part.count, precision: precision, parts: [part],
                origin: origin, to: target)
        }
        var timings = InputSet.Timings()
        let moments = try InputError.inFile(set) { try InputSet.accumulate(rows, range, timings: &timings) }
        if compact {
            Self.waitForFactor()
            let factor = try FittedNormal(moments: moments).triangularFactor()
            try StatisticsWriter.writeCompact(
                mean: moments.mean, factor: factor, count: moments.count, precision: precision, parts: [part],
                origin: origin, to: target)
        } else {
            try StatisticsWriter.write(
                count: moments.count, mean: moments.mean, scatter: moments.scatter, parts: [part], origin: origin, to: target)
        }
    }

    private static func waitForFactor() { Progress().wait(for: Phrase("triangular factor", "三角因子")) }

    private func report(_ target: String, columns: Int, part: StoredPart, launcher: Phrase?) {
        let language = global.style.language
        guard !part.shard.isWhole else {
            return Terminal.write([Self.summary(target, part.count, columns)(in: language)])
        }
        let (index, count) = (part.shard.index, part.shard.count)
        let (first, last) = (part.rows.lowerBound + 1, part.rows.upperBound)
        let by = launcher.map { Phrase(" (\($0.english))", "（\($0.chinese)）") } ?? Phrase(same: "")
        let left = Self.leftOut(part.leftOut)
        let line = Phrase(
            "\(target): shard \(index) of \(count), rows \(first)–\(last) of \(part.total)\(left.english), \(columns) features\(by.english)",
            "\(target)：第 \(index)/\(count) 片，共 \(part.total) 行中的第 \(first)–\(last) 行\(left.chinese)，\(columns) 维特征\(by.chinese)")
        Terminal.write([line(in: language)])
    }

    /// Of how many rows there are no samples, after how many there are.
    static func leftOut(_ count: Int) -> Phrase {
        count > 0 ? Phrase(", \(count) of them left out", "（其中跳过 \(count) 行）") : Phrase(same: "")
    }

    static func summary(_ path: String, _ count: Int, _ dimension: Int) -> Phrase {
        Phrase("\(path): \(count) samples of \(dimension) features", "\(path)：\(count) 个样本，\(dimension) 维特征")
    }
}
