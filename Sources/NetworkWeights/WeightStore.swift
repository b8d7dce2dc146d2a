// Where weights are kept on this machine.

import FeatureFiles
import Foundation
import Localization

/// The places of weights: the one that a person names, else `FID_WEIGHTS`, else the user's cache; and the cache of PyTorch's own tools, where
/// the same file may be.
public struct WeightStore: Sendable {
    public static let variable = "FID_WEIGHTS"

    private let given: NamedWeights?
    private let environment: [String: String]

    /// - Parameters:
    ///   - path: a file or a folder that a person named, if one was.
    ///   - variable: which of them names a file or a folder, too.
    ///   - environment: the variables of this process.
    public init(path: String? = nil, variable: String = Self.variable, environment: [String: String]) {
        given = NamedWeights(option: path, variable: variable, environment: environment)
        self.environment = environment
    }

    /// The file of these weights on this machine. It is not checked here: that takes as long as reading it.
    ///
    /// - Throws: ``WeightStoreError``.
    public func locate(_ weights: PublishedWeights) throws -> String {
        let path = try target(of: weights)
        if WeightPath.isFile(path) { return path }
        if let given { throw WeightStoreError.notWhereNamed(weights: weights, path: path, origin: given.origin) }
        if let other = copyOfOtherTools(weights) { return other }
        throw WeightStoreError.notFetched(weights: weights, path: path)
    }

    /// Where these weights belong, whether they are there or not.
    ///
    /// - Throws: ``WeightStoreError/noHome``.
    public func target(of weights: PublishedWeights) throws -> String { try target(fileName: weights.fileName) }

    /// Where a file of weights of that name belongs.
    ///
    /// - Throws: ``WeightStoreError/noHome``.
    public func target(fileName: String) throws -> String {
        guard let given else { return "\(try cache())/\(fileName)" }
        let path = given.path
        // A file that is there, or that is named as one.
        if !WeightPath.isFolder(path), WeightPath.isFile(path) || [".pth", ".pt", ".safetensors"].contains(where: path.hasSuffix)
        {
            return path
        }
        return WeightPath.file(fileName, in: path)
    }

    /// `fid/weights` in the user's cache.
    private func cache() throws -> String {
        guard let root = UserFolder.cache.path(environment: environment) else { throw WeightStoreError.noHome }
        return "\(root)/fid/weights"
    }

    /// The same file in the cache of other tools: of `torch.hub`, where pytorch-fid and torch-fidelity put it, or of OpenAI's `clip`; nil where it
    /// is not there in its whole length.
    public func copyOfOtherTools(_ weights: PublishedWeights) -> String? {
        otherFolders(weights.otherCache).lazy.flatMap { folder in
            ([weights.fileName] + weights.otherFileNames).map { "\(folder)/\($0)" }
        }.first { path in
            var status = stat()
            return stat(path, &status) == 0 && Int(status.st_size) == weights.byteCount
        }
    }

    private func otherFolders(_ cache: PublishedWeights.OtherCache) -> [String] {
        switch cache {
        case .torchHub:
            let own = environment["TORCH_HOME"].flatMap { $0.hasPrefix("/") ? "\($0)/hub/checkpoints" : nil }
            let usual = UserFolder.cache.path(environment: environment).map { "\($0)/torch/hub/checkpoints" }
            return [own, usual].compactMap(\.self)
        // It looks nowhere else, whatever XDG_CACHE_HOME says.
        case .clip: return environment["HOME"].map { ["\($0)/.cache/clip"] } ?? []
        }
    }
}

/// Why weights were not found on this machine.
public enum WeightStoreError: ExplainedError, Equatable {
    /// They were never fetched.
    case notFetched(weights: PublishedWeights, path: String)
    /// They are not where `--weights` or `FID_WEIGHTS` says.
    case notWhereNamed(weights: PublishedWeights, path: String, origin: String)
    case noHome

    public var phrase: Phrase {
        switch self {
        case .notFetched(let weights, let path):
            Phrase(
                "the weights of \(weights.name) are not on this machine (\(path)): run fid weights fetch, or name them with --weights or in \(WeightStore.variable)",
                "本机没有 \(weights.name) 的权重（\(path)）：请运行 fid weights fetch，或用 --weights 或 \(WeightStore.variable) 指定")
        case .notWhereNamed(let weights, let path, let origin):
            Phrase(
                "the weights of \(weights.name) are not where \(origin) says (\(path)): name the file \(weights.fileName) or its folder, or run fid weights fetch",
                "\(origin) 指定的位置没有 \(weights.name) 的权重（\(path)）：请指定文件 \(weights.fileName) 或其所在文件夹，或运行 fid weights fetch")
        case .noHome:
            Phrase(
                "neither XDG_CACHE_HOME nor HOME names a folder: name one with --weights",
                "XDG_CACHE_HOME 和 HOME 都没有指定文件夹：请用 --weights 指定")
        }
    }
}
