// What each rule of a recorded step is called, in both languages, and the formula that it stands for.

import GenerativeMetrics
import LinearAlgebra
import Localization

/// The words and the formula of one step.
public struct StepWords: Sendable {
    /// What is done, as a heading.
    public let title: Phrase
    /// The formula in TeX, without its value.
    public let formula: String

    /// The words of a step, with its subjects (`r`, `g`) set into the formula.
    ///
    /// - Parameter names: how matrices of this derivation are called; see ``SymbolNames``.
    public init(for step: Step, names: SymbolNames) {
        let subject = step.subjects.last
        if let words = Self.statistics(step.rule, subject, names) {
            self = words
        } else if let words = Self.distance(step.rule, subject, names) {
            self = words
        } else if let words = Self.otherDistances(step.rule) {
            self = words
        } else if let words = Self.kernels(step) ?? Self.estimates(step, names) {
            self = words
        } else if let words = Self.windows(step) {
            self = words
        } else if let words = Self.samples(step) ?? Self.probabilities(step) ?? Self.neighbours(step, subject) {
            self = words
        } else {
            self = Self.algebra(step, subject, names)
        }
    }

    init(_ english: String, _ chinese: String, _ formula: String) {
        title = Phrase(english, chinese)
        self.formula = formula
    }

    private static func statistics(_ rule: Rule, _ subject: String?, _ names: SymbolNames) -> StepWords? {
        let index = subject.map { "_{\($0)}" } ?? ""
        let centred = "X\(index)-\\mu\(index)"
        switch rule {
        case .mean:
            return StepWords("The mean of each feature", "每个特征的均值", "\\mu\(index)")
        case .givenMean: return StepWords("The mean, as it is given", "给定的均值", "\\mu\(index)")
        case .givenCovariance: return StepWords("The covariance, as it is given", "给定的协方差矩阵", "\\Sigma\(index)")
        case .centre:
            return StepWords("Centre: subtract the mean from each row", "中心化：每一行减去均值", centred)
        case .scatter:
            return StepWords(
                "Multiply: the scatter, features by features", "相乘：散布矩阵（特征 × 特征）", "(\(centred))^{\\top}(\(centred))")
        case .covariance:
            return StepWords(
                "Divide: the covariance", "相除：协方差矩阵",
                "\\Sigma\(index)=\\frac{1}{\(names.divisor)}(\(centred))^{\\top}(\(centred))")
        case .standardDeviations:
            return StepWords(
                "Standard deviations along the principal axes", "沿各主轴的标准差", "\\sqrt{\\lambda(\\Sigma\(index))}")
        case .traceFromRows:
            return StepWords(
                "The trace of the covariance, from a sum of squares", "由平方和求协方差的迹",
                "\\operatorname{Tr}\\Sigma\(index)=\\frac{\\|\(names.rowsAreFactors ? "F\(index)" : centred)\\|_F^2}{\(names.divisor)}"
            )
        default: return nil
        }
    }

    private static func distance(_ rule: Rule, _ subject: String?, _ names: SymbolNames) -> StepWords? {
        let (r, g) = (names.first, names.second)
        let root = "(\\Sigma_{\(r)}\\Sigma_{\(g)})^{1/2}"
        let rows = names.crossGram
        switch rule {
        case .meanDifference: return StepWords("The difference of the means", "均值之差", "\\mu_{\(r)}-\\mu_{\(g)}")
        case .meanTerm:
            return StepWords("The mean term: its squared length", "均值项：差的长度的平方", "\\|\\mu_{\(r)}-\\mu_{\(g)}\\|^2")
        case .rootTrace: return StepWords("The trace of the root", "平方根的迹", "\\operatorname{Tr}\(root)")
        case .crossGram:
            return names.rowsAreFactors
                ? StepWords("The product of the factors of both scatters", "两个散布矩阵的因子相乘", rows)
                : StepWords("Each centred sample of one set times each of the other", "一组的每个中心化样本与另一组的每个样本相乘", rows)
        case .rootTraceFromCrossGram:
            return StepWords(
                "The trace of the root, without the root", "不求平方根而得到平方根的迹",
                "\\operatorname{Tr}\(root)=\\frac{\\|\(rows)\\|_{*}}{\\sqrt{(n_{\(r)}-1)(n_{\(g)}-1)}}")
        case .rootTraceFromCongruence:
            return StepWords(
                "The trace of the root from a Cholesky factor", "由 Cholesky 因子得到平方根的迹",
                "\\operatorname{Tr}\(root)=\\sum_{i}\\sqrt{\\lambda_i(L^{\\top}\\Sigma_{\(g)}L)}")
        case .traceTerm:
            return StepWords(
                "The trace term", "迹项",
                "\\operatorname{Tr}\\Sigma_{\(r)}+\\operatorname{Tr}\\Sigma_{\(g)}-2\\operatorname{Tr}\(root)")
        case .frechetDistance: return StepWords("The sum of both terms", "两项之和", "\\mathrm{FID}")
        case .univariateDistance:
            return StepWords(
                "Two normal distributions in one dimension", "两个一维正态分布",
                "d^2=(\\mu_{\(r)}-\\mu_{\(g)})^2+(\\sigma_{\(r)}-\\sigma_{\(g)})^2")
        case .spectrumMismatch:
            return StepWords(
                "Spectrum mismatch: what remains with the axes aligned", "谱失配：主轴对齐后仍剩余的部分",
                "\\sum_{i}(\\sqrt{\\lambda_i}-\\sqrt{\\kappa_i})^2")
        case .misalignment:
            return StepWords(
                "Misalignment: what turning the axes would save", "主轴错位：旋转主轴可以省去的部分",
                "2(\\sum_{i}\\sqrt{\\lambda_i\\kappa_i}-\\operatorname{Tr}\(root))")
        default: return nil
        }
    }

    private static func otherDistances(_ rule: Rule) -> StepWords? {
        switch rule {
        case .leashSquares:
            return StepWords("The squared distance of each pair of points", "每对点的距离的平方", "\\|p_i-q_j\\|^2")
        case .leashTable:
            return StepWords(
                "The shortest leash up to each pair, squared", "走到每对点所需的最短牵绳（平方）",
                "c_{i,j}=\\max(\\|p_i-q_j\\|^2,\\min(c_{i-1,j},c_{i-1,j-1},c_{i,j-1}))")
        case .leash: return StepWords("The shortest leash: the root of the last entry", "最短牵绳：最后一个元素的平方根", "\\sqrt{c_{n,m}}")
        case .warping:
            return StepWords("The smallest sum of the distances along a walk", "沿途距离之和的最小值", "D")
        case .hausdorff:
            return StepWords(
                "The farthest that any point is from the other curve", "任一点到另一条曲线的最远距离", "\\max_{i}\\min_{j}\\|p_i-q_j\\|")
        default: return nil
        }
    }

    private static func algebra(_ step: Step, _ subject: String?, _ names: SymbolNames) -> StepWords {
        let a = subject.map { "\\Sigma_{\($0)}" } ?? "A"
        let (r, g) = (names.first, names.second)
        switch step.rule {
        case .product: return StepWords("The product", "乘积", "\\Sigma_{\(r)}\\Sigma_{\(g)}")
        case .rootOfProduct:
            return StepWords("The matrix square root of the product", "乘积的矩阵平方根", "(\\Sigma_{\(r)}\\Sigma_{\(g)})^{1/2}")
        case .trace: return StepWords("The trace: the sum of the diagonal", "迹：对角线元素之和", "\\operatorname{Tr}\(a)")
        case .determinant: return StepWords("The determinant", "行列式", "\\det \(a)")
        case .eigenvalues: return StepWords("The eigenvalues, largest first", "特征值（从大到小）", "\\lambda(\(a))")
        case .eigenvectors: return StepWords("Eigenvectors of length 1, as columns", "长度为 1 的特征向量（按列）", "V")
        case .projector:
            return StepWords("The projector of one eigenvalue", "一个特征值的投影矩阵", "P_{\\lambda=\(names.eigenvalue(of: step))}")
        case .rootByEigenvalues:
            return StepWords("The root by eigenvalues", "用特征值求平方根", "\(a)^{1/2}=\\sum_{i}\\sqrt{\\lambda_i}\\,P_i")
        case .rootByClosedForm:
            return StepWords(
                "The root by the closed form for 2×2", "用 2×2 闭式公式求平方根",
                "\(a)^{1/2}=\\frac{\(a)+\\sqrt{\\det \(a)}\\,I}{\\sqrt{\\operatorname{Tr}\(a)+2\\sqrt{\\det \(a)}}}")
        case .rootByRankOne:
            return StepWords(
                "Rank one: divide by the root of the trace", "秩为 1：除以迹的平方根",
                "\(a)^{1/2}=\\frac{\(a)}{\\sqrt{\\operatorname{Tr}\(a)}}")
        case .rootOfZero: return StepWords("The zero matrix is its own root", "零矩阵的平方根是它自己", "\(a)^{1/2}")
        case .newtonStep: return StepWords("A Newton step", "一步 Newton 迭代", "\\frac{1}{2}(X+X^{-1}\(a))")
        case .newtonResidual: return StepWords("How far its square is from the matrix", "其平方与原矩阵的差", "\\|X^2-\(a)\\|_F")
        case .rootByNewton: return StepWords("The root by Newton's iteration", "用 Newton 迭代求平方根", "\(a)^{1/2}")
        case .singularValues: return StepWords("The singular values, largest first", "奇异值（从大到小）", "\\sigma(\(names.nuclear))")
        case .nuclearNorm:
            return StepWords("The nuclear norm: the sum of the singular values", "核范数：奇异值之和", "\\|\(names.nuclear)\\|_{*}")
        default: return StepWords(step.rule.rawValue, step.rule.rawValue, "A")
        }
    }
}

/// How the things of one derivation are called.
public struct SymbolNames: Sendable {
    /// The indices of the two sets.
    public var first = "r"
    public var second = "g"
    /// What the scatter is divided by.
    public var divisor = "n-1"
    /// Whether rows that stand for a covariance are factors F of the scatter, FᵀF = (n − 1)Σ, and not centred samples.
    public var rowsAreFactors = false
    /// The matrix whose singular values are taken.
    public var nuclear = "K"

    public init() {}

    /// The product whose nuclear norm gives the trace of the root.
    var crossGram: String {
        rowsAreFactors
            ? "F_{\(first)}F_{\(second)}^{\\top}" : "(X_{\(first)}-\\mu_{\(first)})(X_{\(second)}-\\mu_{\(second)})^{\\top}"
    }

    /// What the letter in the substeps of a rule stands for.
    func definition(for rule: Rule) -> String? {
        switch rule {
        case .rootOfProduct: "A=\\Sigma_{\(first)}\\Sigma_{\(second)}"
        case .nuclearNorm: "\(nuclear)=\(crossGram)"
        default: nil
        }
    }

    func eigenvalue(of step: Step) -> String {
        guard step.operands.count > 1, case .number(let number) = step.operands[1] else { return "\\lambda" }
        return number.tex
    }
}
