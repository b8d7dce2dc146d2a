// PyTorch's format before 1.6: five pickles, then the storages one behind the other, each with its length in front.
//
// The pickles are a magic number, the version 1001, facts about the machine that wrote, the object itself, and the keys of the storages in
// the order in which they follow. The facts name a byte order, but `torch.save` wrote little-endian numbers on every machine and
// `torch.load` reads them so, whatever they name; so does this.

import FeatureFiles
import Localization

enum LegacyTorchFile {
    /// The operation PROTO, with which every pickle since protocol 2 starts.
    static let firstByte: UInt8 = 0x80

    /// 0x1950a86a20f9469cfc6c, little-endian.
    private static let magic: [UInt8] = [0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]
    private static let version = 1001
    private static let lengthBytes = 8

    /// - Throws: ``WeightsError``, `FeatureFileError` where the file cannot be read.
    static func contents(of file: InputFile) throws -> WeightContents {
        var unpickler = Unpickler(file, range: 0..<file.size)
        let (root, keys) = try WeightsError.unpickling(file, &unpickler) { unpickler in
            let first = try unpickler.load()
            guard first == .long(magic) else { throw WeightsError.otherPickle(file: file.name) }
            let number = try unpickler.load()
            guard number == .int(version) else { throw WeightsError.unknownVersion(file: file.name) }
            _ = try unpickler.load()
            return (try unpickler.load(), try unpickler.load())
        }
        let heap = unpickler.heap
        let stateDict = try StateDict(root, in: heap, file: file.name)
        let (places, needed) = try self.places(of: keys, in: heap, from: unpickler.position, file: file)
        let entries = try places.entries(of: stateDict, in: heap, file: file.name)
        var notes = stateDict.notes
        if needed < file.size {
            let rest = file.size - needed
            notes.append(
                Phrase(
                    "\(rest) bytes behind the last tensor, from byte \(needed) on, are not read",
                    "最后一个张量之后（从字节 \(needed) 起）还有 \(rest) 字节，没有读取"))
        }
        return WeightContents(
            file: file, format: .legacyTorch, entries: entries, notes: notes,
            truncation: needed > file.size ? Truncation(size: file.size, needed: needed, entries: entries) : nil)
    }

    /// Walks over the storages by their lengths, and on by what the pickle claims where the file has ended.
    ///
    /// - Returns: where they lie, and where the last one ends.
    private static func places(
        of keys: PickleValue, in heap: PickleHeap, from start: Int, file: InputFile
    ) throws -> (StoragePlaces, end: Int) {
        guard case .list = keys, let items = heap.items(of: keys) else {
            throw WeightsError.damagedTable(file: file.name, offset: start)
        }
        var claims: [String: ClaimedStorage] = [:]
        for claim in heap.storages {
            // Tensors that share a storage repeat its claim.
            if let other = claims[claim.key], other.count != claim.count || other.type != claim.type {
                throw WeightsError.damagedTable(file: file.name, offset: start)
            }
            claims[claim.key] = claim
        }
        var places = StoragePlaces()
        var position = start
        for item in items {
            guard case .text(let key) = item, let claim = claims[key], places.ranges[key] == nil else {
                throw WeightsError.damagedTable(file: file.name, offset: position)
            }
            if position <= file.size - lengthBytes {
                var reader = LittleEndianReader(try file.bytes(at: position, count: lengthBytes)[...])
                let length = reader.integer(UInt64.self).flatMap { Int(exactly: $0) }
                guard length == claim.count else {
                    throw WeightsError.wrongStorageSize(
                        file: file.name, offset: position, claimed: claim.count, found: length ?? .max)
                }
            }
            // A petabyte is no length; within it no sum below overflows.
            guard claim.type != nil, let bytes = claim.byteCount, bytes < 1 << 50, position < 1 << 51 else {
                throw WeightsError.damagedTable(file: file.name, offset: position)
            }
            places.ranges[key] = position + lengthBytes..<position + lengthBytes + bytes
            position += lengthBytes + bytes
        }
        return (places, position)
    }
}
