// A record of what a long run has done, line by line, so that a run that was stopped at any moment can go on.

/// Lines in `.NAME.part`, each written when what it tells of is on the disk; one process at a time.
///
/// The first line says what run it is. A line that was cut off counts as not written.
public final class Journal {
    private let file: AtomicFile

    /// The whole lines that are there, the first one not among them; empty where the journal is of another run.
    public private(set) var lines: [String] = []

    /// Whether lines of another run were there.
    public let replacesAnother: Bool

    /// Opens the journal of the run `title`, or starts it.
    ///
    /// - Parameters:
    ///   - path: what the journal is of; its own name follows from it.
    ///   - title: what the run depends on, in one line.
    /// - Throws: `FeatureFileError`; ``JournalError/inUse(file:)`` where another process holds it.
    public init(of path: String, title: String) throws {
        file = try AtomicFile(resuming: path + ".journal", called: path)
        guard file.lock() else { throw JournalError.inUse(file: path) }
        let text = String(decoding: try file.readAll(), as: UTF8.self)
        let found = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
        replacesAnother = !found.isEmpty && found.first != title
        if found.first == title {
            lines = Array(found.dropFirst())
            try file.truncate(to: found.reduce(0) { $0 + $1.utf8.count + 1 })
        } else {
            try file.truncate(to: 0)
            try file.append(Array((title + "\n").utf8))
            try file.synchronise()
        }
        self.title = title
    }

    private let title: String

    /// Forgets all lines behind the first `count`.
    public func keep(_ count: Int) throws {
        guard count < lines.count else { return }
        lines = Array(lines.prefix(count))
        try file.truncate(to: lines.reduce(title.utf8.count + 1) { $0 + $1.utf8.count + 1 })
    }

    /// Adds lines, and brings them to the disk.
    public func append(_ new: [String]) throws {
        guard !new.isEmpty else { return }
        try file.append(Array((new.joined(separator: "\n") + "\n").utf8))
        try file.synchronise()
        lines += new
    }

    /// Takes the journal away: the run is done, or given up.
    public func discard() { file.discard() }
}
