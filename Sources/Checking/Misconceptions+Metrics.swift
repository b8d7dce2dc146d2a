// Slips in the other measures: Inception Score and kernel distance.

import Localization

extension Misconception {
    static let metrics: [Misconception] = [
        .init(
            "is-no-exp", ["is"], [("is(P)", "log(is(P))")], title: Phrase("the exponential was left out", "漏了指数"),
            reason: Phrase("the Inception Score is exp of the mean divergence", "Inception Score 是平均散度的指数 exp"),
            hint: Phrase("What is the smallest value that the score can take?", "这个分数最小能是多少？"), lesson: "inception-score"),
        .init(
            "is-log2", ["is", "entropy", "kl"],
            [
                ("is(P)", "exp(log(is(P))/log(2))"), ("is(P)", "log(is(P))/log(2)"), ("entropy(p)", "entropy(p)/log(2)"),
                ("kl(p, q)", "kl(p, q)/log(2)"),
            ],
            title: Phrase("the logarithm to base 2", "用了以 2 为底的对数"),
            reason: Phrase("exp undoes the natural logarithm; bits would need 2^x", "exp 对应自然对数；以比特计就要用 2^x"),
            hint: Phrase("Which logarithm does exp undo?", "exp 是哪种对数的逆运算？"), lesson: "inception-score"),
        .init(
            "is-kl-reversed", ["is", "kl"],
            [("is(P)", "exp(-entropy(mean(P)) - sum(hadamard(mean(P), mean(log(P)))))"), ("kl(p, q)", "kl(q, p)")],
            title: Phrase("the divergence the wrong way round", "散度的方向反了"),
            reason: Phrase(
                "KL(p(y∣x) ‖ p(y)) weighs with p(y∣x); exchanged, it is another number", "KL(p(y∣x) ‖ p(y)) 以 p(y∣x) 加权；交换后是另一个数"),
            hint: Phrase("Which of the two distributions weighs the logarithms?", "用哪个分布给对数加权？"), lesson: "inception-score"),
        .init(
            "is-entropy-only", ["is"], [("is(P)", "exp(entropy(mean(P)))")],
            title: Phrase("exp of the entropy of p(y) alone", "只算了 p(y) 的熵的指数"),
            reason: Phrase(
                "the score is exp(H(y) − H(y∣x)): how sure each image is has to be subtracted",
                "分数是 exp(H(y) − H(y∣x))：还要减去每幅图像自身的熵"),
            hint: Phrase("Where does it enter how sure the classifier is of each image?", "分类器对每幅图像有多确定，体现在哪里？"),
            lesson: "inception-score"),
        .init(
            "kid-biased", ["kid"], [("kid(X, Y)", "kid(X, Y, estimator: biased)")],
            title: Phrase("pairs of an image with itself were kept", "保留了图像与自身的配对"),
            reason: Phrase(
                "the unbiased estimate leaves the diagonal of the kernel matrix out and divides by n(n − 1)",
                "无偏估计去掉核矩阵的对角线，并除以 n(n − 1)"),
            hint: Phrase("Does an image count as a neighbour of itself?", "图像与自身的配对算不算？"), lesson: "kernel-distances"),
        .init(
            "kid-unscaled", ["kid"], [("kid(X, Y)", "kid(sqrt(cols(X))*X, sqrt(cols(Y))*Y)")],
            title: Phrase("the inner product was not divided by d", "内积没有除以 d"),
            reason: Phrase("the kernel is (x·y/d + 1)³ with d the number of features", "核是 (x·y/d + 1)³，d 是特征的个数"),
            hint: Phrase("What stands below x·y in the kernel?", "核里 x·y 的下面是什么？"), lesson: "kernel-distances"),
        .init(
            "kid-cross-once", ["kid"], [("kid(X, Y)", "kid(X, Y) + sum(kernel(X, Y))/(rows(X)*rows(Y))")],
            title: Phrase("the cross term was taken once instead of twice", "交叉项只减了一次，应减两次"),
            reason: Phrase("the squared distance of two means is aa + bb − 2ab", "两个均值之间距离的平方是 aa + bb − 2ab"),
            hint: Phrase("Compare with (a − b)² = a² + b² − …", "对照 (a − b)² = a² + b² − …"), lesson: "kernel-distances"),
    ]

    static let writing: [Misconception] = [
        .init(
            "sign", [], .writing(.sign), title: Phrase("a sign", "符号错了"),
            reason: Phrase("the size is right, the sign is not", "大小正确，符号不对"),
            hint: Phrase("Look at the signs.", "看看正负号。"), lesson: "fid-by-hand"),
        .init(
            "transposed", [], .writing(.transposed), title: Phrase("rows and columns are exchanged", "行与列交换了"),
            reason: Phrase("the matrix is the transpose of the right one", "这是正确矩阵的转置"),
            hint: Phrase("Which index counts the rows?", "哪个下标表示行？"), lesson: "covariance"),
        .init(
            "single-entry", [], .writing(.singleEntry), title: Phrase("a single entry", "只有一个元素错了"),
            reason: Phrase("all other entries are right", "其余元素都对"),
            hint: Phrase("All entries but one are right.", "只有一个元素不对。"), lesson: "fid-by-hand"),
        .init(
            "rounding", [], .writing(.rounding), title: Phrase("right to fewer digits than written", "正确的位数比写出的少"),
            reason: Phrase(
                "the last digits differ: a value was rounded too early, or cut off instead of rounded",
                "末几位不同：中间值舍入得太早，或者直接截断而没有四舍五入"),
            hint: Phrase("Keep more digits on the way and round at the end.", "中间多保留几位，最后再舍入。"), lesson: "floating-point"),
    ]
}
