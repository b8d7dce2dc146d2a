// What has arrived of a file: kept beside its place until it is whole, and held by one process at a time.

import FeatureFiles
import Foundation

/// `NAME.part`, and `NAME.part.from` with the address that it came from and what tells its content there.
final class PartFile {
    let path: String
    private let sidecar: String
    private let descriptor: Int32
    private var isGone = false

    /// How many bytes have arrived.
    private(set) var count: Int

    /// Opens or creates the part of `target` and waits until no other process holds it.
    ///
    /// - Parameter wait: is called again and again while another process holds it; false gives up.
    /// - Returns: nil where `wait` gave up.
    /// - Throws: ``DownloadError/unwritable(folder:reason:)``.
    static func open(for target: String, wait: () -> Bool) throws -> PartFile? {
        while true {
            let part = try PartFile(target: target)
            while flock(part.descriptor, LOCK_EX | LOCK_NB) != 0 {
                // A file system without locks: the hash still keeps wrong bytes out.
                guard errno == EWOULDBLOCK || errno == EINTR else { return part }
                guard wait() else { return nil }
            }
            // The process that held it may have given it its name meanwhile, or removed it: then this is no longer the part.
            if part.isStillThere {
                part.refreshCount()
                return part
            }
        }
    }

    private init(target: String) throws {
        path = target + ".part"
        sidecar = path + ".from"
        let folder = URL(fileURLWithPath: target).deletingLastPathComponent().path
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw DownloadError.unwritable(folder: folder, reason: String(cString: strerror(errno)))
        }
        descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
        guard descriptor >= 0 else {
            throw DownloadError.unwritable(folder: folder, reason: String(cString: strerror(errno)))
        }
        count = 0
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    private var isStillThere: Bool {
        var (mine, there) = (stat(), stat())
        return fstat(descriptor, &mine) == 0 && stat(path, &there) == 0 && mine.st_ino == there.st_ino
            && mine.st_dev == there.st_dev
    }

    private func refreshCount() {
        var status = stat()
        count = fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    }

    // MARK: Where it came from

    /// What tells the content at `url`, where the bytes came from there.
    func validator(for url: String) -> String? {
        guard let text = try? String(contentsOfFile: sidecar, encoding: .utf8) else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 2, lines[0] == url, !lines[1].isEmpty else { return nil }
        return String(lines[1])
    }

    /// Remembers where the bytes come from. Failing that costs no more than a check on resuming.
    func remember(_ url: String, _ validator: String?) {
        guard let validator else {
            unlink(sidecar)
            return
        }
        try? AtomicFile.write(Array("\(url)\n\(validator)\n".utf8), to: sidecar)
    }

    // MARK: Bytes

    /// Writes bytes behind those that are there; the error number where that fails.
    func append(_ bytes: UnsafeRawBufferPointer) -> Int32? {
        var done = 0
        while done < bytes.count {
            let step = pwrite(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(count))
            if step < 0, errno == EINTR { continue }
            guard step > 0 else { return step < 0 ? errno : ENOSPC }
            done += step
            count += step
        }
        return nil
    }

    /// Drops all bytes.
    func restart() {
        if ftruncate(descriptor, 0) == 0 { count = 0 }
    }

    /// How many bytes the disk has room for; nil where it does not say.
    var room: Int? {
        var status = statvfs()
        guard fstatvfs(descriptor, &status) == 0 else { return nil }
        return Int(clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue)
    }

    /// Brings the bytes to the disk and gives them their name, replacing what was there.
    func commit(to target: String) throws {
        guard fsync(descriptor) == 0, rename(path, target) == 0 else {
            throw DownloadError.writeFailed(file: target, reason: String(cString: strerror(errno)))
        }
        isGone = true
        unlink(sidecar)
    }

    /// Takes the part away.
    func remove() {
        // Once only: another process may have begun a part of its own since.
        guard !isGone else { return }
        isGone = true
        unlink(path)
        unlink(sidecar)
    }

    /// Takes an empty part away: it says nothing.
    func removeIfEmpty() {
        if count == 0 { remove() }
    }
}
