// The words for the steps of precision, recall, density and coverage.

import GenerativeMetrics
import LinearAlgebra
import Localization

extension StepWords {
    static func neighbours(_ step: Step, _ subject: String?) -> StepWords? {
        radii(step, subject == "g" ? "y" : "x") ?? shares(step.rule)
    }

    private static func radii(_ step: Step, _ x: String) -> StepWords? {
        switch step.rule {
        case .neighbourDistances:
            let set = x == "y" ? Phrase("generated", "生成") : Phrase("real", "真实")
            return StepWords(
                "The squared distances within the \(set.english) set", "\(set.chinese)样本之间的距离的平方", "\\|\(x)_i-\(x)_j\\|^2")
        case .squaredNeighbourRadii:
            let k = step.integerOperand(1) ?? 1
            return StepWords(
                "How far each neighbourhood reaches: of each row, without the diagonal, entry \(k) from the smallest",
                "每个邻域的半径（平方）：每行去掉对角线元素，从小到大的第 \(k) 个", "r_i^2")
        case .neighbourRadii:
            let k = step.integerOperand(0) ?? 1
            return StepWords(
                "How far each neighbourhood reaches: to neighbour \(k)", "每个邻域的半径：到第 \(k) 近的样本的距离", "r_i")
        case .distancesAcross:
            return StepWords(
                "The squared distances of real (rows) and generated samples (columns)", "真实样本（行）与生成样本（列）之间的距离的平方",
                "\\|x_i-y_j\\|^2")
        default: return nil
        }
    }

    private static func shares(_ rule: Rule) -> StepWords? {
        switch rule {
        case .insideReal:
            return StepWords(
                "1 where a generated sample lies in a real neighbourhood, edge included", "生成样本落在真实样本的邻域内（含边界）记 1",
                "\\left[\\|x_i-y_j\\|^2\\le r_i^2\\right]")
        case .insideGenerated:
            return StepWords(
                "1 where a real sample lies in a generated neighbourhood, edge included", "真实样本落在生成样本的邻域内（含边界）记 1",
                "\\left[\\|x_i-y_j\\|^2\\le r_j^2\\right]")
        case .strictlyInsideReal:
            return StepWords(
                "1 where a generated sample lies in a real neighbourhood, edge excluded", "生成样本落在真实样本的邻域内（不含边界）记 1",
                "\\left[\\|x_i-y_j\\|^2<r_i^2\\right]")
        case .precision:
            return StepWords(
                "Precision: columns with a 1, of all generated samples", "精确率（precision）：有 1 的列数除以生成样本数", "\\mathrm{precision}")
        case .recall:
            return StepWords("Recall: rows with a 1, of all real samples", "召回率（recall）：有 1 的行数除以真实样本数", "\\mathrm{recall}")
        case .density:
            return StepWords(
                "Density: the ones, over k times the generated samples", "密度（density）：1 的个数除以 k 与生成样本数之积", "\\mathrm{density}")
        case .coverage:
            return StepWords(
                "Coverage: rows with a 1, of all real samples", "覆盖率（coverage）：有 1 的行数除以真实样本数", "\\mathrm{coverage}")
        default: return nil
        }
    }
}
