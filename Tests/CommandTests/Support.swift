// Runs the built command as a user would, and makes the files it is given.

import Foundation
import TestSupport
import Testing

/// What one run of the command printed, and how it ended.
struct Run {
    let output: String
    let errors: String
    let code: Int32
    let seconds: Double

    var lines: [Substring] { output.split(separator: "\n", omittingEmptySubsequences: false) }
}

enum Command {
    static let projectRoot = SharedData.projectRoot

    /// The executable beside the running tests.
    static let executable: URL = {
        let beside = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "fid")
        if FileManager.default.isExecutableFile(atPath: beside.path) { return beside }
        return projectRoot.appending(path: ".build/debug/fid")
    }()

    /// Runs `fid` in an English environment without colour, 80 columns wide; `environment` changes that.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], in folder: URL = projectRoot
    ) throws -> Run {
        var variables = ["LANG": "en_US.UTF-8", "PATH": "/usr/bin:/bin", "OPENBLAS_NUM_THREADS": "2"]
        variables.merge(environment) { $1 }
        return try launch(executable, arguments, variables, in: folder)
    }

    /// Starts `fid` on a terminal of its own, in an English environment without colour; `environment` changes that.
    static func onTerminal(
        _ arguments: [String], environment: [String: String] = [:], rows: Int = 24, columns: Int = 80,
        executable: String? = nil
    ) throws -> PseudoTerminal {
        var variables = [
            "LANG": "en_US.UTF-8", "PATH": "/usr/bin:/bin", "OPENBLAS_NUM_THREADS": "2", "TERM": "xterm", "NO_COLOR": "1",
            "FID": Command.executable.path,
        ]
        variables.merge(environment) { $1 }
        return try PseudoTerminal(
            executable ?? Command.executable.path, arguments, environment: variables, folder: projectRoot.path, rows: rows,
            columns: columns)
    }

    /// Runs a shell line, with `FID` standing for the command.
    static func shell(_ line: String, environment: [String: String] = [:]) throws -> Run {
        var variables = ["LANG": "en_US.UTF-8", "PATH": "/usr/bin:/bin", "FID": executable.path]
        variables.merge(environment) { $1 }
        return try launch(URL(fileURLWithPath: "/bin/bash"), ["-c", line], variables, in: projectRoot)
    }

    private static func launch(
        _ executable: URL, _ arguments: [String], _ environment: [String: String], in folder: URL
    ) throws -> Run {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.environment = environment
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        // Files, not pipes: nothing to drain, no reader to wait for.
        let scratch = try Scratch()
        let (out, err) = (scratch.path("out"), scratch.path("err"))
        for path in [out, err] { _ = FileManager.default.createFile(atPath: path, contents: nil) }
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: out))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: err))
        let start = ContinuousClock.now
        try process.run()
        process.waitUntilExit()
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        return Run(
            output: String(decoding: try Data(contentsOf: URL(fileURLWithPath: out)), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: URL(fileURLWithPath: err)), as: UTF8.self),
            code: process.terminationStatus, seconds: seconds)
    }
}

/// A folder of its own, gone with its owner.
final class Scratch {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "fid-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appending(path: name).path }

    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        try Data(bytes).write(to: url.appending(path: name))
        return path(name)
    }

    func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

    func contents() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
}

/// Bytes of `.npy` files, made by hand so that they can be wrong.
enum NPY {
    static func header(_ dictionary: String) -> [UInt8] {
        let padding = (64 - (10 + dictionary.utf8.count + 1) % 64) % 64
        let text = Array((dictionary + String(repeating: " ", count: padding) + "\n").utf8)
        return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.count & 255), UInt8(text.count >> 8)] + text
    }

    static func doubles(_ values: [Double], shape: String) -> [UInt8] {
        header("{'descr': '<f8', 'fortran_order': False, 'shape': \(shape), }")
            + values.flatMap { value in (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> ($0 * 8)) } }
    }
}

extension String {
    /// The text with what may differ from machine to machine taken out: how closely LAPACK agrees, and figures of rounding noise.
    var withoutRounding: String {
        replacing(/\ +LAPACK agrees to [0-9.e-]+/, with: " LAPACK agrees").replacing(
            /\ +LAPACK: the same/, with: " LAPACK agrees"
        )
        .replacing(/\ +LAPACK 相差 [0-9.e-]+/, with: " LAPACK 一致").replacing(/\ +LAPACK：相同/, with: " LAPACK 一致")
    }
}
