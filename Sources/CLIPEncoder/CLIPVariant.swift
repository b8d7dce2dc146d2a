// The image encoders that CLIP was published with, and their sizes.

/// A vision transformer of CLIP (Radford et al. 2021, "Learning Transferable Visual Models From Natural Language Supervision", table 19).
public enum CLIPVariant: String, CaseIterable, Sendable {
    case b32 = "ViT-B/32"
    case b16 = "ViT-B/16"
    case l14 = "ViT-L/14"
    /// The one of CMMD.
    case l14At336 = "ViT-L/14@336px"

    /// The sizes of its parts.
    public var architecture: CLIPArchitecture {
        switch self {
        case .b32: CLIPArchitecture(width: 768, layers: 12, patch: 32, grid: 7, projection: 512)
        case .b16: CLIPArchitecture(width: 768, layers: 12, patch: 16, grid: 14, projection: 512)
        case .l14: CLIPArchitecture(width: 1024, layers: 24, patch: 14, grid: 16, projection: 768)
        case .l14At336: CLIPArchitecture(width: 1024, layers: 24, patch: 14, grid: 24, projection: 768)
        }
    }
}

/// The sizes of a vision transformer. A picture of `inputSide × inputSide` pixels becomes `grid × grid` patches, each a token, and one token
/// more for the whole.
public struct CLIPArchitecture: Sendable, Equatable {
    /// Numbers of a token.
    public let width: Int
    public let layers: Int
    /// Pixels of a patch's side.
    public let patch: Int
    /// Patches in a row of the picture.
    public let grid: Int
    /// Numbers of an embedding.
    public let projection: Int

    /// Numbers of a token in one head of the attention.
    static let headWidth = 64

    /// Heads of the attention.
    public var heads: Int { width / Self.headWidth }
    /// Numbers of a token between the two products of a block's perceptron.
    var hidden: Int { 4 * width }
    /// grid² + 1
    public var tokens: Int { grid * grid + 1 }
    /// Pixels of the input's side.
    public var inputSide: Int { patch * grid }
    /// Numbers of a patch: red, green and blue of each pixel.
    var patchSize: Int { 3 * patch * patch }
}
