// TorchScript programs that nobody wrote in good faith: modules without end, and what only a program may name.

import Foundation
import TestSupport
import Testing

@testable import NetworkWeights

/// Pickles of TorchScript, by hand.
enum Script {
    /// An archive with a pickle and what tells a program from weights alone.
    static func archive(_ pickle: [UInt8]) -> [UInt8] {
        Zip([.init(name: "m/data.pkl", content: pickle), .init(name: "m/constants.pkl", content: [0x80])]).bytes
    }

    /// A short text.
    static func text(_ text: String) -> [UInt8] { [0x58, UInt8(text.utf8.count), 0, 0, 0] + Array(text.utf8) }

    /// An object of a class of the program: GLOBAL, no arguments, NEWOBJ; its attributes in a dictionary, BUILD.
    ///
    /// - Parameter memo: under which number it is remembered before it has attributes.
    static func module(_ attributes: [UInt8], memo: UInt8? = nil) -> [UInt8] {
        let object = Array("c__torch__\nM\n".utf8) + [0x29, 0x81] + (memo.map { [0x71, $0] } ?? [])
        return object + [0x7D, 0x28] + attributes + [0x75, 0x62]
    }

    /// A module with another one twice, which has another one twice, and so on.
    static func doubling(_ depth: UInt8) -> [UInt8] {
        guard depth > 0 else { return module([]) }
        return module(text("a") + doubling(depth - 1) + [0x71, depth] + text("b") + [0x68, depth])
    }
}

@Suite struct ScriptModuleTests {
    typealias Bad = DamagedFileTests.Bad

    private static let start: [UInt8] = [0x80, 2]
    private static let stop: [UInt8] = [0x2E]

    static let bad: [Bad] = [
        Bad(
            "modules that share others, twice each, forty deep", "w.pth has too many modules within modules, at a.",
            "w.pth 中模块嵌套过多（在 a.", Script.archive(start + Script.doubling(40) + stop)),
        Bad(
            "a module within itself", "w.pth has too many modules within modules, at a.a.a.", "w.pth 中模块嵌套过多（在 a.a.a.",
            Script.archive(start + Script.module(Script.text("a") + [0x68, 7], memo: 7) + stop)),
        Bad(
            "a class of a program where there is none", "w.pth needs __torch__.M of Python (byte ",
            "w.pth 需要 Python 的 __torch__.M（字节 ",
            Zip([.init(name: "m/data.pkl", content: start + Script.module([]) + stop)]).bytes),
        Bad(
            "a class whose module only starts alike", "w.pth needs __torch__x.M of Python (byte ",
            "w.pth 需要 Python 的 __torch__x.M（字节 ", Script.archive(start + Array("c__torch__x\nM\n".utf8) + stop)),
        Bad(
            "a program that calls on the system", "w.pth asks Python to use os.system (byte ", "w.pth 要求 Python 使用 os.system（字节 ",
            Script.archive(start + Array("cos\nsystem\n".utf8) + [0x28] + Script.text("id") + [0x74, 0x52] + stop)),
        Bad(
            "an object with attributes of its own way of saving", "w.pth holds no tensors by name: ", "w.pth 中没有按名称存放的张量：",
            Script.archive(start + Array("c__torch__\nM\n".utf8) + [0x29, 0x81, 0x4E, 0x62] + stop)),
        Bad(
            "attributes for a number", "w.pth cannot be read at byte ", "w.pth 在字节 ",
            Script.archive(start + [0x4B, 1, 0x7D, 0x62] + stop)),
    ]

    @Test(.timeLimit(.minutes(1)), arguments: bad) func `what is wrong is said, and nothing is run`(bad: Bad) throws {
        let folder = try TemporaryFolder()
        let phrase = try folder.phrase { try WeightFile.open(folder.write(bad.bytes)) }
        #expect(phrase.english.hasPrefix(bad.english), "\(phrase.english)")
        #expect(phrase.chinese.hasPrefix(bad.chinese), "\(phrase.chinese)")
    }
}
