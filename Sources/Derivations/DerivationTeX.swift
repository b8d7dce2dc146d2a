// A derivation as TeX: the words and formulas of the terminal, for a document.

import LinearAlgebra
import Localization
import Typesetting

/// Writes recorded steps for LaTeX, with the macro `\step` of ``TeXDocument``.
public struct DerivationTeX {
    private let style: OutputStyle
    private let names: SymbolNames

    public init(language: Language, names: SymbolNames = SymbolNames()) {
        style = OutputStyle(language: language)
        self.names = names
    }

    /// The lines of some steps, numbered from 1.
    public func lines(for steps: [Step]) -> [String] {
        steps.enumerated().flatMap { lines(for: $1, label: "\($0 + 1)") }
    }

    private func lines(for step: Step, label: String) -> [String] {
        let words = StepWords(for: step, names: names)
        let note = step.disagreement.map { DerivationWriter.agreement($0)(in: style.language) } ?? ""
        var lines = [
            "\\step{\(label)}{\(TeXText.escaped(words.title(in: style.language)))}{\(TeXText.escaped(note))}"
        ]
        if let definition = names.definition(for: step.rule), !step.substeps.isEmpty { lines.append("\\[ \(definition) \\]") }
        for (index, substep) in step.substeps.enumerated() { lines += self.lines(for: substep, label: "\(label).\(index + 1)") }
        return lines + ["\\[ \(words.formula) = \(ValueText(style: style).tex(step.value)) \\]"]
    }
}

/// A step for machines: what was done, with what, and what came out.
public struct StepRecord: Encodable, Sendable {
    public let rule: String
    public let title: String
    public let formula: String
    public let operands: [[[String]]]
    public let value: [[String]]
    /// How far LAPACK's result is from the exact one.
    public let disagreement: Double?
    public let steps: [StepRecord]

    public init(_ step: Step, language: Language, names: SymbolNames = SymbolNames()) {
        let words = StepWords(for: step, names: names)
        let text = ValueText(style: OutputStyle(language: language))
        rule = step.rule.rawValue
        title = words.title(in: language)
        formula = words.formula
        operands = step.operands.map(text.cells)
        value = text.cells(step.value)
        disagreement = step.disagreement.flatMap { $0.isFinite ? $0 : nil }
        steps = step.substeps.map { StepRecord($0, language: language, names: names) }
    }
}
