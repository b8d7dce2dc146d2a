// One side of a comparison, its runs, and the interleaved rounds in which both sides are measured.

import Foundation

/// One side of a comparison: a tool by name, and the process that does the work.
struct Contender {
    let name: String
    let process: ChildProcess
}

/// The JSON that every contender prints; each prints a part of it.
struct Reply: Decodable {
    /// The result.
    var distance: Double?
    /// Tr(Σ₁ + Σ₂ − 2(Σ₁Σ₂)^½).
    var traceTerm: Double?
    /// Seconds of work, without the start of an interpreter.
    var seconds: Double?
    /// The way by which fid found the trace of the root.
    var route: String?
    /// Seconds by part of the work.
    var timings: [String: Double]?

    enum CodingKeys: String, CodingKey {
        case distance = "frechet_inception_distance"
        case traceTerm = "trace_term"
        case seconds, route, timings
    }

    /// The reply in an output: all of it, or its last line where other lines stand before.
    init?(in output: String) {
        let candidates = [output, lastLine(of: output)]
        guard let reply = candidates.lazy.compactMap({ try? JSONDecoder().decode(Reply.self, from: Data($0.utf8)) }).first
        else { return nil }
        self = reply
    }
}

/// One run that came to its end.
struct Run {
    let seconds: Double
    let peakBytes: Int
    let reply: Reply
}

/// The runs of one contender, at least one.
struct Series {
    let runs: [Run]

    var reply: Reply { runs[runs.count - 1].reply }
    var peakBytes: Int { runs.map(\.peakBytes).max() ?? 0 }

    /// The times of all runs, where each run has one.
    func times(_ time: (Run) -> Double?) -> Times? {
        let times = runs.compactMap(time)
        return times.count == runs.count ? Times(times) : nil
    }
}

/// Seconds, repeatedly measured.
struct Times {
    let sorted: [Double]

    init?(_ seconds: [Double]) {
        guard !seconds.isEmpty else { return nil }
        sorted = seconds.sorted()
    }

    var median: Double {
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    var least: Double { sorted[0] }
    var greatest: Double { sorted[sorted.count - 1] }
}

/// How often each contender runs.
struct Rounds {
    /// Rounds that count.
    let count: Int
    /// Whether a round that does not count goes before, to bring files and libraries into the page cache.
    let warmsUp: Bool

    /// Runs the contenders in turn, round by round, so that what else the machine does meets them alike. A contender that
    /// fails once runs no more.
    func measure(_ contenders: [Contender], title: String) -> [Result<Series, Absence>] {
        var runs: [[Run]] = contenders.map { _ in [] }
        var absences: [Absence?] = contenders.map { _ in nil }
        for round in (warmsUp ? 0 : 1)...count {
            for (index, contender) in contenders.enumerated() where absences[index] == nil {
                let label = round == 0 ? "warm-up" : "round \(round) of \(count)"
                do {
                    let run = try perform(contender)
                    Progress.say("\(title), \(label), \(contender.name): \(Format.seconds(run.seconds))")
                    if round > 0 { runs[index].append(run) }
                } catch {
                    Progress.say("\(title), \(label), \(contender.name): \(error.reason)")
                    absences[index] = error
                }
            }
        }
        return zip(runs, absences).map { runs, absence in
            absence.map { .failure($0) } ?? .success(Series(runs: runs))
        }
    }

    private func perform(_ contender: Contender) throws(Absence) -> Run {
        let outcome: ChildProcess.Outcome
        do {
            outcome = try contender.process.run()
        } catch {
            let isThere = FileManager.default.isExecutableFile(atPath: contender.process.executable)
            throw Absence(isThere ? "\(error)" : "not installed")
        }
        // peer.py says so with exit code 3.
        if outcome.exitCode == 3, outcome.standardError.hasPrefix("not installed") { throw Absence("not installed") }
        guard outcome.exitCode == 0 else {
            throw Absence("exit code \(outcome.exitCode): \(lastLine(of: outcome.standardError))")
        }
        guard let reply = Reply(in: outcome.standardOutput) else {
            throw Absence("no JSON in its output, which ends: \(lastLine(of: outcome.standardOutput))")
        }
        return Run(seconds: outcome.seconds, peakBytes: outcome.peakBytes, reply: reply)
    }
}
