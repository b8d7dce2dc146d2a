// What numbers of features of CLIP are called, so that nobody takes them for the FID or the KID.

import Localization

/// The names of numbers: those of Inception's features, and of features of which nothing is known, or those of CLIP's.
struct FeatureNaming {
    var extractor: ExtractorName?

    /// Of the networks of two sets, of which one may be a file of features.
    init(_ sets: [SetSource] = []) {
        extractor = sets.lazy.compactMap { $0.pictures?.extractor }.first
    }

    private var isOwn: Bool { extractor == .clip }

    private static let keys = [
        ("frechet_inception_distance", "clip_fid"), ("kernel_inception_distance", "clip_kid"), ("fid_", "clip_fid_"),
    ]

    /// The key of a number in JSON and receipts: `clip_fid` for `frechet_inception_distance`.
    func key(_ key: String) -> String {
        guard isOwn, let (start, own) = Self.keys.first(where: { key.hasPrefix($0.0) }) else { return key }
        return own + key.dropFirst(start.count)
    }

    /// A label or a sentence: CLIP-FID for FID, CLIP-KID for KID.
    func phrase(_ phrase: Phrase) -> Phrase {
        guard isOwn else { return phrase }
        return Phrase(own(phrase.english), own(phrase.chinese))
    }

    private func own(_ text: String) -> String {
        ["FID", "KID"].reduce(text) { text, name in
            text.replacing("CLIP-\(name)", with: name).replacing(name, with: "CLIP-\(name)")
        }
    }
}
