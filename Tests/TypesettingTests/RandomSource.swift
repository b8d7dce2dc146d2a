// Seeded random numbers, and random formulas and texts made with them.

@testable import Typesetting

/// SplitMix64: small, and the same on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension Formula {
    /// A random canonical formula.
    static func random(depth: Int, using random: inout SeededGenerator) -> Formula {
        guard depth > 0 else { return randomLeaf(using: &random) }
        let inner = { (random: inout SeededGenerator) in Formula.random(depth: depth - 1, using: &random) }
        switch Int.random(in: 0..<12, using: &random) {
        case 0: return .fraction(inner(&random), inner(&random))
        case 1: return .root(inner(&random), degree: Bool.random(using: &random) ? inner(&random) : nil)
        case 2, 3: return .script(inner(&random), lower: nil, upper: inner(&random))
        case 4:
            return .script(inner(&random), lower: inner(&random), upper: Bool.random(using: &random) ? inner(&random) : nil)
        case 5, 6:
            let sides = Delimiter.allCases
            let pairs: [(Delimiter, Delimiter)] = [
                (.leftParenthesis, .rightParenthesis), (.bar, .bar), (.doubleBar, .doubleBar), (.leftBracket, .rightParenthesis),
                (.leftBrace, .rightBrace), (.leftFloor, .rightFloor), (.leftAngle, .rightAngle),
                (sides.randomElement(using: &random) ?? .bar, sides.randomElement(using: &random) ?? .bar),
            ]
            let (open, close) = pairs.randomElement(using: &random) ?? (.bar, .bar)
            return .fenced(open, inner(&random), close)
        case 7:
            let columns = Int.random(in: 1...3, using: &random)
            var rows: [[Formula]] = []
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                rows.append((0..<columns).map { _ in inner(&random) })
            }
            return .grid(GridStyle.allCases.randomElement(using: &random) ?? .matrix, rows)
        case 8: return .styled(Alphabet.allCases.randomElement(using: &random) ?? .roman, inner(&random))
        case 9: return .accent(Accent.allCases.randomElement(using: &random) ?? .hat, inner(&random))
        default:
            return .sequence((0..<Int.random(in: 2...5, using: &random)).map { _ in inner(&random) })
        }
    }

    private static func randomLeaf(using random: inout SeededGenerator) -> Formula {
        switch Int.random(in: 0..<10, using: &random) {
        case 0: return .number(String(Int.random(in: 0...999, using: &random)))
        case 1: return .number("0.\(Int.random(in: 1...99, using: &random))")
        case 2: return .function(["exp", "Tr", "max", "arg min", "det", "weird name"].randomElement(using: &random) ?? "ln")
        case 3: return .text(["if ", "否则", "50% {of} \\ $a_b#c&d", ""].randomElement(using: &random) ?? "")
        case 4: return .space(Space.allCases.randomElement(using: &random) ?? .thin)
        default:
            let symbols = [
                "x", "y", "A", "n", "\\mu", "\\Sigma", "\\infty", "+", "-", "\\times", "=", "\\le", "\\in", "\\to", ",", "!", "/",
                "\\sum", "\\int", "\\top", "\\prime", "\\mid", "\\parallel", "\\ldots", ".", ":", "*", "\\%", "z",
            ]
            return .symbol(symbols.randomElement(using: &random) ?? "x")
        }
    }
}
