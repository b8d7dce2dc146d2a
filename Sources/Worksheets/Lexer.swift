// Cuts a worksheet into tokens; what cannot be read is an error with its place, and reading goes on behind it.

import ExactArithmetic

struct Lexer {
    private let characters: [Character]
    private let limits: WorksheetLimits
    private var position = 0
    private var line: Int
    private var lineStart = 0
    private(set) var tokens: [Token] = []
    private(set) var errors: [WorksheetError] = []

    /// - Parameter firstLine: the number of the first line of `source`.
    init(_ source: String, limits: WorksheetLimits, firstLine: Int = 1) {
        characters = Array(source)
        line = firstLine
        self.limits = limits
    }

    /// Greek letters that are names by themselves, and the spelling that they share with ASCII: `μ_r` and `mu_r` are one name.
    static let greek: [Character: String] = [
        "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "η": "eta", "θ": "theta", "κ": "kappa",
        "λ": "lambda",
        "μ": "mu", "µ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "φ": "phi", "χ": "chi",
        "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi",
        "Ω": "Omega",
    ]

    /// A name in the spelling by which it is known: `Σ_r` is `Sigma_r`.
    static func spelling(ofName name: String) -> String { name.map { greek[$0] ?? String($0) }.joined() }

    private static let signs: [Character: String] = [
        "+": "+", "-": "-", "−": "-", "–": "-", "*": "*", "×": "*", "·": "*", "⋅": "*", "/": "/", "÷": "/", "^": "^", "(": "(",
        ")": ")",
        "[": "[", "]": "]", ",": ",", "，": ",", ";": ";", "；": ";", ":": ":", "：": ":", "'": "'", "ᵀ": "'", "√": "√", "∘": ".*",
        "（": "(", "）": ")", "［": "[", "］": "]", "【": "[", "】": "]", "＋": "+", "－": "-", "＊": "*", "／": "/",
    ]

    mutating func read() {
        while position < characters.count {
            let before = position
            skipSpaces()
            readToken(spaceBefore: position > before || position == lineStart)
        }
        append(.end, from: position, spaceBefore: true)
    }

    private mutating func skipSpaces() {
        while position < characters.count, characters[position].isWhitespace, !characters[position].isNewline { position += 1 }
    }

    private mutating func readToken(spaceBefore: Bool) {
        guard position < characters.count else { return }
        let start = position
        let character = characters[position]
        if character.isNewline {
            append(.newline, from: start, spaceBefore: spaceBefore)
            position += 1
            line += 1
            lineStart = position
        } else if character == "#" {
            while position < characters.count, !characters[position].isNewline { position += 1 }
        } else if character.isASCII && character.isNumber || character == "." && digit(at: position + 1) {
            readNumber(spaceBefore: spaceBefore)
        } else if character == "." && position + 1 < characters.count && characters[position + 1] == "*" {
            position += 2
            append(.sign(".*"), from: start, spaceBefore: spaceBefore)
        } else if Self.isEquals(character) {
            let isDouble = position + 1 < characters.count && Self.isEquals(characters[position + 1])
            position += isDouble ? 2 : 1
            append(.sign(isDouble ? "==" : "="), from: start, spaceBefore: spaceBefore)
        } else if let sign = Self.signs[character] {
            position += 1
            append(.sign(sign), from: start, spaceBefore: spaceBefore)
        } else if character == "\"" || character == "“" {
            readText(closing: character == "\"" ? "\"" : "”", spaceBefore: spaceBefore)
        } else if character.isLetter || Self.greek[character] != nil {
            readName(spaceBefore: spaceBefore)
        } else {
            position += 1
            errors.append(WorksheetError(.unknownCharacter(character), span(from: start)))
        }
    }

    private static func isEquals(_ character: Character) -> Bool { character == "=" || character == "＝" }

    private func digit(at index: Int) -> Bool {
        index < characters.count && characters[index].isASCII && characters[index].isNumber
    }

    private mutating func readNumber(spaceBefore: Bool) {
        let start = position
        while digit(at: position) { position += 1 }
        var decimals: Int?
        // A point that begins `.*` belongs to the operator.
        if position < characters.count, characters[position] == ".",
            !(position + 1 < characters.count && characters[position + 1] == "*")
        {
            position += 1
            let first = position
            while digit(at: position) { position += 1 }
            decimals = position - first
        }
        if position < characters.count, characters[position] == "e" || characters[position] == "E" {
            var end = position + 1
            if end < characters.count, "+-−".contains(characters[end]) { end += 1 }
            if digit(at: end) {
                while digit(at: end) { end += 1 }
                position = end
                // With a power of ten the digits written say nothing about decimals.
                decimals = nil
            }
        }
        let text = String(characters[start..<position]).replacing("−", with: "-")
        guard text.count <= limits.digits else {
            errors.append(WorksheetError(.numberTooLong(digits: text.count, limit: limits.digits), span(from: start)))
            return
        }
        guard let value = Exact(decimal: text), value.digitCount <= limits.digits else {
            errors.append(WorksheetError(.malformedNumber(String(text.prefix(40))), span(from: start)))
            return
        }
        append(.number(value, decimals: decimals), from: start, spaceBefore: spaceBefore)
    }

    private mutating func readText(closing: Character, spaceBefore: Bool) {
        let start = position
        position += 1
        while position < characters.count, characters[position] != closing, !characters[position].isNewline { position += 1 }
        guard position < characters.count, characters[position] == closing else {
            errors.append(WorksheetError(.unclosedText, span(from: start)))
            return
        }
        position += 1
        let text = characters[start + 1..<position - 1]
        guard text.count <= limits.textLength else {
            errors.append(WorksheetError(.textTooLong(length: text.count, limit: limits.textLength), span(from: start)))
            return
        }
        if let bad = text.first(where: { $0.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F } }) {
            errors.append(WorksheetError(.unknownCharacter(bad), span(from: start)))
            return
        }
        append(.text(String(text)), from: start, spaceBefore: spaceBefore)
    }

    /// A name is letters, then letters, digits and underscores; Greek letters become their names.
    private mutating func readName(spaceBefore: Bool) {
        let start = position
        var name = ""
        while position < characters.count {
            let character = characters[position]
            if let spelled = Self.greek[character] {
                name += spelled
            } else if (character.isLetter && character != "ᵀ") || character == "_" || (character.isASCII && character.isNumber) {
                name.append(character)
            } else {
                break
            }
            position += 1
        }
        append(.name(name), from: start, spaceBefore: spaceBefore)
    }

    private mutating func append(_ kind: Token.Kind, from start: Int, spaceBefore: Bool) {
        let spaceAfter = position >= characters.count || characters[position].isWhitespace || kind == .newline
        tokens.append(Token(kind: kind, span: span(from: start), spaceBefore: spaceBefore, spaceAfter: spaceAfter))
    }

    private func span(from start: Int) -> SourceSpan {
        SourceSpan(line: line, column: start - lineStart + 1, length: position - start)
    }
}
