// What checking a sheet found, for machines: `fid check --json` writes it, `fid grade` reads it.

import Localization
import Worksheets

/// A checked sheet as a record.
public struct CheckRecord: Codable, Sendable {
    public struct Line: Codable, Sendable {
        public let line: Int
        public let name: String
        public let verdict: Verdict.Kind
        /// The ids of the mistakes that explain the value, the likeliest first.
        public let mistakes: [String]
        /// The names for whose written values the value is right.
        public let given: [String]
        /// How many significant digits are right, where fewer than were written.
        public let digits: Int?
        /// The value as it was written and as it should be, in the worksheet language.
        public let written: String?
        public let expected: String?
        /// Rows and columns, from 1, of the entries that differ.
        public let differs: [[Int]]
        /// The points that the line earned, where the task asks for it.
        public let points: Double?
        public let error: String?
    }

    /// A line that cannot be read.
    public struct Problem: Codable, Sendable {
        public let line: Int
        public let column: Int
        public let error: String
    }

    public let task: String?
    public let student: String?
    public let holds: Bool
    public let earned: Double
    public let possible: Double
    public let firstWrong: String?
    public let missing: [String]
    public let lines: [Line]
    public let errors: [Problem]

    public init(_ sheet: CheckedSheet, student: String?, language: Language) {
        lines = (sheet.miscopied + sheet.lines).map { line in
            var mistakes: [String] = []
            var given: [String] = []
            var digits: Int?
            var error: String?
            switch line.verdict {
            case .wrong(let found): mistakes = found.map(\.id)
            case .rightGiven(let names): given = names
            case .fewerDigits(let count): digits = count
            case .unreadable(let phrase): error = phrase(in: language)
            case .right, .notWritten: break
            }
            return Line(
                line: line.span.line, name: line.name, verdict: line.verdict.kind, mistakes: mistakes, given: given,
                digits: digits,
                written: line.written.map(Self.text), expected: line.expected.map(Self.text),
                differs: line.differences.prefix(100).map { [$0.row, $0.column] },
                points: line.step.map { $0.points * line.credit },
                error: error)
        }
        errors = sheet.errors.map {
            Problem(line: $0.span.line, column: $0.span.column, error: $0.problem.phrase(in: language))
        }
        task = sheet.task?.id
        self.student = student
        holds = sheet.holds
        (earned, possible) = sheet.score
        firstWrong = sheet.firstWrong?.name
        missing = sheet.missing.filter { !$0.isOptional }.map(\.name)
    }

    /// A value, or its shape where it is too large to be read by anybody.
    private static func text(_ value: Value) -> String {
        guard value.entries.count <= 400 else { return "\(value.shape)" }
        let text = value.source()
        return text.count <= 10_000 ? text : "\(value.shape)"
    }
}
