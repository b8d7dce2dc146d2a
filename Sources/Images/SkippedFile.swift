// Files that lie among pictures and are not taken for pictures, and why.

import Localization

/// A file or a folder that was passed over when pictures were looked for.
public struct SkippedFile: Sendable, Equatable {
    /// The path from the folder or inside the archive.
    public let name: String
    public let reason: Reason

    public init(name: String, reason: Reason) {
        self.name = name
        self.reason = reason
    }

    /// Why it was passed over.
    public enum Reason: Sendable, Hashable {
        /// The name starts with a point.
        case hidden
        /// What macOS keeps beside a file on foreign disks and in archives: `._photo.jpg`, `__MACOSX`.
        case resourceFork
        /// A picture, by its name, in a format that is not decoded here; the ending in lower case.
        case unsupportedPicture(extension: String)
        /// The name is not that of a picture.
        case notAPicture
        /// A folder, and subfolders are not searched.
        case subfolder
        /// A folder that was searched already under another name: a symbolic link to itself or to a neighbour.
        case searchedAlready
        /// A pipe, a device, a socket.
        case notRegular
        /// A name that is not UTF-8.
        case unreadableName

        /// The reason, as the rest of a sentence that starts with the file's name.
        public var phrase: Phrase {
            switch self {
            case .hidden: Phrase("is hidden", "是隐藏文件")
            case .resourceFork: Phrase("is what macOS keeps beside a file, not a picture", "是 macOS 的附属文件，不是图像")
            case .unsupportedPicture(let text):
                Phrase(
                    "is a .\(text) picture, and only JPEG and PNG are decoded: save it as PNG",
                    "是 .\(text) 图像，而这里只解码 JPEG 和 PNG：请另存为 PNG")
            case .notAPicture: Phrase("does not end as pictures do (.jpg, .jpeg, .png)", "扩展名不是图像的扩展名（.jpg、.jpeg、.png）")
            case .subfolder: Phrase("is a subfolder, and subfolders are not searched", "是子文件夹，未搜索")
            case .searchedAlready:
                Phrase("is a link to a folder that was searched already", "是链接，它指向的文件夹已经搜索过")
            case .notRegular: Phrase("is a pipe or a device", "是管道或设备")
            case .unreadableName: Phrase("has a name that is not UTF-8: rename it", "的文件名不是 UTF-8：请改名")
            }
        }
    }

    /// The endings of pictures that other tools read and that are not decoded here.
    static let unsupportedExtensions: Set<String> = [
        "avif", "bmp", "gif", "heic", "jfif", "jp2", "jpe", "jxl", "pbm", "pgm", "ppm", "svg", "tif", "tiff", "webp",
    ]
}

/// How many were passed over for which reason.
public struct SkippedSummary: Sendable, Equatable {
    public private(set) var hidden = 0
    /// By ending.
    public private(set) var unsupportedPictures: [String: Int] = [:]
    public private(set) var subfolders = 0
    public private(set) var others = 0

    public init(_ skipped: [SkippedFile]) {
        for file in skipped {
            switch file.reason {
            case .hidden, .resourceFork: hidden += 1
            case .unsupportedPicture(let text): unsupportedPictures[text, default: 0] += 1
            case .subfolder: subfolders += 1
            case .notAPicture, .searchedAlready, .notRegular, .unreadableName: others += 1
            }
        }
    }

    public var isEmpty: Bool { hidden + subfolders + others == 0 && unsupportedPictures.isEmpty }

    /// What was passed over: `2 hidden files, 3 .webp pictures`; nothing where nothing was.
    public var phrase: Phrase? {
        guard !isEmpty else { return nil }
        var parts: [Phrase] = unsupportedPictures.sorted { $0.key < $1.key }.map { ending, count in
            Phrase("\(count) .\(ending) \(count == 1 ? "picture" : "pictures")", "\(count) 个 .\(ending) 图像")
        }
        func add(_ count: Int, _ one: String, _ many: String, _ chinese: String) {
            if count > 0 { parts.append(Phrase("\(count) \(count == 1 ? one : many)", "\(count) 个\(chinese)")) }
        }
        add(subfolders, "subfolder", "subfolders", "子文件夹")
        add(hidden, "hidden file", "hidden files", "隐藏文件")
        add(others, "other file", "other files", "其他文件")
        return Phrase(
            parts.map(\.english).joined(separator: ", "), parts.map(\.chinese).joined(separator: "、"))
    }

    /// For the error that there are no pictures: what there is, in brackets.
    var explanation: Phrase {
        phrase.map { Phrase(" (it holds \($0.english))", "（其中有 \($0.chinese)）") } ?? Phrase(same: "")
    }

    /// For the same error: what to do.
    var mend: Phrase {
        if !unsupportedPictures.isEmpty { return Phrase("save the pictures as PNG", "请把图像另存为 PNG") }
        if subfolders > 0 { return Phrase("search its subfolders, too, or name one of them", "请同时搜索子文件夹，或指定其中一个") }
        return Phrase("check the path", "请检查路径")
    }
}
