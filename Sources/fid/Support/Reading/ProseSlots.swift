// Formulas and computed numbers within prose: kept apart while Markdown is read, and put back as the output needs them.

import Foundation
import Typesetting

/// Formulas and expressions taken out of prose before it is read as Markdown, and put back afterwards: `\|` and `_` mean something there.
struct ProseSlots {
    enum Slot {
        case formula(String, isDisplay: Bool)
        case text(String)
    }

    private var slots: [Slot] = []

    /// The private use area of Unicode gives each slot a character that Markdown leaves alone.
    private static let first: UInt32 = 0xE000

    mutating func protect(_ text: String, value: (String) -> String) -> String {
        var result = ""
        var rest = text[...]
        let pattern = /\{\{\s*(.+?)\s*\}\}|\$\$([\s\S]+?)\$\$|\$([^$\n]+?)\$/
        while let match = rest.firstMatch(of: pattern) {
            result += rest[..<match.range.lowerBound]
            if let expression = match.1 {
                slots.append(.text(value(String(expression))))
            } else if let display = match.2 {
                slots.append(.formula(String(display), isDisplay: true))
            } else {
                slots.append(.formula(String(match.3 ?? ""), isDisplay: false))
            }
            if let scalar = Unicode.Scalar(Self.first + UInt32(min(slots.count - 1, 6000))) {
                result.unicodeScalars.append(scalar)
            }
            rest = rest[match.range.upperBound...]
        }
        return result + rest
    }

    private func slot(_ character: Character) -> Slot? {
        guard let scalar = character.unicodeScalars.first, scalar.value >= Self.first,
            scalar.value < Self.first + UInt32(slots.count)
        else {
            return nil
        }
        return slots[Int(scalar.value - Self.first)]
    }

    /// The formula of a paragraph that is one displayed formula.
    func display(_ text: String) -> Formula? {
        let characters = text.filter { !$0.isWhitespace }
        guard characters.count == 1, let only = characters.first, case .formula(let tex, true)? = slot(only) else { return nil }
        return try? Formula(tex: tex)
    }

    /// The text with each slot filled, for the terminal.
    func fill(_ text: String, _ style: OutputStyle) -> String {
        fill(text) { slot in
            switch slot {
            case .text(let value): style.isPlain ? value.replacing("−", with: "-") : value
            case .formula(let tex, _):
                (try? Formula(tex: tex)).map { style.isPlain ? $0.plain(style.language) : $0.inline } ?? tex
            }
        }
    }

    /// The text with each slot filled by `write`.
    func fill(_ text: String, _ write: (Slot) -> String) -> String {
        text.map { character in slot(character).map(write) ?? String(character) }.joined()
    }
}

extension ProseSlots.Slot {
    /// A formula as it was written, with its dollars; a value as it is.
    var source: String {
        switch self {
        case .formula(let tex, let isDisplay): isDisplay ? "$$\(tex)$$" : "$\(tex)$"
        case .text(let value): value
        }
    }
}
