// Limits on time and memory of this process: a submission comes from outside and is checked in a process of its own.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

enum ProcessLimits {
    /// Ends this process when it has used so much processor time or asks for so much memory.
    static func set(seconds: Int?, megabytes: Int?) {
        if let seconds, seconds > 0 {
            var limit = rlimit(rlim_cur: rlim_t(seconds), rlim_max: rlim_t(seconds + 1))
            #if canImport(Darwin)
                setrlimit(RLIMIT_CPU, &limit)
            #else
                setrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &limit)
            #endif
        }
        if let megabytes, megabytes > 0 {
            var limit = rlimit(rlim_cur: rlim_t(megabytes) << 20, rlim_max: rlim_t(megabytes) << 20)
            #if canImport(Darwin)
                setrlimit(RLIMIT_AS, &limit)
            #else
                setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
            #endif
        }
    }
}
