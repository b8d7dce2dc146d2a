// What is told of a download while it runs.

/// What happens while a file is fetched.
public enum DownloadEvent: Sendable, Equatable {
    /// Another process is fetching the same file; it is told again and again while that lasts.
    case waiting
    /// Bytes arrive from this address, the first of them the one at `offset`.
    case started(source: String, offset: Int, total: Int?)
    case progress(done: Int, total: Int?)
    /// The connection broke; it is taken up again.
    case retrying(source: String, reason: String)
    /// What had arrived before is dropped: the server has other content now, or sends all from the start.
    case startingOver(source: String)
    /// This address does not give the file, and the next one is tried.
    case failed(DownloadError)
    /// All is there; its hash is computed.
    case checking
}
