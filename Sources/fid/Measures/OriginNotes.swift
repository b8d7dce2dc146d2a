// What is said below the numbers of the ways in which features came about.

import Images
import InceptionNetwork
import Localization

/// Notes on two sets whose features are known to have come about in one way or another.
enum OriginNotes {
    /// Sees to it that two sets are of one network.
    ///
    /// - Parameter network: nil where nobody tells.
    /// - Throws: ``CommandError``.
    static func check(_ first: (path: String, network: ExtractorName?), _ second: (path: String, network: ExtractorName?)) throws
    {
        guard let a = first.network, let b = second.network, a != b else { return }
        throw CommandError(
            "\(first.path) is of the features of \(a.title) and \(second.path) of \(b.title): a distance is between features of one network",
            "\(first.path) 是 \(a.title) 的特征，而 \(second.path) 是 \(b.title) 的特征：距离只能在同一网络的特征之间计算")
    }

    /// Before pictures take their time beside a file of features: that another tool's way was meant, perhaps.
    static func otherPreset(_ file: String, _ preset: String, chosen: String) -> Phrase {
        Phrase(
            "\(file) was made as by \(preset), and the pictures are taken as by \(chosen): --as \(preset) makes both alike",
            "\(file) 按 \(preset) 的方式得到，而图像将按 \(chosen) 的方式处理：使用 --as \(preset) 可使两者一致")
    }

    /// All that there is to say.
    ///
    /// - Parameter normalizesForCMMD: whether the CMMD is of embeddings of length 1 whatever the others are of.
    static func all(
        _ sets: (first: SetSource, second: SetSource), for measures: [Measure], normalizesForCMMD: Bool = false
    ) -> [Phrase] {
        let within = [sets.first, sets.second].map { set in set.told.flatMap { mixture(of: set.path, $0) } }
        let origin = sets.first.origin ?? sets.second.origin
        let published = origin.flatMap { comparability(of: $0, for: measures, normalizesForCMMD: normalizesForCMMD) }
        return (within + [mixture(sets.first, sets.second), published]).compactMap(\.self)
    }

    /// That two sets were not made alike; nil where they were, or where nobody knows.
    static func mixture(_ first: SetSource, _ second: SetSource) -> Phrase? {
        guard let a = first.origin, let b = second.origin else { return nil }
        let differences = a.differences(from: b)
        guard !differences.isEmpty else { return nil }
        let (english, chinese) = words(differences)
        return Phrase(
            "\(first.path) was made as by \(a.preset) and \(second.path) as by \(b.preset) (\(english)): part of the number is the difference between the two ways",
            "\(first.path) 按 \(a.preset) 的方式得到，而 \(second.path) 按 \(b.preset)（\(chinese)）：数值中有一部分来自两种方式之差")
    }

    /// That the files of one set were not made alike; nil where nothing tells so.
    static func mixture(of path: String, _ origin: PooledOrigin) -> Phrase? {
        guard let (first, second, differences) = origin.contradiction else { return nil }
        let (english, chinese) = words(differences)
        return Phrase(
            "the features of \(path) were not all made alike: \(first) and \(second) differ (\(english))",
            "\(path) 中的特征得到的方式不一：\(first) 与 \(second) 不同（\(chinese)）")
    }

    /// `resize pytorch and clean`
    private static func words(_ differences: [FeatureOrigin.Difference]) -> (english: String, chinese: String) {
        (
            differences.map { "\($0.choice) \($0.first) and \($0.second)" }.joined(separator: ", "),
            differences.map { "\($0.choice)：\($0.first) 与 \($0.second)" }.joined(separator: "，")
        )
    }

    /// What the numbers are of, and which published ones they are not; nil where there is nothing to say.
    private static func comparability(
        of origin: FeatureOrigin, for measures: [Measure], normalizesForCMMD: Bool
    ) -> Phrase? {
        switch origin.extractor {
        case .clip: clip(origin, measures, normalizesForCMMD)
        case .inception: inception(origin, measures)
        case nil: nil
        }
    }

    private static func inception(_ origin: FeatureOrigin, _ measures: [Measure]) -> Phrase? {
        if measures.contains(.cmmd) {
            return Phrase(
                "the published CMMD is of embeddings of CLIP; that of Inception's features is another number: --network clip --as cmmd",
                "已发表的 CMMD 使用 CLIP 的嵌入；Inception 特征的 CMMD 与此不同：请用 --network clip --as cmmd")
        }
        let usual = Tap.pool3.layerName
        guard measures.contains(.fid), origin.layer != usual else { return nil }
        return Phrase(
            "the published FID is of the features of \(usual); that of the layer \(origin.layer) is another number",
            "已发表的 FID 使用 \(usual) 的特征；\(origin.layer) 层的 FID 与此不同")
    }

    private static func clip(_ origin: FeatureOrigin, _ measures: [Measure], _ normalizesForCMMD: Bool) -> Phrase? {
        guard let framing = origin.choices["framing"].flatMap(CLIPFraming.init) else { return nil }
        let variant = origin.choices["variant"] ?? ""
        let isNormalized = origin.layer == FeatureLayer.embedding(isNormalized: true).name
        let kind = isNormalized ? Phrase("of length 1", "归一化到长度 1") : Phrase("as they come out", "未归一化")
        var parts = [
            Phrase(
                "features of CLIP \(variant): embeddings \(kind.english), \(framing.phrase.english)",
                "CLIP \(variant) 的特征：嵌入\(kind.chinese)，\(framing.phrase.chinese)")
        ]
        if normalizesForCMMD {
            parts.append(Phrase("the CMMD is of the same of length 1", "CMMD 使用归一化到长度 1 的同一嵌入"))
        }
        if measures.contains(.fid), isNormalized || framing != .clip {
            parts.append(
                Phrase(
                    "clean-fid's CLIP-FID is another number: --as clean-fid", "clean-fid 的 CLIP-FID 与此不同：请用 --as clean-fid"))
        }
        if measures.contains(.cmmd), framing != .cmmd || !(isNormalized || normalizesForCMMD) {
            parts.append(Phrase("the published CMMD is another number: --as cmmd", "已发表的 CMMD 与此不同：请用 --as cmmd"))
        }
        return Phrase(parts.map(\.english).joined(separator: "; "), parts.map(\.chinese).joined(separator: "；"))
    }
}
