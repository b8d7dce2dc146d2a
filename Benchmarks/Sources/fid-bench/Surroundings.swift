// What the numbers were measured on and with: the head of the report.

import Foundation

struct Surroundings {
    /// Name and value, in the order in which they are printed.
    let entries: [(name: String, value: String)]

    init(workplace: Workplace, rounds: Rounds, scale: Scale) {
        let system = Self.lines(of: "/etc/os-release")
        let name = Self.value(of: "PRETTY_NAME", in: system, separator: "=")?.trimmingCharacters(in: ["\""])
        let processor = Self.value(of: "model name", in: Self.lines(of: "/proc/cpuinfo"), separator: ":")
        let memory = Double(ProcessInfo.processInfo.physicalMemory) / 0x1p30
        let core = Self.output(of: workplace.bare(["core"]))
        let peers = Self.output(of: workplace.peer(["versions"]))
        let versions = peers.flatMap { try? JSONDecoder().decode([String: String].self, from: Data($0.utf8)) } ?? [:]
        let commit = Self.output(
            of: Self.tool("git", ["-C", workplace.root.path, "describe", "--always", "--dirty", "--abbrev=10"]))
        let swift = Self.output(of: Self.tool("swift", ["--version"]))?.split(whereSeparator: \.isNewline).first

        var entries: [(String, String)] = [
            ("CPU", processor ?? "unknown"),
            ("cores, memory", "\(ProcessInfo.processInfo.activeProcessorCount), \(Format.number(memory, digits: 3)) GiB"),
            ("system", name ?? ProcessInfo.processInfo.operatingSystemVersionString),
            ("fid", "commit \(commit ?? "unknown"), \(swift.map(String.init) ?? "Swift unknown"), release build"),
            ("OpenBLAS of fid and of the bare routines", core ?? "unknown"),
        ]
        let names = [
            "Python", "numpy", "scipy", "BLAS of NumPy and SciPy", "scikit-learn", "torch", "pytorch-fid", "torchmetrics",
            "torch-fidelity", "prdc",
        ]
        for name in names { entries.append((name, versions[name] ?? "not installed")) }
        entries.append(("threads of each process", String(workplace.threads)))
        entries.append(("rounds", "\(rounds.count), interleaved; files and libraries are read once before"))
        entries.append(("size of the data", scale.name))
        self.entries = entries
    }

    private static func tool(_ name: String, _ arguments: [String]) -> ChildProcess {
        ChildProcess(
            executable: "/usr/bin/env", arguments: [name] + arguments, environment: ProcessInfo.processInfo.environment)
    }

    /// Starts fid and the peers' libraries once, so that no process that counts is the first to read them.
    static func readLibraries(of workplace: Workplace) {
        for process in [workplace.fid(["--version"]), workplace.peer(["imports"])] { _ = try? process.run() }
    }

    /// What a process prints, without the line break at the end; nil where it fails.
    private static func output(of process: ChildProcess) -> String? {
        guard let outcome = try? process.run(), outcome.exitCode == 0 else { return nil }
        return outcome.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func lines(of path: String) -> [Substring] {
        ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(whereSeparator: \.isNewline)
    }

    private static func value(of key: String, in lines: [Substring], separator: Character) -> String? {
        for line in lines {
            let halves = line.split(separator: separator, maxSplits: 1)
            if halves.count == 2, halves[0].trimmingCharacters(in: .whitespaces) == key {
                return halves[1].trimmingCharacters(in: .whitespaces)
            }
        }
        return nil
    }
}
