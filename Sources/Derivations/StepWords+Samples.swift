// The words for steps about single samples and about class probabilities.

import GenerativeMetrics
import LinearAlgebra

extension StepWords {
    static func samples(_ step: Step) -> StepWords? {
        switch step.rule {
        case .normalSamples:
            return StepWords("Standard normal samples, one a row", "标准正态样本，每行一个", "x_i\\sim\\mathcal{N}(0,I)")
        case .shuffledOrder: return StepWords("The rows in their new order", "打乱后各行的次序", "i_1,i_2,\\ldots,i_n")
        case .drawnRows: return StepWords("The rows that are drawn, none twice", "不放回抽取的各行", "i_1,i_2,\\ldots,i_m")
        case .sortedPairs: return StepWords("Sort both samples and pair them in order", "两个样本各自排序，再依次配对", "x_i,\\;y_i")
        case .couplingCost:
            return StepWords(
                "The mean squared difference of the pairs", "各对之差的平方的均值", "W_2^2=\\frac{1}{n}\\sum_{i}(x_i-y_i)^2")
        case .wasserstein: return StepWords("The distance: the root of its square", "距离：对其平方开方", "W_2=\\sqrt{W_2^2}")
        case .centralMoment:
            let order = step.integerOperand(1).map(String.init) ?? "k"
            return StepWords(
                "The central moment of order \(order)", "\(order) 阶中心矩",
                "m_{\(order)}=\\frac{1}{n}\\sum_{i}(x_i-\\bar{x})^{\(order)}")
        case .skewness: return StepWords("The skewness", "偏度", "\\frac{m_3}{m_2^{3/2}}")
        case .kurtosis: return StepWords("The kurtosis", "峰度", "\\frac{m_4}{m_2^2}")
        case .excessKurtosis:
            return StepWords("Less the 3 of a normal distribution", "减去正态分布的 3", "\\frac{m_4}{m_2^2}-3")
        default: return nil
        }
    }

    static func probabilities(_ step: Step) -> StepWords? {
        let log = step.logarithm
        switch step.rule {
        case .entropyTerms: return StepWords("The surprise of each entry times its probability", "每个元素的概率乘以其信息量", "-p_i\(log)p_i")
        case .entropy: return StepWords("The entropy: their sum", "熵：各项之和", "H(p)=-\\sum_{i}p_i\(log)p_i")
        case .divergenceTerms:
            return StepWords("Each entry's share of the divergence", "每个元素对散度的贡献", "p_i\(log)\\frac{p_i}{q_i}")
        case .divergence:
            return StepWords(
                "The Kullback–Leibler divergence: their sum", "KL 散度：各项之和",
                "\\operatorname{KL}(p\\parallel q)=\\sum_{i}p_i\(log)\\frac{p_i}{q_i}")
        case .classMarginal:
            return StepWords(
                "The mean of the rows: how often each class is seen", "各行的均值：每一类出现的频率", "p(y)=\\frac{1}{n}\\sum_{i}p(y\\mid x_i)")
        case .imageDivergences:
            return StepWords(
                "How far each image is from the mean", "每幅图像与均值的差异", "\\operatorname{KL}(p(y\\mid x_i)\\parallel p(y))")
        case .meanDivergence:
            return StepWords(
                "The mean of the divergences", "散度的均值",
                "\\frac{1}{n}\\sum_{i}\\operatorname{KL}(p(y\\mid x_i)\\parallel p(y))")
        case .marginalEntropy:
            return StepWords("Variety: the entropy of the mean", "多样性：均值的熵", "H(y)")
        case .conditionalEntropy:
            return StepWords("Doubt: the mean entropy of the rows", "不确定性：各行熵的均值", "H(y\\mid x)")
        case .inceptionScore:
            return StepWords(
                "The Inception Score, from the mean divergence or from both entropies", "Inception Score：由散度的均值或两个熵得到",
                "\\mathrm{IS}=e^{H(y)-H(y\\mid x)}")
        case .splitScore:
            let part = step.integerOperand(0).map(String.init) ?? "k"
            return StepWords("Part \(part) of the rows", "第 \(part) 份", "\\mathrm{IS}_{\(part)}")
        case .meanOfSplits: return StepWords("The mean of the parts", "各份的均值", "\\mathrm{IS}=\\frac{1}{s}\\sum_{k}\\mathrm{IS}_k")
        default: return nil
        }
    }
}

extension Step {
    func integerOperand(_ index: Int) -> Int? {
        guard operands.count > index, case .integer(let value) = operands[index] else { return nil }
        return value
    }

    /// The logarithm of the step's base, its last operand, in TeX.
    fileprivate var logarithm: String {
        switch operands.last {
        case .integer(2): "\\log_{2}"
        case .integer(10): "\\log_{10}"
        default: "\\ln "
        }
    }
}
