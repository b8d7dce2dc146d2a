// What the extraction of features needs of a network, whichever it is.

import FeatureFiles
import Images
import InceptionNetwork
import Localization

/// The networks whose features fid computes, by their names on the command line.
enum ExtractorName: String, CaseIterable, Sendable {
    /// Inception v3 of 2015-12-05: the network of the FID.
    case inception
    /// An image encoder of CLIP: the network of CMMD, and of clean-fid's CLIP-FID.
    case clip

    /// What people call it.
    var title: String { self == .inception ? "Inception" : "CLIP" }
}

/// Where features are taken from a network.
enum FeatureLayer: Hashable, Sendable {
    case inception(Tap)
    /// The projected embedding of CLIP: as it comes out, or divided by its length.
    case embedding(isNormalized: Bool)

    /// Its name on the command line and in files.
    var name: String {
        switch self {
        case .inception(let tap): tap.layerName
        case .embedding(let isNormalized): isNormalized ? "embedding-normalized" : "embedding"
        }
    }
}

/// A file of weights, and what tells it from others.
struct WeightsFileIdentity: Sendable {
    let path: String
    let sha256: SHA256Digest
}

/// A picture of a group gave no features.
struct FeatureFailure: Error {
    /// Its place in the group.
    let place: Int
    let cause: any ExplainedError
}

/// A network with its weights, and the way of a picture into it.
protocol FeatureExtractor: Sendable {
    var name: ExtractorName { get }
    var weights: WeightsFileIdentity { get }
    /// Whose numbers are met.
    var preset: String { get }
    /// Where features are taken.
    var layer: FeatureLayer { get }
    /// How many pictures go through together on a thread. A picture's features depend on its place among them by rounding at most, and on
    /// the other pictures not at all.
    var groupSize: Int { get }
    /// What the features of a picture depend on besides layer and weights, by names that do not change.
    var choices: [(kind: String, name: String)] { get }
    /// What there is to say of the network and its weights.
    var remarks: [Phrase] { get }

    /// Numbers of a picture's features.
    func dimension(of layer: FeatureLayer) -> Int

    /// The input for a picture.
    func prepare(_ image: RGBImage) -> [Float]

    /// The features of the pictures of a group, on the calling thread.
    ///
    /// - Parameter group: as many as go together; nil where there is no picture.
    /// - Returns: an element for each of the group.
    /// - Throws: ``FeatureFailure``, and what the network throws.
    func features(of group: [[Float]?], layers: [FeatureLayer]) throws -> [[FeatureLayer: [Float]]?]

    /// Runs `body`, during which ``features(of:layers:)`` is called on several threads.
    func working<Result>(_ body: () throws -> Result) throws -> Result

    /// What decides on the last bits on this machine, in one line.
    func kernels() throws -> String

    /// What the network's arithmetic changes, told on some of the pictures; nil where there is nothing to tell.
    func precisionRemark(on extraction: FeatureExtraction) throws -> PrecisionRemark?
}

extension FeatureExtractor {
    func precisionRemark(on extraction: FeatureExtraction) throws -> PrecisionRemark? { nil }

    func working<Result>(_ body: () throws -> Result) throws -> Result { try body() }

    /// The choice of a kind; nil where the network has none.
    func choice(_ kind: String) -> String? { choices.first { $0.kind == kind }?.name }
}

extension Tap {
    /// Its name on the command line.
    var layerName: String { self == .pool3 ? "pool3" : rawValue.replacing("_", with: "-") }
}
