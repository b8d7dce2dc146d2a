// The table of contents of a file of weights, whatever its format.

import FeatureFiles
import Localization

/// What the reader of each format gives.
struct WeightContents {
    let file: InputFile
    let format: WeightFormat
    var entries: [WeightEntry]
    var isBigEndian = false
    var notes: [Phrase] = []
    var truncation: Truncation?

    init(
        file: InputFile, format: WeightFormat, entries: [WeightEntry], isBigEndian: Bool = false, notes: [Phrase] = [],
        truncation: Truncation? = nil
    ) {
        self.file = file
        self.format = format
        self.entries = entries
        self.isBigEndian = isBigEndian
        self.notes = notes
        self.truncation = truncation
    }

    /// Reads the table of contents in the format that the first bytes tell.
    ///
    /// - Throws: ``WeightsError``, `FeatureFileError` where the file cannot be read or is no archive.
    init(_ file: InputFile) throws {
        guard file.size > 0 else { throw FeatureFileError.empty(file: file.name) }
        let start = try file.bytes(at: 0, count: min(file.size, FileFormat.probeLength))
        if start.first == LegacyTorchFile.firstByte {
            self = try LegacyTorchFile.contents(of: file)
        } else if start.starts(with: ZipArchive.localMagic) {
            self = try TorchArchive.contents(of: file)
        } else if SafetensorsFile.isOne(start) {
            self = try SafetensorsFile.contents(of: file)
        } else {
            throw WeightsError.notWeights(file: file.name, start: Array(start.prefix(8)), Self.foreign(start))
        }
    }

    /// What the bytes look like instead, where more can be said than that they are no weights.
    private static func foreign(_ start: [UInt8]) -> ForeignFormat? {
        guard case .foreign(let format) = FileFormat(start: start) else { return nil }
        switch format {
        case .gzip, .bzip2, .xz, .zstandard, .html, .gitLFSPointer: return format
        default: return nil
        }
    }
}
