// What the arithmetic needs of integers: greatest common divisors, exact square roots, floor division, shifts.

import BigInt

extension BigUInt {
    /// The value as one machine word, nil where it needs more.
    var word: UInt? {
        bitWidth <= UInt.bitWidth ? words[0] : nil
    }

    /// The root where the integer is a perfect square, nil where it is not.
    var perfectSquareRoot: BigUInt? {
        guard !isZero else { return 0 }
        // A square is 0, 1, 4, 9, 16, 17, 25, 33, 36, 41, 49 or 57 modulo 64: five integers in six are refused here.
        guard 0x0202_0212_0203_0213 >> (words[0] & 63) & 1 == 1 else { return nil }
        if let word {
            let root = integerSquareRoot(word)
            return root * root == word ? BigUInt(root) : nil
        }
        // Modulo 9·5·7·11·13·17·19·23·29·31 another 999 in 1000.
        let residue = (self % BigUInt(squareFilterModulus)).words[0]
        for modulus in squareFilterFactors where !isSquare(residue % modulus, modulo: modulus) { return nil }
        let root = squareRoot()
        return root * root == self ? root : nil
    }
}

private let squareFilterFactors: [UInt] = [9, 5, 7, 11, 13, 17, 19, 23, 29, 31]
private let squareFilterModulus = squareFilterFactors.reduce(1, *)

/// Whether `residue` is a square modulo the small number `modulus`.
private func isSquare(_ residue: UInt, modulo modulus: UInt) -> Bool {
    (0...modulus / 2).contains { $0 * $0 % modulus == residue }
}

extension BigInt {
    /// The value as a machine integer whose negative is one too, nil where it does not fit.
    var machineInteger: Int? {
        guard magnitude.bitWidth < Int.bitWidth else { return nil }
        let word = Int(bitPattern: magnitude.words[0])
        return sign == .minus ? -word : word
    }

    /// The quotient rounded towards −∞, by a positive divisor.
    func flooredQuotient(by divisor: BigInt) -> BigInt {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder.signum() < 0 ? quotient - 1 : quotient
    }

    /// The value times 2 to the power `shift`, for a negative one rounded towards −∞.
    func scaled(byPowerOfTwo shift: Int) -> BigInt {
        guard shift < 0 else { return BigInt(sign: sign, magnitude: magnitude << shift) }
        return flooredQuotient(by: BigInt(1) << -shift)
    }

    /// Ten to the power `exponent`, which is not negative.
    static func powerOfTen(_ exponent: Int) -> BigInt {
        BigInt(10).power(exponent)
    }
}

/// The largest integer whose square is at most `value`.
func integerSquareRoot(_ value: UInt) -> UInt {
    // The double root errs by less than one unit here, so that one step of correction suffices.
    var root = min(UInt(Double(value).squareRoot()), 0xFFFF_FFFF)
    if root * root > value { root -= 1 }
    if root < 0xFFFF_FFFF, (root + 1) * (root + 1) <= value { root += 1 }
    return root
}

/// The greatest common divisor, by Stein's binary algorithm; of 0 and `b` it is `b`.
func greatestCommonDivisor(_ a: UInt, _ b: UInt) -> UInt {
    guard a != 0 else { return b }
    guard b != 0 else { return a }
    let twos = min(a.trailingZeroBitCount, b.trailingZeroBitCount)
    var x = a >> a.trailingZeroBitCount
    var y = b >> b.trailingZeroBitCount
    while x != y {
        if x < y { swap(&x, &y) }
        x -= y
        x >>= x.trailingZeroBitCount
    }
    return x << twos
}

/// The greatest common divisor of two integers, not negative.
func greatestCommonDivisor(_ a: BigInt, _ b: BigInt) -> BigInt {
    BigInt(greatestCommonDivisor(a.magnitude, b.magnitude))
}

/// The greatest common divisor of two integers; machine words take the fast way.
func greatestCommonDivisor(_ a: BigUInt, _ b: BigUInt) -> BigUInt {
    guard !a.isZero else { return b }
    guard !b.isZero else { return a }
    if let y = b.word {
        return BigUInt(greatestCommonDivisor(a.word ?? (a % b).words[0], y))
    }
    if let x = a.word {
        return BigUInt(greatestCommonDivisor(x, (b % a).words[0]))
    }
    return lehmerDivisor(a, b)
}
