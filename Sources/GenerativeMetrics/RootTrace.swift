// Tr (Σ₁Σ₂)^½ by each of the routes.

import LinearAlgebra
import RealModule

/// What a route to Tr (Σ₁Σ₂)^½ came to.
struct FoundRootTrace<Element: Scalar> {
    /// Tr (Σ₁Σ₂)^½
    let value: Element
    /// The singular values of Σ₁^½Σ₂^½, of which that is the sum, largest first; nil where the route does not pass them.
    var deviations: Vector<Element>?
}

/// One computation of Tr (Σ₁Σ₂)^½. It may bring the two distributions into the form that its route needs.
struct RootTrace<Element: Scalar> {
    var first: FittedNormal<Element>
    var second: FittedNormal<Element>
    let subjects: (first: String, second: String)
    let recorder: Recorder?

    mutating func compute(_ route: FrechetRoute) throws -> (root: FoundRootTrace<Element>, route: FrechetRoute) {
        switch route {
        case .matrixRoot: return (try byMatrixRoot(), .matrixRoot)
        case .crossGram: return (try byCrossGram(), .crossGram)
        case .pivotedCholesky:
            try formCovariances()
            return (try byCrossGram(), .pivotedCholesky)
        case .cholesky:
            try formCovariances()
            guard let value = try byCholesky() else { throw MetricsError.routeNotApplicable(route: route.rawValue) }
            return (value, .cholesky)
        case .automatic: return try compute(automaticRoute())
        }
    }

    /// Rows that are fewer than the features stay rows. Two full covariances are tried by plain Cholesky.
    private mutating func automaticRoute() throws -> FrechetRoute {
        if Self.isThin(first.spread) || Self.isThin(second.spread) { return .crossGram }
        try formCovariances()
        if let value = try byCholesky() {
            found = value
            return .cholesky
        }
        return .pivotedCholesky
    }

    /// What plain Cholesky gave while the route was chosen, so that it is not computed twice.
    private var found: FoundRootTrace<Element>?

    init(
        first: FittedNormal<Element>, second: FittedNormal<Element>, subjects: (first: String, second: String),
        recorder: Recorder?
    ) {
        self.first = first
        self.second = second
        self.subjects = subjects
        self.recorder = recorder
    }

    private static func isThin(_ spread: Spread<Element>) -> Bool {
        if case .rows(let rows, _) = spread { rows.rows <= rows.columns } else { false }
    }

    private mutating func formCovariances() throws {
        first = try recorder.about(subjects.first) { try first.withCovariance(recorder: recorder) }
        second = try recorder.about(subjects.second) { try second.withCovariance(recorder: recorder) }
    }

    private mutating func byMatrixRoot() throws -> FoundRootTrace<Element> {
        try formCovariances()
        let sigma1 = try first.covariance()
        let sigma2 = try second.covariance()
        _ = try recorder.map { try sigma1.times(sigma2, recorder: $0) }
        let root = try Matrix.squareRoot(ofProduct: sigma1, sigma2, recorder: recorder)
        let trace = try root.trace()
        try recorder.record(.rootTrace, [Quantity(root)], trace) { try root.approximate.trace() }
        return FoundRootTrace(value: trace)
    }

    private func byCrossGram() throws -> FoundRootTrace<Element> {
        let (rows1, divisor1) = try first.rows()
        let (rows2, divisor2) = try second.rows()
        let cross = try rows1.timesTransposed(rows2)
        try recorder.record(.crossGram, [Quantity(rows1), Quantity(rows2)], cross) {
            try rows1.approximate.timesTransposed(rows2.approximate)
        }
        let singularValues = try cross.nuclearNormTerms(recorder: recorder)
        guard let scale = (divisor1 * divisor2).nonnegativeRoot() else { throw LinearAlgebraError.leavesField(operation: "√n") }
        let trace = singularValues.sum / scale
        try recorder.record(
            .rootTraceFromCrossGram, [Quantity(cross), Quantity(divisor1), Quantity(divisor2)], trace
        ) { try cross.approximate.nuclearNorm() / scale.doubleValue }
        return FoundRootTrace(value: trace, deviations: singularValues.map { $0 / scale })
    }

    /// Nil where a factorisation fails or an eigenvalue is so small that its root would be noise.
    private var dimension: Int { first.dimension }

    private func byCholesky() throws -> FoundRootTrace<Element>? {
        if let found { return found }
        let sigma1 = try first.covariance()
        let sigma2 = try second.covariance()
        // A dead feature tells before any work that the factor would be singular.
        let threshold = Element.negligible(scale: sigma1.diagonal.max() ?? 0, dimension: dimension)
        guard sigma1.diagonal.allSatisfy({ $0 > threshold }) else { return nil }
        let lower: Matrix<Element>
        do {
            lower = try sigma1.choleskyFactor()
        } catch LinearAlgebraError.lapack(let failure) where failure.routine == "potrf" && failure.info > 0 {
            return nil
        } catch LinearAlgebraError.indefinite {
            return nil
        }
        // A pivot that is rounding noise tells before the costly part that the roots would be noise.
        guard lower.diagonal.allSatisfy({ $0 * $0 > threshold }) else { return nil }
        let eigenvalues = try Element.congruence(ofLowerTriangular: lower, sigma2).eigenvalues()
        guard Self.areRootsSound(eigenvalues) else { return nil }
        let deviations = try eigenvalues.map { value in
            guard let root = value.nonnegativeRoot() else { throw LinearAlgebraError.leavesField(operation: "√λ") }
            return root
        }
        let trace = deviations.sum
        try recorder.record(.rootTraceFromCongruence, [Quantity(sigma1), Quantity(sigma2)], trace) {
            let lower = try sigma1.approximate.choleskyFactor()
            return try Double.congruence(ofLowerTriangular: lower, sigma2.approximate).eigenvalues()
                .reduce(0) { $0 + max($1, 0).squareRoot() }
        }
        return FoundRootTrace(value: trace, deviations: deviations)
    }

    /// Whether the roots of these eigenvalues (largest first) are worth taking. A symmetric eigensolver is wrong by some ulps of the
    /// largest eigenvalue w₁ in each, hence by ε·w₁/(2√wᵢ) in the root of wᵢ. The errors are independent in sign, so their sum is
    /// near the root of the sum of squares; it must stay under 1e-10 of the sum of the roots. (On covariances of Inception features
    /// the true error stays a thousand times below this estimate: their small eigenvalues come out better than the worst case.)
    private static func areRootsSound(_ eigenvalues: Vector<Element>) -> Bool {
        guard let least = eigenvalues.last, let largest = eigenvalues.first else { return true }
        if Element.isExact { return least >= 0 }
        guard least > Element.negligible(scale: largest, dimension: 1) else { return false }
        let values = eigenvalues.approximate
        let error = Double.ulpOfOne * largest.doubleValue / 2 * values.reduce(0) { $0 + 1 / $1 }.squareRoot()
        return error <= 1e-10 * values.reduce(0) { $0 + $1.squareRoot() }
    }
}

extension FittedNormal {
    /// The same distribution given by its covariance.
    func withCovariance(recorder: Recorder?) throws -> FittedNormal {
        if case .covariance = spread { return self }
        return try FittedNormal(mean: mean, covariance: covariance(recorder: recorder), count: count)
    }
}
