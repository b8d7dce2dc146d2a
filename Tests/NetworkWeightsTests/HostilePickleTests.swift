// Pickles that want to run something, to use up all memory, or to read where nothing is: each is refused with the byte, and nothing is run.

import Foundation
import TestSupport
import Testing

@testable import NetworkWeights

/// Pickles that no honest program writes.
struct Hostile: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let english: String
    let chinese: String
    let bytes: [UInt8]

    init(_ name: String, _ english: String, _ chinese: String, _ build: (inout PickleWriter) -> Void) {
        testDescription = name
        self.english = english
        self.chinese = chinese
        var writer = PickleWriter()
        build(&writer)
        bytes = writer.bytes
    }

    /// Adds a tensor over a storage of floats.
    static func tensor(
        _ pickle: inout PickleWriter, storage: (key: String, count: Int), offset: Int = 0, shape: [Int], stride: [Int]
    ) {
        pickle.global("torch._utils", "_rebuild_tensor_v2")
        pickle.mark()
        pickle.mark()
        pickle.text("storage")
        pickle.global("torch", "FloatStorage")
        pickle.text(storage.key)
        pickle.text("cpu")
        pickle.int(storage.count)
        pickle.tuple()
        pickle.persistentID()
        pickle.int(offset)
        pickle.integers(shape)
        pickle.integers(stride)
        pickle.tuple()
        pickle.reduce()
    }

    private static func tensorCase(
        _ name: String, _ english: String, _ chinese: String, count: Int = 24, offset: Int = 0, shape: [Int], stride: [Int]
    ) -> Hostile {
        Hostile(name, english, chinese) { pickle in
            pickle.emptyDictionary()
            pickle.text("w")
            tensor(&pickle, storage: ("0", count), offset: offset, shape: shape, stride: stride)
            pickle.raw([0x73])
            pickle.stop()
        }
    }

    private static func repeated(_ count: Int, _ operations: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(count * operations.count)
        for _ in 0..<count { result += operations }
        return result
    }

    static let structures: [Hostile] = [
        Hostile("an operation that is none", "ff is no operation of a pickle", "ff 不是 pickle 操作码") { $0.raw([0xFF]) },
        Hostile("a protocol that is none", "the pickle protocol 9 is not known", "未知的 pickle 协议 9") { $0.raw([0x80, 9]) },
        Hostile("INST", "the operation INST is refused, for tensors never need it", "拒绝操作 INST：张量从不需要它") {
            $0.mark()
            $0.raw(Array("itorch\nSize\n".utf8))
        },
        Hostile("OBJ", "the operation OBJ is refused, for tensors never need it", "拒绝操作 OBJ：张量从不需要它") { $0.raw([0x6F]) },
        Hostile("NEWOBJ_EX", "the operation NEWOBJ_EX is refused, for tensors never need it", "拒绝操作 NEWOBJ_EX：张量从不需要它") {
            $0.raw([0x92])
        },
        Hostile("EXT1", "the operation EXT1 is refused, for tensors never need it", "拒绝操作 EXT1：张量从不需要它") { $0.raw([0x82, 1]) },
        Hostile("PERSID", "the operation PERSID is refused, for tensors never need it", "拒绝操作 PERSID：张量从不需要它") {
            $0.raw(Array("Pabc\n".utf8))
        },
        Hostile("an empty stack", "REDUCE finds the stack empty", "REDUCE 遇到空栈") { $0.reduce() },
        Hostile("what lies below a mark", "TUPLE1 finds the stack empty", "TUPLE1 遇到空栈") {
            $0.none()
            $0.mark()
            $0.raw([0x85])
        },
        Hostile("no mark", "TUPLE finds no mark", "TUPLE 找不到标记") { $0.tuple() },
        Hostile("no memo", "nothing was remembered as number 77", "备忘表中没有第 77 项") { $0.get(77) },
        Hostile("a call of no function", "REDUCE finds something that it cannot take", "REDUCE 的操作对象不合法") {
            $0.int(1)
            $0.emptyTuple()
            $0.reduce()
        },
        Hostile("a call of a type", "a type is called with wrong arguments", "a type 的参数不合法") {
            $0.global("torch", "FloatStorage")
            $0.emptyTuple()
            $0.reduce()
        },
        Hostile("a list with keys", "SETITEMS finds something that it cannot take", "SETITEMS 的操作对象不合法") {
            $0.emptyList()
            $0.mark()
            $0.setItems()
        },
        Hostile("a key without a value", "SETITEMS finds something that it cannot take", "SETITEMS 的操作对象不合法") {
            $0.emptyDictionary()
            $0.mark()
            $0.none()
            $0.setItems()
        },
        Hostile("a state for a number", "BUILD finds something that it cannot take", "BUILD 的操作对象不合法") {
            $0.int(1)
            $0.emptyDictionary()
            $0.build()
        },
        Hostile("a storage that is none", "BINPERSID finds something that it cannot take", "BINPERSID 的操作对象不合法") {
            $0.mark()
            $0.text("module")
            $0.tuple()
            $0.persistentID()
        },
        Hostile("a name that is no text", "a name is not UTF-8", "名称不是 UTF-8 文本") { $0.raw([0x58, 2, 0, 0, 0, 0xC3, 0x28]) },
        Hostile("a name without end", "a name is longer than 512 bytes", "名称超过 512 字节") {
            $0.raw(Array("c".utf8) + repeated(600, [0x61]))
        },
    ]

    static let excesses: [Hostile] = [
        Hostile("tuples in tuples", "its containers are nested more than 100 deep", "容器嵌套超过 100 层") {
            $0.raw([0x29] + repeated(200_000, [0x85]))
        },
        Hostile("lists in lists", "its containers are nested more than 100 deep", "容器嵌套超过 100 层") {
            // A new list, remembered; the one before goes into it.
            $0.emptyList()
            for _ in 0..<200 {
                $0.put(0)
                $0.raw([0x30, 0x5D])
                $0.get(0)
                $0.raw([0x61])
            }
        },
        Hostile("marks in marks", "more than 1000 marks are open", "未闭合的标记超过 1000 个") { $0.raw(repeated(5000, [0x28])) },
        Hostile("a stack without end", "more than 262144 values are on the stack", "栈中的值超过 262144 个") {
            $0.raw(repeated(263_000, [0x4E]))
        },
        Hostile(
            "a bomb of a remembered list", "its containers hold more than 2097152 entries", "容器中的元素超过 2097152 个"
        ) {
            // A list of 2^16 entries, then again and again made into a set of its own.
            $0.emptyList()
            $0.mark()
            $0.raw(repeated(1 << 16, [0x4E]))
            $0.appends()
            $0.put(0)
            for _ in 0..<200 {
                $0.global("builtins", "set")
                $0.get(0)
                $0.raw([0x85])
                $0.reduce()
            }
        },
        Hostile("more remembered than there is", "more than 524288 values are remembered", "备忘表超过 524288 项") {
            $0.none()
            for place in 0..<524_300 { $0.put(place) }
        },
    ]

    static let tensors: [Hostile] = [
        tensorCase("a negative size", "a tensor has -2 as its size", "张量的 size 为 -2", shape: [-2], stride: [1]),
        tensorCase("a negative stride", "a tensor has -1 as its stride", "张量的 stride 为 -1", shape: [2], stride: [-1]),
        tensorCase(
            "a negative offset", "a tensor has -3 as its storage_offset", "张量的 storage_offset 为 -3", offset: -3, shape: [2],
            stride: [1]),
        tensorCase("a negative storage", "a tensor has -8 as its numel", "张量的 numel 为 -8", count: -8, shape: [2], stride: [1]),
        tensorCase(
            "one stride too few", "a tensor has the shape (2, 3) and the strides (1,)", "张量形状为 (2, 3)，步长却为 (1,)", shape: [2, 3],
            stride: [1]),
        tensorCase(
            "one entry too many", "a tensor reaches to element 24 of a storage of 24", "张量延伸到存储的第 24 个元素，而存储只有 24 个元素",
            offset: 1, shape: [24], stride: [1]),
        tensorCase(
            "a count that overflows",
            "a tensor claims the shape (4294967296, 4294967296), which its storage cannot stand for",
            "张量声称形状为 (4294967296, 4294967296)，其存储无法支撑", shape: [1 << 32, 1 << 32], stride: [0, 0]),
        tensorCase(
            "a reach that overflows", "a tensor claims the shape (3,), which its storage cannot stand for",
            "张量声称形状为 (3,)，其存储无法支撑", shape: [3], stride: [.max]),
        tensorCase(
            "an offset that overflows", "a tensor claims the shape (2,), which its storage cannot stand for",
            "张量声称形状为 (2,)，其存储无法支撑", offset: .max, shape: [2], stride: [1]),
        tensorCase(
            "one number for all memory", "a tensor claims the shape (1099511627776,), which its storage cannot stand for",
            "张量声称形状为 (1099511627776,)，其存储无法支撑", shape: [1 << 40], stride: [0]),
        tensorCase(
            "a hundred dimensions", "a tensor has 100 dimensions", "张量有 100 个维度", shape: [Int](repeating: 1, count: 100),
            stride: [Int](repeating: 1, count: 100)),
    ]
}

@Suite struct HostilePickleTests {
    /// The file that the pickle would make, were it run.
    private static func attack(_ module: String, _ name: String, _ command: String) -> [UInt8] {
        var pickle = PickleWriter()
        pickle.global(module, name)
        pickle.mark()
        pickle.text(command)
        pickle.tuple()
        pickle.reduce()
        pickle.stop()
        return pickle.bytes
    }

    @Test(arguments: ["os", "posix", "subprocess"])
    func `a pickle that calls the system is refused by name, in both formats, and nothing is run`(module: String) throws {
        let folder = try TemporaryFolder()
        let victim = folder.file("victim")
        let pickle = Self.attack(module, module == "subprocess" ? "call" : "system", "touch \(victim)")
        let name = module == "subprocess" ? "subprocess.call" : "\(module).system"
        let legacy = StateDictWriter.legacy(pickle: pickle)
        let zip = StateDictWriter.zip(pickle: pickle).bytes
        for bytes in [legacy, zip] {
            let byte = try #require(Self.place(of: Array("c\(module)\n".utf8), in: bytes))
            #expect(
                try folder.phrase { try WeightFile.open(folder.write(bytes)) }
                    == .init(
                        "w.pth asks Python to use \(name) (byte \(byte)), which can run programs and has no place in weights: nothing of it was run; do not open the file with torch.load, and get the weights from a source that you trust",
                        "w.pth 要求 Python 使用 \(name)（字节 \(byte)），它可以运行程序，不该出现在权重中：其中的任何内容都没有执行；请勿用 torch.load 打开该文件，并从可信来源获取权重"
                    ))
        }
        #expect(!FileManager.default.fileExists(atPath: victim))
    }

    @Test func `a pickle that builds a name from texts is refused all the same`() throws {
        let folder = try TemporaryFolder()
        var pickle = PickleWriter(protocol: 4)
        pickle.text("builtins")
        pickle.text("eval")
        pickle.raw([0x93])
        let says = folder.english { try WeightFile.open(folder.write(StateDictWriter.zip(pickle: pickle.bytes).bytes)) }
        #expect(says.hasPrefix("w.pth asks Python to use builtins.eval (byte "), "\(says)")
    }

    @Test func `a class that tensors do not need is refused by name`() throws {
        let folder = try TemporaryFolder()
        var pickle = PickleWriter()
        pickle.emptyDictionary()
        pickle.text("args")
        pickle.global("argparse", "Namespace")
        let bytes = StateDictWriter.legacy(pickle: pickle.bytes)
        let byte = try #require(Self.place(of: Array("cargparse\n".utf8), in: bytes))
        #expect(
            try folder.phrase { try WeightFile.open(folder.write(bytes)) }
                == .init(
                    "w.pth needs argparse.Namespace of Python (byte \(byte)), and only tensors are read here, without running anything: save the tensors alone, as torch.save(model.state_dict(), path)",
                    "w.pth 需要 Python 的 argparse.Namespace（字节 \(byte)），而这里只读取张量，不执行任何代码：请只保存张量，即 torch.save(model.state_dict(), path)"
                ))
    }

    @Test(arguments: Hostile.structures + Hostile.excesses + Hostile.tensors)
    func `a pickle that is none is refused with the byte, in both formats`(hostile: Hostile) throws {
        let folder = try TemporaryFolder()
        for bytes in [StateDictWriter.legacy(pickle: hostile.bytes), StateDictWriter.zip(pickle: hostile.bytes).bytes] {
            let phrase = try folder.phrase { try WeightFile.open(folder.write(bytes)) }
            let byte = phrase.english.firstMatch(of: /at byte ([0-9]+)/).flatMap { Int($0.1) } ?? -1
            #expect(
                phrase
                    == .init(
                        "w.pth cannot be read at byte \(byte) (\(hostile.english)): fetch it again, or save it again with torch.save",
                        "w.pth 在字节 \(byte) 处无法解读（\(hostile.chinese)）：请重新下载，或用 torch.save 重新保存"))
            // The byte lies in the pickle.
            let start = try #require(Self.place(of: hostile.bytes, in: bytes))
            #expect((start..<start + hostile.bytes.count).contains(byte), "\(byte)")
        }
    }

    @Test func `a list that holds itself is no trouble`() throws {
        let folder = try TemporaryFolder()
        var pickle = PickleWriter()
        pickle.emptyDictionary()
        pickle.put(0)
        pickle.mark()
        pickle.text("state_dict")
        pickle.get(0)
        pickle.setItems()
        pickle.stop()
        #expect(
            try folder.phrase { try WeightFile.open(folder.write(StateDictWriter.zip(pickle: pickle.bytes).bytes)) }
                == .init(
                    "w.pth holds state_dict and no tensors beside them: save the tensors of one network alone, as torch.save(model.state_dict(), path)",
                    "w.pth 的条目为 state_dict，其中没有直接存放的张量：请只保存一个网络的张量，即 torch.save(model.state_dict(), path)"))
    }

    private static func place(of pattern: [UInt8], in bytes: [UInt8]) -> Int? {
        Data(bytes).range(of: Data(pattern))?.lowerBound
    }
}
