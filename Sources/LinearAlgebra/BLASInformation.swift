// What OpenBLAS says of itself: version, core type, threads.

import COpenBLAS

/// The linked OpenBLAS.
public enum BLASInformation {
    /// The core type whose kernels run, for example `SkylakeX` or `Haswell`. `OPENBLAS_CORETYPE` in the environment decides it, else the CPU.
    public static var coreName: String { openblas_get_corename().map { String(cString: $0) } ?? "unknown" }

    /// The build configuration: version, threading, largest core count.
    public static var configuration: String { openblas_get_config().map { String(cString: $0) } ?? "unknown" }

    /// How many threads a call may use.
    public static var threads: Int { Int(openblas_get_num_threads()) }

    /// How many processors OpenBLAS sees.
    public static var processors: Int { Int(openblas_get_num_procs()) }
}
