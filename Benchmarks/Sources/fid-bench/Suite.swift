// The rows of the benchmarks: what is compared with what, and which ratio is aimed at.

import Foundation

/// fid against other tools, both as whole processes.
struct ProcessComparison {
    let title: String
    let ours: Contender
    let peers: [(contender: Contender, leastRatio: Double)]
    /// The memory that fid may take, in bytes, where there is a limit.
    var memoryLimit: Int?
    let absence: Absence?
}

/// One part of fid's work against the bare routines that it comes down to.
struct PartComparison {
    let title: String
    let ours: Contender
    /// The key under `timings` in fid's JSON.
    let part: String
    let bare: Contender
    /// How often fid's run does what the bare run does once.
    let repetitions: Int
    let greatestRatio: Double
    let absence: Absence?
}

struct Suite {
    let workplace: Workplace
    let scale: Scale

    private var data: BenchmarkData { BenchmarkData(scale: scale, workplace: workplace) }

    var processes: [ProcessComparison] {
        let missingStatistics = data.prepare(.statistics)
        let missingFeatures = data.prepare(.features)
        return [
            ProcessComparison(
                title: "two files of statistics, \(scale.dimensions) dimensions, full rank",
                ours: fid("full-a.npz", "full-b.npz"),
                peers: [
                    (peer("pytorch-fid", "full-a.npz", "full-b.npz"), leastRatio: 10),
                    (peer("torchmetrics", "full-a.npz", "full-b.npz"), leastRatio: 4),
                ],
                absence: missingStatistics
            ),
            ProcessComparison(
                title: "the same, where fid splits the trace term besides (the spectra of both sets)",
                ours: fid("full-a.npz", "full-b.npz", splits: true),
                peers: [(peer("pytorch-fid", "full-a.npz", "full-b.npz"), leastRatio: 5)],
                absence: missingStatistics
            ),
            ProcessComparison(
                title: "features of roses against tulips, \(Self.flowerShape)",
                ours: Contender(name: "fid", process: workplace.fid(["compute"] + flowers + ["--no-split", "--json"])),
                peers: [
                    (Contender(name: "pytorch-fid", process: workplace.peer(["pytorch-fid"] + flowers)), leastRatio: 50)
                ],
                absence: missingFlowers
            ),
            ProcessComparison(
                title: "two files of features, \(scale.samplesOfFeatures) × \(scale.dimensions) float32",
                ours: fid("features-a.npy", "features-b.npy"),
                peers: [(peer("pytorch-fid", "features-a.npy", "features-b.npy"), leastRatio: 2.5)],
                memoryLimit: 400_000_000,
                absence: missingFeatures
            ),
        ]
    }

    var parts: [PartComparison] {
        let missingStatistics = data.prepare(.statistics)
        let missingFeatures = data.prepare(.features)
        return [
            PartComparison(
                title: "covariance of \(scale.samplesOfFeatures) × \(scale.dimensions): one `dsyrk` in double",
                ours: fid("features-a.npy", "features-b.npy", timings: true),
                part: "moments",
                bare: Contender(
                    name: "bare dsyrk",
                    process: workplace.bare(["scatter", "\(scale.samplesOfFeatures)", "\(scale.dimensions)"])),
                repetitions: 2,
                greatestRatio: 1.25,
                absence: missingFeatures
            ),
            PartComparison(
                title: "distance, full rank: `dpotrf`, 2 `dtrmm`, `dsyevd` without vectors",
                ours: fid("full-a.npz", "full-b.npz", timings: true),
                part: "distance",
                bare: bare("cholesky", "full-a.sigma.npy", "full-b.sigma.npy"),
                repetitions: 1,
                greatestRatio: 1.3,
                absence: missingStatistics
            ),
            PartComparison(
                title: "distance, dead and duplicated columns: 2 `dpstrf`, `dgemm`, `dgesdd` without vectors",
                ours: fid("deficient-a.npz", "deficient-b.npz", timings: true),
                part: "distance",
                bare: bare("pivoted", "deficient-a.sigma.npy", "deficient-b.sigma.npy"),
                repetitions: 1,
                greatestRatio: 1.3,
                absence: missingStatistics
            ),
            PartComparison(
                title: "distance, fewer samples than dimensions (the flowers): `dgemm`, `dgesdd` without vectors",
                ours: Contender(
                    name: "fid", process: workplace.fid(["compute"] + flowers + ["--no-split", "--timings", "--json"])),
                part: "distance",
                bare: Contender(name: "bare cross-gram", process: workplace.bare(["cross-gram"] + flowers)),
                repetitions: 1,
                greatestRatio: 1.3,
                absence: missingFlowers
            ),
        ]
    }

    private static let flowerShape = "641 and 799 × 2048 float16"

    private var flowers: [String] {
        ["roses.npy", "tulips.npy"].map { workplace.flowers.appendingPathComponent($0).path }
    }

    private var missingFlowers: Absence? {
        flowers.allSatisfy { FileManager.default.fileExists(atPath: $0) }
            ? nil : Absence("skipped: no roses.npy and tulips.npy in \(workplace.flowers.path), which FID_FLOWERS may name")
    }

    /// The peers give the number alone; fid is asked for no more, unless `splits`.
    private func fid(_ first: String, _ second: String, timings: Bool = false, splits: Bool = false) -> Contender {
        let options = (splits ? [] : ["--no-split"]) + (timings ? ["--timings", "--json"] : ["--json"])
        return Contender(
            name: "fid", process: workplace.fid(["compute", data.path(first), data.path(second)] + options))
    }

    private func peer(_ name: String, _ first: String, _ second: String) -> Contender {
        Contender(name: name, process: workplace.peer([name, data.path(first), data.path(second)]))
    }

    private func bare(_ route: String, _ first: String, _ second: String) -> Contender {
        Contender(name: "bare \(route)", process: workplace.bare([route, data.path(first), data.path(second)]))
    }
}
