// Looks for pictures in folders and archives. What is passed over is listed with its reason.

import FeatureFiles
import Foundation

/// Where the bytes of a picture are.
enum PictureSource: Sendable {
    case file(path: String)
    case member(ZipArchive, ZipArchive.Member)
}

/// The pictures that were found, and what else was.
struct PictureList {
    struct Entry: Sendable {
        /// The path from the folder, or inside the archive.
        var name: String
        /// How errors call it.
        var location: String
        var source: PictureSource
    }

    var entries: [Entry] = []
    var skipped: [SkippedFile] = []

    /// Takes an entry by its name, or passes it over.
    private mutating func take(_ name: String, at location: String, _ source: @autoclosure () -> PictureSource) {
        let ending = fileExtension(of: name) ?? ""
        if ImageFormat(extension: ending) != nil {
            entries.append(Entry(name: name, location: location, source: source()))
        } else if SkippedFile.unsupportedExtensions.contains(ending) {
            skipped.append(SkippedFile(name: name, reason: .unsupportedPicture(extension: ending)))
        } else {
            skipped.append(SkippedFile(name: name, reason: .notAPicture))
        }
    }

    /// The reason for which names like this are passed over, in folders and archives.
    private static func reasonToSkip(component: some StringProtocol) -> SkippedFile.Reason? {
        if component.hasPrefix("._") || component == "__MACOSX" { return .resourceFork }
        return component.hasPrefix(".") ? .hidden : nil
    }

    /// Sorts as Python sorts paths that are strings, by code points, which is by the bytes of UTF-8.
    private mutating func sort() {
        entries.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        skipped.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
}

// MARK: - Archives

extension PictureList {
    /// The pictures of a zip archive, in all its folders.
    init(archive: ZipArchive, path: String) {
        for member in archive.members where !member.name.hasSuffix("/") {
            let reasons = member.name.split(separator: "/").lazy.compactMap(Self.reasonToSkip(component:))
            if let reason = reasons.first {
                skipped.append(SkippedFile(name: member.name, reason: reason))
            } else {
                take(
                    member.name, at: "\(path):\(printable(member.name, limit: 200))", .member(archive, member))
            }
        }
        sort()
    }
}

// MARK: - Folders

extension PictureList {
    /// The pictures of a folder.
    ///
    /// - Throws: ``ImageError/unreadableFolder(path:errorNumber:)``.
    init(folder: String, isRecursive: Bool) throws(ImageError) {
        // A folder that is reached again over a symbolic link would be counted twice, or for ever.
        var searched: Set<FileIdentity> = []
        var waiting = [""]
        if let identity = FileStatus(of: folder)?.identity { searched.insert(identity) }
        while let prefix = waiting.popLast() {
            var subfolders: [String] = []
            for name in try Self.names(in: prefix.isEmpty ? folder : "\(folder)/\(prefix)", &skipped, prefix: prefix) {
                let relative = prefix.isEmpty ? name : "\(prefix)/\(name)"
                if let reason = Self.reasonToSkip(component: name) {
                    skipped.append(SkippedFile(name: relative, reason: reason))
                } else if take(relative, in: folder, isRecursive: isRecursive, &searched) {
                    subfolders.append(relative)
                }
            }
            waiting += subfolders.reversed()
        }
        sort()
    }

    /// Takes what stands at `relative`; whether that is a folder to be searched.
    private mutating func take(
        _ relative: String, in folder: String, isRecursive: Bool, _ searched: inout Set<FileIdentity>
    ) -> Bool {
        let path = folder.hasSuffix("/") ? folder + relative : "\(folder)/\(relative)"
        // What cannot be looked at (a link to nothing) is an error when it is read, not passed over in silence.
        guard let status = FileStatus(of: path) else {
            take(relative, at: path, .file(path: path))
            return false
        }
        switch status.kind {
        case .regular: take(relative, at: path, .file(path: path))
        case .folder:
            guard isRecursive else {
                skipped.append(SkippedFile(name: relative, reason: .subfolder))
                return false
            }
            guard searched.insert(status.identity).inserted else {
                skipped.append(SkippedFile(name: relative, reason: .searchedAlready))
                return false
            }
            return true
        case .other: skipped.append(SkippedFile(name: relative, reason: .notRegular))
        }
        return false
    }

    /// The names in a folder, sorted, without `.` and `..`.
    private static func names(
        in folder: String, _ skipped: inout [SkippedFile], prefix: String
    ) throws(ImageError) -> [String] {
        guard let stream = opendir(folder) else { throw .unreadableFolder(path: folder, errorNumber: errno) }
        defer { closedir(stream) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(stream) {
            let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if let name = String(validating: bytes, as: UTF8.self) {
                if name != ".", name != ".." { names.append(name) }
            } else {
                let name = String(decoding: bytes, as: UTF8.self)
                skipped.append(SkippedFile(name: prefix.isEmpty ? name : "\(prefix)/\(name)", reason: .unreadableName))
            }
            errno = 0
        }
        guard errno == 0 else { throw .unreadableFolder(path: folder, errorNumber: errno) }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}

// MARK: - The file system

/// What makes two paths the same file.
struct FileIdentity: Hashable {
    var device: UInt64
    var node: UInt64
}

/// What stands at a path, symbolic links followed.
struct FileStatus {
    enum Kind { case regular, folder, other }

    let kind: Kind
    let identity: FileIdentity

    init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .regular
        case S_IFDIR: kind = .folder
        default: kind = .other
        }
        identity = FileIdentity(
            device: UInt64(truncatingIfNeeded: status.st_dev), node: UInt64(truncatingIfNeeded: status.st_ino))
    }
}

/// Whether a symbolic link stands at `path`, whatever it leads to.
func isSymbolicLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
}
