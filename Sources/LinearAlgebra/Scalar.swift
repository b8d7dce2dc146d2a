// What the entries of a matrix must be able to do, and which kernels an element type may replace by faster ones.

import ExactArithmetic
import RealModule

/// An element of a matrix: a field with an order, in which some numbers have square roots.
///
/// `Exact` runs the generic algorithms of this library as they stand. `Float` and `Double` replace the ones that BLAS and
/// LAPACK do better (see ``LAPACKScalar``). Every kernel above this library is written once, over `Scalar`.
public protocol Scalar: AlgebraicField, Comparable, Hashable, Sendable {
    /// Whether arithmetic in this type is exact: no rounding, so zero means zero.
    static var isExact: Bool { get }

    /// The nearest double.
    var doubleValue: Double { get }

    /// The non-negative square root, or nil where there is none in this type (a negative number; a root that leaves the field).
    func nonnegativeRoot() -> Self?

    /// The logarithm, or nil where there is none in this type (of a number that is not positive; one that leaves the field).
    func logarithm(base: LogarithmBase) -> Self?

    /// e to the power of this number, or nil where that leaves the field.
    func exponential() -> Self?

    /// The size below which a pivot or singular value of a matrix is indistinguishable from zero, given the largest one
    /// and the matrix's larger dimension: zero in exact arithmetic, `dimension · ulp · scale` in floating point (LAPACK
    /// Users' Guide, section 4.9, and the default of `numpy.linalg.matrix_rank`).
    static func negligible(scale: Self, dimension: Int) -> Self

    init(_ value: Int)

    /// What a recorded step keeps of a number of this type.
    var recorded: Number { get }

    // The kernels that an element type may do its own way; each is documented at the public method that calls it.

    /// op(A)·op(B), with `form` telling which factor is transposed. The shapes fit; the caller has looked.
    static func product(_ a: Matrix<Self>, _ form: ProductForm, _ b: Matrix<Self>) -> Matrix<Self>
    /// Aᵀ
    static func transpose(_ matrix: Matrix<Self>) -> Matrix<Self>
    /// Adds XᵀX of the leading `count` rows of X to the upper triangle of `scatter`.
    static func addGram(ofLeading count: Int, rowsOf rows: Matrix<Self>, toUpperTriangleOf scatter: inout Matrix<Self>)
    /// Adds the column sums of the leading `count` rows to `sums`.
    static func addColumnSums(ofLeading count: Int, rowsOf rows: Matrix<Self>, to sums: inout Vector<Self>)
    /// Subtracts `shift` from each of the leading `count` rows.
    static func subtract(_ shift: Vector<Self>, fromLeading count: Int, rowsOf rows: inout Matrix<Self>)
    /// The sum of the squares of `values`.
    static func sumOfSquares(_ values: [Self]) -> Self
    /// Adds `factor` times each of `values` to `sums`, of which there are as many.
    static func add(_ factor: Self, times values: [Self], to sums: inout [Self])
    /// LᵀAL of a lower triangular L and a symmetric A.
    static func congruence(ofLowerTriangular lower: Matrix<Self>, _ matrix: Matrix<Self>) -> Matrix<Self>
    static func choleskyFactor(of matrix: Matrix<Self>) throws -> Matrix<Self>
    static func pivotedCholeskyFactor(of matrix: Matrix<Self>) throws -> Matrix<Self>
    static func eigenvalues(of matrix: Matrix<Self>) throws -> [Self]
    static func eigenvectors(of matrix: Matrix<Self>, recorder: Recorder?) throws -> Matrix<Self>
    static func singularValues(of matrix: Matrix<Self>) throws -> [Self]
    static func triangularFactor(of matrix: Matrix<Self>) throws -> Matrix<Self>
    static func determinant(of matrix: Matrix<Self>) throws -> Self
    static func inverse(of matrix: Matrix<Self>) throws -> Matrix<Self>
    static func squareRootByEigenvalues(of matrix: Matrix<Self>, recorder: Recorder?) throws -> Matrix<Self>
    static func squareRoot(ofProduct a: Matrix<Self>, _ b: Matrix<Self>, recorder: Recorder?) throws -> Matrix<Self>
    /// aᵢ·bⱼ for all pairs of rows; `isSymmetric` says that both slices are the same rows.
    static func pairProducts(_ a: RowSlice<Self>, _ b: RowSlice<Self>, isSymmetric: Bool) -> PairProducts<Self>
    /// ‖xᵢ‖² of the rows of a slice.
    static func rowSquares(_ rows: RowSlice<Self>) -> [Self]
    /// k(aᵢ, bⱼ) for all pairs of rows, from their inner products.
    static func kernelTile(_ kernel: PairKernel<Self>, of products: PairProducts<Self>) throws -> KernelTile<Self>
}

/// Which factor of a product is transposed.
public enum ProductForm: Sendable {
    /// A·B
    case plain
    /// Aᵀ·B
    case transposedLeft
    /// A·Bᵀ
    case transposedRight
}

extension Exact: Scalar {
    public static var isExact: Bool { true }
    public func nonnegativeRoot() -> Exact? { squareRoot() }
    public static func negligible(scale: Exact, dimension: Int) -> Exact { 0 }
    public var recorded: Number { .exact(self) }
}

extension Scalar where Self: BinaryFloatingPoint {
    public static var isExact: Bool { false }
    public var doubleValue: Double { Double(self) }
    public func nonnegativeRoot() -> Self? { self < 0 ? nil : squareRoot() }
    public static func negligible(scale: Self, dimension: Int) -> Self { Self(dimension) * Self.ulpOfOne * scale }
    public var recorded: Number { .real(Double(self)) }
}

extension Double: Scalar {}
extension Float: Scalar {}
