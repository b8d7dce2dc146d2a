// One line that says how far a piece of work is: its share, the time left, its rate.

import Localization

/// How far a piece of work is.
public struct ProgressLine: Sendable {
    /// What the work is done on: a file, a measure.
    public let name: Phrase
    /// How many pieces there are; nil where nobody knows.
    public let total: Int?
    /// What the pieces are called; nil where their number tells nothing.
    public let unit: Phrase?
    /// The bytes of a piece, where they are read.
    public let bytesPerPiece: Int?

    public init(_ name: Phrase, of total: Int? = nil, unit: Phrase? = nil, bytesPerPiece: Int? = nil) {
        self.name = name
        self.total = total
        self.unit = unit
        self.bytesPerPiece = bytesPerPiece
    }

    /// The line after `done` pieces and `elapsed` seconds, at most `width` columns wide. The name gives way, and then the rates, for what is left
    /// is what a person waits for.
    public func text(done: Int, elapsed: Double, width: Int, language: Language) -> String {
        let parts = figures(done: done, elapsed: elapsed).map { $0(in: language) }
        var kept = parts[...]
        let least = min(12, name(in: language).displayWidth)
        while kept.count > 1, Self.width(kept) + least > width { kept = kept.dropLast() }
        let head = name(in: language).truncated(to: max(0, width - Self.width(kept)))
        return ([head] + kept).joined(separator: "  ").truncated(to: width)
    }

    private static func width(_ parts: ArraySlice<String>) -> Int { parts.reduce(0) { $0 + 2 + $1.displayWidth } }

    /// What is said behind the name, the most important first.
    private func figures(done: Int, elapsed: Double) -> [Phrase] {
        guard let total, total > 0 else { return elapsed >= 1 ? [Self.duration(elapsed)] : [] }
        let done = max(0, min(done, total))
        // Rounded down: 100 % is when it is done.
        var parts = [Phrase(same: "\(Int(Double(done) / Double(total) * 100)) %")]
        guard done > 0, done < total, elapsed > 0 else { return parts }
        let rate = Double(done) / elapsed
        let left = Self.duration(Double(total - done) / rate)
        parts.append(Phrase("\(left.english) left", "还需 \(left.chinese)"))
        if let unit {
            let figure = Self.figure(rate)
            parts.append(Phrase("\(figure) \(unit.english)/s", "\(figure) \(unit.chinese)/秒"))
        }
        if let bytesPerPiece {
            let figure = Self.figure(rate * Double(bytesPerPiece) / 1e6)
            parts.append(Phrase("\(figure) MB/s", "\(figure) MB/秒"))
        }
        return parts
    }

    /// Seconds in the unit in which people count so many.
    static func duration(_ seconds: Double) -> Phrase {
        guard seconds < 3.6e8 else { return Phrase("years", "数年") }
        if seconds < 99.5 { return Phrase("\(Int(seconds.rounded())) s", "\(Int(seconds.rounded())) 秒") }
        if seconds < 5970 { return Phrase("\(Int((seconds / 60).rounded())) min", "\(Int((seconds / 60).rounded())) 分钟") }
        let hours = NumberFormat(.places(1), notation: .ascii).string(seconds / 3600)
        return Phrase("\(hours) h", "\(hours) 小时")
    }

    /// Two digits at least, and no more than say something.
    private static func figure(_ value: Double) -> String {
        value >= 10
            ? NumberFormat(.places(0), notation: .ascii).string(value)
            : NumberFormat(.significant(2), notation: .ascii).string(value)
    }
}
