// What a value must offer to stand in a matrix, a table or a formula.

/// A value that can be written for people and in TeX: an exact number, a polynomial.
public protocol TypesetValue: CustomStringConvertible {
    /// The value in TeX, of the subset that ``Formula`` reads: `\frac{1}{2}`, `-\sqrt{3}`.
    var tex: String { get }
}

extension Int: TypesetValue {
    public var tex: String { description }
}

/// A value ready to be set: its text and its TeX.
public struct TypesetCell: Hashable, Sendable, TypesetValue, ExpressibleByStringLiteral {
    public let description: String
    public let tex: String

    /// A cell of a text; its TeX is derived from the text.
    public init(_ text: String) {
        description = text
        tex = TypesetCell.tex(of: text)
    }

    /// A cell whose TeX is known.
    public init(_ text: String, tex: String) {
        description = text
        self.tex = tex
    }

    public init(_ value: some TypesetValue) { self.init(value.description, tex: value.tex) }

    /// A number in a format.
    public init(_ value: Double, format: NumberFormat = NumberFormat()) { self.init(format.string(value)) }

    public init(stringLiteral value: String) { self.init(value) }

    /// The text with ASCII signs, as plain output wants it.
    var plain: String {
        description.replacing("−", with: "-").replacing("⋯", with: "…").replacing("⋮", with: "…").replacing("⋱", with: "…")
    }

    /// The TeX of a text: through ``Formula`` where the text is mathematics (`−1/2`, `√3`, `1.37 × 10⁻¹³`), as `\text`
    /// otherwise.
    private static func tex(of text: String) -> String {
        if text.isEmpty { return "" }
        if text.utf8.allSatisfy({ (48...57).contains($0) || $0 == 46 || $0 == 45 }) { return text }
        if let formula = try? Formula(tex: text.expandingSuperscripts()) { return formula.tex }
        return Formula.text(text).tex
    }
}

extension String {
    /// Raised digits and signs as TeX: `10⁻¹³` becomes `10^{-13}`.
    fileprivate func expandingSuperscripts() -> String {
        let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
        guard contains(where: digits.contains) else { return self }
        var result = ""
        var isRaised = false
        for character in self {
            if let index = digits.firstIndex(of: character) {
                if !isRaised { result += "^{" }
                result += index == 10 ? "-" : String(index)
                isRaised = true
            } else {
                if isRaised { result += "}" }
                isRaised = false
                result.append(character)
            }
        }
        return isRaised ? result + "}" : result
    }
}
