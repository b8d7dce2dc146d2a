// What is written reads back, and is either whole or not there.

import FeatureFiles
import Foundation
import LinearAlgebra
import TestSupport
import Testing

@Suite struct WritingTests {
    private let matrix = Matrix<Double>(rows: 3, columns: 2, elements: [0, -1.5, 2.25, 1024, -0.125, 7])

    @Test(arguments: StoredPrecision.allCases) func aMatrixComesBack(_ precision: StoredPrecision) throws {
        let folder = try TemporaryFolder()
        try NPYWriter.write(matrix, to: folder.file("x.npy"), precision: precision)
        let reader = try samples(folder.file("x.npy"))
        #expect(reader.elementType.rawValue == precision.rawValue)
        #expect(try reader.readAll() == matrix)
        let bytes = try folder.read("x.npy")
        #expect((bytes.count - 6 * reader.elementType.byteCount) % 64 == 0)
        #expect(folder.contents == ["x.npy"])
    }

    @Test func rowsAreStreamedWithoutKnowingTheirNumber() throws {
        let folder = try TemporaryFolder()
        let writer = try NPYWriter(path: folder.file("x.npy"), columns: 3, precision: .float64)
        let blocks = (0..<60).map { block in (0..<(block % 4) * 3).map { Double(block * 100 + $0) } }
        for block in blocks { try block.withUnsafeBufferPointer { try writer.append($0) } }
        #expect(folder.contents == [".x.npy.tmp-\(getpid())"])
        try writer.finish()
        #expect(folder.contents == ["x.npy"])
        #expect(try samples(folder.file("x.npy")).readAll().elements == blocks.flatMap { $0 })
    }

    @Test func severalArraysInOneArchive() throws {
        let folder = try TemporaryFolder()
        let writer = try NPZWriter(path: folder.file("x.npz"))
        for precision in StoredPrecision.allCases { try writer.add(matrix, key: "花 \(precision.rawValue)", precision: precision) }
        try writer.add(Vector([1.0, 2]), key: "labels")
        #expect(
            folder.sentence { try writer.add(Vector([1.0]), key: "labels") }.english
                == "x.npz:labels is in the archive twice, so which one is meant is unclear: save the archive again")
        try writer.finish()
        for precision in StoredPrecision.allCases {
            #expect(try samples(folder.file("x.npz"), key: "花 \(precision.rawValue)").readAll() == matrix)
        }
    }

    @Test func valuesThatDoNotFitAreNamed() throws {
        let folder = try TemporaryFolder()
        let large = Matrix<Double>(rows: 2, columns: 2, elements: [65519, -65519, 1, 65520])
        #expect(
            folder.sentence { try NPYWriter.write(large, to: folder.file("x.npy"), precision: .float16) }.english
                == "x.npy cannot hold 65520.0 (row 2, column 2) as float16: rescale the values or choose a wider type")
        let larger = large.map { $0 * 1e36 }
        #expect(
            folder.sentence { try NPYWriter.write(larger, to: folder.file("x.npy"), precision: .float32) }.english
                == "x.npy cannot hold 6.5519e+40 (row 1, column 1) as float32: rescale the values or choose a wider type")
        #expect(folder.contents == [])
    }

    @Test func aFileIsReplacedOnlyWhenTheNewOneIsWhole() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write([1, 2, 3], to: "x.npy")
        #expect(chmod(path, 0o640) == 0)
        do {
            let writer = try NPYWriter(path: path, columns: 2)
            try writer.append(matrix)
            #expect(try folder.read("x.npy") == [1, 2, 3])
        }
        #expect(try folder.read("x.npy") == [1, 2, 3])
        #expect(folder.contents == ["x.npy"])
        try NPYWriter.write(matrix, to: path)
        #expect(try samples(path).readAll() == matrix)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o640)
    }

    @Test func aLinkIsWrittenThrough() throws {
        let folder = try TemporaryFolder()
        try folder.write([1], to: "real.npy")
        #expect(symlink("real.npy", folder.file("link.npy")) == 0)
        try NPYWriter.write(matrix, to: folder.file("link.npy"))
        #expect(try samples(folder.file("real.npy")).readAll() == matrix)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.file("link.npy")) == "real.npy")
    }

    @Test func twoWritersOfOneFile() throws {
        let folder = try TemporaryFolder()
        let first = try NPYWriter(path: folder.file("x.npy"), columns: 2)
        let second = try NPYWriter(path: folder.file("x.npy"), columns: 2)
        try first.append(matrix)
        try second.append(matrix)
        try second.append(matrix)
        try first.finish()
        #expect(try samples(folder.file("x.npy")).rows == 3)
        try second.finish()
        #expect(try samples(folder.file("x.npy")).rows == 6)
        #expect(folder.contents == ["x.npy"])
    }

    @Test func placesWhereNothingCanBeWritten() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.file("sub"), withIntermediateDirectories: false)
        #expect(
            folder.sentence { try NPYWriter.write(matrix, to: folder.file("sub")) }.english
                == "sub is a folder: give the name of a file to write")
        #expect(
            folder.sentence { try NPYWriter.write(matrix, to: folder.file("none/x.npy")) }.english
                == "none/x.npy cannot be written, because the folder none does not exist: create it first")
        #expect(
            folder.sentence { try NPYWriter.write(matrix, to: "/dev/null") }.english
                == "/dev/null is a pipe or a device and cannot be replaced by a file: give the name of a file to write")
        #expect(
            folder.sentence { try NPYWriter.write(Matrix(rows: 2, columns: 0, elements: []), to: folder.file("x.npy")) }.english
                == "x.npy cannot be written with the shape (0,): (n, d) is needed")
        #expect(folder.contents == ["sub"])
    }

    @Test(.enabled(if: geteuid() != 0, "root may write everywhere")) func aFolderWithoutPermission() throws {
        let folder = try TemporaryFolder()
        #expect(chmod(folder.path, 0o500) == 0)
        defer { chmod(folder.path, 0o700) }
        #expect(
            folder.sentence { try NPYWriter.write(matrix, to: folder.file("x.npy")) }.english
                == "x.npy cannot be written (Permission denied): check the permissions of the file and its folder, or write elsewhere"
        )
    }

    /// Every half has one value, which is written as that half; between two halves the even one is taken.
    @Test func halvesAreRoundedToNearestEven() throws {
        let folder = try TemporaryFolder()
        // All positive halves, subnormal ones too, as integers times 2⁻²⁴.
        let halves = (0..<0x7C00).map { bits -> Double in
            let (exponent, fraction) = (bits >> 10, bits & 0x3FF)
            return exponent == 0
                ? Double(fraction) * 0x1p-24
                : Double(fraction + 1024) * Double(sign: .plus, exponent: exponent - 25, significand: 1)
        }
        let middles = zip(halves, halves.dropFirst()).map { ($0 + $1) / 2 }
        let evens = halves.indices.dropLast().map { halves[$0.isMultiple(of: 2) ? $0 : $0 + 1] }
        let cases: [([Double], [Double])] = [
            (halves, halves), (halves.map { -$0 }, halves.map { -$0 }), (middles, evens),
            (middles.map(\.nextUp), Array(halves.dropFirst())), (middles.map(\.nextDown), Array(halves.dropLast())),
        ]
        for (values, expected) in cases {
            let path = folder.file("x.npy")
            try NPYWriter.write(Matrix(rows: values.count, columns: 1, elements: values), to: path, precision: .float16)
            let back = try samples(path).readAll().elements
            #expect(back == expected)
            #expect(back.map(\.sign) == expected.map(\.sign))
        }
    }
}
