// Lessons 6 and 7: the shape of a covariance of two features, and traces.

import ExactArithmetic
import LinearAlgebra
import Localization

extension QuizSkill {
    static let normalShapes = QuizSkill("normal-shapes", lesson: "normal-shapes", "The shape of a normal distribution", "正态分布的形状")
    {
        random, level in
        let matrix = level == .third ? irrationalSpectrum(&random) : rationalSpectrum(&random, level)
        var steps = [
            traceStep("T", "Sigma"), determinantStep("D", "Sigma"), eigenvaluesStep("lambda", "Sigma"),
        ]
        if level < .third {
            steps.append(
                QuizDraft.Step(
                    "w", "sqrt(lambda)",
                    Phrase("the standard deviations along the axes, the longer axis first", "沿两个主轴的标准差（长轴在前）"),
                    how: Phrase("the square root of each eigenvalue", "各特征值的平方根")))
        } else {
            steps.append(
                QuizDraft.Step(
                    "rho", "Sigma[1, 2]/sqrt(Sigma[1, 1]*Sigma[2, 2])",
                    Phrase("the correlation of the two features", "两个特征的相关系数"),
                    how: Phrase("their covariance divided by both standard deviations", "它们的协方差除以两个标准差"), points: 2))
        }
        return QuizDraft(
            introduction: Phrase("The covariance Sigma of two features.", "两个特征的协方差 Sigma。"), givens: [("Sigma", matrix)],
            steps: steps)
    }

    static let trace = QuizSkill("trace", lesson: "trace", "What the trace sees", "迹看到了什么") { random, level in
        level == .third ? traceOfRoot(&random) : tracesOfProduct(&random, level)
    }

    private static func tracesOfProduct(_ random: inout QuizRandom, _ level: QuizLevel) -> QuizDraft {
        let size = level == .first ? 2 : 3
        // At level 2 in halves.
        let d = level == .first ? 1 : 2
        let pair = random.best { random in
            [symmetric(&random, size), symmetric(&random, size)]
        } flaws: { pair in
            let traces = pair.map { rows in rows.indices.reduce(0) { $0 + rows[$1][$1] } }
            let sums = pair.map { $0.joined().reduce(0, +) }
            let product = product(pair[0], pair[1])
            let reversed = pair[0].indices.contains { i in pair[0].indices.contains { product[i][$0] != product[$0][i] } }
            let t = product.indices.reduce(0) { $0 + product[$1][$1] }
            let elementwise = pair[0].indices.reduce(0) { $0 + pair[0][$1][$1] * pair[1][$1][$1] }
            // Determinants of 2 × 2 only: at 3 × 3 none is asked for.
            let determinant = size == 2 ? pair[0][0][0] * pair[0][1][1] - pair[0][0][1] * pair[0][1][0] : Int.max
            let all = product.joined().reduce(0, +)
            return Flaws.collisions(right: (traces[0] + traces[1]) * d - 2 * t, slips: [(sums[0] + sums[1]) * d - 2 * all])
                + Flaws.collisions(right: traces[0] * d, slips: [determinant, sums[0] * d])
                + Flaws.collisions(right: t, slips: [elementwise, all, traces[0] * traces[1]])
                + Flaws.unless(reversed, traces[1] != sums[1], determinant != 0, traces[0] != 0)
        }
        let steps: [QuizDraft.Step] =
            [traceStep("T_A", "A")] + (level == .first ? [determinantStep("D_A", "A")] : [])
            + [
                QuizDraft.Step(
                    "M", "A*B", Phrase("the product of A and B", "A 与 B 的乘积"), how: Phrase("row times column", "行乘列"), points: 2),
                QuizDraft.Step(
                    "T_M", "tr(M)", Phrase("the trace of the product", "乘积的迹"), how: Phrase("the sum of its diagonal", "对角线元素之和")),
                QuizDraft.Step(
                    "g", "tr(A + B - 2*M)", Phrase("the trace of A + B less twice the product", "A + B 减去乘积两倍之后的迹"),
                    how: Phrase("traces may be taken one by one: the trace is linear", "迹是线性的：可以分别取迹")),
            ]
        let literal = { (rows: [[Int]]) in
            "[" + rows.map { $0.map { QuizDraft.fraction($0, d) }.joined(separator: " ") }.joined(separator: "; ") + "]"
        }
        return QuizDraft(
            introduction: Phrase("Two symmetric matrices A and B.", "两个对称矩阵 A 与 B。"),
            givens: [("A", literal(pair[0])), ("B", literal(pair[1]))], steps: steps)
    }

    private static func traceOfRoot(_ random: inout QuizRandom) -> QuizDraft {
        let covariance = random.best { random in
            PlaneCovariance(basis: random.basis(), variances: (random.integer(2...18), random.integer(2...18)))
        } flaws: { covariance in
            let (p, q) = covariance.variances
            return Flaws.collisions(right: p + q, slips: [p * q])
                + Flaws.unless(covariance.isWhole, p != q, !isSquare(p), !isSquare(q))
        }
        return QuizDraft(
            introduction: Phrase("A covariance A of two features.", "两个特征的协方差 A。"), givens: [("A", covariance.source)],
            steps: [
                traceStep("T", "A"), determinantStep("D", "A"), eigenvaluesStep("lambda", "A"),
                QuizDraft.Step(
                    "t", "tr(sqrtm(A))", Phrase("the trace of the matrix square root of A", "A 的矩阵平方根的迹"),
                    how: Phrase("the roots of the eigenvalues, added", "各特征值的平方根之和"), points: 2),
                QuizDraft.Step(
                    "r", "sqrt(T)", Phrase("the square root of the trace of A, for comparison", "A 的迹的平方根（作比较）"),
                    how: Phrase("another number: root and trace may not be exchanged", "与上一个数不同：开方与取迹不能交换次序")),
            ])
    }

    private static func product(_ a: [[Int]], _ b: [[Int]]) -> [[Int]] {
        var result = a
        for i in a.indices {
            for j in b.indices { result[i][j] = a.indices.reduce(0) { $0 + a[i][$1] * b[$1][j] } }
        }
        return result
    }

    private static func symmetric(_ random: inout QuizRandom, _ size: Int) -> [[Int]] {
        var rows = random.rows(size, size, -2...5)
        for i in rows.indices { for j in 0..<i { rows[i][j] = rows[j][i] } }
        return rows
    }

    /// Whole eigenvalues; at level 1 they are squares.
    private static func rationalSpectrum(_ random: inout QuizRandom, _ level: QuizLevel) -> String {
        random.best { random in
            let basis = random.basis()
            if level == .first { return random.squareCovariance(in: basis, upTo: 12, isWhole: true) }
            return PlaneCovariance(basis: basis, variances: (random.integer(1...18), random.integer(1...18)))
        } flaws: { (covariance: PlaneCovariance) in
            let (p, q) = covariance.variances
            let entries = covariance.matrix.elements.reduce(0, +)
            return Flaws.collisions(right: Exact(p + q), slips: [Exact(p * q), entries])
                + Flaws.unless(covariance.isWhole, p != q, level == .first || !(isSquare(p) && isSquare(q)), p > 1, q > 1)
        }.source
    }

    private static func irrationalSpectrum(_ random: inout QuizRandom) -> String {
        let entries = random.best { random in
            (random.integer(1...12), random.nonzero(-6...6), random.integer(1...12))
        } flaws: { a, b, c in
            let determinant = a * c - b * b
            return Flaws.collisions(right: a + c, slips: [determinant, a + 2 * b + c])
                + Flaws.unless(determinant > 0, !isSquare((a - c) * (a - c) + 4 * b * b), !isSquare(a * c), a != c)
        }
        return QuizDraft.matrix([[entries.0, entries.1], [entries.1, entries.2]])
    }

    static func traceStep(_ name: String, _ matrix: String) -> QuizDraft.Step {
        QuizDraft.Step(
            name, "tr(\(matrix))", Phrase("the trace of \(matrix)", "\(matrix) 的迹"),
            how: Phrase("the sum of the diagonal", "对角线元素之和"))
    }

    static func determinantStep(_ name: String, _ matrix: String) -> QuizDraft.Step {
        QuizDraft.Step(
            name, "det(\(matrix))", Phrase("the determinant of \(matrix)", "\(matrix) 的行列式"),
            how: Phrase("the product of the diagonal less the product of the other two", "主对角线之积减去副对角线之积"))
    }

    static func eigenvaluesStep(_ name: String, _ matrix: String) -> QuizDraft.Step {
        QuizDraft.Step(
            name, "eigvals(\(matrix))", Phrase("the eigenvalues of \(matrix), the larger first", "\(matrix) 的特征值（从大到小）"),
            how: Phrase("two numbers whose sum is the trace and whose product is the determinant", "和为迹、积为行列式的两个数"), points: 2)
    }
}
