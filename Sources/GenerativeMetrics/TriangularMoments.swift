// The triangular factor of a scatter: the compact form in which statistics of few samples lose nothing.

import LinearAlgebra

extension FittedNormal {
    /// The upper trapezoidal R, k × d, with RᵀR = (n − 1)Σ (or nΣ): by QR of the centred samples where they are at hand, by Cholesky of
    /// the scatter elsewhere. Rows that are rounding noise beside the first are left out: centred samples have one row more than rank.
    ///
    /// - Throws: ``MetricsError/countUnknown`` where Σ is given without a count,
    ///   ``LinearAlgebraError/indefinite(value:)``, ``LinearAlgebraError/leavesField(operation:)`` in exact arithmetic.
    public func triangularFactor(divisor: CovarianceDivisor = .samplesMinusOne) throws -> Matrix<Element> {
        let factor: Matrix<Element>
        switch spread {
        case .rows(let rows, _): factor = try rows.triangularFactor()
        case .covariance(let covariance):
            guard let count else { throw MetricsError.countUnknown }
            let scatter = covariance.scaled(by: Element(try divisor.value(for: count)))
            factor = try scatter.pivotedCholeskyFactor().triangularFactor()
        }
        // Rounding leaves some ulps of the whole in a row that would be zero.
        let scale = factor.elements.reduce(Element(0)) { Swift.max($0, $1, -$1) } * Element(dimension)
        let threshold = Element.negligible(scale: scale, dimension: factor.rows)
        var kept = factor.rows
        while kept > 0, factor.row(kept - 1).allSatisfy({ $0 <= threshold && -$0 <= threshold }) { kept -= 1 }
        return factor.rows(0..<kept)
    }
}
