// The report, as Markdown: a table of what it was measured on, and a section for each group of comparisons.

import Foundation

struct Report {
    let surroundings: Surroundings
    /// Whether the ratios are held against their targets.
    let judges: Bool
    /// Where it is given, only what has this text in its title runs.
    let titled: String?
    private var sections: [(group: Group, rows: [[String]])] = []

    init(surroundings: Surroundings, judges: Bool, titled: String?) {
        self.surroundings = surroundings
        self.judges = judges
        self.titled = titled
    }

    /// Runs what a group compares, and adds its section.
    mutating func add(_ group: Group, of suite: Suite, rounds: Rounds) {
        func isWanted(_ titles: String...) -> Bool {
            titled.map { text in titles.contains { $0.localizedCaseInsensitiveContains(text) } } ?? true
        }
        var rows: [[String]] = []
        switch group.kind {
        case .processes:
            for comparison in suite.processes(group) {
                let wanted = comparison.rows.filter { isWanted(comparison.title, $0.title) }
                rows += cells(wanted, of: comparison, rounds: rounds)
            }
        case .parts:
            rows = suite.parts.filter { isWanted($0.title) }.map { cells($0, rounds: rounds) }
        case .runs:
            rows = suite.runs.filter { isWanted($0.title) }.map(cells)
        }
        if titled == nil || !rows.isEmpty { sections.append((group, rows)) }
    }

    // MARK: Rows

    private func cells(_ rows: [ProcessComparison.Row], of comparison: ProcessComparison, rounds: Rounds) -> [[String]] {
        guard !rows.isEmpty else { return [] }
        if let absence = comparison.absence {
            return rows.map { [$0.title, "—", "\($0.peer.name): \(absence.reason)", "—", "—", "—", "—", "—"] }
        }
        let measured = rounds.measure(rows.flatMap { [$0.ours, $0.peer] }, title: comparison.title)
        return rows.map { [$0.title] + cells($0, ours: measured[$0.ours], theirs: measured[$0.peer]) }
    }

    private func cells(
        _ row: ProcessComparison.Row, ours: Result<Series, Absence>, theirs: Result<Series, Absence>
    ) -> [String] {
        let (our, their) = (try? ours.get(), try? theirs.get())
        let ourTimes = our?.times(\.seconds)
        let time: (Run) -> Double? = row.countsWorkOnly ? \.reply.seconds : \.seconds
        var ratio = "—"
        var working = "—"
        if let ourTimes, let theirTimes = their?.times(time) {
            ratio = judged(theirTimes.median / ourTimes.median, atLeast: row.leastRatio)
            if !row.countsWorkOnly, let work = their?.times(\.reply.seconds) {
                working = "\(Format.seconds(work.median)): \(Format.ratio(work.median / ourTimes.median))"
            }
        }
        return [
            Self.cell(ours, named: row.ours.name, pictures: row.pictures),
            Self.cell(theirs, named: row.peer.name, pictures: row.pictures, time), ratio, working,
            difference(row, our?.reply, their?.reply), our.map { memory(of: $0, limit: row.memoryLimit) } ?? "—",
            their.map { Format.megabytes($0.peakBytes) } ?? "—",
        ]
    }

    /// The relative differences of the values, by name where there are several.
    private func difference(_ row: ProcessComparison.Row, _ ours: Reply?, _ theirs: Reply?) -> String {
        guard let ours, let theirs, !row.values.isEmpty else { return "—" }
        let differences = row.values.map { value in
            (row.values.count > 1 ? value.name + " " : "")
                + Format.difference(ours.values[value.key], from: theirs.values[value.key])
        }
        var text = differences.joined(separator: ", ")
        if judges, let limit = row.greatestDifference {
            let isMet = row.values.allSatisfy { value in
                guard let ours = ours.values[value.key], let theirs = theirs.values[value.key] else { return false }
                return abs(ours - theirs) <= limit * abs(theirs)
            }
            text += String(format: " (at most %.0e: ", limit) + (isMet ? "met)" : "missed)")
        }
        guard let subsets = row.otherSubsets, let value = row.values.first,
            let (a, b) = ours.values[value.key].flatMap({ a in theirs.values[value.key].map { (a, $0) } })
        else { return text }
        let spreads = [ours, theirs].map { $0.values["kernel_inception_distance_std"] ?? 0 }
        let error = ((spreads[0] * spreads[0] + spreads[1] * spreads[1]) / Double(subsets)).squareRoot()
        return text + "; \(Format.number(abs(a - b) / error, digits: 2)) standard errors"
    }

    private func cells(_ comparison: PartComparison, rounds: Rounds) -> [String] {
        let title = comparison.title
        if let absence = comparison.absence { return [title, absence.reason, "—", "—", "—", "—"] }
        let measured = rounds.measure([comparison.ours, comparison.bare], title: title)
        let (ours, theirs) = (measured[comparison.ours], measured[comparison.bare])
        let (our, their) = (try? ours.get(), try? theirs.get())
        let ourTimes = our?.times { $0.reply.timings?[comparison.part] }
        let theirTimes = their?.times { $0.reply.seconds.map { $0 * Double(comparison.repetitions) } }
        var ratio = "—"
        if let ourTimes, let theirTimes {
            ratio = judged(ourTimes.median / theirTimes.median, atMost: comparison.greatestRatio)
        }
        let times = comparison.repetitions == 1 ? "" : " for \(comparison.repetitions) of them"
        return [
            title,
            ourTimes.map(Format.times) ?? (our == nil ? Self.cell(ours, named: "fid") : "no timing of `\(comparison.part)`"),
            theirTimes.map { Format.times($0) + times } ?? Self.cell(theirs, named: comparison.bare.name),
            ratio,
            Format.difference(our?.reply.traceTerm, from: their?.reply.traceTerm),
            our?.reply.route ?? "—",
        ]
    }

    private func cells(_ run: WeighedRun) -> [String] {
        if let absence = run.absence { return [run.title, absence.reason, "—"] }
        switch Rounds(count: 1).measure([run.ours], title: run.title)[run.ours] {
        case .success(let series):
            return [run.title, series.times(\.seconds).map(Format.times) ?? "—", memory(of: series, limit: run.memoryLimit)]
        case .failure(let absence): return [run.title, absence.reason, "—"]
        }
    }

    private func memory(of series: Series, limit: Int?) -> String {
        let text = Format.megabytes(series.peakBytes)
        guard judges, let limit else { return text }
        return text + " (at most \(Format.megabytes(limit)): \(series.peakBytes <= limit ? "met" : "missed"))"
    }

    private static func cell(
        _ result: Result<Series, Absence>, named name: String, pictures: Int? = nil, _ time: (Run) -> Double? = \.seconds
    ) -> String {
        switch result {
        case .success(let series):
            guard let times = series.times(time) else { return "\(name): —" }
            return "\(name): " + Format.times(times)
                + (pictures.map { ", " + Format.number(Double($0) / times.median, digits: 3) + " pictures/s" } ?? "")
        case .failure(let absence): return "\(name): \(absence.reason)"
        }
    }

    private func judged(_ ratio: Double, atLeast target: Double?) -> String {
        target.map { judged(ratio, "at least", $0, isMet: ratio >= $0) } ?? "**\(Format.ratio(ratio))**"
    }

    private func judged(_ ratio: Double, atMost target: Double) -> String {
        judged(ratio, "at most", target, isMet: ratio <= target)
    }

    private func judged(_ ratio: Double, _ bound: String, _ target: Double, isMet: Bool) -> String {
        let text = "**\(Format.ratio(ratio))**"
        return judges ? "\(text) (\(bound) \(Format.number(target, digits: 3))×: \(isMet ? "met" : "missed"))" : text
    }

    // MARK: The whole

    var markdown: String {
        ([head] + sections.map(markdown)).joined(separator: "\n") + leftOut
    }

    private var head: String {
        """
        # Benchmarks

        Written by `make bench`. Each time is the median of the rounds, the least and the greatest in brackets; all processes of a
        comparison run in turn, round by round. Times depend on the machine, and ratios less so.

        \(table(["", ""], surroundings.entries.map { [$0.name, $0.value] }))

        Where fid stands beside a peer, both are whole processes: wall time from start to end, imports and reading of the files
        included, and the greatest memory that was resident. "Without imports" is the peer's own work only, and its ratio to *all* of
        fid's time. The difference is that of the two numbers, relative to the peer's.

        """
    }

    private func markdown(of section: (group: Group, rows: [[String]])) -> String {
        let note = section.group.note.map { $0 + "\n\n" } ?? ""
        return "## \(section.group.heading)\n\n\(note)\(table(section.group.columns, section.rows))\n"
    }

    /// What this report does not have, where it was made with options.
    private var leftOut: String {
        if let titled { return "\nOnly what has “\(titled)” in its title was measured in this run.\n" }
        let missing = Group.allCases.filter { group in !sections.contains { $0.group == group } }
        guard !missing.isEmpty else { return "" }
        return "\nNot measured in this run: \(missing.map { "\($0.heading) (`\($0.rawValue)`)" }.joined(separator: "; ")).\n"
    }

    private func table(_ head: [String], _ rows: [[String]]) -> String {
        let lines = [head, head.map { _ in "---" }] + rows
        return lines.map { cells in
            "| " + cells.map { $0.replacingOccurrences(of: "|", with: "\\|") }.joined(separator: " | ") + " |"
        }.joined(separator: "\n")
    }
}
