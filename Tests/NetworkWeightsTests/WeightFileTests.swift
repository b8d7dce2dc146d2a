// What a file of weights gives: the numbers that PyTorch wrote, in each format, type and order.

import FeatureFiles
import Foundation
import TestSupport
import Testing

@testable import NetworkWeights

@Suite struct WeightFileTests {
    /// What a file of PyTorch's holds, as PyTorch told it.
    private struct Told: Decodable {
        let type, dtype: String?
        let shape, stride: [Int]
        let values, inOrder: [Double]?

        private enum CodingKeys: String, CodingKey {
            case type, dtype, shape, stride, values
            case inOrder = "values_c_order"
        }
    }

    private static func told(_ name: String) throws -> [String: Told] {
        try JSONDecoder().decode([String: Told].self, from: Data(contentsOf: Fixture.folder.appending(path: name)))
    }

    @Test(arguments: [
        ("tiny_legacy.pth", "tiny.json", WeightFormat.legacyTorch), ("tiny_zip.pth", "tiny.json", .torchZip),
        ("checkpoint_legacy.pth", "checkpoint.json", .legacyTorch), ("checkpoint_zip.pth", "checkpoint.json", .torchZip),
        ("checkpoint_protocol4.pth", "checkpoint.json", .torchZip), ("script_compiled.pt", "script.json", .torchScript),
        ("script_traced.pt", "script.json", .torchScript),
    ])
    func `the files of PyTorch hold what PyTorch says`(name: String, told: String, format: WeightFormat) throws {
        let file = try WeightFile.open(Fixture.path(name))
        let expected = try Self.told(told)
        #expect(file.format == format)
        #expect(file.names == expected.keys.sorted())
        #expect(file.truncation == nil)
        for (name, tensor) in expected {
            let entry = try file.entry(name)
            #expect(entry.shape == tensor.shape && entry.stride == tensor.stride, "\(name)")
            #expect(file.shape(of: name) == tensor.shape)
            #expect(entry.elementType.name == tensor.type ?? tensor.dtype?.replacing("torch.", with: ""), "\(name)")
            let values = (tensor.values ?? tensor.inOrder ?? []).map { Float($0) }
            #expect(try file.values(of: name) == values, "\(name)")
        }
    }

    @Test func `a checkpoint of a training says what was done to find the weights`() throws {
        let file = try WeightFile.open(Fixture.path("checkpoint_zip.pth"))
        #expect(
            file.notes.map(\.english) == [
                "the tensors are those of the entry state_dict", "the prefix module. was taken off all names",
            ])
        #expect(file.notes.map(\.chinese) == ["张量取自条目 state_dict", "所有名称都去掉了前缀 module."])
        #expect(try WeightFile.open(Fixture.path("tiny_zip.pth")).notes == [])
    }

    @Test(arguments: ["script_compiled.pt", "script_traced.pt"])
    func `a TorchScript program gives its tensors in their order, and says that it is one`(name: String) throws {
        let file = try WeightFile.open(Fixture.path(name))
        #expect(file.notes.map(\.english) == ["a TorchScript program: the tensors of its modules are read, its code is not"])
        #expect(file.notes.map(\.chinese) == ["TorchScript 程序：只读取各模块的张量，不读取其中的代码"])
        #expect(file.entries.prefix(3).map(\.name) == ["scale", "thin", "resolution"])
        let inspection = try file.inspect()
        #expect(inspection.isSound && inspection.hasChecksums)
        // Cut off, it has no directory, and its numbers stand before what tells of them.
        let folder = try TemporaryFolder()
        let bytes = try Fixture.bytes(name)
        for count in [bytes.count - 1, bytes.count / 2, 100] {
            let path = try folder.write(Array(bytes.prefix(count)))
            #expect(folder.english { try WeightFile.open(path) }.hasPrefix("w.pth "), "\(count)")
        }
    }

    static let writers: [(String, @Sendable (StateDictWriter) -> [UInt8])] = [
        ("legacy", { $0.legacy }), ("zip", { $0.zip() }), ("zip without a byte order", { $0.zip(marksByteOrder: false) }),
        ("zip, big-endian", { $0.zip(isBigEndian: true) }), ("safetensors", { $0.safetensors }),
        ("TorchScript", { $0.script }),
    ]

    @Test(arguments: writers)
    func `each format gives the same values`(name: String, write: @Sendable (StateDictWriter) -> [UInt8]) throws {
        let folder = try TemporaryFolder()
        let writer = Fixture.writer
        let file = try WeightFile.open(folder.write(write(writer)))
        #expect(file.entries.map(\.name).sorted() == writer.tensors.map(\.name).sorted())
        #expect(file.isBigEndian == (name == "zip, big-endian"))
        for tensor in writer.tensors {
            #expect(try file.values(of: tensor.name) == writer.values(of: tensor).map { Float($0) }, "\(tensor.name)")
            #expect(file.shape(of: tensor.name) == tensor.shape)
        }
        let entry = try file.entry("conv.weight")
        #expect(entry.byteCount == 96)
        #expect(entry.stride == (name == "safetensors" ? [12, 4, 2, 1] : [1, 2, 12, 6]))
        #expect(entry.isInOrder == (name == "safetensors"))
        #expect(try file.entry("shared").isInOrder)
    }

    @Test func `every type of numbers is read`() throws {
        let folder = try TemporaryFolder()
        var writer = StateDictWriter()
        for type in StoredNumber.allCases {
            let values: [Double] =
                switch type {
                case .bool: [0, 1, 1]
                case .uint8: [0, 7, 255]
                case .int8: [-128, 0, 127]
                case .int16, .int32, .int64: [-32768, 5, 32767]
                default: [-1.5, 0, 0.0078125]
                }
            writer.add(type.rawValue, [3], values, type: type)
        }
        for bytes in [writer.legacy, writer.zip(), writer.zip(isBigEndian: true), writer.safetensors] {
            let file = try WeightFile.open(folder.write(bytes))
            for (tensor, storage) in zip(writer.tensors, writer.storages) {
                #expect(try file.values(of: tensor.name) == storage.values.map { Float($0) }, "\(tensor.name)")
            }
        }
    }

    /// `torch.save` wrote little-endian numbers on every machine, and `torch.load` reads them so.
    @Test func `a legacy file of a big-endian machine is little-endian all the same`() throws {
        let folder = try TemporaryFolder()
        var writer = Fixture.writer
        writer.claimsBigEndianMachine = true
        let file = try WeightFile.open(folder.write(writer.legacy))
        #expect(try file.values(of: "conv.bias") == [0.5, -1.25])
    }

    @Test func `parameters, nested dictionaries and what stands beside them`() throws {
        let folder = try TemporaryFolder()
        var writer = Fixture.writer
        writer.makesParameters = true
        writer.path = ["generator", "state_dict"]
        for bytes in [writer.legacy, writer.zip()] {
            let file = try WeightFile.open(folder.write(bytes))
            #expect(file.notes.map(\.english) == ["the tensors are those of the entry generator/state_dict"])
            #expect(try file.values(of: "conv.bias") == [0.5, -1.25])
        }
    }

    @Test func `entries that are no tensors are left out and named`() throws {
        let folder = try TemporaryFolder()
        var pickle = PickleWriter()
        pickle.emptyDictionary()
        pickle.mark()
        for name in ["epoch", "lr", "note", "arch"] {
            pickle.text(name)
            pickle.double(0.5)
        }
        pickle.text("w")
        Hostile.tensor(&pickle, storage: ("0", 2), shape: [2], stride: [1])
        pickle.setItems()
        pickle.stop()
        let storage = StateDictWriter.Storage(key: "0", type: .float32, values: [1, 2])
        let file = try WeightFile.open(folder.write(StateDictWriter.legacy(pickle: pickle.bytes, storages: [storage])))
        #expect(file.names == ["w"])
        #expect(file.notes.map(\.english) == ["entries that are no tensors were left out: epoch, lr, note and 1 more"])
        #expect(file.notes.map(\.chinese) == ["忽略了不是张量的条目：epoch、lr、note 等共 4 项"])
    }

    @Test func `a tensor that is not there is named with the nearest one`() throws {
        let folder = try TemporaryFolder()
        let file = try WeightFile.open(folder.write(Fixture.writer.legacy))
        #expect(
            folder.phrase { try file.values(of: "conv.weigth") }
                == .init(
                    "w.pth has no tensor conv.weigth (did you mean conv.weight?): fid weights show lists them",
                    "w.pth 中没有张量 conv.weigth（是否想用 conv.weight？）：用 fid weights show 查看所有张量"))
        #expect(
            folder.english { try file.values(of: "x") } == "w.pth has no tensor x: fid weights show lists them")
        #expect(file.shape(of: "x") == nil)
    }

    @Test(arguments: [(Double.nan, "nan"), (.infinity, "inf"), (-.infinity, "-inf")])
    func `a number that is none is named`(value: Double, text: String) throws {
        let folder = try TemporaryFolder()
        for (count, place) in [(1, 0), (3, 1), (3, 2), (40, 17), (40, 39)] {
            var values = [Double](repeating: 1, count: count)
            values[place] = value
            for type in [StoredNumber.float32, .bfloat16, .float16, .float64] {
                var writer = StateDictWriter()
                writer.add("w", [count], values, type: type)
                let file = try WeightFile.open(folder.write(writer.zip()))
                #expect(
                    folder.phrase { try file.values(of: "w") }
                        == .init(
                            "w.pth holds \(text) in w (number \(place + 1) of it), with which no network computes: fetch it again",
                            "w.pth 的 w 中第 \(place + 1) 个数为 \(text)，网络无法用它计算：请重新下载"))
            }
        }
    }

    @Test func `the greatest numbers are numbers`() throws {
        let folder = try TemporaryFolder()
        let greatest = Double(Float.greatestFiniteMagnitude)
        var writer = StateDictWriter()
        writer.add("w", [5], [greatest, -greatest, -greatest, greatest, -greatest])
        let file = try WeightFile.open(folder.write(writer.zip()))
        #expect(try file.values(of: "w").map(Double.init) == [greatest, -greatest, -greatest, greatest, -greatest])
    }

    /// A file of 256 GB on the disk's paper only: whoever reads it whole does not come back.
    @Test func `opening reads no numbers, and values reads those of its tensor only`() throws {
        let folder = try TemporaryFolder()
        var writer = StateDictWriter()
        let count = 1 << 36
        writer.add("large", [count], [])
        writer.storages[0].claimed = count
        writer.addView("last", of: 0, shape: [2, 2], stride: [1, 2], offset: count - 4)
        var bytes = writer.legacy
        bytes.replaceSubrange(bytes.count - 8..<bytes.count, with: littleEndian(Int64(count)))
        let path = try folder.write(bytes)
        let size = bytes.count + 4 * count
        guard truncate(path, off_t(size)) == 0 else { return }  // No sparse files here.
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try handle.seek(toOffset: UInt64(size - 16))
        try handle.write(contentsOf: Data([1, 2, 3, 4].flatMap { StoredNumber.float32.bytes($0) }))
        let file = try WeightFile.open(path)
        #expect(try file.entry("large").byteCount == 4 * count)
        #expect(try file.values(of: "last") == [1, 3, 2, 4])
    }

    @Test func `strides in any order are brought into C order`() throws {
        let seed = 20_261_121
        var generator = SeededGenerator(seed: seed)
        let folder = try TemporaryFolder()
        for round in 0..<40 {
            let rank = Int.random(in: 1...5, using: &generator)
            let shape = (0..<rank).map { _ in Int.random(in: 1...(rank > 3 ? 5 : 70), using: &generator) }
            // The strides of a dense tensor whose dimensions were permuted, with gaps.
            var stride = [Int](repeating: 0, count: rank)
            var step = Int.random(in: 1...2, using: &generator)
            for dimension in (0..<rank).shuffled(using: &generator) {
                stride[dimension] = step
                step *= shape[dimension] + Int.random(in: 0...1, using: &generator)
            }
            guard step < 200_000 else { continue }
            var writer = StateDictWriter()
            writer.add("w", shape, (0..<step + 3).map(Double.init), stride: stride, offset: 2)
            let values = try WeightFile.open(folder.write(writer.zip())).values(of: "w")
            #expect(
                values == writer.values(of: writer.tensors[0]).map { Float($0) },
                "round \(round), seed \(seed): \(shape), \(stride)")
        }
    }

    @Test func `what lies behind the last tensor of a legacy file is said`() throws {
        let folder = try TemporaryFolder()
        let bytes = Fixture.writer.legacy
        let file = try WeightFile.open(folder.write(bytes + [1, 2, 3]))
        #expect(file.notes.map(\.english) == ["3 bytes behind the last tensor, from byte \(bytes.count) on, are not read"])
    }
}
