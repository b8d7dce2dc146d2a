// The random numbers of NumPy's `RandomState`, so that subsets are those that other tools draw.

/// The Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998), seeded by one number of 32 bits as `numpy.random.RandomState(seed)` is.
/// NumPy has frozen that class, so that its numbers will not change.
public struct NumPyRandomState: Sendable {
    private var state: [UInt32]
    private var position = 624

    public init(seed: UInt32) {
        state = [seed]
        state.reserveCapacity(624)
        for i in 1..<624 {
            let last = state[i - 1]
            state.append(1_812_433_253 &* (last ^ (last >> 30)) &+ UInt32(i))
        }
    }

    /// The next 32 bits.
    public mutating func next() -> UInt32 {
        if position == 624 { twist() }
        var y = state[position]
        position += 1
        y ^= y >> 11
        y ^= (y << 7) & 0x9D2C_5680
        y ^= (y << 15) & 0xEFC6_0000
        return y ^ (y >> 18)
    }

    private mutating func twist() {
        for i in 0..<624 {
            let y = (state[i] & 0x8000_0000) | (state[(i + 1) % 624] & 0x7FFF_FFFF)
            state[i] = state[(i + 397) % 624] ^ (y >> 1) ^ (y & 1 == 0 ? 0 : 0x9908_B0DF)
        }
        position = 0
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
    ///
    /// - Precondition: `count` < 2³².
    public mutating func permutation(_ count: Int) -> [Int] {
        var order = Array(0..<count)
        for i in stride(from: count - 1, to: 0, by: -1) { order.swapAt(i, index(upTo: i)) }
        return order
    }

    /// `choice(count, size, replace=False)`: the first numbers of a permutation.
    ///
    /// - Precondition: `size` ≤ `count` < 2³².
    public mutating func choice(_ count: Int, _ size: Int) -> [Int] { Array(permutation(count).prefix(size)) }
}
