// What a coarser precision changes, told on some of the user's own pictures.

import Images
import InceptionNetwork
import LinearAlgebra
import Localization

/// The two precisions compared on a sample of a set.
struct PrecisionRemark {
    let comparison: PrecisionComparison
    /// How many pictures the set has.
    let total: Int

    /// The most pictures that are computed twice.
    private static let sample = 16

    /// Compares a network with the same weights in single precision; nil where that is its precision, or where fewer than two pictures
    /// can be read.
    ///
    /// - Parameter reference: the network in single precision.
    init?(_ extraction: FeatureExtraction, reference: InceptionNetwork, other: InceptionNetwork, tap: Tap) throws {
        let (range, collection) = (extraction.range, extraction.collection)
        let count = min(Self.sample, range.count)
        var (values, images): ([Float], Int) = ([], 0)
        for step in 0..<count {
            // Spread over the set.
            let index = range.lowerBound + step * range.count / count
            guard case .decoded(let decoded) = try collection.decode(at: index, ifBroken: .skip) else { continue }
            values += extraction.extractor.prepare(decoded.image)
            images += 1
        }
        guard images >= 2 else { return nil }
        total = range.count
        comparison = try values.withUnsafeBufferPointer {
            try PrecisionComparison(of: $0, count: images, reference: reference, other: other, tap: tap)
        }
    }

    /// What it means for a set.
    var phrase: Phrase {
        let error = NumberText.short(comparison.relativeError)
        let bound = NumberText.short(comparison.distanceBound)
        let n = comparison.count
        let isAll = n == total
        return Phrase(
            "bf16: on \(isAll ? "the" : "a sample of") \(n) pictures the features differ from those in float32 by \(error) of their size; on account of this set √FID changes by \(bound) at most\(isAll ? "" : ", as far as the sample tells")",
            "bf16：在\(isAll ? "全部" : "抽取的") \(n) 幅图像上，特征与 float32 的相对差为 \(error)；因这一组而引起的 √FID 变化至多 \(bound)\(isAll ? "" : "（由样本估计）")"
        )
    }
}
