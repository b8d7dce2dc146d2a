// The floating-point types for which BLAS and LAPACK have routines, and those routines under one name for both.

import CLAPACKE
import COpenBLAS

public typealias LAPACKInteger = fid_lapack_int

/// `Float` or `Double`, with the routines of its precision. Matrices are passed as they lie in memory; where LAPACK wants columns, a
/// symmetric matrix is its own transpose and the others are read as their transposes.
public protocol LAPACKScalar: Scalar, BinaryFloatingPoint {
    static func gemm(
        _ transA: CBLAS_TRANSPOSE, _ transB: CBLAS_TRANSPOSE, _ m: Int32, _ n: Int32, _ k: Int32, _ a: UnsafePointer<Self>,
        _ lda: Int32, _ b: UnsafePointer<Self>, _ ldb: Int32, _ c: UnsafeMutablePointer<Self>, _ ldc: Int32)
    static func syrk(
        _ n: Int32, _ k: Int32, _ a: UnsafePointer<Self>, _ lda: Int32, _ beta: Self, _ c: UnsafeMutablePointer<Self>,
        _ ldc: Int32)
    /// The upper triangle of C = AAᵀ for an n × k matrix A.
    static func syrkOfRows(
        _ n: Int32, _ k: Int32, _ a: UnsafePointer<Self>, _ lda: Int32, _ c: UnsafeMutablePointer<Self>, _ ldc: Int32)
    /// y += Aᵀx for an m × n matrix A.
    static func gemvTransposed(
        _ m: Int32, _ n: Int32, _ a: UnsafePointer<Self>, _ x: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Self>)
    /// A += α·x·yᵀ for an m × n matrix A.
    static func ger(
        _ m: Int32, _ n: Int32, _ alpha: Self, _ x: UnsafePointer<Self>, _ y: UnsafePointer<Self>, _ a: UnsafeMutablePointer<Self>
    )
    /// B = Aᵀ for an m × n matrix A.
    static func transpose(_ m: Int32, _ n: Int32, _ a: UnsafePointer<Self>, _ b: UnsafeMutablePointer<Self>)
    /// y += α·x
    static func axpy(_ n: Int32, _ alpha: Self, _ x: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Self>)
    static func dot(_ n: Int32, _ x: UnsafePointer<Self>, _ y: UnsafePointer<Self>) -> Self
    static func trmm(
        _ side: CBLAS_SIDE, _ trans: CBLAS_TRANSPOSE, _ m: Int32, _ n: Int32, _ a: UnsafePointer<Self>, _ lda: Int32,
        _ b: UnsafeMutablePointer<Self>, _ ldb: Int32)
    static func potrf(_ n: LAPACKInteger, _ a: UnsafeMutablePointer<Self>) -> LAPACKInteger
    static func pstrf(
        _ n: LAPACKInteger, _ a: UnsafeMutablePointer<Self>, _ pivots: UnsafeMutablePointer<LAPACKInteger>,
        _ rank: UnsafeMutablePointer<LAPACKInteger>, _ tolerance: Self
    ) -> LAPACKInteger
    static func syevd(
        _ job: CChar, _ n: LAPACKInteger, _ a: UnsafeMutablePointer<Self>, _ w: UnsafeMutablePointer<Self>
    ) -> LAPACKInteger
    static func gesdd(
        _ job: CChar, _ m: LAPACKInteger, _ n: LAPACKInteger, _ a: UnsafeMutablePointer<Self>, _ s: UnsafeMutablePointer<Self>,
        _ u: UnsafeMutablePointer<Self>, _ ldu: LAPACKInteger, _ vt: UnsafeMutablePointer<Self>, _ ldvt: LAPACKInteger
    ) -> LAPACKInteger
    static func gesvdValues(
        _ m: LAPACKInteger, _ n: LAPACKInteger, _ a: UnsafeMutablePointer<Self>, _ s: UnsafeMutablePointer<Self>,
        _ superdiagonal: UnsafeMutablePointer<Self>
    ) -> LAPACKInteger
    static func geqrf(
        _ m: LAPACKInteger, _ n: LAPACKInteger, _ a: UnsafeMutablePointer<Self>, _ tau: UnsafeMutablePointer<Self>
    ) -> LAPACKInteger
    static func getrf(
        _ n: LAPACKInteger, _ a: UnsafeMutablePointer<Self>, _ pivots: UnsafeMutablePointer<LAPACKInteger>
    ) -> LAPACKInteger
    static func getri(
        _ n: LAPACKInteger, _ a: UnsafeMutablePointer<Self>, _ pivots: UnsafePointer<LAPACKInteger>
    ) -> LAPACKInteger
}
