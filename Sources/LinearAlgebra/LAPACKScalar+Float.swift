// BLAS and LAPACK in single precision, under the names of `LAPACKScalar`: calls and nothing else.

import CLAPACKE
import COpenBLAS

extension Float: LAPACKScalar {
    public static func gemm(
        _ transA: CBLAS_TRANSPOSE, _ transB: CBLAS_TRANSPOSE, _ m: Int32, _ n: Int32, _ k: Int32, _ a: UnsafePointer<Float>,
        _ lda: Int32, _ b: UnsafePointer<Float>, _ ldb: Int32, _ c: UnsafeMutablePointer<Float>, _ ldc: Int32
    ) {
        cblas_sgemm(CblasRowMajor, transA, transB, m, n, k, 1, a, lda, b, ldb, 0, c, ldc)
    }

    public static func syrk(
        _ n: Int32, _ k: Int32, _ a: UnsafePointer<Float>, _ lda: Int32, _ beta: Float, _ c: UnsafeMutablePointer<Float>,
        _ ldc: Int32
    ) {
        cblas_ssyrk(CblasRowMajor, CblasUpper, CblasTrans, n, k, 1, a, lda, beta, c, ldc)
    }

    public static func syrkOfRows(
        _ n: Int32, _ k: Int32, _ a: UnsafePointer<Float>, _ lda: Int32, _ c: UnsafeMutablePointer<Float>, _ ldc: Int32
    ) {
        cblas_ssyrk(CblasRowMajor, CblasUpper, CblasNoTrans, n, k, 1, a, lda, 0, c, ldc)
    }

    public static func gemvTransposed(
        _ m: Int32, _ n: Int32, _ a: UnsafePointer<Float>, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>
    ) {
        cblas_sgemv(CblasRowMajor, CblasTrans, m, n, 1, a, n, x, 1, 1, y, 1)
    }

    public static func ger(
        _ m: Int32, _ n: Int32, _ alpha: Float, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>,
        _ a: UnsafeMutablePointer<Float>
    ) {
        cblas_sger(CblasRowMajor, m, n, alpha, x, 1, y, 1, a, n)
    }

    public static func transpose(_ m: Int32, _ n: Int32, _ a: UnsafePointer<Float>, _ b: UnsafeMutablePointer<Float>) {
        cblas_somatcopy(CblasRowMajor, CblasTrans, m, n, 1, a, n, b, m)
    }

    public static func axpy(_ n: Int32, _ alpha: Float, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>) {
        cblas_saxpy(n, alpha, x, 1, y, 1)
    }

    public static func dot(_ n: Int32, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>) -> Float {
        cblas_sdot(n, x, 1, y, 1)
    }

    public static func trmm(
        _ side: CBLAS_SIDE, _ trans: CBLAS_TRANSPOSE, _ m: Int32, _ n: Int32, _ a: UnsafePointer<Float>, _ lda: Int32,
        _ b: UnsafeMutablePointer<Float>, _ ldb: Int32
    ) {
        cblas_strmm(CblasRowMajor, side, CblasLower, trans, CblasNonUnit, m, n, 1, a, lda, b, ldb)
    }

    public static func potrf(_ n: LAPACKInteger, _ a: UnsafeMutablePointer<Float>) -> LAPACKInteger {
        LAPACKE_spotrf(LAPACK_COL_MAJOR, CChar(UInt8(ascii: "U")), n, a, n)
    }

    public static func pstrf(
        _ n: LAPACKInteger, _ a: UnsafeMutablePointer<Float>, _ pivots: UnsafeMutablePointer<LAPACKInteger>,
        _ rank: UnsafeMutablePointer<LAPACKInteger>, _ tolerance: Float
    ) -> LAPACKInteger {
        LAPACKE_spstrf(LAPACK_COL_MAJOR, CChar(UInt8(ascii: "U")), n, a, n, pivots, rank, tolerance)
    }

    public static func syevd(
        _ job: CChar, _ n: LAPACKInteger, _ a: UnsafeMutablePointer<Float>, _ w: UnsafeMutablePointer<Float>
    ) -> LAPACKInteger {
        LAPACKE_ssyevd(LAPACK_COL_MAJOR, job, CChar(UInt8(ascii: "L")), n, a, n, w)
    }

    public static func gesdd(
        _ job: CChar, _ m: LAPACKInteger, _ n: LAPACKInteger, _ a: UnsafeMutablePointer<Float>,
        _ s: UnsafeMutablePointer<Float>, _ u: UnsafeMutablePointer<Float>, _ ldu: LAPACKInteger,
        _ vt: UnsafeMutablePointer<Float>, _ ldvt: LAPACKInteger
    ) -> LAPACKInteger {
        LAPACKE_sgesdd(LAPACK_COL_MAJOR, job, m, n, a, m, s, u, ldu, vt, ldvt)
    }

    public static func gesvdValues(
        _ m: LAPACKInteger, _ n: LAPACKInteger, _ a: UnsafeMutablePointer<Float>, _ s: UnsafeMutablePointer<Float>,
        _ superdiagonal: UnsafeMutablePointer<Float>
    ) -> LAPACKInteger {
        let none = CChar(UInt8(ascii: "N"))
        return LAPACKE_sgesvd(LAPACK_COL_MAJOR, none, none, m, n, a, m, s, nil, 1, nil, 1, superdiagonal)
    }

    public static func geqrf(
        _ m: LAPACKInteger, _ n: LAPACKInteger, _ a: UnsafeMutablePointer<Float>, _ tau: UnsafeMutablePointer<Float>
    ) -> LAPACKInteger {
        LAPACKE_sgeqrf(LAPACK_COL_MAJOR, m, n, a, m, tau)
    }

    public static func getrf(
        _ n: LAPACKInteger, _ a: UnsafeMutablePointer<Float>, _ pivots: UnsafeMutablePointer<LAPACKInteger>
    ) -> LAPACKInteger {
        LAPACKE_sgetrf(LAPACK_COL_MAJOR, n, n, a, n, pivots)
    }

    public static func getri(
        _ n: LAPACKInteger, _ a: UnsafeMutablePointer<Float>, _ pivots: UnsafePointer<LAPACKInteger>
    ) -> LAPACKInteger {
        LAPACKE_sgetri(LAPACK_COL_MAJOR, n, a, n, pivots)
    }
}
