// Whether the tensors of a file are those of a network, and what is said where they are not.

import FeatureFiles
import Foundation
import Localization
import TestSupport
import Testing

@testable import NetworkWeights

@Suite struct WeightComparisonTests {
    private static func source(_ shapes: [String: [Int]]) throws -> (TemporaryFolder, WeightFile) {
        let folder = try TemporaryFolder()
        var writer = StateDictWriter()
        for (name, shape) in shapes.sorted(by: { $0.key < $1.key }) {
            writer.add(name, shape, [Double](repeating: 1, count: shape.reduce(1, *)))
        }
        return (folder, try WeightFile.open(folder.write(writer.zip())))
    }

    @Test func `the same tensors fit, and counters of batches do not matter`() throws {
        let (_, file) = try Self.source(["a.weight": [2, 3], "a.bias": [2], "a.bn.num_batches_tracked": []])
        let expected = ["a.weight": [2, 3], "a.bias": [2]]
        let comparison = file.compare(expected: expected)
        #expect(comparison.fits && comparison.unexpected.isEmpty)
        try file.require(expected, in: "x")
        // Without that kindness.
        #expect(file.compare(expected: expected, ignoring: []).unexpected == ["a.bn.num_batches_tracked"])
    }

    @Test func `a tensor more does no harm and is named`() throws {
        let (_, file) = try Self.source(["a.weight": [2, 3], "extra": [1]])
        let comparison = file.compare(expected: ["a.weight": [2, 3]])
        #expect(comparison.fits)
        #expect(comparison.unexpected == ["extra"])
    }

    @Test func `what is missing, misspelt and of another shape is listed`() throws {
        let (folder, file) = try Self.source(["fc.weight": [4, 2], "conv1.weigth": [3, 3], "other": [1], "conv2.bias": [5]])
        let expected = ["fc.weight": [5, 2], "conv1.weight": [3, 3], "conv2.bias": [5], "conv3.bias": [6]]
        let comparison = file.compare(expected: expected)
        #expect(comparison.missing.map(\.name) == ["conv1.weight", "conv3.bias"])
        #expect(comparison.missing.map(\.similar) == ["conv1.weigth", nil])
        #expect(comparison.unexpected == ["conv1.weigth", "other"])
        #expect(comparison.misshapen == [.init(name: "fc.weight", found: [4, 2], needed: [5, 2])])
        #expect(
            folder.phrase { try file.require(expected, in: "w.pth") }
                == Phrase(
                    "w.pth does not fit the network: 2 tensors are missing: conv1.weight (is it conv1.weigth?), conv3.bias; 1 tensor is of another shape: fc.weight is (4, 2) and not (5, 2); 2 tensors are not known to the network: conv1.weigth, other: fetch it again from where it was published, or name another file",
                    "w.pth 与网络不符：缺少 2 个张量：conv1.weight（是否即 conv1.weigth？）、conv3.bias；1 个张量形状不符：fc.weight 为 (4, 2)，应为 (5, 2)；2 个张量网络不认识：conv1.weigth、other；请从发布处重新下载，或指定其他文件"
                ))
    }

    @Test func `of many the first few are named and the rest counted`() throws {
        let (folder, file) = try Self.source(["x": [1]])
        let expected = Dictionary(uniqueKeysWithValues: (10..<22).map { ("layer\($0).weight", [1]) })
        #expect(
            folder.phrase { try file.require(expected, in: "w.pth") }
                == Phrase(
                    "w.pth does not fit the network: 12 tensors are missing: layer10.weight, layer11.weight, layer12.weight, and 9 more; 1 tensor is not known to the network: x: fetch it again from where it was published, or name another file",
                    "w.pth 与网络不符：缺少 12 个张量：layer10.weight、layer11.weight、layer12.weight、另有 9 个；1 个张量网络不认识：x；请从发布处重新下载，或指定其他文件"
                ))
    }
}

@Suite struct WeightInspectionTests {
    @Test func `all tensors are read, and what is no number is listed`() throws {
        let folder = try TemporaryFolder()
        var writer = Fixture.writer
        writer.add("bad", [3], [1, .nan, 2])
        writer.add("worse", [2, 2], [1, 2, 3, -.infinity])
        for bytes in [writer.legacy, writer.zip(), writer.safetensors] {
            let file = try WeightFile.open(folder.write(bytes))
            var told: [Int] = []
            let inspection = try file.inspect { told.append($0) }
            #expect(told == Array(1...file.entries.count))
            #expect(inspection.numbers == writer.tensors.reduce(0) { $0 + $1.shape.reduce(1, *) })
            #expect(
                inspection.nonFinite == [
                    .init(tensor: "bad", index: 1, value: "nan"), .init(tensor: "worse", index: 3, value: "-inf"),
                ])
            #expect(inspection.hasChecksums == (file.format == .torchZip))
            #expect(!inspection.isSound)
        }
    }

    @Test func `a flipped bit in an archive is found by its checksum`() throws {
        let folder = try TemporaryFolder()
        let bytes = Fixture.writer.zip()
        let whole = try WeightFile.open(folder.write(bytes))
        #expect(try whole.inspect().isSound)
        var damaged = bytes
        damaged[try whole.entry("double").offset] ^= 1
        let inspection = try WeightFile.open(folder.write(damaged)).inspect()
        #expect(inspection.damaged == ["archive/data/4"])
        #expect(inspection.nonFinite.isEmpty)
    }

    @Test func `an archive that was written without checksums is not blamed for it`() throws {
        let folder = try TemporaryFolder()
        var zip = StateDictWriter.zip(pickle: Fixture.writer.pickle(isLegacy: false), storages: Fixture.writer.storages)
        for index in zip.members.indices { zip.members[index].checksum = 1 }
        let inspection = try WeightFile.open(folder.write(zip.bytes)).inspect()
        #expect(!inspection.hasChecksums && inspection.isSound)
    }
}

@Suite struct WeightStoreTests {
    private static let weights = PublishedWeights(
        name: "toy", title: Phrase(same: "toy"), fileName: "toy-12345678.pth", otherFileNames: ["other-12345678.pth"],
        sources: [],
        sha256: "12345678", byteCount: 3, credits: Phrase(same: ""), otherCache: .torchHub)

    @Test func `a published file carries its hash, or the start of it, in its name or its address`() {
        for weights in PublishedWeights.all {
            #expect(SHA256Digest(hexadecimal: weights.sha256) != nil)
            for source in weights.sources {
                let start = weights.otherCache == .clip ? "/\(weights.sha256)/" : "-\(weights.sha256.prefix(8)).pth"
                #expect(source.contains(start), "\(source)")
            }
            for source in weights.sources {
                #expect(source.hasPrefix("https://"))
                #expect(([weights.fileName] + weights.otherFileNames).contains { source.hasSuffix("/" + $0) }, "\(source)")
            }
            #expect(PublishedWeights.named(weights.name) == weights)
        }
        #expect(PublishedWeights.named("nothing") == nil)
    }

    @Test func `CLIP's are found where fid, OpenAI's tool or Hugging Face's put them, in this order`() throws {
        let folder = try TemporaryFolder()
        let environment = ["HOME": folder.path]
        let weights = CLIPWeights.base32
        let store = CLIPWeightStore(environment: environment)
        #expect(
            folder.phrase { try store.locate(weights) }
                == Phrase(
                    "the weights of CLIP (clip-vit-base-patch32) are not on this machine: run fid weights fetch clip-vit-base-patch32, or download model.safetensors or pytorch_model.bin, and config.json, from https://huggingface.co/openai/clip-vit-base-patch32/tree/main into .cache/fid/weights/clip-vit-base-patch32, or name the file with --weights or in FID_CLIP_WEIGHTS",
                    "本机没有 CLIP 的权重（clip-vit-base-patch32）：请运行 fid weights fetch clip-vit-base-patch32，或从 https://huggingface.co/openai/clip-vit-base-patch32/tree/main 下载 model.safetensors 或 pytorch_model.bin 以及 config.json，放入 .cache/fid/weights/clip-vit-base-patch32，或用 --weights 或 FID_CLIP_WEIGHTS 指定文件"
                ))
        let places = [
            ".cache/huggingface/hub/models--openai--clip-vit-base-patch32/snapshots/abc/model.safetensors",
            ".cache/clip/ViT-B-32.pt",
            ".cache/fid/weights/clip-vit-base-patch32/pytorch_model.bin", ".cache/fid/weights/ViT-B-32.pt",
        ]
        for place in places {
            let file = folder.file(place)
            try FileManager.default.createDirectory(
                at: URL(fileURLWithPath: file).deletingLastPathComponent(), withIntermediateDirectories: true)
            try folder.write([1], to: place)
            if place.contains("/clip/") {
                // What is not all there is a download of that tool's that was cut short.
                #expect(try store.locate(weights) == folder.file(places[0]))
                #expect(truncate(file, off_t(weights.published.byteCount)) == 0)
            }
            #expect(try store.locate(weights) == file)
        }
        // A folder with any of them, by the option or the variable.
        let named = folder.file(".cache/fid/weights")
        #expect(try CLIPWeightStore(path: named, environment: [:]).locate(.large336) == folder.file(places[3]))
        #expect(try CLIPWeightStore(environment: ["FID_CLIP_WEIGHTS": named]).locate(.large336) == folder.file(places[3]))
        // Fetched, they go where they are found.
        #expect(try WeightStore(environment: environment).target(of: weights.published) == folder.file(places[3]))
        #expect(weights.published.variable == "FID_CLIP_WEIGHTS" && PublishedWeights.inception.variable == "FID_WEIGHTS")
    }

    @Test func `where weights belong`() throws {
        let folder = try TemporaryFolder()
        let home = ["HOME": "/home/u"]
        let file = try folder.write([1], to: "own.bin")
        let cases: [(path: String?, environment: [String: String], target: String)] = [
            (nil, home, "/home/u/.cache/fid/weights/toy-12345678.pth"),
            (nil, home.merging(["XDG_CACHE_HOME": "/c"]) { $1 }, "/c/fid/weights/toy-12345678.pth"),
            // A path that is not absolute is to be ignored.
            (nil, home.merging(["XDG_CACHE_HOME": "c"]) { $1 }, "/home/u/.cache/fid/weights/toy-12345678.pth"),
            (nil, home.merging(["FID_WEIGHTS": ""]) { $1 }, "/home/u/.cache/fid/weights/toy-12345678.pth"),
            (nil, ["FID_WEIGHTS": folder.path], "\(folder.path)/toy-12345678.pth"),
            (nil, ["FID_WEIGHTS": "/nowhere"], "/nowhere/toy-12345678.pth"),
            (nil, ["FID_WEIGHTS": "/nowhere/my.pth"], "/nowhere/my.pth"), (nil, ["FID_WEIGHTS": file], file),
            (folder.path + "/", ["FID_WEIGHTS": "/x"], "\(folder.path)/toy-12345678.pth"),
            ("w.safetensors", [:], "w.safetensors"),
        ]
        for (path, environment, target) in cases {
            #expect(try WeightStore(path: path, environment: environment).target(of: Self.weights) == target, "\(environment)")
        }
        #expect(throws: WeightStoreError.noHome) { try WeightStore(environment: [:]).target(of: Self.weights) }
    }

    @Test func `weights are found where they were put, or in the cache of PyTorch`() throws {
        let folder = try TemporaryFolder()
        let environment = ["XDG_CACHE_HOME": folder.path]
        let store = WeightStore(environment: environment)
        #expect(
            folder.phrase { try store.locate(Self.weights) }
                == Phrase(
                    "the weights of toy are not on this machine (fid/weights/toy-12345678.pth): run fid weights fetch, or name them with --weights or in FID_WEIGHTS",
                    "本机没有 toy 的权重（fid/weights/toy-12345678.pth）：请运行 fid weights fetch，或用 --weights 或 FID_WEIGHTS 指定"))
        let manager = FileManager.default
        try manager.createDirectory(atPath: folder.file("torch/hub/checkpoints"), withIntermediateDirectories: true)
        try folder.write([1], to: "torch/hub/checkpoints/toy-12345678.pth")
        #expect(store.copyOfOtherTools(Self.weights) == nil, "too short: a download that is not done")
        try folder.write([1, 2, 3], to: "torch/hub/checkpoints/other-12345678.pth")
        #expect(try store.locate(Self.weights) == folder.file("torch/hub/checkpoints/other-12345678.pth"))
        try manager.createDirectory(atPath: folder.file("fid/weights"), withIntermediateDirectories: true)
        try folder.write([1, 2, 3], to: "fid/weights/toy-12345678.pth")
        #expect(try store.locate(Self.weights) == folder.file("fid/weights/toy-12345678.pth"))
        // What a person names is taken, or nothing.
        let named = WeightStore(environment: environment.merging(["FID_WEIGHTS": folder.file("x")]) { $1 })
        #expect(
            folder.phrase { try named.locate(Self.weights) }
                == Phrase(
                    "the weights of toy are not where FID_WEIGHTS says (x/toy-12345678.pth): name the file toy-12345678.pth or its folder, or run fid weights fetch",
                    "FID_WEIGHTS 指定的位置没有 toy 的权重（x/toy-12345678.pth）：请指定文件 toy-12345678.pth 或其所在文件夹，或运行 fid weights fetch"))
    }
}
