// What a lesson computes: its names, the values that its prose quotes, its charts, and the numbers that decide its claims.

import Lessons
import Localization
import Typesetting
import Worksheets

extension Lesson {
    /// The names that all worksheets of the lesson define.
    var names: Evaluator {
        var evaluator = Evaluator()
        for block in blocks {
            if case .worksheet(let source) = block.content { _ = evaluator.run(Worksheet(source)) }
        }
        return evaluator
    }

    /// The chart of one of its plots.
    ///
    /// - Throws: ``LessonError``, with file and line.
    func chart(_ plot: Plot, _ evaluator: Evaluator) throws -> Chart {
        do {
            return try plot.chart(evaluator)
        } catch {
            throw LessonError(file, error.line, error.phrase.english, error.phrase.chinese)
        }
    }

    /// The lines of the worksheets on which an expression stands: those that give its names, and the names in them, in their order.
    func lines(behind source: String) -> [String] {
        var needed = Worksheet(source).statements.reduce(into: Set<String>()) { $0.formUnion($1.kind.names) }
        var result: [String] = []
        for block in blocks.reversed() {
            guard case .worksheet(let text) = block.content else { continue }
            let rows = text.split(separator: "\n", omittingEmptySubsequences: false)
            let statements = Worksheet(text).statements
            for (index, statement) in statements.enumerated().reversed() {
                guard case .definition(let name, _, _) = statement.kind, needed.remove(name) != nil else { continue }
                needed.formUnion(statement.kind.names)
                // A literal may run over lines, up to the next statement.
                let end = index + 1 < statements.count ? statements[index + 1].span.line - 1 : rows.count
                let lines = rows[(statement.span.line - 1)..<max(statement.span.line, end)]
                result.insert(contentsOf: lines.map(String.init).filter(Self.isCalculation), at: 0)
            }
        }
        return result
    }

    private static func isCalculation(_ line: String) -> Bool {
        let text = line.drop { $0.isWhitespace }
        return !text.isEmpty && !text.hasPrefix("#")
    }
}

extension Evaluator {
    /// The value of an expression, or nil where it has none.
    func shown(_ expression: String) -> Value? {
        var evaluator = self
        guard let statement = Worksheet(expression).statements.first,
            case .shown(let value) = evaluator.evaluate(statement).outcome
        else { return nil }
        return value
    }

    /// What the line that decides a row of the ledger comes to.
    func decided(_ shows: String) -> Claim? {
        var evaluator = self
        guard let statement = Worksheet(shows).statements.first,
            case .claim(let claim) = evaluator.evaluate(statement).outcome
        else { return nil }
        return claim
    }
}

extension Statement.Kind {
    /// The names that the statement needs.
    fileprivate var names: Set<String> {
        switch self {
        case .definition(_, let expression, let stated): stated.reduce(expression.names) { $0.union($1.names) }
        case .claim(let left, let right, let tolerance): left.names.union(right.names).union(tolerance?.names ?? [])
        case .show(let expression): expression.names
        }
    }
}

extension Expression {
    fileprivate var names: Set<String> {
        switch kind {
        case .number, .text: []
        case .name(let name): [name]
        case .bracket(let rows): rows.joined().reduce(into: []) { $0.formUnion($1.names) }
        case .negative(let inner), .root(let inner), .transpose(let inner): inner.names
        case .binary(_, let left, let right): left.names.union(right.names)
        case .call(_, let arguments): arguments.reduce(into: []) { $0.formUnion($1.value.names) }
        case .element(let base, let indices): indices.reduce(into: base.names) { $0.formUnion($1?.names ?? []) }
        }
    }
}

extension LedgerClaim.Verdict {
    /// The verdict as a person says it.
    var words: Phrase {
        switch self {
        case .holds: Phrase("holds", "成立")
        case .holdsIf: Phrase("holds if", "有条件成立")
        case .fails: Phrase("fails", "不成立")
        case .cited: Phrase("cited", "引用")
        }
    }
}

extension Course {
    /// A lesson by its number or id.
    ///
    /// - Throws: an error that names the nearest.
    func named(_ name: String, in language: Language) throws -> Lesson {
        if let lesson = lesson(name, in: language) { return lesson }
        let nearest = Suggestion.nearest(to: name, among: (lessons[language] ?? []).map(\.id))
        throw CommandError(
            Phrase("there is no lesson \(name)", "没有 \(name) 这一课").asking(
                for: nearest, verb: "看", otherwise: Phrase(": fid lesson lists them", "：用 fid lesson 列出所有课程")))
    }
}

/// A row of the ledger with what the lesson that decides it has computed.
struct DecidedClaim {
    let id: String
    let row: LedgerRow
    /// nil where the lesson is not written.
    let lesson: Lesson?
    let claim: LedgerClaim?
    /// What the deciding line comes to.
    let result: Claim?

    /// The short name of the document.
    var document: String { String(id.prefix { $0 != "." }) }

    var verdict: Phrase { LedgerClaim.Verdict(rawValue: row.verdict)?.words ?? Phrase(same: row.verdict) }

    /// The number that decides, as it is written within a line; empty where no lesson has computed one.
    var number: String { result.map { SheetReport.inline($0.left) } ?? "" }

    /// The same in decimals.
    var decimal: String {
        guard let values = result?.left.inDouble?.asMatrix else { return "" }
        let rows = (0..<values.rows).map { row in
            values.row(row).map { formatDecimal($0, notation: .ascii) }.elements.joined(separator: " ")
        }
        return values.elements.count == 1 ? rows.joined() : "[" + rows.joined(separator: "; ") + "]"
    }

    /// All rows of a course's ledger, each lesson computed once.
    static func all(of course: Course, in language: Language, where isWanted: (String) -> Bool = { _ in true }) -> [DecidedClaim]
    {
        var names: [String: Evaluator] = [:]
        return course.rows.filter { isWanted($0.id) }.map { id, row in
            let lesson = course.lesson(row.lesson, in: language)
            let claim = lesson == nil ? nil : course.claim(id, in: language)
            guard let lesson, let shows = claim?.shows else {
                return DecidedClaim(id: id, row: row, lesson: lesson, claim: claim, result: nil)
            }
            let evaluator = names[lesson.id] ?? lesson.names
            names[lesson.id] = evaluator
            return DecidedClaim(id: id, row: row, lesson: lesson, claim: claim, result: evaluator.decided(shows))
        }
    }

    /// What the documents are called.
    static func title(of document: String) -> Phrase {
        switch document {
        case "D0": Phrase("rFID and gFID", "rFID 与 gFID")
        case "D1": Phrase("Understand FID, step 1", "理解 FID 第一步")
        case "D2": Phrase("the lecture on the FID", "FID 讲座")
        case "D3": Phrase("FID in depth", "深入解析 FID")
        case "D4": Phrase("IS and FID", "IS 与 FID")
        default: Phrase("", "")
        }
    }
}
