// Square parts of integers: how √n is brought to k√r, and when two such roots are multiples of each other.
//
// Nothing here depends on factoring a large integer. A radicand up to `Radicand.factoringLimit` is squarefree; a larger
// one is free of the squares of small primes and no perfect square, which is enough: square roots of integers that
// lie in different classes modulo squares are linearly independent over ℚ, and two integers lie in one class exactly
// when their product is a perfect square.

import BigInt

/// Operations on radicands: positive integers under a square root, 1 standing for no root.
enum Radicand {
    /// Up to here a radicand is brought to its squarefree part: trial division reaches its cube root, 10⁶.
    static let factoringLimit: BigUInt = 1_000_000_000_000_000_000

    /// The primes whose squares are removed from a radicand of any size.
    private static let smallPrimes: [UInt] = {
        var isPrime = [Bool](repeating: true, count: 2048)
        var primes: [UInt] = []
        for candidate in 2..<isPrime.count where isPrime[candidate] {
            primes.append(UInt(candidate))
            for multiple in stride(from: candidate * candidate, to: isPrime.count, by: candidate) { isPrime[multiple] = false }
        }
        return primes
    }()

    /// k and r with `value` = k²·r, where r is squarefree as far as can be told cheaply; r = 1 for every perfect square.
    ///
    /// - Precondition: `value` is positive.
    static func reduced(_ value: BigUInt) -> (factor: BigUInt, radicand: BigUInt) {
        if let root = value.perfectSquareRoot { return (root, 1) }
        if value <= factoringLimit, let word = value.word {
            let (factor, radicand) = squarefree(word)
            return (BigUInt(factor), BigUInt(radicand))
        }
        var factor: BigUInt = 1
        var kept: BigUInt = 1
        var rest = value
        for prime in smallPrimes {
            let divisor = BigUInt(prime)
            var exponent = 0
            while true {
                let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: divisor)
                guard remainder.isZero else { break }
                rest = quotient
                exponent += 1
            }
            guard exponent > 0 else { continue }
            factor *= divisor.power(exponent / 2)
            if exponent % 2 == 1 { kept *= divisor }
        }
        let (more, radicand) = reducedWithoutSmallPrimes(rest)
        return (factor * more, kept * radicand)
    }

    /// The same for an integer that no square of a small prime divides.
    private static func reducedWithoutSmallPrimes(_ value: BigUInt) -> (factor: BigUInt, radicand: BigUInt) {
        if let root = value.perfectSquareRoot { return (root, 1) }
        guard value <= factoringLimit, let word = value.word else { return (1, value) }
        let (factor, radicand) = squarefree(word)
        return (BigUInt(factor), BigUInt(radicand))
    }

    /// k and r with `value` = k²·r and r squarefree, for 0 < `value` ≤ 10¹⁸.
    ///
    /// Trial division goes while the cube of the divisor is not above what is left. What is then left has at most two prime
    /// factors, so that its only possible square is itself.
    private static func squarefree(_ value: UInt) -> (factor: UInt, radicand: UInt) {
        var (factor, radicand, rest): (UInt, UInt, UInt) = (1, 1, value)
        func divide(by divisor: UInt) {
            while rest % divisor == 0 {
                rest /= divisor
                if rest % divisor == 0 {
                    rest /= divisor
                    factor *= divisor
                } else {
                    radicand *= divisor
                }
            }
        }
        divide(by: 2)
        divide(by: 3)
        var (divisor, step): (UInt, UInt) = (5, 2)
        while divisor * divisor * divisor <= rest {
            if rest % divisor == 0 { divide(by: divisor) }
            divisor += step
            step = 6 - step
        }
        let root = integerSquareRoot(rest)
        return root * root == rest ? (factor * root, radicand) : (factor, radicand * rest)
    }

    /// k and r with √a·√b = k√r, for radicands a and b.
    static func product(_ a: BigInt, _ b: BigInt) -> (factor: BigInt, radicand: BigInt) {
        if a == b { return (a, 1) }
        if a == 1 { return (1, b) }
        if b == 1 { return (1, a) }
        let common = greatestCommonDivisor(a.magnitude, b.magnitude)
        let rest = (a.magnitude / common) * (b.magnitude / common)
        // Of two squarefree radicands the rest is squarefree. No small prime divides a radicand twice, nor the rest.
        guard a.magnitude > factoringLimit || b.magnitude > factoringLimit else { return (BigInt(common), BigInt(rest)) }
        let (factor, radicand) = reducedWithoutSmallPrimes(rest)
        return (BigInt(common * factor), BigInt(radicand))
    }

    /// The rational q with √a = q√b, nil where the two roots are linearly independent over ℚ.
    static func ratio(_ a: BigInt, _ b: BigInt) -> Rational? {
        if a == b { return .one }
        guard a.magnitude > factoringLimit || b.magnitude > factoringLimit else { return nil }
        guard let root = (a.magnitude * b.magnitude).perfectSquareRoot else { return nil }
        return Rational(BigInt(root), over: b)
    }
}
