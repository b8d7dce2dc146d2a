// The groups of comparisons: one section of the report each, and what `--only` chooses from.

import ArgumentParser

enum Group: String, CaseIterable, ExpressibleByArgument {
    case fid, kid, cmmd, prdc
    case inceptionScore = "is"
    case all, large, parts, pictures

    /// How the rows of a group are made, and so which columns its table has.
    enum Kind {
        case processes, parts, runs
    }

    var kind: Kind {
        switch self {
        case .fid, .kid, .cmmd, .prdc, .inceptionScore, .all, .pictures: .processes
        case .large: .runs
        case .parts: .parts
        }
    }

    var heading: String {
        switch self {
        case .fid: "Fréchet Inception Distance"
        case .kid: "Kernel Inception Distance"
        case .cmmd: "CMMD"
        case .prdc: "Precision, recall, density, coverage"
        case .inceptionScore: "Inception Score"
        case .all: "All measures at once, beside the FID alone"
        case .large: "Large sets"
        case .parts: "Parts against bare routines"
        case .pictures: "Pictures"
        }
    }

    /// What stands between the heading and the table.
    var note: String? {
        switch self {
        case .fid: nil
        case .kid:
            """
            fid draws torch-fidelity's subsets; torchmetrics draws its own, and the difference is given in standard errors besides. \
            Where the products are in float32, the peers add them up in float32, too, and fid in float64.
            """
        case .cmmd: "σ = 10, as published; all in double precision."
        case .prdc:
            """
            All in double precision. torch-fidelity has precision and recall only, and divides the counts in single precision. prdc has one k for \
            all four, takes its distances from scikit-learn, and starts eight threads whatever it is told.
            """
        case .inceptionScore:
            """
            Of 10 parts. torch-fidelity and torchmetrics take logits only; torch-fidelity is told not to shuffle, torchmetrics always does. All in \
            double precision; the file of probabilities is of float32, which rounds them.
            """
        case .all:
            "The peers compute the FID and nothing else; fid computes it with `--metrics all`, and alone. The difference is that of the two FIDs."
        case .large: "One run of each measure, without a peer."
        case .parts:
            """
            The seconds that `fid compute --timings` reports for a part, against the BLAS and LAPACK routines that the part comes down to, called \
            with nothing around them on the same data. The difference is that of the two values of Tr(Σ₁ + Σ₂ − 2(Σ₁Σ₂)^½).
            """
        case .pictures:
            """
            From JPEG files of mixed sizes to the number, with weights made by rule in the published file's format and under its names: the arithmetic \
            is that of the published ones. pytorch-fid runs as it ships, with two workers that decode, and one picture at a time: it makes batches of \
            pictures of one size only, and its default of 50 ends with an error here. The network alone is pytorch-fid's in PyTorch, in batches of 16 \
            in memory, channels last: only its passes are timed, beside *all* of fid's run, with decoding, resizing and loading. Memory is that of the \
            largest process of a side.
            """
        }
    }

    var columns: [String] {
        switch kind {
        case .processes:
            ["comparison", "fid", "peer", "ratio", "peer without imports", "difference", "memory of fid", "memory of the peer"]
        case .parts: ["part", "fid", "bare", "ratio", "difference", "route"]
        case .runs: ["measure", "time", "memory"]
        }
    }
}
