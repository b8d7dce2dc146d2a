// Public weights that are fetched by hand: where they are, and where they are looked for on this machine.

import FeatureFiles
import Foundation
import Localization

/// Weights that somebody published without saying a hash that could be relied on: fid tells where they are and does not fetch them.
public struct UncheckedWeights: Sendable, Equatable {
    /// What fid calls them, and the folder of the cache that they belong in: `clip-vit-base-patch32`.
    public let name: String
    public let title: Phrase
    /// The measure that is made with them.
    public let use: String
    /// On Hugging Face: `openai/clip-vit-base-patch32`.
    public let repository: String
    public let credits: Phrase

    /// Where a person finds them.
    public var page: String { "https://huggingface.co/\(repository)/tree/main" }

    /// The names that files of weights have there, and in the repositories of open_clip.
    public static let fileNames = [
        "model.safetensors", "open_clip_model.safetensors", "pytorch_model.bin", "open_clip_pytorch_model.bin",
    ]

    private static let openAI = Phrase("Trained by OpenAI (MIT License).", "由 OpenAI 训练（MIT 许可证）。")

    /// The one of clean-fid's CLIP-FID.
    public static let clipBase32 = UncheckedWeights(
        name: "clip-vit-base-patch32",
        title: Phrase("CLIP ViT-B/32 of OpenAI, as in clean-fid's CLIP-FID", "OpenAI 的 CLIP ViT-B/32，clean-fid 的 CLIP-FID 所用"),
        use: "CLIP-FID",
        repository: "openai/clip-vit-base-patch32", credits: openAI)

    /// The one of CMMD.
    public static let clipLarge336 = UncheckedWeights(
        name: "clip-vit-large-patch14-336",
        title: Phrase("CLIP ViT-L/14@336px of OpenAI, as in CMMD", "OpenAI 的 CLIP ViT-L/14@336px，CMMD 所用"),
        use: "CMMD",
        repository: "openai/clip-vit-large-patch14-336", credits: openAI)

    public static let all = [clipBase32, clipLarge336]

    public static func named(_ name: String) -> UncheckedWeights? { all.first { $0.name == name } }

    /// How to get them.
    public var advice: Phrase {
        Phrase(
            "download model.safetensors or pytorch_model.bin, and config.json, from \(page)",
            "请从 \(page) 下载 model.safetensors 或 pytorch_model.bin，以及 config.json")
    }
}

/// Where a file of ``UncheckedWeights`` lies.
public struct UncheckedWeightStore: Sendable {
    public static let variable = "FID_CLIP_WEIGHTS"

    private let given: NamedWeights?
    private let environment: [String: String]

    /// - Parameter path: a file or a folder that a person named, if one was.
    public init(path: String? = nil, environment: [String: String]) {
        given = NamedWeights(option: path, variable: Self.variable, environment: environment)
        self.environment = environment
    }

    /// The file: where `--weights` or `FID_CLIP_WEIGHTS` says, else in fid's cache, else in that of Hugging Face's own tools.
    ///
    /// - Throws: ``UncheckedWeightsError``.
    public func locate(_ weights: UncheckedWeights) throws -> String {
        if let given {
            if WeightPath.isFile(given.path) { return given.path }
            if let file = Self.file(in: given.path) { return file }
            throw UncheckedWeightsError.notWhereNamed(weights, path: given.path, origin: given.origin)
        }
        let own = cache.map { "\($0)/fid/weights/\(weights.name)" }
        let folders = [own].compactMap(\.self) + huggingFace(weights)
        if let file = folders.lazy.compactMap(Self.file).first { return file }
        throw UncheckedWeightsError.notHere(weights, folder: own)
    }

    private var cache: String? { UserFolder.cache.path(environment: environment) }

    /// The revisions of a repository in the cache of `huggingface_hub`, the newest first.
    private func huggingFace(_ weights: UncheckedWeights) -> [String] {
        let home = environment["HF_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? cache.map { "\($0)/huggingface" }
        guard let home else { return [] }
        let snapshots = "\(home)/hub/models--\(weights.repository.replacing("/", with: "--"))/snapshots"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: snapshots)) ?? []
        let dated = names.map { name -> (path: String, date: Date) in
            let path = "\(snapshots)/\(name)"
            let date = (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
            return (path: path, date: date ?? .distantPast)
        }
        return dated.sorted { ($0.date, $0.path) > ($1.date, $1.path) }.map(\.path)
    }

    /// The file of weights in a folder.
    private static func file(in folder: String) -> String? {
        UncheckedWeights.fileNames.lazy.map { WeightPath.file($0, in: folder) }.first(where: WeightPath.isFile)
    }
}

/// Why a file of ``UncheckedWeights`` was not found.
public enum UncheckedWeightsError: ExplainedError, Equatable {
    /// - Parameter folder: where it would have been found.
    case notHere(UncheckedWeights, folder: String?)
    case notWhereNamed(UncheckedWeights, path: String, origin: String)

    public var phrase: Phrase {
        switch self {
        case .notHere(let weights, let folder):
            let place = folder.map { Phrase(" into \($0), or", "，放入 \($0)，或") } ?? Phrase(" and", "，并")
            return Phrase(
                "the weights of CLIP (\(weights.name)) are not on this machine: \(weights.advice.english)\(place.english) name the file with --weights or in \(UncheckedWeightStore.variable)",
                "本机没有 CLIP 的权重（\(weights.name)）：\(weights.advice.chinese)\(place.chinese)用 --weights 或 \(UncheckedWeightStore.variable) 指定文件"
            )
        case .notWhereNamed(let weights, let path, let origin):
            let names = UncheckedWeights.fileNames.joined(separator: ", ")
            return Phrase(
                "the weights of CLIP are not where \(origin) says (\(path)): name a file, or a folder with one of \(names); for those of \(weights.name), \(weights.advice.english)",
                "\(origin) 指定的位置没有 CLIP 的权重（\(path)）：请指定文件，或含有 \(names) 之一的文件夹；\(weights.name) 的权重\(weights.advice.chinese)")
        }
    }
}
