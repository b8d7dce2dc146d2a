// The functions of the language: names, signatures, summaries in both languages, options.

import LinearAlgebra
import Localization

/// A function that a worksheet can call.
public struct WorksheetFunction: Sendable {
    /// What a function is about; `fid functions` lists by it.
    public enum Group: String, CaseIterable, Sendable {
        case data, vectorsAndMatrices, distances, otherMetrics, pictures, numbers

        public var title: Phrase {
            switch self {
            case .data: Phrase("data", "数据")
            case .vectorsAndMatrices: Phrase("vectors and matrices", "向量与矩阵")
            case .distances: Phrase("distances", "距离")
            case .otherMetrics: Phrase("other metrics", "其他度量")
            case .pictures: Phrase("pictures", "图像")
            case .numbers: Phrase("numbers", "数")
            }
        }
    }

    /// A named option: `divisor: n`.
    public struct Option: Sendable {
        /// What is written behind the colon.
        public enum Kind: Sendable {
            /// One of ``values``.
            case word
            /// A whole number from 1 to 100.
            case count
            /// A whole number from 0 to 2³² − 1.
            case seed
            /// A number: an integer, a decimal or a fraction. A default that is none stands for what the function chooses.
            case number
            /// A text in quotation marks. It has no default; the signature shows ``defaultValue``.
            case text
        }

        public let name: String
        public let kind: Kind
        /// The words that it may be; empty for other kinds.
        public let values: [String]
        public let defaultValue: String

        /// A word, or a count where there are no words.
        init(name: String, values: [String] = [], defaultValue: String, kind: Kind? = nil) {
            self.name = name
            self.kind = kind ?? (values.isEmpty ? .count : .word)
            self.values = values
            self.defaultValue = defaultValue
        }
    }

    public let name: String
    public let parameters: [String]
    /// The parameters of the function's other forms, where it has any.
    public let alternatives: [[String]]
    public let options: [Option]
    public let group: Group
    public let summary: Phrase
    /// A call that can be tried as it stands.
    public let example: String

    /// The lists of parameters that a call may have.
    public var forms: [[String]] { [parameters] + alternatives }

    /// `cov(X, divisor: n-1 | n)`
    public var signature: String {
        let named = options.map { option in
            "\(option.name): " + (option.values.isEmpty ? option.defaultValue : option.values.joined(separator: " | "))
        }
        return forms.map { "\(name)(\(($0 + named).joined(separator: ", ")))" }.joined(separator: " | ")
    }

    init(
        _ name: String, _ parameters: String, _ group: Group, _ english: String, _ chinese: String, example: String,
        options: [Option] = [], or alternatives: String...
    ) {
        self.name = name
        self.parameters = parameters.split(separator: " ").map(String.init)
        self.alternatives = alternatives.map { $0.split(separator: " ").map(String.init) }
        self.options = options
        self.group = group
        self.summary = Phrase(english, chinese)
        self.example = example
    }

    /// The function of a name.
    public static func named(_ name: String) -> WorksheetFunction? { byName[name] }

    private static let byName = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }

    static let divisor = Option(name: "divisor", values: ["n-1", "n"], defaultValue: "n-1")

    static let seed = Option(name: "seed", defaultValue: "0", kind: .seed)

    static let base = Option(name: "base", values: LogarithmBase.allCases.map(\.rawValue), defaultValue: "e")

    /// All functions, in the order in which they are listed.
    public static let all: [WorksheetFunction] =
        data + matrices + distances + estimates + metrics + neighbourhoods + pictures + numbers

    private static let data: [WorksheetFunction] = [
        .init(
            "load", "file", .data, "the matrix in a .npy, .npz, .csv or text file, from the folder of the sheet",
            "读取 .npy、.npz、.csv 或文本文件中的矩阵（路径从工作表所在文件夹算起）",
            example: "load(\"examples/toy/real.csv\")", options: [Option(name: "key", defaultValue: "\"name\"", kind: .text)]),
        .init("rows", "A", .data, "how many rows", "行数", example: "rows([1 2 3; 2 3 1])"),
        .init("cols", "A", .data, "how many columns", "列数", example: "cols([1 2 3; 2 3 1])"),
        .init(
            "normal", "n d", .data, "n samples of d standard normal numbers, the same for the same seed",
            "n 个 d 维标准正态样本，种子相同则结果相同", example: "normal(3, 2, seed: 7)", options: [seed]),
        .init(
            "shuffle", "X", .data, "the rows, or the entries of a vector, in random order", "随机打乱各行（或向量的各元素）",
            example: "shuffle([1 2 3 4 5], seed: 7)", options: [seed]),
        .init(
            "subset", "X n", .data, "n rows, or entries of a vector, drawn without replacement", "不放回地抽取 n 行（或向量的 n 个元素）",
            example: "subset([1 2 3 4 5], 2, seed: 7)", options: [seed]),
        .init(
            "concat", "X Y", .data, "the rows of X and below them those of Y; vectors are joined", "X 的各行之下接 Y 的各行；向量则首尾相接",
            example: "concat([1 2; 3 4], [5 6])"),
    ]

    private static let matrices: [WorksheetFunction] = [
        .init("mean", "X", .vectorsAndMatrices, "the mean of each column", "每一列的均值", example: "mean([1 2 3; 2 3 1])"),
        .init(
            "center", "X", .vectorsAndMatrices, "X with the mean subtracted from each row", "每一行减去均值",
            example: "center([1 2 3; 2 3 1])"),
        .init(
            "scatter", "X", .vectorsAndMatrices, "the scatter (X−μ)ᵀ(X−μ)", "散布矩阵 (X−μ)ᵀ(X−μ)", example: "scatter([1 2 3; 2 3 1])"
        ),
        .init(
            "cov", "X", .vectorsAndMatrices, "the covariance of the columns", "各列的协方差矩阵", example: "cov([1 2 3; 2 3 1])",
            options: [divisor]),
        .init(
            "var", "x", .vectorsAndMatrices, "the variance of the entries", "各元素的方差", example: "var([1 2 4])", options: [divisor]),
        .init(
            "std", "x", .vectorsAndMatrices, "the standard deviation of the entries", "各元素的标准差", example: "std([1 2 4])",
            options: [divisor]),
        .init("tr", "A", .vectorsAndMatrices, "the trace, the sum of the diagonal", "迹：对角线元素之和", example: "tr([2 -1; -1 2])"),
        .init("det", "A", .vectorsAndMatrices, "the determinant", "行列式", example: "det([2 -1; -1 2])"),
        .init("inv", "A", .vectorsAndMatrices, "the inverse", "逆矩阵", example: "inv([2 -1; -1 2])"),
        .init(
            "eigvals", "A", .vectorsAndMatrices, "the eigenvalues, largest first", "特征值（从大到小）", example: "eigvals([2 -1; -1 2])"),
        .init(
            "eigvecs", "A", .vectorsAndMatrices,
            "eigenvectors of length 1 as columns, the first entry of each that is not 0 positive",
            "长度为 1 的特征向量（按列），每个的首个非零元素为正", example: "eigvecs([2 -1; -1 2])"),
        .init("rank", "A", .vectorsAndMatrices, "the rank", "秩", example: "rank([1 2; 2 4])"),
        .init("norm", "x", .vectorsAndMatrices, "the length, √ of the sum of squares", "长度：平方和的平方根", example: "norm([3 4])"),
        .init("norm2", "x", .vectorsAndMatrices, "the squared length, the sum of squares", "长度的平方：平方和", example: "norm2([3 4])"),
        .init("sum", "x", .vectorsAndMatrices, "the sum of the entries", "各元素之和", example: "sum([1 2; 3 4])"),
        .init(
            "diag", "x", .vectorsAndMatrices, "the diagonal matrix of a vector, or the diagonal of a matrix", "向量的对角矩阵，或矩阵的对角线",
            example: "diag([1 4])"),
        .init("eye", "n", .vectorsAndMatrices, "the identity of n rows", "n 阶单位矩阵", example: "eye(2)"),
        .init(
            "sqrtm", "A", .vectorsAndMatrices, "the matrix square root", "矩阵平方根", example: "sqrtm([2 -1; -1 2])",
            options: [
                Option(name: "method", values: ["eigen", "newton", "closed"], defaultValue: "eigen"),
                Option(name: "steps", values: [], defaultValue: "5"),
            ]),
        .init(
            "sqrtprod", "A B", .vectorsAndMatrices, "(AB)^½ of two covariances", "两个协方差矩阵乘积的平方根 (AB)^½",
            example: "sqrtprod([2 -1; -1 2], eye(2))"),
        .init(
            "trsqrt", "A B", .vectorsAndMatrices, "Tr (AB)^½ of two covariances", "Tr (AB)^½",
            example: "trsqrt([2 -1; -1 2], eye(2))"),
        .init(
            "geomean", "A B", .vectorsAndMatrices, "the geometric mean A#B", "几何平均 A#B",
            example: "geomean([2 -1; -1 2], diag([1 4]))"),
        .init(
            "hadamard", "A B", .vectorsAndMatrices, "the product entry by entry", "逐元素乘积",
            example: "hadamard([1 2; 3 4], [1 0; 0 1])"),
    ]

    private static let distances: [WorksheetFunction] = [
        .init(
            "leash", "P Q", .distances, "the discrete Fréchet distance of two curves, a point a row", "两条曲线的离散 Fréchet 距离，每行一个点",
            example: "leash([0 0; 1 0], [0 1; 1 1])"),
        .init(
            "hausdorff", "P Q", .distances, "the Hausdorff distance of two sets of points", "两个点集的 Hausdorff 距离",
            example: "hausdorff([0 0; 1 0], [0 1; 1 1])"),
        .init(
            "dtw", "P Q", .distances, "the dynamic time warping distance: the smallest sum of distances along a walk",
            "动态时间规整距离：沿途距离之和的最小值", example: "dtw([0 0; 1 0], [0 1; 1 1])"),
        .init(
            "frechet1d", "mu_1 sigma_1 mu_2 sigma_2", .distances, "(μ₁−μ₂)² + (σ₁−σ₂)² of two normal distributions",
            "两个一维正态分布的 (μ₁−μ₂)² + (σ₁−σ₂)²", example: "frechet1d(0, 1, 3, 2)"),
        .init(
            "frechet", "mu_1 Sigma_1 mu_2 Sigma_2", .distances, "the Fréchet distance of two normal distributions",
            "两个多元正态分布的 Fréchet 距离", example: "frechet([0 0], eye(2), [0 0], [1 1/2; 1/2 1])"),
        .init(
            "fid", "X Y", .distances, "the Fréchet distance of two sets of features", "两组特征的 Fréchet 距离",
            example: "fid([1 2 3; 2 3 1], [1.5 1.5 2.5; 2.5 2.5 1.5])", options: [divisor]),
        .init(
            "w2", "mu_1 Sigma_1 mu_2 Sigma_2", .distances,
            "the 2-Wasserstein distance of two normal distributions (the root of frechet), or of two samples on a line",
            "两个正态分布（即 frechet 的平方根）或两个一维样本的 2-Wasserstein 距离",
            example: "w2([4 1 0], [3 8 1])", or: "x y"),
        .init(
            "spectrum", "Sigma_1 Sigma_2", .distances, "the spectrum mismatch Σ(√λᵢ−√κᵢ)²", "谱失配 Σ(√λᵢ−√κᵢ)²",
            example: "spectrum([2 -1; -1 2], diag([1 4]))"),
        .init(
            "misalign", "Sigma_1 Sigma_2", .distances, "the misalignment 2(Σ√λᵢκᵢ − Tr (Σ₁Σ₂)^½)", "主轴错位 2(Σ√λᵢκᵢ − Tr (Σ₁Σ₂)^½)",
            example: "misalign([2 -1; -1 2], diag([1 4]))"),
    ]

    private static let pictures: [WorksheetFunction] = [
        .init(
            "mse", "A B", .pictures, "the mean squared difference of two pictures", "两幅图像的均方误差",
            example: "mse([0 1; 0 1], [1 0; 1 0])"),
        .init(
            "shift", "A dx dy", .pictures, "A moved right by dx columns and down by dy rows, zeros moving in",
            "把图像右移 dx 列、下移 dy 行，空出处补 0", example: "shift([0 1 0; 0 1 0], 1, 0)"),
        .init(
            "conv", "A K", .pictures,
            "K laid over each place of A, products summed: convolution as networks do it, without turning K (cross-correlation)",
            "K 依次覆盖 A 的每个位置，对应元素相乘再求和：即神经网络中的卷积，K 不翻转（互相关）",
            example: "conv([1 2 3; 4 5 6; 7 8 9], [1 -1])", or: "A K stride", "A K stride padding"),
        .init(
            "pool", "A k", .pictures,
            "the largest entry, or the mean, of each k × k window; it moves by k, or by the stride; padding is not counted",
            "每个 k × k 窗口中的最大值或均值；窗口每次移动 k（或指定的步幅），填充不计入",
            example: "pool([1 2; 3 4], 2)",
            options: [Option(name: "method", values: Pooling.allCases.map(\.rawValue), defaultValue: Pooling.maximum.rawValue)],
            or: "A k stride", "A k stride padding"),
        .init("relu", "A", .pictures, "negative entries replaced by 0", "把负元素换成 0", example: "relu([-1 2])"),
    ]

    private static let numbers: [WorksheetFunction] = [
        .init("sqrt", "x", .numbers, "the square root, entry by entry", "逐元素平方根", example: "sqrt(3)"),
        .init("abs", "x", .numbers, "the absolute value, entry by entry", "逐元素绝对值", example: "abs([-1 2])"),
        .init("exp", "x", .numbers, "e to the power of each entry", "逐元素指数", example: "exp(1)"),
        .init(
            "log", "x", .numbers, "the logarithm of each entry, natural by default", "逐元素对数，默认为自然对数", example: "log(2)",
            options: [base]),
        .init("ln", "x", .numbers, "the natural logarithm of each entry", "逐元素自然对数", example: "ln(2)"),
        .init("float", "x", .numbers, "x in double precision", "x 的双精度浮点值", example: "float(1/3)"),
    ]
}
