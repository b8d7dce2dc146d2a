// `fid stats X -o S.npz`: the statistics of one set, to be compared later with many.

import ArgumentParser
import FeatureFiles
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
                The file holds mu, sigma and count; pytorch-fid and clean-fid read it as it is. --compact keeps a triangular factor of the
                scatter in half precision instead of sigma: a tenth of the size, and nothing lost where there are fewer samples
                than features.

                Examples:
                  fid stats real.npy -o real.npz
                  fid stats part1.npy part2.npy -o all.npz
                  fid stats real.npy --compact -o real.npz
                """,
                """
                文件包含 mu、sigma 和 count，pytorch-fid 与 clean-fid 可直接读取。--compact 用半精度保存散布矩阵的三角因子来代替 sigma：
                大小只有十分之一，样本少于特征维数时也不丢失信息。

                示例：
                  fid stats real.npy -o real.npz
                  fid stats part1.npy part2.npy -o all.npz
                  fid stats real.npy --compact -o real.npz
                """))
    }

    @Argument(
        help: ArgumentHelp(
            Session.say("Features; several files are taken as one set.", "特征文件；多个文件视为一组。"), valueName: Session.say("file", "文件")))
    var files: [String]

    @Option(name: [.customShort("o"), .long], help: ArgumentHelp(Session.say("The file to write.", "输出文件。"), valueName: "S.npz"))
    var output: String

    @Option(
        help: ArgumentHelp(
            Session.say("The array to take from .npz files of several.", "多数组 .npz 中要使用的数组。"),
            valueName: Session.say("name", "名称")))
    var key: String?

    @Flag(help: ArgumentHelp(Session.say("Keep a triangular factor instead of sigma.", "保存三角因子而不是 sigma。")))
    var compact = false

    @Option(
        help: ArgumentHelp(
            Session.say("Of the compact form: float16, float32 or float64.", "紧凑形式的精度：float16、float32 或 float64。"),
            valueName: Session.say("type", "类型")))
    var precision = StoredPrecision.float16

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if files.isEmpty { throw ValidationError(Session.say("Name at least one file of features.", "请至少给出一个特征文件。")) }
    }

    func run() throws {
        let normal = try PooledSet.read(files, key: key)
        guard let count = normal.count else { throw MetricsError.countUnknown }
        if compact {
            let factor = try normal.triangularFactor()
            try StatisticsWriter.writeCompact(
                mean: normal.mean, factor: factor, count: count, precision: precision, to: output)
        } else {
            try StatisticsWriter.write(mean: normal.mean, covariance: normal.covariance(), count: count, to: output)
        }
        Terminal.write([
            Session.say(
                "\(output): \(count) samples of \(normal.dimension) features", "\(output)：\(count) 个样本，\(normal.dimension) 维特征")
        ])
    }
}

/// Several files of features as one set.
enum PooledSet {
    static func read(_ paths: [String], key: String?) throws -> FittedNormal<Double> {
        if paths.count == 1, let path = paths.first {
            return try InputSet.read(path, key: key, divisor: .samplesMinusOne).normal
        }
        let readers = try readers(of: paths, key: key)
        var timings = InputSet.Timings()
        let moments = try InputSet.accumulate(readers, timings: &timings)
        return try FittedNormal(moments: moments)
    }

    /// The readers of files of samples; all have the same number of features.
    static func readers(of paths: [String], key: String?) throws -> [(path: String, reader: RowReader)] {
        let readers = try paths.map { path -> (path: String, reader: RowReader) in
            guard case .samples(let reader) = try FeatureFile.open(path, key: key) else {
                throw CommandError(
                    "\(path) holds statistics; samples are needed here", "\(path) 是统计量；这里需要样本")
            }
            return (path, reader)
        }
        if let first = readers.first, let other = readers.first(where: { $0.reader.columns != first.reader.columns }) {
            throw InputError(
                file: other.path,
                cause: MetricsError.dimensionMismatch(first: first.reader.columns, second: other.reader.columns))
        }
        return readers
    }
}
