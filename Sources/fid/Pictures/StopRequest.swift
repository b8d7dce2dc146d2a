// Ctrl-C, and the signal by which a batch system ends a job, in a run that keeps what it has done.

import Foundation
import Localization
import Synchronization

/// A run was asked to stop, and did: what it had done is kept.
struct RunStopped: ExplainedError {
    let phrase: Phrase
}

enum StopRequest {
    private static let signal = Atomic<Int32>(0)

    /// Whether this process was asked to stop since it began to watch.
    static var isAsked: Bool { signal.load(ordering: .relaxed) != 0 }

    /// Runs `body`, which asks now and then whether it is to stop, and then throws ``RunStopped``; this process ends then as the signal
    /// would have ended it.
    ///
    /// - Throws: what `body` throws otherwise.
    static func watching<Result>(_ body: () throws -> Result) throws -> Result {
        for number in [SIGINT, SIGTERM] {
            Signals.handle(number) { StopRequest.signal.store($0, ordering: .relaxed) }
        }
        // Whoever started this process may have blocked them, as the threads of Dispatch do.
        var watched = sigset_t()
        sigemptyset(&watched)
        for number in [SIGINT, SIGTERM] { sigaddset(&watched, number) }
        pthread_sigmask(SIG_UNBLOCK, &watched, nil)
        // A limit on the size of files is an error of a write, not the end.
        Foundation.signal(SIGXFSZ, SIG_IGN)
        defer { for number in [SIGINT, SIGTERM] { Foundation.signal(number, SIG_DFL) } }
        do {
            return try body()
        } catch let stopped as RunStopped {
            Terminal.writeError("fid: " + stopped.phrase(in: Session.language))
            Terminal.flush()
            let number = signal.load(ordering: .relaxed)
            Foundation.signal(number, SIG_DFL)
            raise(number)
            throw stopped
        }
    }
}
