// A folder for files that go with the process; what a process that was killed has left goes when the next one starts.

import Foundation
import Localization

/// `NAME-…` in the folder for temporary files, removed with the value.
///
/// Its owner holds a lock on it, which the system takes away however the process ends: a folder that nobody has locked is a leftover.
final class TemporaryFolder {
    let path: String
    private let descriptor: Int32

    /// Makes a folder, and removes those of this name that were left behind.
    ///
    /// - Throws: ``CommandError`` where there is no room.
    init(called name: String) throws {
        let parent = FileManager.default.temporaryDirectory.path
        Self.sweep(parent, name)
        for _ in 0..<100 {
            let path = "\(parent)/\(name)-\(UUID().uuidString)"
            guard mkdir(path, 0o700) == 0 else { continue }
            let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            while descriptor >= 0, flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
            // Before it was locked, another process may have taken it for a leftover.
            if descriptor >= 0, Self.isThere(path, descriptor) {
                self.path = path
                self.descriptor = descriptor
                return
            }
            if descriptor >= 0 { close(descriptor) }
        }
        throw CommandError(
            "no folder can be made in \(parent): set TMPDIR to a folder with room", "无法在 \(parent) 中创建文件夹：请把 TMPDIR 设为有空间的文件夹")
    }

    deinit {
        remove()
        close(descriptor)
    }

    /// Removes it now.
    func remove() { try? FileManager.default.removeItem(atPath: path) }

    private static func isThere(_ path: String, _ descriptor: Int32) -> Bool {
        var (named, opened) = (stat(), stat())
        return stat(path, &named) == 0 && fstat(descriptor, &opened) == 0 && named.st_ino == opened.st_ino
    }

    /// Removes the folders of this name and this user that nobody has locked.
    private static func sweep(_ parent: String, _ name: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        for entry in names where entry.hasPrefix(name + "-") {
            guard UUID(uuidString: String(entry.dropFirst(name.count + 1))) != nil else { continue }
            let path = "\(parent)/\(entry)"
            let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            defer { close(descriptor) }
            var status = stat()
            guard fstat(descriptor, &status) == 0, status.st_uid == geteuid(), flock(descriptor, LOCK_EX | LOCK_NB) == 0
            else { continue }
            try? FileManager.default.removeItem(atPath: path)
        }
    }
}
