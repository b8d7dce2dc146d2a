// The data of the benchmarks: made by peers/data.py from a seed when it is first needed, and kept in Benchmarks/.data.

import Foundation

/// How large the data is.
struct Scale {
    let name: String
    let dimensions: Int
    /// Samples behind each file of statistics.
    let samplesOfStatistics: Int
    /// Samples in each of the large files of features.
    let samplesOfFeatures: Int
    /// Samples in each file of features that all pairs are formed of.
    let samples: Int
    /// Random subsets of the KID, of `subsetSize` samples each.
    let subsets: Int
    let subsetSize: Int
    /// Classes of the images' scores, and how many images there are.
    let classes: Int
    let images: Int
    /// Pictures in both sets together.
    let pictures: Int

    static let full = Scale(
        name: "full", dimensions: 2048, samplesOfStatistics: 10_000, samplesOfFeatures: 50_000, samples: 10_000, subsets: 100,
        subsetSize: 1000, classes: 1008, images: 50_000, pictures: 640)
    static let quick = Scale(
        name: "quick", dimensions: 256, samplesOfStatistics: 2_000, samplesOfFeatures: 3_000, samples: 1_500, subsets: 10,
        subsetSize: 500, classes: 100, images: 2_000, pictures: 32)
}

/// The files of one scale.
struct BenchmarkData {
    let scale: Scale
    let folder: URL
    private let workplace: Workplace

    init(scale: Scale, workplace: Workplace) {
        self.scale = scale
        self.workplace = workplace
        folder = workplace.root.appendingPathComponent("Benchmarks/.data/\(scale.name)")
    }

    /// Files of one kind, by their names in the folder.
    enum Kind: String {
        case statistics, features, samples, scores

        var names: [String] {
            switch self {
            case .statistics:
                ["full", "deficient"].flatMap { rank in
                    ["a", "b"].flatMap { ["\(rank)-\($0).npz", "\(rank)-\($0).sigma.npy"] }
                }
            case .features: ["features-a.npy", "features-b.npy"]
            case .samples: ["samples-a.npy", "samples-b.npy"]
            case .scores: ["logits.npy", "probabilities.npy"]
            }
        }
    }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    /// Makes the files of one kind where they are missing, and reads them once, so that no process is the first to; the reason
    /// why not, where that fails.
    func prepare(_ kind: Kind) -> Absence? {
        let absence = make(kind)
        if absence == nil { for name in kind.names { readOnce(path(name)) } }
        return absence
    }

    private func make(_ kind: Kind) -> Absence? {
        if kind.names.allSatisfy({ FileManager.default.fileExists(atPath: path($0)) }) { return nil }
        let (columns, rows) =
            switch kind {
            case .statistics: (scale.dimensions, scale.samplesOfStatistics)
            case .features: (scale.dimensions, scale.samplesOfFeatures)
            case .samples: (scale.dimensions, scale.samples)
            case .scores: (scale.classes, scale.images)
            }
        Progress.say("making the \(kind.rawValue) in \(folder.path)")
        let maker = workplace.script("data.py", [kind.rawValue, folder.path, "\(columns)", "\(rows)"])
        do {
            let outcome = try maker.run()
            return outcome.exitCode == 0 ? nil : Absence("no data: " + lastLine(of: outcome.standardError))
        } catch {
            return Absence("no data: \(error)")
        }
    }
}

/// Reads a file and keeps nothing of it: what is left is the file in the page cache.
func readOnce(_ path: String) {
    let file = open(path, O_RDONLY)
    guard file >= 0 else { return }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while read(file, &buffer, buffer.count) > 0 {}
}

/// Why something could not be measured, as a cell of a table.
struct Absence: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}

/// What is going on, on standard error.
enum Progress {
    static func say(_ text: String) {
        FileHandle.standardError.write(Data("fid-bench: \(text)\n".utf8))
    }
}

/// The last line of an output that is not empty: with Python, the one that says what is wrong.
func lastLine(of text: String) -> String {
    text.split(whereSeparator: \.isNewline).last.map(String.init) ?? "it said nothing"
}
