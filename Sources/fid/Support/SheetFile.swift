// A worksheet as a file: read with the limits of what comes from outside.

import Foundation

enum SheetFile {
    /// The largest sheet that is read, in bytes: far over what the limit of lines leaves room for by hand.
    private static let sizeLimit = 8_000_000

    /// The text of a sheet.
    ///
    /// - Throws: `CommandError` where the file is missing, no text in UTF-8, or too large.
    static func text(of path: String) throws -> String {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw CommandError("\(path) does not exist: check the path", "\(path) 不存在：请检查路径")
        }
        guard !isDirectory.boolValue, let handle = FileHandle(forReadingAtPath: path),
            let data = try handle.read(upToCount: sizeLimit + 1)
        else {
            // An empty file reads as nothing; a folder cannot be read at all.
            if !isDirectory.boolValue, FileManager.default.isReadableFile(atPath: path) { return "" }
            throw CommandError("\(path) cannot be read as a worksheet", "\(path) 不能作为工作表读取")
        }
        guard data.count <= sizeLimit else {
            throw CommandError("\(path) is larger than \(sizeLimit) bytes", "\(path) 超过 \(sizeLimit) 字节")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw CommandError("\(path) is no text in UTF-8", "\(path) 不是 UTF-8 文本")
        }
        return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    }
}
