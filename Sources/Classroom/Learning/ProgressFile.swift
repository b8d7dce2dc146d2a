// The file in which progress is kept: whole at any moment, written by several terminals in turn, and never over what cannot be read.

import FeatureFiles
import Foundation
import Localization

/// Why progress could not be kept.
public struct ProgressFileError: ExplainedError, Hashable {
    public let path: String
    let reason: Phrase

    public var phrase: Phrase {
        Phrase(
            "progress cannot be saved in \(path): \(reason.english); the course goes on without saving",
            "进度无法保存到 \(path)：\(reason.chinese)；课程继续，但不保存进度")
    }
}

/// A file that was put aside because it could not be used.
public struct ProgressSetAside: Hashable, Sendable {
    public let problem: StoredProgressProblem
    public let path: String
    public let newPath: String

    /// What happened, for the learner.
    public var phrase: Phrase {
        switch problem {
        case .unreadable:
            Phrase(
                "\(path) cannot be read as progress: it is kept as \(newPath), and the course begins anew",
                "\(path) 不是可读的进度文件：已改名保存为 \(newPath)，课程重新开始")
        case .newer(let version):
            Phrase(
                "\(path) was written by a newer fid (version \(version) of the form): it is kept as \(newPath), and the course begins anew",
                "\(path) 由更新版本的 fid 写成（格式版本 \(version)）：已改名保存为 \(newPath)，课程重新开始")
        }
    }
}

/// Progress in a file.
///
/// Each writer takes a lock, reads what is there, adds its own changes, and replaces the file by one rename: so a reader needs no lock, a
/// writer that is killed leaves the file as it was, and two terminals do not undo each other's work.
public struct ProgressFile: Sendable {
    public let path: String

    /// How large a file is read; progress in a hundred lessons takes a hundredth of it.
    static let sizeLimit = 8_000_000

    public init(path: String) { self.path = path }

    /// `fid/learn.json` in the folder of the XDG base directories for state; nil where there is no home.
    public static func standard(environment: [String: String]) -> ProgressFile? {
        UserFolder.state.path(environment: environment).map { ProgressFile(path: $0 + "/fid/learn.json") }
    }

    /// What is stored; nothing is written, unless the file cannot be used and is put aside.
    public func read() throws(ProgressFileError) -> (progress: LearnerProgress, setAside: ProgressSetAside?) {
        if let progress = try? load() { return (progress, nil) }
        return try update([])
    }

    /// Adds changes to what is stored, and gives all of it.
    public func update(
        _ changes: [ProgressChange]
    ) throws(ProgressFileError) -> (progress: LearnerProgress, setAside: ProgressSetAside?) {
        try makeFolder()
        let lock = try takeLock()
        defer { close(lock) }
        var setAside: ProgressSetAside?
        var progress = LearnerProgress()
        do {
            progress = try load()
        } catch let problem as StoredProgressProblem {
            setAside = try putAside(problem)
        } catch let error as ProgressFileError {
            throw error
        } catch {
            throw failure(Phrase(same: "\(error)"))
        }
        guard !changes.isEmpty else { return (progress, setAside) }
        for change in changes { progress.apply(change) }
        do {
            removeLeftovers()
            try AtomicFile.write(Array(try progress.stored), to: path)
        } catch {
            throw failure((error as? any ExplainedError)?.phrase ?? Phrase(same: "\(error)"))
        }
        return (progress, setAside)
    }

    // MARK: Reading

    /// - Throws: `StoredProgressProblem` where the file is not what it should be, `ProgressFileError` where it cannot be opened.
    private func load() throws -> LearnerProgress {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno == ENOENT { return LearnerProgress() }
            throw failure(errno)
        }
        // Opening a pipe would wait for a writer.
        guard status.st_mode & S_IFMT == S_IFREG else { throw failure(Phrase("it is no regular file", "它不是普通文件")) }
        guard let handle = FileHandle(forReadingAtPath: path) else { throw failure(errno) }
        let data = try handle.read(upToCount: Self.sizeLimit + 1) ?? Data()
        guard data.count <= Self.sizeLimit else { throw StoredProgressProblem.unreadable }
        return try LearnerProgress(stored: data)
    }

    // MARK: Writing

    private var folder: String { URL(fileURLWithPath: path).deletingLastPathComponent().path }

    private func makeFolder() throws(ProgressFileError) {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw failure(Phrase("the folder \(folder) cannot be made", "无法创建文件夹 \(folder)"))
        }
    }

    /// A descriptor that holds the lock until it is closed; a process that dies lets go of it.
    private func takeLock() throws(ProgressFileError) -> Int32 {
        let lock = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
        guard lock >= 0 else { throw failure(errno) }
        while flock(lock, LOCK_EX) != 0 {
            if errno == EINTR { continue }
            let error = failure(errno)
            close(lock)
            throw error
        }
        return lock
    }

    /// Gives an unusable file the first free name of a row, under the lock.
    private func putAside(_ problem: StoredProgressProblem) throws(ProgressFileError) -> ProgressSetAside {
        for number in 1...1000 {
            let name = path + (number == 1 ? ".kept" : ".kept-\(number)")
            var status = stat()
            if lstat(name, &status) == 0 { continue }
            guard rename(path, name) == 0 else { throw failure(errno) }
            return ProgressSetAside(problem: problem, path: path, newPath: name)
        }
        throw failure(Phrase("there are a thousand files put aside already", "已有一千个被改名保存的文件"))
    }

    /// Takes away what killed writers left half-written; the lock says that nobody is writing now.
    private func removeLeftovers() {
        let name = URL(fileURLWithPath: path).lastPathComponent
        for entry in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where entry.hasPrefix(".\(name).tmp-") {
            unlink(folder + "/" + entry)
        }
    }

    private func failure(_ reason: Phrase) -> ProgressFileError { ProgressFileError(path: path, reason: reason) }

    private func failure(_ number: Int32) -> ProgressFileError { failure(Phrase(same: String(cString: strerror(number)))) }
}
