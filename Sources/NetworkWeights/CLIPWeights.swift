// The weights of CLIP: where they are public, and where they are looked for on this machine.

import FeatureFiles
import Foundation
import Localization

/// Weights of an encoder of CLIP, in the forms in which they are public.
public struct CLIPWeights: Sendable, Equatable {
    /// As OpenAI published them, which fid fetches.
    public let published: PublishedWeights
    /// The measure that is made with them; nil for those of which none is.
    public let use: String?
    /// The same numbers in single precision on Hugging Face: `openai/clip-vit-base-patch32`.
    public let repository: String

    /// What fid calls them, and the folder of the cache that files from Hugging Face belong in: `clip-vit-base-patch32`.
    public var name: String { published.name }

    /// Where a person finds them on Hugging Face.
    public var page: String { "https://huggingface.co/\(repository)/tree/main" }

    /// The names that files of weights have there, and in the repositories of open_clip.
    public static let fileNames = [
        "model.safetensors", "open_clip_model.safetensors", "pytorch_model.bin", "open_clip_pytorch_model.bin",
    ]

    private init(
        _ name: String, _ variant: String, use: String? = nil, in tool: Phrase? = nil, fileName: String, sha256: String,
        byteCount: Int
    ) {
        let title = Phrase(
            "CLIP \(variant) of OpenAI" + (tool.map { ", \($0.english)" } ?? ""),
            "OpenAI 的 CLIP \(variant)" + (tool.map { "，\($0.chinese)" } ?? ""))
        published = .clip(name, fileName, of: title, sha256: sha256, byteCount: byteCount)
        self.use = use
        repository = "openai/\(name)"
    }

    /// The one of clean-fid's CLIP-FID.
    public static let base32 = CLIPWeights(
        "clip-vit-base-patch32", "ViT-B/32", use: "CLIP-FID", in: Phrase("as in clean-fid's CLIP-FID", "clean-fid 的 CLIP-FID 所用"),
        fileName: "ViT-B-32.pt", sha256: "40d365715913c9da98579312b702a82c18be219cc2a73407c4526f58eba950af",
        byteCount: 353_976_522)

    /// The one of CMMD.
    public static let large336 = CLIPWeights(
        "clip-vit-large-patch14-336", "ViT-L/14@336px", use: "CMMD", in: Phrase("as in CMMD", "CMMD 所用"),
        fileName: "ViT-L-14-336px.pt", sha256: "3035c92b350959924f9f00213499208652fc7ea050643e8b385c2dac08641f02",
        byteCount: 934_088_680)

    public static let base16 = CLIPWeights(
        "clip-vit-base-patch16", "ViT-B/16", fileName: "ViT-B-16.pt",
        sha256: "5806e77cd80f8b59890b7e101eabd078d9fb84e6937f9e85e4ecb61988df416f", byteCount: 350_837_078)

    public static let large = CLIPWeights(
        "clip-vit-large-patch14", "ViT-L/14", fileName: "ViT-L-14.pt",
        sha256: "b8cca3fd41ae0c99ba7e8951adf17d267cdb84cd88be6f7c2e0eca1737a03836", byteCount: 932_768_134)

    public static let all = [base32, large336, base16, large]

    public static func named(_ name: String) -> CLIPWeights? { all.first { $0.name == name } }
}

/// Where a file of ``CLIPWeights`` lies.
public struct CLIPWeightStore: Sendable {
    public static let variable = "FID_CLIP_WEIGHTS"

    private let given: NamedWeights?
    private let environment: [String: String]

    /// - Parameter path: a file or a folder that a person named, if one was.
    public init(path: String? = nil, environment: [String: String]) {
        given = NamedWeights(option: path, variable: Self.variable, environment: environment)
        self.environment = environment
    }

    /// The file: where `--weights` or `FID_CLIP_WEIGHTS` says, else in fid's cache, else in that of OpenAI's `clip`, else in that of Hugging
    /// Face's own tools.
    ///
    /// - Throws: ``CLIPWeightsError``.
    public func locate(_ weights: CLIPWeights) throws -> String {
        if let given {
            if WeightPath.isFile(given.path) { return given.path }
            if let file = Self.file(in: given.path) { return file }
            throw CLIPWeightsError.notWhereNamed(weights, path: given.path, origin: given.origin)
        }
        // Nothing is named, and so its places are those in the cache.
        let store = WeightStore(variable: Self.variable, environment: environment)
        if let fetched = try? store.target(of: weights.published), WeightPath.isFile(fetched) { return fetched }
        let folder = try? store.target(fileName: weights.name)
        if let file = folder.flatMap(Self.file) { return file }
        if let copy = store.copyOfOtherTools(weights.published) { return copy }
        if let file = huggingFace(weights).lazy.compactMap(Self.file).first { return file }
        throw CLIPWeightsError.notHere(weights, folder: folder)
    }

    /// The revisions of a repository in the cache of `huggingface_hub`, the newest first.
    private func huggingFace(_ weights: CLIPWeights) -> [String] {
        let home =
            environment["HF_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
            ?? UserFolder.cache.path(environment: environment).map { "\($0)/huggingface" }
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
        (CLIPWeights.fileNames + CLIPWeights.all.map(\.published.fileName)).lazy.map { WeightPath.file($0, in: folder) }.first(
            where: WeightPath.isFile)
    }
}

/// Why a file of ``CLIPWeights`` was not found.
public enum CLIPWeightsError: ExplainedError, Equatable {
    /// - Parameter folder: where it would have been found.
    case notHere(CLIPWeights, folder: String?)
    case notWhereNamed(CLIPWeights, path: String, origin: String)

    public var phrase: Phrase {
        switch self {
        case .notHere(let weights, let folder):
            let place = folder.map { Phrase(" into \($0)", "，放入 \($0)") } ?? Phrase(same: "")
            return Phrase(
                "the weights of CLIP (\(weights.name)) are not on this machine: run fid weights fetch \(weights.name), or download model.safetensors or pytorch_model.bin, and config.json, from \(weights.page)\(place.english), or name the file with --weights or in \(CLIPWeightStore.variable)",
                "本机没有 CLIP 的权重（\(weights.name)）：请运行 fid weights fetch \(weights.name)，或从 \(weights.page) 下载 model.safetensors 或 pytorch_model.bin 以及 config.json\(place.chinese)，或用 --weights 或 \(CLIPWeightStore.variable) 指定文件"
            )
        case .notWhereNamed(let weights, let path, let origin):
            let names = (CLIPWeights.fileNames + [weights.published.fileName]).joined(separator: ", ")
            return Phrase(
                "the weights of CLIP are not where \(origin) says (\(path)): name a file, or a folder with one of \(names); fid weights fetch \(weights.name) --weights FILE brings those of \(weights.name)",
                "\(origin) 指定的位置没有 CLIP 的权重（\(path)）：请指定文件，或含有 \(names) 之一的文件夹；fid weights fetch \(weights.name) --weights 文件 可获取 \(weights.name) 的权重"
            )
        }
    }
}
