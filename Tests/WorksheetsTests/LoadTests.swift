// `load`: what it reads, what stays exact, which files it may read, and its errors.

import ExactArithmetic
import Foundation
import LinearAlgebra
import TestSupport
import Testing

@testable import Worksheets

/// A folder of its own, gone with its owner.
private final class Folder {
    let url: URL
    var path: String { url.path }

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "fid-load-\(UUID().uuidString)").resolvingSymlinksInPath()
        try FileManager.default.createDirectory(at: url.appending(path: "inside/deeper"), withIntermediateDirectories: true)
        try write("outside.csv", "1,2\n3,4\n")
        try write("inside/in.csv", "1,2\n3,4\n")
        for (link, target) in [("inside/out.csv", "../outside.csv"), ("inside/up", ".."), ("inside/good.csv", "in.csv")] {
            try FileManager.default.createSymbolicLink(atPath: path + "/" + link, withDestinationPath: target)
        }
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

    func write(_ name: String, _ bytes: [UInt8]) throws { try Data(bytes).write(to: url.appending(path: name)) }

    var inside: FileAccess { .folder(path + "/inside", confined: true) }
}

/// What the last line of a sheet comes to.
private func result(_ source: String, _ files: FileAccess, limits: WorksheetLimits = WorksheetLimits()) -> String {
    let sheet = Worksheet(source)
    var evaluator = Evaluator(limits: limits, files: files)
    switch evaluator.run(sheet).last?.outcome {
    case .defined(_, let value)?, .shown(let value)?: return describe(value)
    case .failed(let error)?: return error.description
    default: return sheet.errors.first?.description ?? "?"
    }
}

@Suite struct LoadTests {
    @Test(arguments: [
        ("1,2\n3,4\n", "[1 2; 3 4]"), ("1.5 -0.25\n1/3 1e-2\n", "[3/2 −1/4; 1/3 1/100]"),
        ("# a comment\na,b\n.5,+2\n", "[1/2 2]"),
        ("7", "7"), ("1;2;3", "[1 2 3]"), ("1\n2\n", "[1; 2]"),
        ("0.1234567890123456,1", "≈[0.1234567890 1.0]"), ("1e20,1", "≈[1e+20 1.0]"),
        ("1.5/2.5,1", "≈[0.6 1.0]"),
    ])
    func `tables of short numbers stay exact`(text: String, expected: String) throws {
        let folder = try Folder()
        try folder.write("x.csv", text)
        #expect(result("load(\"x.csv\")", .folder(folder.path)) == expected.replacing("0.1234567890 ", with: "0.123456789 "))
    }

    @Test func `arrays are in double precision, and the sheet says where it left the exact numbers`() throws {
        let folder = try Folder()
        let header = "{'descr': '<i4', 'fortran_order': False, 'shape': (2, 2), }"
        let padded = header + String(repeating: " ", count: 128 - 10 - header.utf8.count - 1) + "\n"
        let values: [UInt8] = [1, 2, 3, 4].flatMap { [$0, 0, 0, 0] }
        try folder.write(
            "x.npy", [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(padded.utf8.count), 0] + Array(padded.utf8) + values)
        var evaluator = Evaluator(files: .folder(folder.path))
        let results = evaluator.run(Worksheet("X = load(\"x.npy\")\nY = load(\"outside.csv\")\nX - Y"))
        #expect(results.map(\.leftExactAt) == ["load", nil, nil])
        guard case .shown(let value)? = results.last?.outcome else {
            Issue.record("no value")
            return
        }
        #expect(describe(value) == "≈[0.0 0.0; 0.0 0.0]")
    }

    @Test func `tables that are long or wide are in double precision`() throws {
        let folder = try Folder()
        try folder.write("wide.csv", Array(repeating: "1", count: 13).joined(separator: ","))
        try folder.write("long.csv", String(repeating: "1,2\n", count: 2049))
        try folder.write("fits.csv", String(repeating: "1,2\n", count: 2048))
        for (name, isExact) in [("wide", false), ("long", false), ("fits", true)] {
            #expect(result("sum(load(\"\(name).csv\"))", .folder(folder.path)).hasPrefix("≈") == !isExact, "\(name)")
        }
        var limits = WorksheetLimits()
        limits.exactElements = 3
        #expect(result("load(\"outside.csv\")", .folder(folder.path), limits: limits) == "≈[1.0 2.0; 3.0 4.0]")
    }

    @Test func `an archive by its key`() {
        let files = FileAccess.folder(SharedData.projectRoot.path, confined: true)
        #expect(result("X = load(\"examples/flowers/scores-64.npz\", key: \"roses\")\nrows(X)", files) == "≈641.0")
        #expect(
            result("load(\"examples/flowers/scores-64.npz\", key: \"rose\")", files)
                == "line 1, column 6: examples/flowers/scores-64.npz has no array named rose (did you mean roses?): it holds daisy, dandelion, roses, sunflowers, tulips"
        )
        #expect(
            result("load(\"examples/flowers/roses.npz\")", files)
                == "line 1, column 6: examples/flowers/roses.npz holds statistics (mu, sigma), not samples: load takes a matrix, fid compute takes statistics"
        )
    }

    @Test(arguments: [
        ("load(\"missing.csv\")", "line 1, column 6: missing.csv does not exist: check the path"),
        ("load(\"\")", "line 1, column 6: load needs the name of a file in quotation marks, this is \"\""),
        (
            "1 + load(\"inside\")", "line 1, column 10: inside is a folder: name a file with features inside it"
        ),
        (
            "load(\"empty\")",
            "line 1, column 6: empty is empty (0 bytes): what should have written it did not finish, so write it again"
        ),
        ("load(3)", "line 1, column 6: load needs the name of a file in quotation marks, this is 1×1"),
        ("load(outside)", "line 1, column 6: outside is not defined: give it a value first"),
        ("load(\"outside.csv\", key: \"a\")", "line 1, column 6: outside.csv is one array and has no keys: leave out the key a"),
        ("load(\"outside.csv\", key: a)", "line 1, column 26: key of load cannot be a: it is \"a\""),
        (
            "load(\"ragged.csv\")",
            "line 1, column 6: ragged.csv has 1 cell in line 2 where the lines before have 2: give every row the same length"
        ),
        ("load(\"a\0b\")", "line 1, column 6: the character “U+0000” has no meaning here"),
        ("load(\"inside/out.csv\")", "[1 2; 3 4]"), ("load(\"inside/../outside.csv\")", "[1 2; 3 4]"),
    ])
    func `errors name the file as it is written, and the place`(source: String, expected: String) throws {
        let folder = try Folder()
        try folder.write("empty", "")
        try folder.write("ragged.csv", "1,2\n3\n")
        #expect(result(source, .folder(folder.path)) == expected)
    }

    @Test func `a matrix that is too large for the sheet`() throws {
        let folder = try Folder()
        try folder.write("wide.csv", Array(repeating: "1", count: 13).joined(separator: ","))
        var limits = WorksheetLimits()
        limits.realElements = 20
        #expect(
            result("X = load(\"wide.csv\")\nload(\"wide.csv\")", .folder(folder.path), limits: limits)
                == "line 2, column 6: wide.csv holds 1×13 numbers, and the sheet has room for 7 more: use fid compute, or save fewer rows"
        )
    }

    @Test(arguments: [
        ("in.csv", true), ("./in.csv", true), ("good.csv", true), ("deeper/../in.csv", true), ("../inside/in.csv", false),
        ("../outside.csv", false), ("out.csv", false), ("up/outside.csv", false), ("deeper/../../outside.csv", false),
        ("/etc/hostname", false), ("up/inside/in.csv", true),
    ])
    func `a confined folder is not left`(path: String, isInside: Bool) throws {
        let folder = try Folder()
        #expect(
            result("load(\"\(path)\")", folder.inside)
                == (isInside
                    ? "[1 2; 3 4]"
                    : "line 1, column 6: \(path) leads out of the folder of the sheet: copy the file into it and name that"))
    }

    @Test func `in a confined folder too, a missing file is missing, and no key behind a colon is looked for`() throws {
        let folder = try Folder()
        for path in ["nothing.csv", "out.npz:key"] {
            #expect(result("load(\"\(path)\")", folder.inside) == "line 1, column 6: \(path) does not exist: check the path")
        }
    }

    @Test func `no file is read where none is allowed`() throws {
        let sheet = Worksheet("X = load(\"real.csv\")\nX + 1\n2")
        for (files, english, chinese) in [
            (
                FileAccess.none, "line 1, column 10: load is not allowed here: write the numbers into the sheet",
                "第 1 行第 10 列：这里不允许使用 load：请把数写进工作表"
            ),
            (
                .noneForData,
                "line 1, column 10: sheets are data: no file access, so write the numbers into the sheet instead of load",
                "第 1 行第 10 列：工作表只是数据，不能访问文件：请把数写进工作表，不要使用 load"
            ),
        ] {
            var evaluator = Evaluator(files: files)
            let results = evaluator.run(sheet)
            guard case .failed(let error)? = results.first?.outcome else {
                Issue.record("a file was read")
                continue
            }
            #expect(error.phrase.english == english)
            #expect(error.phrase.chinese == chinese)
            #expect(error.excerpt(of: sheet) == ["X = load(\"real.csv\")", "         ^^^^^^^^^^"])
            guard case .shown? = results.last?.outcome else {
                Issue.record("the rest of the sheet was not computed")
                continue
            }
        }
        var evaluator = Evaluator()
        guard case .failed? = evaluator.run(sheet).first?.outcome else {
            Issue.record("an evaluator that is told nothing reads files")
            return
        }
    }
}
