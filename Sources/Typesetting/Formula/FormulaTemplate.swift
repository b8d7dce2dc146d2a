// TeX with values put into it: `"d^2 = \(value)"`.

/// A piece of TeX in which Swift's interpolation puts formulas and values: `#"\frac{\#(a)}{2} + \#(b)"#`.
///
/// A sum or a signed value gets parentheses where it would otherwise be misread: after a minus, beside a factor, under an
/// exponent.
public struct FormulaTemplate: ExpressibleByStringInterpolation, Sendable {
    let tex: String
    let slots: [Slot]

    enum Slot: Sendable {
        case formula(Formula)
        case tex(String)
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        var tex = ""
        var slots: [Slot] = []

        public init(literalCapacity: Int, interpolationCount: Int) {}

        public mutating func appendLiteral(_ literal: String) { tex += literal }

        public mutating func appendInterpolation(_ formula: Formula) { append(.formula(formula)) }

        public mutating func appendInterpolation(_ value: some TypesetValue) { append(.tex(value.tex)) }

        public mutating func appendInterpolation(_ x: Double, format: NumberFormat = NumberFormat()) {
            append(.formula(.decimal(x, format: format)))
        }

        /// A piece of TeX, read on its own.
        public mutating func appendInterpolation(tex: String) { append(.tex(tex)) }

        private mutating func append(_ slot: Slot) {
            guard slots.count < FormulaTemplate.characters.count,
                let scalar = Unicode.Scalar(FormulaTemplate.characters.lowerBound + UInt32(slots.count))
            else { return }
            tex.unicodeScalars.append(scalar)
            slots.append(slot)
        }
    }

    public init(stringLiteral value: String) {
        tex = value
        slots = []
    }

    public init(stringInterpolation: StringInterpolation) {
        tex = stringInterpolation.tex
        slots = stringInterpolation.slots
    }

    /// Characters of the second private-use plane, which no TeX uses, hold the places of values.
    static let characters: ClosedRange<UInt32> = 0xF0000...0xFFFFD
}

extension Formula {
    /// The formula of a template whose values have taken their places.
    public init(_ template: FormulaTemplate) throws(FormulaError) {
        var formulas: [Formula] = []
        for slot in template.slots {
            switch slot {
            case .formula(let formula): formulas.append(formula)
            case .tex(let tex):
                do throws(FormulaError) {
                    formulas.append(try Formula(tex: tex))
                } catch {
                    throw .unreadableSlot(tex: tex, reason: error.phrase.english, reasonInChinese: error.phrase.chinese)
                }
            }
        }
        self = try FormulaParser.parse(template.tex, slots: formulas, slotCharacters: FormulaTemplate.characters)
    }
}

/// Where a value in a template needs parentheses.
enum SlotParentheses {
    static func needed(for value: Formula, after previous: Formula?, before next: FormulaToken?) -> Bool {
        let isScripted = ["^", "'"].contains(next?.source)
        switch value {
        case .fraction, .root, .script: return isScripted
        case .row(let items):
            let hasSign = items.contains { $0 == .symbol("+") || $0 == .symbol("-") || $0 == .symbol("\\pm") }
            if isScripted { return !items.isEmpty }
            guard hasSign else { return false }
            let isSigned = items.first == .symbol("-") || items.first == .symbol("+")
            return !isOpen(previous, isSigned: isSigned) || !isOpen(next)
        default: return false
        }
    }

    /// Whether a sum may follow `previous` bare.
    private static func isOpen(_ previous: Formula?, isSigned: Bool) -> Bool {
        switch previous {
        case nil, .space?, .text?: return true
        case .symbol(let name)?:
            switch FormulaSymbol.of(name).kind {
            case .relation, .punctuation: return true
            case .binary: return name == "+" && !isSigned
            default: return false
            }
        default: return false
        }
    }

    /// Whether a sum may stand bare before `next`.
    private static func isOpen(_ next: FormulaToken?) -> Bool {
        guard let next else { return true }
        switch next.kind {
        case .end, .text, .bar(_, .closes): return true
        case .character(let character):
            if ")]}&+-−,;".contains(character) { return true }
            return FormulaSymbol.canonical(character: character).map { FormulaSymbol.of($0).kind == .relation } ?? false
        case .command(let name):
            if name == "\\right" || name == "\\\\" || Formula.Space(rawValue: name) != nil { return true }
            if ["\\}", "\\rangle", "\\rfloor", "\\rceil", "\\rvert", "\\rVert"].contains(name) { return true }
            return FormulaSymbol.canonical(command: name).map { FormulaSymbol.of($0).kind == .relation } ?? false
        default: return false
        }
    }
}
