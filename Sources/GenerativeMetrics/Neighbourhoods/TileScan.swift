// Products of two blocks of rows, and the search in them for the pairs that are near enough to matter.

import COpenBLAS

/// The products x̂·ŷ of a block of rows with another, and the loop that looks through them.
struct ProductTile {
    private let products: UnsafeMutableBufferPointer<Float>

    /// Room for the products of two blocks of `side` rows.
    init(side: Int) {
        products = .allocate(capacity: side * side)
    }

    /// The products of one row with `width` others.
    func row(_ row: Int, width: Int) -> UnsafeBufferPointer<Float> {
        UnsafeBufferPointer(rebasing: products[row * width..<(row + 1) * width])
    }

    func deallocate() { products.deallocate() }

    /// Sets all products to 0, for rows of which single precision says nothing.
    func clear() { products.update(repeating: 0) }

    /// Multiplies the rows `rows` of one panel with the rows `columns` of another, both counted from the panel's first.
    func multiply(_ rows: Range<Int>, of first: ScreeningPanel, _ columns: Range<Int>, of second: ScreeningPanel) {
        let d = Int32(first.columns)
        guard d > 0, !rows.isEmpty, !columns.isEmpty else { return }
        first.values.withUnsafeBufferPointer { x in
            second.values.withUnsafeBufferPointer { y in
                guard let x = x.baseAddress, let y = y.baseAddress, let target = products.baseAddress else { return }
                cblas_sgemm(
                    CblasRowMajor, CblasNoTrans, CblasTrans, Int32(rows.count), Int32(columns.count), d, 1,
                    x + rows.lowerBound * first.columns, d, y + columns.lowerBound * first.columns, d, 0, target,
                    Int32(columns.count))
            }
        }
    }

    /// Calls `found` for each place of one row of the tile, from `start` on, whose lower bound of the squared distance is at most the cut of
    /// the row or that of the column. (Cuts that are lowered meanwhile may come too late; a place too many does no harm.)
    ///
    /// - Parameters:
    ///   - lowered: of the row, ``ScreeningPanel/lowered``; `columnsLowered` of the columns.
    ///   - cut: of the row; `columnCuts` of the columns.
    @inline(__always)
    func scan(
        row: Int, from start: Int, width: Int, lowered: Float, columnsLowered: UnsafePointer<Float>, cut: Float,
        columnCuts: UnsafePointer<Float>, found: (_ column: Int, _ lower: Float) throws -> Void
    ) rethrows {
        guard let products = products.baseAddress.map({ $0 + row * width }) else { return }
        var first = start
        while first < width {
            let end = first &+ 64 < width ? first &+ 64 : width
            // Counting without a branch becomes vector instructions; nearly all stretches have no hit.
            var hits: Int32 = 0
            var column = first
            while column < end {
                let lower = (lowered + columnsLowered[column]) - 2 * products[column]
                let limit = columnCuts[column] > cut ? columnCuts[column] : cut
                hits &+= lower <= limit ? 1 : 0
                column &+= 1
            }
            if hits > 0 {
                column = first
                while column < end {
                    let lower = (lowered + columnsLowered[column]) - 2 * products[column]
                    if lower <= cut || lower <= columnCuts[column] { try found(column, lower > 0 ? lower : 0) }
                    column &+= 1
                }
            }
            first = end
        }
    }
}
