// Sums, products, transposes and traces: what needs no algorithm.

import RealModule

extension Matrix where Element: Scalar {
    /// The n × n identity.
    public static func identity(_ size: Int) -> Matrix {
        var identity = zeros(rows: size, columns: size)
        for i in 0..<size { identity[i, i] = 1 }
        return identity
    }

    /// A matrix of zeros.
    public static func zeros(rows: Int, columns: Int) -> Matrix {
        Matrix(rows: rows, columns: columns, elements: Array(repeating: 0, count: rows * columns))
    }

    /// The square matrix with `diagonal` on its diagonal and zeros elsewhere.
    public static func diagonal(_ diagonal: some Collection<Element>) -> Matrix {
        let entries = Array(diagonal)
        return Matrix(rows: entries.count, columns: entries.count) { $0 == $1 ? entries[$0] : 0 }
    }

    /// Aᵀ, `columns × rows`.
    public var transposed: Matrix { Element.transpose(self) }

    /// The entries of the diagonal.
    public var diagonal: Vector<Element> {
        Vector((0..<Swift.min(rows, columns)).map { self[$0, $0] })
    }

    /// Tr A, the sum of the diagonal.
    ///
    /// - Throws: ``LinearAlgebraError/notSquare(operation:shape:)``.
    public func trace(recorder: Recorder? = nil) throws -> Element {
        try requireSquare("Tr")
        let trace = (0..<rows).reduce(Element(0)) { $0 + self[$1, $1] }
        try recorder.record(.trace, [Quantity(self)], trace) { try approximate.trace() }
        return trace
    }

    /// Whether A = Aᵀ: exactly in exact arithmetic; to `dimension · ulp` of the largest entry in floating point.
    public var isSymmetric: Bool {
        @_specialize(where Element == Double)
        get {
            guard isSquare else { return false }
            let (n, entries) = (rows, elements)
            var largest: Element = 0
            for entry in entries { largest = Swift.max(largest, entry.magnitudeAsElement) }
            let slack = Element.negligible(scale: largest, dimension: n)
            return Self.allTiles(ofUpperTriangle: n) { rows, columns in
                for i in rows {
                    for j in columns where j > i {
                        if (entries[i * n + j] - entries[j * n + i]).magnitudeAsElement > slack { return false }
                    }
                }
                return true
            }
        }
    }

    /// Whether `body` says so of each tile on and above the diagonal of a square matrix: at 2048 columns a plain double loop over entries and
    /// their mirror images would miss the cache on every one of one side.
    @inline(__always)
    private static func allTiles(ofUpperTriangle size: Int, _ body: (Range<Int>, Range<Int>) -> Bool) -> Bool {
        let edge = 64
        for top in stride(from: 0, to: size, by: edge) {
            for left in stride(from: top, to: size, by: edge)
            where !body(top..<Swift.min(top + edge, size), left..<Swift.min(left + edge, size)) {
                return false
            }
        }
        return true
    }

    public var isZero: Bool { elements.allSatisfy { $0 == 0 } }

    /// ‖A‖_F² = Tr AᵀA, the sum of the squared entries.
    public var squaredFrobeniusNorm: Element {
        Element.sumOfSquares(elements)
    }

    /// The same entries, each as the nearest double.
    public var approximate: Matrix<Double> {
        if let already = self as? Matrix<Double> { return already }
        return map(\.doubleValue)
    }

    /// A·B.
    ///
    /// - Throws: ``LinearAlgebraError/shapeMismatch(operation:left:right:)``.
    public func times(_ other: Matrix, recorder: Recorder? = nil) throws -> Matrix {
        guard columns == other.rows else {
            throw LinearAlgebraError.shapeMismatch(operation: "·", left: shape, right: other.shape)
        }
        let result = Element.product(self, .plain, other)
        try recorder.record(.product, [Quantity(self), Quantity(other)], result) {
            try approximate.times(other.approximate)
        }
        return result
    }

    /// Aᵀ·B.
    public func transposedTimes(_ other: Matrix) throws -> Matrix {
        guard rows == other.rows else {
            throw LinearAlgebraError.shapeMismatch(operation: "ᵀ·", left: shape, right: other.shape)
        }
        return Element.product(self, .transposedLeft, other)
    }

    /// A·Bᵀ.
    public func timesTransposed(_ other: Matrix) throws -> Matrix {
        guard columns == other.columns else {
            throw LinearAlgebraError.shapeMismatch(operation: "·ᵀ", left: shape, right: other.shape)
        }
        return Element.product(self, .transposedRight, other)
    }

    /// A + B.
    public func plus(_ other: Matrix) throws -> Matrix {
        try adding(1, times: other, operation: "+")
    }

    /// A − B.
    public func minus(_ other: Matrix) throws -> Matrix {
        try adding(-1, times: other, operation: "−")
    }

    /// c·A
    public func scaled(by factor: Element) -> Matrix {
        var products = Array(repeating: Element(0), count: elements.count)
        Element.add(factor, times: elements, to: &products)
        return Matrix(rows: rows, columns: columns, elements: products)
    }

    /// A with each entry divided by `divisor`, which is not zero.
    @_specialize(where Element == Double)
    public func divided(by divisor: Element) -> Matrix {
        var quotients = elements
        for index in quotients.indices { quotients[index] = quotients[index] / divisor }
        return Matrix(rows: rows, columns: columns, elements: quotients)
    }

    func requireSquare(_ operation: String) throws {
        guard isSquare else { throw LinearAlgebraError.notSquare(operation: operation, shape: shape) }
    }

    private func adding(_ factor: Element, times other: Matrix, operation: String) throws -> Matrix {
        guard shape == other.shape else {
            throw LinearAlgebraError.shapeMismatch(operation: operation, left: shape, right: other.shape)
        }
        var sums = elements
        Element.add(factor, times: other.elements, to: &sums)
        return Matrix(rows: rows, columns: columns, elements: sums)
    }
}

extension Vector where Element: Scalar {
    /// The vector as a 1 × n matrix.
    public var asRow: Matrix<Element> { Matrix(rows: 1, columns: count, elements: elements) }

    /// The same entries, each as the nearest double.
    public var approximate: Vector<Double> { map(\.doubleValue) }

    /// Σ vᵢ
    public var sum: Element { elements.reduce(0, +) }

    /// ‖v‖² = Σ vᵢ²
    public var squaredNorm: Element { Element.sumOfSquares(elements) }

    /// v − w.
    ///
    /// - Throws: ``LinearAlgebraError/shapeMismatch(operation:left:right:)``.
    public func minus(_ other: Vector) throws -> Vector {
        guard count == other.count else {
            throw LinearAlgebraError.shapeMismatch(operation: "−", left: asRowShape, right: other.asRowShape)
        }
        return Vector(zip(elements, other.elements).map { $0 - $1 })
    }

    private var asRowShape: Shape { Shape(rows: 1, columns: count) }
}

extension Scalar {
    /// |x| as an element of the field itself.
    var magnitudeAsElement: Self { self < 0 ? -self : self }
}

// MARK: - Products by the definition

extension Scalar {
    public static func product(_ a: Matrix<Self>, _ form: ProductForm, _ b: Matrix<Self>) -> Matrix<Self> {
        let left = form == .transposedLeft ? a.transposed : a
        let right = form == .transposedRight ? b.transposed : b
        return Matrix(rows: left.rows, columns: right.columns) { i, j in
            (0..<left.columns).reduce(0) { $0 + left[i, $1] * right[$1, j] }
        }
    }

    public static func addGram(
        ofLeading count: Int, rowsOf rows: Matrix<Self>, toUpperTriangleOf scatter: inout Matrix<Self>
    ) {
        for i in 0..<rows.columns {
            for j in i..<rows.columns {
                scatter[i, j] = (0..<count).reduce(scatter[i, j]) { $0 + rows[$1, i] * rows[$1, j] }
            }
        }
    }
}

extension Scalar {
    public static func transpose(_ matrix: Matrix<Self>) -> Matrix<Self> {
        Matrix(rows: matrix.columns, columns: matrix.rows) { matrix[$1, $0] }
    }

    public static func addColumnSums(ofLeading count: Int, rowsOf rows: Matrix<Self>, to sums: inout Vector<Self>) {
        for i in 0..<count {
            for j in 0..<rows.columns { sums[j] = sums[j] + rows[i, j] }
        }
    }

    public static func subtract(_ shift: Vector<Self>, fromLeading count: Int, rowsOf rows: inout Matrix<Self>) {
        for i in 0..<count {
            for j in 0..<rows.columns { rows[i, j] = rows[i, j] - shift[j] }
        }
    }

    public static func sumOfSquares(_ values: [Self]) -> Self {
        values.reduce(0) { $0 + $1 * $1 }
    }

    public static func add(_ factor: Self, times values: [Self], to sums: inout [Self]) {
        for index in sums.indices { sums[index] = sums[index] + factor * values[index] }
    }

    public static func congruence(ofLowerTriangular lower: Matrix<Self>, _ matrix: Matrix<Self>) -> Matrix<Self> {
        product(lower, .transposedLeft, product(matrix, .plain, lower))
    }
}

extension Matrix where Element: Scalar {
    /// The rows `range`, in their order.
    public func rows(_ range: Range<Int>) -> Matrix {
        Matrix(
            rows: range.count, columns: columns,
            elements: Array(elements[range.lowerBound * columns..<range.upperBound * columns]))
    }

    /// The rows of this matrix and below them those of `other`.
    ///
    /// - Throws: ``LinearAlgebraError/shapeMismatch(operation:left:right:)`` where the columns differ in number.
    public func stacked(on other: Matrix) throws -> Matrix {
        guard columns == other.columns else {
            throw LinearAlgebraError.shapeMismatch(operation: "/", left: shape, right: other.shape)
        }
        return Matrix(rows: rows + other.rows, columns: columns, elements: elements + other.elements)
    }

    /// Copies the upper triangle onto the lower.
    @_specialize(where Element == Double)
    public mutating func mirrorUpperTriangle() {
        precondition(isSquare, "only a square matrix has triangles")
        let n = rows
        elements.withUnsafeMutableBufferPointer { entries in
            _ = Self.allTiles(ofUpperTriangle: n) { rows, columns in
                for i in rows {
                    for j in columns where j > i { entries[j * n + i] = entries[i * n + j] }
                }
                return true
            }
        }
    }
}
