// Which encoder a file holds, and what is said where it holds none.

import Localization
import NetworkWeights
import TestSupport
import Testing

@testable import CLIPEncoder

@Suite struct DetectionTests {
    @Test(arguments: CLIPVariant.allCases, CLIPNaming.allCases)
    func `the variant is read off the shapes`(variant: CLIPVariant, naming: CLIPNaming) throws {
        let shapes = naming.shapes(variant.architecture)
        // Every tensor of the rule's independent list, and no other.
        let rule = RuleWeights(variant.architecture, naming)
        #expect(rule.compare(expected: shapes) == NamedShapes(shapes: shapes).compare(expected: shapes))
        // A text encoder beside it, whose names are near those of open_clip, is passed over.
        var beside = shapes
        beside["text_model.embeddings.position_ids"] = [1, 77]
        beside["vision_model.embeddings.position_ids"] = [1, 50]
        beside["transformer.resblocks.40.ln_1.weight"] = [512]
        beside["positional_embedding"] = [77, 512]
        beside["text_projection"] = [512, 512]
        beside["logit_scale"] = []
        let source = NamedShapes(shapes: beside)
        #expect(try CLIPNaming(source, file: "x") == naming)
        #expect(CLIPShapes(source, naming).variant == variant)
        #expect(ImageTensors(base: source, naming: naming).compare(expected: shapes).unexpected.isEmpty)
    }

    @Test func `sizes of the variants`() {
        let sizes = CLIPVariant.allCases.map(\.architecture).map { [$0.inputSide, $0.tokens, $0.heads, $0.projection] }
        #expect(sizes == [[224, 50, 12, 512], [224, 197, 12, 512], [224, 257, 16, 768], [336, 577, 16, 768]])
    }

    @Test func `a file without an image encoder`() {
        let source = NamedShapes(shapes: ["fc.weight": [3, 3], "a\u{1B}[2Jb": [1], "z": [1], "zz": [1]])
        let error = #expect(throws: CLIPEncoderError.self) { try CLIPEncoder(weights: source, file: "a.safetensors") }
        #expect(error == .noImageEncoder(file: "a.safetensors", names: ["a\u{1B}[2Jb", "fc.weight", "z"]))
        #expect(error?.phrase.english.contains("\u{1B}") == false)
        #expect(
            error?.phrase.english.hasSuffix(
                "name a file whose tensors start with vision_model. (transformers) or visual. (open_clip)") == true)
        #expect(error?.phrase.chinese.hasPrefix("a.safetensors 中没有 CLIP 图像编码器") == true)
    }

    @Test func `a ResNet of CLIP`() {
        let source = NamedShapes(shapes: ["visual.conv1.weight": [32, 3, 3, 3], "visual.layer1.0.bn1.weight": [64]])
        let error = #expect(throws: CLIPEncoderError.self) { try CLIPEncoder(weights: source, file: "RN50.pt") }
        #expect(
            error?.phrase
                == Phrase(
                    "RN50.pt holds one of CLIP's ResNets, and only its vision transformers are read here: name the weights of ViT-B/32, ViT-B/16, ViT-L/14 or ViT-L/14@336px",
                    "RN50.pt 是 CLIP 的 ResNet，而这里只支持视觉 Transformer：请指定 ViT-B/32、ViT-B/16、ViT-L/14 或 ViT-L/14@336px 的权重"))
    }

    @Test(arguments: CLIPNaming.allCases)
    func `a transformer of another size`(naming: CLIPNaming) {
        // ViT-H/14, whose heads are 80 wide.
        let huge = CLIPArchitecture(width: 1280, layers: 32, patch: 14, grid: 16, projection: 1024)
        let source = NamedShapes(shapes: naming.shapes(huge))
        let error = #expect(throws: CLIPEncoderError.self) { try CLIPEncoder(weights: source, file: "h.safetensors") }
        #expect(
            error?.phrase
                == Phrase(
                    "h.safetensors holds a vision transformer of a size that is not known (width 1280, 32 layers, patches of 14 pixels, 257 tokens, projection to 1024): name the weights of ViT-B/32, ViT-B/16, ViT-L/14 or ViT-L/14@336px",
                    "h.safetensors 中视觉 Transformer 的规格未知（宽度 1280、32 层、图块边长 14、token 数 257、投影维数 1024）：请指定 ViT-B/32、ViT-B/16、ViT-L/14 或 ViT-L/14@336px 的权重"
                ))
    }

    @Test(arguments: CLIPNaming.allCases)
    func `a transformer of sizes that were not published is read off its tensors`(naming: CLIPNaming) throws {
        let small = CLIPArchitecture(width: 128, layers: 3, patch: 8, grid: 4, projection: 24)
        let description = try CLIPDescription(NamedShapes(shapes: naming.shapes(small)), file: "s.safetensors")
        #expect(description.variant == nil && description.naming == naming && description.architecture == small)
        #expect(description.name == "ViT/8, width 128, 3 layers")
        // 64 must divide the width, and the places must be a square and one more.
        for other in [CLIPArchitecture(width: 96, layers: 3, patch: 8, grid: 4, projection: 24)] {
            #expect(throws: CLIPEncoderError.self) { try CLIPDescription(NamedShapes(shapes: naming.shapes(other)), file: "s") }
        }
        var shapes = naming.shapes(small)
        shapes[naming.positions] = [18, 128]
        #expect(throws: CLIPEncoderError.self) { try CLIPDescription(NamedShapes(shapes: shapes), file: "s") }
    }

    @Test(arguments: CLIPNaming.allCases)
    func `tensors that are missing or of another shape`(naming: CLIPNaming) throws {
        let name = naming.widening(3) + ".weight"
        let weights = RuleWeights(CLIPVariant.b32.architecture, naming)
            .without { $0 == naming.classToken || $0 == naming.positions }.with(name, [3072, 767]).with("extra", [1])
        let error = #expect(throws: WeightsError.self) { try CLIPEncoder(weights: weights, file: "b.safetensors") }
        guard case .mismatch("b.safetensors", let comparison) = error else {
            Issue.record("another error: \(error.map { "\($0)" } ?? "none")")
            return
        }
        #expect(comparison.missing.map(\.name).sorted() == [naming.classToken, naming.positions].sorted())
        #expect(comparison.misshapen.map(\.name) == [name])
        #expect(comparison.unexpected.isEmpty)
    }

    @Test(arguments: CLIPNaming.allCases)
    func `nothing is guessed where the table of positions is missing`(naming: CLIPNaming) {
        let weights = RuleWeights(CLIPVariant.l14.architecture, naming).without { $0 == naming.positions }
        let error = #expect(throws: CLIPEncoderError.self) { try CLIPEncoder(weights: weights, file: "l.safetensors") }
        #expect(
            error?.phrase.english.contains("width 1024, 24 layers, patches of 14 pixels, ? tokens, projection to 768") == true)
    }

    @Test(arguments: [[], [768], [768, 3, 32], [768, 3, 32, 16], [0, 3, 0, 0]])
    func `patches of an impossible shape`(shape: [Int]) {
        // The rest tells the variant, or nothing does: an error either way.
        let weights = RuleWeights(CLIPVariant.b32.architecture, .openCLIP).with("visual.conv1.weight", shape)
        #expect(throws: (any Error).self) { try CLIPEncoder(weights: weights, file: "b.safetensors") }
    }

    @Test func `numbers of blocks that no computer counts`() {
        let weights = RuleWeights(CLIPVariant.b32.architecture, .openCLIP)
            .with("visual.transformer.resblocks.9223372036854775807.ln_1.weight", [768])
        #expect(throws: CLIPEncoderError.self) { try CLIPEncoder(weights: weights, file: "b.safetensors") }
    }

    @Test(arguments: [
        (
            "config.json", #"{"model_type":"clip","vision_config":{"hidden_act":"gelu","num_attention_heads":12}}"#,
            CLIPActivation.exact, 12
        ),
        ("config.json", #"{"model_type":"clip_vision_model","num_attention_heads":16}"#, .quick, 16),
        ("open_clip_config.json", #"{"model_cfg":{"quick_gelu":true,"vision_cfg":{"width":768}}}"#, .quick, 12),
        ("open_clip_config.json", #"{"model_cfg":{"vision_cfg":{"width":1280,"head_width":80}}}"#, .exact, 16),
        ("config.json", #"{"model_type":"bert"}"#, nil, nil),
        ("other.json", "{}", nil, nil),
    ])
    func `the configuration beside a file`(name: String, text: String, activation: CLIPActivation?, heads: Int?) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write([], to: "model.safetensors")
        _ = try folder.write(Array(text.utf8), to: name)
        let found = try CLIPConfiguration.beside(file)
        #expect(found?.activation == activation && found?.heads == heads)
    }

    @Test func `a configuration that cannot be used`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write([], to: "model.safetensors")
        let path = try folder.write(Array("{".utf8), to: "config.json")
        #expect(throws: CLIPEncoderError.damagedConfiguration(file: path)) { try CLIPConfiguration.beside(file) }
        _ = try folder.write(Array(#"{"model_type":"clip","vision_config":{"hidden_act":"relu"}}"#.utf8), to: "config.json")
        #expect(throws: CLIPEncoderError.unknownActivation(file: path, name: "relu")) { try CLIPConfiguration.beside(file) }
    }

    @Test func `every phrase is in both languages`() {
        let errors: [CLIPEncoderError] = [
            .wrongSampleCount(needed: 6, found: 5), .wrongSize(width: 2, height: 3, side: 224), .unusableEmbedding(picture: 4),
        ]
        #expect(
            errors.map(\.phrase.english) == [
                "the pictures need 6 samples and 5 are given: give side × side × 3 for each",
                "a picture is 2 × 3 and the network reads 224 × 224: resize and crop it first",
                "the embedding of picture 5 is not finite or zero: check its samples and the file of weights",
            ])
        #expect(errors.allSatisfy { $0.phrase.chinese != $0.phrase.english })
        #expect(CLIPActivation.allCases.allSatisfy { $0.phrase.chinese != $0.phrase.english })
    }
}
