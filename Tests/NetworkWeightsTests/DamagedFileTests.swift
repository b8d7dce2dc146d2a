// Files that are no weights, that were cut off, or that contradict themselves: one sentence each, in both languages.

import Foundation
import TestSupport
import Testing

@testable import NetworkWeights

@Suite struct DamagedFileTests {
    struct Bad: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let english: String
        let chinese: String
        let bytes: [UInt8]

        init(_ name: String, _ english: String, _ chinese: String, _ bytes: [UInt8]) {
            testDescription = name
            self.english = english
            self.chinese = chinese
            self.bytes = bytes
        }
    }

    private static func header(_ tensors: String) -> [UInt8] {
        StateDictWriter.safetensors(header: "{\(tensors)}", data: [UInt8](repeating: 0, count: 8))
    }

    private static func described(_ dtype: String, _ shape: String, _ offsets: String) -> [UInt8] {
        header(#""w":{"dtype":"\#(dtype)","shape":\#(shape),"data_offsets":\#(offsets)}"#)
    }

    private static let noDictionary: [UInt8] = {
        var pickle = PickleWriter()
        pickle.int(5)
        pickle.stop()
        return pickle.bytes
    }()

    private static let severalNetworks: [UInt8] = {
        var pickle = PickleWriter()
        pickle.emptyDictionary()
        pickle.mark()
        for name in ["G", "D"] {
            pickle.text(name)
            pickle.emptyDictionary()
            pickle.text("w")
            Hostile.tensor(&pickle, storage: ("0", 1), shape: [1], stride: [1])
            pickle.raw([0x73])
        }
        pickle.setItems()
        pickle.stop()
        return StateDictWriter.zip(
            pickle: pickle.bytes, storages: [.init(key: "0", type: .float32, values: [1])]
        ).bytes
    }()

    private static let damagedHeader = (
        "w.pth has a damaged header (in the description of w): fetch it again", "w.pth 的头部已损坏（在 w 的描述中）：请重新下载"
    )

    static let others: [Bad] = [
        Bad(
            "an empty file",
            "w.pth is empty (0 bytes): what should have written it did not finish, so write it again",
            "w.pth 是空文件（0 字节）：写它的程序没有完成，请重新生成", []),
        Bad(
            "a picture",
            "w.pth is no file of weights (it starts with 89 50 4e 47 0d 0a 1a 0a): name a .pth file of PyTorch or a .safetensors file",
            "w.pth 不是权重文件（开头字节为 89 50 4e 47 0d 0a 1a 0a）：请提供 PyTorch 的 .pth 文件或 .safetensors 文件",
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0]),
        Bad(
            "a web page",
            "w.pth is a web page, perhaps the error page of a failed download: download the file again",
            "w.pth 是一个网页，可能是下载失败时的错误页面：请重新下载", Array("<!DOCTYPE html><html>Not Found</html>".utf8)),
        Bad(
            "a pointer of Git LFS", "w.pth is a Git LFS pointer and not the data: fetch the data with git lfs pull",
            "w.pth 是 Git LFS 指针文件而不是数据本身：请用 git lfs pull 获取数据",
            Array("version https://git-lfs.github.com/spec/v1\n".utf8)),
        Bad(
            "a pickle of something else",
            "w.pth is a Python pickle, but torch.save did not write it: name a .pth file of PyTorch or a .safetensors file",
            "w.pth 是 Python pickle，但不是由 torch.save 写出的：请提供 PyTorch 的 .pth 文件或 .safetensors 文件",
            [0x80, 2, 0x4B, 1, 0x2E]),
        Bad(
            "a zip archive of arrays",
            "w.pth is a zip archive that torch.save did not write: name a .pth file of PyTorch or a .safetensors file",
            "w.pth 是 zip 压缩包，但不是由 torch.save 写出的：请提供 PyTorch 的 .pth 文件或 .safetensors 文件",
            Zip([.init(name: "mu.npy", content: [1, 2, 3])]).bytes),
        Bad(
            "a TorchScript program that is none",
            "w.pth holds no tensors by name: save them as torch.save(model.state_dict(), path)",
            "w.pth 中没有按名称存放的张量：请用 torch.save(model.state_dict(), path) 保存",
            Script.archive([0x80, 2, 0x4E, 0x2E])),
        Bad(
            "a TorchScript program without tensors",
            "w.pth holds training and no tensors beside them: save the tensors of one network alone, as torch.save(model.state_dict(), path)",
            "w.pth 的条目为 training，其中没有直接存放的张量：请只保存一个网络的张量，即 torch.save(model.state_dict(), path)",
            Script.archive(Script.module(Script.text("training") + [0x89]) + [0x2E])),
        Bad(
            "a compressed archive",
            "w.pth holds archive/data.pkl compressed, which PyTorch never does: unpack it and pack it again with zip -0, or save it again with torch.save",
            "w.pth 中的 archive/data.pkl 经过压缩，而 PyTorch 从不压缩：请解压后用 zip -0 重新打包，或用 torch.save 重新保存",
            Zip([.init(name: "archive/data.pkl", content: Fixture.writer.pickle(isLegacy: false), isDeflated: true)]).bytes),
        Bad(
            "no dictionary", "w.pth holds no tensors by name: save them as torch.save(model.state_dict(), path)",
            "w.pth 中没有按名称存放的张量：请用 torch.save(model.state_dict(), path) 保存", StateDictWriter.legacy(pickle: noDictionary)),
        Bad(
            "two networks",
            "w.pth holds G, D and no tensors beside them: save the tensors of one network alone, as torch.save(model.state_dict(), path)",
            "w.pth 的条目为 G、D，其中没有直接存放的张量：请只保存一个网络的张量，即 torch.save(model.state_dict(), path)", severalNetworks),
        Bad(
            "a storage that is not there",
            "w.pth names the tensor conv.weight and does not hold its numbers: fetch it again, or save it again with torch.save",
            "w.pth 列出了张量 conv.weight，却没有它的数值：请重新下载，或用 torch.save 重新保存",
            StateDictWriter.zip(pickle: Fixture.writer.pickle(isLegacy: false)).bytes),
        Bad(
            "a storage that is not there, legacy",
            "w.pth names the tensor conv.weight and does not hold its numbers: fetch it again, or save it again with torch.save",
            "w.pth 列出了张量 conv.weight，却没有它的数值：请重新下载，或用 torch.save 重新保存",
            StateDictWriter.legacy(pickle: Fixture.writer.pickle(isLegacy: true))),
    ]

    static let headers: [Bad] = [
        Bad(
            "another type", "w.pth holds w as F8_E4M3, which is not read here: save it as float32 or float16",
            "w.pth 中 w 的类型为 F8_E4M3，这里不读取：请以 float32 或 float16 保存", described("F8_E4M3", "[8]", "[0,8]")),
        Bad("fewer bytes than the shape", damagedHeader.0, damagedHeader.1, described("F32", "[3]", "[0,8]")),
        Bad("a hole in front", damagedHeader.0, damagedHeader.1, described("F32", "[1]", "[4,8]")),
        Bad("backwards", damagedHeader.0, damagedHeader.1, described("F32", "[1]", "[8,4]")),
        Bad("a negative size", damagedHeader.0, damagedHeader.1, described("F32", "[-2]", "[0,8]")),
        Bad("a negative offset", damagedHeader.0, damagedHeader.1, described("F32", "[2]", "[-8,0]")),
        Bad(
            "a shape that overflows", damagedHeader.0, damagedHeader.1,
            described("F32", "[4294967296,4294967296]", "[0,8]")),
        Bad("an offset that overflows", damagedHeader.0, damagedHeader.1, described("F32", "[2]", "[0,9223372036854775807]")),
        Bad("one offset", damagedHeader.0, damagedHeader.1, described("F32", "[2]", "[0]")),
        Bad("a shape that is none", damagedHeader.0, damagedHeader.1, described("F32", #""2""#, "[0,8]")),
        Bad(
            "no JSON", "w.pth has a damaged header: fetch it again", "w.pth 的头部已损坏：请重新下载",
            StateDictWriter.safetensors(header: "{w:}", data: [])),
        Bad(
            "bytes of no tensor", "w.pth has a damaged header: fetch it again", "w.pth 的头部已损坏：请重新下载",
            described("F32", "[1]", "[0,4]")),
        Bad(
            "no tensors", "w.pth holds no tensors by name: save them as torch.save(model.state_dict(), path)",
            "w.pth 中没有按名称存放的张量：请用 torch.save(model.state_dict(), path) 保存",
            StateDictWriter.safetensors(header: "{}", data: [])),
    ]

    @Test(arguments: others + headers)
    func `what is no file of weights is told in one sentence`(bad: Bad) throws {
        let folder = try TemporaryFolder()
        #expect(try folder.phrase { try WeightFile.open(folder.write(bad.bytes)) } == .init(bad.english, bad.chinese))
    }

    @Test func `paths that are none`() throws {
        let folder = try TemporaryFolder()
        #expect(folder.english { try WeightFile.open(folder.file("x")) } == "x does not exist: check the path")
        try FileManager.default.createDirectory(atPath: folder.file("d"), withIntermediateDirectories: true)
        #expect(
            folder.phrase { try WeightFile.open(folder.file("d")) }
                == .init(
                    "d is a folder: name a .pth or .safetensors file inside it",
                    "d 是一个文件夹：请指定其中的 .pth 或 .safetensors 文件"))
    }

    @Test func `numbers of another length than the table claims`() throws {
        let folder = try TemporaryFolder()
        var writer = StateDictWriter()
        writer.add("w", [2], [1, 2])
        writer.storages[0].claimed = 3
        let zip = writer.zip()
        let bytes = writer.legacy
        #expect(
            try folder.phrase { try WeightFile.open(folder.write(bytes)) }
                == .init(
                    "w.pth holds numbers of the length 2 at byte \(bytes.count - 16) where its table claims 3: fetch it again",
                    "w.pth 在字节 \(bytes.count - 16) 处的数据长度为 2，而目录声称为 3：请重新下载"))
        let says = try folder.english { try WeightFile.open(folder.write(zip)) }
        #expect(
            says.contains(/^w.pth holds numbers of the length 8 at byte [0-9]+ where its table claims 12: fetch it again$/),
            "\(says)")
    }

    @Test func `a byte order that is none`() throws {
        let folder = try TemporaryFolder()
        var zip = StateDictWriter.zip(
            pickle: Fixture.writer.pickle(isLegacy: false), storages: Fixture.writer.storages)
        zip.members[1].content = Array("middle".utf8)
        let says = try folder.english { try WeightFile.open(folder.write(zip.bytes)) }
        #expect(
            says.contains(
                /^w.pth gives “middle” as its byte order \(at byte [0-9]+\), and little and big are known: fetch it again$/),
            "\(says)")
    }

    // MARK: Cut off

    @Test(arguments: ["legacy", "safetensors", "zip"])
    func `a file that was cut off anywhere says where, and what is whole can be read`(format: String) throws {
        let folder = try TemporaryFolder()
        let writer = Fixture.writer
        let bytes = format == "legacy" ? writer.legacy : format == "zip" ? writer.zip() : writer.safetensors
        let whole = try WeightFile.open(folder.write(bytes))
        let ends = Set(whole.entries.map(\.span.upperBound))
        let values = try Dictionary(uniqueKeysWithValues: whole.entries.map { ($0.name, try whole.values(of: $0.name)) })
        let firstNumber = whole.entries.map(\.offset).min() ?? 0
        // Around the end of every tensor, and in steps elsewhere.
        let near = Set(ends.flatMap { [$0 - 1, $0, $0 + 1] } + [1, 7, 8, 9, bytes.count - 1])
        for size in 1..<bytes.count where size % 7 == 0 || near.contains(size) {
            let path = try folder.write(Array(bytes[..<size]))
            let phrase = folder.phrase { try WeightFile.open(path) }
            guard let file = try? WeightFile.open(path, allowingTruncation: true) else {
                // Before its table is whole, nothing more can be said.
                #expect(size <= firstNumber, "\(size)")
                let known = [
                    "w.pth ends at byte \(size), inside the table of its tensors: fetch or copy it again",
                    "w.pth is a cut-off archive, for the directory at its end is missing: copy or write it again",
                ]
                let isUnknown = phrase.english.hasPrefix("w.pth is no file of weights (it starts with ")
                #expect(known.contains(phrase.english) || isUnknown && size <= 8, "\(size): \(phrase.english)")
                continue
            }
            let truncation = try #require(file.truncation)
            #expect(truncation.size == size && truncation.tensors == whole.entries.count)
            #expect(phrase.english == "w.pth \(truncation.explanation.english): fetch or copy it again")
            // How far it must reach is known but for the bytes between the members of an archive.
            if format != "zip" { #expect(truncation.needed == bytes.count) }
            let there = whole.entries.filter { $0.span.isEmpty || $0.span.upperBound <= size }
            #expect(truncation.wholeTensors == there.count, "\(size)")
            let broken = whole.entries.filter { !$0.span.isEmpty && $0.span.upperBound > size }.min { $0.offset < $1.offset }
            #expect(truncation.tensor == broken?.name, "\(size)")
            // The numbers, where one tensor more is whole.
            guard ends.contains(size) || ends.contains(size + 1) else { continue }
            for entry in there { #expect(try file.values(of: entry.name) == values[entry.name], "\(size)") }
            if let name = broken?.name {
                #expect(
                    folder.english { try file.values(of: name) }.hasPrefix("w.pth ends at byte \(size), in the tensor \(name): ")
                )
            }
        }
    }

    private static let realPiece = SharedData.root.appending(path: "fixtures/inception/real_weights_first_818371_bytes.pth")

    @Test(
        .enabled(
            if: FileManager.default.fileExists(atPath: realPiece.path),
            "the piece of the real weights is not here (../shared/fixtures/inception)"))
    func `the beginning of the real weights tells all their tensors and where it ends`() throws {
        let folder = try TemporaryFolder()
        let path = Self.realPiece.path
        #expect(
            folder.phrase { try WeightFile.open(path) }
                == .init(
                    "\(path) ends at byte 818371, in the tensor Mixed_6a.branch3x3dbl_3.conv.weight: 119 of 566 tensors are whole, and 94809988 bytes are missing: fetch or copy it again",
                    "\(path) 在字节 818371 处结束，正处于张量 Mixed_6a.branch3x3dbl_3.conv.weight：566 个张量中有 119 个完整，还缺 94809988 字节：请重新下载或复制"
                ))
        let file = try WeightFile.open(path, allowingTruncation: true)
        #expect(file.truncation?.needed == PublishedWeights.inception.byteCount)
        struct Told: Decodable {
            let shape, stride: [Int]
            let dtype: String
        }
        let told = try JSONDecoder().decode(
            [String: Told].self,
            from: Data(contentsOf: Self.realPiece.deletingLastPathComponent().appending(path: "real_weights_keys.json")))
        #expect(file.names == told.keys.sorted())
        for entry in file.entries {
            let known = try #require(told[entry.name])
            #expect(entry.shape == known.shape && entry.stride == known.stride, "\(entry.name)")
            #expect(entry.elementType.name == (known.dtype == "LongStorage" ? "int64" : "float32"))
        }
        let there = file.entries.filter { $0.span.upperBound <= 818_371 }
        #expect(there.count == 119)
        for entry in there { #expect(try file.values(of: entry.name).count == entry.shape.reduce(1, *)) }
    }
}
