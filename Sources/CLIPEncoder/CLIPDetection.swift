// Which encoder a file holds, told from the shapes of its tensors alone: a published one, or another of the same make.

import NetworkWeights

/// What the tensors of a file tell of the encoder; nil where the tensor that would tell is missing or has another rank.
public struct CLIPShapes: Sendable, Equatable {
    public let width: Int?
    /// One more than the largest number of a block; 0 without blocks.
    public let layers: Int
    /// Pixels of a patch's side.
    public let patch: Int?
    /// Rows of the table of positions: grid² + 1.
    public let tokens: Int?
    public let projection: Int?

    init(_ weights: some WeightSource, _ naming: CLIPNaming) {
        let patches = weights.shape(of: naming.patches).flatMap { $0.count == 4 && $0[2] == $0[3] ? $0 : nil }
        width = patches?[0]
        patch = patches?[3]
        tokens = weights.shape(of: naming.positions).flatMap { $0.count == 2 ? $0[0] : nil }
        let projection = weights.shape(of: naming.projection).flatMap { $0.count == 2 ? $0 : nil }
        self.projection = naming == .transformers ? projection?[0] : projection?[1]
        layers =
            weights.names.lazy.filter { $0.hasPrefix(naming.blocks) }.compactMap { name in
                Int(name.dropFirst(naming.blocks.count).prefix { $0 != "." })
            }.max().map { $0 < Int.max ? $0 + 1 : $0 } ?? 0
    }

    /// The one variant that nothing here speaks against; nil where there is none, or several.
    var variant: CLIPVariant? {
        let fitting = CLIPVariant.allCases.filter { variant in
            let known = variant.architecture
            return layers == known.layers && [width ?? known.width, patch ?? known.patch] == [known.width, known.patch]
                && [tokens ?? known.tokens, projection ?? known.projection] == [known.tokens, known.projection]
        }
        return fitting.count == 1 ? fitting[0] : nil
    }

    /// Widths of published transformers whose heads are not 64 numbers wide: ViT-H/14, ViT-g/14 and ViT-bigG/14 of open_clip, with 80, 88
    /// and 104. No tensor tells of heads.
    private static let widthsOfOtherHeads: Set = [1280, 1408, 1664]

    /// The sizes of its parts: those of the variant, or those read off where all are told and 64 divides the width; nil otherwise.
    var architecture: CLIPArchitecture? {
        if let variant { return variant.architecture }
        guard let width, let patch, let tokens, let projection, layers > 0, projection > 0, patch > 0, tokens > 1 else {
            return nil
        }
        let grid = Int(Double(tokens - 1).squareRoot().rounded())
        let (side, overflow) = patch.multipliedReportingOverflow(by: grid)
        guard grid * grid + 1 == tokens, !overflow, side <= 4096, layers <= 1000, (1...1 << 16).contains(width),
            width % CLIPArchitecture.headWidth == 0, !Self.widthsOfOtherHeads.contains(width)
        else { return nil }
        return CLIPArchitecture(width: width, layers: layers, patch: patch, grid: grid, projection: projection)
    }
}

/// What a file of weights says of the image encoder in it, without its numbers.
public struct CLIPDescription: Sendable, Equatable {
    /// Nil for sizes that were not published.
    public let variant: CLIPVariant?
    public let naming: CLIPNaming
    public let architecture: CLIPArchitecture

    /// - Parameter file: how errors call the weights.
    /// - Throws: ``CLIPEncoderError`` where the weights are those of no encoder that is read here.
    public init(_ weights: some WeightSource, file: String) throws {
        naming = try CLIPNaming(weights, file: file)
        let shapes = CLIPShapes(weights, naming)
        guard let architecture = shapes.architecture else { throw CLIPEncoderError.unknownShapes(file: file, found: shapes) }
        variant = shapes.variant
        self.architecture = architecture
    }

    init(variant: CLIPVariant?, naming: CLIPNaming, architecture: CLIPArchitecture) {
        self.variant = variant
        self.naming = naming
        self.architecture = architecture
    }

    /// What the variant is called, `ViT-L/14@336px`; of another its patches and its sizes, `ViT/32, width 128, 2 layers`.
    public var name: String {
        variant?.rawValue ?? "ViT/\(architecture.patch), width \(architecture.width), \(architecture.layers) layers"
    }

    /// The tensors of the image encoder and their shapes.
    public var expectedTensors: [String: [Int]] { naming.shapes(architecture) }

    /// Whether the file is one of CLIP's, even where the encoder in it cannot be read: by the names of its tensors.
    public static func isLikely(_ weights: some WeightSource) -> Bool {
        weights.names.contains { name in CLIPNaming.allCases.contains { $0.owns(name) } }
    }
}

extension CLIPNaming {
    /// Who named the tensors of a source: the one to whom most of them belong.
    ///
    /// - Throws: ``CLIPEncoderError/noImageEncoder(file:names:)``, ``CLIPEncoderError/isResNet(file:)``.
    init(_ weights: some WeightSource, file: String) throws {
        let names = weights.names
        let counts = Self.allCases.map { naming in names.count { naming.owns($0) } }
        guard let most = counts.max(), most > 0, let place = counts.firstIndex(of: most) else {
            throw CLIPEncoderError.noImageEncoder(file: file, names: Array(names.prefix(3)))
        }
        if names.contains(where: { $0.hasPrefix("visual.attnpool.") || $0.hasPrefix("visual.layer1.") }) {
            throw CLIPEncoderError.isResNet(file: file)
        }
        self = Self.allCases[place]
    }
}

/// The tensors of the image encoder and no others: those of the text encoder in the same file are not unexpected.
public struct ImageTensors<Base: WeightSource>: WeightSource {
    let base: Base
    let naming: CLIPNaming

    public init(base: Base, naming: CLIPNaming) {
        self.base = base
        self.naming = naming
    }

    public var names: [String] { base.names.filter(naming.owns) }
    public func shape(of name: String) -> [Int]? { base.shape(of: name) }
    public func values(of name: String) throws -> [Float] { try base.values(of: name) }
}
