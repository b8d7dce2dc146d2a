// Square roots of exact numbers, and the decision whether there is one in the field.

import BigInt

extension Exact {
    /// The square root that is not negative; nil where the number is negative or its root is not in the field.
    ///
    /// √(4 + 2√3) = 1 + √3 and √(2 + √3) = (√6 + √2)/2 are in the field, √(1 + √2) is not. The answer is complete: if any
    /// numbers of the field have this square, the one that is not negative is found. Only for more than
    /// `maximumIndependentRadicands` independent radicands is the root not sought, and nil.
    ///
    /// Let d be an element of a coprime basis of the radicands and F the field without √d. The number is a + b√d with a
    /// and b in F. If it is a square in the field of all roots, it is m·y² with m rational and y in F(√d) (Kummer theory),
    /// hence its norm a² − b²d = m²·N(y)² is a square in F, say s² with s ≥ 0. Then a ≥ s, and with u = √(2(a + s)) the root is
    /// (u + 2b√d/u)/2; its field contains u. Norm and 2(a + s) have one independent radicand less: this is a recursion.
    public func squareRoot() -> Exact? {
        guard surds.isEmpty || independentRadicandCount <= Exact.maximumIndependentRadicands else { return nil }
        return rootByDescent
    }

    private var rootByDescent: Exact? {
        guard signum >= 0 else { return nil }
        guard !isRational else { return rationalPart.squareRoot }
        let (fixed, moved) = split
        let norm = fixed * fixed - moved * moved
        guard let root = norm.rootByDescent, isFixedField(of: fixed, moved, contains: root) else { return nil }
        guard let u = (fixed + root).scaled(by: Rational(2)).rootByDescent, !u.isZero else { return nil }
        let result = u.scaled(by: Rational(2).inverse) + moved * u.inverse
        return result * result == self ? result.magnitude : nil
    }

    /// Whether `candidate` lies in the field of this number's radicands, in the half that the split fixes.
    private func isFixedField(of fixed: Exact, _ moved: Exact, contains candidate: Exact) -> Bool {
        guard !candidate.isRational else { return true }
        let own = fixed.surds + moved.surds
        let classes = SquareClasses(of: own + candidate.surds)
        return classes.fixedSpan(
            ofFirst: own.count,
            moving: Set(fixed.surds.count..<own.count),
            containsRest: own.count..<own.count + candidate.surds.count)
    }
}

extension Rational {
    /// √(p/q) of a number that is not negative.
    var squareRoot: Exact {
        guard !isZero else { return 0 }
        // With p = k²r and q = l²s it is (k / ls)·√(rs); p and q are coprime, and so are r and s.
        let (k, r) = Radicand.reduced(numerator.magnitude)
        let (l, s) = Radicand.reduced(denominator.magnitude)
        return Exact(Rational(BigInt(k), over: BigInt(l * s)), timesRootOf: BigInt(r * s))
    }
}
