// The data of the benchmarks: made by peers/data.py from a seed when it is first needed, and kept in Benchmarks/.data.

import Foundation

/// How large the data is.
struct Scale {
    let name: String
    let dimensions: Int
    /// Samples behind each file of statistics.
    let samplesOfStatistics: Int
    /// Samples in each file of features.
    let samplesOfFeatures: Int

    static let full = Scale(name: "full", dimensions: 2048, samplesOfStatistics: 10_000, samplesOfFeatures: 50_000)
    static let quick = Scale(name: "quick", dimensions: 256, samplesOfStatistics: 2_000, samplesOfFeatures: 3_000)
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
        case statistics, features

        var names: [String] {
            switch self {
            case .statistics:
                ["full", "deficient"].flatMap { rank in
                    ["a", "b"].flatMap { ["\(rank)-\($0).npz", "\(rank)-\($0).sigma.npy"] }
                }
            case .features: ["features-a.npy", "features-b.npy"]
            }
        }
    }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    /// Makes the files of one kind where they are missing; the reason why not, where that fails.
    func prepare(_ kind: Kind) -> Absence? {
        if kind.names.allSatisfy({ FileManager.default.fileExists(atPath: path($0)) }) { return nil }
        let samples =
            switch kind {
            case .statistics: scale.samplesOfStatistics
            case .features: scale.samplesOfFeatures
            }
        Progress.say("making the \(kind.rawValue) in \(folder.path)")
        let maker = workplace.script("data.py", [kind.rawValue, folder.path, "\(scale.dimensions)", "\(samples)"])
        do {
            let outcome = try maker.run()
            return outcome.exitCode == 0 ? nil : Absence("no data: " + lastLine(of: outcome.standardError))
        } catch {
            return Absence("no data: \(error)")
        }
    }
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
