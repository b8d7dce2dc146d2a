// The subset of Python literals that numpy writes into headers: dictionaries, tuples, lists, strings, integers, True and False.

/// A value in the header of a `.npy` array.
enum PythonLiteral: Equatable {
    case boolean(Bool)
    /// `nil` for an integer too large for `Int`.
    case integer(Int?)
    case string(String)
    /// A tuple or a list.
    case sequence([PythonLiteral])
    /// The entries in their order; keys are strings.
    case dictionary([DictionaryEntry])

    struct DictionaryEntry: Equatable {
        var key: String
        var value: PythonLiteral
    }
}

/// Why a literal cannot be parsed.
struct PythonLiteralError: Error, Equatable {
    let offset: Int
    let problem: HeaderProblem
}

/// A strict parser: what it does not know is an error, never a guess.
struct PythonLiteralParser {
    private static let maximumDepth = 8

    private let bytes: ArraySlice<UInt8>
    private var position: Int
    private var depth = 0

    /// The value that makes up all of `bytes`, with white space around it.
    static func parse(_ bytes: ArraySlice<UInt8>) throws(PythonLiteralError) -> PythonLiteral {
        var parser = PythonLiteralParser(bytes)
        let value = try parser.value()
        parser.skipSpace()
        guard parser.position == bytes.endIndex else { throw parser.failure(.expected("the end of the header")) }
        return value
    }

    private init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    private func failure(_ problem: HeaderProblem) -> PythonLiteralError {
        PythonLiteralError(offset: position - bytes.startIndex, problem: problem)
    }

    private var next: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, [0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D].contains(byte) { position += 1 }
    }

    /// Steps over `character` if it comes next, after white space.
    private mutating func skip(_ character: Character) -> Bool {
        skipSpace()
        guard let next, next == character.asciiValue else { return false }
        position += 1
        return true
    }

    private mutating func value() throws(PythonLiteralError) -> PythonLiteral {
        skipSpace()
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw failure(.nestedTooDeeply) }
        switch next {
        case UInt8(ascii: "{"): return try dictionary()
        case UInt8(ascii: "("): return try sequence(closing: ")")
        case UInt8(ascii: "["): return try sequence(closing: "]")
        case UInt8(ascii: "'"), UInt8(ascii: "\""): return .string(try string())
        case .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return integer()
        default: return try keyword()
        }
    }

    private mutating func dictionary() throws(PythonLiteralError) -> PythonLiteral {
        position += 1
        var entries: [PythonLiteral.DictionaryEntry] = []
        while !skip("}") {
            skipSpace()
            guard next == UInt8(ascii: "'") || next == UInt8(ascii: "\"") else { throw failure(.expected("a key in quotes")) }
            let key = try string()
            if entries.contains(where: { $0.key == key }) { throw failure(.repeatedKey(printable(key))) }
            guard skip(":") else { throw failure(.expected("a colon")) }
            entries.append(.init(key: key, value: try value()))
            if skip(",") { continue }
            guard skip("}") else { throw failure(.expected("a comma or a closing brace")) }
            break
        }
        return .dictionary(entries)
    }

    private mutating func sequence(closing: Character) throws(PythonLiteralError) -> PythonLiteral {
        position += 1
        var values: [PythonLiteral] = []
        while !skip(closing) {
            values.append(try value())
            if skip(",") { continue }
            guard skip(closing) else { throw failure(.expected("a comma or a closing bracket")) }
            // In Python a value in round brackets without a comma is the value itself.
            if closing == ")", values.count == 1, let value = values.first { return value }
            break
        }
        return .sequence(values)
    }

    private mutating func string() throws(PythonLiteralError) -> String {
        let quote = bytes[position]
        position += 1
        let start = position
        while let byte = next, byte != quote {
            // numpy escapes nothing in the headers of arrays of numbers.
            if byte == UInt8(ascii: "\\") || byte < 0x20 { throw failure(.expected("a plain character")) }
            position += 1
        }
        guard next != nil else { throw failure(.expected("a closing quote")) }
        defer { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func integer() -> PythonLiteral {
        var value: Int? = 0
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            let digit = Int(byte - UInt8(ascii: "0"))
            if let sum = value {
                let (product, overflow) = sum.multipliedReportingOverflow(by: 10)
                let (next, carry) = product.addingReportingOverflow(digit)
                value = overflow || carry ? nil : next
            }
            position += 1
        }
        // Python 2 wrote long integers with an L.
        if next == UInt8(ascii: "L") { position += 1 }
        return .integer(value)
    }

    private mutating func keyword() throws(PythonLiteralError) -> PythonLiteral {
        for (word, value) in [("True", true), ("False", false)] where bytes[position...].starts(with: word.utf8) {
            position += word.utf8.count
            return .boolean(value)
        }
        throw failure(.expected("a value"))
    }
}
