// The words for the steps of convolutions and poolings.

import LinearAlgebra
import Localization

extension StepWords {
    static func windows(_ step: Step) -> StepWords? {
        switch step.rule {
        case .crossCorrelation:
            let way = Way(step)
            return StepWords(
                "The kernel laid over each place: products of what lies together, summed\(way.phrase.english)",
                "核依次覆盖每个位置：对应元素相乘再求和\(way.phrase.chinese)",
                "\\sum_{u,v}K_{u,v}A_{\(way.index("i", "u")),\(way.index("j", "v"))}")
        case .maximumPooling:
            let (way, side) = (Way(step), step.integerOperand(1) ?? 1)
            return StepWords(
                "The largest entry of each \(side)×\(side) window\(way.phrase.english)",
                "每个 \(side)×\(side) 窗口中的最大值\(way.phrase.chinese)",
                "\\max_{u,v}A_{\(way.index("i", "u")),\(way.index("j", "v"))}")
        case .averagePooling:
            let (way, side) = (Way(step), step.integerOperand(1) ?? 1)
            return StepWords(
                "The mean of the entries in each \(side)×\(side) window\(way.phrase.english)",
                "每个 \(side)×\(side) 窗口内元素的均值\(way.phrase.chinese)",
                "\\frac{1}{N}\\sum_{u,v}A_{\(way.index("i", "u")),\(way.index("j", "v"))}")
        case .rectified:
            return StepWords("ReLU: negative entries become 0", "ReLU：负元素换成 0", "\\max(A,0)")
        default: return nil
        }
    }

    /// How a window moves.
    private struct Way {
        let stride: Int
        let padding: Int

        init(_ step: Step) {
            stride = step.integerOperand(2) ?? 1
            padding = step.integerOperand(3) ?? 0
        }

        /// Nothing where it moves by one over no padding.
        var phrase: Phrase {
            switch (stride, padding) {
            case (1, 0): Phrase("", "")
            case (_, 0): Phrase(", stride \(stride)", "（步幅 \(stride)）")
            case (1, _): Phrase(", padding \(padding)", "（填充 \(padding)）")
            default: Phrase(", stride \(stride), padding \(padding)", "（步幅 \(stride)，填充 \(padding)）")
            }
        }

        /// `2i+u-1`: where an entry of the window lies, both counted from 0.
        func index(_ place: String, _ within: String) -> String {
            (stride == 1 ? "" : "\(stride)") + place + "+" + within + (padding == 0 ? "" : "-\(padding)")
        }
    }
}
