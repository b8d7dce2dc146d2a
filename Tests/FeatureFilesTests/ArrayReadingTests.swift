// Arrays in every type, byte order, entry order, version and container read the same.

import FeatureFiles
import Foundation
import LinearAlgebra
import TestSupport
import Testing

/// One way to store a matrix.
struct StoredForm: CustomTestStringConvertible {
    enum Container: CaseIterable { case npy1, npy2, npy3, stored, deflated, descriptor, zip64 }

    var type: ElementType
    var isBigEndian: Bool
    var isFortranOrder: Bool
    var container: Container

    var testDescription: String {
        "\(type.rawValue) \(isBigEndian ? "big" : "little") \(isFortranOrder ? "Fortran" : "C") \(container)"
    }

    static let all: [StoredForm] = ElementType.allCases.flatMap { type in
        [false, true].flatMap { isBigEndian in
            [false, true].flatMap { isFortranOrder in
                Container.allCases.map {
                    StoredForm(type: type, isBigEndian: isBigEndian, isFortranOrder: isFortranOrder, container: $0)
                }
            }
        }
    }

    /// A number that every type but `bool` can hold, positive for unsigned ones.
    func value(_ row: Int, _ column: Int) -> Double {
        let plain = Double((row * 7 + column * 3) % 100)
        switch type {
        case .bool: return plain.truncatingRemainder(dividingBy: 2)
        case .float16, .float32, .float64: return plain / 8 - 3
        case .int8, .int16, .int32, .int64: return plain - 50
        default: return plain
        }
    }

    private func encoded(_ value: Double) -> [UInt8] {
        func order<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] { isBigEndian ? bigEndian(value) : littleEndian(value) }
        switch type {
        case .float16:
            // A multiple of 1/8 below 16 in magnitude: sign, exponent and fraction by hand.
            if value == 0 { return order(UInt16(0)) }
            let exponent = Int(value.exponent)
            let fraction = UInt16((value.magnitude.significand - 1) * 1024)
            return order((value < 0 ? 0x8000 : 0) | UInt16(exponent + 15) << 10 | fraction)
        case .float32: return order(Float(value).bitPattern)
        case .float64: return order(value.bitPattern)
        case .int8: return order(Int8(value))
        case .int16: return order(Int16(value))
        case .int32: return order(Int32(value))
        case .int64: return order(Int64(value))
        case .uint8, .bool: return order(UInt8(value))
        case .uint16: return order(UInt16(value))
        case .uint32: return order(UInt32(value))
        case .uint64: return order(UInt64(value))
        }
    }

    private var code: String {
        let kind =
            switch type {
            case .float16, .float32, .float64: "f"
            case .int8, .int16, .int32, .int64: "i"
            case .bool: "b"
            default: "u"
            }
        return "\(type.byteCount == 1 ? "|" : isBigEndian ? ">" : "<")\(kind)\(type.byteCount)"
    }

    func file(rows: Int, columns: Int) -> [UInt8] {
        let places =
            isFortranOrder
            ? (0..<columns).flatMap { column in (0..<rows).map { ($0, column) } }
            : (0..<rows).flatMap { row in (0..<columns).map { (row, $0) } }
        let data = places.flatMap { encoded(value($0.0, $0.1)) }
        let version: UInt8 = container == .npy2 ? 2 : container == .npy3 ? 3 : 1
        let array = npy(code, "(\(rows), \(columns))", fortran: isFortranOrder, version: version, data: data)
        switch container {
        case .npy1, .npy2, .npy3: return array
        case .stored: return Zip(["x": array]).bytes
        case .deflated: return Zip([.init(name: "x.npy", content: array, isDeflated: true)]).bytes
        case .descriptor:
            return Zip([.init(name: "x.npy", content: array, isDeflated: true, usesDescriptor: true)]).bytes
        case .zip64:
            var zip = Zip([.init(name: "x.npy", content: array, usesZip64: true)])
            zip.usesZip64 = true
            zip.comment = "made for a test"
            return zip.bytes
        }
    }
}

@Suite struct ArrayReadingTests {
    @Test(arguments: StoredForm.all) func everyForm(_ form: StoredForm) throws {
        let folder = try TemporaryFolder()
        let (rowCount, columns) = (11, 10)
        let path = try folder.write(form.file(rows: rowCount, columns: columns), to: "features")
        let expected = Matrix<Double>(rows: rowCount, columns: columns) { form.value($0, $1) }
        var reader = try samples(path)
        #expect(reader.rows == rowCount)
        #expect(reader.columns == columns)
        #expect(reader.elementType == form.type)
        #expect(reader.textCells == nil)
        #expect(try rows(of: reader, by: 3) == expected.elements)
        #expect(try reader.readAll() == expected)
        // Out of order, then on from where reading in order was.
        var buffer = [Double](repeating: 0, count: 4 * columns)
        try buffer.withUnsafeMutableBufferPointer { buffer in
            let count = try reader.read(into: buffer, maximumRows: 2)
            #expect(count == 2)
            try reader.read(rows: 6..<10, into: buffer)
        }
        #expect(buffer == Array(expected.elements[60..<100]))
        #expect(reader.position == 2)
        let count = try buffer.withUnsafeMutableBufferPointer { try reader.read(into: $0, maximumRows: 100) }
        #expect(count == 4)
        #expect(buffer == Array(expected.elements[20..<60]))
    }

    @Test func aCopyReadsOnByItself() throws {
        let folder = try TemporaryFolder()
        let values = (0..<40_000).map { Double($0 % 977) }
        let member = Zip.Member(name: "x.npy", content: npy([400, 100], values), isDeflated: true)
        var first = try samples(try folder.write(Zip([member]).bytes, to: "x.npz"))
        var buffer = [Double](repeating: 0, count: 100 * 100)
        _ = try buffer.withUnsafeMutableBufferPointer { try first.read(into: $0, maximumRows: 100) }
        let second = first
        #expect(try rows(of: first, by: 7) == Array(values[10_000...]))
        #expect(try rows(of: second, by: 13) == Array(values[10_000...]))
        #expect(try first.readAll().elements == values)
        first.rewind()
        #expect(try rows(of: first, by: 400) == values)
    }

    @Test func aLargeFortranMatrixIsReadInBlocks() throws {
        // 20 MB, more than one block; the last block is a short one.
        let (rowCount, columns) = (5003, 1001)
        func value(_ row: Int, _ column: Int) -> Double { Double((row * 31 + column * 17) % 4001) }
        var data: [UInt8] = []
        data.reserveCapacity(rowCount * columns * 4)
        for column in 0..<columns {
            for row in 0..<rowCount {
                let bits = Float((row &* 31 &+ column &* 17) % 4001).bitPattern
                data.append(UInt8(truncatingIfNeeded: bits))
                data.append(UInt8(truncatingIfNeeded: bits >> 8))
                data.append(UInt8(truncatingIfNeeded: bits >> 16))
                data.append(UInt8(truncatingIfNeeded: bits >> 24))
            }
        }
        let folder = try TemporaryFolder()
        let path = try folder.write(npy("<f4", "(\(rowCount), \(columns))", fortran: true, data: data), to: "x.npy")
        var reader = try samples(path)
        var buffer = [Double](repeating: 0, count: 1500 * columns)
        var start = 0
        while start < rowCount {
            let count = try buffer.withUnsafeMutableBufferPointer { try reader.read(into: $0, maximumRows: 1500) }
            for row in [0, count / 2, count - 1] {
                for column in [0, 1, 500, 999, 1000] where buffer[row * columns + column] != value(start + row, column) {
                    Issue.record("row \(start + row), column \(column) is \(buffer[row * columns + column])")
                }
            }
            start += count
        }
        #expect(start == rowCount)
    }

    @Test(arguments: [
        "{'descr':'<f8','fortran_order':False,'shape':(1,2)}",
        "{ \"shape\" : ( 1L , 2L , ) ,\n'fortran_order' : False , 'descr' : '<f8' , }    ",
        "{'shape': [1, 2], 'descr': 'f8', 'fortran_order': True}",
        "{'descr': '=f8', 'fortran_order': False, 'shape': (1, 2), }",
    ])
    func headersByOtherHands(_ header: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(npy(header: header, data: encoded([1.5, -2.5])), to: "x.npy")
        #expect(try samples(path).readAll() == Matrix(rows: 1, columns: 2, elements: [1.5, -2.5]))
    }

    @Test func bytesAfterAnArrayAreLeftAlone() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(npy([1, 2], [1, 2]) + [1, 2, 3], to: "x.npy")
        #expect(try samples(path).readAll().elements == [1, 2])
    }

    @Test func theContentCountsAndNotTheName() throws {
        let folder = try TemporaryFolder()
        #expect(try samples(folder.write(npy([1, 2], [1, 2]), to: "x.npz")).rows == 1)
        #expect(try samples(folder.write(Zip(["x": npy([1, 2], [1, 2])]).bytes, to: "y.npy")).rows == 1)
        #expect(try samples(folder.write(Array("1 2\n3 4\n".utf8), to: "z.npy")).rows == 2)
    }

    @Test func aKeyChoosesTheMatrix() throws {
        let folder = try TemporaryFolder()
        let archive = Zip(["roses": npy([1, 2], [1, 2]), "tulips": npy([2, 1], [3, 4]), "labels": npy([2], [0, 1])]).bytes
        let path = try folder.write(archive, to: "flowers.npz")
        #expect(try samples(path, key: "roses").readAll().elements == [1, 2])
        #expect(try samples("\(path):tulips").readAll().elements == [3, 4])
        #expect(try samples("\(path):tulips.npy").name == "\(path):tulips")
        // A file of the whole name comes first.
        try folder.write(npy([1, 1], [9]), to: "flowers.npz:tulips")
        #expect(try samples("\(path):tulips").readAll().elements == [9])
    }

    @Test func theOnlyMatrixIsFoundAmongOtherArrays() throws {
        let folder = try TemporaryFolder()
        let names = npy("|O", "(2,)", data: [0x80, 0x04])
        let path = try folder.write(
            Zip(["names": names, "labels": npy([2], [0, 1]), "x": npy([1, 2], [1, 2])]).bytes, to: "x.npz")
        #expect(try samples(path).name == "\(path):x")
    }

    @Test(
        arguments: [
            ("float32", "<f4", [0x7F, 0xC0, 0, 0], [0xFF, 0x80, 0, 0]), ("float16", "<f2", [0x7E, 0], [0xFC, 0]),
            ("float64", "<f8", [0x7F, 0xF8, 0, 0, 0, 0, 0, 0], [0xFF, 0xF0, 0, 0, 0, 0, 0, 0]),
        ] as [(String, String, [UInt8], [UInt8])])
    func numbersThatAreNotFiniteAreNamed(_ name: String, _ code: String, _ nan: [UInt8], _ infinity: [UInt8]) throws {
        let folder = try TemporaryFolder()
        let zero = [UInt8](repeating: 0, count: nan.count)
        for fortran in [false, true] {
            // Row 2, column 3 of 4 × 3; and, after it in both orders, row 4, column 3.
            let place = fortran ? 9 : 5
            var cells = [[UInt8]](repeating: zero, count: 12)
            cells[place] = Array(nan.reversed())
            cells[11] = Array(infinity.reversed())
            var path = try folder.write(npy(code, "(4, 3)", fortran: fortran, data: cells.flatMap { $0 }), to: "x.npy")
            #expect(
                folder.sentence { try samples(path).readAll() }.english
                    == "x.npy holds NaN in row 2, column 3: find out where it came from and extract the features again")
            cells[place] = zero
            path = try folder.write(npy(code, "(4, 3)", fortran: fortran, data: cells.flatMap { $0 }), to: "x.npy")
            #expect(
                folder.sentence { try rows(of: samples(path), by: 3) }.english
                    == "x.npy holds -Inf in row 4, column 3: find out where it came from and extract the features again")
        }
    }

    @Test func aFileThatShrinksWhileItIsReadIsNamed() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(npy([100, 100], [Double](repeating: 1, count: 10_000)), to: "x.npy")
        var reader = try samples(path)
        var buffer = [Double](repeating: 0, count: 1000)
        _ = try buffer.withUnsafeMutableBufferPointer { try reader.read(into: $0, maximumRows: 10) }
        #expect(truncate(path, 9000) == 0)
        let sentence = folder.sentence {
            try buffer.withUnsafeMutableBufferPointer { try reader.read(into: $0, maximumRows: 10) }
        }
        let start = try folder.read("x.npy").count  // The header and a part of the data are left.
        #expect(start == 9000)
        #expect(
            sentence.english
                == "x.npy became shorter while it was read (\(9000 - 8000 - headerLength) of 8000 bytes at offset \(8000 + headerLength)): wait until its writer is done and read it again"
        )
    }

    private var headerLength: Int { npy([100, 100], []).count }
}
