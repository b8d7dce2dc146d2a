// The characters of Unicode that stand raised or lowered on one line.

enum ScriptCharacters {
    /// The text in superscript characters, or nil where one of its characters has none.
    static func superscript(_ text: String) -> String? { translate(text, superscripts) }

    /// The text in subscript characters, or nil where one of its characters has none.
    static func `subscript`(_ text: String) -> String? { translate(text, subscripts) }

    private static func translate(_ text: String, _ table: [Character: Character]) -> String? {
        var result = ""
        for character in text {
            guard let raised = table[character] else { return nil }
            result.append(raised)
        }
        return result
    }

    private static func table(_ from: String, _ to: String) -> [Character: Character] {
        Dictionary(zip(from, to)) { first, _ in first }
    }

    private static let superscripts = table(
        "0123456789+-−=()abcdefghijklmnoprstuvwxyz⊤T′∗*",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀᵀ′**"
    )

    /// Digits, and the letters that count: i, j, k, m, n. Names of things, `Σ_r` and `Σ_g`, keep full-size letters, for Unicode lowers only
    /// some of them, and a lowered r beside a g that is not reads badly.
    private static let subscripts = table("0123456789+-−=()ijkmn", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ᵢⱼₖₘₙ")

    /// Superscript characters and what they raise; letters and signs that also stand on their own are not among them.
    static let raised = table("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵀᵏᵐᵗ", "0123456789+-=()ni⊤kmt")

    /// Subscript characters and what they lower.
    static let lowered = table("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789+-=()aehijklmnoprstuvx")
}
