// `fid compute A B`: the number, its terms, and on request a second algorithm's word on it.

import ArgumentParser
import Foundation
import GenerativeMetrics
import LinearAlgebra
import Localization
import Typesetting

/// How the divisor of a covariance is named on the command line.
enum DivisorName: String, ExpressibleByArgument {
    case samplesMinusOne = "n-1"
    case samples = "n"

    var divisor: CovarianceDivisor { self == .samples ? .samples : .samplesMinusOne }
}

extension FrechetRoute: ExpressibleByArgument {}

/// The options of every command that compares two sets.
struct PairOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            Session.say(
                "Features (.npy, .npz, .csv) or statistics (.npz with mu and sigma) of the first set.",
                "第一组的特征（.npy、.npz、.csv）或统计量（含 mu 和 sigma 的 .npz）。"), valueName: "A"))
    var first: String

    @Argument(help: ArgumentHelp(Session.say("The same of the second set.", "第二组，同上。"), valueName: "B"))
    var second: String

    @Option(
        help: ArgumentHelp(
            Session.say(
                "The array to take from .npz files of several; FILE.npz:KEY does it for one file.",
                "多数组 .npz 中要使用的数组；也可写成 FILE.npz:KEY。"),
            valueName: Session.say("name", "名称")))
    var key: String?

    @Option(
        help: ArgumentHelp(
            Session.say("What the scatter is divided by: n-1 (as every FID tool) or n.", "散布矩阵除以 n-1（所有 FID 工具的做法）或 n。"),
            valueName: "n-1|n"))
    var divisor = DivisorName.samplesMinusOne

    func load() throws -> InputPair {
        try InputPair(first, second, key: key, divisor: divisor.divisor)
    }
}

struct ComputeCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "compute",
            abstract: Session.say("The FID of two sets of features, with its terms.", "计算两组特征的 FID 及其各项。"),
            discussion: Session.say(
                """
                Examples:
                  fid compute real.npy generated.npy
                  fid compute reference.npz generated.npy --json
                  fid compute real.npy generated.npy --verify
                """,
                """
                示例：
                  fid compute real.npy generated.npy
                  fid compute reference.npz generated.npy --json
                  fid compute real.npy generated.npy --verify
                """))
    }

    @OptionGroup var pair: PairOptions

    @Option(
        help: ArgumentHelp(
            Session.say(
                "The way to the trace of the root; automatic takes what suits the input.", "求平方根之迹的方法；automatic 根据输入选择。"),
            valueName: Session.say("route", "方法")))
    var route = FrechetRoute.automatic

    @Flag(
        inversion: .prefixedNo,
        help: ArgumentHelp(
            Session.say(
                "Split the trace term into spectrum mismatch and misalignment; it takes the spectra of both sets.",
                "把迹项拆成谱失配与主轴错位；需要计算两组的谱。")))
    var split = true

    @Flag(
        help: ArgumentHelp(
            Session.say("Compute it again by a second, independent algorithm, with residuals.", "用第二种独立算法再算一遍，并给出残差。")))
    var verify = false

    @Flag(
        help: ArgumentHelp(
            Session.say("A JSON object, with torch-fidelity's key names where it has them.", "输出 JSON，键名与 torch-fidelity 一致。")))
    var json = false

    @Flag(help: ArgumentHelp(Session.say("Where the time went.", "显示各部分用时。")))
    var timings = false

    @OptionGroup var global: GlobalOptions

    func run() throws {
        let inputs = try pair.load()
        let clock = ContinuousClock()
        let start = clock.now
        let distance = try inputs.comparing {
            try inputs.first.normal.frechetDistance(to: inputs.second.normal, route: route, splitsTraceTerm: split)
        }
        let duration = clock.now - start
        let verification = verify ? try inputs.first.normal.verify(distance, to: inputs.second.normal) : nil
        let report = ComputeReport(
            inputs: inputs, distance: distance, verification: verification, distanceTime: timings ? duration : nil)
        if json {
            Terminal.write([try report.json()])
        } else {
            Terminal.write(report.lines(in: global.style))
            for note in inputs.first.notes + inputs.second.notes {
                Terminal.writeError("fid: " + note(in: global.style.language))
            }
        }
    }
}
