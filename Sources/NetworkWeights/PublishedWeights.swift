// The weights that are public and that fid uses: where they are, and how they are known to be right.

import Localization

/// A file of weights that somebody published.
public struct PublishedWeights: Sendable, Equatable {
    /// What the command calls it: `inception`.
    public let name: String
    public let title: Phrase
    /// The name of the file; that of Inception carries the start of its SHA-256, as PyTorch's convention has it.
    public let fileName: String
    /// Names under which other tools keep the same file.
    public let otherFileNames: [String]
    /// Addresses of the same file, the first the one of its author.
    public let sources: [String]
    /// In 64 hexadecimal digits.
    public let sha256: String
    public let byteCount: Int
    /// Whom to credit.
    public let credits: Phrase
    /// Whose cache may have it, too.
    let otherCache: OtherCache

    /// Where another tool keeps files of weights.
    enum OtherCache: Sendable {
        /// `torch.hub`, of pytorch-fid, torch-fidelity and torchvision.
        case torchHub
        /// OpenAI's `clip`, of clean-fid.
        case clip
    }

    /// The variable that names the file or its folder: `FID_WEIGHTS`, `FID_CLIP_WEIGHTS`.
    public var variable: String { otherCache == .clip ? CLIPWeightStore.variable : WeightStore.variable }

    /// The network of the FID: Inception v3 as TensorFlow published it on 2015-12-05, in PyTorch's form. torch-fidelity publishes the
    /// same bytes under another name.
    public static let inception = PublishedWeights(
        name: "inception",
        title: Phrase("Inception v3 of 2015-12-05, the network of the FID", "2015-12-05 版 Inception v3，FID 所用的网络"),
        fileName: "pt_inception-2015-12-05-6726825d.pth",
        otherFileNames: ["weights-inception-2015-12-05-6726825d.pth"],
        sources: [
            "https://github.com/mseitzer/pytorch-fid/releases/download/fid_weights/pt_inception-2015-12-05-6726825d.pth",
            "https://github.com/toshas/torch-fidelity/releases/download/v0.2.0/weights-inception-2015-12-05-6726825d.pth",
        ],
        sha256: "6726825d0af5f729cebd5821db510b11b1cfad8faad88a03f1befd49fb9129b2",
        byteCount: 95_628_359,
        credits: Phrase(
            "Trained by Google (TensorFlow, Apache License 2.0); brought into PyTorch's form by Maximilian Seitzer, pytorch-fid (Apache License 2.0).",
            "由 Google 训练（TensorFlow，Apache 2.0 许可证），由 Maximilian Seitzer 的 pytorch-fid（Apache 2.0 许可证）转换为 PyTorch 格式。"),
        otherCache: .torchHub)

    /// An encoder of CLIP as OpenAI published it: a TorchScript program in half precision, at an address that has the SHA-256 of the file in
    /// it (openai/CLIP, `clip.py`).
    static func clip(_ name: String, _ fileName: String, of title: Phrase, sha256: String, byteCount: Int) -> PublishedWeights {
        PublishedWeights(
            name: name, title: title, fileName: fileName, otherFileNames: [],
            sources: ["https://openaipublic.azureedge.net/clip/models/\(sha256)/\(fileName)"], sha256: sha256,
            byteCount: byteCount, credits: Phrase("Trained by OpenAI (MIT License).", "由 OpenAI 训练（MIT 许可证）。"),
            otherCache: .clip)
    }

    public static let all = [inception] + CLIPWeights.all.map(\.published)

    /// The weights of a name; nil for one that is not known.
    public static func named(_ name: String) -> PublishedWeights? { all.first { $0.name == name } }
}
