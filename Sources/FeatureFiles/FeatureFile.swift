// A file of features or of statistics, opened by what it contains.

import LinearAlgebra

/// What a file offers to a comparison of two sets of images: samples, or the statistics of samples.
///
/// | content | taken as |
/// |---|---|
/// | `.npy`, two-dimensional | samples |
/// | `.npz` with `mu` and `sigma` | statistics, as pytorch-fid, clean-fid, ADM and others write them; `count` is read if there |
/// | `.npz` with `mu`, `count`, `factor`, `factor_scale`, `factor_shape` | statistics in compact form |
/// | other `.npz` | samples: the only two-dimensional array, or the one named by a key |
/// | text: numbers between commas, semicolons, tabs or spaces | samples, with their cells as written |
///
/// The name of the file does not matter.
public enum FeatureFile: Sendable {
    case samples(RowReader)
    case statistics(StoredStatistics)

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - path: the file; behind a colon the key of an array in an archive may follow (`features.npz:roses`), unless a file of
    ///     the whole name exists.
    ///   - key: the array of an archive to take as samples; `path` is then taken as it is.
    /// - Throws: `FeatureFileError`.
    public static func open(_ path: String, key: String? = nil) throws -> FeatureFile {
        let (path, key) = key == nil ? splitting(path) : (path, key)
        let file = try InputFile(path: path)
        guard file.size > 0 else { throw FeatureFileError.empty(file: path) }
        let format = FileFormat(start: try file.bytes(at: 0, count: min(file.size, FileFormat.probeLength)))
        if let key, format != .zip, format.isRead { throw FeatureFileError.keyWithoutArchive(file: path, key: printable(key)) }
        switch format {
        case .npy: return .samples(try RowReader(NPYArray(ByteStream(file))))
        case .zip: return try ArrayArchive(file).content(key: key)
        case .text: return .samples(RowReader(try DelimitedText(file)))
        case .foreign(let format): throw FeatureFileError.unsupportedFormat(file: path, looksLike: format)
        }
    }

    /// Splits off the key behind the last colon, if the file before it exists and one of the whole name does not.
    private static func splitting(_ path: String) -> (path: String, key: String?) {
        guard !InputFile.exists(path), let colon = path.lastIndex(of: ":") else { return (path, nil) }
        let file = String(path[..<colon])
        let key = path[path.index(after: colon)...]
        guard !file.isEmpty, !key.isEmpty, InputFile.exists(file) || file.hasSuffix(".npz") else { return (path, nil) }
        return (file, String(key))
    }
}

extension FileFormat {
    fileprivate var isRead: Bool { if case .foreign = self { false } else { true } }
}
