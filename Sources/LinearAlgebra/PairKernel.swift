// Kernels k(x, y) of two rows, and their values for the rows of two blocks, with the sums over rows and columns.

import RealModule

/// A positive definite kernel that depends on two rows by their inner products only.
public enum PairKernel<Element: Scalar>: Sendable, Hashable {
    /// (γ x·y + c)^degree; γ is 1/d where it is nil. Degree 3 with c = 1 is that of the KID (Bińkowski et al., 2018).
    case polynomial(degree: Int = 3, gamma: Element? = nil, offset: Element = 1)
    /// exp(−‖x − y‖²/(2σ²)).
    case gaussian(sigma: Element)
}

/// Some consecutive rows of a matrix, without a copy of them.
public struct RowSlice<Element: Scalar>: Sendable {
    public let matrix: Matrix<Element>
    public let range: Range<Int>
    /// ‖xᵢ‖² of all rows of the matrix, where they were computed before.
    private let knownSquares: [Element]?

    /// - Parameter squares: ‖xᵢ‖² of all rows of the matrix, if they are at hand: one that is cut into many slices needs them once.
    /// - Precondition: `range` lies within the rows.
    public init(_ matrix: Matrix<Element>, _ range: Range<Int>, squares: [Element]? = nil) {
        precondition(range.lowerBound >= 0 && range.upperBound <= matrix.rows, "a slice lies within the rows")
        precondition(squares.map { $0.count == matrix.rows } ?? true, "there is a square for each row")
        self.matrix = matrix
        self.range = range
        knownSquares = squares
    }

    /// ‖xᵢ‖² of the rows of the slice.
    public var squares: [Element] { knownSquares.map { Array($0[range]) } ?? Element.rowSquares(self) }

    /// All rows.
    public init(_ matrix: Matrix<Element>) { self.init(matrix, 0..<matrix.rows) }
}

/// The inner products of the rows of two slices: what each kernel of them is made of.
public struct PairProducts<Element: Scalar>: Sendable {
    /// aᵢ·bⱼ
    public let values: Matrix<Element>
    /// ‖aᵢ‖² and ‖bⱼ‖²
    public let squares: (first: [Element], second: [Element])
    /// d, the number of features.
    public let dimension: Int
    /// Whether both slices are the same rows.
    public let isSymmetric: Bool
}

/// The values of a kernel for the rows of two slices.
public struct KernelTile<Element: Scalar>: Sendable {
    /// k(aᵢ, bⱼ)
    public let values: Matrix<Element>
    /// Σⱼ k(aᵢ, bⱼ)
    public let rowSums: [Element]
    /// Σᵢ k(aᵢ, bⱼ)
    public let columnSums: [Element]
}

extension PairKernel {
    /// The kernel of two rows of which the inner product and the squared lengths are known.
    ///
    /// - Throws: ``LinearAlgebraError/leavesField(operation:)`` where e to a power is no exact number.
    public func value(product: Element, squares: (Element, Element), dimension: Int) throws -> Element {
        switch self {
        case .polynomial(let degree, let gamma, let offset):
            let base = product * (gamma ?? 1 / Element(dimension)) + offset
            return (0..<degree).reduce(Element(1)) { power, _ in power * base }
        case .gaussian(let sigma):
            let distance = squares.0 + squares.1 - 2 * product
            guard let value = (-distance / (2 * sigma * sigma)).exponential() else {
                throw LinearAlgebraError.leavesField(operation: "exp")
            }
            return value
        }
    }

    /// The same kernel with its numbers as the nearest doubles.
    public var approximate: PairKernel<Double> {
        switch self {
        case .polynomial(let degree, let gamma, let offset):
            .polynomial(degree: degree, gamma: gamma?.doubleValue, offset: offset.doubleValue)
        case .gaussian(let sigma): .gaussian(sigma: sigma.doubleValue)
        }
    }
}

extension Scalar {
    public static func pairProducts(_ a: RowSlice<Self>, _ b: RowSlice<Self>, isSymmetric: Bool) -> PairProducts<Self> {
        let (first, second) = (a.matrix.rows(a.range), b.matrix.rows(b.range))
        return PairProducts(
            values: product(first, .transposedRight, second), squares: (a.squares, b.squares),
            dimension: first.columns, isSymmetric: isSymmetric)
    }

    public static func rowSquares(_ rows: RowSlice<Self>) -> [Self] { rows.range.map { rows.matrix.row($0).squaredNorm } }

    public static func kernelTile(_ kernel: PairKernel<Self>, of products: PairProducts<Self>) throws -> KernelTile<Self> {
        let (first, second) = products.squares
        let values = try Matrix(rows: products.values.rows, columns: products.values.columns) { i, j in
            try kernel.value(product: products.values[i, j], squares: (first[i], second[j]), dimension: products.dimension)
        }
        return KernelTile(
            values: values, rowSums: (0..<values.rows).map { values.row($0).sum },
            columnSums: (0..<values.columns).map { values.column($0).sum })
    }

    /// k(aᵢ, bⱼ) for all pairs of rows; `isSymmetric` says that both slices are the same rows.
    ///
    /// - Throws: ``LinearAlgebraError/leavesField(operation:)`` for a Gaussian kernel in exact arithmetic.
    public static func kernelTile(
        _ kernel: PairKernel<Self>, _ a: RowSlice<Self>, _ b: RowSlice<Self>, isSymmetric: Bool
    ) throws -> KernelTile<Self> {
        try kernelTile(kernel, of: pairProducts(a, b, isSymmetric: isSymmetric))
    }
}
