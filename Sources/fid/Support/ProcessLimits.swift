// Limits of this process: on time and memory for a submission, which comes from outside; on open files for a set of very many.

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

    /// Sees to it, as far as the system lets, that `count` files can be open at once beside what is open anyway.
    static func allowOpenFiles(_ count: Int) {
        let needed = rlim_t(count + 64)
        var limit = rlimit()
        #if canImport(Darwin)
            let resource = RLIMIT_NOFILE
        #else
            let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #endif
        guard getrlimit(resource, &limit) == 0, limit.rlim_cur < needed else { return }
        limit.rlim_cur = min(needed, limit.rlim_max)
        setrlimit(resource, &limit)
    }
}
