// The network of the FID with its weights, found on this machine.

import FeatureFiles
import Foundation
import Images
import InceptionNetwork
import Localization
import NetworkWeights
import Synchronization

extension InceptionError {
    /// Whether it is about the weights, and not about the machine.
    fileprivate var isOfWeights: Bool {
        switch self {
        case .missingTensors, .unexpectedTensors, .wrongShape, .notFinite, .negativeVariance: true
        default: false
        }
    }
}

/// How pictures become features of Inception, decided.
struct InceptionSettings: Sendable {
    let preset: Preset
    let preprocessing: Preprocessing
    let tap: Tap
    let precision: Precision
}

/// Inception v3 as a source of features.
final class InceptionExtractor: FeatureExtractor {
    let settings: InceptionSettings
    let weights: WeightsFileIdentity

    private let network: InceptionNetwork
    private let threads: Int?
    /// The same weights in single precision, where the network's is another and they were asked for.
    private let reference = Mutex<InceptionNetwork?>(nil)

    /// Whether the weights are those that were published.
    var isPublished: Bool { weights.sha256.hexadecimal == PublishedWeights.inception.sha256 }

    /// - Parameter path: the file or folder that was named, if one was.
    /// - Throws: `InceptionError`, among them that fid was built without the network; `WeightStoreError`, `WeightsError`,
    ///   ``CommandError`` where the weights were never fetched.
    init(_ settings: InceptionSettings, weights named: String?, threads: Int?) throws {
        guard InceptionNetwork.isBuiltIn else { throw InceptionError.leftOut }
        let path = try Self.locate(named)
        var progress = Progress()
        progress.show(path)
        defer { progress.finish() }
        let file = try WeightFile.open(path)
        do {
            network = try InceptionNetwork(weights: file, precision: settings.precision, threads: threads)
        } catch let error as InceptionError {
            if error.isOfWeights { throw InputError(file: path, cause: error) }
            throw error
        }
        weights = WeightsFileIdentity(path: path, sha256: try FileHash.sha256(ofFileAt: path))
        self.settings = settings
        self.threads = threads
    }

    private static func locate(_ named: String?) throws -> String {
        let published = PublishedWeights.inception
        do {
            return try WeightStore(path: named, environment: ProcessInfo.processInfo.environment).locate(published)
        } catch let error as WeightStoreError {
            guard case .notFetched = error else { throw error }
            let source = published.sources[0]
            throw CommandError(
                "\(error.phrase.english). Without internet: bring \(source) from another machine, and run fid weights fetch --url FILE",
                "\(error.phrase.chinese)。无法联网时：在其他机器上下载 \(source)，拷贝过来后运行 fid weights fetch --url 文件")
        }
    }

    // MARK: What an extraction needs

    var name: ExtractorName { .inception }
    var preset: String { settings.preset.rawValue }
    var layer: FeatureLayer { .inception(settings.tap) }
    /// Each picture by itself: oneDNN is no slower on one than on sixteen.
    var groupSize: Int { 1 }

    var choices: [(kind: String, name: String)] {
        settings.preprocessing.choices.map { ($0.kind.rawValue, $0.identifier) } + [("precision", settings.precision.rawValue)]
    }

    var remarks: [Phrase] {
        guard !isPublished else { return [] }
        return [
            Phrase(
                "\(weights.path) is not the published file of weights: its features are not those of other tools",
                "\(weights.path) 不是已发布的权重文件：其特征与其他工具的不同")
        ]
    }

    func dimension(of layer: FeatureLayer) -> Int {
        guard case .inception(let tap) = layer else { return 0 }
        return tap.dimension
    }

    func prepare(_ image: RGBImage) -> [Float] { settings.preprocessing.prepare(image).samples }

    func features(of group: [[Float]?], layers: [FeatureLayer]) throws -> [[FeatureLayer: [Float]]?] {
        let taps = layers.compactMap { layer -> Tap? in
            guard case .inception(let tap) = layer else { return nil }
            return tap
        }
        return try group.map { input in
            try input?.withUnsafeBufferPointer { input in
                let features = try network.features(of: input, count: 1, taps: Set(taps))
                return Dictionary(uniqueKeysWithValues: features.map { (.inception($0.key), $0.value.elements) })
            }
        }
    }

    func kernels() throws -> String {
        let kernels = try network.implementations.map { "\($0.layer) \($0.implementation)" }.joined(separator: "\n")
        let hash = try ImageCollection.digest(of: Array(kernels.utf8)).hexadecimal.prefix(16)
        return "onednn=\(try NetworkLibrary().version) kernels=\(hash)"
    }

    func precisionRemark(on extraction: FeatureExtraction) throws -> PrecisionRemark? {
        guard settings.precision != .float32 else { return nil }
        return try PrecisionRemark(extraction, reference: exact(), other: network, tap: settings.tap)
    }

    /// The same weights in single precision.
    private func exact() throws -> InceptionNetwork {
        if let made = reference.withLock({ $0 }) { return made }
        let made = try InceptionNetwork(weights: WeightFile.open(weights.path), precision: .float32, threads: threads)
        reference.withLock { $0 = made }
        return made
    }
}
