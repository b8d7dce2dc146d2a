// The rows of pictures: from JPEG files to the FID, and to features, beside pytorch-fid and beside its network alone.

import Foundation

/// The pictures and the weights, made by peers/pictures.py when they are first needed.
private struct PictureData {
    /// The folder of the two sets.
    let sets: URL
    let weights: URL
    private let workplace: Workplace
    private let count: Int

    init(scale: Scale, workplace: Workplace) {
        self.workplace = workplace
        count = scale.pictures
        let folder = workplace.root.appendingPathComponent("Benchmarks/.data/pictures")
        let name = workplace.pictures == nil ? "generated" : "own"
        sets = folder.appendingPathComponent("\(name)-\(scale.pictures)")
        weights = folder.appendingPathComponent("weights.pth")
    }

    var folders: [String] { ["a", "b"].map { sets.appendingPathComponent($0).path } }

    /// Where features go that nobody looks at.
    var output: String { sets.appendingPathComponent("features.npy").path }

    /// Makes what is missing, and reads all of it once; the reason why not, where that fails.
    func prepare() -> Absence? {
        var missing: [(target: URL, arguments: [String])] = []
        if !FileManager.default.fileExists(atPath: weights.path) { missing.append((weights, ["weights", weights.path])) }
        // The user's folder may be another one than the last time.
        if let own = workplace.pictures {
            missing.append((sets, ["pictures", sets.path, "\(count)", own]))
        } else if !FileManager.default.fileExists(atPath: sets.path) {
            missing.append((sets, ["pictures", sets.path, "\(count)"]))
        }
        for (target, arguments) in missing {
            Progress.say("making \(target.path)")
            do {
                let outcome = try workplace.script("pictures.py", arguments).run()
                guard outcome.exitCode == 0 else { return Absence("no data: " + lastLine(of: outcome.standardError)) }
            } catch {
                return Absence("no data: \(error)")
            }
        }
        readOnce(weights.path)
        for folder in folders {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            for name in names { readOnce("\(folder)/\(name)") }
        }
        return nil
    }
}

extension Suite {
    private static let pictureMemory = 1_500_000_000

    var pictures: [ProcessComparison] {
        let data = PictureData(scale: scale, workplace: workplace)
        let (a, b, count) = (data.folders[0], data.folders[1], scale.pictures)
        let weights = ["--weights", data.weights.path]
        let threads = ["--threads", "\(workplace.threads)"]
        func fid(_ arguments: [String]) -> Contender {
            Contender(name: "fid", process: workplace.fid(arguments + weights + threads + ["--json"]))
        }
        let pytorch = Contender(
            name: "pytorch-fid", process: workplace.peer(["pytorch-fid", "pictures", a, b, "--batch", "1"] + weights))
        let network = Contender(
            name: "the network alone",
            process: workplace.peer(["PyTorch", "network", "--batch", "16", "--count", "\(count)"] + weights))
        let distance = fid(["compute", a, b, "--no-split"])
        let coarse = fid(["compute", a, b, "--no-split", "--network-precision", "bf16"])
        let features = fid(["features", a, b, "-o", data.output])
        func row(
            _ title: String, _ ours: Contender, _ peer: Contender, _ values: [ComparedValue], least: Double? = nil,
            workOnly: Bool = false, within: Double? = nil
        ) -> ProcessComparison.Row {
            ProcessComparison.Row(
                title: title, ours: ours, peer: peer, values: values, leastRatio: least, memoryLimit: Self.pictureMemory,
                pictures: count, countsWorkOnly: workOnly, greatestDifference: within)
        }
        let kind = workplace.pictures == nil ? "generated pictures" : "pictures of one’s own"
        return [
            ProcessComparison(
                title: "\(count) pictures",
                rows: [
                    row("FID of 2 × \(count / 2) \(kind), float32", distance, pytorch, Self.distance, least: 1.6, within: 1e-4),
                    row("the same; fid with its network in bf16\(Self.bfloat16Units)", coarse, pytorch, Self.distance),
                    row(
                        "features of \(count) \(kind), float32, beside the network alone", features, network, [], least: 1.1,
                        workOnly: true),
                ],
                absence: data.prepare())
        ]
    }

    /// What this CPU has for bf16.
    private static var bfloat16Units: String {
        let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let flags = Set(text.split(separator: "\n").first { $0.hasPrefix("flags") }?.split(separator: " ") ?? [])
        switch (flags.contains("amx_bf16"), flags.contains("avx512_bf16")) {
        case (true, _): return " (this CPU has AMX-BF16)"
        case (false, true): return " (this CPU has AVX512-BF16 and no AMX)"
        case (false, false): return " (this CPU has nothing for bf16)"
        }
    }
}
