// What a worksheet came to, for people and for machines.

import ArgumentParser
import Derivations
import Foundation
import LinearAlgebra
import Localization
import Typesetting
import Worksheets

/// How a worked sheet is printed.
enum SheetFormat: String, CaseIterable, ExpressibleByArgument {
    case text, markdown, latex, json
}

struct SheetFormatOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(Session.say("The form of the output.", "输出格式。"), valueName: "text|markdown|latex|json"))
    var format = SheetFormat.text
}

struct SheetReport {
    let name: String
    let sheet: Worksheet
    let results: [StatementResult]
    let style: OutputStyle
    let showsSteps: Bool
    /// Whether an error says its line and column; the caret alone shows the place where a person has just typed a line.
    var namesPlaces = true

    /// A sheet of its own, which may read the files that `files` allows.
    init(name: String, source: String, style: OutputStyle, showsSteps: Bool, files: FileAccess) {
        var evaluator = Evaluator(files: files)
        self.init(name: name, source: source, style: style, showsSteps: showsSteps, evaluator: &evaluator)
    }

    /// A sheet that goes on where another ended: `evaluator` keeps the names.
    init(name: String, source: String, style: OutputStyle, showsSteps: Bool, evaluator: inout Evaluator) {
        self.init(name: name, sheet: Worksheet(source), style: style, showsSteps: showsSteps, evaluator: &evaluator)
    }

    init(name: String, sheet: Worksheet, style: OutputStyle, showsSteps: Bool, evaluator: inout Evaluator) {
        self.name = name
        self.style = style
        self.showsSteps = showsSteps
        self.sheet = sheet
        results = evaluator.run(sheet)
    }

    /// A value within a line of text: `7/3`, `[1.5 2.5 2]`.
    static func inline(_ value: Value) -> String {
        guard let quantity = value.quantity else { return value.isExact ? "" : "\(value)" }
        let cells = ValueText(style: OutputStyle()).cells(quantity)
        if cells.count == 1, cells[0].count == 1 { return cells[0][0] }
        return "[" + cells.map { $0.joined(separator: " ") }.joined(separator: "; ") + "]"
    }

    /// Whether each line could be read and computed.
    var isReadable: Bool {
        sheet.errors.isEmpty
            && results.allSatisfy { result in
                switch result.outcome {
                case .failed, .skipped: false
                default: true
                }
            }
    }

    /// Whether all is right: each line computed, each claim true.
    var holds: Bool {
        isReadable
            && results.allSatisfy { result in
                if case .claim(let claim) = result.outcome, !claim.holds { return false }
                return result.stated.allSatisfy(\.holds)
            }
    }

    func output(_ format: SheetFormat) throws -> [String] {
        switch format {
        case .text: try lines()
        case .markdown: ["```text"] + (try lines()) + ["```"]
        case .latex: try latex()
        case .json: [try json()]
        }
    }

    // MARK: For people

    private func lines() throws -> [String] {
        var lines: [String] = []
        // Errors of reading stand where their lines do.
        var pending = sheet.errors[...]
        for result in results {
            while let error = pending.first, error.span.line < result.statement.span.line {
                lines += describe(error)
                pending.removeFirst()
            }
            lines += try describe(result)
        }
        for error in pending { lines += describe(error) }
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    private func describe(_ error: WorksheetError) -> [String] {
        let place = name.isEmpty ? "" : "\(name): "
        let phrase = namesPlaces ? error.phrase : error.problem.phrase
        return (place + phrase(in: style.language)).wrapped(width: style.width, hangingIndent: 2).map {
            style.styled($0, .bad)
        }
            + error.excerpt(of: sheet).map { "  " + $0 } + [""]
    }

    private func describe(_ result: StatementResult) throws -> [String] {
        var lines: [String] = []
        if showsSteps, !result.steps.isEmpty {
            var writer = DerivationWriter(style: style)
            lines += try writer.lines(for: result.steps)
        }
        if let operation = result.leftExactAt {
            lines += Phrase(
                "The exact numbers end at \(operation): from here on in double precision.", "精确数到 \(operation) 为止：从这里起用双精度浮点数。"
            )(in: style.language).wrapped(width: style.width)
        }
        switch result.outcome {
        case .defined(let name, let value): lines += assignment(name, value)
        case .shown(let value): lines += assignment(text(of: result.statement), value)
        case .claim(let claim): lines += describe(claim, text(of: result.statement))
        case .failed(let error): lines += describe(error)
        case .skipped(let missing):
            lines += Phrase(
                "line \(result.statement.span.line) is left out: it needs \(missing), which could not be computed",
                "跳过第 \(result.statement.span.line) 行：它需要未能算出的 \(missing)")(in: style.language)
                .wrapped(width: style.width, hangingIndent: 2)
        }
        for claim in result.stated { lines += describe(claim, "") }
        return lines
    }

    /// The source of a statement: its line, or the first of its lines.
    func text(of statement: Statement) -> String {
        let line = sheet.line(statement.span.line)?.split(separator: "#", omittingEmptySubsequences: false).first ?? ""
        let text = line.trimmingCharacters(in: .whitespaces)
        return Worksheet(text).endsInsideBracket ? "\(text) \(style.isPlain ? "..." : "…")" : text
    }

    private func assignment(_ left: String, _ value: Value) -> [String] {
        guard let quantity = value.quantity else { return [left] }
        return ValueText(style: style).assignment(left, quantity) + [""]
    }

    private func describe(_ claim: Claim, _ text: String) -> [String] {
        let verdict = claim.holds ? Phrase("holds", "成立") : Phrase("does not hold", "不成立")
        var line = (claim.holds ? "✓ " : "✗ ") + (text.isEmpty ? "" : text + "  ") + verdict(in: style.language)
        if style.isPlain { line = line.replacing("✓ ", with: "").replacing("✗ ", with: "") }
        if let difference = claim.difference, difference > 0 {
            let figure = NumberFormat(.significant(3), notation: .ascii).string(difference)
            line += Phrase(" (difference \(figure))", "（相差 \(figure)）")(in: style.language)
        }
        var lines = line.wrapped(width: style.width, hangingIndent: 2).map { style.styled($0, claim.holds ? .good : .bad) }
        if !claim.holds, let found = claim.left.quantity {
            lines += ValueText(style: style).assignment(Phrase("found", "实际")(in: style.language), found).map { "  " + $0 }
        }
        return lines + [""]
    }

    // MARK: As TeX

    private func latex() throws -> [String] {
        try results.flatMap { result -> [String] in
            switch result.outcome {
            case .defined(let name, let value): return [try tex("\(Self.tex(ofName: name))=", value)]
            case .shown(let value): return [try tex("", value)]
            case .claim(let claim): return [try tex("", claim.left) + (claim.holds ? "" : " % does not hold")]
            case .failed(let error): return ["% " + error.phrase(in: style.language)]
            case .skipped(let missing): return ["% \(missing)"]
            }
        } + sheet.errors.map { "% " + $0.phrase(in: style.language) }
    }

    private func tex(_ left: String, _ value: Value) throws -> String {
        guard let quantity = value.quantity else { return "" }
        return "\\[ \(left)\(ValueText(style: style).tex(quantity)) \\]"
    }

    /// A value in TeX.
    static func tex(_ quantity: Quantity) -> String { ValueText(style: OutputStyle()).tex(quantity) }

    /// `mu_r` as `\mu_{r}`.
    static func tex(ofName name: String) -> String {
        let parts = name.split(separator: "_", maxSplits: 1)
        let greek: Set = [
            "mu", "sigma", "Sigma", "lambda", "kappa", "alpha", "beta", "gamma", "delta", "Delta", "rho", "tau", "phi", "theta",
        ]
        let base = parts.first.map(String.init) ?? name
        let head = greek.contains(base) ? "\\\(base)" : base.count == 1 ? base : "\\mathrm{\(base)}"
        guard parts.count > 1 else { return head }
        return parts[1].count > 1 && !parts[1].contains("_") ? "\(head)_{\\mathrm{\(parts[1])}}" : "\(head)_{\(parts[1])}"
    }

    // MARK: For machines

    private struct Record: Encodable {
        struct Line: Encodable {
            let line: Int
            let kind: String
            let name: String?
            let value: [[String]]?
            let holds: Bool?
            let difference: Double?
            let error: String?
        }
        let holds: Bool
        let lines: [Line]
    }

    private func json() throws -> String {
        let written = ValueText(style: style)
        var lines = results.map { result -> Record.Line in
            let line = result.statement.span.line
            switch result.outcome {
            case .defined(let name, let value):
                return .init(
                    line: line, kind: "definition", name: name, value: value.quantity.map(written.cells), holds: nil,
                    difference: nil, error: nil)
            case .shown(let value):
                return .init(
                    line: line, kind: "value", name: nil, value: value.quantity.map(written.cells), holds: nil, difference: nil,
                    error: nil)
            case .claim(let claim):
                return .init(
                    line: line, kind: "claim", name: nil, value: claim.left.quantity.map(written.cells), holds: claim.holds,
                    difference: claim.difference, error: nil)
            case .failed(let error):
                return .init(
                    line: line, kind: "error", name: nil, value: nil, holds: nil, difference: nil,
                    error: error.phrase(in: style.language))
            case .skipped(let missing):
                return .init(line: line, kind: "skipped", name: missing, value: nil, holds: nil, difference: nil, error: nil)
            }
        }
        lines += sheet.errors.map {
            .init(
                line: $0.span.line, kind: "error", name: nil, value: nil, holds: nil, difference: nil,
                error: $0.phrase(in: style.language))
        }
        lines.sort { $0.line < $1.line }
        return try MachineJSON.text(Record(holds: holds, lines: lines))
    }
}
