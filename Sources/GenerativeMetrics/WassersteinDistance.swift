// The 2-Wasserstein distance: of two normal distributions, and of two samples on a line.

import LinearAlgebra
import RealModule

extension FittedNormal {
    /// The 2-Wasserstein distance to `other`: the root of the Fréchet distance, which is its square (Dowson and Landau, 1982).
    ///
    /// In floating point a square within rounding of the traces that it is the difference of is taken for 0, lest the root of noise
    /// be shown.
    ///
    /// - Throws: what ``frechetDistance(to:route:splitsTraceTerm:subjects:recorder:)`` throws.
    public func wassersteinDistance(
        to other: FittedNormal, route: FrechetRoute = .automatic, recorder: Recorder? = nil
    ) throws -> Element {
        let frechet = try frechetDistance(to: other, route: route, recorder: recorder)
        let rounding = Element.negligible(scale: frechet.traces.first + frechet.traces.second, dimension: dimension)
        return try Element.recordedRoot(of: frechet.value <= rounding ? 0 : frechet.value, recorder: recorder)
    }
}

extension Vector where Element: Scalar {
    /// The 2-Wasserstein distance of two samples on a line: √ of the mean squared difference of the cheapest coupling, which on a line
    /// pairs the samples in the order of their size (Villani, *Topics in Optimal Transportation*, theorem 2.18).
    ///
    /// - Throws: ``MetricsError/noSamples``, ``MetricsError/unequalCounts(first:second:)`` where one sample is longer,
    ///   ``LinearAlgebraError/leavesField(operation:)`` in exact arithmetic.
    public func wassersteinDistance(to other: Vector, recorder: Recorder? = nil) throws -> Element {
        guard !isEmpty, !other.isEmpty else { throw MetricsError.noSamples }
        guard count == other.count else { throw MetricsError.unequalCounts(first: count, second: other.count) }
        let (first, second) = (Vector(elements.sorted()), Vector(other.elements.sorted()))
        let pairs = Matrix(rows: 2, columns: count) { $0 == 0 ? first[$1] : second[$1] }
        try recorder.record(.sortedPairs, [Quantity(self), Quantity(other)], pairs) {
            let (a, b) = (approximate.elements.sorted(), other.approximate.elements.sorted())
            return Matrix(rows: 2, columns: count) { $0 == 0 ? a[$1] : b[$1] }
        }
        let cost = try first.minus(second).squaredNorm / Element(count)
        try recorder.record(.couplingCost, [Quantity(pairs)], cost) {
            try first.approximate.minus(second.approximate).squaredNorm / Double(count)
        }
        return try Element.recordedRoot(of: cost, recorder: recorder)
    }
}

extension Scalar {
    fileprivate static func recordedRoot(of square: Self, recorder: Recorder?) throws -> Self {
        guard let root = square.nonnegativeRoot() else { throw LinearAlgebraError.leavesField(operation: "√d²") }
        try recorder.record(.wasserstein, [Quantity(square)], root) { square.doubleValue.squareRoot() }
        return root
    }
}
