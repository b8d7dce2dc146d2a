// What OpenBLAS says of itself: version, core type, threads; and work that runs it on the threads that call it.

import COpenBLAS

/// The linked OpenBLAS.
public enum BLASInformation {
    /// The core type whose kernels run, for example `SkylakeX` or `Haswell`. `OPENBLAS_CORETYPE` in the environment decides it, else the CPU.
    public static var coreName: String { openblas_get_corename().map { String(cString: $0) } ?? "unknown" }

    /// The build configuration: version, threading, largest core count.
    public static var configuration: String { openblas_get_config().map { String(cString: $0) } ?? "unknown" }

    /// How many threads a call may use.
    public static var threads: Int { Int(openblas_get_num_threads()) }

    /// Runs `body` with every call of OpenBLAS on the thread that makes it, as work on several threads wants it: theirs would wait for
    /// each other, and sums would depend on their number.
    public static func onCallingThreads<Result>(_ body: () throws -> Result) rethrows -> Result {
        let before = openblas_get_num_threads()
        openblas_set_num_threads(1)
        defer { openblas_set_num_threads(before) }
        return try body()
    }

    /// How many processors OpenBLAS sees.
    public static var processors: Int { Int(openblas_get_num_procs()) }
}
