// The results of a class: each student's points, which steps fail most, which mistakes are made and by how many.

import Checking
import Localization

/// What grading one submission came to.
public struct Grade: Sendable {
    public enum Outcome: Sendable {
        case checked(CheckRecord)
        /// It could not be graded.
        case failed(Phrase)
    }

    public let place: String
    public let student: String
    public let outcome: Outcome

    public init(place: String, student: String, outcome: Outcome) {
        self.place = place
        if case .checked(let record) = outcome, let name = record.student, !name.isEmpty {
            self.student = name.visible
        } else {
            self.student = student
        }
        self.outcome = outcome
    }

    public var record: CheckRecord? {
        if case .checked(let record) = outcome { record } else { nil }
    }

    public var isFailed: Bool { record == nil }

    /// The ids of the mistakes that were made, each once: the likeliest explanation of each wrong value.
    public var mistakes: [String] {
        var seen: Set<String> = []
        return (record?.lines ?? []).compactMap(\.mistakes.first).flatMap { $0.split(separator: "+").map(String.init) }
            .filter { seen.insert($0).inserted }
    }
}

/// The grades of a class.
public struct GradeBook: Sendable {
    /// By student.
    public let grades: [Grade]

    public init(_ grades: [Grade]) {
        self.grades = grades.sorted { ($0.student, $0.place) < ($1.student, $1.place) }
    }

    /// How often something happened, and to whom.
    public struct Count: Sendable, Codable {
        public let name: String
        public let students: Int
    }

    /// The steps by how many students have them wrong, most first. What follows correctly from an earlier wrong value is not wrong.
    public var failingSteps: [Count] {
        count { grade in
            (grade.record?.lines ?? []).filter { $0.verdict == .wrong || $0.verdict == .unreadable }.map(\.name)
        }
    }

    /// The steps by how many students left them out, most first.
    public var missingSteps: [Count] { count { $0.record?.missing ?? [] } }

    /// The mistakes by how many students made them, most first.
    public var mistakes: [Count] { count(\.mistakes) }

    private func count(_ names: (Grade) -> [String]) -> [Count] {
        var counts: [String: Int] = [:]
        for grade in grades { for name in Set(names(grade)) { counts[name, default: 0] += 1 } }
        return counts.map { Count(name: $0.key, students: $0.value) }.sorted { ($1.students, $0.name) < ($0.students, $1.name) }
    }

    /// The share of the points that the class earned, of the submissions that could be graded; nil where there is none.
    public var meanShare: Double? {
        let shares = grades.compactMap(\.record).filter { $0.possible > 0 }.map { $0.earned / $0.possible }
        return shares.isEmpty ? nil : shares.reduce(0, +) / Double(shares.count)
    }

    // MARK: As a table

    /// The names of all steps, in the order in which they first appear.
    public var steps: [String] {
        var seen: Set<String> = []
        return grades.compactMap(\.record).flatMap { record in
            record.lines.filter { $0.points != nil }.map(\.name) + record.missing
        }
        .filter { seen.insert($0).inserted }
    }

    /// The grades as comma-separated values, a row a submission, with a column for each step's verdict.
    public func csv(language: Language) -> String {
        let steps = steps
        let header = ["student", "file", "task", "points", "of", "first_wrong", "mistakes", "error"] + steps
        let rows = grades.map { grade -> [String] in
            guard let record = grade.record else {
                guard case .failed(let reason) = grade.outcome else { return [] }
                return [grade.student, grade.place, "", "", "", "", "", reason(in: language)] + steps.map { _ in "" }
            }
            let problems = record.errors.map { "\($0.line): \($0.error)" }.joined(separator: "; ")
            let verdicts = steps.map { step in
                record.lines.last { $0.name == step }?.verdict.rawValue ?? (record.missing.contains(step) ? "missing" : "")
            }
            return [
                grade.student, grade.place, record.task ?? "", Self.number(record.earned), Self.number(record.possible),
                record.firstWrong ?? "", grade.mistakes.joined(separator: " "), problems,
            ] + verdicts
        }
        return ([header] + rows).map { $0.map(CSVTable.cell).joined(separator: ",") + "\n" }.joined()
    }

    /// A number of points: whole numbers without a point.
    static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e9 ? String(Int(value)) : String(value)
    }
}
