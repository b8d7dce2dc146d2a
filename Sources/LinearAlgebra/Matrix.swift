// A dense matrix and a vector, stored by rows.

/// A dense matrix, `rows × columns`, stored row by row: the sample of one image is one contiguous row.
public struct Matrix<Element: Sendable>: Sendable {
    public let rows: Int
    public let columns: Int

    /// The entries, row by row; `rows * columns` of them.
    public internal(set) var elements: [Element]

    /// A matrix of given entries, row by row.
    ///
    /// - Precondition: `elements.count == rows * columns`.
    public init(rows: Int, columns: Int, elements: [Element]) {
        precondition(rows >= 0 && columns >= 0 && elements.count == rows * columns, "a matrix has rows × columns entries")
        self.rows = rows
        self.columns = columns
        self.elements = elements
    }

    /// A matrix whose entry in row `i` and column `j` (counted from 0) is `entry(i, j)`.
    public init(rows: Int, columns: Int, entry: (_ row: Int, _ column: Int) throws -> Element) rethrows {
        var elements: [Element] = []
        elements.reserveCapacity(rows * columns)
        for i in 0..<rows {
            for j in 0..<columns { elements.append(try entry(i, j)) }
        }
        self.init(rows: rows, columns: columns, elements: elements)
    }

    /// The entry in row `row` and column `column`, counted from 0.
    public subscript(row: Int, column: Int) -> Element {
        get { elements[row * columns + column] }
        set { elements[row * columns + column] = newValue }
    }

    /// One row as a vector of length `columns`.
    public func row(_ row: Int) -> Vector<Element> {
        Vector(elements[row * columns..<(row + 1) * columns])
    }

    /// One column as a vector of length `rows`.
    public func column(_ column: Int) -> Vector<Element> {
        Vector((0..<rows).map { self[$0, column] })
    }

    /// Gives `body` the entries, row by row, to write to.
    public mutating func withMutableRows<Result>(
        _ body: (UnsafeMutableBufferPointer<Element>) throws -> Result
    ) rethrows -> Result {
        try elements.withUnsafeMutableBufferPointer { try body($0) }
    }

    /// Rows and columns.
    public var shape: Shape { Shape(rows: rows, columns: columns) }

    public var isSquare: Bool { rows == columns }

    /// The matrix of the same shape with `transform` applied to each entry.
    public func map<Other: Sendable>(_ transform: (Element) throws -> Other) rethrows -> Matrix<Other> {
        Matrix<Other>(rows: rows, columns: columns, elements: try elements.map(transform))
    }
}

extension Matrix: Equatable where Element: Equatable {}
extension Matrix: Hashable where Element: Hashable {}

/// The shape of a matrix, printed as `2×3`.
public struct Shape: Hashable, Sendable, CustomStringConvertible {
    public let rows: Int
    public let columns: Int

    public init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
    }

    public var description: String { "\(rows)×\(columns)" }
}

/// A vector: a mean, a row of features.
public struct Vector<Element: Sendable>: RandomAccessCollection, Sendable {
    public internal(set) var elements: [Element]

    public init(_ elements: some Sequence<Element>) {
        self.elements = Array(elements)
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { elements.count }

    /// The entry at `index`, counted from 0.
    public subscript(index: Int) -> Element {
        get { elements[index] }
        set { elements[index] = newValue }
    }

    public func map<Other: Sendable>(_ transform: (Element) throws -> Other) rethrows -> Vector<Other> {
        Vector<Other>(try elements.map(transform))
    }
}

extension Vector: Equatable where Element: Equatable {}
extension Vector: Hashable where Element: Hashable {}
