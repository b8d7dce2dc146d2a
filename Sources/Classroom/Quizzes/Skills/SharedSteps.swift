// Steps that several skills ask for, with their words.

import Localization

extension QuizDraft.Step {
    static let meanTerm = Self(
        "m", "norm2(mu_r - mu_g)", Phrase("the mean term", "均值项"),
        how: Phrase("the squared length of the difference of the means", "两个均值之差的长度的平方"))

    static let traceReal = Self(
        "T_r", "tr(Sigma_r)", Phrase("the trace of the real covariance", "真实协方差的迹"),
        how: Phrase("the sum of its diagonal", "对角线元素之和"))

    static let traceGenerated = Self(
        "T_g", "tr(Sigma_g)", Phrase("the trace of the generated covariance", "生成协方差的迹"),
        how: Phrase("the sum of its diagonal", "对角线元素之和"))

    static let product = Self(
        "M", "Sigma_r*Sigma_g", Phrase("the product of the two covariances, the real one first", "两个协方差的乘积（真实的在前）"),
        how: Phrase("row times column", "行乘列"), points: 2)

    static let root = Self(
        "S", "sqrtm(M)", Phrase("the matrix square root of the product", "乘积的矩阵平方根"),
        how: Phrase(
            "with s = √det M and t = √(Tr M + 2s) it is (M + sI)/t", "令 s = √det M，t = √(Tr M + 2s)，则平方根为 (M + sI)/t"),
        points: 2)

    static let rootTrace = Self(
        "t", "tr(S)", Phrase("the trace of the root", "平方根的迹"), how: Phrase("the sum of the diagonal of S", "S 的对角线元素之和"))

    static let distance = Self(
        "FID", "m + T_r + T_g - 2*t", Phrase("the Fréchet Inception Distance", "FID"),
        how: Phrase("the mean term and both traces, less twice the trace of the root", "均值项加两个迹，减去平方根的迹的两倍"), points: 2)

    static let partsOfDistance: [Self] = [meanTerm, traceReal, traceGenerated, product, root, rootTrace, distance]
}
