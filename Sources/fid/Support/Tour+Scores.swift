// The tour's table of Inception Scores: what is rewarded, and what is not seen.

import GenerativeMetrics
import LinearAlgebra
import Localization
import Typesetting

extension Tour {
    /// The Inception Scores of a few sets of images of two classes.
    func scores() throws -> Table {
        let sets: [(Phrase, [[Double]])] = [
            (Phrase("rather sure, both classes", "比较确定，两类都有"), [[0.9, 0.1], [0.1, 0.9]]),
            (Phrase("sure, both classes", "确定，两类都有"), [[1, 0], [0, 1]]),
            (Phrase("the same, each image ten times", "同上，每张重复十次"), (0..<20).map { $0 < 10 ? [1, 0] : [0, 1] }),
            (Phrase("sure, one class only", "确定，只有一类"), [[1, 0], [1, 0]]),
            (Phrase("not sure of any", "都不确定"), [[0.5, 0.5], [0.5, 0.5]]),
        ]
        let figure = { (x: Double) in NumberFormat(.places(4), keepsTrailingZeros: true).string(x) }
        let rows = try sets.map { name, rows in
            let score = try Matrix(rows: rows.count, columns: 2, elements: rows.flatMap(\.self)).inceptionScore()
            return [
                name(in: style.language), figure(score.marginalEntropy), figure(score.conditionalEntropy), figure(score.value),
            ]
        }
        return Table(
            header: [Phrase("images", "图片")(in: style.language), "H(y)", "H(y|x)", "IS"], rows: rows,
            alignment: [.left, .right, .right, .right])
    }
}
