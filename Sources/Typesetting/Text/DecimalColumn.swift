// A column of numbers aligned on their decimal points.

/// The cells padded to one width: decimal numbers with their points in one column, anything else (`1/2`, `√3`, `⋯`) to the
/// right. Integers stand where the digits before the point stand.
public func alignedOnDecimalPoint(_ cells: [String]) -> [String] {
    let parts = cells.map(DecimalParts.init)
    let whole = parts.lazy.compactMap { $0?.whole.displayWidth }.max() ?? 0
    let rest = parts.lazy.compactMap { $0?.rest.displayWidth }.max() ?? 0
    let aligned = zip(cells, parts).map { cell, part in
        part.map { $0.whole.padded(to: whole, .right) + $0.rest.padded(to: rest) } ?? cell
    }
    let width = aligned.lazy.map(\.displayWidth).max() ?? 0
    return aligned.map { $0.padded(to: width, .right) }
}

/// A decimal number cut before its point (or before its exponent).
private struct DecimalParts {
    let whole: String
    let rest: String

    init?(_ text: String) {
        let signless = text.drop { $0 == "-" || $0 == "−" || $0 == "+" }
        guard text.count - signless.count <= 1, let first = signless.first, first.isASCII, first.isNumber else { return nil }
        let integer = signless.prefix { $0.isASCII && $0.isNumber }
        let tail = signless[integer.endIndex...]
        guard tail.isEmpty || tail.hasPrefix(".") || tail.hasPrefix("e") || tail.hasPrefix(" × 10") else { return nil }
        if tail.hasPrefix(".") {
            let end = tail.dropFirst().drop { $0.isASCII && $0.isNumber }
            guard end.isEmpty || end.hasPrefix("e") || end.hasPrefix(" × 10") else { return nil }
        }
        whole = String(text[..<integer.endIndex])
        rest = String(tail)
    }
}
