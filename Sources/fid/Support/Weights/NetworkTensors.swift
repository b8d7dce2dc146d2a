// Which tensors each network needs, for the check of a file.

import InceptionNetwork
import NetworkWeights

enum NetworkTensors {
    /// The shapes by name that the network of these weights needs; nil where no network of this fid tells.
    static func needed(by weights: PublishedWeights) -> [String: [Int]]? {
        weights == .inception ? InceptionNetwork.expectedTensors : nil
    }
}
