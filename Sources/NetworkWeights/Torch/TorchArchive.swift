// PyTorch's format since 1.6: a zip archive of `NAME/data.pkl`, `NAME/data/KEY` for each storage, and `NAME/byteorder`. A TorchScript program is
// the same with its code beside them, which is not looked at.

import FeatureFiles
import Localization

enum TorchArchive {
    static let pickleName = "data.pkl"

    /// - Throws: ``WeightsError``, `FeatureFileError` where the file cannot be read or is no archive.
    static func contents(of file: InputFile) throws -> WeightContents {
        let archive: ZipArchive
        do {
            archive = try ZipArchive(file)
        } catch let error as FeatureFileError {
            // The directory is at the end: a file that was cut off has none, but its members stand in order.
            guard case .damagedArchive(_, .noDirectory) = error, let contents = try CutTorchArchive.contents(of: file) else {
                throw error
            }
            return contents
        }
        let members = try Members(archive, file: file)
        let range = try members.range(pickleName)
        var unpickler = Unpickler(file, range: range, isScript: members.isScript)
        let root = try WeightsError.unpickling(file, &unpickler) { try $0.load() }
        let heap = unpickler.heap
        let stateDict =
            try members.isScript
            ? StateDict(ofScript: root, in: heap, file: file.name) : StateDict(root, in: heap, file: file.name)
        var places = StoragePlaces()
        for (name, place) in stateDict.tensors {
            let claim = heap.storages[heap.tensors[place].storage]
            let member = "data/\(claim.key)"
            guard members.has(member) else { throw WeightsError.missingStorage(file: file.name, tensor: printable(name)) }
            let range = try members.range(member)
            guard range.count == claim.byteCount else {
                throw WeightsError.wrongStorageSize(
                    file: file.name, offset: range.lowerBound, claimed: claim.byteCount ?? .max, found: range.count)
            }
            places.ranges[claim.key] = range
        }
        return WeightContents(
            file: file, format: members.isScript ? .torchScript : .torchZip,
            entries: try places.entries(of: stateDict, in: heap, file: file.name),
            isBigEndian: try isBigEndian(members, file), notes: stateDict.notes)
    }

    /// What the member `byteorder` says; archives from before PyTorch 2.1 have none and are little-endian.
    private static func isBigEndian(_ members: Members, _ file: InputFile) throws -> Bool {
        guard members.has("byteorder") else { return false }
        let range = try members.range("byteorder")
        let text = try file.bytes(at: range.lowerBound, count: min(range.count, 16))
        switch text {
        case Array("little".utf8): return false
        case Array("big".utf8): return true
        default:
            throw WeightsError.unknownByteOrder(
                file: file.name, offset: range.lowerBound, order: printable(String(decoding: text, as: UTF8.self)))
        }
    }

    /// The members of the archive by their names behind the folder in which all of them lie.
    private struct Members {
        let archive: ZipArchive
        let file: InputFile
        let members: [String: ZipArchive.Member]

        /// A TorchScript program keeps its code beside its numbers.
        var isScript: Bool { has("constants.pkl") }

        /// - Throws: ``WeightsError/otherArchive(file:)`` where there is no pickle.
        init(_ archive: ZipArchive, file: InputFile) throws {
            self.archive = archive
            self.file = file
            let suffix = "/" + pickleName
            let folders = archive.members.compactMap { member in
                member.name.hasSuffix(suffix) ? member.name.dropLast(suffix.count) : nil
            }.filter { !$0.contains("/") }
            guard folders.count == 1, let folder = folders.first else {
                throw WeightsError.otherArchive(file: file.name)
            }
            let prefix = folder + "/"
            members = Dictionary(
                archive.members.filter { $0.name.hasPrefix(prefix) }.map { (String($0.name.dropFirst(prefix.count)), $0) }
            ) { first, _ in first }
        }

        func has(_ name: String) -> Bool { members[name] != nil }

        /// Where a member lies in the file. PyTorch never compresses.
        func range(_ name: String) throws -> Range<Int> {
            guard let member = members[name] else { throw WeightsError.otherArchive(file: file.name) }
            guard member.method == 0 else { throw WeightsError.compressed(file: file.name, member: printable(member.name)) }
            return try archive.storedRange(of: member)
        }
    }
}
