// The greatest common divisor of large integers, by Lehmer's algorithm (Knuth, TAOCP vol. 2, 4.5.2, algorithm L).

import BigInt

/// The greatest common divisor of two integers that are not zero.
///
/// Many steps of Euclid's algorithm are done on the 62 leading bits alone, then all at once on the integers: some
/// thirty bits go at the cost of four multiplications by a word, where the binary algorithm shifts out about one at a time.
func lehmerDivisor(_ first: BigUInt, _ second: BigUInt) -> BigUInt {
    var (x, y) = first >= second ? (first, second) : (second, first)
    while y.word == nil {
        let steps = EuclideanSteps(leadingOf: x, y)
        if steps.b == 0 {
            (x, y) = (y, x % y)
        } else {
            (x, y) = (combination(steps.a, x, steps.b, y), combination(steps.c, x, steps.d, y))
        }
    }
    guard let small = y.word, small != 0 else { return x }
    return BigUInt(greatestCommonDivisor(small, (x % y).words[0]))
}

/// p·x + q·y, which is not negative, for factors of different signs or zero.
private func combination(_ p: Int, _ x: BigUInt, _ q: Int, _ y: BigUInt) -> BigUInt {
    let (left, right) = (x.multiplied(byWord: p.magnitude), y.multiplied(byWord: q.magnitude))
    return p < 0 || q > 0 ? right - left : left - right
}

/// The steps of Euclid's algorithm that the leading bits of two integers x ≥ y determine: (x, y) becomes (ax + by, cx + dy).
private struct EuclideanSteps {
    var (a, b, c, d) = (1, 0, 0, 1)

    init(leadingOf x: BigUInt, _ y: BigUInt) {
        let shift = x.bitWidth - 62
        var (p, q) = (Int((x >> shift).words[0]), Int((y >> shift).words[0]))
        // The true quotient lies between those of (p + a)/(q + c) and (p + b)/(q + d): where they agree it is known. No factor
        // exceeds the leading parts, which are below 2⁶², so that nothing overflows.
        while q + c != 0, q + d != 0 {
            let quotient = (p + a) / (q + c)
            guard quotient == (p + b) / (q + d) else { return }
            (a, c) = (c, a - quotient * c)
            (b, d) = (d, b - quotient * d)
            (p, q) = (q, p - quotient * q)
        }
    }
}
