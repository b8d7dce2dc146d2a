// SHA-256: the vectors of FIPS 180-4, files larger than a piece, and rows whatever file holds them.

import FeatureFiles
import Foundation
import LinearAlgebra
import TestSupport
import Testing

@Suite struct HashTests {
    /// From NIST's examples of FIPS 180-4.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `the published vectors`(text: String, digest: String) throws {
        let hasher = try SHA256Hasher()
        try hasher.update(Array(text.utf8))
        #expect(try hasher.finish().hexadecimal == digest)
    }

    @Test func `a file of more than one piece`() throws {
        let folder = try TemporaryFolder()
        let million = try folder.write([UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000), to: "a")
        let digest = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        #expect(try FileHash.sha256(ofFileAt: million).hexadecimal == digest)
        let bytes = (0..<2_500_001).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let hasher = try SHA256Hasher()
        for start in stride(from: 0, to: bytes.count, by: 999) {
            try hasher.update(Array(bytes[start..<min(start + 999, bytes.count)]))
        }
        #expect(try FileHash.sha256(ofFileAt: folder.write(bytes, to: "b")) == (try hasher.finish()))
    }

    @Test(arguments: [0, 1, 1 << 16, 1 << 17, 300_000])
    func `a fingerprint changes with the length and with either end`(count: Int) throws {
        let folder = try TemporaryFolder()
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let fingerprint = try FileHash.fingerprint(ofFileAt: folder.write(bytes, to: "a"))
        #expect(try FileHash.fingerprint(ofFileAt: folder.write(bytes, to: "b")) == fingerprint)
        #expect(try FileHash.fingerprint(ofFileAt: folder.write(bytes + [0], to: "b")) != fingerprint)
        for place in Set([bytes.startIndex, bytes.endIndex - 1]) where bytes.indices.contains(place) {
            var changed = bytes
            changed[place] ^= 1
            #expect(try FileHash.fingerprint(ofFileAt: folder.write(changed, to: "b")) != fingerprint, "byte \(place)")
        }
    }

    @Test func `a file that is not there`() throws {
        let folder = try TemporaryFolder()
        #expect(folder.sentence { try FileHash.sha256(ofFileAt: folder.file("x")) }.english == "x does not exist: check the path")
    }

    @Test func `rows hash alike in every file, and unlike when one number differs`() throws {
        let folder = try TemporaryFolder()
        let rows = Matrix<Double>.random(rows: 700, columns: 300, seed: 1).map { Double(Float($0)) }
        let expected = try FileHash.sha256(of: rows, as: .float32, name: "x")
        for precision in [StoredPrecision.float32, .float64] {
            let path = folder.file("\(precision).npy")
            try NPYWriter.write(rows, to: path, precision: precision)
            guard case .samples(var reader) = try FeatureFile.open(path) else { throw HashError.unavailable }
            #expect(try FileHash.sha256(ofRows: reader, as: .float32) == expected)
            var row = [Double](repeating: 0, count: 300)
            _ = try row.withUnsafeMutableBufferPointer { try reader.read(into: $0, maximumRows: 1) }
            #expect(try FileHash.sha256(ofRows: reader, as: .float32) == expected, "a reader that has moved")
        }
        let hasher = try SHA256Hasher()
        try hasher.update(encoded(rows.elements.map { Float($0) }))
        #expect(try hasher.finish() == expected, "the rows as little-endian float32 in C order")
        var changed = rows
        changed[699, 299] += 0.25
        #expect(try FileHash.sha256(of: changed, as: .float32, name: "x") != expected)
    }
}
