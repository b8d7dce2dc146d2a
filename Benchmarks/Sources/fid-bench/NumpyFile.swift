// Reads the plain .npy files that the benchmarks' own data are in, for the bare routines; fid's reader is what is measured.

import Foundation

/// A matrix from a .npy file, as doubles, row by row.
struct NumpyFile {
    let rows: Int
    let columns: Int
    var elements: [Double]

    init(path: String) throws(BenchError) {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw .cannotRead(path: path, reason: error.localizedDescription)
        }
        guard data.count > 10, data.prefix(6) == Data([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]), data[6] == 1 else {
            throw .cannotRead(path: path, reason: "it is no .npy file of version 1")
        }
        let start = 10 + Int(data[8]) + Int(data[9]) << 8
        guard start <= data.count else { throw .cannotRead(path: path, reason: "its header is cut short") }
        let header = String(decoding: data[10..<start], as: UTF8.self)
        guard let shape = header.firstMatch(of: /'shape': \((\d+), (\d+)\)/), let rows = Int(shape.1),
            let columns = Int(shape.2), header.contains("'fortran_order': False")
        else { throw .cannotRead(path: path, reason: "it is no matrix stored by rows: \(header)") }
        self.rows = rows
        self.columns = columns

        let body = data[start...]
        if header.contains("'<f8'") {
            elements = Self.values(of: body, as: UInt64.self) { Double(bitPattern: $0) }
        } else if header.contains("'<f4'") {
            elements = Self.values(of: body, as: UInt32.self) { Double(Float(bitPattern: $0)) }
        } else if header.contains("'<f2'") {
            elements = Self.values(of: body, as: UInt16.self) { Double(Float16(bitPattern: $0)) }
        } else {
            throw .cannotRead(path: path, reason: "its elements are none of float16, float32, float64: \(header)")
        }
        guard rows.multipliedReportingOverflow(by: columns) == (elements.count, false) else {
            throw .cannotRead(path: path, reason: "it holds \(elements.count) values, not \(rows)×\(columns)")
        }
    }

    private static func values<Bits: FixedWidthInteger>(
        of data: Data, as: Bits.Type, _ value: (Bits) -> Double
    ) -> [Double] {
        let width = MemoryLayout<Bits>.size
        return data.withUnsafeBytes { bytes in
            (0..<bytes.count / width).map {
                value(Bits(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * width, as: Bits.self)))
            }
        }
    }
}
