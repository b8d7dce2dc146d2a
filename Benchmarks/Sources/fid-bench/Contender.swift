// One side of a comparison, its runs, and the interleaved rounds in which both sides are measured.

import Foundation

/// One side of a comparison: a tool by name, and the process that does the work.
struct Contender {
    let name: String
    let process: ChildProcess

    /// The same for two that run the same command line.
    var id: [String] { [process.executable] + process.arguments }
}

/// The JSON that every contender prints; each prints a part of it.
struct Reply: Decodable {
    /// All numbers, by their keys: fid has torch-fidelity's where that has any.
    let values: [String: Double]
    /// The way by which fid found the trace of the root.
    let route: String?
    /// Seconds by part of the work.
    let timings: [String: Double]?

    /// Seconds of work, without the start of an interpreter.
    var seconds: Double? { values["seconds"] }
    /// Tr(Σ₁ + Σ₂ − 2(Σ₁Σ₂)^½).
    var traceTerm: Double? { values["trace_term"] }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }

        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: Key.self)
        var values: [String: Double] = [:]
        for key in object.allKeys {
            if let value = try? object.decode(Double.self, forKey: key) { values[key.stringValue] = value }
        }
        self.values = values
        route = try? object.decode(String.self, forKey: Key(stringValue: "route"))
        timings = try? object.decode([String: Double].self, forKey: Key(stringValue: "timings"))
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

/// What came of the contenders of one comparison.
struct Measurements {
    fileprivate let results: [[String]: Result<Series, Absence>]

    subscript(contender: Contender) -> Result<Series, Absence> {
        results[contender.id] ?? .failure(Absence("not run"))
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
    let count: Int

    /// Runs the contenders in turn, round by round, so that what else the machine does meets them alike. A contender that
    /// fails once runs no more. One that is named twice runs once a round.
    func measure(_ contenders: [Contender], title: String) -> Measurements {
        var entries: [(contender: Contender, runs: [Run], absence: Absence?)] = []
        for contender in contenders where !entries.contains(where: { $0.contender.id == contender.id }) {
            entries.append((contender, [], nil))
        }
        for round in 1...count {
            for index in entries.indices where entries[index].absence == nil {
                let contender = entries[index].contender
                let label = "\(title), round \(round) of \(count), \(contender.name)"
                do {
                    let run = try perform(contender)
                    Progress.say("\(label): \(Format.seconds(run.seconds))")
                    entries[index].runs.append(run)
                } catch {
                    Progress.say("\(label): \(error.reason)")
                    entries[index].absence = error
                }
            }
        }
        return Measurements(
            results: Dictionary(
                uniqueKeysWithValues: entries.map { entry in
                    (entry.contender.id, entry.absence.map { .failure($0) } ?? .success(Series(runs: entry.runs)))
                }))
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
