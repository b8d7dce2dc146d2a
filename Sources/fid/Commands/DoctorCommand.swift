// `fid doctor`: what this fid stands on, and what could be better.

import ArgumentParser
import Foundation
import InceptionNetwork
import LinearAlgebra
import Localization
import NetworkWeights
import Typesetting

struct DoctorCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "doctor",
            abstract: Session.say(
                "What fid stands on: BLAS, oneDNN, core type, threads, weights, versions, optional parts.",
                "fid 的运行环境：BLAS、oneDNN、核心类型、线程、权重、版本与可选部分。"),
            discussion: Session.say("Example:\n  fid doctor --json", "示例：\n  fid doctor --json"))
    }

    @Flag(help: ArgumentHelp(Session.say("A JSON object.", "输出 JSON。")))
    var json = false

    @OptionGroup var global: GlobalOptions

    func run() throws {
        let report = DoctorReport()
        if json {
            Terminal.write([try MachineJSON.text(report)])
        } else {
            Terminal.write(report.lines(in: global.style))
        }
    }
}

/// What `fid doctor` found.
struct DoctorReport: Encodable {
    let fidVersion = FidVersion.text
    let blas = BLASInformation.configuration
    let blasCore = BLASInformation.coreName
    let blasThreads = BLASInformation.threads
    let processors = ProcessInfo.processInfo.activeProcessorCount
    let openblasCoretype = ProcessInfo.processInfo.environment["OPENBLAS_CORETYPE"]
    let flowers = Resources.folder("examples/flowers")?.path
    let toy = Resources.folder("examples/toy")?.path
    /// oneDNN, which computes the network: its version, or why there is none.
    let oneDnn: String
    let oneDnnInstructionSet: String?
    let bfloat16: Bool?
    /// Where the weights of the network are; nil where they are not.
    let weights: String?
    /// The same of the encoders of CLIP, by the names of their weights.
    let clipWeights: [String: String]
    let advice: [String]

    init() {
        do {
            let library = try NetworkLibrary()
            oneDnn = library.version
            oneDnnInstructionSet = library.instructionSet
            bfloat16 = library.bfloat16 != .none
        } catch {
            oneDnn = (error as? any ExplainedError)?.phrase(in: Session.language) ?? "\(error)"
            oneDnnInstructionSet = nil
            bfloat16 = nil
        }
        let environment = ProcessInfo.processInfo.environment
        weights = try? WeightStore(environment: environment).locate(.inception)
        let store = CLIPWeightStore(environment: environment)
        clipWeights = Dictionary(
            uniqueKeysWithValues: CLIPWeights.all.compactMap { known in
                (try? store.locate(known)).map { (known.name, $0) }
            })
        advice = Self.advice(core: BLASInformation.coreName).map { $0(in: Session.language) }
    }

    func lines(in style: OutputStyle) -> [String] {
        let missing = Phrase("not found", "未找到")(in: style.language)
        let clip = CLIPWeights.all.compactMap { known in
            known.use.map { (known, $0) }
        }.map { known, use in
            (
                Phrase("weights of CLIP (\(use))", "CLIP 权重（\(use)）"),
                clipWeights[known.name]
                    ?? Phrase(
                        "not found: fid weights fetch \(known.name)", "未找到：fid weights fetch \(known.name)")(in: style.language)
            )
        }
        let rows: [(Phrase, String)] =
            [
                (Phrase(same: "fid"), fidVersion),
                (Phrase(same: "BLAS"), blas),
                (Phrase("core type", "核心类型"), blasCore),
                (Phrase("threads", "线程"), "\(blasThreads) / \(processors)"),
                (Phrase(same: "OPENBLAS_CORETYPE"), openblasCoretype ?? Phrase("not set", "未设置")(in: style.language)),
                (Phrase(same: "oneDNN"), oneDnn),
                (Phrase("its instruction set", "其指令集"), oneDnnInstructionSet ?? "–"),
                (
                    Phrase("bfloat16 (--network-precision bf16)", "bfloat16（--network-precision bf16）"),
                    has(bfloat16)(in: style.language)
                ),
                (
                    Phrase("weights of the network", "网络权重"),
                    weights ?? Phrase("not found: fid weights fetch", "未找到：fid weights fetch")(in: style.language)
                ),
            ] + clip + [
                (Phrase("flower statistics", "花卉统计量"), flowers ?? missing),
                (Phrase("toy matrices", "示例矩阵"), toy ?? missing),
            ]
        let width = rows.map { $0.0(in: style.language).displayWidth }.max() ?? 0
        var lines = rows.flatMap { name, value in
            "\(name(in: style.language).padded(to: width))  \(value)".wrapped(
                width: style.width, hangingIndent: min(width + 2, style.width / 2))
        }
        for sentence in advice { lines += [""] + sentence.wrapped(width: style.width) }
        return lines
    }

    private func has(_ value: Bool?) -> Phrase {
        value.map { $0 ? Phrase("yes", "支持") : Phrase("no", "不支持") } ?? Phrase(same: "–")
    }

    /// Whether the CPU could do better than the kernels that OpenBLAS runs.
    private static func advice(core: String) -> [Phrase] {
        let info = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let flags = Set(
            info.split(separator: "\n").first { $0.hasPrefix("flags") }?.split(separator: " ").map(String.init) ?? [])
        let older: Set = ["Haswell", "Zen", "Sandybridge", "Nehalem", "Prescott", "Core2", "Penryn", "Bulldozer", "Piledriver"]
        guard flags.contains("avx512f"), flags.contains("avx512vl"), older.contains(core) else { return [] }
        let cause = ProcessInfo.processInfo.environment["OPENBLAS_CORETYPE"] != nil
        return [
            cause
                ? Phrase(
                    "This CPU has AVX-512, but OPENBLAS_CORETYPE in the environment asks for the kernels of \(core): unset it, and matrix products run up to twice as fast.",
                    "此 CPU 支持 AVX-512，但环境变量 OPENBLAS_CORETYPE 指定了 \(core) 的内核：取消该变量后，矩阵乘法最多可快一倍。")
                : Phrase(
                    "This CPU has AVX-512, but OpenBLAS runs its kernels for \(core): a newer OpenBLAS may know the CPU.",
                    "此 CPU 支持 AVX-512，但 OpenBLAS 使用的是 \(core) 的内核：更新的 OpenBLAS 可能支持此 CPU。")
        ]
    }
}
