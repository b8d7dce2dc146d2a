// Slips in means and covariances.

import Localization

extension Misconception {
    static let statistics: [Misconception] = [
        .init(
            "cov-divide-by-n", ["cov", "var", "std"],
            [
                ("A/(n - 1)", "A/n"), ("cov(X)", "cov(X, divisor: n)"), ("var(X)", "var(X, divisor: n)"),
                ("std(X)", "std(X, divisor: n)"),
            ],
            title: Phrase("divided by n instead of n − 1", "除以了 n 而不是 n−1"),
            reason: Phrase(
                "the mean was taken from the same n rows, so only n − 1 of their deviations are free: the FID's covariance divides by n − 1",
                "均值由同样的 n 行算出，n 个偏差中只有 n−1 个是自由的：FID 的协方差除以 n−1"),
            hint: Phrase("How many of the deviations are free, once the mean is known?", "均值已知之后，有几个偏差是自由的？"),
            lesson: "covariance"),
        .init(
            "cov-undivided", ["cov", "var", "std"],
            [("A/(n - 1)", "A"), ("cov(X)", "scatter(X)"), ("var(X)", "var(X)*(cols(X) - 1)")],
            title: Phrase("the scatter matrix, not divided", "散布矩阵，没有除"),
            reason: Phrase(
                "(X−μ)ᵀ(X−μ) adds up over the rows; the covariance is that sum divided by n − 1",
                "(X−μ)ᵀ(X−μ) 是对各行求和；协方差是这个和除以 n−1"),
            hint: Phrase("Would your number grow if every row were there twice?", "如果每一行都重复一次，你的数会变大吗？"), lesson: "covariance"),
        .init(
            "cov-uncentred", ["cov", "center", "scatter"], [("(X - m)'*(X - m)", "X'*X"), ("X - m", "X")],
            samples: ["X"],
            title: Phrase("the mean was not subtracted", "没有减去均值"),
            reason: Phrase(
                "a covariance is made of deviations from the mean: without subtracting it, the mean's own square is in the result",
                "协方差由对均值的偏差构成：不减去均值，结果里就混进了均值自身的平方"),
            hint: Phrase("Do the columns that you multiplied add up to 0?", "你相乘的各列之和是 0 吗？"), lesson: "covariance"),
        .init(
            "cov-wrong-side", ["cov", "scatter"], [("A'*A", "A*A'")],
            title: Phrase("X Xᵀ, image by image, instead of XᵀX, feature by feature", "算成了 X Xᵀ（图像对图像），而不是 XᵀX（特征对特征）"),
            reason: Phrase(
                "the covariance has a row and a column for each feature (d × d); X Xᵀ compares the images (n × n)",
                "协方差的行和列对应特征（d × d）；X Xᵀ 比较的是图像（n × n）"),
            hint: Phrase("How many rows must a covariance of d features have?", "d 个特征的协方差应该有几行？"), lesson: "covariance"),
        .init(
            "mean-across-features", ["mean"], [("mean(X)", "mean(X')")],
            title: Phrase("the mean of each image, across its features", "对每幅图像的各个特征求了均值"),
            reason: Phrase(
                "the mean vector has one number for each feature: average down the columns, over the images",
                "均值向量的每个数对应一个特征：沿着列，对所有图像取平均"),
            hint: Phrase("How many numbers should the mean vector have?", "均值向量应该有几个数？"), lesson: "feature-mean"),
        .init(
            "mean-summed", ["mean"], [("mean(X)", "rows(X)*mean(X)")],
            title: Phrase("the sum of the rows, not divided by n", "只求了各行之和，没有除以 n"),
            reason: Phrase("a mean is the sum divided by the number of rows", "均值是和除以行数"),
            hint: Phrase("Does your mean lie between the smallest and the largest entry of its column?", "你的均值在该列最小值与最大值之间吗？"),
            lesson: "feature-mean"),
    ]
}
