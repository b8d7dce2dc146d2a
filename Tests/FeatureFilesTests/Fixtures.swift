// Files for the tests, built byte by byte, in a folder that goes away with the test.

import CZlib
import FeatureFiles
import Foundation
import LinearAlgebra
import Testing

/// A folder of its own for one test.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "fid-tests-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    @discardableResult
    func write(_ bytes: [UInt8], to name: String) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
        return file(name)
    }

    func read(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: file(name)))) }

    /// All names in the folder, hidden ones too.
    var contents: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }

    /// The sentence of the error that `body` throws, without the folder's path; what it gave instead if it threw none.
    func sentence(_ body: () throws -> some Any) -> Sentence {
        do {
            let value = try body()
            return Sentence(english: "no error but \(value)", chinese: "")
        } catch let error as FeatureFileError {
            return Sentence(
                english: error.phrase.english.replacingOccurrences(of: path + "/", with: ""),
                chinese: error.phrase.chinese.replacingOccurrences(of: path + "/", with: ""))
        } catch {
            return Sentence(english: "another error: \(error)", chinese: "")
        }
    }
}

struct Sentence: Equatable {
    var english: String
    var chinese: String
}

func littleEndian<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
}

func bigEndian<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] { littleEndian(value.byteSwapped) }

func encoded(_ values: [Double]) -> [UInt8] { values.flatMap { littleEndian($0.bitPattern) } }
func encoded(_ values: [Float]) -> [UInt8] { values.flatMap { littleEndian($0.bitPattern) } }

/// A `.npy` array with the header text as given.
func npy(header: String, version: UInt8 = 1, data: [UInt8]) -> [UInt8] {
    let text = Array((header + "\n").utf8)
    let length = version == 1 ? littleEndian(UInt16(text.count)) : littleEndian(UInt32(text.count))
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + text + data
}

func npy(_ code: String, _ shape: String, fortran: Bool = false, version: UInt8 = 1, data: [UInt8]) -> [UInt8] {
    let order = fortran ? "True" : "False"
    return npy(header: "{'descr': '\(code)', 'fortran_order': \(order), 'shape': \(shape), }", version: version, data: data)
}

/// A float64 array in row-major order.
func npy(_ shape: [Int], _ values: [Double]) -> [UInt8] {
    npy("<f8", shape.count == 1 ? "(\(shape[0]),)" : "(\(shape.map(String.init).joined(separator: ", ")))", data: encoded(values))
}

func deflated(_ content: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    guard fid_deflate_init_raw(&stream, 6) == Z_OK else { return [] }
    defer { deflateEnd(&stream) }
    var input = content
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(content.count))))
    let count = input.withUnsafeMutableBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(output.count)
            deflate(&stream, Z_FINISH)
            return output.count - Int(stream.avail_out)
        }
    }
    return Array(output[..<count])
}

/// A zip archive, right by default and wrong on request.
struct Zip {
    struct Member {
        var name: String
        var content: [UInt8]
        var isDeflated = false
        var flags: UInt16 = 0
        var method: UInt16?
        var claimedSize: Int?
        var checksum: UInt32?
        var localName: String?
        /// What stands in the archive instead of the content.
        var stored: [UInt8]?
        var usesDescriptor = false
        var usesZip64 = false
    }

    var members: [Member]
    var comment = ""
    var disk: UInt16 = 0
    var usesZip64 = false

    init(_ members: [Member]) { self.members = members }
    init(_ arrays: KeyValuePairs<String, [UInt8]>) { members = arrays.map { Member(name: "\($0.key).npy", content: $0.value) } }

    var bytes: [UInt8] {
        var archive: [UInt8] = []
        var directory: [UInt8] = []
        for member in members {
            let offset = archive.count
            let stored = member.stored ?? (member.isDeflated ? deflated(member.content) : member.content)
            let checksum =
                member.checksum ?? UInt32(truncatingIfNeeded: crc32_z(0, member.content, member.content.count))
            let size = member.claimedSize ?? member.content.count
            let method = member.method ?? (member.isDeflated ? 8 : 0)
            let flags = member.flags | (member.usesDescriptor ? 8 : 0)
            let wide =
                littleEndian(UInt16(1)) + littleEndian(UInt16(16)) + littleEndian(UInt64(size))
                + littleEndian(UInt64(stored.count))
            let extra = member.usesZip64 ? wide : []
            func sizes(_ hidden: Bool) -> [UInt8] {
                if hidden { return [UInt8](repeating: 0, count: 12) }
                return littleEndian(checksum)
                    + (member.usesZip64
                        ? littleEndian(UInt64.max) : littleEndian(UInt32(stored.count)) + littleEndian(UInt32(size)))
            }
            let fixed = littleEndian(flags) + littleEndian(method) + [0, 0, 0x21, 0]
            let localName = Array((member.localName ?? member.name).utf8)
            archive += littleEndian(UInt32(0x0403_4B50)) + [20, 0] + fixed + sizes(member.usesDescriptor)
            archive += littleEndian(UInt16(localName.count)) + littleEndian(UInt16(extra.count)) + localName + extra + stored
            if member.usesDescriptor {
                archive += littleEndian(UInt32(0x0807_4B50)) + littleEndian(checksum)
                archive += littleEndian(UInt32(stored.count)) + littleEndian(UInt32(size))
            }
            let name = Array(member.name.utf8)
            directory += littleEndian(UInt32(0x0201_4B50)) + [20, 0, 20, 0] + fixed + sizes(false)
            directory += littleEndian(UInt16(name.count)) + littleEndian(UInt16(extra.count)) + [UInt8](repeating: 0, count: 10)
            directory += littleEndian(UInt32(offset)) + name + extra
        }
        let start = archive.count
        archive += directory
        if usesZip64 {
            let record = archive.count
            archive +=
                littleEndian(UInt32(0x0606_4B50)) + littleEndian(UInt64(44)) + [45, 0, 45, 0] + [UInt8](repeating: 0, count: 8)
            for value in [members.count, members.count, directory.count, start] { archive += littleEndian(UInt64(value)) }
            archive +=
                littleEndian(UInt32(0x0706_4B50)) + littleEndian(UInt32(0)) + littleEndian(UInt64(record))
                + littleEndian(UInt32(1))
        }
        let count = usesZip64 ? UInt16.max : UInt16(members.count)
        archive += littleEndian(UInt32(0x0605_4B50)) + littleEndian(disk) + littleEndian(UInt16(0)) + littleEndian(count)
        archive +=
            littleEndian(count)
            + (usesZip64 ? littleEndian(UInt64.max) : littleEndian(UInt32(directory.count)) + littleEndian(UInt32(start)))
        return archive + littleEndian(UInt16(comment.utf8.count)) + Array(comment.utf8)
    }
}

/// The samples of a file, or a failed test.
func samples(_ path: String, key: String? = nil) throws -> RowReader {
    guard case .samples(let reader) = try FeatureFile.open(path, key: key) else {
        throw TestFailure(description: "\(path) was not taken for samples")
    }
    return reader
}

func statistics(_ path: String) throws -> StoredStatistics {
    guard case .statistics(let statistics) = try FeatureFile.open(path) else {
        throw TestFailure(description: "\(path) was not taken for statistics")
    }
    return statistics
}

struct TestFailure: Error, CustomStringConvertible { let description: String }

/// All rows, read `maximumRows` at a time.
func rows(of reader: RowReader, by maximumRows: Int) throws -> [Double] {
    var reader = reader
    var all: [Double] = []
    var buffer = [Double](repeating: 0, count: maximumRows * reader.columns)
    while true {
        let count = try buffer.withUnsafeMutableBufferPointer { try reader.read(into: $0, maximumRows: maximumRows) }
        if count == 0 { return all }
        all += buffer[..<(count * reader.columns)]
    }
}
