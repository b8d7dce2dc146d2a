// Features of pictures into files, so that a run that is stopped at any moment goes on where it was and ends with the same bytes.
//
// The rows go into `.NAME.part`. When some of them are on the disk, `.NAME.journal.part` gets a line for each picture: `+`, its SHA-256 and its
// name, or `-` for one that was left out. A later run under the same options keeps the rows of the pictures that are still the same, from
// the first on, and computes the others.

import FeatureFiles
import Foundation
import Images
import Localization

struct ResumableFeatures {
    let extraction: FeatureExtraction
    /// A file for each layer of the extraction.
    let outputs: [FeatureLayer: String]
    /// Pictures between two savings; nil: those of a second.
    let batch: Int?

    private let journal: Journal
    private let writers: [(layer: FeatureLayer, file: NPYWriter)]
    private let collection: ImageCollection

    /// - Throws: `FeatureFileError`, `JournalError`.
    init(_ extraction: FeatureExtraction, outputs: [FeatureLayer: String], batch: Int?) throws {
        self.extraction = extraction
        self.outputs = outputs
        self.batch = batch
        collection = extraction.collection
        let layers = extraction.layers
        guard let main = layers.first.flatMap({ outputs[$0] }) else { preconditionFailure("features are taken somewhere") }
        journal = try Journal(of: main, title: "fid features 1 " + extraction.exactDefinition())
        writers = try layers.compactMap { layer in
            guard let path = outputs[layer] else { return nil }
            return (layer, try NPYWriter(resuming: path, columns: extraction.extractor.dimension(of: layer)))
        }
    }

    /// One line of the journal.
    private struct Entry {
        let isRow: Bool
        let digest: SHA256Digest?
        let name: String

        init?(_ line: String) {
            let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0] == "+" || parts[0] == "-" else { return nil }
            isRow = parts[0] == "+"
            digest = SHA256Digest(hexadecimal: parts[1])
            name = String(parts[2])
            if isRow, digest == nil { return nil }
        }

        static func line(isRow: Bool, digest: SHA256Digest?, name: String) -> String {
            "\(isRow ? "+" : "-") \(digest?.hexadecimal ?? "?") \(name)"
        }
    }

    /// Runs to the end, and gives the files their names.
    ///
    /// - Parameter show: how progress calls the set.
    /// - Throws: ``RunStopped``; `ImageError` for a picture that cannot be read, unless those are left out; `InceptionError`,
    ///   `FeatureFileError`. What was done until then is kept for the next run.
    func run(called name: String) throws -> FeatureSummary {
        var summary = FeatureSummary()
        let first = try resume(&summary, called: name)
        let range = extraction.range
        var progress = PictureProgress(name, done: first - range.lowerBound, of: range.count)
        defer { progress.finish() }
        var pending: [(index: Int, row: PictureRow)] = []
        var saved = ContinuousClock.now
        let end: Int
        do {
            end = try extraction.run(first..<range.upperBound) { index, row in
                pending.append((index, row))
                summary.add(index, row, location: collection.location(at: index))
                progress.show(index + 1 - range.lowerBound)
                guard batch.map({ pending.count >= $0 }) ?? (ContinuousClock.now - saved > .seconds(1)) else { return }
                try save(&pending)
                saved = .now
            }
        } catch {
            try? save(&pending)
            // What says nothing is not left behind.
            if journal.lines.isEmpty { discard() }
            throw error
        }
        try save(&pending)
        progress.finish()
        guard end == range.upperBound else { throw Self.stopped(end - range.lowerBound, of: range.count) }
        return summary
    }

    private static func stopped(_ done: Int, of total: Int) -> RunStopped {
        RunStopped(
            phrase: Phrase(
                "stopped after \(done) of \(total) pictures; the same command goes on from there",
                "已停止：\(total) 幅图像已完成 \(done) 幅；再次运行同一命令即可继续"))
    }

    /// Gives the files their names, and forgets how they came about.
    ///
    /// - Parameter prepare: told of each layer's file, complete, before it has its name.
    /// - Throws: ``CommandError`` where no picture could be read.
    func finish(
        _ summary: FeatureSummary, preparing prepare: (_ layer: FeatureLayer, _ complete: String) throws -> Void = { _, _ in }
    ) throws {
        guard !summary.rows.isEmpty else {
            discard()
            throw FeatureSummary.nothingReadable(extraction)
        }
        for (layer, file) in writers { try file.finish { try prepare(layer, $0) } }
        journal.discard()
    }

    /// Takes away what is not finished.
    func discard() {
        for writer in writers { writer.file.discard() }
        journal.discard()
    }

    /// Brings rows to the disk, and then the lines that tell of them.
    private func save(_ pending: inout [(index: Int, row: PictureRow)]) throws {
        guard !pending.isEmpty else { return }
        for (layer, file) in writers {
            for (_, row) in pending {
                guard let values = row.features?[layer] else { continue }
                try values.map(Double.init).withUnsafeBufferPointer { try file.append($0) }
            }
            try file.synchronise()
        }
        try journal.append(
            pending.map { index, row in
                Entry.line(isRow: row.error == nil, digest: row.digest, name: collection.name(inLine: index))
            })
        pending.removeAll(keepingCapacity: true)
    }

    // MARK: Going on

    /// Keeps what an earlier run did of the same pictures; the number of the first picture that is to be done.
    private func resume(_ summary: inout FeatureSummary, called name: String) throws -> Int {
        let start = extraction.range.lowerBound
        let entries = usable(journal.lines)
        var progress = Progress()
        let end = try extraction.firstChange(in: start..<start + entries.count, digests: entries.map(\.digest)) {
            progress.show("\(name)  SHA-256  \($0 - start)/\(entries.count)")
        }
        progress.finish()
        if StopRequest.isAsked { throw Self.stopped(0, of: extraction.range.count) }
        let found = journal.lines.count
        for (offset, entry) in entries.prefix(end - start).enumerated() {
            let index = start + offset
            if entry.isRow, let digest = entry.digest {
                summary.addRow(index, digest)
            } else if case .broken(let image) = try collection.decode(at: index, ifBroken: .skip) {
                summary.addBroken(image)
            }
        }
        try journal.keep(end - start)
        for writer in writers { try writer.file.keep(summary.rows.count) }
        summary.resumed = end - start
        announce(kept: end - start, of: found)
        return end
    }

    /// The entries that are of these pictures, as far as their rows are there.
    private func usable(_ lines: [String]) -> [Entry] {
        var room = writers.map(\.file.rows).min() ?? 0
        var entries: [Entry] = []
        for (index, line) in zip(extraction.range, lines) {
            guard let entry = Entry(line), entry.name == collection.name(inLine: index) else { break }
            // Where broken pictures end a run, one that was left out is looked at again.
            if !entry.isRow, extraction.policy == .fail { break }
            if entry.isRow {
                guard room > 0 else { break }
                room -= 1
            }
            entries.append(entry)
        }
        return entries
    }

    private func announce(kept: Int, of found: Int) {
        let total = extraction.range.count
        let words: Phrase
        if kept > 0 {
            words = Phrase("going on after \(kept) of \(total) pictures", "继续上次的运行：\(total) 幅图像已完成 \(kept) 幅")
        } else if journal.replacesAnother {
            words = Phrase(
                "an earlier run that was stopped had other options or weights: starting over", "上次中断的运行使用了其他选项或权重：重新开始")
        } else if found > 0 {
            words = Phrase("an earlier run that was stopped was of other pictures: starting over", "上次中断的运行处理的是其他图像：重新开始")
        } else {
            return
        }
        Terminal.writeError("fid: " + words(in: Session.language))
    }
}

extension ImageCollection {
    /// The name of a picture as it stands in one line: a backslash and an end of line are written `\\` and `\n`.
    func name(inLine index: Int) -> String {
        name(at: index).replacing("\\", with: "\\\\").replacing("\n", with: "\\n").replacing("\r", with: "\\r")
    }
}
