// Writing statistics, in full as other tools read them and in compact form.

import LinearAlgebra

/// Writes the statistics of a set of samples to a `.npz` file.
public enum StatisticsWriter {
    /// Writes mean and covariance as pytorch-fid, clean-fid and others load them.
    ///
    /// Keys: `mu`, float64 (d,); `sigma`, float64 (d, d); and `count`, an int64 scalar, if the number of samples is known.
    ///
    /// - Throws: `FeatureFileError` for shapes that do not fit, values that are not finite, and paths that cannot be written.
    public static func write(mean: Vector<Double>, covariance: Matrix<Double>, count: Int?, to path: String) throws {
        let dimension = mean.count
        guard dimension > 0, covariance.rows == dimension, covariance.columns == dimension else {
            throw FeatureFileError.unwritableShape(
                file: path, shape: [covariance.rows, covariance.columns], expected: "(\(dimension), \(dimension))")
        }
        try check(count, path)
        let writer = try NPZWriter(path: path)
        try writer.add(mean, key: StoredStatistics.Key.mean.rawValue)
        try writer.add(covariance, key: StoredStatistics.Key.covariance.rawValue)
        if let count { try writer.add([count], shape: [], key: StoredStatistics.Key.count.rawValue) }
        try writer.finish()
    }

    /// Writes count, mean and scatter, and the covariance that follows from them: what merges, and what other programs load.
    ///
    /// Keys: `mu`, float64 (d,); `sigma`, float64 (d, d), the scatter over count − 1, left out for a single sample, which has none;
    /// `count`, an int64 scalar; `scatter`, float64 (d, d); `parts` and `part_sets`, int64, the shards. The member `origin.json` is no array.
    ///
    /// - Parameter origin: how the features came about, a short text; nil where that is not known.
    /// - Throws: as `write(mean:covariance:count:to:)`.
    public static func write(
        count: Int, mean: Vector<Double>, scatter: Matrix<Double>, parts: [StoredPart], origin: String? = nil,
        to path: String
    ) throws {
        let dimension = mean.count
        guard dimension > 0, scatter.rows == dimension, scatter.columns == dimension else {
            throw FeatureFileError.unwritableShape(
                file: path, shape: [scatter.rows, scatter.columns], expected: "(\(dimension), \(dimension))")
        }
        try check(count, path)
        let writer = try NPZWriter(path: path)
        try writer.add(mean, key: StoredStatistics.Key.mean.rawValue)
        if count > 1 {
            try writer.add(scatter.divided(by: Double(count - 1)), key: StoredStatistics.Key.covariance.rawValue)
        }
        try writer.add([count], shape: [], key: StoredStatistics.Key.count.rawValue)
        try writer.add(scatter, key: StoredStatistics.Key.scatter.rawValue)
        try StoredParts.write(parts, to: writer)
        if let origin { try writer.add(origin, name: StoredStatistics.originMember) }
        try writer.finish()
    }

    /// Writes mean and triangular factor in compact form: 4 MiB at 2048 dimensions in half precision, where a covariance takes 32.
    ///
    /// Keys: `mu`, float64 (d,); `count`, an int64 scalar; `factor`, the entries of R on and above the diagonal, row by row, each
    /// divided by the scale of its row; `factor_scale`, float64 (k,), powers of two; `factor_shape`, int64 [k, d].
    ///
    /// - Parameters:
    ///   - factor: the upper trapezoidal R, k × d with k ≤ d and k ≤ count, for which RᵀR is the centred scatter. What stands below
    ///     its diagonal is taken for zero.
    ///   - precision: of the entries of the factor, rounded to nearest, ties to even.
    ///   - parts: the shards, in `parts` and `part_sets`.
    ///   - origin: how the features came about, in the member `origin.json`.
    /// - Throws: as `write(mean:covariance:count:to:)`.
    public static func writeCompact(
        mean: Vector<Double>, factor: Matrix<Double>, count: Int, precision: StoredPrecision = .float16,
        parts: [StoredPart] = [], origin: String? = nil, to path: String
    ) throws {
        guard factor.columns == mean.count, mean.count > 0,
            let entries = PackedFactor.entryCount(rows: factor.rows, columns: factor.columns), factor.rows <= count
        else {
            throw FeatureFileError.unwritableShape(
                file: path, shape: [factor.rows, factor.columns], expected: "(k ≤ \(min(mean.count, count)), \(mean.count))")
        }
        try check(count, path)
        let rows = (0..<factor.rows).map { row in factor.elements[row * factor.columns + row..<(row + 1) * factor.columns] }
        for (row, line) in rows.enumerated() {
            guard let index = line.firstIndex(where: { !$0.isFinite }) else { continue }
            throw FeatureFileError.unwritableValue(
                file: "\(path):\(StoredStatistics.Key.factor.rawValue)", row: row + 1, column: index % factor.columns + 1,
                value: "\(line[index])", precision: precision)
        }
        let scales = rows.map { row in PackedFactor.scale(largest: row.reduce(0) { max($0, $1.magnitude) }) }
        let writer = try NPZWriter(path: path)
        try writer.add(mean, key: StoredStatistics.Key.mean.rawValue)
        try writer.add([count], shape: [], key: StoredStatistics.Key.count.rawValue)
        try writer.add(key: StoredStatistics.Key.factor.rawValue, precision: precision, shape: [entries]) { member in
            for (row, scale) in zip(rows, scales) {
                try row.map { $0 / scale }.withUnsafeBufferPointer { try member.append($0, in: precision, columns: entries) }
            }
        }
        try writer.add(Vector(scales), key: StoredStatistics.Key.factorScale.rawValue)
        try writer.add([factor.rows, factor.columns], shape: [2], key: StoredStatistics.Key.factorShape.rawValue)
        try StoredParts.write(parts, to: writer)
        if let origin { try writer.add(origin, name: StoredStatistics.originMember) }
        try writer.finish()
    }

    private static func check(_ count: Int?, _ path: String) throws {
        if let count, count < 1 { throw FeatureFileError.invalidCount(file: "\(path):count", value: "\(count)") }
    }
}
