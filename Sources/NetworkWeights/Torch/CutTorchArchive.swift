// A zip file of PyTorch that was cut off: without the directory at its end, but with its members in order from the start.

import FeatureFiles
import Localization

/// Walks from one local header to the next. PyTorch writes the lengths behind the members, so each is known only from what it holds: the
/// pickle ends where it stops, and it tells how long the storages are.
enum CutTorchArchive {
    private static let headerBytes = 30
    /// The longest of the small members, and of what stands between two of them.
    private static let gap = 1 << 12

    private struct Header {
        let name: String
        let start: Int
    }

    /// The table of contents as far as it can be made out; nil where this is no file of PyTorch, or the end falls before the pickle's.
    static func contents(of file: InputFile) throws -> WeightContents? {
        var position = 0
        guard let first = try header(of: file, at: &position), first.name.hasSuffix("/" + TorchArchive.pickleName) else {
            return nil
        }
        let folder = String(first.name.dropLast(TorchArchive.pickleName.count))
        var unpickler = Unpickler(file, range: first.start..<file.size)
        let root = try WeightsError.unpickling(file, &unpickler) { try $0.load() }
        let heap = unpickler.heap
        let stateDict = try StateDict(root, in: heap, file: file.name)
        position = unpickler.position

        var claims: [String: Int] = [:]
        for claim in heap.storages { claims[claim.key] = claim.byteCount }
        var places = StoragePlaces()
        var isBigEndian = false
        while let header = try header(of: file, at: &position) {
            position = header.start
            guard header.name.hasPrefix(folder) else { return nil }
            let name = header.name.dropFirst(folder.count)
            if name == "byteorder", file.size - header.start >= 3 {
                isBigEndian = try file.bytes(at: header.start, count: 3) == Array("big".utf8)
            }
            guard name.hasPrefix("data/") else { continue }
            let key = String(name.dropFirst("data/".count))
            guard let bytes = claims[key], bytes < 1 << 50 else { return nil }
            places.ranges[key] = header.start..<header.start + bytes
            position = header.start + bytes
            if position > file.size { break }
        }
        return try self.contents(of: file, stateDict, heap, &places, claims, isBigEndian)
    }

    /// Places what is missing behind what is there, so that it is known to be missing.
    private static func contents(
        of file: InputFile, _ stateDict: StateDict, _ heap: PickleHeap, _ places: inout StoragePlaces, _ claims: [String: Int],
        _ isBigEndian: Bool
    ) throws -> WeightContents? {
        var end = max(file.size, places.ranges.values.map(\.upperBound).max() ?? 0)
        for (_, place) in stateDict.tensors {
            let key = heap.storages[heap.tensors[place].storage].key
            guard places.ranges[key] == nil else { continue }
            guard let bytes = claims[key], bytes < 1 << 50, end < 1 << 51 else { return nil }
            places.ranges[key] = end..<end + bytes
            end += bytes
        }
        let entries = try places.entries(of: stateDict, in: heap, file: file.name)
        return WeightContents(
            file: file, format: .torchZip, entries: entries, isBigEndian: isBigEndian, notes: stateDict.notes,
            truncation: Truncation(size: file.size, needed: end, entries: entries))
    }

    /// The next local header from `position` on, past what ends the member before; nil where the file has none.
    private static func header(of file: InputFile, at position: inout Int) throws -> Header? {
        guard position < file.size else { return nil }
        let window = try file.bytes(at: position, count: min(gap + headerBytes, file.size - position))
        let magic = ZipArchive.localMagic
        guard window.count >= headerBytes,
            let place = (0...window.count - headerBytes).first(where: { window[$0...].starts(with: magic) })
        else { return nil }
        var reader = LittleEndianReader(window[(place + 26)...])
        guard let nameLength = reader.integer(UInt16.self), let extraLength = reader.integer(UInt16.self) else { return nil }
        let nameStart = position + place + headerBytes
        let start = nameStart + Int(nameLength) + Int(extraLength)
        guard start <= file.size else { return nil }
        let name = try file.bytes(at: nameStart, count: Int(nameLength))
        return Header(name: String(decoding: name, as: UTF8.self), start: start)
    }
}
