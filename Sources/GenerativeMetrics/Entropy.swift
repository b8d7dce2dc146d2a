// Entropy and divergence of discrete distributions: what the Inception Score is made of.

import LinearAlgebra
import RealModule

extension Vector where Element: Scalar {
    /// How far a sum of probabilities may be from 1: single-precision rounding over a thousand classes, with room; no slip.
    public static var probabilityTolerance: Double { 1e-5 }

    /// The entropy H(p) = −Σ pᵢ log pᵢ of a distribution, with 0 · log 0 = 0 (Shannon, 1948); in nats for base e, in bits for base 2.
    ///
    /// - Throws: ``MetricsError/negativeProbability(row:column:value:)``, ``MetricsError/probabilitiesDoNotSum(row:sum:)``,
    ///   ``LinearAlgebraError/leavesField(operation:)`` in exact arithmetic.
    public func entropy(base: LogarithmBase = .e, recorder: Recorder? = nil) throws -> Element {
        try requireDistribution()
        let terms = try entropyTerms(base)
        let entropy = terms.sum
        try recorder.record(.entropyTerms, [Quantity(self), base.quantity], terms) { try approximate.entropyTerms(base) }
        try recorder.record(.entropy, [Quantity(terms), base.quantity], entropy) { try approximate.entropy(base: base) }
        return entropy
    }

    /// The Kullback–Leibler divergence KL(p ‖ q) = Σ pᵢ log(pᵢ/qᵢ) of this distribution from `other` (Kullback and Leibler, 1951), with
    /// 0 · log 0 = 0.
    ///
    /// - Throws: ``MetricsError/infiniteDivergence(entry:)`` where qᵢ is 0 and pᵢ is not; ``LinearAlgebraError/shapeMismatch(operation:left:right:)``;
    ///   what ``entropy(base:recorder:)`` throws, q counting as row 2.
    public func divergence(from other: Vector, base: LogarithmBase = .e, recorder: Recorder? = nil) throws -> Element {
        guard count == other.count else {
            throw LinearAlgebraError.shapeMismatch(
                operation: "‖", left: Shape(rows: 1, columns: count), right: Shape(rows: 1, columns: other.count))
        }
        try requireDistribution(row: 1)
        try other.requireDistribution(row: 2)
        let terms = try divergenceTerms(other, base)
        let divergence = terms.sum
        try recorder.record(.divergenceTerms, [Quantity(self), Quantity(other), base.quantity], terms) {
            try approximate.divergenceTerms(other.approximate, base)
        }
        try recorder.record(.divergence, [Quantity(terms), base.quantity], divergence) {
            try approximate.divergenceTerms(other.approximate, base).sum
        }
        return divergence
    }

    /// −pᵢ log pᵢ
    func entropyTerms(_ base: LogarithmBase) throws -> Vector {
        try map { try $0.entropyTerm(base) }
    }

    /// pᵢ log(pᵢ/qᵢ)
    func divergenceTerms(_ other: Vector, _ base: LogarithmBase) throws -> Vector {
        try Vector(
            indices.map { i in
                guard self[i] != 0 else { return 0 }
                guard other[i] != 0 else { throw MetricsError.infiniteDivergence(entry: i + 1) }
                return self[i] * (try (self[i] / other[i]).logarithmInField(base: base))
            })
    }

    /// Sees to it that the entries are not negative and sum to 1.
    ///
    /// - Parameter row: which row of a matrix this is, counted from 1, for the error.
    func requireDistribution(row: Int = 1) throws {
        if let place = firstIndex(where: { !($0.doubleValue >= 0) }) {
            throw MetricsError.negativeProbability(row: row, column: place + 1, value: self[place].doubleValue)
        }
        let sum = sum.doubleValue
        guard sum.isSumOfProbabilities else { throw MetricsError.probabilitiesDoNotSum(row: row, sum: sum) }
    }
}

extension Double {
    /// Whether it is 1, but for rounding.
    var isSumOfProbabilities: Bool { abs(self - 1) <= Vector<Double>.probabilityTolerance }
}

extension Scalar {
    /// −p log p, and 0 of 0.
    func entropyTerm(_ base: LogarithmBase) throws -> Self {
        self == 0 ? 0 : -(self * (try logarithmInField(base: base)))
    }

    /// The logarithm of a positive number.
    ///
    /// - Throws: ``LinearAlgebraError/leavesField(operation:)``.
    func logarithmInField(base: LogarithmBase) throws -> Self {
        guard let value = logarithm(base: base) else { throw LinearAlgebraError.leavesField(operation: "log") }
        return value
    }
}

extension LogarithmBase {
    /// The base as an operand of a step: 2, 10, or 0 for e.
    var quantity: Quantity {
        switch self {
        case .e: .integer(0)
        case .two: .integer(2)
        case .ten: .integer(10)
        }
    }
}
