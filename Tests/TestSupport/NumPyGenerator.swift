// The random permutations of NumPy's `default_rng`, by which the reference numbers draw their subsets.

/// PCG64 (O'Neill, 2014: a linear congruential generator of 128 bits, of which XSL-RR takes 64) seeded as `numpy.random.default_rng(seed)`
/// is, by NumPy's `SeedSequence`.
public struct NumPyGenerator {
    private var state = Wide(high: 0, low: 0)
    private let increment: Wide
    /// The upper half of the last 64 bits, which the next 32 bits are.
    private var spare: UInt32?

    /// A whole number of 128 bits.
    private struct Wide {
        var high: UInt64
        var low: UInt64

        static func &+ (a: Wide, b: Wide) -> Wide {
            let (low, carries) = a.low.addingReportingOverflow(b.low)
            return Wide(high: a.high &+ b.high &+ (carries ? 1 : 0), low: low)
        }

        static func &* (a: Wide, b: Wide) -> Wide {
            let (high, low) = a.low.multipliedFullWidth(by: b.low)
            return Wide(high: high &+ a.low &* b.high &+ a.high &* b.low, low: low)
        }
    }

    public init(seed: UInt64) {
        let words = SeedPool(seed).words(8)
        let halves = (0..<4).map { UInt64(words[2 * $0]) | UInt64(words[2 * $0 + 1]) << 32 }
        increment = Wide(high: halves[2] << 1 | halves[3] >> 63, low: halves[3] << 1 | 1)
        step()
        state = state &+ Wide(high: halves[0], low: halves[1])
        step()
    }

    private mutating func step() {
        state = state &* Wide(high: 0x2360_ED05_1FC6_5DA4, low: 0x4385_DF64_9FCC_F645) &+ increment
    }

    private mutating func next() -> UInt32 {
        if let next = spare {
            spare = nil
            return next
        }
        step()
        let bits = state.high ^ state.low
        let turn = state.high >> 58
        let turned = bits >> turn | bits << ((64 - turn) & 63)
        spare = UInt32(turned >> 32)
        return UInt32(truncatingIfNeeded: turned)
    }

    /// A whole number from 0 up to and with `limit`: bits under the smallest mask that covers it, until they are not above it.
    private mutating func index(upTo limit: Int) -> Int {
        let mask = UInt32.max >> UInt32(UInt32(limit).leadingZeroBitCount)
        while true {
            let value = Int(next() & mask)
            if value <= limit { return value }
        }
    }

    /// `permutation(count)`: the numbers below `count`, shuffled from the end.
    public mutating func permutation(_ count: Int) -> [Int] {
        var order = Array(0..<count)
        for i in stride(from: count - 1, to: 0, by: -1) { order.swapAt(i, index(upTo: i)) }
        return order
    }
}

/// NumPy's `SeedSequence` of one number: four words in which each bit of the seed has its say.
private struct SeedPool {
    private var pool: [UInt32]

    init(_ seed: UInt64) {
        var constant: UInt32 = 0x43B0_D7E5
        func hash(_ value: UInt32) -> UInt32 {
            let mixed = value ^ constant
            constant = constant &* 0x931E_8875
            let product = mixed &* constant
            return product ^ product >> 16
        }
        pool = [UInt32(truncatingIfNeeded: seed), UInt32(seed >> 32), 0, 0].map(hash)
        for source in 0..<4 {
            for target in 0..<4 where target != source {
                let mixed = 0xCA01_F9DD &* pool[target] &- 0x4973_F715 &* hash(pool[source])
                pool[target] = mixed ^ mixed >> 16
            }
        }
    }

    func words(_ count: Int) -> [UInt32] {
        var constant: UInt32 = 0x8B51_F9DD
        return (0..<count).map { index in
            let mixed = pool[index % 4] ^ constant
            constant = constant &* 0x58F3_8DED
            let product = mixed &* constant
            return product ^ product >> 16
        }
    }
}
