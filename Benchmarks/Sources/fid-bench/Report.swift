// The report, as Markdown: a table of what it was measured on, and one table for each kind of comparison.

import Foundation

struct Report {
    let surroundings: Surroundings
    /// Whether the ratios are held against their targets.
    let judges: Bool
    private var processRows: [[String]] = []
    private var partRows: [[String]] = []

    init(surroundings: Surroundings, judges: Bool) {
        self.surroundings = surroundings
        self.judges = judges
    }

    mutating func add(_ comparison: ProcessComparison, rounds: Rounds) {
        let title = comparison.title
        if let absence = comparison.absence {
            for peer in comparison.peers {
                processRows.append([title, "—", "\(peer.contender.name): \(absence.reason)", "—", "—", "—", "—", "—"])
            }
            return
        }
        let all = rounds.measure([comparison.ours] + comparison.peers.map(\.contender), title: title)
        for (peer, theirs) in zip(comparison.peers, all.dropFirst()) {
            processRows.append([title] + cells(comparison, ours: all[0], peer: peer, theirs: theirs))
        }
    }

    private func cells(
        _ comparison: ProcessComparison, ours: Result<Series, Absence>,
        peer: (contender: Contender, leastRatio: Double), theirs: Result<Series, Absence>
    ) -> [String] {
        let ourTimes = (try? ours.get())?.times(\.seconds)
        let theirTimes = (try? theirs.get())?.times(\.seconds)
        var ratio = "—"
        var working = "—"
        if let ourTimes, let theirTimes {
            ratio = judged(theirTimes.median / ourTimes.median, atLeast: peer.leastRatio)
            if let work = (try? theirs.get())?.times({ $0.reply.seconds }) {
                working = "\(Format.seconds(work.median)): \(Format.ratio(work.median / ourTimes.median))"
            }
        }
        let (our, their) = (try? ours.get(), try? theirs.get())
        var ourMemory = our.map { Format.megabytes($0.peakBytes) } ?? "—"
        if judges, let limit = comparison.memoryLimit, let our {
            ourMemory += " (at most \(Format.megabytes(limit)): \(our.peakBytes <= limit ? "met" : "missed"))"
        }
        return [
            Self.cell(ours, named: "fid"), Self.cell(theirs, named: peer.contender.name), ratio, working,
            Format.difference(our?.reply.distance, from: their?.reply.distance), ourMemory,
            their.map { Format.megabytes($0.peakBytes) } ?? "—",
        ]
    }

    mutating func add(_ comparison: PartComparison, rounds: Rounds) {
        let title = comparison.title
        if let absence = comparison.absence {
            partRows.append([title, absence.reason, "—", "—", "—", "—"])
            return
        }
        let both = rounds.measure([comparison.ours, comparison.bare], title: title)
        let (our, their) = (try? both[0].get(), try? both[1].get())
        let ourTimes = our?.times { $0.reply.timings?[comparison.part] }
        let theirTimes = their?.times { $0.reply.seconds.map { $0 * Double(comparison.repetitions) } }
        var ratio = "—"
        if let ourTimes, let theirTimes {
            ratio = judged(ourTimes.median / theirTimes.median, atMost: comparison.greatestRatio)
        }
        let times = comparison.repetitions == 1 ? "" : " for \(comparison.repetitions) of them"
        partRows.append([
            title,
            ourTimes.map(Format.times) ?? (our == nil ? Self.cell(both[0], named: "fid") : "no timing of `\(comparison.part)`"),
            theirTimes.map { Format.times($0) + times } ?? Self.cell(both[1], named: comparison.bare.name),
            ratio,
            Format.difference(our?.reply.traceTerm, from: their?.reply.traceTerm),
            our?.reply.route ?? "—",
        ])
    }

    private static func cell(_ result: Result<Series, Absence>, named name: String) -> String {
        switch result {
        case .success(let series): "\(name): " + (series.times(\.seconds).map(Format.times) ?? "—")
        case .failure(let absence): "\(name): \(absence.reason)"
        }
    }

    private func judged(_ ratio: Double, atLeast target: Double) -> String {
        judged(ratio, "at least", target, isMet: ratio >= target)
    }

    private func judged(_ ratio: Double, atMost target: Double) -> String {
        judged(ratio, "at most", target, isMet: ratio <= target)
    }

    private func judged(_ ratio: Double, _ bound: String, _ target: Double, isMet: Bool) -> String {
        let text = "**\(Format.ratio(ratio))**"
        return judges ? "\(text) (\(bound) \(Format.number(target, digits: 3))×: \(isMet ? "met" : "missed"))" : text
    }

    var markdown: String {
        """
        # Benchmarks

        Written by `make bench`. Each time is the median of the rounds, the least and the greatest in brackets; all processes of a
        comparison run in turn, round by round. Times depend on the machine, and ratios less so.

        \(table(["", ""], surroundings.entries.map { [$0.name, $0.value] }))

        ## Whole processes

        Wall time of the process from start to end, imports and reading of the files included, and the greatest memory that was
        resident. "Without imports" is the peer's own work only, and its ratio to *all* of fid's time. The difference is that of the
        two distances, relative to the peer's.

        \(table(
            ["comparison", "fid", "peer", "ratio", "peer without imports", "difference", "memory of fid", "memory of the peer"],
            processRows))

        ## Parts against bare routines

        The seconds that `fid compute --timings` reports for a part, against the BLAS and LAPACK routines that the part comes down to,
        called with nothing around them on the same data. The difference is that of the two values of Tr(Σ₁ + Σ₂ − 2(Σ₁Σ₂)^½).

        \(table(["part", "fid", "bare", "ratio", "difference", "route"], partRows))

        """
    }

    private func table(_ head: [String], _ rows: [[String]]) -> String {
        let lines = [head, head.map { _ in "---" }] + rows
        return lines.map { cells in
            "| " + cells.map { $0.replacingOccurrences(of: "|", with: "\\|") }.joined(separator: " | ") + " |"
        }.joined(separator: "\n")
    }
}
