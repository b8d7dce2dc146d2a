// Which encoder a file holds, told from the shapes of its tensors alone.

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
struct ImageTensors<Base: WeightSource>: WeightSource {
    let base: Base
    let naming: CLIPNaming

    var names: [String] { base.names.filter(naming.owns) }
    func shape(of name: String) -> [Int]? { base.shape(of: name) }
    func values(of name: String) throws -> [Float] { try base.values(of: name) }
}
