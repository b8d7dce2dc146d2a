// The random numbers of problems: integers only, the same on every machine.

import ExactArithmetic

/// SplitMix64 (Steele, Lea and Flood 2014): 64 bits of state, each step adds a constant and scrambles. Nothing here uses floating
/// point, so a seed means the same problem everywhere.
struct QuizRandom {
    private var state: UInt64

    /// What is wrong with the candidates that were taken, because there was no better one.
    private(set) var flaws = 0

    init(seed: UInt64) { state = seed }

    /// A stream for a text and a seed: FNV-1a of the UTF-8 bytes, mixed with the seed.
    init(_ text: String, seed: UInt64) {
        let hash = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
        self.init(seed: hash ^ Self.scrambled(seed &+ 0x9E37_79B9_7F4A_7C15))
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.scrambled(state)
    }

    private static func scrambled(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// An integer of a range, by the high half of the product with its length: the bias of 2⁻⁶⁴ times the length is of no
    /// consequence for ranges of a few thousand.
    mutating func integer(_ range: ClosedRange<Int>) -> Int {
        let length = UInt64(range.upperBound - range.lowerBound) + 1
        return range.lowerBound + Int(next().multipliedFullWidth(by: length).high)
    }

    /// An integer of a range that is not 0.
    mutating func nonzero(_ range: ClosedRange<Int>) -> Int {
        let value = integer(range)
        return value == 0 ? range.upperBound : value
    }

    mutating func isHeads() -> Bool { next() >> 63 == 1 }

    /// One of two or more.
    mutating func pick<Element>(_ first: Element, _ others: Element...) -> Element {
        let index = integer(0...others.count)
        return index == 0 ? first : others[index - 1]
    }

    /// The elements in another order (Fisher and Yates).
    mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var result = elements
        for index in result.indices.dropFirst().reversed() { result.swapAt(index, integer(0...index)) }
        return result
    }

    /// A matrix of integers.
    mutating func rows(_ rows: Int, _ columns: Int, _ range: ClosedRange<Int>) -> [[Int]] {
        (0..<rows).map { _ in (0..<columns).map { _ in integer(range) } }
    }

    /// The sum of squares.
    static func squares(_ numbers: [Int]) -> Int { numbers.reduce(0) { $0 + $1 * $1 } }

    /// The first candidate without a flaw; the one with the fewest where all have some. The bound makes every problem come to an end.
    mutating func best<Candidate>(
        of tries: Int = 200, _ make: (inout QuizRandom) -> Candidate, flaws: (Candidate) -> Int
    ) -> Candidate {
        var best = make(&self)
        var fewest = flaws(best)
        for _ in 1..<tries where fewest > 0 {
            let candidate = make(&self)
            let count = flaws(candidate)
            if count < fewest { (best, fewest) = (candidate, count) }
        }
        self.flaws += fewest
        return best
    }
}

/// What makes a candidate a bad problem.
enum Flaws {
    /// How often a slip gives the right value, which counts tenfold, or the value of another slip.
    static func collisions(right: Exact, slips: [Exact]) -> Int {
        var count = 0
        for (index, slip) in slips.enumerated() {
            if slip == right { count += 10 }
            if slips[..<index].contains(slip) { count += 1 }
        }
        return count
    }

    static func collisions(right: Int, slips: [Int]) -> Int {
        collisions(right: Exact(right), slips: slips.map { Exact($0) })
    }

    /// A flaw for each condition that does not hold.
    static func unless(_ conditions: Bool...) -> Int { conditions.filter { !$0 }.count * 10 }
}
