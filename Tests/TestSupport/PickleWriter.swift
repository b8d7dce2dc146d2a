// Pickles for the tests, operation by operation: right ones, and ones that no program would write.

/// The operations of a pickle in the order in which they are added.
public struct PickleWriter {
    public private(set) var bytes: [UInt8] = []

    public init(protocol number: UInt8? = 2) {
        if let number { bytes = [0x80, number] }
    }

    /// Operations by their bytes.
    public mutating func raw(_ operations: [UInt8]) { bytes += operations }

    public mutating func global(_ module: String, _ name: String) { bytes += Array("c\(module)\n\(name)\n".utf8) }

    public mutating func text(_ text: String) {
        let utf8 = Array(text.utf8)
        bytes += [0x58] + littleEndian(UInt32(utf8.count)) + utf8
    }

    public mutating func int(_ value: Int) {
        switch value {
        case 0..<256: bytes += [0x4B, UInt8(value)]
        case 0..<65536: bytes += [0x4D] + littleEndian(UInt16(value))
        case Int(Int32.min)...Int(Int32.max): bytes += [0x4A] + littleEndian(Int32(value))
        default: bytes += [0x8A, 8] + littleEndian(Int64(value))
        }
    }

    public mutating func double(_ value: Double) { bytes += [0x47] + bigEndian(value.bitPattern) }

    public mutating func mark() { bytes.append(UInt8(ascii: "(")) }
    public mutating func tuple() { bytes.append(UInt8(ascii: "t")) }
    public mutating func emptyTuple() { bytes.append(UInt8(ascii: ")")) }
    public mutating func emptyDictionary() { bytes.append(UInt8(ascii: "}")) }
    public mutating func emptyList() { bytes.append(UInt8(ascii: "]")) }
    public mutating func setItems() { bytes.append(UInt8(ascii: "u")) }
    public mutating func appends() { bytes.append(UInt8(ascii: "e")) }
    public mutating func reduce() { bytes.append(UInt8(ascii: "R")) }
    public mutating func build() { bytes.append(UInt8(ascii: "b")) }
    public mutating func persistentID() { bytes.append(UInt8(ascii: "Q")) }
    public mutating func none() { bytes.append(UInt8(ascii: "N")) }
    public mutating func bool(_ value: Bool) { bytes.append(value ? 0x88 : 0x89) }
    public mutating func stop() { bytes.append(UInt8(ascii: ".")) }

    public mutating func put(_ place: Int) { bytes += [0x72] + littleEndian(UInt32(place)) }
    public mutating func get(_ place: Int) { bytes += [0x6A] + littleEndian(UInt32(place)) }

    public mutating func integers(_ values: [Int]) {
        mark()
        for value in values { int(value) }
        tuple()
    }
}
