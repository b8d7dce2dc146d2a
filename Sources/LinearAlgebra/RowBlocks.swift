// Rows of samples wherever they lie, read in blocks: what a calculation needs that cannot hold all of them.

/// The rows of a matrix, n × d, that need not be in memory. A source is a value; reading may keep state, hence `mutating`.
public protocol RowBlocks<Element>: Sendable {
    associatedtype Element: Scalar

    /// n
    var rows: Int { get }
    /// d
    var columns: Int { get }

    /// All rows, if they are in memory anyway.
    var wholeMatrix: Matrix<Element>? { get }

    /// The rows of `range`, counted from 0.
    ///
    /// - Precondition: `range` lies within the rows.
    mutating func block(_ range: Range<Int>) throws -> Matrix<Element>

    /// The rows of these indices, in their order.
    ///
    /// - Precondition: the indices are those of rows.
    mutating func gathered(_ indices: [Int]) throws -> Matrix<Element>
}

extension RowBlocks {
    public var wholeMatrix: Matrix<Element>? { nil }

    public mutating func gathered(_ indices: [Int]) throws -> Matrix<Element> {
        var elements: [Element] = []
        elements.reserveCapacity(indices.count * columns)
        for index in indices { elements += try block(index..<index + 1).elements }
        return Matrix(rows: indices.count, columns: columns, elements: elements)
    }

    /// The ranges of at most `size` rows, as equal as can be, that cover all rows.
    public func ranges(ofAtMost size: Int) -> [Range<Int>] { (0..<rows).split(intoPartsOfAtMost: size) }
}

extension Range<Int> {
    /// Parts of at most `size` elements, in order, whose sizes differ by one at most.
    public func split(intoPartsOfAtMost size: Int) -> [Range<Int>] {
        guard !isEmpty else { return [] }
        return split(intoParts: (count + size - 1) / size)
    }

    /// So many parts, in order, whose sizes differ by one at most; none is empty where there are elements enough.
    public func split(intoParts parts: Int) -> [Range<Int>] {
        (0..<parts).map { lowerBound + $0 * count / parts..<lowerBound + ($0 + 1) * count / parts }
    }
}

extension Matrix: RowBlocks where Element: Scalar {
    public var wholeMatrix: Matrix? { self }

    public func block(_ range: Range<Int>) -> Matrix { rows(range) }

    public func gathered(_ indices: [Int]) -> Matrix {
        var elements: [Element] = []
        elements.reserveCapacity(indices.count * columns)
        for index in indices { elements += self.elements[index * columns..<(index + 1) * columns] }
        return Matrix(rows: indices.count, columns: columns, elements: elements)
    }
}

/// Rows in double precision, read as single precision.
public struct SingleRows<Base: RowBlocks>: RowBlocks where Base.Element == Double {
    private var base: Base

    public init(_ base: Base) { self.base = base }

    public var rows: Int { base.rows }
    public var columns: Int { base.columns }

    public mutating func block(_ range: Range<Int>) throws -> Matrix<Float> { try Self.narrowed(base.block(range)) }

    public mutating func gathered(_ indices: [Int]) throws -> Matrix<Float> { try Self.narrowed(base.gathered(indices)) }

    private static func narrowed(_ matrix: Matrix<Double>) -> Matrix<Float> {
        Matrix<Float>(uninitializedRows: matrix.rows, columns: matrix.columns) { target in
            matrix.elements.withUnsafeBufferPointer { source in
                for index in 0..<source.count { target[index] = Float(source[index]) }
            }
        }
    }
}

/// Rows in single precision, read as double precision: a matrix of `Float` in half the memory.
public struct DoubleRows<Base: RowBlocks>: RowBlocks where Base.Element == Float {
    private var base: Base

    public init(_ base: Base) { self.base = base }

    public var rows: Int { base.rows }
    public var columns: Int { base.columns }

    public mutating func block(_ range: Range<Int>) throws -> Matrix<Double> { try Self.widened(base.block(range)) }

    public mutating func gathered(_ indices: [Int]) throws -> Matrix<Double> { try Self.widened(base.gathered(indices)) }

    private static func widened(_ matrix: Matrix<Float>) -> Matrix<Double> {
        Matrix<Double>(uninitializedRows: matrix.rows, columns: matrix.columns) { target in
            matrix.elements.withUnsafeBufferPointer { source in
                for index in 0..<source.count { target[index] = Double(source[index]) }
            }
        }
    }
}
