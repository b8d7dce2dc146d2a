// Which tensors each network needs, for the check of a file.

import NetworkWeights

enum NetworkTensors {
    /// The shapes by name that a network of that name needs; nil where the network of these weights is not part of this fid.
    static func needed(by weights: PublishedWeights) -> [String: [Int]]? {
        nil
    }
}
