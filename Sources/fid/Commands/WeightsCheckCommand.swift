// `fid weights check`: whether a file of weights is whole, is the one that was published, and is that of the network.

import ArgumentParser
import FeatureFiles
import Foundation
import Localization
import NetworkWeights
import Typesetting

struct WeightsCheckCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "check",
            abstract: Session.say(
                "Check a file of weights: whole, sound, as published, and fit for the network.", "校验权重文件：是否完整、有效、与发布的一致并符合网络。"),
            discussion: Session.say(
                """
                Every number is read; a NaN or an infinity is named. The SHA-256 is compared with that of the published file, \
                and with the one that the file's own name carries. The names and shapes of the tensors are compared with those that the network \
                needs, or with those of another file; of a file of CLIP, with those of the encoder that it holds. The exit code is 1 where \
                something is wrong.

                Examples:
                  fid weights check
                  fid weights check model.pth --network inception
                  fid weights check model.safetensors --like model.pth
                  fid weights check model.safetensors --network clip
                """,
                """
                读取每一个数，遇到 NaN 或无穷大会指出所在张量。SHA-256 与发布的文件比较，
                也与文件名中携带的哈希比较。张量的名称和形状与网络所需的比较，或与另一个文件比较；
                CLIP 的文件与其中的编码器所需的比较。
                有问题时退出码为 1。

                示例：
                  fid weights check
                  fid weights check model.pth --network inception
                  fid weights check model.safetensors --like model.pth
                  fid weights check model.safetensors --network clip
                """),
            aliases: ["verify"])
    }

    @OptionGroup var input: WeightsFileOptions

    @Option(
        help: ArgumentHelp(
            Session.say(
                "The network that the weights are for, inception, clip, or one of CLIP by its name (default: inception, where no file is named).",
                "权重所属的网络：inception、clip，或某个 CLIP 的名称（未指定文件时默认为 inception）。"),
            valueName: Session.say("name", "名称")))
    var network: String?

    @Option(
        help: ArgumentHelp(
            Session.say("Another file whose tensors have the names and shapes that are needed.", "另一个文件，其张量的名称和形状即为所需。"),
            valueName: Session.say("file", "文件")))
    var like: String?

    @Flag(help: ArgumentHelp(Session.say("A JSON object.", "输出 JSON。")))
    var json = false

    @OptionGroup var global: GlobalOptions

    func run() throws {
        let named = network.flatMap { CLIPWeights.named($0.lowercased()) }
        let isCLIP = named != nil || network?.lowercased() == ExtractorName.clip.rawValue
        let published =
            isCLIP ? named?.published : try network.map(WeightsName.resolve) ?? (input.file == nil ? .inception : nil)
        let file = try WeightFile.open(isCLIP ? input.path(of: named ?? .base32) : input.path(), allowingTruncation: true)
        let clip = isCLIP || (published == nil && like == nil) ? CLIPFinding(file, isMeant: isCLIP) : nil
        var progress = Progress()
        let count = file.entries.count
        let inspection =
            file.truncation == nil ? try file.inspect { progress.show("\(file.path)  \($0)/\(count)") } : nil
        progress.show("SHA-256 …")
        let hash = try FileHash.sha256(ofFileAt: file.path).hexadecimal
        progress.finish()
        let needed = try like.map { try Self.shapes(of: WeightFile.open($0)) } ?? published.flatMap(NetworkTensors.needed)
        let comparison = needed.map { file.compare(expected: $0) } ?? clip?.comparison(file)
        let verdict = WeightsVerdict(
            file: file, inspection: inspection, sha256: hash, published: published,
            comparison: comparison, model: like ?? clip?.name ?? published?.name, clip: clip,
            isFetched: like == nil && published == .inception)
        let style = global.style
        if json {
            Terminal.write([try MachineJSON.text(verdict.record)])
        } else {
            Terminal.write(WeightsListing(file: file, style: style).summary + verdict.lines(in: style))
        }
        if !verdict.holds { throw ExitCode(1) }
    }

    private static func shapes(of file: WeightFile) -> [String: [Int]] {
        Dictionary(file.entries.map { ($0.name, $0.shape) }) { first, _ in first }
    }
}
