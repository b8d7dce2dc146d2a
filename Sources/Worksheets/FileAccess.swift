// Which files a worksheet may read: none, or those that a folder leads to.

import FeatureFiles
import Foundation

/// The policy by which `load` finds its files.
public enum FileAccess: Hashable, Sendable {
    /// No file is read.
    case none
    /// No file is read, because the sheet came from outside (homework): sheets are data.
    case noneForData
    /// Paths are counted from a folder: that of the sheet, or the current one. Where it is `confined`, a path that leaves it (by `..`, as
    /// an absolute path, or through a symbolic link) is refused.
    case folder(String, confined: Bool = false)

    /// Where the file of a path that is written in a sheet lies.
    ///
    /// - Throws: ``OperationProblem``; `FeatureFileError.notFound` in a confined folder.
    func location(of path: String) throws -> String {
        switch self {
        case .none: throw OperationProblem.problem(.noFileAccess(isData: false))
        case .noneForData: throw OperationProblem.problem(.noFileAccess(isData: true))
        case .folder(let folder, let isConfined):
            let isAbsolute = path.hasPrefix("/")
            let joined = isAbsolute || folder.isEmpty || folder == "." ? path : folder + "/" + path
            guard isConfined else {
                guard FileManager.default.fileExists(atPath: joined) else { throw FeatureFileError.notFound(file: path) }
                return joined
            }
            guard !isAbsolute, !Self.leaves(path) else { throw OperationProblem.problem(.pathLeaves(path)) }
            guard let root = Self.resolved(folder.isEmpty ? "." : folder), let file = Self.resolved(joined) else {
                throw FeatureFileError.notFound(file: path)
            }
            // What was looked at is what will be opened: the path without links.
            guard file.hasPrefix(root == "/" ? root : root + "/") else { throw OperationProblem.problem(.pathLeaves(path)) }
            return file
        }
    }

    /// Whether a relative path goes above where it starts, as it is written.
    private static func leaves(_ path: String) -> Bool {
        var depth = 0
        for part in path.split(separator: "/") where part != "." {
            depth += part == ".." ? -1 : 1
            if depth < 0 { return true }
        }
        return false
    }

    /// The path with links followed; nil where there is nothing.
    private static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
