// The kernels that BLAS and LAPACK do for `Float` and `Double`, in place of the generic algorithms.

import CLAPACKE
import COpenBLAS
import Localization

extension Scalar where Self: LAPACKScalar {
    public static func product(_ a: Matrix<Self>, _ form: ProductForm, _ b: Matrix<Self>) -> Matrix<Self> {
        let rows = form == .transposedLeft ? a.columns : a.rows
        let inner = form == .transposedLeft ? a.rows : a.columns
        let columns = form == .transposedRight ? b.rows : b.columns
        guard rows > 0, columns > 0, inner > 0 else { return .zeros(rows: rows, columns: columns) }
        return Matrix(uninitializedRows: rows, columns: columns) { c in
            gemm(
                form == .transposedLeft ? CblasTrans : CblasNoTrans, form == .transposedRight ? CblasTrans : CblasNoTrans,
                Int32(rows), Int32(columns), Int32(inner), a.elements, Int32(a.columns), b.elements, Int32(b.columns), c,
                Int32(columns))
        }
    }

    public static func addGram(
        ofLeading count: Int, rowsOf rows: Matrix<Self>, toUpperTriangleOf scatter: inout Matrix<Self>
    ) {
        guard count > 0, rows.columns > 0 else { return }
        let n = Int32(rows.columns)
        scatter.elements.withUnsafeMutableBufferPointer { target in
            guard let base = target.baseAddress else { return }
            syrk(n, Int32(count), rows.elements, n, 1, base, n)
        }
    }

    public static func addColumnSums(ofLeading count: Int, rowsOf rows: Matrix<Self>, to sums: inout Vector<Self>) {
        guard count > 0, rows.columns > 0 else { return }
        let ones = [Self](repeating: 1, count: count)
        sums.elements.withUnsafeMutableBufferPointer { target in
            guard let base = target.baseAddress else { return }
            gemvTransposed(Int32(count), Int32(rows.columns), rows.elements, ones, base)
        }
    }

    public static func subtract(_ shift: Vector<Self>, fromLeading count: Int, rowsOf rows: inout Matrix<Self>) {
        guard count > 0, rows.columns > 0 else { return }
        let ones = [Self](repeating: 1, count: count)
        let columns = Int32(rows.columns)
        rows.withEntries { ger(Int32(count), columns, -1, ones, shift.elements, $0) }
    }

    public static func sumOfSquares(_ values: [Self]) -> Self {
        dot(Int32(values.count), values, values)
    }

    public static func add(_ factor: Self, times values: [Self], to sums: inout [Self]) {
        sums.withUnsafeMutableBufferPointer { target in
            values.withUnsafeBufferPointer { source in
                guard let sums = target.baseAddress, let values = source.baseAddress else { return }
                // BLAS counts in 32 bits.
                let part = 1 << 30
                for start in stride(from: 0, to: source.count, by: part) {
                    axpy(Int32(Swift.min(part, source.count - start)), factor, values + start, sums + start)
                }
            }
        }
    }

    public static func congruence(ofLowerTriangular lower: Matrix<Self>, _ matrix: Matrix<Self>) -> Matrix<Self> {
        let n = Int32(matrix.rows)
        guard n > 0 else { return matrix }
        var work = matrix
        work.withEntries { entries in
            trmm(CblasRight, CblasNoTrans, n, n, lower.elements, n, entries, n)
            trmm(CblasLeft, CblasTrans, n, n, lower.elements, n, entries, n)
        }
        work.mirrorUpperTriangle()
        return work
    }

    public static func determinant(of matrix: Matrix<Self>) throws -> Self {
        var work = matrix
        var pivots = [LAPACKInteger](repeating: 0, count: matrix.rows)
        guard matrix.rows > 0 else { return 1 }
        let info = work.withEntries { getrf(LAPACKInteger(matrix.rows), $0, &pivots) }
        if info > 0 { return 0 }
        try check(info, "getrf")
        // Each exchange of rows flips the sign.
        let exchanges = pivots.enumerated().count { Int($0.element) != $0.offset + 1 }
        let product = (0..<matrix.rows).reduce(Self(1)) { $0 * work[$1, $1] }
        return exchanges.isMultiple(of: 2) ? product : -product
    }

    public static func inverse(of matrix: Matrix<Self>) throws -> Matrix<Self> {
        guard matrix.rows > 0 else { return matrix }
        // The inverse of the transpose is the transpose of the inverse: reading rows as columns does no harm.
        var work = matrix
        var pivots = [LAPACKInteger](repeating: 0, count: matrix.rows)
        let n = LAPACKInteger(matrix.rows)
        let factored = work.withEntries { getrf(n, $0, &pivots) }
        if factored > 0 { throw LinearAlgebraError.singular(shape: matrix.shape) }
        try check(factored, "getrf")
        try check(work.withEntries { getri(n, $0, pivots) }, "getri")
        return work
    }

    public static func choleskyFactor(of matrix: Matrix<Self>) throws -> Matrix<Self> {
        guard matrix.rows > 0 else { return matrix }
        var work = matrix
        try check(work.withEntries { potrf(LAPACKInteger(matrix.rows), $0) }, "potrf")
        // LAPACK wrote the factor over one triangle and left the other as it was.
        let n = matrix.rows
        _ = work.withEntries { entries in
            for i in 0..<n - 1 { entries.advanced(by: i * n + i + 1).update(repeating: 0, count: n - 1 - i) }
            return 0
        }
        return work
    }

    public static func pivotedCholeskyFactor(of matrix: Matrix<Self>) throws -> Matrix<Self> {
        let n = matrix.rows
        guard n > 0 else { return matrix }
        let largest = (0..<n).map { matrix[$0, $0] }.max() ?? 0
        guard largest > 0 else {
            guard matrix.isZero else { throw LinearAlgebraError.indefinite(value: Double(largest)) }
            return Matrix(rows: 0, columns: n, elements: [])
        }
        var work = matrix
        var pivots = [LAPACKInteger](repeating: 0, count: n)
        var rank: LAPACKInteger = 0
        let threshold = negligible(scale: largest, dimension: n)
        // info = 1 says that the rank is below n (or the matrix indefinite, which is looked at below): no failure here.
        let info = work.withEntries { pstrf(LAPACKInteger(n), $0, &pivots, &rank, threshold) }
        if info < 0 { try check(info, "pstrf") }
        // Row i of LAPACK's factor belongs to column pivots[i] of A. Rows move whole, and one transposition turns them into columns.
        let kept = Int(rank)
        var columns = Matrix<Self>.zeros(rows: n, columns: kept)
        columns.withEntries { target in
            work.elements.withUnsafeBufferPointer { source in
                for i in 0..<n {
                    let row = UnsafeBufferPointer(rebasing: source[i * n..<i * n + Swift.min(i + 1, kept)])
                    _ = UnsafeMutableBufferPointer(start: target + (Int(pivots[i]) - 1) * kept, count: kept).update(from: row)
                }
            }
        }
        let left = pivots[kept...].map { Int($0) - 1 }
        try requireNothingLeft(of: matrix, at: left, rows: columns, largest: largest)
        return transpose(columns)
    }

    public static func transpose(_ matrix: Matrix<Self>) -> Matrix<Self> {
        guard matrix.rows > 0, matrix.columns > 0 else { return .zeros(rows: matrix.columns, columns: matrix.rows) }
        return Matrix(uninitializedRows: matrix.columns, columns: matrix.rows) {
            transpose(Int32(matrix.rows), Int32(matrix.columns), matrix.elements, $0)
        }
    }

    /// Where the factorisation stopped early, the Schur complement of the indices left over must be rounding; else the matrix is
    /// indefinite. (The pivots only tell its diagonal: [0 1; 1 0] has none to show.)
    private static func requireNothingLeft(
        of matrix: Matrix<Self>, at indices: [Int], rows: Matrix<Self>, largest: Self
    ) throws {
        guard !indices.isEmpty else { return }
        let n = matrix.rows
        let part = Matrix<Self>(
            rows: indices.count, columns: rows.columns,
            elements: indices.flatMap { rows.elements[$0 * rows.columns..<($0 + 1) * rows.columns] })
        let reproduced = product(part, .transposedRight, part)
        var worst: Self = 0
        for (i, row) in indices.enumerated() {
            for (j, column) in indices.enumerated() {
                worst = Swift.max(worst, abs(matrix.elements[row * n + column] - reproduced[i, j]))
            }
        }
        let share = Swift.max(Matrix<Self>.indefiniteShare, Double(negligible(scale: 1, dimension: n)))
        guard Double(worst) <= share * Double(largest) else { throw LinearAlgebraError.indefinite(value: -Double(worst)) }
    }

    public static func eigenvalues(of matrix: Matrix<Self>) throws -> [Self] {
        try matrix.requireSymmetric()
        guard matrix.rows > 0 else { return [] }
        var work = matrix
        var values = [Self](repeating: 0, count: matrix.rows)
        try check(
            work.withEntries { syevd(CChar(UInt8(ascii: "N")), LAPACKInteger(matrix.rows), $0, &values) }, "syevd")
        return values.reversed()
    }

    /// Eigenvalues, largest first, and orthonormal eigenvectors of a symmetric matrix: row i of `vectors` belongs to value i.
    ///
    /// - Throws: ``LinearAlgebraError/asymmetric(row:column:entry:mirrored:)``, LAPACK's failures.
    public static func eigensystem(of matrix: Matrix<Self>) throws -> (values: [Self], vectors: Matrix<Self>) {
        try matrix.requireSymmetric()
        guard matrix.rows > 0 else { return ([], matrix) }
        let n = matrix.rows
        var work = matrix
        var values = [Self](repeating: 0, count: n)
        try check(work.withEntries { syevd(CChar(UInt8(ascii: "V")), LAPACKInteger(n), $0, &values) }, "syevd")
        // LAPACK's columns are our rows; it counts upwards.
        return (values.reversed(), Matrix(rows: n, columns: n) { work[n - 1 - $0, $1] })
    }

    public static func squareRootByEigenvalues(of matrix: Matrix<Self>, recorder: Recorder?) throws -> Matrix<Self> {
        let (values, vectors) = try eigensystem(of: matrix)
        let largest = values.map(\.magnitude).max() ?? 0
        let slack = Self(Matrix<Self>.indefiniteShare) * largest
        if let least = values.last, least < -slack { throw LinearAlgebraError.indefinite(value: Double(least)) }
        recorder?.record(.eigenvalues, [Quantity(matrix)], Quantity(Vector(values)))
        let n = matrix.rows
        // A^½ = Vᵀ·diag(√λ)·V with the eigenvectors as rows of V.
        let scaled = Matrix<Self>(rows: n, columns: n) { Swift.max(values[$0], 0).squareRoot() * vectors[$0, $1] }
        return product(vectors, .transposedLeft, scaled)
    }

    public static func singularValues(of matrix: Matrix<Self>) throws -> [Self] {
        let count = Swift.min(matrix.rows, matrix.columns)
        guard count > 0 else { return [] }
        var work = matrix
        var values = [Self](repeating: 0, count: count)
        var none: [Self] = [0]
        var noneEither: [Self] = [0]
        // Rows read as columns: the transpose, which has the same singular values.
        let info = work.withEntries {
            gesdd(
                CChar(UInt8(ascii: "N")), LAPACKInteger(matrix.columns), LAPACKInteger(matrix.rows), $0, &values, &none, 1,
                &noneEither, 1)
        }
        try check(info, "gesdd")
        return values
    }

    public static func triangularFactor(of matrix: Matrix<Self>) throws -> Matrix<Self> {
        let (rows, columns) = (matrix.rows, matrix.columns)
        let steps = Swift.min(rows, columns)
        guard steps > 0 else { return Matrix(rows: 0, columns: columns, elements: []) }
        var work = matrix.transposed
        var scales = [Self](repeating: 0, count: steps)
        try check(work.withEntries { geqrf(LAPACKInteger(rows), LAPACKInteger(columns), $0, &scales) }, "geqrf")
        // `work` holds the factorisation by columns: entry (i, j) of R is at row j of ours. Rows are turned so that diagonals are ≥ 0.
        return Matrix(rows: steps, columns: columns) { i, j in
            guard j >= i else { return 0 }
            return work[i, i] < 0 ? -work[j, i] : work[j, i]
        }
    }

    public static func squareRoot(
        ofProduct a: Matrix<Self>, _ b: Matrix<Self>, recorder: Recorder?
    ) throws -> Matrix<Self> {
        // With A = F₁ᵀF₁, B = F₂ᵀF₂ and F₁F₂ᵀ = U S Vᵀ (S > 0 only), R = F₁ᵀ U Vᵀ F₂ has R² = F₁ᵀ(U S Vᵀ)F₂ = AB and Tr R = Tr S. No square root
        // of a singular value is taken, so rounding noise in AB stays rounding noise in R.
        let first = try a.pivotedCholeskyFactor()
        let second = try b.pivotedCholeskyFactor()
        let cross = product(first, .transposedRight, second)
        let polar = try singularSystem(of: cross).polarFactor
        return product(product(first, .transposedLeft, polar), .plain, second)
    }

    static func check(_ info: LAPACKInteger, _ routine: String) throws {
        if info != 0 { throw LinearAlgebraError.lapack(LAPACKFailure(routine: routine, info: Int(info))) }
    }
}

extension Matrix where Element: LAPACKScalar {
    /// A matrix whose entries `fill` writes.
    init(uninitializedRows rows: Int, columns: Int, fill: (UnsafeMutablePointer<Element>) -> Void) {
        let count = rows * columns
        let elements = [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
            if let base = buffer.baseAddress, count > 0 { fill(base) }
            initialized = count
        }
        self.init(rows: rows, columns: columns, elements: elements)
    }

    mutating func withEntries<Result>(_ body: (UnsafeMutablePointer<Element>) throws -> Result) rethrows -> Result {
        try elements.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("no entries to hand to LAPACK") }
            return try body(base)
        }
    }
}
