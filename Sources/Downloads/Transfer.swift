// All attempts to bring a file from one server: resumed where the server can, taken up again where the connection breaks.

import CHTTP
import Foundation

/// One source of a download.
final class Transfer: HTTPGet.Receiver {
    /// More than this is no file that anybody fetches without saying how long it is.
    private static let maximumLength = 1 << 40

    private let source: String
    private let facts: DownloadFacts
    private let patience: Download.Patience
    private let userAgent: String
    private let part: PartFile
    private let report: (DownloadEvent) -> Void
    private let shouldGoOn: () -> Bool

    /// How long the whole is, as the facts or the server tell.
    private var total: Int?
    /// What ended the transfer under way.
    private var error: DownloadError?
    private var isAskedToStartOver = false
    /// When the last bytes came. libcurl's own measure of a stall looks at the mean of five seconds, and takes as long.
    private var lastArrival = ContinuousClock.now
    private var isStalled = false

    /// Whether some of the bytes are from an earlier answer.
    private(set) var wasResumed = false

    init(
        _ source: String, of download: Download, into part: PartFile, report: @escaping (DownloadEvent) -> Void,
        goesOn: @escaping () -> Bool
    ) {
        self.source = source
        facts = download.facts
        patience = download.patience
        userAgent = download.userAgent
        self.part = part
        self.report = report
        shouldGoOn = goesOn
        total = facts.byteCount
    }

    /// Runs until all bytes are there.
    ///
    /// - Throws: ``DownloadError``.
    func run() throws {
        // More than there should be is of no use.
        if let total, part.count > total { startOver() }
        var failures = 0
        while true {
            let before = part.count
            guard let problem = try attempt() else { return }
            // Whoever gave something deserves another try at once.
            failures = part.count > before ? 1 : failures + 1
            guard failures < patience.attempts else { throw problem.error }
            report(.retrying(source: source, reason: problem.reason))
            if part.count <= before { try pause(patience.pause * Double(1 << (failures - 1))) }
        }
    }

    private struct Problem {
        let error: DownloadError
        let reason: String
    }

    /// One request; nil where it brought the rest, and what went wrong where it is worth another.
    private func attempt() throws -> Problem? {
        error = nil
        isAskedToStartOver = false
        isStalled = false
        lastArrival = .now
        var get = HTTPGet(url: source, userAgent: userAgent, connectTimeout: patience.connectTimeout)
        get.offset = part.count
        get.ifRange = part.count > 0 ? part.validator(for: source) : nil
        wasResumed = part.count > 0
        let result = get.run(self)
        if let error { throw error }
        if isAskedToStartOver {
            startOver()
            return try attempt()
        }
        let reason = isStalled ? "nothing came for \(patience.stallTimeout) s" : result.reason
        switch result.outcome {
        case FID_HTTP_INTERRUPTED where result.head.status != 0 || part.count > 0,
            FID_HTTP_STOPPED where isStalled && (result.head.status != 0 || part.count > 0):
            return Problem(error: .interrupted(source, reason: reason, done: part.count, facts), reason: reason)
        case FID_HTTP_STOPPED where isStalled: throw DownloadError.unreachable(source, reason: reason, facts)
        case FID_HTTP_DONE, FID_HTTP_STOPPED: return try answered(result)
        case FID_HTTP_NO_LIBRARY: throw DownloadError.noLibrary(reason: result.reason, facts)
        case FID_HTTP_BAD_URL: throw DownloadError.badAddress(source, reason: result.reason)
        case FID_HTTP_UNTRUSTED: throw DownloadError.untrusted(source, reason: result.reason, facts)
        case FID_HTTP_REDIRECTED: throw DownloadError.tooManyRedirects(source, reason: result.reason, facts)
        default: throw DownloadError.unreachable(source, reason: reason, facts)
        }
    }

    /// What a whole answer means.
    private func answered(_ result: HTTPGet.Result) throws -> Problem? {
        switch result.head.status {
        case 200, 206:
            // An answer without a byte has not begun: it is the rest where nothing is left.
            if part.count == 0, total != 0, let length = result.head.contentLength, let total, length != total {
                throw DownloadError.wrongLength(source, found: length, expected: total, facts)
            }
            guard let total, part.count < total else { return nil }
            let reason = "\(part.count) / \(total) B"
            return Problem(error: .interrupted(source, reason: reason, done: part.count, facts), reason: reason)
        case 416 where part.count > 0:
            // Nothing behind what is there: either it is all, or it is another content's.
            let length = result.head.fields["content-range"]?.split(separator: "/").last.flatMap { Int($0) }
            if length == part.count { return nil }
            startOver()
            return try attempt()
        case let status where status == 429 || status == 408 || status >= 500:
            return Problem(error: .refused(source, status: status, facts), reason: "HTTP \(status)")
        case let status: throw DownloadError.refused(source, status: status, facts)
        }
    }

    private func startOver() {
        report(.startingOver(source: source))
        part.restart()
        wasResumed = false
    }

    private func pause(_ seconds: Double) throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            guard shouldGoOn() else { throw DownloadError.stopped(done: part.count, total: total) }
            usleep(50_000)
        }
    }

    // MARK: The answer as it comes

    func begin(_ head: HTTPHead) -> Bool {
        lastArrival = .now
        switch head.status {
        case 206:
            guard let range = head.contentRange, range.start == part.count else {
                // Not the bytes that were asked for.
                isAskedToStartOver = part.count > 0
                if !isAskedToStartOver { error = .refused(source, status: head.status, facts) }
                return false
            }
            return prepare(total: range.total, head)
        case 200:
            // The whole, whatever was asked for: the server ignores ranges, or its content is another one by now.
            if part.count > 0 { startOver() }
            return prepare(total: head.contentLength, head)
        default:
            // The page that explains an error is no part of the file.
            return false
        }
    }

    private func prepare(total told: Int?, _ head: HTTPHead) -> Bool {
        if let expected = facts.byteCount, let told, told != expected {
            part.restart()
            error = .wrongLength(source, found: told, expected: expected, facts)
            return false
        }
        total = facts.byteCount ?? told
        if let total, let room = part.room, total - part.count > room {
            let folder = URL(fileURLWithPath: facts.target).deletingLastPathComponent().path
            error = .noRoom(folder: folder, needed: total - part.count, room: room)
            return false
        }
        part.remember(source, head.validator)
        report(.started(source: source, offset: part.count, total: total))
        return true
    }

    func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        lastArrival = .now
        if bytes.count > (total ?? Self.maximumLength) - part.count {
            error = .wrongLength(source, found: part.count + bytes.count, expected: total ?? Self.maximumLength, facts)
            part.restart()
            return false
        }
        if let number = part.append(bytes) {
            error = .writeFailed(file: facts.target, reason: String(cString: strerror(number)))
            return false
        }
        report(.progress(done: part.count, total: total))
        return true
    }

    func goesOn() -> Bool {
        guard shouldGoOn() else {
            error = .stopped(done: part.count, total: total)
            return false
        }
        isStalled = ContinuousClock.now - lastArrival > .seconds(patience.stallTimeout)
        return !isStalled
    }
}
