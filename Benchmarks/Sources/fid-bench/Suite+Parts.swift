// The rows in which fid's parts stand against bare BLAS and LAPACK.

extension Suite {
    var parts: [PartComparison] {
        let missingStatistics = data.prepare(.statistics)
        let missingFeatures = data.prepare(.features)
        return [
            PartComparison(
                title: "covariance of \(scale.samplesOfFeatures) × \(scale.dimensions): one `dsyrk` in double",
                ours: fid(["features-a.npy", "features-b.npy"], "--no-split", "--timings"),
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
                ours: fid(["full-a.npz", "full-b.npz"], "--no-split", "--timings"),
                part: "distance",
                bare: bare("cholesky", "full-a.sigma.npy", "full-b.sigma.npy"),
                repetitions: 1,
                greatestRatio: 1.3,
                absence: missingStatistics
            ),
            PartComparison(
                title: "distance, dead and duplicated columns: 2 `dpstrf`, `dgemm`, `dgesdd` without vectors",
                ours: fid(["deficient-a.npz", "deficient-b.npz"], "--no-split", "--timings"),
                part: "distance",
                bare: bare("pivoted", "deficient-a.sigma.npy", "deficient-b.sigma.npy"),
                repetitions: 1,
                greatestRatio: 1.3,
                absence: missingStatistics
            ),
            PartComparison(
                title: "distance, fewer samples than dimensions (the flowers): `dgemm`, `dgesdd` without vectors",
                ours: fid(paths: flowers, ["--no-split", "--timings"]),
                part: "distance",
                bare: Contender(name: "bare cross-gram", process: workplace.bare(["cross-gram"] + flowers)),
                repetitions: 1,
                greatestRatio: 1.3,
                absence: missingFlowers
            ),
        ]
    }

    private func bare(_ route: String, _ first: String, _ second: String) -> Contender {
        Contender(name: "bare \(route)", process: workplace.bare([route, data.path(first), data.path(second)]))
    }
}
