// The words for steps about kernel distances over subsets, and about what a Fréchet distance is worth and comes from.

import GenerativeMetrics
import LinearAlgebra

extension StepWords {
    static func kernels(_ step: Step) -> StepWords? {
        switch step.rule {
        case .kernelWithinFirst: return StepWords("The kernel within the first set", "第一组内的核", "k(x_i,x_j)")
        case .kernelWithinSecond: return StepWords("The kernel within the second set", "第二组内的核", "k(y_i,y_j)")
        case .kernelAcross: return StepWords("The kernel across the sets", "两组之间的核", "k(x_i,y_j)")
        case .kernelDistance:
            return StepWords(
                "Mean within the first, plus mean within the second, minus twice the mean across", "组内均值之和减去组间均值的两倍",
                "\\mathrm{KID}")
        case .scaledKernelDistance:
            return StepWords(
                "Mean within the first, plus mean within the second, minus twice the mean across, to scale",
                "组内均值之和减去组间均值的两倍，再乘以比例", "\\mathrm{CMMD}")
        case .kernelSubsets:
            let (count, size) = (step.integerOperand(0) ?? 0, step.integerOperand(1) ?? 0)
            return StepWords(
                "The kernel distances of \(count) pairs of random subsets, \(size) rows each",
                "\(count) 对随机子集（每个 \(size) 行）的核距离", "\\mathrm{KID}_s")
        case .meanOfSubsets: return StepWords("Their mean", "其均值", "\\mathrm{KID}=\\frac{1}{m}\\sum_{s}\\mathrm{KID}_s")
        default: return nil
        }
    }

    static func estimates(_ step: Step, _ names: SymbolNames) -> StepWords? {
        let (r, g) = (names.first, names.second)
        switch step.rule {
        case .biasPairs:
            return StepWords(
                "The sum over pairs of different eigenvalues", "对不同特征值两两求和",
                "\\sum_{i\\neq j}\\frac{\\lambda_i\\lambda_j}{\\lambda_i+\\lambda_j}")
        case .samplingBias:
            return StepWords(
                "The FID to expect although nothing differs", "两组毫无差别时 FID 的期望值",
                "\\frac{1}{2}(\\frac{1}{n_{\(r)}}+\\frac{1}{n_{\(g)}})(3\\operatorname{Tr}\\Sigma+\\sum_{i\\neq j}\\frac{\\lambda_i\\lambda_j}{\\lambda_i+\\lambda_j})"
            )
        case .subsetDistances:
            return StepWords("The mean FIDs of N, N/2, N/3, … rows", "N、N/2、N/3……行各部分的平均 FID", "\\mathrm{FID}_N")
        case .extrapolated:
            return StepWords(
                "The line through them over 1/N, at 1/N = 0", "对 1/N 作直线拟合，取 1/N = 0 处的值", "\\mathrm{FID}_{\\infty}")
        case .extrapolationError:
            return StepWords(
                "Its standard error, from the line and from the sample", "其标准误差：来自拟合直线与来自抽样",
                "\\sqrt{s_{1}^2+s_{2}^2}")
        case .groupsLeftOut:
            let set = step.integerOperand(0) == 2 ? g : r
            return StepWords(
                "The FIDs without one group of set \(set) after the other", "依次去掉 \(set) 组样本中的一份之后的 FID",
                "\\mathrm{FID}_{-k}")
        case .confidenceInterval:
            return StepWords(
                "The interval: the FID without its bias, give or take the error", "置信区间：去偏后的 FID 加减误差",
                "\\mathrm{FID}\\pm t\\,s")
        case .displacement:
            return StepWords(
                "The mean square of the optimal displacement; its trace is the FID", "最优传输位移的二阶矩，其迹即 FID",
                "F=(\\mu_{\(r)}-\\mu_{\(g)})(\\mu_{\(r)}-\\mu_{\(g)})^{\\top}+\\Sigma_{\(r)}+\\Sigma_{\(g)}-R-R^{\\top}")
        case .transport:
            return StepWords(
                "The matrix of the optimal transport", "最优传输映射的矩阵",
                "T=\\Sigma_{\(r)}^{-1/2}(\\Sigma_{\(r)}^{1/2}\\Sigma_{\(g)}\\Sigma_{\(r)}^{1/2})^{1/2}\\Sigma_{\(r)}^{-1/2}")
        case .influence:
            return StepWords(
                "What the FID changes by without each row, to first order", "去掉每一行时 FID 的变化（一阶近似）", "\\Delta_i")
        default: return nil
        }
    }
}
