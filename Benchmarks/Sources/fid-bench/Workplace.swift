// Where things are: the repository, the executable that is measured, the peers, the data; and the environment of all runs.

import Foundation

struct Workplace {
    /// The root of the repository.
    let root: URL
    /// The `fid` that is measured.
    let fid: String
    /// The Python that the peers are installed in.
    let python: String
    /// The folder of the features of flowers, `roses.npy` and `tulips.npy`.
    let flowers: URL
    /// The user's own pictures, where those are to be taken.
    let pictures: String?
    /// Threads that each process may use.
    let threads: Int

    /// Finds all of it from the working directory and the environment (`FID_BENCH_FID`, `FID_BENCH_VENV`, `FID_FLOWERS`,
    /// `FID_BENCH_PICTURES`).
    init(threads: Int) throws(BenchError) {
        let variables = ProcessInfo.processInfo.environment
        let start = FileManager.default.currentDirectoryPath
        root = try Self.repository(above: URL(fileURLWithPath: start))
        fid = variables["FID_BENCH_FID"] ?? root.appendingPathComponent(".build/release/fid").path
        guard FileManager.default.isExecutableFile(atPath: fid) else { throw .notBuilt(path: fid) }
        let venv = variables["FID_BENCH_VENV"] ?? root.appendingPathComponent("Benchmarks/.venv").path
        python = venv + "/bin/python"
        flowers =
            variables["FID_FLOWERS"].map { URL(fileURLWithPath: $0) }
            ?? root.deletingLastPathComponent().appendingPathComponent("shared/data/flowers")
        pictures = variables["FID_BENCH_PICTURES"].flatMap { $0.isEmpty ? nil : $0 }
        self.threads = threads
    }

    private static func repository(above start: URL) throws(BenchError) -> URL {
        var folder = start
        while true {
            let sign = folder.appendingPathComponent("Benchmarks/peers/peer.py")
            if FileManager.default.fileExists(atPath: sign.path) { return folder }
            guard folder.path != "/" else { throw .notInRepository(from: start.path) }
            folder.deleteLastPathComponent()
        }
    }

    /// The environment of every process that is measured: that of this one, but with nothing in it that steers a BLAS
    /// except the number of threads. `OPENBLAS_CORETYPE` in particular would choose kernels that the CPU has outgrown.
    var environment: [String: String] {
        let steering = ["OPENBLAS_", "GOTO_", "MKL_", "OMP_", "BLIS_"]
        var variables = ProcessInfo.processInfo.environment.filter { variable in
            !steering.contains { variable.key.hasPrefix($0) }
        }
        for name in ["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"] { variables[name] = String(threads) }
        return variables
    }

    func fid(_ arguments: [String]) -> ChildProcess {
        ChildProcess(executable: fid, arguments: arguments, environment: environment)
    }

    func peer(_ arguments: [String]) -> ChildProcess { script("peer.py", arguments) }

    /// One of the bare routines, in a process of its own: a BLAS chooses its kernels and threads when it is loaded.
    func bare(_ arguments: [String]) -> ChildProcess {
        ChildProcess(executable: Self.itself, arguments: ["bare"] + arguments, environment: environment)
    }

    func script(_ name: String, _ arguments: [String]) -> ChildProcess {
        let path = root.appendingPathComponent("Benchmarks/peers/\(name)").path
        return ChildProcess(executable: python, arguments: [path] + arguments, environment: environment)
    }

    private static var itself: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    }
}
