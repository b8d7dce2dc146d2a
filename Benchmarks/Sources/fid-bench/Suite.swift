// The rows of the benchmarks: how the processes are called that are compared, and the rows of the FID.

import Foundation

struct Suite {
    let workplace: Workplace
    let scale: Scale

    var data: BenchmarkData { BenchmarkData(scale: scale, workplace: workplace) }

    static let distance = [ComparedValue(key: "frechet_inception_distance", name: "FID")]
    static let flowerShape = "641 and 799 × 2048 float16"

    var flowers: [String] {
        ["roses.npy", "tulips.npy"].map { workplace.flowers.appendingPathComponent($0).path }
    }

    var missingFlowers: Absence? {
        flowers.allSatisfy { FileManager.default.fileExists(atPath: $0) }
            ? nil : Absence("skipped: no roses.npy and tulips.npy in \(workplace.flowers.path), which FID_FLOWERS may name")
    }

    /// `fid compute` of two files of the data, or of other two by their paths.
    func fid(_ names: [String], _ options: String...) -> Contender {
        fid(paths: names.map(data.path), options)
    }

    func fid(paths: [String], _ options: [String]) -> Contender {
        Contender(name: "fid", process: workplace.fid(["compute"] + paths + options + ["--json"]))
    }

    /// A measure by another tool, of files of the data.
    func peer(_ tool: String, _ measure: String, _ names: [String], _ options: String...) -> Contender {
        peer(tool, measure, paths: names.map(data.path), options)
    }

    func peer(_ tool: String, _ measure: String, paths: [String], _ options: [String] = []) -> Contender {
        Contender(name: tool, process: workplace.peer([tool, measure] + paths + options))
    }

    /// The comparisons of a group of processes; its data is made where it is missing.
    func processes(_ group: Group) -> [ProcessComparison] {
        switch group {
        case .fid: distances
        case .kid: kernelDistances
        case .cmmd: gaussianKernelDistances
        case .prdc: neighbourhoods
        case .inceptionScore: inceptionScores
        case .all: allMeasures
        case .pictures: pictures
        case .large, .parts: []
        }
    }

    /// The peers give the number alone; fid is asked for no more, except in the row that says so.
    private var distances: [ProcessComparison] {
        let missingStatistics = data.prepare(.statistics)
        let missingFeatures = data.prepare(.features)
        let statistics = ["full-a.npz", "full-b.npz"]
        let features = ["features-a.npy", "features-b.npy"]
        let title = "two files of statistics, \(scale.dimensions) dimensions, full rank"
        let splitTitle = "the same, where fid splits the trace term besides (the spectra of both sets)"
        let ofFeatures = "two files of features, \(scale.samplesOfFeatures) × \(scale.dimensions) float32"
        func row(
            _ title: String, _ ours: Contender, _ peer: Contender, leastRatio: Double? = nil, memoryLimit: Int? = nil
        ) -> ProcessComparison.Row {
            ProcessComparison.Row(
                title: title, ours: ours, peer: peer, values: Self.distance, leastRatio: leastRatio, memoryLimit: memoryLimit)
        }
        let (alone, split) = (fid(statistics, "--no-split"), fid(statistics))
        let pytorch = peer("pytorch-fid", "fid", statistics)
        let ofFlowers = "features of roses against tulips, \(Self.flowerShape)"
        return [
            ProcessComparison(
                title: title,
                rows: [
                    row(title, alone, pytorch, leastRatio: 10),
                    row(title, alone, peer("torchmetrics", "fid", statistics), leastRatio: 4),
                    row(title, alone, peer("torch-fidelity", "fid", statistics)),
                    row(splitTitle, split, pytorch, leastRatio: 5),
                ],
                absence: missingStatistics),
            ProcessComparison(
                title: ofFlowers,
                rows: [
                    row(
                        ofFlowers, fid(paths: flowers, ["--no-split"]), peer("pytorch-fid", "fid", paths: flowers),
                        leastRatio: 50)
                ],
                absence: missingFlowers),
            ProcessComparison(
                title: ofFeatures,
                rows: [
                    row(
                        ofFeatures, fid(features, "--no-split"), peer("pytorch-fid", "fid", features), leastRatio: 2.5,
                        memoryLimit: 400_000_000)
                ],
                absence: missingFeatures),
        ]
    }
}
