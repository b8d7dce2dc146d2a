// "Did you mean": the name nearest to a mistyped one.

public enum Suggestion {
    /// The candidate with the fewest typing slips (a character added, left out, changed, or two neighbours exchanged) from
    /// `text`; the first in alphabetical order among equals; nil where even the nearest differs in more than a third of its
    /// characters.
    public static func nearest(
        to text: String, among candidates: some Sequence<String>, ignoringCase: Bool = true
    ) -> String? {
        // What nobody types by a slip of a known name need not be compared with all of them.
        guard text.count <= 200 else { return nil }
        let spelled = { (name: String) in ignoringCase ? name.lowercased() : name }
        let ranked = candidates.map { (distance: distance(spelled(text), spelled($0)), name: $0) }
        guard let best = ranked.min(by: { ($0.distance, $0.name) < ($1.distance, $1.name) }) else { return nil }
        // With every character changed, one name is as near as another.
        guard best.distance < max(text.count, best.name.count) else { return nil }
        return best.distance <= max(1, (max(text.count, best.name.count) + 1) / 3) ? best.name : nil
    }

    /// The optimal string alignment distance.
    static func distance(_ a: String, _ b: String) -> Int {
        let a = Array(a.prefix(200))
        let b = Array(b.prefix(200))
        guard !a.isEmpty else { return b.count }
        guard !b.isEmpty else { return a.count }
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in 1...a.count {
            var current = [i]
            for j in 1...b.count {
                var cost = min(last[j] + 1, current[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { cost = min(cost, beforeLast[j - 2] + 1) }
                current.append(cost)
            }
            beforeLast = last
            last = current
        }
        return last[b.count]
    }
}

extension Suggestion {
    /// The question after the name that was nearest.
    ///
    /// - Parameters:
    ///   - verb: what one does with such a name, in Chinese: 写 where it is written, 看 a lesson, 画 a plot.
    ///   - startsSentence: whether it stands alone, not behind a semicolon or in brackets.
    public static func question(_ name: String, verb: String = "写", startsSentence: Bool = false) -> Phrase {
        // Chinese quotation marks bring their own room.
        let space = name.hasPrefix("“") ? "" : " "
        return Phrase("\(startsSentence ? "Did" : "did") you mean \(name)?", "是否想\(verb)\(space)\(name)？")
    }
}

extension Phrase {
    /// What is said of an unknown name, with the question after the nearest one; where none is near, with `otherwise`.
    public func asking(for nearest: String?, verb: String = "写", otherwise: Phrase = Phrase(same: "")) -> Phrase {
        let rest = nearest.map { name in
            let question = Suggestion.question(name, verb: verb)
            return Phrase("; \(question.english)", "；\(question.chinese)")
        }
        return Phrase(english + (rest ?? otherwise).english, chinese + (rest ?? otherwise).chinese)
    }
}
