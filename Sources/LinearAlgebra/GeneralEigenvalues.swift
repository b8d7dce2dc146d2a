// Eigenvalues of a matrix that need not be symmetric: guesses for the exact ones, and the popular recipe for contrast.

import CLAPACKE

extension Matrix where Element: Scalar {
    /// The complex eigenvalues by LAPACK's `dgeev`, in its order.
    ///
    /// - Throws: ``LinearAlgebraError/notSquare(operation:shape:)``, LAPACK's failures.
    public func generalEigenvalues() throws -> [(real: Double, imaginary: Double)] {
        try requireSquare("λ")
        guard rows > 0 else { return [] }
        let n = LAPACKInteger(rows)
        var work = approximate.elements
        var real = [Double](repeating: 0, count: rows)
        var imaginary = [Double](repeating: 0, count: rows)
        let none = CChar(UInt8(ascii: "N"))
        // Rows read as columns: the transpose has the same eigenvalues.
        let info = LAPACKE_dgeev(LAPACK_COL_MAJOR, none, none, n, &work, n, &real, &imaginary, nil, 1, nil, 1)
        try Double.check(info, "geev")
        return zip(real, imaginary).map { ($0, $1) }
    }
}
