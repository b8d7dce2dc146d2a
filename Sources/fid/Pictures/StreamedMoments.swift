// Features of pictures straight into mean and covariance: none of them are kept.

import FeatureFiles
import GenerativeMetrics
import Images
import LinearAlgebra
import Localization

/// The moments of the features of pictures, in blocks as those of files are, so that both are the same to the bit.
struct StreamedMoments {
    private(set) var summary = FeatureSummary()
    let moments: Moments<Double>

    /// - Throws: ``RunStopped``; what is wrong with the pictures or the network; ``CommandError`` where none can be read.
    init(_ extraction: FeatureExtraction, called name: String) throws {
        let range = extraction.range
        let layer = extraction.extractor.layer
        let dimension = extraction.extractor.dimension(of: layer)
        let blockRows = min(InputSet.blockRows, range.count)
        var accumulator = MomentsAccumulator<Double>(dimension: dimension)
        var block = Matrix<Double>.zeros(rows: blockRows + 1, columns: dimension)
        var filled = 0
        var summary = FeatureSummary()
        var progress = PictureProgress(name, done: 0, of: range.count)
        defer { progress.finish() }
        let end = try extraction.run(range) { index, row in
            summary.add(index, row, location: extraction.collection.location(at: index))
            progress.show(index + 1 - range.lowerBound)
            guard let values = row.features?[layer] else { return }
            block.withMutableRows { rows in
                for (column, value) in values.enumerated() { rows[filled * values.count + column] = Double(value) }
            }
            filled += 1
            guard filled == blockRows else { return }
            try accumulator.add(leading: filled, ofScratch: &block)
            filled = 0
        }
        guard end == range.upperBound else {
            throw RunStopped(
                phrase: Phrase(
                    "stopped after \(end - range.lowerBound) of \(range.count) pictures; nothing was written. With --cache a run can go on where it was",
                    "已停止：\(range.count) 幅图像已完成 \(end - range.lowerBound) 幅；没有写出任何文件。使用 --cache 可以从中断处继续"))
        }
        guard !summary.rows.isEmpty else { throw FeatureSummary.nothingReadable(extraction) }
        try accumulator.add(leading: filled, ofScratch: &block)
        moments = try accumulator.moments()
        self.summary = summary
    }
}
