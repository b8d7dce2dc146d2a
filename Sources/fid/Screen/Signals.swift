// What happens at a signal.

import Foundation

enum Signals {
    /// Runs `handler` at a signal. A read that waits returns then, with `EINTR`: whoever waits shall look what has happened.
    static func handle(_ number: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
        var action = sigaction()
        #if canImport(Darwin)
            action.__sigaction_u.__sa_handler = handler
        #else
            action.__sigaction_handler.sa_handler = handler
        #endif
        sigaction(number, &action, nil)
    }
}
