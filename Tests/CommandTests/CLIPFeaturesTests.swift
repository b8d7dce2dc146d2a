// `--network clip`: the encoder's own numbers through the commands, whatever interrupts them, and what is refused.

import CLIPEncoder
import FeatureFiles
import Foundation
import Images
import LinearAlgebra
import NetworkWeights
import TestSupport
import Testing

@Suite struct CLIPFeaturesTests {
    private typealias Place = CLIPPlace

    // MARK: Numbers

    @Test(arguments: [("clean-fid", CLIPFraming.clip, false), ("cmmd", .cmmd, true)])
    func `rows are the encoder's, of pictures prepared as the tool does`(
        tool: String, framing: CLIPFraming, isNormalized: Bool
    ) throws {
        let place = try Place()
        let run = try place.run("features real -o x.npy --network clip --as \(tool) --threads 2")
        #expect(run.code == 0, "\(run.errors)")
        #expect(run.output.hasPrefix("x.npy: 18 pictures of 24 features"), "\(run.output)")
        #expect(run.errors.contains("clip.safetensors: CLIP ViT/8, width 128, 2 layers, QuickGELU"), "\(run.errors)")
        #expect(run.errors.contains("is of no size that was published"))
        let encoder = try CLIPEncoder(weights: WeightFile.open(place.url.appending(path: "clip.safetensors").path), file: "clip")
        #expect(encoder.variant == nil && encoder.inputSide == SmallCLIP.side)
        let preprocessing = try CLIPPreprocessing(size: encoder.inputSide, framing: framing)
        let found = try place.matrix("x.npy")
        for (row, name) in (CLIPPlace.reals + CLIPPlace.reals + CLIPPlace.reals).enumerated() {
            let image = try ImageDecoder.decode(fileAt: CLIPPlace.fixtures.appending(path: name).path).image
            let expected = try encoder.embeddings(
                of: preprocessing.prepare(image).samples, count: 1, normalized: isNormalized)
            let size = expected.elements.reduce(0) { $0 + Double($1 * $1) }.squareRoot()
            let off = zip(expected.elements, found.row(row).elements).map { abs(Double($0) - $1) }.max() ?? 1
            #expect(off < 1e-5 * size, "\(name)")
        }
        // Pictures that differ have rows that do.
        #expect(zip(found.row(0).elements, found.row(3).elements).contains { abs($0 - $1) > 1e-3 })
    }

    @Test func `the names of open_clip and a configuration beside the file`() throws {
        let place = try Place()
        #expect(try place.run("features real -o a.npy --network clip").code == 0)
        let folder = place.url.appending(path: "w")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try SmallCLIP.safetensors(isOpenCLIP: true).write(to: folder.appending(path: "open_clip_model.safetensors"))
        let config = folder.appending(path: "open_clip_config.json")
        try Data(#"{"model_cfg":{"quick_gelu":true,"vision_cfg":{"width":128}}}"#.utf8).write(to: config)
        let run = try place.run("features real -o b.npy --network clip --weights w")
        #expect(run.errors.contains("QuickGELU, x·σ(1.702x), as in OpenAI's weights (w/open_clip_config.json)"), "\(run.errors)")
        #expect(try place.bytes("a.npy") == place.bytes("b.npy"))
        // Without the word it is the other form.
        try Data(#"{"model_cfg":{"vision_cfg":{"width":128}}}"#.utf8).write(to: config)
        #expect(try place.run("features real -o c.npy --network clip --weights w").code == 0)
        #expect(try place.run("features real -o d.npy --network clip --activation exact").code == 0)
        #expect(try place.bytes("c.npy") == place.bytes("d.npy"))
        #expect(try place.bytes("c.npy") != place.bytes("a.npy"))
        try Data(#"{"model_type":"clip","vision_config":{"num_attention_heads":4}}"#.utf8).write(
            to: folder.appending(path: "config.json"))
        try FileManager.default.removeItem(at: config)
        let heads = try place.run("features real -o e.npy --network clip --weights w")
        #expect(heads.code == 2 && heads.errors.contains("w/config.json tells of 4 heads at a width of 128"), "\(heads.errors)")
    }

    @Test func `a program of TorchScript, as OpenAI's files are`() throws {
        let place = try Place()
        #expect(try place.run("features real -o a.npy --network clip").code == 0)
        try SmallCLIP.torchScript.write(to: place.url.appending(path: "ViT.pt"))
        let run = try place.run("features real -o b.npy --network clip --weights ViT.pt")
        #expect(run.code == 0 && run.errors.contains("ViT.pt: CLIP ViT/8, width 128, 2 layers, QuickGELU"), "\(run.errors)")
        #expect(try place.bytes("a.npy") == place.bytes("b.npy"))
        let show = try place.run("weights show ViT.pt --width 300")
        #expect(show.output.contains("TorchScript (.pt)") && show.output.contains("its code is not"), "\(show.output)")
        let check = try place.run("weights check ViT.pt --network clip-vit-base-patch32 --width 300")
        #expect(
            check.output.contains("not the file that was published for clip-vit-base-patch32")
                && check.output.contains("✓ names and shapes are those of CLIP ViT/8"), "\(check.output)")
    }

    @Test func `a run that ended within a group, threads and shards give the same bytes`() throws {
        let place = try Place()
        #expect(try place.run("features real -o whole.npy --network clip --threads 1").code == 0)
        #expect(try place.run("features real -o threads.npy --network clip --threads 3").code == 0)
        #expect(try place.bytes("whole.npy") == place.bytes("threads.npy"))
        // The fifth picture is broken for a while: four rows are kept.
        let name = place.url.appending(path: "real/0-turbo-420.jpg")
        let bytes = try Data(contentsOf: name)
        try bytes.prefix(20).write(to: name)
        let broken = try place.run("features real -o x.npy --network clip --batch 1")
        #expect(broken.code == 2 && broken.errors.contains("0-turbo-420.jpg"), "\(broken.errors)")
        try bytes.write(to: name)
        let last = try place.run("features real -o x.npy --network clip")
        #expect(last.errors.contains("fid: going on after 4 of 18 pictures"), "\(last.errors)")
        #expect(try place.bytes("x.npy") == place.bytes("whole.npy"))
        // Another framing is another definition.
        try bytes.prefix(20).write(to: name)
        #expect(try place.run("features real -o y.npy --network clip --batch 1").code == 2)
        try bytes.write(to: name)
        let changed = try place.run("features real -o y.npy --network clip --embeddings normalized")
        #expect(changed.errors.contains("had other options or weights: starting over"), "\(changed.errors)")
        for index in 1...3 { #expect(try place.run("features real -o {shard}.npy --network clip --shard \(index)/3").code == 0) }
        let parts = try (1...3).flatMap { try place.matrix("\($0)-of-3.npy").elements }
        #expect(try parts == place.matrix("whole.npy").elements)
    }

    @Test func `distances on folders are those on files, under names of their own`() throws {
        let place = try Place()
        for (preset, kind) in [("cmmd", "normalized"), ("cmmd", "plain")] {
            for set in ["real", "other"] {
                let run = try place.run(
                    "features \(set) -o \(set)-\(kind).npy --network clip --as \(preset) --embeddings \(kind)")
                #expect(run.code == 0, "\(run.errors)")
            }
        }
        let cmmd = try place.json("compute real-normalized.npy other-normalized.npy --metrics cmmd")
        let alone = try place.json("compute real other --network clip --metrics cmmd")
        #expect(try #require(alone["cmmd"] as? Double) == cmmd["cmmd"] as? Double)
        let fid = try place.json("compute real-plain.npy other-plain.npy")
        let both = try place.run("compute real other --network clip --metrics fid,cmmd,kid --receipt r.json --cache-folder c")
        #expect(both.code == 0, "\(both.errors)")
        #expect(both.output.contains("CLIP-FID ") && both.output.contains("CLIP-KID"), "\(both.output)")
        #expect(both.output.split(separator: "\n").allSatisfy { !$0.hasPrefix("FID") && !$0.hasPrefix("KID") })
        #expect(
            both.output.contains("note: features of CLIP ViT/8,width128,2layers: embeddings as they come out"), "\(both.output)")
        let record = try place.json("compute real other --network clip --metrics fid,cmmd,kid --cache-folder c")
        #expect(record["cmmd"] as? Double == cmmd["cmmd"] as? Double)
        #expect(try #require(record["clip_fid"] as? Double) == fid["clip_fid"] as? Double)
        #expect(record["network"] as? String == "clip" && record["clip_kid_full"] != nil)
        #expect(!record.keys.contains { $0.contains("inception") })
        // Both layers of both sets, and what is kept beside them.
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.url.appending(path: "c").path).count == 6)
        let receipt = String(decoding: try place.bytes("r.json"), as: UTF8.self)
        for words in [
            #""clip_fid" : "#, #""network" : "clip""#, #""framing" : "cmmd""#, #""activation" : "quick""#, #""preset" : "cmmd""#,
            #""layer" : "embedding""#, #""size" : "32x32""#,
        ] { #expect(receipt.contains(words), "\(words)") }
        #expect(!receipt.contains("frechet_inception_distance") && !receipt.contains("one_dnn"))
        #expect(try place.run("compare r.json r.json").code == 0)
        // Statistics straight from pictures, and shards of them.
        #expect(try place.run("stats real -o s.npz --network clip --as cmmd --embeddings plain").code == 0)
        let stored = try place.json("compute s.npz other-plain.npy")
        let (a, b) = (
            try #require(stored["clip_fid"] as? Double), try #require(fid["clip_fid"] as? Double)
        )
        #expect(abs(a - b) < 1e-9 * max(1, b))
    }

    // MARK: Refusals

    @Test(arguments: [
        ("features real -o x.npy --network clop", "there is no network ‘clop’; did you mean clip?"),
        ("features real -o x.npy --network clip --layer 64", "--layer is for --network inception, and this is clip"),
        ("features real -o x.npy --network clip --scaling 2x-1", "--scaling is for --network inception"),
        ("features real -o x.npy --network clip --resize clean", "--resize is for --network inception"),
        ("compute real other --network clip --network-precision bf16", "--network-precision is for --network inception"),
        ("features real -o x.npy --network clip --precision bf16", "--precision is for --network inception"),
        ("stats real -o x.npz --framing cmmd", "--framing is for --network clip, and this is inception"),
        ("compute real other --embeddings plain", "--embeddings is for --network clip"),
        ("features real -o x.npy --activation quick", "--activation is for --network clip"),
        ("features real -o x.npy --as cmmd", "--as cmmd is for --network clip"),
        (
            "features real -o x.npy --network clip --as tf",
            "--as tf is for --network inception; of CLIP there are: clean-fid, cmmd"
        ),
        ("features real -o x.npy --network clip --as cmdm", "did you mean cmmd?"),
        ("features real -o x.npy --network clip --framing crop", "There are: clip, cmmd"),
        ("compute real other --network clip --metrics fid,is", "the Inception Score is computed from the class probabilities"),
        ("compute --metrics is real --network clip", "the Inception Score is computed from the class probabilities"),
        ("features real -o x.npy --network clip --weights no.safetensors", "are not where --weights says (no.safetensors)"),
        ("features real -o x.npy --network clip --weights small.safetensors", "small.safetensors holds no image encoder of CLIP"),
        (
            "features real -o x.npy --network clip --weights cut.safetensors",
            "cut.safetensors does not fit the network: 1 tensor is missing: vision_model.encoder.layers.1.mlp.fc2.bias"
        ),
        ("features real -o x.npy --network clip --weights empty", "with one of model.safetensors"),
        (
            "weights fetch clip-vit-base-patch33",
            "there are no weights ‘clip-vit-base-patch33’. Did you mean clip-vit-base-patch32?"
        ),
        (
            "weights fetch clip-vit-base-patch32 --url clip.safetensors",
            "clip.safetensors is there and is another file, and was left alone"
        ),
        (
            "weights fetch clip-vit-base-patch32 --weights w.pt --url clip.safetensors",
            "clip.safetensors is another file (SHA-256 "
        ),
    ])
    func `what is wrong is said in both languages, and nothing is written`(line: String, says: String) throws {
        let place = try Place()
        try FileManager.default.createDirectory(at: place.url.appending(path: "empty"), withIntermediateDirectories: true)
        try NetworkWeightsFile.safetensors([("fc.bias", [2], [1, 2])]).write(to: place.url.appending(path: "small.safetensors"))
        try SmallCLIP.safetensors { $0 != "vision_model.encoder.layers.1.mlp.fc2.bias" }
            .write(to: place.url.appending(path: "cut.safetensors"))
        let before = try FileManager.default.contentsOfDirectory(atPath: place.url.path).sorted()
        let run = try place.run(line)
        #expect(run.code == 2 && run.output == "" && run.errors.contains(says), "\(run.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.url.path).sorted() == before)
        let chinese = try place.run(line + " --lang zh")
        #expect(chinese.errors.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }, "\(chinese.errors)")
    }

    @Test func `without weights it is said where they are, and the cache of Hugging Face is looked into`() throws {
        let place = try Place()
        let environment = ["FID_CLIP_WEIGHTS": ""]
        let none = try place.run("features real -o x.npy --network clip --as cmmd", environment)
        #expect(none.code == 2)
        #expect(
            none.errors.contains(
                "download model.safetensors or pytorch_model.bin, and config.json, from https://huggingface.co/openai/clip-vit-large-patch14-336/tree/main into "
            ), "\(none.errors)")
        #expect(none.errors.contains("/.cache/fid/weights/clip-vit-large-patch14-336, or name the file"), "\(none.errors)")
        for folder in [
            ".cache/huggingface/hub/models--openai--clip-vit-base-patch32/snapshots/abc",
            ".cache/fid/weights/clip-vit-large-patch14-336",
        ] {
            let url = place.url.appending(path: folder)
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            try SmallCLIP.safetensors().write(to: url.appending(path: "model.safetensors"))
        }
        let own = try place.run("features real -o x.npy --network clip --as cmmd", environment)
        #expect(
            own.code == 0 && own.errors.contains(".cache/fid/weights/clip-vit-large-patch14-336/model.safetensors: CLIP"),
            "\(own.errors)")
        let other = try place.run("features real -o y.npy --network clip", environment)
        #expect(other.code == 0 && other.errors.contains("snapshots/abc/model.safetensors: CLIP"), "\(other.errors)")
    }

    // MARK: Weights

    @Test func `weights show and check know a file of CLIP`() throws {
        let place = try Place()
        let show = try place.run("weights show clip.safetensors --width 300")
        #expect(
            show.output.contains(
                "CLIP ViT/8, width 128, 2 layers: pictures of 32 × 32 to 24 features; names as in transformers; activation not told"
            ), "\(show.output)")
        let check = try place.run("weights check clip.safetensors --width 300")
        #expect(
            check.code == 0 && check.output.hasSuffix("✓ names and shapes are those of CLIP ViT/8, width 128, 2 layers\n"),
            "\(check.output)")
        #expect(try place.run("weights check --network clip").code == 0)
        try SmallCLIP.safetensors(isOpenCLIP: true) { $0 != "visual.ln_post.bias" }.write(
            to: place.url.appending(path: "cut.safetensors"))
        let cut = try place.run("weights check cut.safetensors --width 300")
        #expect(cut.code == 1)
        #expect(
            cut.output.hasSuffix("✗ compared with CLIP ViT/8, width 128, 2 layers: 1 tensor is missing: visual.ln_post.bias\n"),
            "\(cut.output)")
        try NetworkWeightsFile.safetensors([("fc.bias", [2], [1, 2])]).write(to: place.url.appending(path: "small.safetensors"))
        let small = try place.run("weights check small.safetensors --network clip")
        #expect(small.code == 1 && small.output.contains("holds no image encoder of CLIP"), "\(small.output)")
        let record = try place.json("weights check clip.safetensors")["clip"] as? [String: Any]
        #expect(record?["naming"] as? String == "transformers" && record?["input_side"] as? Int == 32)
    }
}
