// The BLAS and LAPACK routines that the parts of an FID come down to, called with nothing around them. Only the calls are
// timed: allocating, filling and centring are not.

import CLAPACKE
import COpenBLAS

/// What a run of bare routines says of itself, on standard output, as JSON.
struct BareReply: Codable {
    let seconds: Double
    /// Tr(Σ₁ + Σ₂ − 2(Σ₁Σ₂)^½), where the run had data from which it follows.
    let traceTerm: Double?

    enum CodingKeys: String, CodingKey {
        case seconds
        case traceTerm = "trace_term"
    }
}

enum BareRoutines {
    /// One `dsyrk` over all samples, `rows × columns`: the scatter matrix at one stroke.
    static func scatter(rows: Int, columns: Int) -> BareReply {
        var state: UInt64 = 1
        let samples = [Double](unsafeUninitializedCapacity: rows * columns) { buffer, count in
            for index in buffer.indices {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                buffer.initializeElement(at: index, to: Double(state >> 11) * 0x1p-53 - 0.5)
            }
            count = buffer.count
        }
        var scatter = [Double](repeating: 0, count: columns * columns)
        let seconds = time {
            cblas_dsyrk(
                CblasRowMajor, CblasUpper, CblasTrans, blasint(columns), blasint(rows), 1, samples, blasint(columns), 0,
                &scatter, blasint(columns))
        }
        return BareReply(seconds: seconds, traceTerm: nil)
    }

    /// Covariances well inside full rank: `dpotrf` of the first, L₁ᵀΣ₂L₁ by two `dtrmm`, and `dsyevd` without vectors.
    static func cholesky(_ first: NumpyFile, _ second: NumpyFile) throws(BenchError) -> BareReply {
        let d = blasint(first.rows)
        let traces = trace(first) + trace(second)
        var factor = first.elements
        var product = second.elements
        var eigenvalues = [Double](repeating: 0, count: first.rows)
        var info: fid_lapack_int = 0
        var failed = "dpotrf"
        let seconds = time {
            info = LAPACKE_dpotrf(LAPACK_COL_MAJOR, lower, d, &factor, d)
            guard info == 0 else { return }
            cblas_dtrmm(CblasColMajor, CblasLeft, CblasLower, CblasTrans, CblasNonUnit, d, d, 1, factor, d, &product, d)
            cblas_dtrmm(CblasColMajor, CblasRight, CblasLower, CblasNoTrans, CblasNonUnit, d, d, 1, factor, d, &product, d)
            failed = "dsyevd"
            info = LAPACKE_dsyevd(LAPACK_COL_MAJOR, noVectors, lower, d, &product, d, &eigenvalues)
        }
        guard info == 0 else { throw .routine(name: failed, info: Int(info)) }
        let root = eigenvalues.reduce(0) { $0 + max(0, $1).squareRoot() }
        return BareReply(seconds: seconds, traceTerm: traces - 2 * root)
    }

    /// Covariances of any rank: `dpstrf` of both, one `dgemm` for L₁ᵀL₂, and `dgesdd` without vectors.
    static func pivoted(_ first: NumpyFile, _ second: NumpyFile) throws(BenchError) -> BareReply {
        let d = blasint(first.rows)
        var one = PivotedFactor(of: first)
        var other = PivotedFactor(of: second)
        var seconds = time {
            one.factorize()
            other.factorize()
        }
        for factor in [one, other] where factor.info < 0 { throw .routine(name: "dpstrf", info: Int(factor.info)) }

        let (left, right) = (one.unpermuted(), other.unpermuted())
        var product = [Double](repeating: 0, count: Int(one.rank) * Int(other.rank))
        seconds += time {
            cblas_dgemm(
                CblasColMajor, CblasTrans, CblasNoTrans, blasint(one.rank), blasint(other.rank), d, 1, left, d, right, d, 0,
                &product, blasint(one.rank))
        }
        let (root, singularSeconds) = try nuclearNorm(&product, rows: Int(one.rank), columns: Int(other.rank))
        return BareReply(seconds: seconds + singularSeconds, traceTerm: trace(first) + trace(second) - 2 * root)
    }

    /// Fewer samples than dimensions: one `dgemm` for the cross Gram of the centred samples, and `dgesdd` without vectors.
    static func crossGram(_ first: NumpyFile, _ second: NumpyFile) throws(BenchError) -> BareReply {
        let (one, other) = (centred(first), centred(second))
        let d = blasint(first.columns)
        var gram = [Double](repeating: 0, count: first.rows * second.rows)
        let seconds = time {
            // By columns the samples are stored transposed, d × n.
            cblas_dgemm(
                CblasColMajor, CblasTrans, CblasNoTrans, blasint(first.rows), blasint(second.rows), d, 1, one, d, other, d, 0,
                &gram, blasint(first.rows))
        }
        let (norm, singularSeconds) = try nuclearNorm(&gram, rows: first.rows, columns: second.rows)
        let divisors = (Double(first.rows - 1), Double(second.rows - 1))
        let traces = sumOfSquares(one) / divisors.0 + sumOfSquares(other) / divisors.1
        return BareReply(
            seconds: seconds + singularSeconds, traceTerm: traces - 2 * norm / (divisors.0 * divisors.1).squareRoot())
    }
}

private let lower = CChar(UInt8(ascii: "L"))
private let noVectors = CChar(UInt8(ascii: "N"))

private func time(_ body: () -> Void) -> Double {
    ContinuousClock().measure(body) / .seconds(1)
}

/// The sum of the singular values of a matrix stored by columns, which is overwritten, and the seconds that `dgesdd` took.
private func nuclearNorm(
    _ matrix: inout [Double], rows: Int, columns: Int
) throws(BenchError) -> (norm: Double, seconds: Double) {
    var singularValues = [Double](repeating: 0, count: min(rows, columns))
    var unused = [0.0]
    var alsoUnused = [0.0]
    var info: fid_lapack_int = 0
    let seconds = time {
        info = LAPACKE_dgesdd(
            LAPACK_COL_MAJOR, noVectors, fid_lapack_int(rows), fid_lapack_int(columns), &matrix, fid_lapack_int(rows),
            &singularValues, &unused, fid_lapack_int(rows), &alsoUnused, fid_lapack_int(columns))
    }
    guard info == 0 else { throw .routine(name: "dgesdd", info: Int(info)) }
    return (singularValues.reduce(0, +), seconds)
}

/// A pivoted Cholesky factor of a covariance, PᵀΣP = LLᵀ.
private struct PivotedFactor {
    let order: Int
    private(set) var elements: [Double]
    private var pivots: [fid_lapack_int]
    private(set) var rank: fid_lapack_int = 0
    private(set) var info: fid_lapack_int = 0

    init(of covariance: NumpyFile) {
        order = covariance.rows
        elements = covariance.elements
        pivots = Array(repeating: 0, count: order)
    }

    mutating func factorize() {
        let d = fid_lapack_int(order)
        info = LAPACKE_dpstrf(LAPACK_COL_MAJOR, lower, d, &elements, d, &pivots, &rank, -1)
    }

    /// P·L, `order × rank`, by columns: the rows in the order of Σ again, and zeros above the diagonal of L.
    func unpermuted() -> [Double] {
        var factor = [Double](repeating: 0, count: order * Int(rank))
        for column in 0..<Int(rank) {
            for row in column..<order {
                factor[column * order + Int(pivots[row]) - 1] = elements[column * order + row]
            }
        }
        return factor
    }
}

private func trace(_ covariance: NumpyFile) -> Double {
    (0..<covariance.rows).reduce(0) { $0 + covariance.elements[$1 * covariance.columns + $1] }
}

private func sumOfSquares(_ elements: [Double]) -> Double {
    elements.reduce(0) { $0 + $1 * $1 }
}

/// The samples less their mean, row by row.
private func centred(_ samples: NumpyFile) -> [Double] {
    var mean = [Double](repeating: 0, count: samples.columns)
    for (index, value) in samples.elements.enumerated() { mean[index % samples.columns] += value }
    for column in mean.indices { mean[column] /= Double(samples.rows) }
    return samples.elements.enumerated().map { $1 - mean[$0 % samples.columns] }
}
