// The functions of the language that compare samples and distributions otherwise, and those that say what a FID is worth.

import Localization

extension WorksheetFunction {
    private static let gamma = Option(name: "gamma", defaultValue: "1/d", kind: .number)

    private static let coefficient = Option(name: "coef", defaultValue: "1", kind: .number)

    /// Bias, extrapolation, interval and origin of the FID.
    static let estimates: [WorksheetFunction] = [
        .init(
            "fidbias", "Sigma n m", .distances,
            "the mean FID, to first order, between n and m samples of one normal distribution",
            "同一正态分布的 n 个样本与 m 个样本之间 FID 的均值（一阶近似）", example: "fidbias(diag([2 1]), 100, 200)"),
        .init(
            "fidinf", "X Y", .distances,
            "FID∞, the value at 1/N = 0 of the line through the mean FIDs of random halves, thirds, … over 1/N",
            "FID∞：随机分成两半、三份……取各份 FID 的均值，对 1/N 作直线拟合，取 1/N = 0 处的值",
            example: "fidinf(normal(80, 2, seed: 1), normal(80, 2, seed: 2), seed: 3)", options: [seed]),
        .init(
            "fidint", "X Y", .distances, "a confidence interval for the FID, by leaving out one group of rows after the other",
            "FID 的置信区间：依次去掉一组样本（刀切法）",
            example: "fidint(normal(60, 2, seed: 1), normal(60, 2, seed: 2))",
            options: [
                Option(name: "groups", defaultValue: "10"), Option(name: "level", defaultValue: "0.95", kind: .number),
            ]),
        .init(
            "fidshares", "X Y", .distances, "what each direction contributes to the FID, most first; their sum is the FID",
            "各方向对 FID 的贡献（从大到小），其和等于 FID",
            example: "fidshares([1 2 3; 2 3 1], [1.5 1.5 2.5; 2.5 2.5 1.5])"),
        .init(
            "influence", "X Y", .distances, "what the FID changes by, to first order, with each row of X left out",
            "去掉 X 的每一行时 FID 的变化（一阶近似）", example: "influence([0 0; 2 0; 0 2; 3 3], [0 1; 2 1; 1 2; 3 1])"),
    ]

    static let metrics: [WorksheetFunction] = [
        .init(
            "kid", "X Y", .otherMetrics, "the kernel distance with k(x, y) = (gamma x·y + coef)^degree",
            "核距离，核为 k(x, y) = (gamma x·y + coef)^degree",
            example: "kid([1 2 3; 2 3 1], [1.5 1.5 2.5; 2.5 2.5 1.5])",
            options: [
                Option(name: "estimator", values: ["unbiased", "biased"], defaultValue: "unbiased"),
                Option(name: "degree", values: [], defaultValue: "3"), gamma, coefficient,
            ]),
        .init(
            "kidsub", "X Y m", .otherMetrics,
            "the kernel distance of random subsets of m rows: its mean and its standard deviation",
            "随机取 m 行的子集之间的核距离：均值与标准差",
            example: "kidsub(normal(40, 2, seed: 1), normal(40, 2, seed: 2), 10, count: 5)",
            options: [
                Option(name: "count", defaultValue: "100"), Option(name: "seed", defaultValue: "2020", kind: .seed),
                Option(name: "degree", values: [], defaultValue: "3"), gamma, coefficient,
            ]),
        .init(
            "cmmd", "X Y", .otherMetrics, "1000 times the biased kernel distance with k(x, y) = exp(−‖x−y‖²/(2σ²))",
            "核为 k(x, y) = exp(−‖x−y‖²/(2σ²)) 的有偏核距离乘以 1000",
            example: "cmmd([1 2 3; 2 3 1], [1.5 1.5 2.5; 2.5 2.5 1.5], sigma: 2)",
            options: [Option(name: "sigma", defaultValue: "10", kind: .number)]),
        .init(
            "kernel", "X Y", .otherMetrics, "the kernel (x·y/d + 1)^degree of each row of X with each row of Y",
            "X 的各行与 Y 的各行之间的核 (x·y/d + 1)^degree", example: "kernel([1 0; 0 2], [1 1; 2 0])",
            options: [Option(name: "degree", values: [], defaultValue: "3")]),
        .init(
            "is", "P", .otherMetrics, "the Inception Score of rows p(y|x): exp of the mean KL(p(y|x) ‖ p(y))",
            "Inception Score：各行为 p(y|x)，取 KL(p(y|x) ‖ p(y)) 均值的指数", example: "is([0.9 0.1; 0.1 0.9])",
            options: [Option(name: "splits", defaultValue: "1")]),
        .init(
            "entropy", "p", .otherMetrics, "the entropy −Σ pᵢ log pᵢ", "熵 −Σ pᵢ log pᵢ",
            example: "entropy([1/2 1/4 1/4], base: 2)",
            options: [base]),
        .init(
            "kl", "p q", .otherMetrics, "the Kullback–Leibler divergence Σ pᵢ log(pᵢ/qᵢ)", "KL 散度 Σ pᵢ log(pᵢ/qᵢ)",
            example: "kl([1/2 1/2], [3/4 1/4])", options: [base]),
        .init(
            "skewness", "x", .otherMetrics, "the skewness m₃/m₂^(3/2), with population moments (divisor n)",
            "偏度 m₃/m₂^(3/2)，用总体矩（除以 n）", example: "skewness([1 2 6])"),
        .init(
            "kurtosis", "x", .otherMetrics, "the kurtosis m₄/m₂², 3 for a normal distribution; less 3 as the excess",
            "峰度 m₄/m₂²，正态分布为 3；减 3 为超额峰度", example: "kurtosis([1 2 6])",
            options: [Option(name: "excess", values: ["no", "yes"], defaultValue: "no")]),
    ]
}
