// All that features of pictures depend on, for receipts and for machines.

import Images
import InceptionNetwork
import Localization
import NetworkWeights

/// How a set of pictures became features, by names that do not change.
struct PictureRecord: Codable {
    let preset, resize, size, quantisation, scaling, layer, precision: String
    /// The network; nil in what was written when there was Inception only.
    let network: String?
    /// Of CLIP only.
    let variant, activation, framing: String?
    /// The SHA-256 of the file of weights.
    let weightsSha256: String
    /// The version of oneDNN, where it computed the network.
    let oneDnn: String?
    /// How many pictures were found, and how many became rows.
    let found, count: Int
    /// What was passed over, with the reason, and what could not be read.
    let skipped, broken: [Left]

    struct Left: Codable {
        let name, reason: String
    }

    init(_ extraction: FeatureExtraction, _ summary: FeatureSummary) {
        let extractor = extraction.extractor
        preset = extractor.preset
        resize = extractor.choice(ChoiceKind.resize.rawValue) ?? ""
        size = extractor.choice(ChoiceKind.size.rawValue) ?? ""
        quantisation = extractor.choice(ChoiceKind.quantisation.rawValue) ?? ""
        scaling = extractor.choice(ChoiceKind.scaling.rawValue) ?? ""
        layer = extraction.layers.first?.name ?? ""
        precision = extractor.choice("precision") ?? ""
        network = extractor.name.rawValue
        variant = extractor.choice("variant")
        activation = extractor.choice("activation")
        framing = extractor.choice("framing")
        weightsSha256 = extractor.weights.sha256.hexadecimal
        oneDnn = extractor.name == .inception ? (try? NetworkLibrary().version) ?? "" : nil
        found = extraction.range.count
        count = summary.rows.count
        skipped = extraction.collection.skipped.map { Left(name: $0.name, reason: $0.reason.phrase(in: Session.language)) }
        broken = summary.broken.map { Left(name: $0.location, reason: $0.error.phrase(in: Session.language)) }
    }

    /// What defines the numbers, for the comparison of two receipts.
    var definition: [String: String] {
        let own = [
            "resize": resize, "size": size, "quantisation": quantisation, "scaling": scaling, "layer": layer,
            "precision": precision, "weights": String(weightsSha256.prefix(12)),
            "network": network ?? ExtractorName.inception.rawValue,
        ]
        return own.merging(["variant": variant, "activation": activation, "framing": framing].compactMapValues(\.self)) { $1 }
    }
}
