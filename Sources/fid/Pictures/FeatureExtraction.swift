// Pictures to features: each picture decoded, resized and run through the network on one thread, several side by side.

import FeatureFiles
import Foundation
import Images
import InceptionNetwork

/// What became of one picture.
struct PictureRow: Sendable {
    /// Of the encoded bytes; nil where they could not be read.
    let digest: SHA256Digest?
    let notes: [ImageNote]
    /// Nil for a picture that could not be read.
    let features: [Tap: [Float]]?
    let error: ImageError?
}

/// A set of pictures, and all that its features depend on.
struct FeatureExtraction {
    let collection: ImageCollection
    /// The pictures that are taken.
    let range: Range<Int>
    let settings: PictureSettings
    let network: LoadedNetwork
    /// Where features are taken.
    let taps: [Tap]
    let threads: Int

    init(
        _ collection: ImageCollection, range: Range<Int>? = nil, settings: PictureSettings, network: LoadedNetwork, taps: [Tap],
        threads: Int? = nil
    ) {
        self.collection = collection
        self.range = range ?? collection.indices
        self.settings = settings
        self.network = network
        self.taps = taps
        self.threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
    }

    /// Computes the rows of the pictures of `part`, and gives them to `deliver` in order.
    ///
    /// - Returns: the first picture that was not delivered because the run was asked to stop; the end of `part` otherwise.
    /// - Throws: `ImageError` for the first picture that cannot be read, where those are not left out; `InceptionError`, and what
    ///   `deliver` throws.
    func run(_ part: Range<Int>, deliver: (Int, PictureRow) throws -> Void) throws -> Int {
        try OrderedWork.run(part, threads: threads, work: work()) {
            !StopRequest.isAsked
        } deliver: {
            try deliver($0, $1)
        }
    }

    /// The row of one picture, on whatever thread.
    private func work() -> @Sendable (Int) throws -> PictureRow {
        let (collection, preprocessing, policy) = (collection, settings.preprocessing, settings.policy)
        let (network, taps) = (network.network, Set(taps))
        return { index in
            var digest: SHA256Digest?
            do {
                let bytes = try collection.bytes(at: index)
                let found = try ImageCollection.digest(of: bytes)
                digest = found
                let decoded = try ImageDecoder.decode(
                    bytes, name: collection.location(at: index), limits: collection.options.limits)
                let features = try preprocessing.prepare(decoded.image).samples.withUnsafeBufferPointer {
                    try network.features(of: $0, count: 1, taps: taps).mapValues(\.elements)
                }
                return PictureRow(digest: found, notes: decoded.notes, features: features, error: nil)
            } catch let error as ImageError {
                guard policy == .skip else { throw error }
                return PictureRow(digest: digest, notes: [], features: nil, error: error)
            }
        }
    }

    /// The first picture of `part`, of which `digests` are known, whose bytes are not those any more; the end of `part` where none is.
    func firstChange(in part: Range<Int>, digests: [SHA256Digest?], show: (Int) -> Void) throws -> Int {
        var changed = part.upperBound
        let collection = collection
        _ = try OrderedWork.run(part, threads: threads) { index -> SHA256Digest? in
            try? collection.digest(at: index)
        } goesOn: {
            changed == part.upperBound && !StopRequest.isAsked
        } deliver: { index, digest in
            show(index)
            if changed == part.upperBound, digest != digests[index - part.lowerBound] { changed = index }
        }
        return changed
    }

    /// What the features depend on besides the pictures, in one line: the same on every machine.
    var definition: String {
        let choices = settings.choices.map { "\($0.kind)=\($0.name)" }
        let layers = "layers=" + taps.map(\.layerName).joined(separator: ",")
        return (choices + [layers, "weights=\(network.weights.hexadecimal)"]).joined(separator: " ")
    }

    /// What tells this set of features from others on every machine and for every shard: the names of all pictures, and what becomes of them.
    func identity() throws -> SHA256Digest {
        let hasher = try SHA256Hasher()
        try hasher.update(Array("fid pictures 1 \(definition)\n".utf8))
        for index in collection.indices { try hasher.update(Array((collection.name(inLine: index) + "\n").utf8)) }
        return try hasher.finish()
    }

    /// The same, and what decides on the last bits: rows of two runs under one such line are those of one.
    func exactDefinition() throws -> String {
        let kernels = try network.network.implementations.map { "\($0.layer) \($0.implementation)" }.joined(separator: "\n")
        let hash = try ImageCollection.digest(of: Array(kernels.utf8)).hexadecimal.prefix(16)
        return "\(definition) onednn=\(try NetworkLibrary().version) kernels=\(hash)"
    }
}
