// Lessons 9 and 10: the FID from samples, from two normal distributions, and taken apart.

import ExactArithmetic
import LinearAlgebra
import Localization

extension QuizSkill {
    static let fidByHand = QuizSkill("fid-by-hand", lesson: "fid-by-hand", "The FID of a few images by hand", "手算几幅图像的 FID") {
        random, level in
        let n = level == .second ? 4 : 3
        let sets = random.best { random in
            level == .third
                ? [random.centredRows(3, 2, largest: 2, mean: 4...8), random.centredRows(3, 2, largest: 2, mean: 4...8)]
                : alignedSets(&random, n)
        } flaws: { sets in
            let sums = sets.map { columnSums($0) }
            let difference = zip(sums[0], sums[1]).map { $0 - $1 }
            let scatters = sets.map { scatter($0) }
            let plain = Flaws.unless(
                scatters.allSatisfy { $0[0][0] * $0[1][1] != $0[0][1] * $0[1][0] && $0[0][1] != 0 },
                scatters[0][0][0] + scatters[0][1][1] != scatters[1][0][0] + scatters[1][1][1], !sums.joined().contains(0),
                QuizRandom.squares(difference) != QuizRandom.squares(sums[0]))
            guard plain == 0 else { return 1000 + plain }
            let covariances = sets.map { covarianceMatrix(of: $0) }
            let slips = DistanceSlips(
                meanTerm: Exact(difference.reduce(0) { $0 + $1 * $1 }, over: n * n), first: covariances[0], second: covariances[1]
            )
            guard let t = slips.rootTrace, !t.isZero else { return 1000 }
            return slips.flaws(samples: n) + Flaws.unless(t.isRational == (level < .third))
        }
        let covariance = { (name: String, words: Phrase) in
            QuizDraft.Step(
                "Sigma_\(name)", "(X_\(name) - mu_\(name))'*(X_\(name) - mu_\(name))/(rows(X_\(name)) - 1)", words,
                how: Phrase(
                    "subtract the mean, multiply column by column, divide by the number of images less one", "减去均值，列与列相乘，再除以图像数减一"
                ),
                points: 2)
        }
        let mean = { (name: String, words: Phrase) in
            QuizDraft.Step(
                "mu_\(name)", "mean(X_\(name))", words, how: Phrase("add the rows, divide by their number", "各行相加，再除以行数"))
        }
        return QuizDraft(
            introduction: Phrase(
                "\(n) real and \(n) generated images of two features: one image per row, one feature per column.",
                "\(n) 张真实图像与 \(n) 张生成图像，各两个特征：每行一幅图像，每列一个特征。"),
            givens: [("X_r", QuizDraft.matrix(sets[0])), ("X_g", QuizDraft.matrix(sets[1]))],
            steps: [
                mean("r", Phrase("the mean of the real features", "真实特征的均值")),
                mean("g", Phrase("the mean of the generated features", "生成特征的均值")),
                covariance("r", Phrase("the covariance of the real features", "真实特征的协方差")),
                covariance("g", Phrase("the covariance of the generated features", "生成特征的协方差")),
            ] + QuizDraft.Step.partsOfDistance)
    }

    /// Two sets whose covariances have the same axes (1, 1) and (1, −1) and whose variances along each multiply to a square.
    ///
    /// The deviations along the axes are p·w and q·z, where w and z are orthogonal and add up to 0: the scatter is
    /// p²|w|² uuᵀ + q²|z|² vvᵀ for both sets, with the same |w|² and |z|², which are 2 and 6 for three rows and 4 and 4 for four.
    private static func alignedSets(_ random: inout QuizRandom, _ n: Int) -> [[[Int]]] {
        var patterns = n == 3 ? [[1, -1, 0], [1, 1, -2]] : [[1, 1, -1, -1], [1, -1, 1, -1]]
        if random.isHeads() { patterns.reverse() }
        return (0..<2).map { _ in
            let largest = n == 3 ? 2 : 3
            let (p, q) = (random.nonzero(-largest...largest), random.nonzero(-largest...largest))
            let centre = [random.integer(6...10), random.integer(6...10)]
            let rows = (0..<n).map { row in
                let (along, across) = (p * patterns[0][row], q * patterns[1][row])
                return [centre[0] + along + across, centre[1] + along - across]
            }
            return random.shuffled(rows)
        }
    }

    private static func covarianceMatrix(of rows: [[Int]]) -> Matrix<Exact> {
        let scatter = scatter(rows)
        return Matrix(rows: 2, columns: 2) { Exact(scatter[$0][$1], over: rows.count * (rows.count - 1)) }
    }

    static let fidOfNormals = QuizSkill(
        "fid-of-normals", lesson: "fid-by-hand", "The FID of two normal distributions", "两个正态分布的 FID"
    ) { random, level in
        let pair = random.best { random in
            let basis = level == .first ? random.pick(Basis.all[0], Basis.all[1]) : random.basis()
            // One basis for both where the root has to be rational; two, and squares as determinants, where not.
            let other = level == .third ? random.basis() : basis
            return NormalPair(
                means: random.rows(2, 2, 0...9),
                first: random.squareCovariance(in: basis, upTo: level == .first ? 5 : 4, isWhole: level != .second),
                second: random.squareCovariance(in: other, upTo: level == .first ? 5 : 4, isWhole: level != .second))
        } flaws: { pair in
            // Whole numbers all the way at level 1, as data at level 3; some fraction at level 2.
            let plain =
                pair.shapeFlaws
                + Flaws.unless(level != .second || !pair.isWhole, level > .first || pair.rootIsWhole)
            guard plain == 0, let t = pair.slips.rootTrace else { return 1000 + plain }
            return pair.slips.flaws() + Flaws.unless(t.isRational == (level < .third))
        }
        return QuizDraft(
            introduction: NormalPair.introduction, givens: pair.givens, steps: QuizDraft.Step.partsOfDistance)
    }

    static let anatomy = QuizSkill("anatomy", lesson: "anatomy-of-fid", "Where a distance comes from", "距离从何而来") {
        random, level in
        let pair = random.best { random in
            let basis = random.basis()
            // At level 1 the axes are shared and the lengths exchanged: all misalignment, and still all rational.
            let other = level == .first ? basis : random.basis()
            let factor = level == .third ? random.pick(2, 3) : 1
            return NormalPair(
                means: random.rows(2, 2, 0...9), first: random.squareCovariance(in: basis, upTo: 6, isWhole: true),
                second: random.squareCovariance(in: other, upTo: 6, times: factor, isWhole: true))
        } flaws: { pair in
            let (p, q) = pair.first.variances
            let (r, s) = pair.second.variances
            let plain =
                pair.shapeFlaws
                + Flaws.unless(pair.first.basis != pair.second.basis || (p > q) != (r > s))
            guard plain == 0, let t = pair.slips.rootTrace, let mismatch = DistanceSlips.mismatch(pair.first, pair.second) else {
                return 1000 + plain
            }
            // The mismatch must not be its own square.
            return pair.slips.flaws() + Flaws.unless(mismatch > 1, t.isRational == (level == .first))
        }
        return QuizDraft(
            introduction: NormalPair.introduction, givens: pair.givens,
            steps: [
                .meanTerm,
                eigenvaluesStep("lambda", "Sigma_r"), eigenvaluesStep("kappa", "Sigma_g"),
                QuizDraft.Step(
                    "w", "norm2(sqrt(lambda) - sqrt(kappa))", Phrase("the spectrum mismatch", "谱失配"),
                    how: Phrase(
                        "the differences of the roots of the eigenvalues, largest with largest, squared and added",
                        "特征值平方根之差（大对大、小对小）的平方和")),
                QuizDraft.Step(
                    "t", "tr(sqrtm(Sigma_r*Sigma_g))", Phrase("the trace of the square root of the product", "乘积的矩阵平方根的迹"),
                    how: Phrase("for 2 × 2: √(Tr M + 2√det M) with M the product", "2 × 2 时为 √(Tr M + 2√det M)，其中 M 为乘积"),
                    points: 2),
                QuizDraft.Step(
                    "FID", "m + tr(Sigma_r) + tr(Sigma_g) - 2*t", Phrase("the Fréchet Inception Distance", "FID"),
                    how: Phrase("the mean term and both traces, less twice the trace of the root", "均值项加两个迹，减去平方根的迹的两倍"),
                    points: 2),
                QuizDraft.Step(
                    "h", "FID - m - w", Phrase("the misalignment of the axes", "主轴错位"),
                    how: Phrase("what is left of the FID: it is never negative", "FID 中剩下的部分：永不为负")),
            ])
    }
}

/// Two normal distributions of two features.
private struct NormalPair {
    let means: [[Int]]
    let first: PlaneCovariance
    let second: PlaneCovariance

    static let introduction = Phrase(
        "Two normal distributions of two features: means mu_r and mu_g, covariances Sigma_r and Sigma_g.",
        "两个特征的两个正态分布：均值 mu_r 与 mu_g，协方差 Sigma_r 与 Sigma_g。")

    var givens: [(name: String, source: String)] {
        [
            ("mu_r", QuizDraft.vector(means[0])), ("Sigma_r", first.source), ("mu_g", QuizDraft.vector(means[1])),
            ("Sigma_g", second.source),
        ]
    }

    var isWhole: Bool { first.isWhole && second.isWhole }

    /// Whether the root of the product is whole, where both have the same basis.
    var rootIsWhole: Bool {
        guard let p = Exact(first.variances.first * second.variances.first).squareRoot(),
            let q = Exact(first.variances.second * second.variances.second).squareRoot()
        else { return false }
        return ((p - q) / Exact(first.basis.squaredLength)).isInteger
    }

    var slips: DistanceSlips {
        let difference = zip(means[0], means[1]).map { $0 - $1 }
        return DistanceSlips(
            meanTerm: Exact(difference.reduce(0) { $0 + $1 * $1 }), first: first.matrix, second: second.matrix)
    }

    /// Circles have no axes, and equal shapes no distance.
    var shapeFlaws: Int {
        Flaws.unless(
            first.variances.first != first.variances.second, second.variances.first != second.variances.second,
            first.trace != second.trace, means[0] != means[1],
            QuizRandom.squares(zip(means[0], means[1]).map { $0 - $1 }) != QuizRandom.squares(means[0]))
    }
}
