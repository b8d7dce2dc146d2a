// Whether a path names pictures or files of features.

import FeatureFiles
import Foundation
import Images
import Localization

enum PictureInput {
    /// The pictures of folders, archives and files.
    ///
    /// - Throws: `ImageError`; ``CommandError`` for a folder in which files of features lie, too.
    static func collection(_ paths: [String], _ settings: PictureSettings) throws -> ImageCollection {
        for path in paths {
            guard let content = Content(of: path) else { continue }
            if let array = content.array {
                guard content.picture != nil else {
                    throw CommandError(
                        "\(path) holds features (\(array)), not pictures: name it to fid compute or fid stats as it is",
                        "\(path) 中是特征（\(array)），不是图像：可直接交给 fid compute 或 fid stats")
                }
                throw mixed(path, content)
            }
        }
        return try ImageCollection(paths: paths, options: settings.collectionOptions)
    }

    /// Whether a path names pictures: a folder or a zip archive of them, or one.
    ///
    /// - Throws: ``CommandError`` for a folder or an archive with pictures and files of features.
    static func isPictures(_ path: String) throws -> Bool {
        guard let content = Content(of: path) else {
            // What the name says: the file may be damaged, and then it is told as a picture that is.
            let ending = path.split(separator: "/").last?.split(separator: ".").last.map(String.init) ?? ""
            return ImageFormat(extension: ending) != nil && FileManager.default.fileExists(atPath: path)
        }
        if content.picture != nil, content.array != nil { throw mixed(path, content) }
        // A folder of other things is told by whoever looks for pictures; an empty one, and one of features, by whoever looks for those.
        return content.picture != nil || (content.array == nil && content.isFolder && !content.isEmpty)
    }

    private static func mixed(_ path: String, _ content: Content) -> CommandError {
        let (array, picture) = (content.array ?? "", content.picture ?? "")
        return CommandError(
            "\(path) holds both files of features (\(array)) and pictures (\(picture)): keep them in folders of their own",
            "\(path) 中既有特征文件（\(array)）又有图像（\(picture)）：请分开存放")
    }

    /// What lies in a folder or an archive, by the names.
    private struct Content {
        let isFolder: Bool
        let isEmpty: Bool
        /// The first file of features, and the first picture.
        let array, picture: String?

        /// Nil for what is neither a folder nor an archive.
        init?(of path: String) {
            let names: [String]
            isFolder = FolderInput.isFolder(path)
            if isFolder {
                names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
            } else {
                guard let file = try? InputFile(path: path), let start = try? file.bytes(at: 0, count: min(file.size, 8)),
                    FileFormat(start: start) == .zip, let archive = try? ZipArchive(file)
                else { return nil }
                names = archive.members.map(\.name)
            }
            let visible = names.filter { !$0.hasPrefix(".") && !$0.hasPrefix("__MACOSX") }.sorted()
            isEmpty = visible.isEmpty
            array = visible.first { $0.hasSuffix(".npy") || $0.hasSuffix(".npz") }
            picture = visible.first { name in
                guard let point = name.lastIndex(of: ".") else { return false }
                return ImageFormat(extension: String(name[name.index(after: point)...])) != nil
            }
        }
    }
}
