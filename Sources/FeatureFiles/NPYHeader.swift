// The header of a .npy array: format versions 1.0, 2.0 and 3.0 of numpy's `lib/format.py` (NEP 1).

/// What heads a `.npy` array: type, byte order, order of the entries, shape.
struct NPYHeader: Sendable, Equatable {
    static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    /// The longest header that is read. Those of arrays of numbers have 128 bytes or little more; longer ones describe records.
    static let maximumLength = 65_535

    var elementType: ElementType
    var isBigEndian: Bool
    /// Column by column, as Fortran stores matrices.
    var isFortranOrder: Bool
    var shape: [Int]

    /// How many numbers the array holds. The product is known not to overflow, nor is that with the size of an element or of a double.
    var elementCount: Int { shape.reduce(1, *) }

    /// How many bytes the numbers take.
    var byteCount: Int { elementCount * elementType.byteCount }
}

extension NPYHeader {
    /// Reads the header; `stream` then stands at the first number.
    init(reading stream: inout ByteStream) throws {
        let name = stream.name
        let start = try Self.take(min(12, stream.remaining), from: &stream)
        guard start.count >= 8 else { throw FeatureFileError.truncatedHeader(file: name, needed: 10, found: start.count) }
        guard start.starts(with: Self.magic) else {
            throw FeatureFileError.malformedHeader(file: name, offset: 0, problem: .expected("the mark \\x93NUMPY"))
        }
        let (major, minor) = (Int(start[6]), Int(start[7]))
        guard (1...3).contains(major), minor == 0 else {
            throw FeatureFileError.unsupportedVersion(file: name, major: major, minor: minor)
        }
        let prefix = major == 1 ? 10 : 12
        var reader = LittleEndianReader(start[8...])
        guard let length = major == 1 ? reader.integer(UInt16.self).map(Int.init) : reader.integer(UInt32.self).map(Int.init)
        else {
            throw FeatureFileError.truncatedHeader(file: name, needed: prefix, found: start.count)
        }
        guard length <= Self.maximumLength else {
            throw FeatureFileError.headerTooLong(file: name, length: length, limit: Self.maximumLength)
        }
        guard length <= start.count + stream.remaining - prefix else {
            throw FeatureFileError.truncatedHeader(
                file: name, needed: prefix + length, found: start.count + stream.remaining)
        }
        // In version 1 two bytes of the text have been read already.
        let early = start[prefix...].prefix(length)
        guard early.count == start.count - prefix else {
            throw FeatureFileError.malformedHeader(file: name, offset: prefix, problem: .expected("a dictionary"))
        }
        let text = Array(early) + (try Self.take(length - early.count, from: &stream))
        do {
            try self.init(PythonLiteralParser.parse(text[...]), name: name)
        } catch let error as PythonLiteralError {
            throw FeatureFileError.malformedHeader(file: name, offset: prefix + error.offset, problem: error.problem)
        }
        try checkSize(name: name)
    }

    private static func take(_ count: Int, from stream: inout ByteStream) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count]))
            filled = count
        }
    }

    private init(_ literal: PythonLiteral, name: String) throws {
        func failure(_ problem: HeaderProblem) -> PythonLiteralError { PythonLiteralError(offset: 0, problem: problem) }
        guard case .dictionary(let entries) = literal else { throw failure(.expected("a dictionary")) }
        var code: String?
        var order: Bool?
        var lengths: [Int]?
        for entry in entries {
            switch (entry.key, entry.value) {
            case ("descr", .string(let value)): code = value
            case ("descr", .sequence):
                throw FeatureFileError.unsupportedElements(file: name, code: "[…]", kind: .structured)
            case ("fortran_order", .boolean(let value)): order = value
            case ("shape", .sequence(let values)): lengths = try Self.lengths(values, name: name)
            case ("descr", _), ("fortran_order", _), ("shape", _): throw failure(.wrongValue(key: entry.key))
            default: throw failure(.unknownKey(printable(entry.key)))
            }
        }
        guard let code else { throw failure(.missingKey("descr")) }
        guard let order else { throw failure(.missingKey("fortran_order")) }
        guard let lengths else { throw failure(.missingKey("shape")) }
        let hasMark = code.first.map { "<>|=".contains($0) } ?? false
        let type = hasMark ? code.dropFirst() : code[...]
        guard let elementType = ElementType(code: type) else {
            throw FeatureFileError.unsupportedElements(
                file: name, code: printable(code), kind: RefusedElementKind(code: type))
        }
        self.init(elementType: elementType, isBigEndian: code.first == ">", isFortranOrder: order, shape: lengths)
    }

    private static func lengths(_ values: [PythonLiteral], name: String) throws -> [Int] {
        try values.map { value in
            guard case .integer(let length) = value else {
                throw PythonLiteralError(offset: 0, problem: .wrongValue(key: "shape"))
            }
            guard let length else { throw FeatureFileError.shapeTooLarge(file: name, shape: []) }
            return length
        }
    }

    /// Whether all counts that follow from the shape can be computed.
    private func checkSize(name: String) throws {
        // Zero may hide an overflow of the other lengths, which numpy refuses too.
        var product = 8
        for length in shape where length > 0 {
            let (next, overflow) = product.multipliedReportingOverflow(by: length)
            guard !overflow else { throw FeatureFileError.shapeTooLarge(file: name, shape: shape) }
            product = next
        }
    }
}
