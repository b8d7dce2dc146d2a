// What a run over pictures did, and what there is to say of it.

import FeatureFiles
import Images
import Localization

struct FeatureSummary {
    /// The pictures whose features are rows, by their numbers.
    private(set) var rows: [Int] = []
    /// The digest of each row's picture.
    private(set) var digests: [SHA256Digest] = []
    private(set) var broken: [BrokenImage] = []
    /// What is odd about pictures, and of how many; with the first of them.
    private(set) var notes: [ImageNote: (count: Int, first: Int)] = [:]
    /// How many pictures an earlier run had done.
    var resumed = 0

    mutating func add(_ index: Int, _ row: PictureRow, location: String) {
        if let error = row.error {
            broken.append(BrokenImage(index: index, location: location, error: error))
        } else if let digest = row.digest {
            addRow(index, digest)
        }
        for note in row.notes { notes[note, default: (0, index)].count += 1 }
    }

    mutating func addRow(_ index: Int, _ digest: SHA256Digest) {
        rows.append(index)
        digests.append(digest)
    }

    mutating func addBroken(_ image: BrokenImage) { broken.append(image) }

    /// Where no picture was left.
    static func nothingReadable(_ extraction: FeatureExtraction) -> CommandError {
        let count = extraction.range.count
        guard count == extraction.collection.count else {
            return CommandError(
                "none of the \(count) pictures of this shard can be read, and a shard has one at least: nothing was written; take fewer shards",
                "该分片的 \(count) 幅图像均无法读取，而分片至少要有一幅：没有写出任何文件；请减少分片数")
        }
        return CommandError(
            "none of the \(count) pictures can be read: nothing was written", "\(count) 幅图像均无法读取：没有写出任何文件")
    }

    /// The most lines about broken pictures; all of them are in the JSON.
    private static let listed = 20

    /// Remarks for standard error: what was passed over, left out, odd.
    func remarks(on collection: ImageCollection) -> [Phrase] {
        var remarks: [Phrase] = []
        let skipped = SkippedSummary(collection.skipped)
        if let words = skipped.phrase {
            let set = collection.paths.joined(separator: ", ")
            remarks.append(Phrase("\(set): passed over \(words.english)", "\(set)：略过 \(words.chinese)"))
        }
        let ordered = notes.sorted { $0.value.first < $1.value.first }
        for (note, place) in ordered {
            let location = collection.location(at: place.first)
            let more = place.count - 1
            let others = more > 0 ? Phrase(" (and \(more) more)", "（另有 \(more) 幅）") : Phrase(same: "")
            remarks.append(
                Phrase(
                    "\(location)\(others.english) \(note.phrase.english)", "\(location)\(others.chinese) \(note.phrase.chinese)"))
        }
        guard !broken.isEmpty else { return remarks }
        let all = rows.count + broken.count
        remarks.append(
            Phrase(
                "left out \(broken.count) of \(all) pictures, which cannot be read:",
                "跳过了 \(all) 幅图像中无法读取的 \(broken.count) 幅："))
        remarks += broken.prefix(Self.listed).map { Phrase("  " + $0.error.phrase.english, "  " + $0.error.phrase.chinese) }
        if broken.count > Self.listed {
            let rest = broken.count - Self.listed
            remarks.append(Phrase("  and \(rest) more (--json lists them)", "  以及另外 \(rest) 幅（--json 会全部列出）"))
        }
        return remarks
    }
}

/// A line of progress over pictures.
struct PictureProgress {
    private let name: String
    private let total: Int
    private var progress = Progress()
    private var speed: TransferSpeed

    init(_ name: String, done: Int, of total: Int) {
        self.name = name
        self.total = total
        speed = TransferSpeed(start: done)
    }

    mutating func show(_ done: Int) {
        speed.take(done)
        let text = line(done)
        progress.show(text)
    }

    mutating func finish() { progress.finish() }

    private func line(_ done: Int) -> String {
        var parts = [name, "\(done)/\(total)"]
        if let rate = speed.bytesPerSecond, rate > 0 {
            let shown = NumberText.short(rate)
            let left = FetchReport.time(Int((Double(total - done) / rate).rounded(.up)))
            parts.append(Session.say("\(shown) images/s", "每秒 \(shown) 幅"))
            parts.append(Session.say("\(left) left", "剩余 \(left)"))
        }
        return parts.joined(separator: "  ")
    }
}
