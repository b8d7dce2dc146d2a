// `fid weights`: the weights of the networks: fetch them, look into a file of them, check one.

import ArgumentParser
import Foundation
import Localization
import NetworkWeights

struct WeightsCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "weights",
            abstract: Session.say(
                "The weights of the networks: fetch them, look into a file, check it.", "网络的权重：获取、查看与校验。"),
            discussion: Session.say(
                """
                A file of weights is a .pth of PyTorch, of the old or the new format, a TorchScript program (.pt) or a \
                .safetensors. It is read by a reader that knows tensors only: nothing that it says is ever run.

                Examples:
                  fid weights fetch
                  fid weights show model.pth
                  fid weights check
                """,
                """
                权重文件可以是 PyTorch 的 .pth（新旧两种格式）、TorchScript 程序（.pt）或 .safetensors。
                读取程序只认识张量：文件中的任何内容都不会被执行。

                示例：
                  fid weights fetch
                  fid weights show model.pth
                  fid weights check
                """),
            subcommands: [WeightsFetchCommand.self, WeightsShowCommand.self, WeightsCheckCommand.self])
    }
}

/// Which weights are meant: those of a name that fid knows.
enum WeightsName {
    /// - Throws: ``CommandError`` for a name that is not known.
    static func resolve(_ name: String) throws -> PublishedWeights {
        if let weights = PublishedWeights.named(name.lowercased()) { return weights }
        let names = PublishedWeights.all.map(\.name)
        let hint = Suggestion.nearest(to: name, among: names).map { Phrase(" Did you mean \($0)?", "是否想输入 \($0)？") }
        throw CommandError(
            "there are no weights ‘\(name)’.\(hint?.english ?? "") There are: \(names.joined(separator: ", "))",
            "没有 ‘\(name)’ 的权重。\(hint?.chinese ?? "")现有：\(names.joined(separator: "、"))")
    }
}

/// A file of weights on the command line; without one, that of the network of the FID.
struct WeightsFileOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            Session.say(
                "The file (default: the weights of inception, where fid weights fetch puts them or FID_WEIGHTS says).",
                "权重文件（默认：inception 的权重，位置由 fid weights fetch 或 FID_WEIGHTS 决定）。"),
            valueName: Session.say("file", "文件")))
    var file: String?

    /// The path of the file of CLIP's weights.
    ///
    /// - Throws: `CLIPWeightsError` where none is named and none is found.
    func path(of weights: CLIPWeights) throws -> String {
        try CLIPWeightStore(path: file, environment: ProcessInfo.processInfo.environment).locate(weights)
    }

    /// The path of the file.
    ///
    /// - Throws: ``WeightStoreError`` where none is named and none was fetched.
    func path() throws -> String {
        try file ?? WeightStore(environment: ProcessInfo.processInfo.environment).locate(.inception)
    }
}
