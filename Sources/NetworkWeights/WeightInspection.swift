// Reads all of a file of weights, to find out whether its numbers are sound.

import FeatureFiles

/// What was found in the numbers of a file.
public struct WeightInspection: Sendable, Equatable {
    /// A NaN or an infinity, the first of its tensor.
    public struct NonFinite: Sendable, Equatable {
        public let tensor: String
        public let index: Int
        public let value: String
    }

    /// How many numbers all tensors have.
    public let numbers: Int
    public let nonFinite: [NonFinite]
    /// Whether the file carries checksums. PyTorch's zip archives do, unless they were written with `compute_crc32=False`.
    public let hasChecksums: Bool
    /// Members of the archive whose checksum is wrong.
    public let damaged: [String]

    public var isSound: Bool { nonFinite.isEmpty && damaged.isEmpty }
}

extension WeightFile {
    /// Reads every tensor, and every checksum where there are some.
    ///
    /// - Parameter report: is told how many tensors are done.
    /// - Throws: ``WeightsError`` where the file cannot be read to its end.
    public func inspect(report: (Int) -> Void = { _ in }) throws -> WeightInspection {
        var nonFinite: [WeightInspection.NonFinite] = []
        for (done, entry) in entries.enumerated() {
            do {
                _ = try values(of: entry.name)
            } catch WeightsError.notFinite(_, let tensor, let index, let value) {
                nonFinite.append(WeightInspection.NonFinite(tensor: tensor, index: index, value: value))
            }
            report(done + 1)
        }
        var (members, damaged) = (0, [String]())
        if format == .torchZip || format == .torchScript, truncation == nil {
            (members, damaged) = try WeightsError.about(path) { try checksums() }
        }
        // Where no checksum is right none was written.
        let hasChecksums = members > 0 && damaged.count < members
        return WeightInspection(
            numbers: entries.reduce(0) { $0 + $1.layout.count }, nonFinite: nonFinite, hasChecksums: hasChecksums,
            damaged: hasChecksums ? damaged : [])
    }

    private func checksums() throws -> (members: Int, damaged: [String]) {
        let archive = try ZipArchive(InputFile(path: path))
        // Of no bytes the checksum says nothing.
        let members = archive.members.filter { $0.size > 0 }
        var damaged: [String] = []
        for member in members {
            do {
                try archive.stream(of: member).verifyChecksum()
            } catch FeatureFileError.wrongChecksum {
                damaged.append(printable(member.name))
            }
        }
        return (members.count, damaged)
    }
}
