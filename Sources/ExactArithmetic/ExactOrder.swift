// Sign, order, equality and hash of exact numbers.

import BigInt

extension Exact {
    /// The sign: −1, 0 or 1.
    public var signum: Int {
        guard let first = surds.first else { return rationalPart.signum }
        let sign = first.coefficient.signum
        if rationalPart.signum != -sign, surds.allSatisfy({ $0.coefficient.signum == sign }) { return sign }
        if surds.count == 1 {
            // r and c√n differ in sign: the larger square decides.
            let square = first.square
            return square > rationalPart * rationalPart ? sign : rationalPart.signum
        }
        // The number is not zero, hence an interval around it narrow enough leaves zero out.
        var bits = 64
        while true {
            let (lower, upper) = bounds(scaledByPowerOfTwo: bits - leadingExponent)
            if lower.signum() > 0 { return 1 }
            if upper.signum() < 0 { return -1 }
            bits *= 2
        }
    }
}

extension Exact: Comparable {
    /// The order of the real numbers, decided exactly.
    public static func < (lhs: Exact, rhs: Exact) -> Bool {
        if lhs.surds.isEmpty, rhs.surds.isEmpty { return lhs.rationalPart < rhs.rationalPart }
        return (lhs - rhs).signum < 0
    }
}

extension Exact: Hashable {
    /// Equality of values, whichever way large radicands are written.
    public static func == (lhs: Exact, rhs: Exact) -> Bool {
        guard lhs.surds.count == rhs.surds.count, lhs.rationalPart == rhs.rationalPart else { return false }
        if lhs.surds == rhs.surds { return true }
        // Only a radicand beyond the factoring limit can be written in two ways.
        let limit = Radicand.factoringLimit
        guard (lhs.surds + rhs.surds).contains(where: { $0.radicand.magnitude > limit }) else { return false }
        return (lhs - rhs).isZero
    }

    /// Feeds the rational part and, whatever their order, the signs and squares of the other terms: these do not depend on
    /// how far a radicand is factored.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(rationalPart)
        guard !surds.isEmpty else { return }
        var sum = 0
        for surd in surds {
            var inner = Hasher()
            inner.combine(surd.coefficient.signum)
            inner.combine(surd.square)
            sum &+= inner.finalize()
        }
        hasher.combine(sum)
    }
}

extension Surd {
    /// (c√n)² = c²n
    var square: Rational {
        coefficient * coefficient * Rational(radicand)
    }
}
