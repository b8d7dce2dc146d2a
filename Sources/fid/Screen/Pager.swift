// A long text on a terminal, through the pager that the user likes.

import ArgumentParser
import Foundation
import Localization
import Typesetting

struct PagerOptions: ParsableArguments {
    @Flag(
        name: .customLong("pager"), inversion: .prefixedNo,
        help: ArgumentHelp(
            Session.say(
                "Show what is longer than the screen through $FID_PAGER, $PAGER or less.", "超过一屏时用 $FID_PAGER、$PAGER 或 less 分页显示。"
            )))
    var isWanted = true
}

/// Prints lines; where they are more than the screen of a terminal holds, a pager is started and gets them as they come.
final class Pager {
    /// The reader has quit the pager: what is left need not be computed.
    private struct Closed: Error {}

    private let command: [String]?
    private let rows: Int
    private let columns: Int
    /// Lines that still fit on the screen.
    private var waiting: [String] = []
    private var height = 0
    /// All lines, for the case that the pager cannot be started.
    private var all: [String] = []
    private var process: PagerProcess?

    private init(isWanted: Bool) {
        let environment = ProcessInfo.processInfo.environment
        let isPossible = isWanted && OutputStyle.isTerminal(1) && environment["TERM"] != "dumb"
        command = isPossible ? Self.command(environment) : nil
        rows = Terminal.rows
        columns = OutputStyle.terminalWidth(of: 1) ?? OutputStyle.defaultWidth
    }

    /// Gives `body` a pager to write to, and waits until its reader has finished. That a reader quits early is no error.
    static func run(isWanted: Bool, _ body: (Pager) throws -> Void) throws {
        let pager = Pager(isWanted: isWanted)
        do {
            try body(pager)
        } catch is Closed {
        } catch {
            pager.finish()
            throw error
        }
        pager.finish()
    }

    /// Shows lines.
    func write(_ lines: [String]) throws {
        guard command != nil else { return Terminal.write(lines) }
        all += lines
        if let process { return try send(lines, to: process) }
        waiting += lines
        height += lines.reduce(0) { $0 + max(1, ($1.displayWidth + columns - 1) / columns) }
        // One row is the prompt's.
        if height >= rows { try start() }
    }

    private func start() throws {
        guard let command, let process = PagerProcess(command) else { return }
        self.process = process
        try send(waiting, to: process)
        waiting = []
    }

    private func send(_ lines: [String], to process: PagerProcess) throws {
        guard process.write(lines.joined(separator: "\n") + "\n") else { throw Closed() }
    }

    private func finish() {
        guard let process else {
            if !waiting.isEmpty { Terminal.write(waiting) }
            return
        }
        // The shell's codes for a command that is not there or cannot be run.
        if [126, 127].contains(process.finish()) { Terminal.write(all) }
    }

    /// The command to run: a line for the shell from the environment, or less; nil where nothing shall or can page.
    static func command(_ environment: [String: String]) -> [String]? {
        for name in ["FID_PAGER", "PAGER"] {
            guard let line = environment[name] else { continue }
            let isNone = ["", "cat"].contains(line.trimmingCharacters(in: .whitespaces))
            return isNone ? nil : ["/bin/sh", "-c", line]
        }
        let folders = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        guard let less = folders.map({ String($0) + "/less" }).first(where: { (path: String) in access(path, X_OK) == 0 }) else {
            return nil
        }
        // The user's own settings stand in LESS; colour has to go through in any case.
        return [less, environment["LESS"] == nil ? "-FRX" : "-R"]
    }
}

/// A pager that runs, on the same terminal and in the same process group, with a pipe as its input.
private final class PagerProcess {
    private var pid: pid_t = 0
    private var input: Int32

    init?(_ command: [String]) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        input = ends[1]
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // Ctrl-C is the pager's: if it killed this process, the pager would be left with a terminal that it has changed.
        for number in Self.ignored { signal(number, SIG_IGN) }
        let started = Self.spawn(command, input: ends[0], pid: &pid)
        close(ends[0])
        guard started else {
            close(ends[1])
            for number in Self.ignored { signal(number, SIG_DFL) }
            return nil
        }
    }

    private static let ignored = [SIGINT, SIGQUIT, SIGPIPE]

    private static func spawn(_ command: [String], input: Int32, pid: inout pid_t) -> Bool {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for number in ignored { sigaddset(&defaults, number) }
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        var environment = ProcessInfo.processInfo.environment
        environment["LESS"] = environment["LESS"] ?? "FRX"
        environment["LESSCHARSET"] = environment["LESSCHARSET"] ?? "utf-8"
        var arguments = cStrings(command)
        var variables = cStrings(environment.map { "\($0.key)=\($0.value)" })
        defer { for text in arguments + variables { free(text) } }
        return posix_spawn(&pid, command[0], &actions, &attributes, &arguments, &variables) == 0
    }

    /// The texts as C wants them, nil behind the last; the caller frees them.
    private static func cStrings(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] { texts.map { strdup($0) } + [nil] }

    /// Passes text on; false where the pager has gone.
    func write(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(input, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Waits until the pager has ended; its exit code, 0 where a signal ended it.
    func finish() -> Int32 {
        close(input)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        for number in Self.ignored { signal(number, SIG_DFL) }
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 0
    }
}
