// How the C library hands out the memory that matrices lie in.

import COpenBLAS

/// The memory of matrices.
public enum MatrixMemory {
    /// Has this process keep what large matrices gave back for the next ones; to be called once, at its start.
    ///
    /// By default glibc takes blocks of this size from the system and returns them at once, and the system clears each page anew: of a pass
    /// over tiles of 8 MB that was a fifth of the time. Now up to 256 MB of freed memory stay at the end of the heap.
    public static func keepFreedBlocks() {
        #if canImport(Glibc)
            // Before version 2.35 glibc allows 32 MB at most.
            if mallopt(M_MMAP_THRESHOLD, 256 << 20) == 0 { mallopt(M_MMAP_THRESHOLD, 32 << 20) }
            mallopt(M_TRIM_THRESHOLD, 256 << 20)
        #endif
    }
}
