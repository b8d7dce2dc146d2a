// The text and the calculations of `fid tour`. Every number is computed when it is printed.

import Derivations
import ExactArithmetic
import FeatureFiles
import GenerativeMetrics
import LinearAlgebra
import Localization
import Typesetting
import Worksheets

struct Tour {
    let style: OutputStyle

    mutating func write() throws {
        try section { try firstDocument(&$0) }
        try section { try secondDocument(&$0) }
        try section { try thirdDocument(&$0) }
        try section { try fourthDocument(&$0) }
        try section { try reconstruction(&$0) }
        try section { try flowers(&$0) }
    }

    /// Each section is printed as soon as it is worked out.
    private func section(_ body: (inout Explanation) throws -> Void) throws {
        var explanation = Explanation(style: style)
        try body(&explanation)
        Terminal.write(explanation.lines)
    }

    /// The two feature matrices of the document "Understand FID, step 1".
    static let real = Matrix<Exact>(rows: 2, columns: 3, elements: [1, 2, 3, 2, 3, 1])
    static let generated = Matrix<Exact>(rows: 2, columns: 3, elements: [3, 3, 5, 5, 5, 3].map { $0 / 2 })

    private func firstDocument(_ text: inout Explanation) throws {
        text.heading(
            Phrase(
                "D1 · Understand FID, step 1: two real and two generated images, three features each",
                "D1 · 理解 FID 第一步：两张真实图片、两张生成图片，各三个特征"))
        text.paragraph(
            Phrase(
                "The document computes the means and covariances and leaves the formula unevaluated. Here it is finished.",
                "文档算出了均值和协方差，却没有把公式算完。这里把它算完。"))
        try text.explainExactly(Self.real, Self.generated)
        let swapped = try FittedNormal(samples: Self.generated).frechetDistance(
            to: FittedNormal(samples: Self.real), route: .matrixRoot)
        let product = try Self.generated.covariance().times(Self.real.covariance())
        text.paragraph(
            Phrase(
                "The sets swapped: Σ_gΣ_r is another matrix than Σ_rΣ_g (its transpose), but the roots have equal traces:",
                "交换两组：Σ_gΣ_r 与 Σ_rΣ_g 不同（互为转置），但平方根的迹相等："))
        text.add(value("Σ_gΣ_r", product))
        text.result(swapped.value.recorded)
    }

    private func secondDocument(_ text: inout Explanation) throws {
        text.heading(Phrase("D2 · The lecture: one dimension, the trace, the square root", "D2 · 讲座：一维、迹、平方根"))
        text.paragraph(
            Phrase("Two normal distributions in one dimension, N(0, 1²) and N(3, 2²):", "两个一维正态分布 N(0, 1²) 与 N(3, 2²)："))
        try steps(&text) {
            _ = try univariateFrechetDistance(mean: Exact(0), deviation: 1, mean: 3, deviation: 2, recorder: $0)
        }
        let matrix = Self.lectureMatrix
        text.paragraph(Phrase("The matrix whose trace the lecture takes:", "讲座中求迹的矩阵："))
        text.add(value("A", matrix))
        try steps(&text) { _ = try matrix.trace(recorder: $0) }
        text.paragraph(
            Phrase(
                "Its square root is the root of the matrix, not of each entry (−1 has no real root):",
                "它的平方根是矩阵的平方根，而不是逐元素开方（−1 没有实平方根）："))
        try steps(&text) { _ = try matrix.squareRoot(recorder: $0) }
    }

    static let lectureMatrix = Matrix<Exact>(rows: 2, columns: 2, elements: [2, -1, -1, 2])

    private func thirdDocument(_ text: inout Explanation) throws {
        text.heading(Phrase("D3 · FID in depth: is (Σ_rΣ_g)^½ a geometric mean?", "D3 · 深入解析 FID：(Σ_rΣ_g)^½ 是几何平均吗？"))
        text.paragraph(
            Phrase(
                "Only where the covariances commute. For A above and diag(1, 4) the two traces differ:",
                "只有两个协方差可交换时才是。对上面的 A 与 diag(1, 4)，两个迹并不相等："))
        let a = Self.lectureMatrix.approximate
        let b = Matrix<Double>.diagonal([1, 4])
        let rootTrace = try Matrix.squareRoot(ofProduct: a, b).trace()
        let meanTrace = try a.geometricMean(with: b).trace()
        let figure = { (x: Double) in formatDecimal(x, significantDigits: 11) }
        text.add(["   Tr (AB)^½ = \(figure(rootTrace))", "   Tr (A # B) = \(figure(meanTrace))", ""])
        text.paragraph(
            Phrase(
                "And the FID is the square of the Wasserstein-2 distance: in the example above 10 is d², and d = √10.",
                "另外，FID 是 Wasserstein-2 距离的平方：上例中的 10 是 d²，d = √10。"))
    }

    private func fourthDocument(_ text: inout Explanation) throws {
        text.heading(
            Phrase("D4 · IS and FID: how sure, and how varied?", "D4 · IS 与 FID：够不够清晰，够不够多样？"))
        text.paragraph(
            Phrase(
                "The document gives the formula of the Inception Score and no numbers. Here are two images, each of a class of its own, of which the classifier is rather sure:",
                "文档给出了 Inception Score 的公式，没有给数字。设有两张图片，各属一类，分类器都比较确定："))
        let images = Matrix<Exact>(rows: 2, columns: 2, elements: [9, 1, 1, 9].map { $0 / 10 })
        text.add(value("p(y|x)", images))
        var evaluator = Evaluator()
        evaluator.define("P", as: .exact(.matrix(images)))
        for result in evaluator.run(Worksheet("is(P)")) { try text.steps(result.steps) }
        text.paragraph(
            Phrase(
                "Both sides of the score, H(y) for variety and H(y|x) for doubt, and how they can be fooled:",
                "分数的两个方面：H(y) 表示多样性，H(y|x) 表示不确定性；以及它们如何被骗过："))
        text.add(try scores().layout(style).render() + [""])
        text.paragraph(
            Phrase(
                "So the score lies between 1 and the number of classes, the document's 1000, and it does not see that all images of a class are one.",
                "因此分数在 1 与类别数（文档中的 1000）之间，而且看不出同一类的图片是否都一样。"))
    }

    private func reconstruction(_ text: inout Explanation) throws {
        text.heading(Phrase("D0 · Why the rFID is no lower bound of the gFID", "D0 · 为什么 rFID 不是 gFID 的下界"))
        text.paragraph(
            Phrase(
                "Real features with covariance diag(4, 1). An autoencoder that keeps one component reconstructs diag(4, 0); a generator that fills the lost texture back in gives diag(4, 1) again.",
                "真实特征的协方差为 diag(4, 1)。只保留一个分量的自编码器重建出 diag(4, 0)；把丢失的纹理补回来的生成器又得到 diag(4, 1)。"))
        let zero = Vector<Exact>([0, 0])
        let real = try FittedNormal(mean: zero, covariance: .diagonal([4, 1]))
        let reconstructed = try FittedNormal(mean: zero, covariance: .diagonal([4, 0]))
        let rFID = try real.frechetDistance(to: reconstructed, route: .matrixRoot).value
        let gFID = try real.frechetDistance(to: real, route: .matrixRoot).value
        text.add(["   rFID = \(rFID)", "   gFID = \(gFID)", ""])
    }

    private func flowers(_ text: inout Explanation) throws {
        text.heading(Phrase("Real Inception features: five classes of flowers", "真实的 Inception 特征：五类花"))
        let sets: [(name: String, normal: FittedNormal<Double>)]
        do {
            sets = try FlowerStatistics.load()
        } catch let error as CommandError {
            text.paragraph(error.phrase)
            return
        }
        let total = sets.compactMap(\.normal.count).reduce(0, +)
        let d = sets.first?.normal.dimension ?? 0
        text.paragraph(
            Phrase(
                "The same functions on the \(d) features of \(total) photographs. FID between the classes:",
                "同样的函数，用于 \(total) 张照片的 \(d) 维特征。各类之间的 FID："))
        text.add(try FlowerStatistics.table(of: sets).layout(style).render() + [""])
        text.paragraph(
            Phrase(
                "Next: fid explain A B for your own files, fid compute A B for the number alone.",
                "下一步：用 fid explain A B 查看自己的文件，用 fid compute A B 只求数值。"))
    }

    private func steps(_ text: inout Explanation, _ body: (Recorder) throws -> Void) throws {
        let recorder = Recorder()
        try body(recorder)
        try text.steps(recorder.steps)
    }

    private func value(_ name: String, _ matrix: Matrix<Exact>) -> [String] {
        let block = MatrixBlock(
            (0..<matrix.rows).map { i in (0..<matrix.columns).map { TypesetCell(Number.exact(matrix[i, $0]).text) } }
        ).layout(style)
        if style.isPlain { return ["\(name):"] + block.render() + [""] }
        return Box.horizontal([Box("   \(name) = "), block.withBaseline(max(0, (block.height - 1) / 2))]).render() + [""]
    }
}
