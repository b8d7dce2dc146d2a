// The safetensors format: the length of a JSON header in eight bytes, the header, and the numbers behind it, little-endian, in C order.

import FeatureFiles
import Foundation
import Localization

enum SafetensorsFile {
    private static let lengthBytes = 8

    /// The format's own limit for its header.
    private static let maximumHeader = 100_000_000

    /// Whether a file that starts so is one: a length that may be, and the JSON's bracket.
    static func isOne(_ start: [UInt8]) -> Bool {
        start.count > lengthBytes && start[lengthBytes] == UInt8(ascii: "{") && start[4..<lengthBytes].allSatisfy { $0 == 0 }
    }

    private struct Tensor: Decodable {
        let dtype: String
        let shape: [Int]
        let offsets: [Int]

        private enum CodingKeys: String, CodingKey {
            case dtype, shape
            case offsets = "data_offsets"
        }
    }

    /// The header, without its metadata.
    private struct Header: Decodable {
        var tensors: [String: Tensor] = [:]

        private struct Key: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init?(intValue: Int) { nil }
            init(stringValue: String) { self.stringValue = stringValue }
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            for key in container.allKeys where key.stringValue != "__metadata__" {
                tensors[key.stringValue] = try container.decode(Tensor.self, forKey: key)
            }
        }
    }

    /// - Throws: ``WeightsError``, `FeatureFileError` where the file cannot be read.
    static func contents(of file: InputFile) throws -> WeightContents {
        var reader = LittleEndianReader(try file.bytes(at: 0, count: lengthBytes)[...])
        guard let length = reader.integer(UInt64.self).flatMap({ Int(exactly: $0) }), length <= maximumHeader else {
            throw WeightsError.damagedHeader(file: file.name, tensor: nil)
        }
        let start = lengthBytes + length
        guard start <= file.size else {
            throw WeightsError.truncatedTable(file: file.name, size: file.size)
        }
        let header: Header
        do {
            header = try JSONDecoder().decode(Header.self, from: Data(file.bytes(at: lengthBytes, count: length)))
        } catch let error as DecodingError {
            throw WeightsError.damagedHeader(file: file.name, tensor: tensorName(error))
        }
        guard !header.tensors.isEmpty else { throw WeightsError.noStateDict(file: file.name, keys: []) }
        var entries: [WeightEntry] = []
        var end = start
        // In the order of their bytes, each must start where the one before has ended: then none is there twice or overlaps.
        let ordered = header.tensors.sorted {
            ($0.value.offsets.first ?? 0, $0.value.offsets.last ?? 0, $0.key)
                < ($1.value.offsets.first ?? 0, $1.value.offsets.last ?? 0, $1.key)
        }
        for (name, tensor) in ordered {
            entries.append(try entry(name, tensor, start: start, previousEnd: end, file: file))
            end = entries[entries.count - 1].span.upperBound
        }
        guard end >= file.size else {
            throw WeightsError.damagedHeader(file: file.name, tensor: nil)
        }
        return WeightContents(
            file: file, format: .safetensors, entries: entries,
            truncation: end > file.size ? Truncation(size: file.size, needed: end, entries: entries) : nil)
    }

    private static func entry(
        _ name: String, _ tensor: Tensor, start: Int, previousEnd: Int, file: InputFile
    ) throws -> WeightEntry {
        guard let type = WeightElementType(safetensorsCode: tensor.dtype) else {
            throw WeightsError.unknownElements(file: file.name, tensor: printable(name), type: printable(tensor.dtype))
        }
        let damaged = WeightsError.damagedHeader(file: file.name, tensor: printable(name))
        guard tensor.offsets.count == 2, tensor.offsets[0] >= 0, tensor.offsets[1] < 1 << 50 else { throw damaged }
        let (from, to) = (tensor.offsets[0], tensor.offsets[1])
        guard from <= to, start + from == previousEnd, (to - from) % type.byteCount == 0 else { throw damaged }
        let capacity = (to - from) / type.byteCount
        guard let layout = try? TensorLayout(contiguous: tensor.shape, capacity: capacity), layout.count == capacity else {
            throw damaged
        }
        return WeightEntry(name: name, type: type, layout: layout, start: start + from)
    }

    /// The tensor in whose description the JSON is not as it should be.
    private static func tensorName(_ error: DecodingError) -> String? {
        let path: [any CodingKey]
        switch error {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context): path = context.codingPath
        case .keyNotFound(_, let context): path = context.codingPath
        @unknown default: path = []
        }
        return path.first.map { printable($0.stringValue) }
    }
}
