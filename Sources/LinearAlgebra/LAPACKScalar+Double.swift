// BLAS and LAPACK in double precision, under the names of `LAPACKScalar`: calls and nothing else.

import CLAPACKE
import COpenBLAS

extension Double: LAPACKScalar {
    public static func gemm(
        _ transA: CBLAS_TRANSPOSE, _ transB: CBLAS_TRANSPOSE, _ m: Int32, _ n: Int32, _ k: Int32, _ a: UnsafePointer<Double>,
        _ lda: Int32, _ b: UnsafePointer<Double>, _ ldb: Int32, _ c: UnsafeMutablePointer<Double>, _ ldc: Int32
    ) {
        cblas_dgemm(CblasRowMajor, transA, transB, m, n, k, 1, a, lda, b, ldb, 0, c, ldc)
    }

    public static func syrk(
        _ n: Int32, _ k: Int32, _ a: UnsafePointer<Double>, _ lda: Int32, _ beta: Double, _ c: UnsafeMutablePointer<Double>,
        _ ldc: Int32
    ) {
        cblas_dsyrk(CblasRowMajor, CblasUpper, CblasTrans, n, k, 1, a, lda, beta, c, ldc)
    }

    public static func syrkOfRows(
        _ n: Int32, _ k: Int32, _ a: UnsafePointer<Double>, _ lda: Int32, _ c: UnsafeMutablePointer<Double>, _ ldc: Int32
    ) {
        cblas_dsyrk(CblasRowMajor, CblasUpper, CblasNoTrans, n, k, 1, a, lda, 0, c, ldc)
    }

    public static func gemvTransposed(
        _ m: Int32, _ n: Int32, _ a: UnsafePointer<Double>, _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>
    ) {
        cblas_dgemv(CblasRowMajor, CblasTrans, m, n, 1, a, n, x, 1, 1, y, 1)
    }

    public static func ger(
        _ m: Int32, _ n: Int32, _ alpha: Double, _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>,
        _ a: UnsafeMutablePointer<Double>
    ) {
        cblas_dger(CblasRowMajor, m, n, alpha, x, 1, y, 1, a, n)
    }

    public static func transpose(_ m: Int32, _ n: Int32, _ a: UnsafePointer<Double>, _ b: UnsafeMutablePointer<Double>) {
        cblas_domatcopy(CblasRowMajor, CblasTrans, m, n, 1, a, n, b, m)
    }

    public static func axpy(_ n: Int32, _ alpha: Double, _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>) {
        cblas_daxpy(n, alpha, x, 1, y, 1)
    }

    public static func dot(_ n: Int32, _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>) -> Double {
        cblas_ddot(n, x, 1, y, 1)
    }

    public static func trmm(
        _ side: CBLAS_SIDE, _ trans: CBLAS_TRANSPOSE, _ m: Int32, _ n: Int32, _ a: UnsafePointer<Double>, _ lda: Int32,
        _ b: UnsafeMutablePointer<Double>, _ ldb: Int32
    ) {
        cblas_dtrmm(CblasRowMajor, side, CblasLower, trans, CblasNonUnit, m, n, 1, a, lda, b, ldb)
    }

    public static func potrf(_ n: LAPACKInteger, _ a: UnsafeMutablePointer<Double>) -> LAPACKInteger {
        LAPACKE_dpotrf(LAPACK_COL_MAJOR, CChar(UInt8(ascii: "U")), n, a, n)
    }

    public static func pstrf(
        _ n: LAPACKInteger, _ a: UnsafeMutablePointer<Double>, _ pivots: UnsafeMutablePointer<LAPACKInteger>,
        _ rank: UnsafeMutablePointer<LAPACKInteger>, _ tolerance: Double
    ) -> LAPACKInteger {
        LAPACKE_dpstrf(LAPACK_COL_MAJOR, CChar(UInt8(ascii: "U")), n, a, n, pivots, rank, tolerance)
    }

    public static func syevd(
        _ job: CChar, _ n: LAPACKInteger, _ a: UnsafeMutablePointer<Double>, _ w: UnsafeMutablePointer<Double>
    ) -> LAPACKInteger {
        LAPACKE_dsyevd(LAPACK_COL_MAJOR, job, CChar(UInt8(ascii: "L")), n, a, n, w)
    }

    public static func gesdd(
        _ job: CChar, _ m: LAPACKInteger, _ n: LAPACKInteger, _ a: UnsafeMutablePointer<Double>,
        _ s: UnsafeMutablePointer<Double>, _ u: UnsafeMutablePointer<Double>, _ ldu: LAPACKInteger,
        _ vt: UnsafeMutablePointer<Double>, _ ldvt: LAPACKInteger
    ) -> LAPACKInteger {
        LAPACKE_dgesdd(LAPACK_COL_MAJOR, job, m, n, a, m, s, u, ldu, vt, ldvt)
    }

    public static func gesvdValues(
        _ m: LAPACKInteger, _ n: LAPACKInteger, _ a: UnsafeMutablePointer<Double>, _ s: UnsafeMutablePointer<Double>,
        _ superdiagonal: UnsafeMutablePointer<Double>
    ) -> LAPACKInteger {
        let none = CChar(UInt8(ascii: "N"))
        return LAPACKE_dgesvd(LAPACK_COL_MAJOR, none, none, m, n, a, m, s, nil, 1, nil, 1, superdiagonal)
    }

    public static func geqrf(
        _ m: LAPACKInteger, _ n: LAPACKInteger, _ a: UnsafeMutablePointer<Double>, _ tau: UnsafeMutablePointer<Double>
    ) -> LAPACKInteger {
        LAPACKE_dgeqrf(LAPACK_COL_MAJOR, m, n, a, m, tau)
    }

    public static func getrf(
        _ n: LAPACKInteger, _ a: UnsafeMutablePointer<Double>, _ pivots: UnsafeMutablePointer<LAPACKInteger>
    ) -> LAPACKInteger {
        LAPACKE_dgetrf(LAPACK_COL_MAJOR, n, n, a, n, pivots)
    }

    public static func getri(
        _ n: LAPACKInteger, _ a: UnsafeMutablePointer<Double>, _ pivots: UnsafePointer<LAPACKInteger>
    ) -> LAPACKInteger {
        LAPACKE_dgetri(LAPACK_COL_MAJOR, n, a, n, pivots)
    }
}
