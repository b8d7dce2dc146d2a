// Slips in putting the Fréchet distance of two normal distributions together.

import Localization

extension Misconception {
    static let distance: [Misconception] = [
        .init(
            "mean-term-unsquared", ["norm2", "frechet", "fid", "frechet1d"],
            [("norm2(v)", "norm(v)"), ("(a - b)^2 + C", "abs(a - b) + C")],
            title: Phrase("the distance of the means was not squared", "均值之间的距离没有平方"),
            reason: Phrase("the first term is the squared distance ‖μ₁−μ₂‖²", "第一项是距离的平方 ‖μ₁−μ₂‖²"),
            hint: Phrase("Look at the exponent of the first term.", "看看第一项的指数。"), lesson: "fid-by-hand"),
        .init(
            "variance-for-deviation", ["frechet1d"],
            [
                ("frechet1d(a, s, b, t)", "frechet1d(a, s^2, b, t^2)"),
                ("frechet1d(a, s, b, t)", "frechet1d(a, sqrt(s), b, sqrt(t))"),
            ],
            title: Phrase("the variance where the standard deviation belongs, or the other way round", "把方差当成了标准差（或反过来）"),
            reason: Phrase(
                "in one dimension the second term is (σ₁ − σ₂)², of the standard deviations; σ² is the variance",
                "一维时第二项是标准差之差的平方 (σ₁ − σ₂)²；σ² 是方差"),
            hint: Phrase("Is the number that you were given σ or σ²?", "给出的数是 σ 还是 σ²？"), lesson: "frechet-1d"),
        .init(
            "factor-two-forgotten", ["frechet", "fid", "frechet1d"],
            [("A - 2*B", "A - B"), ("(a - b)^2", "a^2 + b^2 - a*b")],
            title: Phrase("the factor 2 of the cross term is missing", "交叉项漏了系数 2"),
            reason: Phrase(
                "the cross term is −2 (Σ₁Σ₂)^½, as in (a − b)² = a² + b² − 2ab", "交叉项是 −2 (Σ₁Σ₂)^½，正如 (a − b)² = a² + b² − 2ab"),
            hint: Phrase("Compare with (a − b)² = a² + b² − …", "对照 (a − b)² = a² + b² − …"), lesson: "fid-by-hand"),
        .init(
            "cross-term-added", ["frechet", "fid", "frechet1d"],
            [("A - 2*B", "A + 2*B"), ("(a - b)^2", "(a + b)^2")],
            title: Phrase("the cross term was added", "交叉项加上去了"),
            reason: Phrase(
                "the cross term is subtracted: for equal sets everything must cancel to 0", "交叉项应当减去：两组数据相同时一切必须抵消为 0"),
            hint: Phrase("What should the result be for two equal sets?", "两组数据完全相同时，结果应该是多少？"), lesson: "fid-by-hand"),
        .init(
            "term-forgotten", ["frechet", "fid", "frechet1d"],
            [
                ("norm2(v) + T", "norm2(v)"), ("norm2(v) + T", "T"), ("norm2(v) + A + B - C", "norm2(v)"),
                ("norm2(v) + A + B - C", "A + B - C"), ("a^2 + b^2", "a^2"), ("a^2 + b^2", "b^2"),
            ],
            title: Phrase("only one of the two terms", "只写了两项中的一项"),
            reason: Phrase(
                "the distance is the sum of the mean term and the shape term", "距离是均值项与形状项之和"),
            hint: Phrase("How many terms has the formula?", "公式有几项？"), lesson: "fid-by-hand"),
        .init(
            "distance-rooted", ["frechet", "fid", "frechet1d"],
            [
                ("norm2(v) + T", "sqrt(norm2(v) + T)"), ("norm2(v) + A + B - C", "sqrt(norm2(v) + A + B - C)"),
                ("a^2 + b^2", "sqrt(a^2 + b^2)"),
            ],
            title: Phrase("the root of the distance was taken", "对距离又开了平方根"),
            reason: Phrase(
                "the FID is the squared Fréchet distance d²: no root is taken at the end", "FID 就是 Fréchet 距离的平方 d²：最后不再开方"),
            hint: Phrase("Is the number that is asked for d or d²?", "要求的是 d 还是 d²？"), lesson: "fid-by-hand"),
    ]

    static let curves: [Misconception] = [
        .init(
            "frechet-as-hausdorff", ["leash"], [("leash(P, Q)", "hausdorff(P, Q)")],
            title: Phrase("the largest of the nearest distances, without order", "取了最近距离中的最大值，没有考虑次序"),
            reason: Phrase(
                "that is the Hausdorff distance; the Fréchet distance walks both curves in order, so a point cannot choose its nearest",
                "这是 Hausdorff 距离；Fréchet 距离要求按次序走完两条曲线，不能任选最近点"),
            hint: Phrase("May the dog go back?", "狗可以往回走吗？"), lesson: "leash"),
        .init(
            "frechet-as-dtw", ["leash"], [("leash(P, Q)", "dtw(P, Q)")],
            title: Phrase("the sum of the distances along the walk", "把沿途的距离加了起来"),
            reason: Phrase(
                "a leash has to be as long as the farthest moment of the walk: take the maximum, not the sum",
                "绳子只需有沿途最远那一刻那么长：取最大值，不是求和"),
            hint: Phrase("Does a longer walk need a longer leash?", "路走得更久，就需要更长的绳子吗？"), lesson: "leash"),
    ]
}
