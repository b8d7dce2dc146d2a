// Output files that are either whole or not there.

import Foundation

/// A file that is written under a temporary name in the same folder and takes its real name only when it is complete.
///
/// The temporary name is `.NAME.tmp-PID`; it is removed when the value goes without `commit()`. One that is to be resumed is `.NAME.part`
/// instead, and stays.
public final class AtomicFile {
    let path: String

    /// How many bytes have been appended.
    private(set) var position = 0

    private let keepsTemporary: Bool
    private let target: String
    /// Where its bytes are until it has its name.
    let temporary: String
    private var descriptor: Int32
    private var isCommitted = false

    /// - Throws: `FeatureFileError` when nothing can be written at `path`; nothing has been changed then.
    convenience init(path: String) throws { try self.init(path: path, name: path, isResumed: false) }

    /// A file that a later run may complete: what an earlier run has written is kept, and ``position`` is its end.
    ///
    /// - Parameter name: how errors call it, if not by its path.
    /// - Throws: `FeatureFileError` when nothing can be written at `path`.
    convenience init(resuming path: String, called name: String? = nil) throws {
        try self.init(path: path, name: name ?? path, isResumed: true)
    }

    private init(path: String, name: String, isResumed: Bool) throws {
        self.path = name
        keepsTemporary = isResumed
        guard !path.isEmpty, !path.hasSuffix("/") else { throw FeatureFileError.outputIsDirectory(file: self.path) }
        // A link is written through, so that it stays one.
        target =
            realpath(path, nil).map { resolved in
                defer { free(resolved) }
                return String(cString: resolved)
            } ?? path
        var status = stat()
        let exists = stat(target, &status) == 0
        if exists {
            switch status.st_mode & S_IFMT {
            case S_IFREG: break
            case S_IFDIR: throw FeatureFileError.outputIsDirectory(file: self.path)
            default: throw FeatureFileError.outputNotRegular(file: self.path)
            }
            guard access(target, W_OK) == 0 else { throw FeatureFileError.outputNotWritable(file: self.path, errorNumber: errno) }
        }
        let (folder, fileName) = Self.splitting(target)
        let (temporary, descriptor) =
            isResumed
            ? try Self.openPart(folder: folder, name: fileName, path: self.path)
            : try Self.makeTemporary(folder: folder, name: fileName, path: self.path)
        self.temporary = temporary
        self.descriptor = descriptor
        if isResumed {
            var part = stat()
            position = fstat(descriptor, &part) == 0 ? Int(part.st_size) : 0
        }
        // A file that is replaced keeps its permissions; failing that is no reason not to write.
        if exists { _ = fchmod(descriptor, status.st_mode & 0o777) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        if !isCommitted, !keepsTemporary { unlink(temporary) }
    }

    private static func splitting(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let folder = path[..<slash]
        return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
    }

    /// `.NAME.part`, as an earlier run left it or new.
    private static func openPart(folder: String, name: String, path: String) throws -> (String, Int32) {
        var status = stat()
        guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw FeatureFileError.outputFolderMissing(file: path, folder: folder)
        }
        let part = "\(folder)/.\(String(decoding: name.utf8.prefix(200), as: UTF8.self)).part"
        let descriptor = open(part, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
        guard descriptor >= 0 else { throw FeatureFileError.outputNotWritable(file: path, errorNumber: errno) }
        return (part, descriptor)
    }

    private static func makeTemporary(folder: String, name: String, path: String) throws -> (String, Int32) {
        var status = stat()
        guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw FeatureFileError.outputFolderMissing(file: path, folder: folder)
        }
        // Names have 255 bytes at most; a long one is cut for the temporary name.
        let stem = "\(folder)/.\(String(decoding: name.utf8.prefix(200), as: UTF8.self)).tmp-\(getpid())"
        // The name is taken if this process writes the same file twice at once, or a process of this number was killed before.
        for attempt in 0..<100 {
            let candidate = attempt == 0 ? stem : "\(stem)-\(attempt)"
            let descriptor = open(candidate, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            if descriptor >= 0 { return (candidate, descriptor) }
            if errno != EEXIST { break }
        }
        throw FeatureFileError.outputNotWritable(file: path, errorNumber: errno)
    }

    /// Writes a whole file: afterwards it holds `bytes`, or it is as it was.
    ///
    /// - Throws: `FeatureFileError` when it could not be written.
    public static func write(_ bytes: [UInt8], to path: String) throws {
        let file = try AtomicFile(path: path)
        try file.append(bytes)
        try file.commit()
    }

    /// Appends bytes.
    func append(_ bytes: UnsafeRawBufferPointer) throws {
        try write(bytes, at: position)
        position += bytes.count
    }

    func append(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try append($0) }
    }

    /// Writes bytes over earlier ones.
    func overwrite(_ bytes: [UInt8], at offset: Int) throws {
        try bytes.withUnsafeBytes { try write($0, at: offset) }
    }

    private func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws {
        var done = 0
        while done < bytes.count {
            let count = min(bytes.count - done, 1 << 30)
            let step = pwrite(descriptor, bytes.baseAddress.map { $0 + done }, count, off_t(offset + done))
            if step < 0, errno == EINTR { continue }
            guard step > 0 else { throw FeatureFileError.writeFailed(file: path, errorNumber: step < 0 ? errno : ENOSPC) }
            done += step
        }
    }

    /// Drops what stands behind the first `count` bytes.
    func truncate(to count: Int) throws {
        guard ftruncate(descriptor, off_t(count)) == 0 else {
            throw FeatureFileError.writeFailed(file: path, errorNumber: errno)
        }
        position = count
    }

    /// Brings what has been appended to the disk; the file keeps its temporary name.
    func synchronise() throws {
        guard fsync(descriptor) == 0 else { throw FeatureFileError.writeFailed(file: path, errorNumber: errno) }
    }

    /// All bytes so far.
    func readAll() throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: position) { buffer, filled in
            while filled < position, let base = buffer.baseAddress {
                let step = pread(descriptor, base + filled, position - filled, off_t(filled))
                if step < 0, errno == EINTR { continue }
                guard step > 0 else { throw FeatureFileError.unreadable(file: temporary, errorNumber: step < 0 ? errno : EIO) }
                filled += step
            }
        }
    }

    /// Waits for nobody: whether no other process holds this file for resuming. A file system without locks says yes.
    func lock() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK }

    /// Takes the temporary file away.
    func discard() {
        guard !isCommitted else { return }
        unlink(temporary)
    }

    /// Brings the file to the disk and gives it its name, replacing what was there.
    func commit() throws {
        guard fsync(descriptor) == 0 else { throw FeatureFileError.writeFailed(file: path, errorNumber: errno) }
        let closed = close(descriptor)
        descriptor = -1
        guard closed == 0, rename(temporary, target) == 0 else {
            throw FeatureFileError.writeFailed(file: path, errorNumber: errno)
        }
        isCommitted = true
    }
}
