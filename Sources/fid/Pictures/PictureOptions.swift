// How pictures become features, on the command line.

import ArgumentParser
import Images
import Localization

/// The options of every command that takes pictures.
struct PictureOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            Session.say(
                "Of pictures: the network whose features are taken, inception (the FID's, the default) or clip (CMMD, CLIP-FID).",
                "对图像：提取特征的网络，inception（FID 所用，默认）或 clip（CMMD 与 CLIP-FID 所用）。"),
            valueName: "inception|clip"))
    var network: String?

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            Session.say(
                "Of pictures: whose numbers to meet: pytorch-fid (the default), clean-fid, torch-fidelity, torchmetrics or tf; of CLIP: clean-fid or cmmd.",
                "对图像：与哪个工具的数值一致：pytorch-fid（默认）、clean-fid、torch-fidelity、torchmetrics 或 tf；CLIP 为 clean-fid 或 cmmd。"),
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
                "Of CLIP: the embeddings as they are (plain, as clean-fid) or of length 1 (normalized, as CMMD).",
                "对 CLIP：原始嵌入（plain，与 clean-fid 相同）或归一化到长度 1（normalized，与 CMMD 相同）。"), valueName: "plain|normalized"))
    var embeddings: String?

    @Option(
        help: ArgumentHelp(
            Session.say(
                "Of CLIP: resize the shorter side, then crop the middle (clip), or crop it first (cmmd).",
                "对 CLIP：先缩放短边再裁剪中央（clip），或先裁剪再缩放（cmmd）。"), valueName: "clip|cmmd"))
    var framing: String?

    @Option(
        help: ArgumentHelp(
            Session.say(
                "Of CLIP: the weights' form of GELU, quick (OpenAI's) or exact (default: as config.json beside the weights says, or quick).",
                "对 CLIP：权重所用的 GELU，quick（OpenAI）或 exact（默认：按权重旁的 config.json，否则为 quick）。"), valueName: "quick|exact"))
    var activation: String?

    @Option(
        help: ArgumentHelp(
            Session.say(
                "The network's weights: a file, or the folder of it (default: FID_WEIGHTS, then what fid weights fetch keeps; of CLIP FID_CLIP_WEIGHTS, then fid/weights in the cache and that of Hugging Face).",
                "网络权重：文件或其所在文件夹（默认：FID_WEIGHTS，其次为 fid weights fetch 的缓存；CLIP 为 FID_CLIP_WEIGHTS，其次为缓存中的 fid/weights 和 Hugging Face 的缓存）。"
            ),
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
                "The most pixels of a picture (default: \(ImageLimits().pixels), as Pillow).",
                "单幅图像的像素上限（默认 \(ImageLimits().pixels)，与 Pillow 相同）。"), valueName: "n"))
    var pixelLimit: Int?

    @Option(
        help: ArgumentHelp(
            Session.say(
                "Pictures between two savings of what is done (default: those of a second). No feature depends on it.",
                "每处理多少幅图像保存一次进度（默认每秒一次）。不影响任何特征值。"), valueName: "n"))
    var batch: Int?

    @Option(
        help: ArgumentHelp(
            Session.say(
                "Threads that compute features (default: one a core). No feature depends on it.", "计算特征的线程数（默认每核一个）。不影响任何特征值。"),
            valueName: "n"))
    var threads: Int?

    func validate() throws {
        for (name, value) in [("--pixel-limit", pixelLimit), ("--batch", batch), ("--threads", threads)] {
            if let value, value < 1 {
                throw ValidationError(Session.say("\(name) is 1 or more.", "\(name) 至少为 1。"))
            }
        }
    }

    /// The options that were given, by their names; where no pictures are named they would have no effect.
    var given: [String] {
        let all: [(String, Bool)] = [
            ("--network", network != nil), ("--as", preset != nil), ("--resize", resize != nil), ("--scaling", scaling != nil),
            ("--layer", layer != nil), ("--embeddings", embeddings != nil), ("--framing", framing != nil),
            ("--activation", activation != nil), ("--weights", weights != nil),
            ("--network-precision", networkPrecision != nil), ("--recursive", recursive != nil), ("--skip-broken", skipBroken),
            ("--pixel-limit", pixelLimit != nil), ("--batch", batch != nil), ("--threads", threads != nil),
        ]
        return all.filter(\.1).map(\.0)
    }
}
