// The kernel distance of tiny sets.

import ExactArithmetic
import Localization

extension QuizSkill {
    static let kernelDistance = QuizSkill("kid", lesson: "kernel-distances", "The kernel distance of tiny sets", "小样本的核距离（KID）") {
        random, level in
        let (n, m, d) = level == .third ? (3, 3, 3) : level == .second ? (3, 2, 2) : (2, 2, 2)
        let sets = random.best { random in
            [n, m].map { count in
                (0..<count).map { _ in
                    guard level == .first else { return (0..<d).map { _ in random.integer(-2...2) } }
                    // Entries that are both even or both odd have an even inner product, so that half of it is whole.
                    let first = random.integer(-2...2)
                    return [first, first + 2 * random.integer(-1...1)]
                }
            }
        } flaws: { sets in
            let kernel = { (a: [Int], b: [Int], scale: Int) -> Exact in
                let inner = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
                return Exact((inner + scale) * (inner + scale) * (inner + scale), over: scale * scale * scale)
            }
            let total = { (a: [[Int]], b: [[Int]], scale: Int) in
                a.reduce(Exact(0)) { sum, x in b.reduce(sum) { $0 + kernel(x, $1, scale) } }
            }
            let own = { (a: [[Int]], scale: Int) in
                (total(a, a, scale) - a.reduce(Exact(0)) { $0 + kernel($1, $1, scale) }) / Exact(a.count * (a.count - 1))
            }
            let value = { (scale: Int) in
                own(sets[0], scale) + own(sets[1], scale) - 2 * total(sets[0], sets[1], scale) / Exact(n * m)
            }
            let cross = total(sets[0], sets[1], d) / Exact(n * m)
            let biased = total(sets[0], sets[0], d) / Exact(n * n) + total(sets[1], sets[1], d) / Exact(m * m) - 2 * cross
            let right = value(d)
            return Flaws.collisions(right: right, slips: [biased, value(1), right + cross, own(sets[0], d) + own(sets[1], d)])
                + Flaws.unless(
                    sets.joined().allSatisfy { $0.contains { $0 != 0 } }, Set(sets.joined()).count == n + m, !right.isZero)
        }
        let table = { (name: String, a: String, b: String, rows: Int, columns: Int, words: Phrase) in
            let ones = QuizDraft.matrix(Array(repeating: Array(repeating: 1, count: columns), count: rows))
            let base = "(X_\(a)*X_\(b)'/cols(X_r) + \(ones))"
            return QuizDraft.Step(
                name, "\(base) .* \(base) .* \(base)", words,
                how: Phrase("(x·y/d + 1)³ for each pair, d the number of features", "每一对的 (x·y/d + 1)³，d 为特征个数"))
        }
        return QuizDraft(
            introduction: Phrase(
                "\(n) real and \(m) generated images of \(d) features: one image per row. The kernel is k(x, y) = (x·y/\(d) + 1)³.",
                "\(n) 张真实图像与 \(m) 张生成图像，各 \(d) 个特征：每行一幅图像。核为 k(x, y) = (x·y/\(d) + 1)³。"),
            givens: [("X_r", QuizDraft.matrix(sets[0])), ("X_g", QuizDraft.matrix(sets[1]))],
            steps: [
                table("K_r", "r", "r", n, n, Phrase("the kernel of every two real images", "真实图像两两之间的核")),
                table("K_g", "g", "g", m, m, Phrase("the kernel of every two generated images", "生成图像两两之间的核")),
                table("K", "r", "g", n, m, Phrase("the kernel of every real with every generated image", "每张真实图像与每张生成图像之间的核")),
                QuizDraft.Step(
                    "KID", "kid(X_r, X_g)", Phrase("the kernel distance, without bias", "无偏的核距离 KID"),
                    how: Phrase(
                        "the mean of K_r and of K_g without their diagonals, less twice the mean of K",
                        "K_r 与 K_g 去掉对角线后的平均值之和，减去 K 的平均值的两倍"),
                    points: 2),
            ])
    }
}
