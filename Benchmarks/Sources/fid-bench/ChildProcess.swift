// A process that is started, waited for, timed and weighed.

import Foundation

/// A command line, and the environment that it runs in.
struct ChildProcess {
    let executable: String
    let arguments: [String]
    let environment: [String: String]

    /// What a process left behind.
    struct Outcome {
        /// The exit code, or 128 + the signal that ended the process, as shells have it.
        let exitCode: Int
        /// Wall time from before the start to after the end.
        let seconds: Double
        /// The most memory that was resident at any time.
        let peakBytes: Int
        let standardOutput: String
        let standardError: String
    }

    /// Runs the process to its end, with nothing on its standard input.
    ///
    /// The kernel counts the memory of the process that starts another into the peak of the other, until that has replaced
    /// itself: whoever calls this must itself be small.
    func run() throws(BenchError) -> Outcome {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fid-bench-\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw .cannotWrite(path: folder.path, reason: error.localizedDescription)
        }
        defer { try? FileManager.default.removeItem(at: folder) }
        let output = folder.appendingPathComponent("output")
        let errors = folder.appendingPathComponent("errors")

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errors.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)

        var identifier: pid_t = 0
        let clock = ContinuousClock()
        let start = clock.now
        let failure = withCStrings([executable] + arguments) { argv in
            withCStrings(environment.map { "\($0.key)=\($0.value)" }) { envp in
                posix_spawn(&identifier, executable, &actions, nil, argv, envp)
            }
        }
        guard failure == 0 else { throw .cannotStart(path: executable, reason: String(cString: strerror(failure))) }

        var status: Int32 = 0
        var usage = rusage()
        while wait4(identifier, &status, 0, &usage) < 0 {
            guard errno == EINTR else { throw .cannotStart(path: executable, reason: String(cString: strerror(errno))) }
        }
        let elapsed = start.duration(to: clock.now)

        let signal = Int(status & 0x7f)
        return Outcome(
            exitCode: signal == 0 ? Int((status >> 8) & 0xff) : 128 + signal,
            seconds: elapsed / .seconds(1),
            peakBytes: Int(usage.ru_maxrss) * 1024,
            standardOutput: text(of: output),
            standardError: text(of: errors)
        )
    }

    private func text(of file: URL) -> String {
        guard let data = try? Data(contentsOf: file) else { return "" }
        return String(decoding: data, as: UTF8.self)
    }
}

/// Calls `body` with a null-terminated array of C strings.
private func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers)
}
