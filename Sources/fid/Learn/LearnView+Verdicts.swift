// What is said of an answer: right, or why not, without telling the right value.

import Checking
import Classroom
import Lessons
import Localization
import Typesetting
import Worksheets

extension LearnView {
    func verdict(_ judgement: Judgement, hasHints: Bool, in lesson: Lesson) -> [String] {
        switch judgement {
        case .right(let value, let isRounded):
            let exact = SheetReport.inline(value)
            let more =
                !isRounded
                ? Phrase("✓ Right.", "✓ 答对了。")
                : value.isExact
                    ? Phrase("✓ Right, to the digits written; exactly it is \(exact).", "✓ 答对了（按写出的位数）；精确值是 \(exact)。")
                    : Phrase("✓ Right, to the digits written; further ones are \(exact).", "✓ 答对了（按写出的位数）；更多位是 \(exact)。")
            return paragraph(more, .good, isLast: false)
        case .rightOption: return paragraph(Phrase("✓ Right.", "✓ 答对了。"), .good, isLast: false)
        case .wrong(let wrong): return notYet(hasHints) + diagnosis(wrong, lesson)
        case .wrongOption(let option):
            return notYet(hasHints) + paragraph(Phrase(same: "(\(option.key)) \(option.why ?? "")"), isLast: false)
        case .unreadable(let error, let source):
            // “Give it a value first” is advice for a worksheet.
            var phrase = error.problem.phrase
            if case .undefinedName(let name, nil) = error.problem { phrase = Phrase("\(name) is no value", "\(name) 不是值") }
            return paragraph(phrase, .bad, isLast: false) + error.excerpt(of: Worksheet(source)).map { "  " + $0 }
        default: return paragraph(request(judgement), isLast: false)
        }
    }

    /// What is asked for instead of an answer that does not count.
    private func request(_ judgement: Judgement) -> Phrase {
        switch judgement {
        case .tooFewDigits:
            Phrase("So few digits fit many numbers: write two or more that count.", "位数太少，符合的数太多：请至少写出两位有效数字。")
        case .notWrittenOut:
            Phrase(
                "Write the value itself, in numbers, fractions and roots: a name or a function says how to get it.",
                "请写出值本身，用数、分数和根号：名称或函数只说明怎样得到它。")
        case .noSuchOption(let keys):
            Phrase("Choose one of \(keys.joined(separator: ", ")).", "请从 \(keys.joined(separator: "、")) 中选一个。")
        case .unjudgeable(let reason):
            Phrase(
                "The lesson's own answer cannot be computed: \(reason.english). “skip” goes on; fid verify shows its author where.",
                "课程给出的答案无法计算：\(reason.chinese)。输入“跳过”继续；课程作者可用 fid verify 找到出错之处。")
        default: Phrase(same: "")
        }
    }

    private func notYet(_ hasHints: Bool) -> [String] {
        let hint = hasHints ? Phrase(" ? gives a hint.", "输入 ? 可得提示。") : Phrase(same: "")
        return paragraph(Phrase("✗ Not yet.\(hint.english)", "✗ 还不对。\(hint.chinese)"), .bad, isLast: false)
    }

    private func diagnosis(_ wrong: WrongAnswer, _ lesson: Lesson) -> [String] {
        if let digits = wrong.digitsRight {
            return paragraph(
                Phrase(
                    "It is right to \(digits) digits, and written to more: the last ones are off.",
                    "前 \(digits) 位有效数字是对的，但写出的位数更多：末几位不对。"), isLast: false)
        }
        var lines: [String] = []
        // That one entry is wrong is said with its place, below.
        let named = wrong.diagnoses.filter { $0.id != "single-entry" || wrong.entries.count != 1 }
        if let first = named.first {
            for slip in first.misconceptions {
                lines += paragraph(
                    Phrase(
                        "\(Self.capitalized(slip.title.english)): \(slip.reason.english).",
                        "\(slip.title.chinese)：\(slip.reason.chinese)。"
                    ), isLast: false)
            }
            lines += alternatives(named.dropFirst())
            lines += reference(first, lesson)
        } else if wrong.hasOtherShape {
            lines += paragraph(Phrase("The answer has another shape.", "答案的形状与此不同。"), isLast: false)
        }
        return lines + entries(wrong)
    }

    /// Other slips that would give the same value.
    private func alternatives(_ others: ArraySlice<Diagnosis>) -> [String] {
        let titles = others.prefix(2).map { $0.misconceptions.map(\.title) }
        guard !titles.isEmpty else { return [] }
        let english = titles.map { $0.map(\.english).joined(separator: " + ") }.joined(separator: "; ")
        let chinese = titles.map { $0.map(\.chinese).joined(separator: " + ") }.joined(separator: "；")
        return paragraph(Phrase("Or: \(english).", "也可能是：\(chinese)。"), isLast: false)
    }

    /// The lesson that is about the slip, where it is another one.
    private func reference(_ diagnosis: Diagnosis, _ lesson: Lesson) -> [String] {
        // A slip of the pen is no subject of a lesson.
        guard diagnosis.formula != nil, let id = diagnosis.misconceptions.first?.lesson, id != lesson.id,
            let other = lessons.first(where: { $0.id == id })
        else { return [] }
        return paragraph(
            Phrase("Lesson \(other.number) is about this: \(other.title).", "参见第 \(other.number) 课：\(other.title)。"), .dim,
            isLast: false)
    }

    private func entries(_ wrong: WrongAnswer) -> [String] {
        guard !wrong.entries.isEmpty, wrong.entries.count <= 12 else { return [] }
        let places = wrong.entries.map { entry in
            wrong.isVector ? "\(max(entry.row, entry.column))" : "(\(entry.row), \(entry.column))"
        }
        let isOne = places.count == 1
        return paragraph(
            Phrase(
                isOne ? "Only entry \(places[0]) is off." : "These entries are off: \(places.joined(separator: ", ")).",
                isOne ? "只有第 \(places[0]) 个元素不对。" : "不对的元素：第 \(places.joined(separator: "、")) 个。"), isLast: false)
    }

    private static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
