// Feature files for the tests, built byte by byte.

import FeatureFiles
import LinearAlgebra
import TestSupport
import Testing

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
