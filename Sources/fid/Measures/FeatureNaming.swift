// What numbers of features of CLIP are called, so that nobody takes them for the FID or the KID.

import Localization

/// The names of numbers: those of Inception's features, and of features of which nothing is known, or those of CLIP's.
struct FeatureNaming {
    var extractor: ExtractorName?

    /// Of the networks of two sets, of which one may be a file that does not tell.
    init(_ sets: [SetSource] = []) {
        extractor = sets.lazy.compactMap { $0.origin?.extractor }.first
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

    /// Puts CLIP- before each of the names that stands as a word, and not in a path such as `/data/FID/a.zip`.
    private func own(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let place = ["FID", "KID"].compactMap({ rest.firstRange(of: $0) }).min(by: { $0.lowerBound < $1.lowerBound }) {
            let (before, after) = (text[..<place.lowerBound], rest[place.upperBound...])
            result += rest[..<place.lowerBound]
            let isWord = !Self.joins(before.last) && !Self.joins(after.first, then: after.dropFirst().first)
            result += (isWord ? "CLIP-" : "") + rest[place]
            rest = after
        }
        return result + rest
    }

    /// Whether a character makes one word, or one path, of what is on its sides; a full stop does where no sentence ends with it.
    private static func joins(_ character: Character?, then next: Character? = "a") -> Bool {
        guard let character else { return false }
        if character == "." { return next.map { !$0.isWhitespace } ?? false }
        return character.isASCII && (character.isLetter || character.isNumber || "/_-\\".contains(character))
    }
}
