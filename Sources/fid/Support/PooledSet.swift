// Several files of features as one set.

import FeatureFiles
import Localization

enum PooledSet {
    /// The rows of files of samples; a folder stands for the files in it.
    ///
    /// - Throws: `FeatureFileError`; ``CommandError`` for a file of statistics.
    static func rows(of paths: [String], key: String?) throws -> PooledRows {
        let files = try files(of: paths, key: key)
        // All files stay open: their headers are read once, and rows are fetched from any of them.
        ProcessLimits.allowOpenFiles(files.count)
        return try PooledRows(
            files.map { file in
                guard case .samples(let reader) = try FeatureFile.open(file, key: key) else { throw samplesNeeded(file) }
                return reader
            })
    }

    /// The files of samples that paths name.
    ///
    /// - Throws: as ``rows(of:key:)``.
    static func files(of paths: [String], key: String?) throws -> [String] {
        try paths.flatMap { path -> [String] in
            guard FolderInput.isFolder(path) else { return [path] }
            switch try FolderInput.open(path, key: key) {
            case .samples(let files): return files
            case .statistics(let files): throw samplesNeeded(files.first ?? path)
            }
        }
    }

    static func samplesNeeded(_ path: String) -> CommandError {
        CommandError(
            "\(path) holds statistics, and samples are needed here: name the file of features",
            "\(path) 是统计量，而这里需要样本本身：请给出特征文件")
    }
}
