// Where features are taken from the network.

/// A place in the network at which features are taken; its raw value is the name that torch-fidelity gives it.
public enum Tap: String, CaseIterable, Sendable, Hashable {
    /// The first maximum pooling, averaged over its 73 × 73 pixels.
    case firstMaxPool64 = "64"
    /// The second maximum pooling, averaged over its 35 × 35 pixels.
    case secondMaxPool192 = "192"
    /// `Mixed_6e`, averaged over its 17 × 17 pixels.
    case mixed6e768 = "768"
    /// The last block averaged over its 8 × 8 pixels: the features of the FID.
    case pool3 = "2048"
    /// The scores of the 1008 classes without their biases: what the Inception Score of the original code is computed from.
    case logitsUnbiased = "logits_unbiased"
    /// The scores of the 1008 classes.
    case logits

    /// How many features there are for each image.
    public var dimension: Int {
        switch self {
        case .firstMaxPool64: 64
        case .secondMaxPool192: 192
        case .mixed6e768: 768
        case .pool3: 2048
        case .logitsUnbiased, .logits: InceptionArchitecture.classes
        }
    }

    /// The stage that has to be computed for it.
    var stage: String {
        switch self {
        case .firstMaxPool64: "maxpool1"
        case .secondMaxPool192: "maxpool2"
        case .mixed6e768: "Mixed_6e"
        case .pool3, .logitsUnbiased, .logits: "Mixed_7c"
        }
    }
}
