// Lesson 5: the distance of two bell curves, and its expansion.

import ExactArithmetic
import Localization

extension QuizSkill {
    static let frechetOneDimension = QuizSkill(
        "frechet-1d", lesson: "frechet-1d", "The distance of two bell curves", "两条钟形曲线的距离"
    ) { random, level in
        level == .third ? fromSamples(&random) : fromParameters(&random, level)
    }

    private static func fromParameters(_ random: inout QuizRandom, _ level: QuizLevel) -> QuizDraft {
        // Everything in units of 1/d: at level 2 deviations are halves or thirds, and their squares are given.
        let d = level == .first ? 1 : random.pick(2, 3)
        let numbers = random.best { random in
            (mu: [random.integer(-6...9), random.integer(-6...9)], sigma: [random.integer(1...7), random.integer(1...7)])
        } flaws: { numbers in
            let difference = numbers.mu[0] - numbers.mu[1]
            let (s, t) = (numbers.sigma[0], numbers.sigma[1])
            let proper = level == .first || (s % d != 0 && t % d != 0)
            return flaws(
                m: Exact(difference * difference), length: Exact(abs(difference)), s: Exact(s, over: d), t: Exact(t, over: d))
                + Flaws.unless(proper, !numbers.mu.contains(0), abs(difference) != abs(numbers.mu[0]))
        }
        let names = level == .first ? ["sigma_r", "sigma_g"] : ["v_r", "v_g"]
        let spreads = numbers.sigma.map { level == .first ? "\($0)" : QuizDraft.fraction($0 * $0, d * d) }
        let introduction =
            level == .first
            ? Phrase(
                "Two normal distributions: means mu_r and mu_g, standard deviations sigma_r and sigma_g.",
                "两个正态分布：均值 mu_r 与 mu_g，标准差 sigma_r 与 sigma_g。")
            : Phrase(
                "Two normal distributions: means mu_r and mu_g, variances v_r and v_g.", "两个正态分布：均值 mu_r 与 mu_g，方差 v_r 与 v_g。")
        return QuizDraft(
            introduction: introduction,
            givens: [
                ("mu_r", "\(numbers.mu[0])"), (names[0], spreads[0]), ("mu_g", "\(numbers.mu[1])"), (names[1], spreads[1]),
            ],
            steps: (level == .first ? [] : deviations) + ending)
    }

    private static func fromSamples(_ random: inout QuizRandom) -> QuizDraft {
        let sets = random.best { random in
            [random.centredRows(3, 1, largest: 4, mean: 2...8), random.centredRows(3, 1, largest: 4, mean: 2...8)]
        } flaws: { sets in
            let sums = sets.map { columnSums($0)[0] }
            let variances = sets.map { Exact(scatter($0)[0][0], over: 6) }
            guard let s = variances[0].squareRoot(), let t = variances[1].squareRoot(), !s.isZero, !t.isZero else { return 1000 }
            let difference = Exact(sums[0] - sums[1], over: 3)
            return flaws(m: difference * difference, length: difference.magnitude, s: s, t: t)
                + Flaws.unless(
                    !s.isRational, !t.isRational, !sums.contains(0), !(s * t).isRational,
                    difference.magnitude != Exact(abs(sums[0]), over: 3))
        }
        let mean = { (name: String, words: Phrase) in
            QuizDraft.Step(
                "mu_\(name)", "mean(x_\(name))[1]", words, how: Phrase("the sum divided by the number of samples", "总和除以样本数"))
        }
        let variance = { (name: String, words: Phrase) in
            QuizDraft.Step(
                "v_\(name)", "var(x_\(name))", words,
                how: Phrase("the squared deviations from the mean, added and divided by n − 1", "对均值的偏差平方和，除以 n − 1"))
        }
        return QuizDraft(
            introduction: Phrase(
                "Three real and three generated samples of one feature, one in each row.", "一个特征的三个真实样本与三个生成样本，每行一个。"),
            givens: [("x_r", QuizDraft.matrix(sets[0])), ("x_g", QuizDraft.matrix(sets[1]))],
            steps: [
                mean("r", Phrase("the mean of the real samples", "真实样本的均值")),
                mean("g", Phrase("the mean of the generated samples", "生成样本的均值")),
                variance("r", Phrase("the variance of the real samples, as the FID takes it", "真实样本的方差（按 FID 的定义）")),
                variance("g", Phrase("the variance of the generated samples, as the FID takes it", "生成样本的方差（按 FID 的定义）")),
            ] + deviations + ending)
    }

    private static let deviations = [
        QuizDraft.Step(
            "sigma_r", "sqrt(v_r)", Phrase("the standard deviation of the real distribution", "真实分布的标准差"),
            how: Phrase("the square root of the variance", "方差的平方根")),
        QuizDraft.Step(
            "sigma_g", "sqrt(v_g)", Phrase("the standard deviation of the generated distribution", "生成分布的标准差"),
            how: Phrase("the square root of the variance", "方差的平方根")),
    ]

    private static let ending = [
        QuizDraft.Step(
            "m", "(mu_r - mu_g)^2", Phrase("the mean term", "均值项"), how: Phrase("the difference of the means, squared", "均值之差的平方")
        ),
        QuizDraft.Step(
            "s", "(sigma_r - sigma_g)^2", Phrase("the term of the deviations", "标准差项"),
            how: Phrase("the difference of the standard deviations, squared", "标准差之差的平方")),
        QuizDraft.Step(
            "c", "2*sigma_r*sigma_g",
            Phrase("the cross term, which is subtracted when the term above is expanded", "把上一项展开时要减去的交叉项"),
            how: Phrase("(a − b)² is a² + b² less twice the product", "(a − b)² 等于 a² + b² 减去两倍乘积")),
        QuizDraft.Step(
            "d2", "frechet1d(mu_r, sigma_r, mu_g, sigma_g)", Phrase("the squared Fréchet distance", "Fréchet 距离的平方"),
            how: Phrase("both terms added", "两项相加"), points: 2),
    ]

    /// Slips of the sum and of its second term, by their values.
    private static func flaws(m: Exact, length: Exact, s: Exact, t: Exact) -> Int {
        let squares = s * s + t * t
        let term = squares - 2 * s * t
        let right = m + term
        var slips = [
            length + term, m + squares - s * t, m + squares + 2 * s * t, m, term, m + (s * s - t * t) * (s * s - t * t),
        ]
        slips += [right.squareRoot()].compactMap { $0 }
        let inner = [squares - s * t, squares + 2 * s * t, s * s, t * t, (s * s - t * t) * (s * s - t * t)]
        return Flaws.collisions(right: right, slips: slips) + Flaws.collisions(right: term, slips: inner)
            + Flaws.unless(m > 1, !term.isZero, term != 1, 2 * s * t != term)
    }
}
