// How pictures become features, on the command line.

import ArgumentParser
import Foundation
import Images
import InceptionNetwork
import Localization

/// The options of every command that takes pictures.
struct PictureOptions: ParsableArguments {
    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            Session.say(
                "Of pictures: whose numbers to meet: pytorch-fid (the default), clean-fid, torch-fidelity, torchmetrics or tf.",
                "对图像：与哪个工具的数值一致：pytorch-fid（默认）、clean-fid、torch-fidelity、torchmetrics 或 tf。"),
            valueName: Session.say("tool", "工具")))
    var preset: String?

    @Option(
        help: ArgumentHelp(
            Session.say(
                "Another way to resize than the tool's: pytorch, clean, tensorflow, antialias or pillow.",
                "另选缩放方式：pytorch、clean、tensorflow、antialias 或 pillow。"), valueName: Session.say("name", "名称")))
    var resize: String?

    @Option(
        help: ArgumentHelp(
            Session.say("Another scaling of the input than the tool's: 2x-1 or (x-128)/128.", "另选输入归一化：2x-1 或 (x-128)/128。"),
            valueName: Session.say("name", "名称")))
    var scaling: String?

    @Option(
        help: ArgumentHelp(
            Session.say(
                "Where features are taken: pool3 (2048, the FID's), 64, 192, 768, logits or logits-unbiased.",
                "取特征的层：pool3（2048 维，FID 所用）、64、192、768、logits 或 logits-unbiased。"),
            valueName: Session.say("name", "名称")))
    var layer: String?

    @Option(
        help: ArgumentHelp(
            Session.say(
                "The network's weights: a file, or the folder of it (default: FID_WEIGHTS, then what fid weights fetch keeps).",
                "网络权重：文件或其所在文件夹（默认：FID_WEIGHTS，其次为 fid weights fetch 的缓存）。"),
            valueName: Session.say("path", "路径")))
    var weights: String?

    @Option(
        help: ArgumentHelp(
            Session.say(
                "The network's arithmetic: float32, or bf16, which is faster on some CPUs and coarser.",
                "网络的运算精度：float32 或 bf16（在部分 CPU 上更快，但精度较低）。"), valueName: "float32|bf16"))
    var networkPrecision: String?

    @Flag(
        inversion: .prefixedNo,
        help: ArgumentHelp(
            Session.say("Pictures in subfolders, too (default: as the tool does).", "包括子文件夹中的图像（默认与所选工具一致）。")))
    var recursive: Bool?

    @Flag(
        help: ArgumentHelp(
            Session.say("Leave out pictures that cannot be read, and list them, instead of stopping.", "跳过无法读取的图像并列出，而不是停止。")))
    var skipBroken = false

    @Option(
        help: ArgumentHelp(
            Session.say(
                "Pictures between two savings of what is done (default: those of a second). No feature depends on it.",
                "每处理多少幅图像保存一次进度（默认每秒一次）。不影响任何特征值。"), valueName: "n"))
    var batch: Int?

    @Option(
        help: ArgumentHelp(
            Session.say(
                "Pictures computed at a time (default: one a core). No feature depends on it.", "同时计算的图像数（默认每核一幅）。不影响任何特征值。"),
            valueName: "n"))
    var threads: Int?

    func validate() throws {
        for (name, value) in [("--batch", batch), ("--threads", threads)] {
            if let value, value < 1 {
                throw ValidationError(Session.say("\(name) is 1 or more.", "\(name) 至少为 1。"))
            }
        }
    }

    /// The options that were given, by their names; where no pictures are named they would have no effect.
    var given: [String] {
        let all: [(String, Bool)] = [
            ("--as", preset != nil), ("--resize", resize != nil), ("--scaling", scaling != nil), ("--layer", layer != nil),
            ("--weights", weights != nil), ("--network-precision", networkPrecision != nil), ("--recursive", recursive != nil),
            ("--skip-broken", skipBroken), ("--batch", batch != nil), ("--threads", threads != nil),
        ]
        return all.filter(\.1).map(\.0)
    }

    /// - Parameter precision: the word for the precision, where another option gave it.
    /// - Throws: `ImageError` and ``CommandError`` for names that are not known.
    func settings(precision word: String? = nil) throws -> PictureSettings {
        let preset = try preset.map { try Preset.named($0) } ?? .pytorchFID
        let mode = try resize.map { try ResizeMode.named($0) } ?? preset.resize
        let scaling =
            try scaling.map {
                try Self.choose($0, among: [InputScaling.twiceMinusOne, .centredAt128], Phrase("scaling", "输入归一化"), \.rawValue)
            } ?? preset.scaling
        let tap = try layer.map { try Self.choose($0, among: Tap.allCases, Phrase("layer", "层"), \.layerName) } ?? .pool3
        let precision =
            try (word ?? networkPrecision).map {
                try Self.choose($0, among: Precision.allCases, Phrase("precision", "精度"), \.rawValue)
            } ?? .float32
        return PictureSettings(
            preset: preset, preprocessing: try Preprocessing(resize: mode, scaling: scaling), tap: tap, precision: precision,
            isRecursive: recursive ?? preset.searchesSubfolders, policy: skipBroken ? .skip : .fail)
    }

    private static func choose<Choice>(
        _ text: String, among choices: [Choice], _ kind: Phrase, _ name: (Choice) -> String
    ) throws -> Choice {
        let wanted = text.lowercased().replacing("_", with: "-")
        // The number of features names the layer of the FID, too.
        if let found = choices.first(where: { name($0) == wanted || ($0 as? Tap)?.rawValue == text }) { return found }
        let names = choices.map(name)
        let nearest = Suggestion.nearest(to: wanted, among: names)
        throw CommandError(
            "there is no \(kind.english) ‘\(text)’" + (nearest.map { "; did you mean \($0)?" } ?? "")
                + " There are: \(names.joined(separator: ", "))",
            "没有名为 ‘\(text)’ 的\(kind.chinese)" + (nearest.map { "；是否想写 \($0)？" } ?? "。") + "可选：\(names.joined(separator: "、"))")
    }
}

extension Tap {
    /// Its name on the command line.
    var layerName: String { self == .pool3 ? "pool3" : rawValue.replacing("_", with: "-") }
}

/// How pictures become features, decided.
struct PictureSettings {
    let preset: Preset
    let preprocessing: Preprocessing
    let tap: Tap
    let precision: Precision
    let isRecursive: Bool
    let policy: BrokenImagePolicy

    var collectionOptions: ImageCollection.Options { ImageCollection.Options(isRecursive: isRecursive) }

    /// What the features of a picture depend on, by names that do not change.
    var choices: [(kind: String, name: String)] {
        preprocessing.choices.map { ($0.kind.rawValue, $0.identifier) } + [("precision", precision.rawValue)]
    }
}
