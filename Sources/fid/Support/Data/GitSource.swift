// The text files of a class, out of a git repository: shallow, without blobs but those asked for, kept so that a stopped run goes on.

import Foundation
import Localization

/// A repository of which one folder after the other is checked out.
struct GitSource {
    /// A URL, or the absolute path of a local repository.
    let address: String
    /// Where the objects and the files are kept.
    let clone: URL
    /// The folder in the repository that is of interest, for what errors say.
    let folder: String

    private static let reference = "refs/fid/source"

    /// Brings the newest commit, without its files.
    ///
    /// Where that fails and a commit is there from an earlier run, that one serves.
    ///
    /// - Throws: ``DataError``.
    func update() throws {
        try FileManager.default.createDirectory(at: clone, withIntermediateDirectories: true)
        try git(["init", "--quiet"])
        // What a killed git left behind; the caller sees to it that no other is at work here.
        for name in ["index.lock", "shallow.lock", "config.lock", "HEAD.lock"] {
            try? FileManager.default.removeItem(at: clone.appending(path: ".git/\(name)"))
        }
        for (key, value) in [
            ("remote.origin.url", address), ("remote.origin.promisor", "true"),
            ("remote.origin.partialclonefilter", "blob:none"), ("core.sparseCheckout", "true"), ("core.autocrlf", "false"),
        ] { try git(["config", key, value]) }
        do {
            try git([
                "fetch", "--quiet", "--no-tags", "--depth=1", "--filter=blob:none", "origin", "+HEAD:\(Self.reference)",
            ])
        } catch {
            guard (try? git(["rev-parse", "--quiet", "--verify", Self.reference])) != nil else { throw error }
        }
    }

    /// Checks out the text files of one folder of the repository, and nothing else; their objects are fetched if they are not there.
    ///
    /// - Throws: ``DataError``.
    func checkOut(_ path: String) throws -> URL {
        try git(["sparse-checkout", "set", "--no-cone", "/\(path)/*.txt"])
        try git(["checkout", "--quiet", "--force", "--detach", Self.reference])
        return clone.appending(path: path)
    }

    private func git(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "-C", clone.path] + arguments
        var environment = ProcessInfo.processInfo.environment
        // A git around this command, as in a hook, is none of ours; nobody is here to type a password.
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"] { environment[name] = nil }
        environment["GIT_TERMINAL_PROMPT"] = "0"
        environment["GIT_HTTP_LOW_SPEED_LIMIT"] = "1000"
        environment["GIT_HTTP_LOW_SPEED_TIME"] = "60"
        environment["LC_ALL"] = "C"
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus != 0 else { return }
        // env's code for a program that is not there.
        if process.terminationStatus == 127 { throw DataError.gitMissing }
        let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        let reason = lines.first { $0.hasPrefix("fatal:") } ?? lines.last ?? "exit \(process.terminationStatus)"
        throw DataError.unreachable(
            source: address, folder: folder, reason: String(reason.trimmingPrefix("fatal: ").prefix(200)))
    }
}
