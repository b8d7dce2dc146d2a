// Files of features made of pictures where a command is given pictures: for this run only, or kept in a cache.

import ArgumentParser
import FeatureFiles
import Foundation
import Images
import InceptionNetwork
import Localization

/// Where features of pictures are kept for the next run.
struct PictureCacheOptions: ParsableArguments {
    @Flag(
        help: ArgumentHelp(
            Session.say(
                "Keep the features of pictures, and take them from where they are kept (fid/features in the user's cache).",
                "保存图像的特征，并在已保存时直接使用（用户缓存中的 fid/features）。")))
    var cache = false

    @Option(
        help: ArgumentHelp(
            Session.say("The same, in this folder.", "同上，但使用此文件夹。"), valueName: Session.say("folder", "文件夹")))
    var cacheFolder: String?

    /// The folder; nil where nothing is kept.
    ///
    /// - Throws: ``CommandError`` where the user has no cache.
    func folder(environment: [String: String]) throws -> String? {
        if let cacheFolder { return cacheFolder }
        guard cache else { return nil }
        if let root = UserFolder.cache.path(environment: environment) { return root + "/fid/features" }
        throw CommandError(
            "neither XDG_CACHE_HOME nor HOME names a folder: name one with --cache-folder",
            "XDG_CACHE_HOME 和 HOME 都没有指定文件夹：请用 --cache-folder 指定")
    }
}

/// Makes files of features of pictures; those that are not kept go with the value.
final class PictureFeatureFiles {
    private let options: PictureOptions
    let settings: PictureSettings
    private let cache: String?
    private var temporary: TemporaryFolder?
    private var loaded: (any FeatureExtractor)?

    /// What there is to say of the pictures, in the order in which it came up.
    private(set) var remarks: [Phrase] = []

    /// - Parameter measures: what is to be computed of the features, where that is known.
    init(_ options: PictureOptions, _ cache: PictureCacheOptions, for measures: [Measure] = []) throws {
        self.options = options
        settings = try options.settings(for: measures)
        self.cache = try cache.folder(environment: ProcessInfo.processInfo.environment)
    }

    /// Whether features are kept.
    var keeps: Bool { cache != nil }

    /// The network, made when it is first asked for.
    func extractor() throws -> any FeatureExtractor {
        if let loaded { return loaded }
        let extractor = try settings.network.load(weights: options.weights, threads: options.threads)
        remarks += extractor.remarks
        loaded = extractor
        return extractor
    }

    /// The pictures of `paths` with the network.
    func extraction(
        _ paths: [String], shard: ShardSpec? = nil, others: [FeatureLayer] = []
    ) throws -> FeatureExtraction {
        let collection = try PictureInput.collection(paths, settings)
        let extractor = try extractor()
        let layers = [extractor.layer] + others.filter { $0 != extractor.layer }
        return FeatureExtraction(
            collection, range: shard?.rows(of: collection.count), policy: settings.policy, extractor: extractor, layers: layers,
            threads: options.threads)
    }

    /// Says what there is to say of the pictures.
    func writeRemarks(in language: Language) {
        for remark in remarks { Terminal.writeError("fid: " + remark(in: language)) }
    }

    /// Runs `body` until it is asked to stop; the files that nobody keeps go then, too.
    ///
    /// - Throws: what `body` throws.
    func watching<Result>(_ body: () throws -> Result) throws -> Result {
        try StopRequest.watching {
            do {
                return try body()
            } catch {
                temporary?.remove()
                throw error
            }
        }
    }

    /// The pictures that `path` names, as a file of their features.
    ///
    /// - Parameter others: layers besides the one of the settings.
    /// - Throws: what is wrong with the pictures, the weights or the network; ``RunStopped``.
    func source(_ path: String, others: [FeatureLayer]) throws -> SetSource {
        let extraction = try extraction([path], others: others)
        let made: (files: [FeatureLayer: String], note: Note) = try files(of: extraction, called: path)
        let layer = extraction.extractor.layer
        guard let file = made.files[layer] else { preconditionFailure("features are taken where they were asked for") }
        return SetSource(
            path, file: file,
            pictures: .init(
                record: made.note.record, identity: made.note.identity,
                others: made.files.filter { $0.key != layer }, comparison: try comparison(extraction)))
    }

    private func comparison(_ extraction: FeatureExtraction) throws -> PrecisionComparison? {
        let remark = try extraction.extractor.precisionRemark(on: extraction)
        if let remark { remarks.append(remark.phrase) }
        return remark?.comparison
    }

    // MARK: Files

    /// A file for each layer of the extraction, and how many rows they have.
    func files(of extraction: FeatureExtraction, called path: String) throws -> (files: [FeatureLayer: String], count: Int) {
        let made: (files: [FeatureLayer: String], note: Note) = try files(of: extraction, called: path)
        return (made.files, made.note.record.count)
    }

    /// What is kept beside a file of features.
    private struct Note: Codable {
        let record: PictureRecord
        let identity: String
    }

    /// A file for each layer of the extraction, made now or earlier.
    private func files(of extraction: FeatureExtraction, called path: String) throws -> (
        files: [FeatureLayer: String], note: Note
    ) {
        let base = try base(of: extraction, called: path)
        let files = Dictionary(uniqueKeysWithValues: extraction.layers.map { ($0, "\(base)-\($0.name).npy") })
        if keeps, let note = note(base), note.record.broken.isEmpty || settings.policy == .skip,
            files.values.allSatisfy(FileManager.default.fileExists(atPath:))
        {
            remarks += leftOut(note.record, path)
            return (files, note)
        }
        let run = try ResumableFeatures(extraction, outputs: files, batch: options.batch)
        let summary = try run.run(called: path)
        let note = Note(
            record: PictureRecord(extraction, summary),
            identity: try ImageCollection.identity(of: summary.digests).hexadecimal)
        if keeps { try AtomicFile.write(Array(MachineJSON.text(note).utf8), to: base + ".json") }
        try run.finish(summary)
        remarks += summary.remarks(on: extraction.collection)
        return (files, note)
    }

    /// What is said of features that were kept, of which pictures were left out.
    private func leftOut(_ record: PictureRecord, _ path: String) -> [Phrase] {
        guard !record.broken.isEmpty else { return [] }
        return [
            Phrase(
                "\(path): left out \(record.broken.count) of \(record.found) pictures, which cannot be read",
                "\(path)：跳过了 \(record.found) 幅图像中无法读取的 \(record.broken.count) 幅")
        ]
    }

    private func note(_ base: String) -> Note? {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return (try? Data(contentsOf: URL(fileURLWithPath: base + ".json"))).flatMap { try? decoder.decode(Note.self, from: $0) }
    }

    /// The start of the names of the files: by content in the cache, any elsewhere.
    private func base(of extraction: FeatureExtraction, called path: String) throws -> String {
        guard let cache else { return try temporaryFolder() + "/\(UUID().uuidString)" }
        do {
            try FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true)
        } catch {
            throw CommandError("\(cache) cannot be made: name another --cache-folder", "无法创建 \(cache)：请用 --cache-folder 另行指定")
        }
        return "\(cache)/\(try contentKey(extraction, called: path))"
    }

    /// What tells the features of these pictures from others: the content of each, and all that becomes of it.
    private func contentKey(_ extraction: FeatureExtraction, called path: String) throws -> String {
        let (collection, range) = (extraction.collection, extraction.range)
        let hasher = try SHA256Hasher()
        try hasher.update(Array((try extraction.exactDefinition() + "\n").utf8))
        var progress = Progress()
        defer { progress.finish() }
        let end = try OrderedWork.run(range, threads: extraction.threads) { index in
            // A picture without bytes is told from every other.
            (try? collection.digest(at: index))?.bytes ?? []
        } goesOn: {
            !StopRequest.isAsked
        } deliver: { index, bytes in
            progress.show("\(path)  SHA-256  \(index - range.lowerBound)/\(range.count)")
            try hasher.update([UInt8(bytes.count)] + bytes)
        }
        guard end == range.upperBound else { throw RunStopped(phrase: Phrase("stopped", "已停止")) }
        return String(try hasher.finish().hexadecimal.prefix(40))
    }

    private func temporaryFolder() throws -> String {
        if let temporary { return temporary.path }
        let folder = try TemporaryFolder(called: "fid-features")
        temporary = folder
        return folder.path
    }
}
