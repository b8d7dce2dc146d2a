// The two ways in which files name the tensors of CLIP's image encoder, and the shapes that go with the names.

/// Who named the tensors of a file.
public enum CLIPNaming: String, CaseIterable, Sendable {
    /// `CLIPModel` and `CLIPVisionModelWithProjection` of transformers: `vision_model.…`, `visual_projection.weight`.
    case transformers
    /// OpenAI's own code and open_clip: `visual.…`.
    case openCLIP

    var classToken: String { self == .transformers ? "vision_model.embeddings.class_embedding" : "visual.class_embedding" }
    /// width × 3 × patch × patch
    var patches: String { self == .transformers ? "vision_model.embeddings.patch_embedding.weight" : "visual.conv1.weight" }
    /// tokens × width
    var positions: String {
        self == .transformers ? "vision_model.embeddings.position_embedding.weight" : "visual.positional_embedding"
    }
    /// projection × width in transformers, width × projection in open_clip.
    var projection: String { self == .transformers ? "visual_projection.weight" : "visual.proj" }
    /// The layer norm before the first block. transformers has misspelt it from the start.
    var normBefore: String { self == .transformers ? "vision_model.pre_layrnorm" : "visual.ln_pre" }
    /// The layer norm of the class token behind the last block.
    var normAfter: String { self == .transformers ? "vision_model.post_layernorm" : "visual.ln_post" }
    /// What comes before the number of a block.
    var blocks: String { self == .transformers ? "vision_model.encoder.layers." : "visual.transformer.resblocks." }

    func attentionNorm(_ block: Int) -> String { "\(blocks)\(block).\(self == .transformers ? "layer_norm1" : "ln_1")" }
    func perceptronNorm(_ block: Int) -> String { "\(blocks)\(block).\(self == .transformers ? "layer_norm2" : "ln_2")" }
    func attentionOutput(_ block: Int) -> String {
        "\(blocks)\(block).\(self == .transformers ? "self_attn.out_proj" : "attn.out_proj")"
    }
    func widening(_ block: Int) -> String { "\(blocks)\(block).mlp.\(self == .transformers ? "fc1" : "c_fc")" }
    func narrowing(_ block: Int) -> String { "\(blocks)\(block).mlp.\(self == .transformers ? "fc2" : "c_proj")" }

    /// The tensors of queries, keys and values of a block, in this order: three, or one that holds them below each other.
    func attentionInputs(_ block: Int, _ kind: String) -> [String] {
        switch self {
        case .transformers: ["q", "k", "v"].map { "\(blocks)\(block).self_attn.\($0)_proj.\(kind)" }
        case .openCLIP: ["\(blocks)\(block).attn.in_proj_\(kind)"]
        }
    }

    /// Whether a tensor belongs to the image encoder; the others of a file are those of the text encoder, and of no concern here.
    func owns(_ name: String) -> Bool {
        switch self {
        // Older files hold the numbers 0, 1, 2, … of the positions, too.
        case .transformers:
            (name.hasPrefix("vision_model.") || name.hasPrefix("visual_projection."))
                && name != "vision_model.embeddings.position_ids"
        case .openCLIP: name.hasPrefix("visual.")
        }
    }

    /// The tensors of an encoder and their shapes.
    func shapes(_ architecture: CLIPArchitecture) -> [String: [Int]] {
        let (width, hidden) = (architecture.width, architecture.hidden)
        var shapes = [
            classToken: [width], patches: [width, 3, architecture.patch, architecture.patch],
            positions: [architecture.tokens, width],
            projection: self == .transformers ? [architecture.projection, width] : [width, architecture.projection],
        ]
        func add(_ name: String, _ rows: Int, _ columns: Int? = nil) {
            shapes["\(name).weight"] = [rows] + (columns.map { [$0] } ?? [])
            shapes["\(name).bias"] = [rows]
        }
        add(normBefore, width)
        add(normAfter, width)
        for block in 0..<architecture.layers {
            add(attentionNorm(block), width)
            add(perceptronNorm(block), width)
            add(attentionOutput(block), width, width)
            add(widening(block), hidden, width)
            add(narrowing(block), width, hidden)
            let weights = attentionInputs(block, "weight")
            for name in weights { shapes[name] = [3 * width / weights.count, width] }
            for name in attentionInputs(block, "bias") { shapes[name] = [3 * width / weights.count] }
        }
        return shapes
    }
}
