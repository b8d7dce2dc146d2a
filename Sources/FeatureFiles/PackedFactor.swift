// The compact form of a covariance: the entries of its triangular factor in few bits, with a power of two as the scale of each row.

import LinearAlgebra

/// The packing of an upper trapezoidal factor R, k × d with k ≤ d: row i holds its entries from the diagonal on, d − i of them.
enum PackedFactor {
    /// How many numbers are kept for a factor of this shape; `nil` on overflow or with more rows than columns.
    static func entryCount(rows: Int, columns: Int) -> Int? {
        guard rows >= 0, rows <= columns else { return nil }
        let (product, overflow) = rows.multipliedReportingOverflow(by: columns)
        return overflow ? nil : product - rows * (rows - 1) / 2
    }

    /// The scale of a row: the power of two that brings its largest entry into [2¹⁴, 2¹⁵), just inside the range of float16.
    ///
    /// Dividing and multiplying by it is exact, so that rounding to the stored type is the only error, at most 2⁻¹¹ of an entry that is
    /// not smaller than 2⁻²⁹ of the largest in its row.
    static func scale(largest: Double) -> Double {
        guard largest > 0, largest.isFinite else { return 1 }
        let exponent = max(Int(largest.exponent) - 14, Int(Double.leastNormalMagnitude.exponent))
        return Double(sign: .plus, exponent: exponent, significand: 1)
    }

    /// Reads and checks the factor of an archive.
    static func read(_ archive: ArrayArchive, name: String, dimension: Int, count: Int) throws -> Matrix<Double> {
        let rows = try rowCount(archive, dimension: dimension)
        let packed = try archive.array(StoredStatistics.Key.factor.rawValue)
        guard let entries = entryCount(rows: rows, columns: dimension), packed.shape == [entries] else {
            let expected = entryCount(rows: rows, columns: dimension).map { "(\($0),)" } ?? "(k·d − k(k−1)/2,)"
            throw FeatureFileError.wrongStatisticShape(file: packed.name, shape: packed.shape, expected: expected)
        }
        guard rows <= count else {
            throw FeatureFileError.tooFewSamplesForFactor(file: name, rows: rows, count: count)
        }
        let scaleArray = try archive.array(StoredStatistics.Key.factorScale.rawValue)
        guard scaleArray.shape == [rows] else {
            throw FeatureFileError.wrongStatisticShape(file: scaleArray.name, shape: scaleArray.shape, expected: "(\(rows),)")
        }
        let scales = try scaleArray.readElements()
        if let row = scales.firstIndex(where: { $0 <= 0 }) {
            throw FeatureFileError.invalidScale(file: scaleArray.name, row: row + 1, value: scales[row])
        }
        try NPYArray.checkMemory(for: rows * dimension, name: packed.name)
        return try unpack(packed, scales: scales, columns: dimension)
    }

    private static func rowCount(_ archive: ArrayArchive, dimension: Int) throws -> Int {
        let array = try archive.array(StoredStatistics.Key.factorShape.rawValue)
        let expected = "(2,)"
        guard array.shape == [2] else {
            throw FeatureFileError.wrongStatisticShape(file: array.name, shape: array.shape, expected: expected)
        }
        let values = try array.readElements().map { Int(exactly: $0) ?? -1 }
        guard values[1] == dimension, values[0] >= 0, values[0] <= dimension else {
            throw FeatureFileError.wrongFactorShape(file: array.name, rows: values[0], columns: values[1], dimension: dimension)
        }
        return values[0]
    }

    /// Rows are unpacked one by one: packed and whole are never both in memory.
    private static func unpack(_ packed: NPYArray, scales: [Double], columns: Int) throws -> Matrix<Double> {
        var packed = packed
        let name = packed.name
        let elements = try [Double](unsafeUninitializedCapacity: scales.count * columns) { buffer, filled in
            for (row, scale) in scales.enumerated() {
                let line = UnsafeMutableBufferPointer(rebasing: buffer[(row * columns)..<((row + 1) * columns)])
                line[..<row].initialize(repeating: 0)
                let rest = UnsafeMutableBufferPointer(rebasing: line[row...])
                _ = try packed.readNext(into: rest)
                for column in row..<columns {
                    if let value = NonFiniteValue(line[column]) {
                        throw FeatureFileError.notFinite(file: name, row: row + 1, column: column + 1, value: value)
                    }
                    line[column] *= scale
                    guard line[column].isFinite else {
                        throw FeatureFileError.factorOverflow(file: name, row: row + 1, column: column + 1)
                    }
                }
            }
            filled = scales.count * columns
        }
        return Matrix(rows: scales.count, columns: columns, elements: elements)
    }
}
