// What a person sees of a download: where the bytes come from, how fast, how long it will take; and Ctrl-C, which keeps what has arrived.

import Downloads
import Foundation
import Localization
import Synchronization
import Typesetting

/// Runs a download and tells of it on standard error.
final class FetchReport {
    private let name: String
    private var progress = Progress()
    private var speed = TransferSpeed()
    private var saidWaiting = false

    init(name: String) {
        self.name = name
    }

    /// Set by Ctrl-C.
    private static let isAskedToStop = Atomic<Bool>(false)

    /// Fetches. After Ctrl-C it says where it stopped and ends this process as the signal would have.
    ///
    /// - Throws: what the download throws.
    func run(_ download: Download) throws -> Download.Outcome {
        Signals.handle(SIGINT) { _ in FetchReport.isAskedToStop.store(true, ordering: .relaxed) }
        // A limit on the size of files is an error of a write, not the end.
        signal(SIGXFSZ, SIG_IGN)
        defer { signal(SIGINT, SIG_DFL) }
        do {
            let outcome = try download.run {
                self.take($0)
            } goesOn: {
                !FetchReport.isAskedToStop.load(ordering: .relaxed)
            }
            progress.finish()
            return outcome
        } catch let error as DownloadError {
            progress.finish()
            guard case .stopped = error else { throw error }
            Terminal.writeError("fid: " + error.phrase(in: Session.language))
            Terminal.flush()
            signal(SIGINT, SIG_DFL)
            raise(SIGINT)
            throw error
        }
    }

    private func take(_ event: DownloadEvent) {
        switch event {
        case .waiting:
            guard !saidWaiting else { return }
            saidWaiting = true
            say("another run is fetching it: waiting for that", "另一个进程正在获取：等待其完成")
        case .started(let source, let offset, let total):
            speed = TransferSpeed(start: offset)
            let size = total.map { ByteText.size($0 - offset) + " " } ?? ""
            if offset > 0 {
                say(
                    "going on at \(ByteText.size(offset)), fetching \(size)from \(source)",
                    "从 \(ByteText.size(offset)) 处继续，正在从 \(source) 获取 \(size)")
            } else {
                say("fetching \(size)from \(source)", "正在从 \(source) 获取 \(size)")
            }
        case .progress(let done, let total):
            speed.take(done)
            progress.show(line(done, total))
        case .retrying(_, let reason):
            say("the connection broke (\(reason)): trying again", "连接中断（\(reason)）：正在重试")
        case .startingOver:
            say("what had arrived does not fit what the server has: starting over", "已收到的部分与服务器的内容不一致：重新开始")
        case .failed(let error):
            say("\(error.summary.english); trying the next source", "\(error.summary.chinese)；改用下一个来源")
        case .checking: progress.show(self.name + "  SHA-256 …")
        }
    }

    private func say(_ english: String, _ chinese: String) {
        progress.finish()
        Terminal.writeError("fid: \(name): " + Session.say(english, chinese))
    }

    private func line(_ done: Int, _ total: Int?) -> String {
        var parts = [name]
        if let total, total > 0 {
            parts.append(
                Session.say(
                    "\(ByteText.size(done)) of \(ByteText.size(total))", "\(ByteText.size(done)) / \(ByteText.size(total))"))
            parts.append("\(Int((Double(done) / Double(total) * 100).rounded(.down)))%")
        } else {
            parts.append(ByteText.size(done))
        }
        if let rate = speed.bytesPerSecond {
            parts.append("\(ByteText.size(Int(rate)))/s")
            if let total, rate >= 1 {
                let seconds = Int((Double(max(total - done, 0)) / rate).rounded(.up))
                parts.append(Session.say("\(Self.time(seconds)) left", "剩余 \(Self.time(seconds))"))
            }
        }
        return parts.joined(separator: "  ")
    }

    /// `42 s`, `3 min 05 s`, `2 h 10 min`.
    static func time(_ seconds: Int) -> String {
        let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
        return switch seconds {
        case ..<60: Session.say("\(seconds) s", "\(seconds) 秒")
        case ..<3600: Session.say("\(seconds / 60) min \(two(seconds % 60)) s", "\(seconds / 60) 分 \(two(seconds % 60)) 秒")
        default:
            Session.say("\(seconds / 3600) h \(two(seconds / 60 % 60)) min", "\(seconds / 3600) 小时 \(two(seconds / 60 % 60)) 分")
        }
    }
}

/// How fast bytes came in the last seconds.
struct TransferSpeed {
    /// Long enough to be steady, short enough to follow a change.
    private static let window = Duration.seconds(5)

    private var samples: [(time: ContinuousClock.Instant, done: Int)]

    init(start: Int = 0) { samples = [(ContinuousClock.now, start)] }

    mutating func take(_ done: Int, at time: ContinuousClock.Instant = .now) {
        // Ten marks a second are enough.
        guard let last = samples.last, time - last.time >= .milliseconds(100) else { return }
        samples.append((time, done))
        while samples.count > 2, time - samples[1].time > Self.window { samples.removeFirst() }
    }

    /// Nil in the first moment.
    var bytesPerSecond: Double? {
        guard let first = samples.first, let last = samples.last, last.time - first.time >= .milliseconds(300) else { return nil }
        return Double(last.done - first.done) / ((last.time - first.time) / .seconds(1))
    }
}
