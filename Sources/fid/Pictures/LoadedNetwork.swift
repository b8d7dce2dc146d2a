// The network with its weights, found on this machine, and what tells these weights from others.

import FeatureFiles
import Foundation
import Images
import InceptionNetwork
import Localization
import NetworkWeights

extension InceptionError {
    /// Whether it is about the weights, and not about the machine.
    fileprivate var isOfWeights: Bool {
        switch self {
        case .missingTensors, .unexpectedTensors, .wrongShape, .notFinite, .negativeVariance: true
        default: false
        }
    }
}

struct LoadedNetwork {
    let network: InceptionNetwork
    /// The weights' file.
    let path: String
    /// The SHA-256 of that file.
    let weights: SHA256Digest

    private let threads: Int?

    /// Whether the weights are those that were published.
    var isPublished: Bool { weights.hexadecimal == PublishedWeights.inception.sha256 }

    /// - Parameter path: the file or folder that was named, if one was.
    /// - Throws: `InceptionError`, among them that fid was built without the network; `WeightStoreError`, `WeightsError`,
    ///   ``CommandError`` where the weights were never fetched.
    init(path named: String?, precision: Precision, threads: Int?) throws {
        guard InceptionNetwork.isBuiltIn else { throw InceptionError.leftOut }
        let path = try Self.locate(named)
        var progress = Progress()
        progress.show(path)
        defer { progress.finish() }
        let file = try WeightFile.open(path)
        do {
            network = try InceptionNetwork(weights: file, precision: precision, threads: threads)
        } catch let error as InceptionError {
            if error.isOfWeights { throw InputError(file: path, cause: error) }
            throw error
        }
        weights = try FileHash.sha256(ofFileAt: path)
        self.path = path
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

    /// The same weights in another precision.
    func inPrecision(_ precision: Precision) throws -> InceptionNetwork {
        try InceptionNetwork(weights: WeightFile.open(path), precision: precision, threads: threads)
    }

    /// What is said of weights that are not the published ones.
    var note: Phrase? {
        guard !isPublished else { return nil }
        return Phrase(
            "\(path) is not the published file of weights: its features are not those of other tools",
            "\(path) 不是已发布的权重文件：其特征与其他工具的不同")
    }
}
