// The values of a kernel by BLAS: one product of the blocks, then each kernel entry by entry.

import COpenBLAS
import Dispatch

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension Double {
    public static func pairProducts(
        _ a: RowSlice<Double>, _ b: RowSlice<Double>, isSymmetric: Bool
    ) -> PairProducts<Double> {
        BLASProducts(a: a, b: b, isSymmetric: isSymmetric).computed { $0 }
    }

    public static func rowSquares(_ rows: RowSlice<Double>) -> [Double] { rows.squaresByBLAS }

    /// Inner products taken in single precision, for kernels in double precision.
    ///
    /// An inner product of d terms in single precision is off by at most d·u·‖x‖‖y‖ with u = 2⁻²⁴ (Higham 2002, section 3.1), so that
    /// γx·y + c is off by at most γdu‖x‖‖y‖ and its cube by three times that of its square. The bound is 1.2e-4 of ‖x‖‖y‖/d at
    /// d = 2048; errors of both signs make it some √d·u, 3e-6, in a value, and the mean of 10⁶ values loses three more digits of it: the KID
    /// comes out within 1e-8 or so, a ten thousandth of its spread over subsets. That is good for an estimate from
    /// random subsets, and not for a KID to nine digits: hence it is done only when asked for.
    public static func pairProducts(
        single a: RowSlice<Float>, _ b: RowSlice<Float>, isSymmetric: Bool
    ) -> PairProducts<Double> {
        BLASProducts(a: a, b: b, isSymmetric: isSymmetric).computed { products in
            Matrix(uninitializedRows: products.rows, columns: products.columns) { target in
                products.elements.withUnsafeBufferPointer { source in
                    for index in 0..<source.count { target[index] = Double(source[index]) }
                }
            }
        }
    }

    public static func kernelTile(_ kernel: PairKernel<Double>, of products: PairProducts<Double>) -> KernelTile<Double> {
        KernelApplication(kernel: kernel, products: products).computed()
    }
}

extension Float {
    public static func pairProducts(_ a: RowSlice<Float>, _ b: RowSlice<Float>, isSymmetric: Bool) -> PairProducts<Float> {
        BLASProducts(a: a, b: b, isSymmetric: isSymmetric).computed { $0 }
    }

    public static func rowSquares(_ rows: RowSlice<Float>) -> [Float] { rows.squaresByBLAS }

    /// Kernel and sums in double precision, rounded at the end.
    public static func kernelTile(_ kernel: PairKernel<Float>, of products: PairProducts<Float>) throws -> KernelTile<Float> {
        let widened = PairProducts(
            values: products.values.approximate,
            squares: (products.squares.first.map(Double.init), products.squares.second.map(Double.init)),
            dimension: products.dimension, isSymmetric: products.isSymmetric)
        let tile = Double.kernelTile(kernel.approximate, of: widened)
        return KernelTile(
            values: tile.values.map { Float($0) }, rowSums: tile.rowSums.map { Float($0) },
            columnSums: tile.columnSums.map { Float($0) })
    }
}

/// The products of one tile, in the precision of the rows. BLAS shares out the entries of a product among its threads, not the terms of
/// an entry: they come out the same whatever the number of threads.
private struct BLASProducts<Storage: LAPACKScalar> {
    let a: RowSlice<Storage>
    let b: RowSlice<Storage>
    let isSymmetric: Bool

    private var rows: Int { a.range.count }
    private var columns: Int { b.range.count }

    @inline(__always)
    func computed<Element: LAPACKScalar>(_ convert: (Matrix<Storage>) -> Matrix<Element>) -> PairProducts<Element> {
        let d = a.matrix.columns
        guard rows > 0, columns > 0, d > 0 else {
            let zeros = ([Element](repeating: 0, count: rows), [Element](repeating: 0, count: columns))
            return PairProducts(
                values: .zeros(rows: rows, columns: columns), squares: zeros, dimension: d, isSymmetric: isSymmetric)
        }
        var products = Matrix<Storage>(uninitializedRows: rows, columns: columns) { multiply(into: $0, Int32(d)) }
        if isSymmetric { products.mirrorUpperTriangle() }
        return PairProducts(
            values: convert(products), squares: (a.squares.map { Element($0) }, b.squares.map { Element($0) }), dimension: d,
            isSymmetric: isSymmetric)
    }

    /// ABᵀ; of a symmetric one only the upper triangle.
    @inline(__always)
    private func multiply(into target: UnsafeMutablePointer<Storage>, _ d: Int32) {
        a.withPointer { first in
            guard isSymmetric else {
                b.withPointer { second in
                    Storage.gemm(
                        CblasNoTrans, CblasTrans, Int32(rows), Int32(columns), d, first, d, second, d, target, Int32(columns))
                }
                return
            }
            Storage.syrkOfRows(Int32(rows), d, first, d, target, Int32(columns))
        }
    }
}

/// The kernel of the products of a tile, in double precision. The rows are cut into bands, whose number depends on the tile alone; bands are
/// shared out among the cores, and what they add up to is joined in their order.
private struct KernelApplication {
    let kernel: PairKernel<Double>
    let products: PairProducts<Double>

    private var rows: Int { products.values.rows }
    private var columns: Int { products.values.columns }

    func computed() -> KernelTile<Double> {
        guard rows > 0, columns > 0, products.dimension > 0 else {
            return KernelTile(
                values: products.values, rowSums: [Double](repeating: 0, count: rows),
                columnSums: [Double](repeating: 0, count: columns))
        }
        let bands = (0..<rows).split(intoPartsOfAtMost: 128)
        var rowSums = [Double](repeating: 0, count: rows)
        var bandSums = [Double](repeating: 0, count: bands.count * columns)
        let ones = [Double](repeating: 1, count: columns)
        let values = Matrix<Double>(uninitializedRows: rows, columns: columns) { target in
            rowSums.withUnsafeMutableBufferPointer { rowSums in
                bandSums.withUnsafeMutableBufferPointer { bandSums in
                    products.values.elements.withUnsafeBufferPointer { source in
                        guard let rowSums = rowSums.baseAddress, let bandSums = bandSums.baseAddress,
                            let source = source.baseAddress
                        else { return }
                        // Each band writes to rows and sums of its own.
                        nonisolated(unsafe) let place = (source, target, rowSums, bandSums)
                        DispatchQueue.concurrentPerform(iterations: bands.count) { band in
                            let (source, target, rowSums, bandSums) = place
                            for i in bands[band] {
                                apply(source + i * columns, to: target + i * columns, row: i, bandSums + band * columns)
                                rowSums[i] = Double.dot(Int32(columns), target + i * columns, ones)
                            }
                        }
                    }
                }
            }
        }
        var columnSums = Array(bandSums[..<columns])
        for band in 1..<Swift.max(1, bands.count) {
            for j in 0..<columns { columnSums[j] += bandSums[band * columns + j] }
        }
        return KernelTile(values: values, rowSums: rowSums, columnSums: columnSums)
    }

    /// The kernel of one row of products, added to the sums of its band.
    @inline(__always)
    private func apply(
        _ source: UnsafePointer<Double>, to target: UnsafeMutablePointer<Double>, row: Int, _ sums: UnsafeMutablePointer<Double>
    ) {
        switch kernel {
        case .polynomial(let degree, let gamma, let offset):
            let scale = gamma ?? 1 / Double(products.dimension)
            if degree == 3 {
                for j in 0..<columns {
                    let base = scale * source[j] + offset
                    let value = base * base * base
                    target[j] = value
                    sums[j] += value
                }
            } else {
                for j in 0..<columns {
                    let base = scale * source[j] + offset
                    var value = 1.0
                    for _ in 0..<degree { value *= base }
                    target[j] = value
                    sums[j] += value
                }
            }
        case .gaussian(let sigma):
            let rate = -1 / (2 * sigma * sigma)
            let square = products.squares.first[row]
            products.squares.second.withUnsafeBufferPointer { squares in
                for j in 0..<columns {
                    // Of a row and itself nothing but rounding would remain.
                    let distance = products.isSymmetric && row == j ? 0 : Swift.max(0, square + squares[j] - 2 * source[j])
                    let value = exp(rate * distance)
                    target[j] = value
                    sums[j] += value
                }
            }
        }
    }
}

extension RowSlice where Element: LAPACKScalar {
    fileprivate func withPointer<Result>(_ body: (UnsafePointer<Element>) -> Result) -> Result {
        matrix.elements.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("a tile has entries") }
            return body(base + range.lowerBound * matrix.columns)
        }
    }

    fileprivate var squaresByBLAS: [Element] {
        guard matrix.columns > 0, !range.isEmpty else { return [Element](repeating: 0, count: range.count) }
        return withPointer { base in
            (0..<range.count).map { i in
                let row = base + i * matrix.columns
                return Element.dot(Int32(matrix.columns), row, row)
            }
        }
    }
}
