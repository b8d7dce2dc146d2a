// A folder as one set: its files of features together, or its files of statistics merged.

import FeatureFiles
import Foundation
import Localization

enum FolderInput {
    case samples([String])
    case statistics([String])

    /// Its files.
    var files: [String] {
        switch self {
        case .samples(let files), .statistics(let files): files
        }
    }

    static func isFolder(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
    }

    /// Looks into a folder.
    ///
    /// - Throws: ``CommandError`` for a folder without features, or with features and statistics; `FeatureFileError`.
    static func open(_ folder: String, key: String?) throws -> FolderInput {
        let files = try files(in: folder)
        guard !files.isEmpty else {
            throw CommandError(
                "\(folder) is a folder without .npy or .npz files and without pictures: name one with features, statistics or JPEG and PNG files",
                "\(folder) 是一个文件夹，其中没有 .npy 或 .npz 文件，也没有图像：请指定含有特征、统计量，或 JPEG、PNG 文件的文件夹")
        }
        return try kinds(of: files, in: folder, key: key)
    }

    private static func kinds(of files: [String], in folder: String, key: String?) throws -> FolderInput {
        guard key == nil else { return .samples(files) }
        var (samples, statistics): ([String], [String]) = ([], [])
        for file in files {
            do {
                _ = try StatisticsSummary(path: file)
                statistics.append(file)
            } catch ShardError.holdsSamples {
                samples.append(file)
            }
        }
        if let a = samples.first, let b = statistics.first {
            throw CommandError(
                "\(folder) holds both samples (\(a)) and statistics (\(b)): keep them in folders of their own",
                "\(folder) 中既有样本（\(a)）又有统计量（\(b)）：请分开存放")
        }
        return statistics.isEmpty ? .samples(samples) : .statistics(statistics)
    }

    /// The files of statistics in a folder, which are to be merged.
    ///
    /// - Throws: ``CommandError`` for a folder without any; `ShardError.holdsSamples(file:)`; what ``open(_:key:)`` throws.
    static func statistics(in folder: String) throws -> [String] {
        let files = try files(in: folder)
        guard !files.isEmpty else {
            throw CommandError(
                "\(folder) is a folder without files of statistics (.npz), which are what is merged: name one with files that fid stats wrote",
                "\(folder) 是一个文件夹，其中没有统计量文件（.npz），而合并的正是统计量：请指定含有 fid stats 所写文件的文件夹")
        }
        switch try kinds(of: files, in: folder, key: nil) {
        case .statistics(let files): return files
        case .samples(let files): throw ShardError.holdsSamples(file: files.first ?? folder)
        }
    }

    /// Its `.npy` and `.npz` files in the order of their names; hidden files are none of them.
    private static func files(in folder: String) throws -> [String] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw FeatureFileError.unreadable(file: folder, errorNumber: EACCES)
        }
        let base = folder.hasSuffix("/") ? folder : folder + "/"
        return names.filter { !$0.hasPrefix(".") && ($0.hasSuffix(".npy") || $0.hasSuffix(".npz")) }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { base + $0 }
    }
}
