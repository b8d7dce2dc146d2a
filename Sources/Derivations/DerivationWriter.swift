// A derivation as text: numbered steps, each with its words, its formula, its value, and what LAPACK says to it.

import LinearAlgebra
import Localization
import Typesetting

/// Writes recorded steps in one style.
public struct DerivationWriter {
    public let style: OutputStyle
    public var names: SymbolNames
    private var number = 0

    public init(style: OutputStyle, names: SymbolNames = SymbolNames()) {
        self.style = style
        self.names = names
    }

    /// The lines of some steps; numbering goes on from the steps written before.
    public mutating func lines(for steps: [Step]) throws -> [String] {
        var result: [String] = []
        for step in steps {
            number += 1
            result += try lines(for: step, label: "\(number)", depth: 0)
            result.append("")
        }
        return result
    }

    private func lines(for step: Step, label: String, depth: Int) throws -> [String] {
        let indent = depth * 3
        var inner = style
        inner.width = max(16, style.width - indent - 3)
        let words = StepWords(for: step, names: names)
        let heading = "\(label)  \(words.title(in: style.language))"
        let agreement = step.disagreement.map { Self.agreement($0)(in: style.language) }
        var lines = title(
            heading, note: agreement, width: style.width - indent, hangingIndent: label.count + 2, isMain: depth == 0)
        if let definition = names.definition(for: step.rule), !step.substeps.isEmpty {
            lines += try self.definition(definition, in: inner).map { "   " + $0 }
        }
        for (index, substep) in step.substeps.enumerated() {
            lines += try self.lines(for: substep, label: "\(label).\(index + 1)", depth: depth + 1)
        }
        lines += try body(of: step, words, in: inner).map { $0.isEmpty ? "" : "   " + $0 }
        return lines.map { $0.isEmpty || depth == 0 ? $0 : "   " + $0 }
    }

    /// A heading with what LAPACK says at the end of its line, or on a line of its own where there is no room.
    private func title(_ heading: String, note: String?, width: Int, hangingIndent: Int, isMain: Bool) -> [String] {
        let role: TextRole = isMain ? .heading : .bold
        guard let note else { return heading.wrapped(width: width, hangingIndent: hangingIndent).map { style.styled($0, role) } }
        let gap = width - heading.displayWidth - note.displayWidth
        if gap >= 2, !style.isPlain {
            return [style.styled(heading, role) + String(repeating: " ", count: gap) + style.styled(note, .dim)]
        }
        return heading.wrapped(width: width, hangingIndent: hangingIndent).map { style.styled($0, role) }
            + note.wrapped(width: width - 3).map { "   " + style.styled($0, .dim) }
    }

    /// What a letter stands for in the substeps of a step.
    private func definition(_ tex: String, in inner: OutputStyle) throws -> [String] {
        let formula = try Formula(tex: tex)
        return inner.isPlain ? formula.plain(inner.language).wrapped(width: inner.width) : formula.layout(inner).render()
    }

    /// `formula = value` side by side where it fits, one under the other where it does not.
    private func body(of step: Step, _ words: StepWords, in inner: OutputStyle) throws -> [String] {
        let formula = try Formula(tex: words.formula)
        let value = ValueLayout(style: inner).box(step.value)
        let substituted = Self.substitution(of: step, style: inner)
        if inner.isPlain {
            let left = formula.plain(inner.language)
            let middle = substituted.map { " = \($0)" } ?? ""
            if value.height == 1, let only = value.lines.first {
                return (left + middle + " = " + only).wrapped(width: inner.width, hangingIndent: 2)
            }
            return (left + middle + Phrase(" is:", " 等于：")(in: inner.language)).wrapped(width: inner.width)
                + value.render().map { "  " + $0 }
        }
        let left = formula.layout(inner)
        let equals = substituted.map { " = \($0) = " } ?? " = "
        let line = Box.horizontal([left, Box(equals), value.withBaseline(max(0, (value.height - 1) / 2))])
        if line.width <= inner.width { return line.render() }
        let sides = substituted.map { "= \($0) =".wrapped(width: inner.width, hangingIndent: 2) } ?? ["="]
        return left.render() + sides + value.render()
    }

    /// The numbers set into the formula, for the steps whose operands are numbers.
    private static func substitution(of step: Step, style: OutputStyle) -> String? {
        let numbers = step.operands.compactMap { operand -> String? in
            guard case .number(let number) = operand else { return nil }
            return number.text.hasPrefix("−") || number.text.contains(" ") ? "(\(number.text))" : number.text
        }
        guard numbers.count == step.operands.count else { return nil }
        switch (step.rule.rawValue, numbers.count) {
        case ("frechet.traceTerm", 3): return "\(numbers[0]) + \(numbers[1]) − 2·\(numbers[2])"
        case ("kid", 3): return "\(numbers[0]) + \(numbers[1]) − 2·\(numbers[2])"
        case ("kid.scaled", 4): return "\(numbers[3])·(\(numbers[0]) + \(numbers[1]) − 2·\(numbers[2]))"
        case ("fidinf.error", 2): return "√(\(numbers[0])² + \(numbers[1])²)"
        case ("frechet.distance", 2): return "\(numbers[0]) + \(numbers[1])"
        case ("frechet.univariate", 4): return "(\(numbers[0]) − \(numbers[2]))² + (\(numbers[1]) − \(numbers[3]))²"
        case ("moment.skewness", 2): return "\(factor(numbers[1])) / \(factor(numbers[0]))^1.5"
        case ("moment.kurtosis", 2): return "\(factor(numbers[1])) / \(factor(numbers[0]))²"
        case ("moment.excessKurtosis", 1): return "\(numbers[0]) − 3"
        case ("is", 2): return "e^(\(numbers[0]) − \(numbers[1]))"
        case ("precision", 2), ("recall", 2), ("density", 2), ("coverage", 2): return "\(numbers[0]) / \(numbers[1])"
        case ("frechet.misalignment", 2): return "2(\(numbers[0]) − \(numbers[1]))"
        default: return nil
        }
    }

    /// A fraction as the operand of a division or a power.
    private static func factor(_ number: String) -> String {
        number.contains("/") && !number.hasPrefix("(") ? "(\(number))" : number
    }

    /// What LAPACK says to a step.
    static func agreement(_ difference: Double) -> Phrase {
        difference == 0
            ? Phrase("LAPACK: the same", "LAPACK：相同")
            : Phrase("LAPACK agrees to \(twoDigits(difference))", "LAPACK 相差 \(twoDigits(difference))")
    }

    private static func twoDigits(_ value: Double) -> String {
        NumberFormat(.significant(2), notation: .ascii).string(value)
    }
}
