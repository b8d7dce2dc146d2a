// Reads the text of a worksheet from a file or from standard input, either of which may be anything.

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
            // An empty file reads as nothing.
            if !isDirectory.boolValue, FileManager.default.isReadableFile(atPath: path) { return "" }
            guard !isDirectory.boolValue else {
                throw CommandError("\(path) is a folder: name a file", "\(path) 是文件夹：请指定一个文件")
            }
            throw CommandError("\(path) cannot be read: check its permissions", "无法读取 \(path)：请检查权限")
        }
        return try text(data, named: path)
    }

    /// What comes in on standard input.
    ///
    /// - Throws: `CommandError`.
    static func standardInput() throws -> String {
        var bytes: [UInt8] = []
        while bytes.count <= sizeLimit {
            let more = try readStandardInput(upTo: 1 << 16)
            if more.isEmpty { break }
            bytes += more
        }
        return try text(bytes, named: standardInputName)
    }

    static let standardInputName = Session.say("standard input", "标准输入")

    /// What can be read of standard input now, waiting for a byte of it; nothing at its end.
    fileprivate static func readStandardInput(upTo count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            var read = -1
            repeat { read = Foundation.read(0, buffer.baseAddress, count) } while read < 0 && errno == EINTR
            guard read >= 0 else {
                let reason = String(cString: strerror(errno))
                throw CommandError("standard input cannot be read: \(reason)", "无法读取标准输入：\(reason)")
            }
            filled = read
        }
    }

    private static func text(_ data: some Collection<UInt8>, named name: String) throws -> String {
        guard data.count <= sizeLimit else { throw tooLarge(name) }
        let text = try validated(data, named: name)
        return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    }

    fileprivate static func tooLarge(_ name: String) -> CommandError {
        CommandError("\(name) is larger than \(sizeLimit) bytes", "\(name) 超过 \(sizeLimit) 字节")
    }

    fileprivate static func validated(_ bytes: some Sequence<UInt8>, named name: String) throws -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandError("\(name) is no text in UTF-8", "\(name) 不是 UTF-8 文本")
        }
        return text
    }
}

/// The lines of standard input, each as soon as it has come: another program may wait for the answer before it writes the next. What is said of a
/// file that is too large or no text holds for them, too.
struct StandardInputLines {
    private var bytes: [UInt8] = []
    /// Where in `bytes` the next line begins.
    private var start = 0
    private var taken = 0
    private var lines = 0
    private var isAtEnd = false

    /// The next line without its end, and the first without a byte order mark; nil after the last.
    ///
    /// - Throws: `CommandError` for more bytes than a sheet may have, for a line that is no UTF-8, by its number, and where nothing can be read.
    mutating func next() throws -> String? {
        var searched = start
        while true {
            if let end = bytes[searched...].firstIndex(of: 0x0A) {
                defer { start = end + 1 }
                return try line(bytes[start..<end])
            }
            if isAtEnd {
                defer { start = bytes.count }
                return start < bytes.count ? try line(bytes[start...]) : nil
            }
            bytes.removeSubrange(..<start)
            start = 0
            searched = bytes.count
            try readMore()
        }
    }

    private mutating func readMore() throws {
        let data = try SheetFile.readStandardInput(upTo: 1 << 16)
        isAtEnd = data.isEmpty
        bytes += data
        taken += data.count
        guard taken <= SheetFile.sizeLimit else { throw SheetFile.tooLarge(SheetFile.standardInputName) }
    }

    private mutating func line(_ bytes: ArraySlice<UInt8>) throws -> String {
        lines += 1
        let text = try SheetFile.validated(
            bytes.last == 0x0D ? bytes.dropLast() : bytes,
            named: Session.say("line \(lines) of standard input", "标准输入第 \(lines) 行"))
        return lines == 1 && text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    }
}
