// Entropy, divergence and the Inception Score: hand values, values of SciPy, rows that are no distributions.

import ExactArithmetic
import LinearAlgebra
import TestSupport
import Testing

@testable import GenerativeMetrics

@Suite struct EntropyTests {
    private let p = Vector([0.1, 0.2, 0.3, 0.4])
    private let q = Vector([0.4, 0.3, 0.2, 0.1])

    @Test(arguments: [
        (LogarithmBase.e, 1.2798542258336676), (.two, 1.8464393446710157), (.ten, 0.55583362792012),
    ])
    func `entropies against SciPy`(base: LogarithmBase, expected: Double) throws {
        #expect(isClose(try p.entropy(base: base), expected, relative: 1e-15))
    }

    @Test func `divergences against SciPy`() throws {
        #expect(isClose(try p.divergence(from: q), 0.45643481914678347, relative: 1e-14))
        #expect(isClose(try p.divergence(from: q, base: .two), 0.6584962500721154, relative: 1e-14))
        #expect(try p.divergence(from: p) == 0)
    }

    @Test func `exactly in bits where probabilities are powers of two`() throws {
        #expect(try exact("1/2 1/4 1/8 1/8").row(0).entropy(base: .two) == Exact(7, over: 4))
        #expect(try exact("1/2 1/4 1/4").row(0).divergence(from: exact("1/4 1/4 1/2").row(0), base: .two) == Exact(1, over: 4))
        #expect(try exact("0 1 0").row(0).entropy() == 0)
        #expect(throws: LinearAlgebraError.leavesField(operation: "log")) { try exact("1/3 2/3").row(0).entropy(base: .two) }
    }

    @Test func `what is no distribution`() {
        #expect(throws: MetricsError.infiniteDivergence(entry: 2)) {
            try Vector([0.5, 0.5]).divergence(from: Vector([1, 0]))
        }
        #expect(throws: Never.self) { try Vector([1.0, 0]).divergence(from: Vector([0.5, 0.5])) }
        #expect(throws: MetricsError.negativeProbability(row: 2, column: 2, value: -0.5)) {
            try Vector([0.5, 0.5]).divergence(from: Vector([1.5, -0.5]))
        }
        #expect(throws: MetricsError.probabilitiesDoNotSum(row: 1, sum: 0.75)) { try Vector([0.5, 0.25]).entropy() }
        #expect(throws: LinearAlgebraError.self) { try p.divergence(from: Vector([1.0])) }
        #expect(throws: MetricsError.self) { try Vector([Double.nan, 1]).entropy() }
        #expect(throws: MetricsError.self) { try Vector<Double>([]).entropy() }
        #expect(throws: Never.self) { try Vector([0.5, 0.500004]).entropy() }
    }

    @Test(arguments: [
        (
            MetricsError.infiniteDivergence(entry: 2),
            "the divergence is infinite: entry 2 has probability 0 under q but not under p", "散度为无穷大：第 2 个元素在 q 下概率为 0，在 p 下却不为 0"
        ),
        (
            .negativeProbability(row: 3, column: 2, value: -0.5),
            "row 3 is no distribution: its entry 2 is -0.5, and a probability is not negative",
            "第 3 行不是概率分布：第 2 个元素是 -0.5，而概率不能为负"
        ),
        (
            .probabilitiesDoNotSum(row: 3, sum: 0.75),
            "row 3 is no distribution: its entries sum to 0.75, 0.25 too little, for probabilities sum to 1",
            "第 3 行不是概率分布：各元素之和是 0.75，少了 0.25，而概率之和应为 1"
        ),
        (
            .logitsAsProbabilities(row: 3, column: 2, value: -0.5),
            "row 3 holds no probabilities: its entry 2 is -0.5, and a probability lies between 0 and 1; if these are logits, say so, or apply the softmax first",
            "第 3 行不是概率：第 2 个元素是 -0.5，而概率在 0 与 1 之间；如果这些是 logits，请注明，或先做 softmax"
        ),
        (
            .probabilitiesAsLogits,
            "these are no logits: every row is a distribution, not negative and with sum 1; take the rows as probabilities, for a second softmax would flatten them",
            "这些不是 logits：每一行都是概率分布（非负且和为 1）；请按概率处理，再做一次 softmax 会把它们压平"
        ),
        (
            .tooManySplits(splits: 10, rows: 3), "3 rows cannot be split into 10 parts: each part needs at least one row",
            "3 行无法分成 10 份：每份至少需要一行"
        ),
        (.noSpread, "all entries are equal: a shape needs some spread", "所有元素都相等：没有离散程度，也就谈不上形状"),
        (
            .unequalCounts(first: 2, second: 3),
            "the samples have 2 and 3 entries: pairing them one to one needs equally many", "两个样本分别有 2 个和 3 个元素：一一配对要求个数相同"
        ),
        (
            .subsetTooLarge(count: 4, rows: 3), "4 rows cannot be drawn from 3: without replacement there are at most 3",
            "无法从 3 行中取出 4 行：不放回抽样最多取 3 行"
        ),
    ])
    func `whole texts`(error: MetricsError, english: String, chinese: String) {
        #expect(error.phrase.english == english)
        #expect(error.phrase.chinese == chinese)
    }
}

@Suite struct InceptionScoreTests {
    private let probabilities = real("0.7 0.2 0.1; 0.1 0.8 0.1; 0.05 0.05 0.9; 0.3 0.3 0.4; 0.6 0.3 0.1")

    @Test func `against an independent computation, whole and in two parts`() throws {
        #expect(isClose(try probabilities.inceptionScore().value, 1.3958403279209344, relative: 1e-14))
        #expect(isClose(try probabilities.inceptionScore(splits: 2), 1.2716585744566007, relative: 1e-14))
        #expect(try probabilities.inceptionScore(splits: 1) == probabilities.inceptionScore().value)
        // A part of one row: its marginal is the row itself.
        #expect(isClose(try probabilities.inceptionScore(splits: 5), 1, relative: 1e-15))
    }

    @Test func `the score is exp of the difference of the entropies`() throws {
        let score = try probabilities.inceptionScore()
        #expect(isClose(score.value, exponential(score.marginalEntropy - score.conditionalEntropy), relative: 1e-14))
        #expect(largestDifference(score.marginal.asRow, real("0.35 0.33 0.32")) < 1e-15)
    }

    private func exponential(_ x: Double) -> Double { x.exponential() ?? .nan }

    @Test(arguments: 0..<20)
    func `random scores lie between 1 and the number of classes`(seed: Int) throws {
        let weights = Matrix<Double>.random(rows: 8, columns: 5, seed: seed, offset: 1)
        let rows = Matrix<Double>(rows: 8, columns: 5) { weights[$0, $1] / weights.row($0).sum }
        let score = try rows.inceptionScore()
        #expect(score.value >= 1 && score.value <= 5, "seed \(seed)")
        #expect(isClose(score.value, exponential(score.marginalEntropy - score.conditionalEntropy), relative: 1e-12))
    }

    @Test func `steps, with the marginal exact before the logarithms`() throws {
        let recorder = Recorder()
        _ = try probabilities.inceptionScore(recorder: recorder)
        #expect(
            recorder.steps.map(\.rule) == [
                .classMarginal, .imageDivergences, .meanDivergence, .marginalEntropy, .conditionalEntropy, .inceptionScore,
            ])
        let parts = Recorder()
        _ = try probabilities.inceptionScore(splits: 2, recorder: parts)
        #expect(parts.steps.map(\.rule) == [.splitScore, .splitScore, .meanOfSplits])
        #expect(parts.steps.first?.substeps.count == 6)
    }

    @Test func `rows that are no distributions, and too many parts`() {
        #expect(throws: MetricsError.probabilitiesDoNotSum(row: 2, sum: 0.5)) {
            try real("0.5 0.5; 0.25 0.25").inceptionScore()
        }
        #expect(throws: MetricsError.probabilitiesDoNotSum(row: 3, sum: 0.5)) {
            try real("1 0; 1 0; 0.25 0.25; 0 1").inceptionScore(splits: 2)
        }
        #expect(throws: MetricsError.negativeProbability(row: 1, column: 1, value: -1)) { try real("-1 2").inceptionScore() }
        #expect(throws: MetricsError.tooManySplits(splits: 6, rows: 5)) { try probabilities.inceptionScore(splits: 6) }
        #expect(throws: MetricsError.noSamples) { try Matrix<Double>(rows: 0, columns: 2, elements: []).inceptionScore() }
    }
}

@Suite struct InceptionScoreSplitTests {
    /// Rows for which an independent computation (NumPy and SciPy: softmax, log_softmax, splits and standard deviation as torch-fidelity has them)
    /// gave the numbers below.
    private let logits = Matrix<Double>(rows: 12, columns: 5) { i, j in Double((7 * i + 3 * j * j + i * j) % 11) / 2 - 2 }
    private var probabilities: Matrix<Double> {
        let powers = logits.map { $0.exponential() ?? .nan }
        return Matrix(rows: 12, columns: 5) { powers[$0, $1] / powers.row($0).sum }
    }

    @Test(arguments: [
        (1, 1.6288774287177161, 0.0), (2, 1.5358781819378065, 0.23882413078819287), (5, 1.3464741391324506, 0.24432235569252767),
        (12, 1.0, 9.614813431917819e-17),
    ])
    func `logits by splits against an independent computation`(splits: Int, mean: Double, deviation: Double) throws {
        for (source, scores) in [
            (logits, ClassScores.logits), (logits.map { $0 + 700 }, .logits), (probabilities, .probabilities),
        ] {
            let score = try InceptionScoreSummary.compute(of: source, as: scores, splits: splits)
            #expect(isClose(score.mean, mean, relative: 1e-12))
            #expect(abs(score.standardDeviation - deviation) < 1e-12)
            #expect(score.splitScores.count == splits && score.count == 12 && score.classes == 5)
            #expect(isClose(score.mean, try probabilities.inceptionScore(splits: splits), relative: 1e-12))
            let whole = try probabilities.inceptionScore()
            #expect(isClose(score.value, whole.value, relative: 1e-12))
            #expect(isClose(score.marginalEntropy, whole.marginalEntropy, relative: 1e-12))
            #expect(isClose(score.conditionalEntropy, whole.conditionalEntropy, relative: 1e-12))
        }
    }

    @Test(arguments: [1, 2, 5, 12])
    func `a second algorithm agrees within the bound, and finds what is off by more`(splits: Int) throws {
        for (source, scores) in [
            (logits, ClassScores.logits), (logits.map { 30 * $0 }, .logits), (probabilities, .probabilities),
            (probabilities.map(Float.init).map(Double.init), .probabilities),
        ] {
            let score = try InceptionScoreSummary.compute(of: source, as: scores, splits: splits)
            var calls: [(Int, Int)] = []
            let check = try score.verify(source, as: scores) { calls.append(($0, $1)) }
            #expect(check.agrees)
            #expect(isClose(check.mean, score.mean, relative: 1e-13) && isClose(check.value, score.value, relative: 1e-13))
            #expect(check.difference <= 2 * check.errorBound && check.errorBound < 1e-12 * score.mean)
            #expect(calls.last.map { $0.0 == $0.1 } == true, "progress ends with all rows")
            let wrong = InceptionScoreSummary(
                count: 12, classes: 5, splitScores: score.splitScores, mean: score.mean * (1 + 1e-11), standardDeviation: 0,
                value: score.value, marginalEntropy: 0, conditionalEntropy: 0)
            #expect(try !wrong.verify(source, as: scores).agrees)
            #expect(throws: MetricsError.unequalCounts(first: 12, second: 11)) {
                try score.verify(source.rows(0..<11), as: scores)
            }
        }
    }

    @Test func `the bound holds where rounding is large`() throws {
        // Ten thousand equal rows: the score is 1 exactly, and the sums of the first algorithm are off by what n roundings make.
        let row = (0..<7).map { Double($0 + 1) / 28 }
        let many = Matrix<Double>(rows: 10_000, columns: 7) { _, j in row[j] }
        let score = try InceptionScoreSummary.compute(of: many, as: .probabilities, splits: 3)
        let check = try score.verify(many, as: .probabilities)
        #expect(check.agrees)
        #expect(abs(score.value - 1) <= check.wholeErrorBound && abs(score.mean - 1) <= check.errorBound)
        #expect(check.wholeErrorBound > 1e-13 && check.wholeErrorBound < 1e-10)
    }

    @Test func `in single precision, and in another order`() throws {
        let float = try InceptionScoreSummary.compute(of: logits.map(Float.init), as: .logits, splits: 5)
        #expect(try float == InceptionScoreSummary.compute(of: logits, as: .logits, splits: 5))
        var generator = SampleGenerator(seed: 7)
        let order = generator.drawn(12, below: 12)
        let moved = Matrix(rows: 12, columns: 5) { logits[order[$0], $1] }
        let shuffled = try InceptionScoreSummary.compute(of: logits, as: .logits, splits: 5, order: order)
        let expected = try InceptionScoreSummary.compute(of: moved, as: .logits, splits: 5)
        for (found, expected) in zip(shuffled.splitScores, expected.splitScores) {
            #expect(isClose(found, expected, relative: 1e-14))
        }
        #expect(shuffled.splitScores != float.splitScores)
    }

    @Test func `logits of any size, and rows that are sure`() throws {
        let sure = Matrix<Double>(rows: 4, columns: 4) { $0 == $1 ? 1e6 : -1e6 }
        let score = try InceptionScoreSummary.compute(of: sure, as: .logits, splits: 1)
        #expect(isClose(score.mean, 4, relative: 1e-15) && score.standardDeviation == 0 && score.conditionalEntropy == 0)
        let flat = Matrix<Double>(rows: 4, columns: 3) { _, _ in 7 }
        #expect(try InceptionScoreSummary.compute(of: flat, as: .logits, splits: 2).splitScores == [1, 1])
    }

    @Test func `what is neither, or the other`() {
        func error(_ matrix: Matrix<Double>, _ scores: ClassScores, splits: Int = 1, order: [Int]? = nil) -> MetricsError? {
            #expect(throws: MetricsError.self) {
                try InceptionScoreSummary.compute(of: matrix, as: scores, splits: splits, order: order)
            }
        }
        #expect(error(real("0.5 0.5;2.5 -1.5"), .probabilities) == .logitsAsProbabilities(row: 2, column: 1, value: 2.5))
        #expect(error(real("0.5 0.5;-1.5 2.5"), .probabilities) == .logitsAsProbabilities(row: 2, column: 1, value: -1.5))
        #expect(error(real("0.5 0.5;0.25 0.5"), .probabilities) == .probabilitiesDoNotSum(row: 2, sum: 0.75))
        #expect(error(real("0.5 0.5;0.25 0.75"), .logits) == .probabilitiesAsLogits)
        #expect(error(real("0.5 0.5;1 2").map { $0 == 2 ? .infinity : $0 }, .logits) == .notFinite(row: 2, column: 2))
        #expect(error(real("0.5 0.5;1 0").map { $0 == 0 ? .nan : $0 }, .probabilities) == .notFinite(row: 2, column: 2))
        #expect(error(real("1 2;3 4"), .logits, splits: 3) == .tooManySplits(splits: 3, rows: 2))
        #expect(error(real("1 2;3 4"), .logits, order: [0]) == .unequalCounts(first: 1, second: 2))
        #expect(error(real("1 2;3 4"), .logits, order: [0, 0]) == .unequalCounts(first: 1, second: 2))
        #expect(error(Matrix(rows: 0, columns: 3, elements: []), .logits) == .noSamples)
    }
}
