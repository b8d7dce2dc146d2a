// Lesson 11: what rounding noise in an eigenvalue that should be 0 does to the distance.

import Localization

extension QuizSkill {
    static let rounding = QuizSkill("rounding", lesson: "floating-point", "The root of rounding noise", "舍入误差的平方根") {
        random, level in
        // d features, n samples of each set: the product has d − (n − 1) eigenvalues that are 0, and each comes out as e.
        let (d, n) = random.best {
            ($0.integer(level == .first ? 3...12 : 20...400), $0.integer(level == .first ? 2...9 : 6...150))
        } flaws: { d, n in
            Flaws.unless(d > n + 1, d - n + 1 != n)
        }
        let power = level == .first ? 2 * random.integer(1...2) : 2 * random.integer(2...4)
        // The root of 10 to an even power is a power of 10; two or three of them leave √2 or √3.
        let multiple = level == .first ? 1 : level == .second ? random.pick(4, 9) : random.pick(2, 3, 5, 6, 7)
        let trace = random.integer(4...60)
        let noise = "\(multiple)/10^\(power)"
        return QuizDraft(
            introduction: Phrase(
                "\(n) real and \(n) generated samples of \(d) features; T is the trace of the root of the product of their covariances. "
                    + "A program finds, for each eigenvalue of the product that is exactly 0, the number e instead.",
                "\(n) 个真实样本与 \(n) 个生成样本，各 \(d) 个特征；T 是两个协方差乘积的平方根的迹。乘积的每个恰为 0 的特征值，程序都算成了 e。"),
            givens: [("d", "\(d)"), ("n", "\(n)"), ("T", "\(trace)"), ("e", noise)],
            steps: [
                QuizDraft.Step(
                    "z", "d - (n - 1)",
                    Phrase(
                        "how many eigenvalues of the product are 0, if the rank is as large as it can be", "秩取最大值时，乘积有多少个特征值为 0"),
                    how: Phrase("a covariance of n samples has rank n − 1 at most", "n 个样本的协方差的秩至多为 n − 1")),
                QuizDraft.Step(
                    "g", "sqrt(e)", Phrase("what each of them adds to the trace of the root", "每个这样的特征值给平方根的迹增加多少"),
                    how: Phrase("the square root of e", "e 的平方根")),
                QuizDraft.Step(
                    "T_e", "T + z*g", Phrase("the trace of the root that the program finds", "程序算出的平方根的迹"),
                    how: Phrase("the right trace and all that was added", "正确的迹加上所有增量")),
                QuizDraft.Step(
                    "c", "-2*(T_e - T)", Phrase("by how much the FID changes; mind the sign", "FID 改变了多少（注意符号）"),
                    how: Phrase("the trace of the root enters the FID with the factor −2", "平方根的迹以系数 −2 进入 FID")),
                QuizDraft.Step(
                    "f", "abs(c)/(z*e)",
                    Phrase("how many times larger that is than the noise, all of it added up", "它是全部误差之和的多少倍"),
                    how: Phrase("the size of the change divided by z·e", "改变量的大小除以 z·e")),
            ])
    }
}
