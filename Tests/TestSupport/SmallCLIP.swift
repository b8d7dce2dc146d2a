// A small image encoder of CLIP whose weights follow from a rule, as a file of either naming.

import Foundation

/// A vision transformer of width 128 with two blocks, which reads 32 × 32 pixels in patches of 8 and gives 24 numbers.
public struct SmallCLIP: Sendable {
    public static let (width, layers, patch, grid, projection) = (128, 2, 8, 4, 24)
    public static var side: Int { patch * grid }

    /// A tensor by its name in transformers, its name in open_clip, and its shape.
    private typealias Tensor = (transformers: String, openCLIP: String, shape: [Int])

    private static var tensors: [Tensor] {
        let (w, old) = (width, "vision_model.")
        var tensors: [Tensor] = [
            ("\(old)embeddings.class_embedding", "visual.class_embedding", [w]),
            ("\(old)embeddings.patch_embedding.weight", "visual.conv1.weight", [w, 3, patch, patch]),
            ("\(old)embeddings.position_embedding.weight", "visual.positional_embedding", [grid * grid + 1, w]),
            ("visual_projection.weight", "visual.proj", [projection, w]),
        ]
        func add(_ name: String, _ other: String, _ shape: [Int]) {
            tensors.append(("\(name).weight", "\(other).weight", shape))
            tensors.append(("\(name).bias", "\(other).bias", [shape[0]]))
        }
        add("\(old)pre_layrnorm", "visual.ln_pre", [w])
        add("\(old)post_layernorm", "visual.ln_post", [w])
        for block in 0..<layers {
            let (a, b) = ("\(old)encoder.layers.\(block).", "visual.transformer.resblocks.\(block).")
            add("\(a)layer_norm1", "\(b)ln_1", [w])
            add("\(a)layer_norm2", "\(b)ln_2", [w])
            add("\(a)self_attn.out_proj", "\(b)attn.out_proj", [w, w])
            add("\(a)mlp.fc1", "\(b)mlp.c_fc", [4 * w, w])
            add("\(a)mlp.fc2", "\(b)mlp.c_proj", [w, 4 * w])
            for letter in ["q", "k", "v"] {
                tensors.append(("\(a)self_attn.\(letter)_proj.weight", "\(b)attn.in_proj_weight", [w, w]))
                tensors.append(("\(a)self_attn.\(letter)_proj.bias", "\(b)attn.in_proj_bias", [w]))
            }
        }
        return tensors
    }

    private static func values(_ tensor: Tensor) -> [Float] {
        let isScale = tensor.shape.count == 1 && tensor.transformers.hasSuffix("weight")
        let fan = tensor.shape.dropFirst().reduce(1, *)
        let scale: Float = tensor.shape.count == 1 ? 0.25 : 1.5 * Float(3 / Double(fan)).squareRoot()
        let values = DeterministicNumbers.uniform(
            "small clip " + tensor.transformers, count: tensor.shape.reduce(1, *), scale: scale)
        return isScale ? values.map { $0 + 1 } : values
    }

    /// The bytes of a `.safetensors` file.
    ///
    /// - Parameters:
    ///   - isOpenCLIP: whether the names are those of open_clip.
    ///   - keeps: whether a tensor of that name is written.
    public static func safetensors(isOpenCLIP: Bool = false, keeping keeps: (String) -> Bool = { _ in true }) -> Data {
        NetworkWeightsFile.safetensors(files(isOpenCLIP: isOpenCLIP, keeping: keeps))
    }

    /// The bytes of a TorchScript program with the names of OpenAI, as its published files are.
    public static var torchScript: Data {
        var writer = StateDictWriter()
        for file in files(isOpenCLIP: true) { writer.add(file.name, file.shape, file.values.map(Double.init)) }
        return Data(writer.script)
    }

    private static func files(
        isOpenCLIP: Bool, keeping keeps: (String) -> Bool = { _ in true }
    ) -> [(name: String, shape: [Int], values: [Float])] {
        var files: [(name: String, shape: [Int], values: [Float])] = []
        for tensor in tensors {
            let name = isOpenCLIP ? tensor.openCLIP : tensor.transformers
            guard keeps(name) else { continue }
            let values = values(tensor)
            if let place = files.firstIndex(where: { $0.name == name }) {
                // Queries, keys and values stand below each other in open_clip.
                files[place].shape[0] += tensor.shape[0]
                files[place].values += values
            } else if name == "visual.proj" {
                let flipped = (0..<width).flatMap { row in (0..<projection).map { values[$0 * width + row] } }
                files.append((name, tensor.shape.reversed(), flipped))
            } else {
                files.append((name, tensor.shape, values))
            }
        }
        // What a published file holds besides, and no image encoder needs.
        files.append(("logit_scale", [1], [4.6]))
        return files
    }
}
