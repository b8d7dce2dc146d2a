// The values of a kernel by BLAS: one product of the blocks, then the kernel entry by entry while they are in the cache.

import COpenBLAS

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension Double {
    public static func kernelTile(
        _ kernel: PairKernel<Double>, _ a: RowSlice<Double>, _ b: RowSlice<Double>, isSymmetric: Bool
    ) throws -> KernelTile<Double> {
        BLASKernelTile(kernel: kernel, a: a, b: b, isSymmetric: isSymmetric).computed()
    }

    /// The kernel in double precision of inner products in single precision.
    ///
    /// An inner product of d terms in single precision is off by at most d·u·‖x‖‖y‖ with u = 2⁻²⁴ (Higham 2002, section 3.1), so that
    /// γx·y + c is off by at most γdu‖x‖‖y‖ and its cube by three times that of its square. The bound is 1.2e-4 of ‖x‖‖y‖/d at
    /// d = 2048; errors of both signs make it some √d·u, 3e-6, in a value, and the mean of 10⁶ values loses three more digits of it: the KID
    /// comes out within 1e-8 or so, a ten thousandth of its spread over subsets. That is good for an estimate from
    /// random subsets, and not for a KID to nine digits: hence it is done only when asked for.
    public static func kernelTile(
        _ kernel: PairKernel<Double>, single a: RowSlice<Float>, _ b: RowSlice<Float>, isSymmetric: Bool
    ) -> KernelTile<Double> {
        BLASKernelTile(kernel: kernel, a: a, b: b, isSymmetric: isSymmetric).computed()
    }
}

extension Float {
    /// Products in single precision, kernel and sums in double precision, rounded at the end.
    public static func kernelTile(
        _ kernel: PairKernel<Float>, _ a: RowSlice<Float>, _ b: RowSlice<Float>, isSymmetric: Bool
    ) throws -> KernelTile<Float> {
        let tile = Double.kernelTile(kernel.approximate, single: a, b, isSymmetric: isSymmetric)
        return KernelTile(
            values: tile.values.map { Float($0) }, rowSums: tile.rowSums.map { Float($0) },
            columnSums: tile.columnSums.map { Float($0) })
    }
}

/// One tile: inner products in the precision of the rows, kernel and sums in double precision. Entries and sums come in one order
/// whatever the number of threads: BLAS shares out the entries of a product among them, not the terms of an entry, and the
/// sums are taken here.
private struct BLASKernelTile<Storage: LAPACKScalar> {
    let kernel: PairKernel<Double>
    let a: RowSlice<Storage>
    let b: RowSlice<Storage>
    let isSymmetric: Bool

    private var rows: Int { a.range.count }
    private var columns: Int { b.range.count }
    private var dimension: Int { a.matrix.columns }

    @inline(__always)
    func computed() -> KernelTile<Double> {
        var columnSums = [Double](repeating: 0, count: columns)
        var rowSums = [Double](repeating: 0, count: rows)
        guard rows > 0, columns > 0, dimension > 0 else {
            return KernelTile(values: .zeros(rows: rows, columns: columns), rowSums: rowSums, columnSums: columnSums)
        }
        let values = Matrix<Double>(uninitializedRows: rows, columns: columns) { target in
            if let target = target as? UnsafeMutablePointer<Storage> {
                multiply(into: target)
            } else {
                withUnsafeTemporaryAllocation(of: Storage.self, capacity: rows * columns) { buffer in
                    guard let base = buffer.baseAddress else { return }
                    multiply(into: base)
                    for index in 0..<rows * columns { target[index] = Double(base[index]) }
                }
            }
            apply(to: target, &columnSums)
            let ones = [Double](repeating: 1, count: columns)
            for i in 0..<rows { rowSums[i] = Double.dot(Int32(columns), target + i * columns, ones) }
        }
        return KernelTile(values: values, rowSums: rowSums, columnSums: columnSums)
    }

    /// ABᵀ; of a symmetric one only a triangle is computed, and mirrored.
    @inline(__always)
    private func multiply(into target: UnsafeMutablePointer<Storage>) {
        let d = Int32(dimension)
        a.withPointer { first in
            guard isSymmetric else {
                b.withPointer { second in
                    Storage.gemm(
                        CblasNoTrans, CblasTrans, Int32(rows), Int32(columns), d, first, d, second, d, target, Int32(columns))
                }
                return
            }
            Storage.syrkOfRows(Int32(rows), d, first, d, target, Int32(columns))
            let edge = 32
            for top in stride(from: 0, to: rows, by: edge) {
                for left in stride(from: top, to: rows, by: edge) {
                    for i in top..<Swift.min(top + edge, rows) {
                        for j in Swift.max(left, i + 1)..<Swift.max(Swift.min(left + edge, rows), i + 1) {
                            target[j * columns + i] = target[i * columns + j]
                        }
                    }
                }
            }
        }
    }

    /// Turns inner products into values of the kernel and adds them up by columns.
    @inline(__always)
    private func apply(to target: UnsafeMutablePointer<Double>, _ columnSums: inout [Double]) {
        switch kernel {
        case .polynomial(let degree, let gamma, let offset):
            let scale = gamma ?? 1 / Double(dimension)
            columnSums.withUnsafeMutableBufferPointer { sums in
                for i in 0..<rows {
                    let row = target + i * columns
                    if degree == 3 {
                        for j in 0..<columns {
                            let base = scale * row[j] + offset
                            let value = base * base * base
                            row[j] = value
                            sums[j] += value
                        }
                    } else {
                        for j in 0..<columns {
                            let base = scale * row[j] + offset
                            var value = 1.0
                            for _ in 0..<degree { value *= base }
                            row[j] = value
                            sums[j] += value
                        }
                    }
                }
            }
        case .gaussian(let sigma):
            let rate = -1 / (2 * sigma * sigma)
            let (first, second) = (a.squares, b.squares)
            columnSums.withUnsafeMutableBufferPointer { sums in
                for i in 0..<rows {
                    let row = target + i * columns
                    for j in 0..<columns {
                        // Of a row and itself nothing but rounding would remain.
                        let distance = isSymmetric && i == j ? 0 : Swift.max(0, first[i] + second[j] - 2 * row[j])
                        let value = exp(rate * distance)
                        row[j] = value
                        sums[j] += value
                    }
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

    /// ‖xᵢ‖² of each row.
    fileprivate var squares: [Double] {
        withPointer { base in
            (0..<range.count).map { i in
                let row = base + i * matrix.columns
                return Double(Element.dot(Int32(matrix.columns), row, row))
            }
        }
    }
}
