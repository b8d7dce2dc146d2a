// Weights made by a rule from integers, the same as in Fixtures/make-fixtures.py: no weights are kept.

import Foundation
import LinearAlgebra
import NetworkWeights
import TestSupport

@testable import CLIPEncoder

/// The rule for a tensor by the name that transformers has for it.
enum WeightRule {
    /// A prime: no row of a matrix is another one.
    private static let length = 1_048_573

    private static let table: [Float] = {
        var generator = SeededGenerator(seed: hash("fid clip weights"))
        return [Float](unsafeUninitializedCapacity: length) { table, filled in
            for index in 0..<length { table[index] = Float(Int(generator.next() >> 40) - 1 << 23) / Float(1 << 23) }
            filled = length
        }
    }()

    /// FNV-1a with 64 bits.
    private static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    private static func scale(_ key: String, _ shape: [Int]) -> Float {
        if key.contains("norm") || key.contains("layrnorm") || key.hasSuffix(".bias") { return 0.25 }
        if key.hasSuffix("class_embedding") { return 1 }
        if key.contains("position_embedding") { return 0.5 }
        return Float((3 / Double(shape.dropFirst().reduce(1, *))).squareRoot())
    }

    static func values(_ key: String, _ shape: [Int]) -> [Float] {
        let (count, scale) = (shape.reduce(1, *), scale(key, shape))
        var start = Int(hash(key) % UInt64(length))
        var values = [Float](
            repeating: key.hasSuffix("norm.weight") || key.hasSuffix("norm1.weight") || key.hasSuffix("norm2.weight") ? 1 : 0,
            count: count)
        // By BLAS, which is as fast in a debug build: there are up to 300 million numbers.
        values.withUnsafeMutableBufferPointer { values in
            table.withUnsafeBufferPointer { table in
                guard let target = values.baseAddress, let source = table.baseAddress else { return }
                var done = 0
                while done < count {
                    let piece = min(count - done, length - start)
                    Float.axpy(Int32(piece), scale, source + start, target + done)
                    done += piece
                    start = 0
                }
            }
        }
        return values
    }
}

/// The weights of the rule under the names of transformers or of open_clip, with what a test does to them.
struct RuleWeights: WeightSource {
    let architecture: CLIPArchitecture
    let naming: CLIPNaming
    private var shapes: [String: [Int]] = [:]
    /// The tensors of transformers that one of open_clip is made of.
    private var parts: [String: [(key: String, shape: [Int])]] = [:]

    init(_ architecture: CLIPArchitecture, _ naming: CLIPNaming) {
        self.architecture = architecture
        self.naming = naming
        let (w, p) = (architecture.width, architecture.patch)
        let old = "vision_model."
        add("\(old)embeddings.class_embedding", "visual.class_embedding", [w])
        add("\(old)embeddings.patch_embedding.weight", "visual.conv1.weight", [w, 3, p, p])
        add(
            "\(old)embeddings.position_embedding.weight", "visual.positional_embedding",
            [architecture.grid * architecture.grid + 1, w])
        add("visual_projection.weight", "visual.proj", [architecture.projection, w])
        layer("\(old)pre_layrnorm", "visual.ln_pre", [w])
        layer("\(old)post_layernorm", "visual.ln_post", [w])
        for block in 0..<architecture.layers {
            let (a, b) = ("\(old)encoder.layers.\(block).", "visual.transformer.resblocks.\(block).")
            layer("\(a)layer_norm1", "\(b)ln_1", [w])
            layer("\(a)layer_norm2", "\(b)ln_2", [w])
            layer("\(a)self_attn.out_proj", "\(b)attn.out_proj", [w, w])
            layer("\(a)mlp.fc1", "\(b)mlp.c_fc", [4 * w, w])
            layer("\(a)mlp.fc2", "\(b)mlp.c_proj", [w, 4 * w])
            for (kind, shape) in [("weight", [w, w]), ("bias", [w])] {
                for letter in ["q", "k", "v"] { add("\(a)self_attn.\(letter)_proj.\(kind)", "\(b)attn.in_proj_\(kind)", shape) }
            }
        }
        if naming == .openCLIP { shapes["visual.proj"]?.reverse() }
    }

    private mutating func layer(_ transformers: String, _ openCLIP: String, _ shape: [Int]) {
        add("\(transformers).weight", "\(openCLIP).weight", shape)
        add("\(transformers).bias", "\(openCLIP).bias", [shape[0]])
    }

    /// Several parts of one name stand below each other.
    private mutating func add(_ transformers: String, _ openCLIP: String, _ shape: [Int]) {
        let name = naming == .transformers ? transformers : openCLIP
        parts[name, default: []].append((transformers, shape))
        shapes[name] = [shape[0] + (shapes[name]?[0] ?? 0)] + shape.dropFirst()
    }

    var names: [String] { shapes.keys.sorted() }

    func shape(of name: String) -> [Int]? { shapes[name] }

    func values(of name: String) throws -> [Float] {
        let values = (parts[name] ?? []).flatMap { WeightRule.values($0.key, $0.shape) }
        guard name == "visual.proj" else { return values }
        return Matrix(rows: architecture.projection, columns: architecture.width, elements: values).transposed.elements
    }

    /// The same without the tensors that a test takes away.
    func without(_ isGone: (String) -> Bool) -> RuleWeights {
        var result = self
        result.shapes = shapes.filter { !isGone($0.key) }
        return result
    }

    /// The same with a tensor of another shape, or one more.
    func with(_ name: String, _ shape: [Int]) -> RuleWeights {
        var result = self
        result.shapes[name] = shape
        return result
    }
}

/// Nothing but names and shapes.
struct NamedShapes: WeightSource {
    let shapes: [String: [Int]]

    var names: [String] { shapes.keys.sorted() }
    func shape(of name: String) -> [Int]? { shapes[name] }
    func values(of name: String) throws -> [Float] { [] }
}
