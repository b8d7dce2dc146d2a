// What happens at a signal.

import Foundation

enum Signals {
    private nonisolated(unsafe) static var main = pthread_self()

    /// Runs `handler` at a signal. A read that waits on this thread, the main one, returns then with `EINTR`: whoever waits shall look what
    /// has happened.
    static func handle(_ number: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
        main = pthread_self()
        var action = sigaction()
        #if canImport(Darwin)
            action.__sigaction_u.__sa_handler = handler
        #else
            action.__sigaction_handler.sa_handler = handler
        #endif
        sigaction(number, &action, nil)
    }

    /// Whether a handler runs on another thread than the main one, which then gets the signal instead. The system chooses freely among
    /// the threads, those of BLAS too.
    static func isPassedOn(_ number: Int32) -> Bool {
        guard pthread_equal(pthread_self(), main) == 0 else { return false }
        pthread_kill(main, number)
        return true
    }
}
