// An image encoder of CLIP with its weights, found on this machine.

import CLIPEncoder
import FeatureFiles
import Foundation
import Images
import LinearAlgebra
import Localization
import NetworkWeights

/// A tool whose way from pictures to features of CLIP is followed. Each was read in its source.
enum CLIPPreset: String, CaseIterable, Sendable {
    /// clean-fid (`clip_features.py`, model `clip_vit_b_32`): the shorter side to 224, the middle, `encode_image` as it is.
    case cleanFID = "clean-fid"
    /// google-research/cmmd (`io_util.py`, `embedding.py`): the middle square to 336, embeddings of length 1.
    case cmmd

    var framing: CLIPFraming { self == .cleanFID ? .clip : .cmmd }
    var isNormalized: Bool { self == .cmmd }
    var searchesSubfolders: Bool { self == .cleanFID }
    /// The encoder that the tool uses, and its weights.
    var variant: CLIPVariant { self == .cleanFID ? .b32 : .l14At336 }
    var weights: CLIPWeights { self == .cleanFID ? .base32 : .large336 }
}

/// How pictures become features of CLIP, decided.
struct CLIPSettings: Sendable {
    let preset: CLIPPreset
    let framing: CLIPFraming
    let isNormalized: Bool
    /// Nil: what the configuration beside the weights says, else OpenAI's.
    let activation: CLIPActivation?
    /// Whether CMMD takes embeddings of length 1 whatever the other measures take.
    let normalizesForCMMD: Bool
}

/// CLIP's image encoder as a source of features.
struct CLIPExtractor: FeatureExtractor {
    let settings: CLIPSettings
    let weights: WeightsFileIdentity

    private let encoder: CLIPEncoder
    private let preprocessing: CLIPPreprocessing
    /// How the activation is known.
    private let activationSource: Phrase

    /// Tokens that go through together: fewer make the products slower, as the weights are read once for each group.
    private static let tokensOfGroup = 800

    /// - Parameter named: the file or folder that was named, if one was.
    /// - Throws: `CLIPWeightsError`, `WeightsError`, `CLIPEncoderError`.
    init(_ settings: CLIPSettings, weights named: String?) throws {
        let store = CLIPWeightStore(path: named, environment: ProcessInfo.processInfo.environment)
        let path = try store.locate(settings.preset.weights)
        var progress = Progress()
        progress.show(path)
        defer { progress.finish() }
        let file = try WeightFile.open(path)
        let description = try CLIPDescription(file, file: path)
        let activation: CLIPActivation
        (activation, activationSource) = try Self.activation(settings, path, description)
        encoder = try CLIPEncoder(weights: file, activation: activation, file: path)
        preprocessing = try CLIPPreprocessing(size: encoder.inputSide, framing: settings.framing)
        weights = WeightsFileIdentity(path: path, sha256: try FileHash.sha256(ofFileAt: path))
        self.settings = settings
    }

    /// The activation, and how it is known.
    private static func activation(
        _ settings: CLIPSettings, _ path: String, _ description: CLIPDescription
    ) throws -> (CLIPActivation, Phrase) {
        if let given = settings.activation { return (given, Phrase(same: "--activation")) }
        guard let configuration = try CLIPConfiguration.beside(path) else {
            return (
                .quick,
                Phrase(
                    "taken for OpenAI's; --activation exact for those of LAION", "按 OpenAI 的权重处理；LAION 的权重请用 --activation exact")
            )
        }
        try configuration.check(description)
        return (configuration.activation, Phrase(same: configuration.path))
    }

    // MARK: What an extraction needs

    var name: ExtractorName { .clip }
    var preset: String { settings.preset.rawValue }
    var layer: FeatureLayer { .embedding(isNormalized: settings.isNormalized) }
    var groupSize: Int { max(1, min(16, Self.tokensOfGroup / encoder.description.architecture.tokens)) }

    var choices: [(kind: String, name: String)] {
        [
            ("network", name.rawValue), ("variant", encoder.name.replacing(" ", with: "")),
            ("activation", encoder.activation.rawValue), ("framing", settings.framing.rawValue),
            ("resize", ResizeMode.pillow.rawValue), ("size", "\(encoder.inputSide)x\(encoder.inputSide)"),
            ("quantisation", Quantisation.bytes.rawValue), ("scaling", InputScaling.clip.rawValue),
            ("precision", "float32"),
        ]
    }

    var remarks: [Phrase] {
        let (activation, path) = (encoder.activation.phrase, weights.path)
        var remarks = [
            Phrase(
                "\(path): CLIP \(encoder.name), \(activation.english) (\(activationSource.english))",
                "\(path)：CLIP \(encoder.name)，\(activation.chinese)（\(activationSource.chinese)）")
        ]
        let usual = settings.preset.variant
        if encoder.variant == nil {
            remarks.append(
                Phrase(
                    "\(path) is of no size that was published: heads of 64 numbers are taken for granted",
                    "\(path) 不是已发布的规格：假定每个注意力头为 64 维"))
        } else if encoder.variant != usual {
            remarks.append(
                Phrase(
                    "\(preset) uses CLIP \(usual.rawValue): numbers of \(encoder.name) are not comparable with it",
                    "\(preset) 使用 CLIP \(usual.rawValue)：\(encoder.name) 的数值不能与之比较"))
        }
        return remarks
    }

    func dimension(of layer: FeatureLayer) -> Int { encoder.dimension }

    func prepare(_ image: RGBImage) -> [Float] { preprocessing.prepare(image).samples }

    func features(of group: [[Float]?], layers: [FeatureLayer]) throws -> [[FeatureLayer: [Float]]?] {
        guard group.contains(where: { $0 != nil }) else { return group.map { _ in nil } }
        let size = 3 * encoder.inputSide * encoder.inputSide
        var input = [Float](repeating: 0, count: group.count * size)
        for (place, picture) in group.enumerated() {
            if let picture { input.replaceSubrange(place * size..<(place + 1) * size, with: picture) }
        }
        let embeddings = try input.withUnsafeBufferPointer { input in
            do {
                return try encoder.embeddings(of: input, count: group.count, sharesCores: false)
            } catch CLIPEncoderError.unusableEmbedding(let place) {
                throw FeatureFailure(
                    place: place,
                    cause: CommandError(
                        "its embedding is not finite or zero: check the file of weights, fid weights check \(weights.path)",
                        "其嵌入为零或含非有限值：请检查权重文件，fid weights check \(weights.path)"))
            }
        }
        let dimension = encoder.dimension
        return group.enumerated().map { place, picture in
            guard picture != nil else { return nil }
            let plain = Array(embeddings.elements[place * dimension..<(place + 1) * dimension])
            let rows = layers.map { layer -> (FeatureLayer, [Float]) in
                guard layer == .embedding(isNormalized: true) else { return (layer, plain) }
                var row = plain
                CLIPEncoder.normalize(&row)
                return (layer, row)
            }
            return Dictionary(rows) { first, _ in first }
        }
    }

    func working<Result>(_ body: () throws -> Result) throws -> Result { try BLASInformation.onCallingThreads(body) }

    func kernels() throws -> String {
        let blas = "\(BLASInformation.configuration) \(BLASInformation.coreName)"
        return "blas=\(blas.replacing(" ", with: "_")) group=\(groupSize)"
    }
}
