// Bad input: one sentence that names file and reason, exit code 2, nothing written.

import Foundation
import Testing

/// A file that cannot be used, and what is said of it.
struct BadInput: CustomTestStringConvertible, Sendable {
    let name: String
    let make: @Sendable (Scratch) throws -> String
    /// A part of the sentence behind the file's name.
    let says: String

    var testDescription: String { name }

    init(_ name: String, says: String, _ make: @escaping @Sendable (Scratch) throws -> String) {
        self.name = name
        self.make = make
        self.says = says
    }

    static func dictionary(_ descr: String, _ shape: String) -> String {
        "{'descr': '\(descr)', 'fortran_order': False, 'shape': \(shape), }"
    }

    static let features: [BadInput] = [
        BadInput("missing file", says: "does not exist: check the path") { $0.path("missing.npy") },
        BadInput("directory", says: "folder") { $0.url.path },
        BadInput("empty file", says: "empty") { try $0.write("a.npy", [UInt8]()) },
        BadInput("truncated header", says: "header") {
            try $0.write("a.npy", Array(NPY.header(dictionary("<f8", "(2, 3)")).prefix(40)))
        },
        BadInput("truncated data", says: "bytes") {
            try $0.write("a.npy", Array(NPY.doubles([1, 2, 3, 4, 5], shape: "(2, 3)")))
        },
        BadInput("wrong magic", says: "is a JPEG image, not features") {
            try $0.write("a.npy", [0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 2, 3, 4, 5, 6, 7])
        },
        BadInput("pickled object array", says: "object") {
            try $0.write("a.npy", NPY.header(dictionary("|O", "(2, 3)")) + [1, 2, 3])
        },
        BadInput("one-dimensional array", says: "(3,)") { try $0.write("a.npy", NPY.doubles([1, 2, 3], shape: "(3,)")) },
        BadInput("no rows", says: "(0, 3)") { try $0.write("a.npy", NPY.doubles([], shape: "(0, 3)")) },
        BadInput("one row", says: "there is one sample only: a covariance with divisor n − 1 needs at least two rows") {
            try $0.write("a.npy", NPY.doubles([1, 2, 3], shape: "(1, 3)"))
        },
        BadInput("NaN", says: "row 2, column 1") { try $0.write("a.npy", NPY.doubles([1, 2, 3, .nan, 5, 6], shape: "(2, 3)")) },
        BadInput("infinity", says: "row 1, column 3") {
            try $0.write("a.npy", NPY.doubles([1, 2, -.infinity, 4, 5, 6], shape: "(2, 3)"))
        },
        BadInput("shape product overflows", says: "too large to count") {
            try $0.write("a.npy", NPY.header(dictionary("<f8", "(4611686018427387904, 4)")) + [1, 2, 3])
        },
        BadInput("ragged text", says: "line 2") { try $0.write("a.csv", "1,2,3\n4,5\n") },
        BadInput("text that is no number", says: "line 2") { try $0.write("a.csv", "1,2,3\n4,x,6\n") },
    ]
}

@Suite struct BadInputTests {
    @Test(arguments: BadInput.features)
    func `features that cannot be used`(bad: BadInput) throws {
        let scratch = try Scratch()
        let path = try bad.make(scratch)
        let before = try scratch.contents()
        let good = Command.projectRoot.appending(path: "examples/toy/real.csv").path
        for arguments in [
            ["compute", path, good], ["compute", good, path, "--json"], ["explain", path, good],
            ["stats", path, "-o", scratch.path("out.npz")],
        ] {
            let run = try Command.run(arguments)
            #expect(run.code == 2, "\(arguments)")
            #expect(run.output == "")
            try expectOneSentence(run.errors, about: path)
            #expect(run.errors.contains(bad.says), "\(run.errors)")
        }
        #expect(try scratch.contents() == before, "no partial output")
        let chinese = try Command.run(["compute", path, good, "--lang", "zh"])
        #expect(chinese.code == 2)
        #expect(chinese.errors.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }, "\(chinese.errors)")
    }

    private func expectOneSentence(_ text: String, about path: String) throws {
        #expect(text.hasPrefix("fid: "))
        #expect(text.contains(path), "\(text) does not name \(path)")
        #expect(text.split(separator: "\n").count == 1, "\(text)")
        #expect(!text.contains("Fatal error"))
    }

    @Test func `different numbers of features`() throws {
        let scratch = try Scratch()
        let path = try scratch.write("a.csv", "1,2\n3,4\n")
        let run = try Command.run(["compute", path, "examples/toy/real.csv"])
        #expect(run.code == 2)
        #expect(
            run.errors
                == "fid: \(path) has 2 features and examples/toy/real.csv has 3: both must come from the same layer of the same network\n"
        )
    }

    /// Statistics that are none, written as the files would hold them.
    struct BadStatistics: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let mu: (values: [Double], shape: String)
        let sigma: (values: [Double], shape: String)
        let says: String
    }

    @Test(arguments: [
        BadStatistics(
            testDescription: "not square", mu: ([0, 0], "(2,)"), sigma: ([1, 0, 0, 1, 0, 0], "(2, 3)"), says: "(2, 3)"),
        BadStatistics(
            testDescription: "asymmetric", mu: ([0, 0], "(2,)"), sigma: ([1, 0.5, 0, 1], "(2, 2)"), says: "symmetric"),
        BadStatistics(
            testDescription: "indefinite", mu: ([0, 0], "(2,)"), sigma: ([1, 2, 2, 1], "(2, 2)"),
            says: "not positive semidefinite"),
        BadStatistics(testDescription: "mismatch", mu: ([0, 0, 0], "(3,)"), sigma: ([1, 0, 0, 1], "(2, 2)"), says: "(2, 2)"),
        BadStatistics(
            testDescription: "NaN", mu: ([0, 0], "(2,)"), sigma: ([1, 0, 0, .nan], "(2, 2)"), says: "row 2, column 2"),
    ])
    func `statistics that cannot be used`(bad: BadStatistics) throws {
        let scratch = try Scratch()
        let path = try scratch.write(
            "s.npz",
            Zip.stored([
                ("mu.npy", NPY.doubles(bad.mu.values, shape: bad.mu.shape)),
                ("sigma.npy", NPY.doubles(bad.sigma.values, shape: bad.sigma.shape)),
            ]))
        let good = try scratch.write(
            "good.npz",
            Zip.stored([
                ("mu.npy", NPY.doubles([0, 0], shape: "(2,)")), ("sigma.npy", NPY.doubles([1, 0, 0, 1], shape: "(2, 2)")),
            ]))
        for arguments in [["compute", path, good], ["compute", good, path]] {
            let run = try Command.run(arguments)
            #expect(run.code == 2)
            try expectOneSentence(run.errors, about: path)
            #expect(run.errors.contains(bad.says), "\(run.errors)")
            #expect(!run.errors.contains(good), "the other file was named too: \(run.errors)")
        }
    }

    @Test func `a zip whose content was changed`() throws {
        let scratch = try Scratch()
        var bytes = Zip.stored([
            ("mu.npy", NPY.doubles([0, 0], shape: "(2,)")), ("sigma.npy", NPY.doubles([1, 0, 0, 1], shape: "(2, 2)")),
        ])
        let data = try #require(bytes.indices.first { bytes[$0] == 0x3F })
        bytes[data] = 0x40
        let path = try scratch.write("s.npz", bytes)
        let run = try Command.run(["compute", path, path])
        #expect(run.code == 2)
        try expectOneSentence(run.errors, about: path)
        #expect(run.errors.contains("CRC"), "\(run.errors)")
    }

    @Test func `an output that cannot be written`() throws {
        let scratch = try Scratch()
        for path in [scratch.path("no/such/folder/out.npz"), scratch.url.path] {
            let run = try Command.run(["stats", "examples/toy/real.csv", "-o", path])
            #expect(run.code == 2)
            #expect(run.output == "")
            #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
        }
        #expect(try scratch.contents() == [])
    }
}

/// A zip archive of stored members.
enum Zip {
    static func stored(_ members: [(String, [UInt8])]) -> [UInt8] {
        var out: [UInt8] = []
        var directory: [UInt8] = []
        for (name, data) in members {
            let offset = out.count
            let fields =
                le(20, 2) + le(0, 2) + le(0, 2) + le(0, 4) + le(Int(crc(data)), 4) + le(data.count, 4) + le(data.count, 4)
                + le(name.utf8.count, 2) + le(0, 2)
            out += [0x50, 0x4B, 3, 4] + fields + Array(name.utf8) + data
            directory +=
                [0x50, 0x4B, 1, 2] + le(20, 2) + fields + le(0, 2) + le(0, 2) + le(0, 2) + le(0, 4) + le(offset, 4)
                + Array(name.utf8)
        }
        let start = out.count
        return out + directory + [0x50, 0x4B, 5, 6] + le(0, 4) + le(members.count, 2) + le(members.count, 2)
            + le(directory.count, 4) + le(start, 4) + le(0, 2)
    }

    private static func le(_ value: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    private static func crc(_ data: [UInt8]) -> UInt32 {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in data {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = (crc >> 1) ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return ~crc
    }
}
