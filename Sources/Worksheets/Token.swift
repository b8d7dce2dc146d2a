// The words of the worksheet language.

import ExactArithmetic

struct Token: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case number(Exact, decimals: Int?)
        case name(String)
        case text(String)
        /// An operator or a bracket, in its ASCII spelling: `×` and `·` are `*`, `−` is `-`, `ᵀ` is `'`.
        case sign(String)
        case newline
        case end
    }

    let kind: Kind
    let span: SourceSpan
    /// Whether white space stands before the token: between brackets it separates entries.
    let spaceBefore: Bool
    /// Whether white space stands behind it.
    var spaceAfter = false

    func isSign(_ text: String) -> Bool { kind == .sign(text) }

    /// The token as it is named in an error.
    var spelling: String {
        switch kind {
        case .number(let value, _): value.description
        case .name(let name): name
        case .text(let text): "\"\(text)\""
        case .sign(let sign): sign
        case .newline: "⏎"
        case .end: ""
        }
    }
}
