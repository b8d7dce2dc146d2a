// Every kind of unusable file gets its sentence.
import CZlib
import FeatureFiles
import Foundation
import TestSupport
import Testing

/// A file that cannot be used, and what is said of it.
struct BadFile: CustomTestStringConvertible {
    var name: String
    var bytes: [UInt8]
    var english: String
    var key: String?

    var testDescription: String { english }

    init(_ name: String, _ bytes: [UInt8], key: String? = nil, _ english: String) {
        (self.name, self.bytes, self.english, self.key) = (name, bytes, english, key)
    }

    init(_ name: String, _ text: String, _ english: String) { self.init(name, Array(text.utf8), english) }
}

private let two = npy([1, 2], [1, 2])
private let mu = npy([2], [1, 2])
private let columnMajor = npy("<f8", "(2, 2)", fortran: true, data: encoded([1.0, 2, 3, 4]))
private let sigma = npy([2, 2], [2, 0.5, 0.5, 2])

private func header(_ text: String) -> [UInt8] { npy(header: text, data: encoded([1.0, 2])) }

extension BadFile {
    static let formats: [BadFile] = [
        BadFile("x.npy", "", "x.npy is empty (0 bytes): what should have written it did not finish, so write it again"),
        BadFile("x.npy", [0x1F, 0x8B, 8, 0], "x.npy is compressed with gzip: unpack it first with gunzip"),
        BadFile(
            "x.png", [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10],
            "x.png is a PNG image, not features: pass the features that a network extracted from the images"),
        BadFile(
            "x.jpg", [0xFF, 0xD8, 0xFF, 0xE0],
            "x.jpg is a JPEG image, not features: pass the features that a network extracted from the images"),
        BadFile(
            "x.pkl", [0x80, 0x04, 0x95],
            "x.pkl is a Python pickle, which is not read here: save the features with numpy.save or numpy.savez"),
        BadFile(
            "x.pth", Zip([.init(name: "archive/data.pkl", content: [1])]).bytes,
            "x.pth is a PyTorch file (.pt or .pth), which is not read here: save the features with numpy.save or numpy.savez"),
        BadFile(
            "x.h5", [0x89, 0x48, 0x44, 0x46, 13, 10, 26, 10],
            "x.h5 is an HDF5 file, which is not read here: save the features with numpy.save or numpy.savez"),
        BadFile(
            "x.safetensors", littleEndian(UInt64(20)) + Array("{\"a\": 1}".utf8),
            "x.safetensors is a safetensors file, which is not read here: save the features with numpy.save or numpy.savez"),
        BadFile(
            "x.npz", "<!DOCTYPE html><html>",
            "x.npz is a web page, perhaps the error page of a failed download: download the file again"),
        BadFile(
            "x.npz", "version https://git-lfs.github.com/spec/v1\n",
            "x.npz is a Git LFS pointer and not the data: fetch the data with git lfs pull"),
        BadFile(
            "x.docx", Zip([.init(name: "word/document.xml", content: [1])]).bytes,
            "x.docx is a zip archive that holds no .npy arrays: save the features with numpy.savez(path, features=x)"),
        BadFile("x.npz", Zip([]).bytes, "x.npz is an archive without arrays: save one with numpy.savez(path, features=x)"),
        BadFile(
            "x.bin", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
            "x.bin is in an unknown format (it starts with 00 01 02 03 04 05 06 07): pass a .npy, .npz or .csv file"),
        BadFile("x.csv", [0xFF, 0xFE, 0x31, 0], "x.csv is UTF-16 text: save it as UTF-8"),
    ]

    static let arrays: [BadFile] = [
        BadFile(
            "x.npy", Array(two[..<7]),
            "x.npy ends inside its .npy header (7 bytes are there, 10 are needed): copy or write it again"),
        BadFile(
            "x.npy", Array(two[..<40]),
            "x.npy ends inside its .npy header (40 bytes are there, \(two.count - 16) are needed): copy or write it again"),
        BadFile(
            "x.npy", Array(two[..<6]) + [4, 0] + two[8...],
            "x.npy is a .npy file of version 4.0, and only 1.0, 2.0 and 3.0 are known: save it again with numpy.save"),
        BadFile(
            "x.npy", Array(two[..<6]) + [2, 0] + littleEndian(UInt32.max) + two[10...],
            "x.npy has a .npy header of 4294967295 bytes, more than the 65535 that any array of numbers needs: save it again with numpy.save"
        ),
        BadFile(
            "x.npy", header("{'descr': '<f8', 'fortran_order': False}"),
            "x.npy has a damaged .npy header (the key 'shape' is missing, at byte 10): save it again with numpy.save"),
        BadFile(
            "x.npy", header("{'descr': '<f8', 'descr': '<f8'}"),
            "x.npy has a damaged .npy header (the key 'descr' is there twice, at byte 34): save it again with numpy.save"),
        BadFile(
            "x.npy", header("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2), 'more': True}"),
            "x.npy has a damaged .npy header (the key 'more' is unknown, at byte 10): save it again with numpy.save"),
        BadFile(
            "x.npy", header("{'descr': '<f8', 'fortran_order': 0, 'shape': (1, 2)}"),
            "x.npy has a damaged .npy header (the value of 'fortran_order' makes no sense, at byte 10): save it again with numpy.save"
        ),
        BadFile(
            "x.npy", header("{'descr': '<f8', 'fortran_order': False, 'shape': (1, -2)}"),
            "x.npy has a damaged .npy header (a value was expected, at byte 64): save it again with numpy.save"),
        BadFile(
            "x.npy", header(String(repeating: "(", count: 1000)),
            "x.npy has a damaged .npy header (brackets are nested too deeply, at byte 18): save it again with numpy.save"),
        BadFile(
            "x.npy", npy("|O", "(1, 2)", data: [0x80, 4]),
            "x.npy holds pickled Python objects (dtype |O): loading them could run code, so save a plain array of numbers"),
        BadFile(
            "x.npy", npy("<c8", "(1, 2)", data: encoded([1.0, 2])),
            "x.npy holds complex numbers (dtype <c8): features are real: save the real part"),
        BadFile(
            "x.npy", npy("<U4", "(1, 2)", data: encoded([1.0, 2])),
            "x.npy holds text (dtype <U4): features are numbers: save those"),
        BadFile(
            "x.npy", npy("|V2", "(1, 2)", data: encoded([1.0, 2])),
            "x.npy holds raw bytes, perhaps bfloat16 (dtype |V2): convert them with x.astype('float32') before saving"),
        BadFile(
            "x.npy", npy("<f16", "(1, 1)", data: encoded([1.0, 2])),
            "x.npy holds numbers of an unusual size (dtype <f16): convert them with x.astype('float32') before saving"),
        BadFile(
            "x.npy", header("{'descr': [('a', '<f4'), ('b', '<f4')], 'fortran_order': False, 'shape': (2,)}"),
            "x.npy holds records of several fields (dtype […]): save one field as a plain array"),
        BadFile(
            "x.npy", npy("<f8", "(4294967296, 4294967296)", data: []),
            "x.npy claims a shape (4294967296, 4294967296) that is too large to count: its header is damaged, so write it again"),
        BadFile(
            "x.npy", npy("<f8", "(99999999999999999999, 2)", data: []),
            "x.npy claims a shape that is too large to count: its header is damaged, so write it again"),
        BadFile(
            "x.npy", npy("<f8", "(2, 2)", data: encoded([1.0, 2, 3])),
            "x.npy is cut short: 24 bytes of data are there and its shape needs 32, so copy or write it again"),
        BadFile(
            "x.npy", npy([2], [1, 2]),
            "x.npy holds an array of shape (2,), and features are a matrix with one row for each image: save x.reshape(n, d)"),
        BadFile(
            "x.npy", npy([1, 2, 1, 1], [1, 2]),
            "x.npy holds an array of shape (1, 2, 1, 1), and features are a matrix with one row for each image: save x.reshape(n, d)"
        ),
        BadFile(
            "x.npy", npy([0, 2], []), "x.npy holds an array of shape (0, 2), which has no entries: extract the features again"),
        BadFile(
            "x.npy", npy([2, 0], []), "x.npy holds an array of shape (2, 0), which has no entries: extract the features again"),
        BadFile(
            "x.npy", npy("|u1", "(1, 2, 2, 3)", data: [UInt8](repeating: 0, count: 12)),
            "x.npy holds images (uint8 of shape (1, 2, 2, 3)), not features: pass the features that a network extracted from them"
        ),
        BadFile("x.npy", two, key: "roses", "x.npy is one array and has no keys: leave out the key roses"),
    ]

    static let archives: [BadFile] = [
        BadFile(
            "x.npz", Array(Zip(["x": two]).bytes.dropLast(5)),
            "x.npz is a cut-off archive, for the directory at its end is missing: copy or write it again"),
        BadFile(
            "x.npz", Zip([.init(name: "x.npy", content: two, flags: 1)]).bytes,
            "x.npz:x is encrypted: unpack the archive with its password and save the arrays again"),
        BadFile(
            "x.npz", Zip([.init(name: "x.npy", content: two, method: 14)]).bytes,
            "x.npz:x is compressed by LZMA, and only stored and deflated members are read: save it with numpy.savez or numpy.savez_compressed"
        ),
        BadFile(
            "x.npz", Zip(["x": two, "x": two]).bytes,
            "x.npz:x is in the archive twice, so which one is meant is unclear: save the archive again"),
        BadFile(
            "x.npz",
            {
                var zip = Zip(["x": two])
                zip.disk = 1
                return zip.bytes
            }(), "x.npz is one part of an archive in several parts: join the parts to one file"),
        BadFile(
            "x.npz", Zip([.init(name: "x.npy", content: two, checksum: 0x0000_BEEF)]).bytes,
            "x.npz:x fails its checksum (CRC-32 \(checksum(two)) instead of 0000beef): copy or write the archive again"),
        BadFile(
            "x.npz", Zip([.init(name: "x.npy", content: two, isDeflated: true, checksum: 1)]).bytes,
            "x.npz:x fails its checksum (CRC-32 \(checksum(two)) instead of 00000001): copy or write the archive again"),
        BadFile(
            "x.npz", Zip([.init(name: "x.npy", content: columnMajor, checksum: 1)]).bytes,
            "x.npz:x fails its checksum (CRC-32 \(checksum(columnMajor)) instead of 00000001): copy or write the archive again"),
        BadFile(
            "x.npz", Zip([.init(name: "x.npy", content: two + [0, 0])]).bytes,
            "x.npz:x takes \(two.count + 2) bytes in the archive, and its shape needs \(two.count): the archive is damaged, so copy or write it again"
        ),
        BadFile(
            "x.npz", Zip([.init(name: "x.npy", content: Array(two.dropLast(1)))]).bytes,
            "x.npz:x is cut short: 15 bytes of data are there and its shape needs 16, so copy or write it again"),
        BadFile(
            "x.npz", Zip([.init(name: "x.npy", content: two, isDeflated: true, stored: deflated(two + [1]))]).bytes,
            "x.npz:x unpacks to more than the \(two.count) bytes that the archive claims: copy or write the archive again"),
        BadFile(
            "x.npz", Zip([.init(name: "x.npy", content: two, isDeflated: true, stored: deflated(Array(two.dropLast(3))))]).bytes,
            "x.npz:x unpacks to \(two.count - 3) bytes, and the archive claims \(two.count): copy or write the archive again"),
        BadFile(
            "x.npz", Zip([.init(name: "x.npy", content: two, isDeflated: true, stored: [0xFF, 0xFF])]).bytes,
            "x.npz:x cannot be unpacked (its deflated data are damaged after 0 bytes): copy or write the archive again"),
        BadFile(
            "x.npz", Zip([.init(name: "x.npy", content: two, claimedSize: 1_000_000)]).bytes,
            "x.npz is a damaged archive (x.npy claims to unpack \(two.count) bytes to 1000000, which is impossible): copy or write it again"
        ),
        BadFile(
            "x.npz",
            Zip([.init(name: "x.npy", content: two, isDeflated: true, claimedSize: 1_000_000, stored: deflated(two))]).bytes,
            "x.npz is a damaged archive (x.npy claims to unpack \(deflated(two).count) bytes to 1000000, which is impossible): copy or write it again"
        ),
        BadFile(
            "x.npz", Zip([.init(name: "x.npy", content: two, localName: "y.npy")]).bytes,
            "x.npz is a damaged archive (the header of x.npy at byte 0 contradicts the directory): copy or write it again"),
        BadFile(
            "x.npz", Zip(["roses": two, "tulips": two]).bytes,
            "x.npz holds several matrices (roses, tulips): choose one, for example x.npz:roses"),
        BadFile(
            "x.npz", Zip(["roses": two, "tulips": two]).bytes, key: "tulip",
            "x.npz has no array named tulip (did you mean tulips?): it holds roses, tulips"),
        BadFile("x.npz", Zip(["roses": two]).bytes, key: "lilies", "x.npz has no array named lilies: it holds roses"),
        BadFile(
            "x.npz", Zip(["a": mu, "b": npy([1, 1, 1], [1])]).bytes,
            "x.npz holds no matrix of features, only a (2,), b (1, 1, 1): save one row for each image"),
        BadFile(
            "x.npz", Zip(["arr_0": npy("|u1", "(1, 1, 1, 3)", data: [1, 2, 3]), "arr_1": mu]).bytes,
            "x.npz:arr_0 holds images (uint8 of shape (1, 1, 1, 3)), not features: pass the features that a network extracted from them"
        ),
        BadFile(
            "x.npz", Zip(["\u{1B}[31mred": mu, "b": mu]).bytes, key: "x",
            "x.npz has no array named x: it holds \\u{1b}[31mred, b"),
    ]

    static let statistics: [BadFile] = [
        BadFile(
            "x.npz", Zip(["mu": mu]).bytes, "x.npz holds mu but not sigma: save both, as numpy.savez(path, mu=mu, sigma=sigma)"),
        BadFile(
            "x.npz", Zip(["sigma": sigma]).bytes,
            "x.npz holds sigma but not mu: save both, as numpy.savez(path, mu=mu, sigma=sigma)"),
        BadFile(
            "x.npz", Zip(["mu": sigma, "sigma": sigma]).bytes,
            "x.npz:mu has the shape (2, 2) where (d,) is needed: compute the statistics again"),
        BadFile(
            "x.npz", Zip(["mu": npy([3], [1, 2, 3]), "sigma": sigma]).bytes,
            "x.npz:sigma has the shape (2, 2) where (3, 3) is needed: compute the statistics again"),
        BadFile(
            "x.npz", Zip(["mu": mu, "sigma": npy([2, 2], [2, 0.5, .nan, 2])]).bytes,
            "x.npz:sigma holds NaN in row 2, column 1: find out where it came from and extract the features again"),
        BadFile(
            "x.npz", Zip(["mu": npy([2], [1, .infinity]), "sigma": sigma]).bytes,
            "x.npz:mu holds +Inf in row 1, column 2: find out where it came from and extract the features again"),
        BadFile(
            "x.npz", Zip(["mu": mu, "sigma": npy([2, 2], [2, 0.5, 0.75, 2])]).bytes,
            "x.npz:sigma is not symmetric, as a covariance must be: entry (1, 2) is 0.5 and entry (2, 1) is 0.75, so compute it again"
        ),
        BadFile(
            "x.npz", Zip(["mu": mu, "sigma": sigma, "count": npy("<f8", "()", data: encoded([2.5]))]).bytes,
            "x.npz:count should be the number of samples, a whole number from 1, and is 2.5: save it again"),
        BadFile(
            "x.npz", Zip(["mu": mu, "factor": mu, "count": npy("<f8", "()", data: encoded([2.0]))]).bytes,
            "x.npz holds factor but not factor_scale, without which it cannot be read: write the statistics again"),
        compact(
            factor: [1], shape: [2, 2], scale: [1, 1],
            "x.npz:factor has the shape (1,) where (3,) is needed: compute the statistics again"),
        compact(
            factor: [1, 2, 3], shape: [3, 2], scale: [1, 1],
            "x.npz:factor_shape gives the factor the shape 3×2, which does not fit a mean of length 2: write the statistics again"
        ),
        compact(
            factor: [1, 2, 3], shape: [2, 2], scale: [1, -1],
            "x.npz:factor_scale has -1.0 as the scale of row 2, which must be positive: write the statistics again"),
        compact(
            factor: [1, 1e300, 3], shape: [2, 2], scale: [1e300, 1],
            "x.npz:factor times its scale overflows in row 1, column 2: write the statistics again"),
        compact(
            factor: [1, 2, .nan], shape: [2, 2], scale: [1, 1],
            "x.npz:factor holds NaN in row 2, column 2: find out where it came from and extract the features again"),
        compact(
            count: 1, factor: [1, 2, 3], shape: [2, 2], scale: [1, 1],
            "x.npz has a factor of more rows than samples (2 and 1), which cannot be: write the statistics again"),
    ]

    private static func compact(
        count: Double = 5, factor: [Double], shape: [Double], scale: [Double], _ english: String
    ) -> BadFile {
        let archive = Zip([
            "mu": mu, "count": npy("<f8", "()", data: encoded([count])), "factor": npy([factor.count], factor),
            "factor_shape": npy([shape.count], shape), "factor_scale": npy([scale.count], scale),
        ])
        return BadFile("x.npz", archive.bytes, english)
    }

    static let texts: [BadFile] = [
        BadFile("x.csv", "1,2\n3\n", "x.csv has 1 cell in line 2 where the lines before have 2: give every row the same length"),
        BadFile(
            "x.csv", "1,2\n\n# three\n3,4,5\n",
            "x.csv has 3 cells in line 4 where the lines before have 2: give every row the same length"),
        BadFile(
            "x.csv", "a,b\n1,x y\n", "x.csv has “x y” in line 2, column 2, where a number such as 0.5, 2e-3 or 1/3 is needed"),
        BadFile(
            "x.csv", "1,\n", "x.csv has an empty cell in line 1, column 2, where a number such as 0.5, 2e-3 or 1/3 is needed"),
        BadFile("x.csv", "1,2/0\n", "x.csv has “2/0” in line 1, column 2, where a number such as 0.5, 2e-3 or 1/3 is needed"),
        BadFile("x.csv", "1,0x10\n", "x.csv has “0x10” in line 1, column 2, where a number such as 0.5, 2e-3 or 1/3 is needed"),
        BadFile("x.csv", "a,b\nc,d\n", "x.csv is text, but not a table of numbers: pass a .npy, .npz or .csv file"),
        BadFile(
            "x.csv", "1,nan\n", "x.csv holds NaN in row 1, column 2: find out where it came from and extract the features again"),
        BadFile(
            "x.csv", "1,1e999\n", "x.csv has 1e999 in line 1, column 2, which is too large for a double: rescale the numbers"),
        BadFile(
            "x.txt", "# nothing\n\n",
            "x.txt is text without a row of numbers: write one row for each sample, with commas between the numbers"),
        BadFile("x.csv", [0x31, 0x2C, 0xE9, 0x0A], "x.csv is text that is not UTF-8: save it as UTF-8"),
        BadFile(
            "x.csv", [UInt8](repeating: 0x31, count: 10_000_001),
            "x.csv is text of 10000001 bytes, and text is read up to 10000000: save large matrices with numpy.save"),
    ]
}

private func checksum(_ content: [UInt8]) -> String {
    let digits = String(crc32_z(0, content, content.count), radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
}

@Suite struct BadFileTests {
    @Test(arguments: BadFile.formats + BadFile.arrays + BadFile.archives + BadFile.statistics + BadFile.texts)
    func sentence(_ bad: BadFile) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(bad.bytes, to: bad.name)
        let sentence = folder.sentence {
            // Errors in the data come up when they are read.
            if case .samples(let reader) = try FeatureFile.open(path, key: bad.key) { _ = try reader.readAll() }
        }
        #expect(sentence.english == bad.english)
        // The Chinese starts with the same name and is Chinese.
        #expect(sentence.chinese.hasPrefix(bad.name))
        #expect(sentence.chinese.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
        #expect(!sentence.chinese.hasSuffix("。"))
    }

    @Test func pathsThatAreNoFiles() throws {
        let folder = try TemporaryFolder()
        #expect(folder.sentence { try FeatureFile.open(folder.file("x.npy")) }.english == "x.npy does not exist: check the path")
        #expect(
            folder.sentence { try FeatureFile.open(folder.file("x.npz:mu")) }.english == "x.npz does not exist: check the path")
        #expect(folder.sentence { try FeatureFile.open(folder.file("x.npy")) }.chinese == "x.npy 不存在：请检查路径")
        try folder.write([1], to: "file")
        #expect(
            folder.sentence { try FeatureFile.open(folder.file("file/x.npy")) }.english
                == "file/x.npy does not exist: check the path")
        try FileManager.default.createDirectory(atPath: folder.file("sub"), withIntermediateDirectories: false)
        #expect(
            folder.sentence { try FeatureFile.open(folder.file("sub")) }.english
                == "sub is a folder: name a file with features inside it")
        #expect(mkfifo(folder.file("pipe"), 0o600) == 0)
        #expect(
            folder.sentence { try FeatureFile.open(folder.file("pipe")) }.english
                == "pipe is a pipe or a device: write the data to a file first and name that")
    }

    @Test(.enabled(if: geteuid() != 0, "root may read everything")) func aFileWithoutPermission() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(two, to: "x.npy")
        #expect(chmod(path, 0) == 0)
        #expect(
            folder.sentence { try FeatureFile.open(path) }.english
                == "x.npy cannot be read (Permission denied): check its permissions and its disk")
    }

    /// A member that claims much more than there is costs neither time nor memory.
    @Test func aBombIsRefused() throws {
        let folder = try TemporaryFolder()
        let content = npy("<f8", "(1, 2)", data: encoded([1.0, 2]) + [UInt8](repeating: 0, count: 3_000_000))
        let path = try folder.write(Zip([.init(name: "x.npy", content: content, isDeflated: true)]).bytes, to: "x.npz")
        #expect(
            folder.sentence { try FeatureFile.open(path) }.english
                == "x.npz:x takes \(content.count) bytes in the archive, and its shape needs \(content.count - 3_000_000): the archive is damaged, so copy or write it again"
        )
        let huge = npy("<f8", "(2000000, 2000000)", data: [])
        #expect(
            folder.sentence { try FeatureFile.open(try folder.write(huge, to: "x.npy")) }.english
                == "x.npy is cut short: 0 bytes of data are there and its shape needs 32000000000000, so copy or write it again")
    }

    /// A sparse file really is as long as it claims, and still must not bring the process down.
    @Test func aMatrixLargerThanMemoryIsRefusedAsAWholeAndReadByRows() throws {
        let folder = try TemporaryFolder()
        let head = npy("|u1", "(4000000, 1000000)", data: [])
        let path = try folder.write(head, to: "x.npy")
        guard truncate(path, off_t(head.count + 4_000_000_000_000)) == 0 else { return }  // No sparse files here.
        var reader = try samples(path)
        let available = ProcessInfo.processInfo.physicalMemory
        #expect(
            folder.sentence { try reader.readAll() }.english
                == "x.npy needs 32000000000000 bytes of memory as a whole and this machine has \(available): read it row by row, or use a machine with more memory"
        )
        var row = [Double](repeating: 1, count: 1_000_000)
        try row.withUnsafeMutableBufferPointer { try reader.read(rows: 3_999_999..<4_000_000, into: $0) }
        #expect(row.allSatisfy { $0 == 0 })
    }
}
