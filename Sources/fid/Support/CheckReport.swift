// What checking a sheet found, for the student who wrote it.

import Checking
import Derivations
import LinearAlgebra
import Localization
import Typesetting
import Worksheets

struct CheckReport {
    let source: HomeworkSource
    let sheet: CheckedSheet
    let style: OutputStyle
    /// 0: everything is told. 1: where to look, and a nudge. 2: the mistake by its name. 3: why, and the formula. The right
    /// values are told at 0 only.
    let hints: Int
    let showsDerivation: Bool

    private func say(_ english: String, _ chinese: String) -> String { Phrase(english, chinese)(in: style.language) }

    func lines() throws -> [String] {
        var lines: [String] = []
        if let task = sheet.task {
            lines += task.title(in: style.language).wrapped(width: style.width).map { style.styled($0, .heading) }
            lines.append("")
        }
        for error in sheet.errors { lines += describe(error) }
        let column = (sheet.miscopied + sheet.lines).map(\.name.displayWidth).filter { $0 <= 16 }.max() ?? 0
        for line in sheet.miscopied { lines += try describe(line, column, isGiven: true) }
        for line in sheet.lines { lines += try describe(line, column, isGiven: false) }
        if lines.last == "" { lines.removeLast() }
        return lines + summary()
    }

    // MARK: Lines

    private func describe(_ error: WorksheetError) -> [String] {
        error.phrase(in: style.language).wrapped(width: style.width, hangingIndent: 2).map { style.styled($0, .bad) }
            + error.excerpt(of: Worksheet(source.worksheet)).map { "  " + $0 } + [""]
    }

    private func mark(_ verdict: Verdict) -> String {
        switch verdict.kind {
        case .right: "✓"
        case .rightGiven: "→"
        case .fewerDigits: "≈"
        case .wrong, .unreadable: "✗"
        case .notWritten: "·"
        }
    }

    private func describe(_ line: CheckedLine, _ column: Int, isGiven: Bool) throws -> [String] {
        let place = say("line \(line.span.line)", "第 \(line.span.line) 行")
        let number = place.padded(to: say("line 000", "第 000 行").displayWidth)
        let sign: String = style.isPlain ? "" : mark(line.verdict) + " "
        let head: String = sign + number + " " + line.name.padded(to: column) + "  "
        let text = isGiven ? say("not the data of the task", "与题目给出的数据不同") : words(line)
        let role: TextRole? =
            switch line.verdict.kind {
            case .right: .good
            case .wrong, .unreadable: .bad
            case .fewerDigits: .accent
            case .rightGiven, .notWritten: nil
            }
        var lines = (head + text).wrapped(width: style.width, hangingIndent: 4)
        if let role { lines = lines.map { style.styled($0, role) } }
        let details = try details(line, isGiven: isGiven)
        lines += details.map { $0.isEmpty ? "" : "    " + $0 }
        if !details.isEmpty { lines.append("") }
        return lines
    }

    private func words(_ line: CheckedLine) -> String {
        switch line.verdict {
        case .right: return say("right", "正确")
        case .rightGiven(let names):
            let list = names.joined(separator: say(", ", "、"))
            return say("right, given your \(list)", "按你写的 \(list) 计算是正确的")
        case .fewerDigits(let digits): return say("right to \(digits) digits, written to more", "只有 \(digits) 位有效数字正确，写得更多")
        case .wrong(let found):
            guard hints == 0 || hints >= 2, let first = found.first else { return say("wrong", "错误") }
            return say("wrong: ", "错误：") + title(first)
        case .notWritten(let isRight):
            return isRight ? say("the right formula; write its value", "公式正确；请写出它的值") : say("wrong", "错误")
        case .unreadable(let phrase): return phrase(in: style.language)
        }
    }

    private func title(_ diagnosis: Diagnosis) -> String {
        let titles = diagnosis.misconceptions.map { $0.title(in: style.language) }.joined(separator: say(", and ", "，并且"))
        guard let entry = diagnosis.entry else { return titles }
        return titles + say(" at [\(entry.row), \(entry.column)]", "，在 [\(entry.row), \(entry.column)]")
    }

    // MARK: Details

    private func details(_ line: CheckedLine, isGiven: Bool) throws -> [String] {
        let width = style.width - 4
        let wrap = { (text: String) in text.wrapped(width: width, hangingIndent: 2) }
        guard case .wrong(let found) = line.verdict else {
            if case .fewerDigits = line.verdict, hints == 0, let expected = line.expected?.quantity {
                return value(line.name, expected)
            }
            return []
        }
        var lines: [String] = []
        if hints == 0 || hints >= 3, let first = found.first {
            for misconception in first.misconceptions { lines += wrap(misconception.reason(in: style.language)) }
        }
        if hints == 1 || hints == 2, let hint = found.first?.misconceptions.first?.hint {
            lines += wrap(hint(in: style.language))
        }
        if hints == 0 || hints >= 2, found.count > 1 {
            let others = found.dropFirst().map(title).joined(separator: say("; or ", "；或者"))
            lines += wrap(say("The same value comes from another mistake: \(others).", "另一种错误也会得到同样的值：\(others)。"))
        }
        lines += wrap(difference(line))
        if hints == 0 || hints >= 3, !isGiven, let formula = line.formula {
            lines += wrap(say("It should follow ", "应按照 ") + "\(line.name) = \(formula.source)")
        }
        if hints == 0, let expected = line.expected?.quantity { lines += value(line.name, expected) }
        if showsDerivation { lines += try derivation(line, width) }
        if hints != 1, let lesson = found.first?.misconceptions.first?.lesson {
            lines += wrap(say("To read: fid lesson \(lesson)", "参阅：fid lesson \(lesson)"))
        }
        return lines
    }

    private func value(_ name: String, _ quantity: Quantity) -> [String] {
        var inner = style
        inner.width = style.width - 4
        return ValueText(style: inner).assignment(name, quantity)
    }

    /// Which entries differ, and by what; with hints, where only.
    private func difference(_ line: CheckedLine) -> String {
        guard let written = line.written, let expected = line.expected else { return "" }
        let entries = cells(written)
        let mine =
            line.writtenEntries.count == entries.count
            ? line.writtenEntries.map { style.isPlain ? $0 : $0.replacing("-", with: "−") } : entries
        let right = cells(expected)
        guard !line.differences.isEmpty else {
            let (a, b) = (shape(written), shape(expected))
            return a == b ? "" : say("It is \(a); it should be \(b).", "现在是 \(a)，应为 \(b)。")
        }
        if mine.count == 1 {
            return hints == 0 ? say("You wrote \(mine[0]); it should be \(right[0]).", "你写的是 \(mine[0])，应为 \(right[0])。") : ""
        }
        let columns = written.inDouble?.asMatrix.columns ?? 1
        let shown = line.differences.prefix(4).map { entry -> String in
            let index = (entry.row - 1) * columns + entry.column - 1
            let place = "[\(entry.row), \(entry.column)]"
            return hints == 0
                ? say("\(place) is \(mine[index]), not \(right[index])", "\(place) 写成 \(mine[index])，应为 \(right[index])") : place
        }
        let rest = line.differences.count - shown.count
        let list = shown.joined(separator: say(hints == 0 ? "; " : ", ", hints == 0 ? "；" : "、"))
        let more = rest > 0 ? say(" and \(rest) more", "，另有 \(rest) 处") : ""
        if hints == 0 { return say("Differs: ", "不同之处：") + list + more + say(".", "。") }
        return say("Look at ", "请看 ") + list + more + say(".", "。")
    }

    private func cells(_ value: Value) -> [String] {
        value.quantity.map { ValueText(style: style).cells($0).flatMap { $0 } } ?? []
    }

    private func shape(_ value: Value) -> String {
        let matrix = value.inDouble?.asMatrix
        if matrix?.rows == 1, matrix?.columns == 1 { return say("a number", "一个数") }
        return matrix.map { "\($0.rows)×\($0.columns)" } ?? "?"
    }

    private func derivation(_ line: CheckedLine, _ width: Int) throws -> [String] {
        guard let formula = line.formula else { return [] }
        var evaluator = Evaluator()
        for (name, value) in line.inputs { evaluator.define(name, as: value) }
        let result = evaluator.evaluate(Statement(kind: .show(formula), span: formula.span))
        guard !result.steps.isEmpty else { return [] }
        var inner = style
        inner.width = width
        var writer = DerivationWriter(style: inner)
        return [""] + (try writer.lines(for: result.steps))
    }

    // MARK: In the end

    private func summary() -> [String] {
        var lines: [String] = []
        let missing = sheet.missing.filter { !$0.isOptional }.map(\.name)
        if !missing.isEmpty {
            let list = missing.joined(separator: say(", ", "、"))
            lines += say("Not written: \(list)", "未写：\(list)").wrapped(width: style.width, hangingIndent: 2)
        }
        let score = sheet.score
        let format = NumberFormat(.significant(6), notation: .ascii)
        let points = say(
            "\(format.string(score.earned)) of \(format.string(score.possible)) points",
            "得分 \(format.string(score.earned)) / \(format.string(score.possible))")
        if sheet.lines.isEmpty, sheet.task == nil {
            lines += say(
                "No values to check: write name = formula = value, or name the task with --task.",
                "没有可检查的值：请写成 名称 = 公式 = 值，或用 --task 指定作业。"
            ).wrapped(width: style.width)
        } else if let first = sheet.firstWrong {
            let text = say(
                "; the first wrong value is \(first.name) in line \(first.span.line)",
                "；第一个错误的值是第 \(first.span.line) 行的 \(first.name)")
            lines += (points + text).wrapped(width: style.width, hangingIndent: 2)
        } else {
            lines += (points + (sheet.holds ? say("; all is right", "；全部正确") : "")).wrapped(width: style.width)
        }
        return [""] + lines
    }
}
