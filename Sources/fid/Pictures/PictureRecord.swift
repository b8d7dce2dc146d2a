// All that features of pictures depend on, for receipts and for machines.

import Images
import InceptionNetwork
import Localization
import NetworkWeights

/// How a set of pictures became features, by names that do not change.
struct PictureRecord: Codable {
    let preset, resize, size, quantisation, scaling, layer, precision: String
    /// The SHA-256 of the file of weights.
    let weightsSha256: String
    let oneDnn: String
    /// How many pictures were found, and how many became rows.
    let found, count: Int
    /// What was passed over, with the reason, and what could not be read.
    let skipped, broken: [Left]

    struct Left: Codable {
        let name, reason: String
    }

    init(_ extraction: FeatureExtraction, _ summary: FeatureSummary) {
        let settings = extraction.settings
        let names = Dictionary(settings.choices.map { ($0.kind, $0.name) }) { first, _ in first }
        preset = settings.preset.rawValue
        resize = names[ChoiceKind.resize.rawValue] ?? ""
        size = names[ChoiceKind.size.rawValue] ?? ""
        quantisation = names[ChoiceKind.quantisation.rawValue] ?? ""
        scaling = names[ChoiceKind.scaling.rawValue] ?? ""
        layer = extraction.taps.first?.layerName ?? ""
        precision = settings.precision.rawValue
        weightsSha256 = extraction.network.weights.hexadecimal
        oneDnn = (try? NetworkLibrary().version) ?? ""
        found = extraction.range.count
        count = summary.rows.count
        skipped = extraction.collection.skipped.map { Left(name: $0.name, reason: $0.reason.phrase(in: Session.language)) }
        broken = summary.broken.map { Left(name: $0.location, reason: $0.error.phrase(in: Session.language)) }
    }

    /// What defines the numbers, for the comparison of two receipts.
    var definition: [String: String] {
        [
            "resize": resize, "size": size, "quantisation": quantisation, "scaling": scaling, "layer": layer,
            "precision": precision, "weights": String(weightsSha256.prefix(12)),
        ]
    }
}
