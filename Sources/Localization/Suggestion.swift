// "Did you mean": the name nearest to a mistyped one.

public enum Suggestion {
    /// The candidate with the fewest typing slips (a character added, left out, changed, or two neighbours exchanged) from
    /// `text`, upper and lower case alike; nil where even the nearest differs in more than a third of its characters.
    public static func nearest(to text: String, among candidates: some Sequence<String>) -> String? {
        let ranked = candidates.map { ($0, distance(text.lowercased(), $0.lowercased())) }
        guard let best = ranked.min(by: { $0.1 < $1.1 }) else { return nil }
        return best.1 <= max(1, (max(text.count, best.0.count) + 1) / 3) ? best.0 : nil
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
