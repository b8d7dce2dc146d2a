// Pictures to features: groups of pictures decoded, prepared and run through a network on one thread each, several side by side.

import FeatureFiles
import Foundation
import Images
import Localization

/// What became of one picture.
struct PictureRow: Sendable {
    /// Of the encoded bytes; nil where they could not be read.
    let digest: SHA256Digest?
    let notes: [ImageNote]
    /// Nil for a picture that could not be read.
    let features: [FeatureLayer: [Float]]?
    let error: ImageError?
}

/// A set of pictures, and all that its features depend on.
struct FeatureExtraction {
    let collection: ImageCollection
    /// The pictures that are taken.
    let range: Range<Int>
    let policy: BrokenImagePolicy
    let extractor: any FeatureExtractor
    /// Where features are taken, the one that was asked for first.
    let layers: [FeatureLayer]
    let threads: Int

    init(
        _ collection: ImageCollection, range: Range<Int>? = nil, policy: BrokenImagePolicy, extractor: any FeatureExtractor,
        layers: [FeatureLayer]? = nil, threads: Int? = nil
    ) {
        self.collection = collection
        self.range = range ?? collection.indices
        self.policy = policy
        self.extractor = extractor
        self.layers = layers ?? [extractor.layer]
        self.threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
    }

    /// Computes the rows of the pictures of `part`, and gives them to `deliver` in order.
    ///
    /// - Returns: the first picture that was not delivered because the run was asked to stop; the end of `part` otherwise.
    /// - Throws: `ImageError` for the first picture that cannot be read, where those are not left out; what the network and `deliver` throw.
    func run(_ part: Range<Int>, deliver: (Int, PictureRow) throws -> Void) throws -> Int {
        let size = extractor.groupSize
        guard !part.isEmpty else { return part.upperBound }
        let groups = part.lowerBound / size..<(part.upperBound + size - 1) / size
        let end = try extractor.working {
            try OrderedWork.run(groups, threads: threads, work: work(on: part)) {
                !StopRequest.isAsked
            } deliver: { _, rows in
                for (index, row) in rows { try deliver(index, row.get()) }
            }
        }
        return end == groups.upperBound ? part.upperBound : max(part.lowerBound, end * size)
    }

    /// One picture on its way: what is known of it, and its input where it could be read.
    private struct Taken {
        let index: Int
        var digest: SHA256Digest?
        var notes: [ImageNote] = []
        var input: [Float]?
        var error: ImageError?
    }

    /// The rows of a group's pictures that are in `part`, on whatever thread.
    ///
    /// Groups lie at the same places in the set whatever part of it is taken, so that a run that goes on, and a shard, give the same bytes.
    private func work(on part: Range<Int>) -> @Sendable (Int) throws -> [(Int, Result<PictureRow, any Error>)] {
        let (collection, extractor, layers, policy) = (collection, extractor, layers, policy)
        let size = extractor.groupSize
        return { group in
            let members = group * size..<min((group + 1) * size, collection.count)
            let taken = try members.map { index -> Taken? in
                guard part.contains(index) else { return nil }
                return try Self.take(index, of: collection, for: extractor)
            }
            let features: [[FeatureLayer: [Float]]?]
            do {
                features = try extractor.features(of: taken.map { $0?.input }, layers: layers)
            } catch let failure as FeatureFailure {
                throw InputError(file: collection.location(at: members.lowerBound + failure.place), cause: failure.cause)
            }
            return zip(taken, features).compactMap { taken, features in
                guard let taken else { return nil }
                if let error = taken.error, policy == .fail { return (taken.index, .failure(error)) }
                let row = PictureRow(digest: taken.digest, notes: taken.notes, features: features, error: taken.error)
                return (taken.index, .success(row))
            }
        }
    }

    private static func take(
        _ index: Int, of collection: ImageCollection, for extractor: any FeatureExtractor
    ) throws -> Taken {
        var taken = Taken(index: index)
        do {
            let bytes = try collection.bytes(at: index)
            taken.digest = try ImageCollection.digest(of: bytes)
            let decoded = try ImageDecoder.decode(bytes, name: collection.location(at: index), limits: collection.options.limits)
            taken.input = extractor.prepare(decoded.image)
            taken.notes = decoded.notes
        } catch let error as ImageError {
            taken.error = error
        }
        return taken
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
        let choices = extractor.choices.map { "\($0.kind)=\($0.name)" }
        let names = "layers=" + layers.map(\.name).joined(separator: ",")
        return (choices + [names, "weights=\(extractor.weights.sha256.hexadecimal)"]).joined(separator: " ")
    }

    /// What tells this set of features from others on every machine and for every shard: the names of all pictures, and what becomes of them.
    func identity() throws -> SHA256Digest {
        let hasher = try SHA256Hasher()
        try hasher.update(Array("fid pictures 1 \(definition)\n".utf8))
        for index in collection.indices { try hasher.update(Array((collection.name(inLine: index) + "\n").utf8)) }
        return try hasher.finish()
    }

    /// The same, and what decides on the last bits and on which pictures are rows: those of two runs under one such line are those of one.
    func exactDefinition() throws -> String {
        "\(definition) \(try extractor.kernels()) pixels=\(collection.options.limits.pixels)"
    }
}
