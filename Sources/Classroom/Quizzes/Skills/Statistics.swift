// Lessons 2 and 3: means and covariances of small sets.

import ExactArithmetic
import Localization

extension QuizSkill {
    static let featureMean = QuizSkill("feature-mean", lesson: "feature-mean", "Means of two sets of features", "两组特征的均值") {
        random, level in
        let (n, d) = level == .first ? (2, 3) : level == .second ? (3, 2) : (4, 3)
        let sets = random.best { random in
            (0..<2).map { _ in
                guard level == .first else { return random.rows(n, d, 0...9) }
                // Two rows around a whole or half point.
                let rows = random.rows(1, d, 0...9)[0].map { ($0, random.integer(0...8)) }
                return [rows.map(\.0), rows.map(\.1)]
            }
        } flaws: { sets in
            let sums = sets.map { columnSums($0) }
            let difference = zip(sums[0], sums[1]).map { $0 - $1 }
            let squared = difference.reduce(0) { $0 + $1 * $1 }
            return Flaws.unless(
                sums.allSatisfy { !$0.contains(0) }, squared > n * n, sets[0] != sets[1], difference.filter { $0 != 0 }.count > 1,
                // At level 3 the length of the difference is irrational.
                level < .third || !isSquare(squared))
        }
        let mean = { (name: String, words: Phrase) in
            QuizDraft.Step(
                "mu_\(name)", "mean(X_\(name))", words,
                how: Phrase("add the rows entry by entry, divide by their number", "各行逐元素相加，再除以行数"))
        }
        var steps = [
            mean("r", Phrase("the mean of the real features", "真实特征的均值")),
            mean("g", Phrase("the mean of the generated features", "生成特征的均值")),
            QuizDraft.Step(
                "delta", "mu_r - mu_g", Phrase("the difference of the means, real minus generated", "两个均值之差（真实减生成）"),
                how: Phrase("entry by entry", "逐元素相减")),
            QuizDraft.Step(
                "m", "norm2(delta)", Phrase("the squared distance of the means", "两个均值之间距离的平方"),
                how: Phrase("the sum of the squares of the difference", "差的各元素的平方和")),
        ]
        if level == .third {
            steps.append(
                QuizDraft.Step(
                    "l", "norm(delta)", Phrase("the distance of the means", "两个均值之间的距离"),
                    how: Phrase("the square root of the sum of squares", "平方和的平方根")))
        }
        return QuizDraft(
            introduction: Phrase(
                "\(n) real and \(n) generated images of \(d) features: one image per row, one feature per column.",
                "\(n) 张真实图像与 \(n) 张生成图像，各 \(d) 个特征：每行一幅图像，每列一个特征。"),
            givens: [("X_r", QuizDraft.matrix(sets[0])), ("X_g", QuizDraft.matrix(sets[1]))], steps: steps)
    }

    static let covariance = QuizSkill("covariance", lesson: "covariance", "The covariance of a few images", "几幅图像的协方差") {
        random, level in
        // With two rows the scatter is the covariance: three or four tell the divisors apart.
        let (n, d) = level == .first ? (3, 2) : level == .second ? (4, 2) : (4, 3)
        let rows = random.best { random in
            level == .second
                ? random.rows(n, d, 0...8) : random.centredRows(n, d, largest: 2, mean: level == .first ? 4...7 : 6...9)
        } flaws: { rows in
            let scatter = scatter(rows)
            let variances = (0..<d).map { scatter[$0][$0] }
            let isCorrelated = (1..<d).allSatisfy {
                scatter[0][$0] != 0 && scatter[0][$0] * scatter[0][$0] < variances[0] * variances[$0]
            }
            return Flaws.unless(
                !variances.contains(0), Set(variances).count == d, isCorrelated, !columnSums(rows).contains(0),
                level < .third || !isSquare(variances[0] * variances[1]))
        }
        var steps = [
            QuizDraft.Step(
                "mu", "mean(X)", Phrase("the mean of each feature", "每个特征的均值"),
                how: Phrase("add the rows entry by entry, divide by their number", "各行逐元素相加，再除以行数")),
            QuizDraft.Step(
                "C", "X - mu", Phrase("the centred features", "中心化的特征"),
                how: Phrase("subtract the mean from each row", "每一行减去均值")),
            QuizDraft.Step(
                "Z", "C'*C", Phrase("the scatter matrix", "散布矩阵"),
                how: Phrase("the transpose of C times C: column against column", "C 的转置乘 C：列与列的内积"), points: 2),
            QuizDraft.Step(
                "Sigma", "Z/(rows(X) - 1)", Phrase("the covariance, as the FID takes it", "协方差（按 FID 的定义）"),
                how: Phrase("the scatter matrix divided by the number of images less one", "散布矩阵除以图像数减一"), points: 2),
        ]
        if level == .third {
            steps.append(
                QuizDraft.Step(
                    "rho", "Sigma[1, 2]/sqrt(Sigma[1, 1]*Sigma[2, 2])",
                    Phrase("the correlation of the first two features", "前两个特征的相关系数"),
                    how: Phrase("their covariance divided by both standard deviations", "它们的协方差除以两个标准差"), points: 2))
        }
        return QuizDraft(
            introduction: Phrase(
                "\(n) images of \(d) features: one image per row, one feature per column.",
                "\(n) 幅图像，各 \(d) 个特征：每行一幅图像，每列一个特征。"),
            givens: [("X", QuizDraft.matrix(rows))], steps: steps)
    }

    static func columnSums(_ rows: [[Int]]) -> [Int] {
        rows[0].indices.map { column in rows.reduce(0) { $0 + $1[column] } }
    }

    /// The scatter matrix times the number of rows: whole numbers.
    static func scatter(_ rows: [[Int]]) -> [[Int]] {
        let sums = columnSums(rows)
        var result = Array(repeating: sums, count: sums.count)
        for i in sums.indices {
            for j in sums.indices {
                let products = rows.reduce(0) { $0 + $1[i] * $1[j] }
                result[i][j] = rows.count * products - sums[i] * sums[j]
            }
        }
        return result
    }

    static func isSquare(_ value: Int) -> Bool { value >= 0 && (Exact(value).squareRoot()?.isRational ?? false) }
}

extension QuizRandom {
    /// Rows whose mean is whole: deviations that add up to 0 are laid around it.
    mutating func centredRows(_ rows: Int, _ columns: Int, largest: Int, mean: ClosedRange<Int>) -> [[Int]] {
        let columns = (0..<columns).map { _ in
            let centre = integer(mean)
            var deviations = (1..<rows).map { _ in integer(-largest...largest) }
            deviations.append(-deviations.reduce(0, +))
            return deviations.map { centre + $0 }
        }
        return (0..<rows).map { row in columns.map { $0[row] } }
    }
}
