// Reads the text of a worksheet from a file that may be anything.

import Foundation

enum SheetFile {
    /// The largest sheet that is read, in bytes: far over what the limit of lines leaves room for by hand.
    static let sizeLimit = 8_000_000

    /// The text of a file, without a byte order mark.
    ///
    /// - Throws: `CommandError`, naming the file.
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
        return try text(data, named: path)
    }

    /// What comes in on standard input.
    ///
    /// - Throws: `CommandError`.
    static func standardInput() throws -> String {
        let data = try FileHandle.standardInput.read(upToCount: sizeLimit + 1) ?? Data()
        return try text(data, named: Session.say("standard input", "标准输入"))
    }

    private static func text(_ data: Data, named name: String) throws -> String {
        guard data.count <= sizeLimit else {
            throw CommandError("\(name) is larger than \(sizeLimit) bytes", "\(name) 超过 \(sizeLimit) 字节")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw CommandError("\(name) is no text in UTF-8", "\(name) 不是 UTF-8 文本")
        }
        return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    }
}
