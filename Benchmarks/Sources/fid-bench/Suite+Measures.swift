// The rows of the measures other than the FID, each against the tools that have it, and of all measures at once.

extension Suite {
    private var samples: [String] { ["samples-a.npy", "samples-b.npy"] }
    private var shape: String { "\(scale.samples) × \(scale.dimensions)" }

    /// `fid compute` of the two sets of samples, the first of them the real one.
    private func ours(_ metrics: String, _ options: String...) -> Contender {
        let files = ["--real", data.path(samples[0]), "--generated", data.path(samples[1])]
        return fid(paths: files, ["--metrics", metrics] + options)
    }

    var kernelDistances: [ProcessComparison] {
        let missing = data.prepare(.samples)
        let options = ["--subsets", "\(scale.subsets)", "--subset-size", "\(scale.subsetSize)"]
        let paths = samples.map(data.path)
        let subsets = [
            ComparedValue(key: "kernel_inception_distance_mean", name: "mean"),
            ComparedValue(key: "kernel_inception_distance_std", name: "deviation"),
        ]
        let whole = [ComparedValue(key: "kernel_inception_distance_full", name: "KID")]
        func overSubsets(_ precision: String, _ name: String, others: Bool) -> ProcessComparison {
            let title = "KID, \(scale.subsets) subsets of \(scale.subsetSize) of \(shape), products in \(name)"
            let ours = ours(
                "kid", "--no-kid-full", "--kid-subsets", "\(scale.subsets)", "--kid-subset-size", "\(scale.subsetSize)",
                "--precision", precision)
            func row(_ tool: String, _ values: [ComparedValue], otherSubsets: Int? = nil) -> ProcessComparison.Row {
                let theirs = peer(tool, "kid", paths: paths, options + ["--precision", precision])
                return ProcessComparison.Row(title: title, ours: ours, peer: theirs, values: values, otherSubsets: otherSubsets)
            }
            let rows = [row("torch-fidelity", subsets)]
            return ProcessComparison(
                title: title,
                rows: others ? rows + [row("torchmetrics", [subsets[0]], otherSubsets: scale.subsets)] : rows,
                absence: missing)
        }
        let title = "KID of the full sets, \(shape), products in float64"
        let (mine, theirs) = (ours("kid", "--kid-subsets", "0"), peer("scikit-learn", "kid", samples))
        return [
            overSubsets("single", "float32", others: true),
            overSubsets("double", "float64", others: false),
            ProcessComparison(
                title: title, rows: [ProcessComparison.Row(title: title, ours: mine, peer: theirs, values: whole)],
                absence: missing),
        ]
    }

    var gaussianKernelDistances: [ProcessComparison] {
        let missing = data.prepare(.samples)
        let title = "CMMD of the full sets, \(shape)"
        return [
            ProcessComparison(
                title: title,
                rows: [
                    ProcessComparison.Row(
                        title: title, ours: ours("cmmd"), peer: peer("scikit-learn", "cmmd", samples),
                        values: [ComparedValue(key: "cmmd", name: "CMMD")])
                ],
                absence: missing)
        ]
    }

    var neighbourhoods: [ProcessComparison] {
        let missing = data.prepare(.samples)
        let (precision, recall) = (
            ComparedValue(key: "precision", name: "precision"), ComparedValue(key: "recall", name: "recall")
        )
        let all = [
            precision, recall, ComparedValue(key: "density", name: "density"), ComparedValue(key: "coverage", name: "coverage"),
        ]
        let title = "precision and recall, k = 3, \(shape)"
        let allTitle = "precision, recall, density, coverage, k = 5, \(shape)"
        let (two, four) = (ours("pr", "--k", "3"), ours("prdc", "--k", "5"))
        return [
            ProcessComparison(
                title: title,
                rows: [
                    ProcessComparison.Row(
                        title: title, ours: two, peer: peer("torch-fidelity", "pr", samples, "--k", "3"),
                        values: [precision, recall])
                ],
                absence: missing),
            ProcessComparison(
                title: allTitle,
                rows: [
                    ProcessComparison.Row(
                        title: allTitle, ours: four, peer: peer("prdc", "prdc", samples, "--k", "5"), values: all)
                ],
                absence: missing),
        ]
    }

    var inceptionScores: [ProcessComparison] {
        let missing = data.prepare(.scores)
        let shape = "\(scale.images) × \(scale.classes) float32"
        let values = [
            ComparedValue(key: "inception_score_mean", name: "mean"),
            ComparedValue(key: "inception_score_std", name: "deviation"),
        ]
        let peers = ["torch-fidelity", "torchmetrics"].map { peer($0, "is", ["logits.npy"]) }
        func rows(_ kind: String, _ title: String) -> [ProcessComparison.Row] {
            let ours = fid(paths: [], ["--metrics", "is", "--\(kind)", data.path("\(kind).npy")])
            // The other parts that torchmetrics forms have another deviation, which it divides otherwise besides.
            return zip(peers, [values, [values[0]]]).map { peer, values in
                ProcessComparison.Row(title: title, ours: ours, peer: peer, values: values)
            }
        }
        return [
            ProcessComparison(
                title: "Inception Score, \(shape)",
                rows: rows("probabilities", "from probabilities, \(shape); the peers from logits")
                    + rows("logits", "from logits, \(shape)"),
                absence: missing)
        ]
    }

    var allMeasures: [ProcessComparison] {
        let missing = data.prepare(.samples)
        let peers = ["pytorch-fid", "torchmetrics", "torch-fidelity"].map { peer($0, "fid", samples) }
        func rows(_ title: String, _ ours: Contender) -> [ProcessComparison.Row] {
            peers.map { ProcessComparison.Row(title: title, ours: ours, peer: $0, values: Self.distance) }
        }
        return [
            ProcessComparison(
                title: "all measures, \(shape)",
                rows: rows("fid: all measures, \(shape) float32; peer: the FID", ours("all"))
                    + rows("both: the FID, \(shape) float32", ours("fid", "--no-split")),
                absence: missing)
        ]
    }

    /// Every family of measures on large sets, for the memory it takes.
    var runs: [WeighedRun] {
        let missingFeatures = data.prepare(.features)
        let missingScores = data.prepare(.scores)
        let files = ["--real", data.path("features-a.npy"), "--generated", data.path("features-b.npy")]
        let shape = "\(scale.samplesOfFeatures) × \(scale.dimensions) float32"
        func run(_ title: String, _ metrics: String, _ options: String...) -> WeighedRun {
            WeighedRun(
                title: "\(title), \(shape)", ours: fid(paths: files, ["--metrics", metrics] + options), memoryLimit: 600_000_000,
                absence: missingFeatures)
        }
        return [
            run("FID", "fid", "--no-split"),
            run("FID with the trace term split", "fid"),
            run("bias", "bias"),
            run("FID∞, 15 sizes", "fidinf"),
            run(
                "KID of the full sets and of \(scale.subsets) subsets of \(scale.subsetSize)", "kid", "--kid-subsets",
                "\(scale.subsets)"),
            run("CMMD", "cmmd"),
            run("precision, recall, density, coverage", "prdc"),
            WeighedRun(
                title: "Inception Score from probabilities, \(scale.images) × \(scale.classes) float32",
                ours: fid(paths: [], ["--metrics", "is", "--probabilities", data.path("probabilities.npy")]),
                memoryLimit: 600_000_000, absence: missingScores),
        ]
    }
}
