// JSON for machines: one form for all commands.

import Foundation

enum MachineJSON {
    /// The value as indented JSON with sorted keys in snake case.
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// An object with numbers under keys of their own besides its members.
    static func text(_ value: some Encodable, with numbers: [String: Double]) throws -> String {
        return try text(Merged(value: value, numbers: numbers))
    }

    private struct Merged<Value: Encodable>: Encodable {
        let value: Value
        let numbers: [String: Double]

        func encode(to encoder: any Encoder) throws {
            try value.encode(to: encoder)
            var container = encoder.container(keyedBy: Key.self)
            for (key, number) in numbers { try container.encode(number, forKey: Key(stringValue: key)) }
        }
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
