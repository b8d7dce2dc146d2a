// The statistics of a set of samples as files keep them: mean and covariance, or mean and a triangular factor.

import LinearAlgebra

/// Mean and covariance of a set of samples, read from a file and checked, or to be written to one.
public struct StoredStatistics: Sendable, Equatable {
    /// The number of samples, if the file tells; at least 1.
    public var count: Int?

    /// The mean, of length d.
    public var mean: Vector<Double>

    /// The covariance, d × d and exactly symmetric. Its definiteness is not checked here.
    public var covariance: Matrix<Double>?

    /// The upper trapezoidal factor R, k × d with k ≤ d: RᵀR is the scatter of the samples about their mean, Σ(x − μ)(x − μ)ᵀ.
    public var factor: Matrix<Double>?

    /// The scatter of the samples about their mean, Σ(x − μ)(x − μ)ᵀ, d × d and exactly symmetric, not divided: what merges without loss.
    public var scatter: Matrix<Double>?

    /// The shards that the samples come from; empty where the file does not tell.
    public var parts: [StoredPart] = []

    /// What the writer says of how the features came about, as it is in the file; nil where it says nothing.
    public var origin: String?

    /// How far the covariance was from symmetric in the file: the largest |σᵢⱼ − σⱼᵢ| relative to the largest |σᵢⱼ|. The mean of each
    /// pair has been taken. A value near 10⁻⁷ tells that it was computed in single precision.
    public var asymmetry = 0.0

    /// The keys of the arrays in the file that were not used: `mu_s`, `sigma_s`, `arr_0`.
    public var ignoredKeys: [String] = []

    public init(
        count: Int?, mean: Vector<Double>, covariance: Matrix<Double>? = nil, factor: Matrix<Double>? = nil
    ) {
        self.count = count
        self.mean = mean
        self.covariance = covariance
        self.factor = factor
    }

    /// The keys of the arrays in an archive of statistics.
    public enum Key: String, CaseIterable, Sendable {
        /// The mean, (d,).
        case mean = "mu"
        /// The covariance, (d, d).
        case covariance = "sigma"
        /// The number of samples, a scalar.
        case count
        /// The factor's entries on and above the diagonal, row by row, each divided by the scale of its row.
        case factor
        /// The scale of each row of the factor, (k,), positive.
        case factorScale = "factor_scale"
        /// The shape of the factor: the two integers k and d.
        case factorShape = "factor_shape"
        /// The centred scatter, (d, d).
        case scatter
        /// The shards, and the sets that they are of.
        case parts
        case partSets = "part_sets"
    }

    /// The member of an archive that tells how the features came about: a text, not an array.
    static let originMember = "origin.json"
    /// The most bytes of it that are read.
    private static let originLimit = 1 << 16

    /// - Throws: `FeatureFileError` where the member is damaged.
    private static func origin(_ archive: ArrayArchive) throws -> String? {
        try archive.text(originMember, limit: originLimit)
    }

    /// The largest asymmetry that passes for rounding, relative to the largest entry.
    ///
    /// The covariance is made symmetric afterwards, so the bound has only to tell rounding from mistakes. A product of matrices in
    /// single precision leaves some ten to a hundred units of 2⁻²⁴ ≈ 6·10⁻⁸, and its result is often stored as float64, so the stored
    /// type does not tell the arithmetic: 10⁻⁵ for both. In half precision the unit is 2⁻¹¹ ≈ 5·10⁻⁴. A mistake (a cross-covariance,
    /// a matrix that was only half filled) shows in the leading digits.
    static func symmetryTolerance(_ type: ElementType) -> Double { type == .float16 ? 1e-2 : 1e-5 }
}

extension StoredStatistics {
    /// Reads the statistics of an archive that has a mean, and a covariance or a factor.
    init(reading archive: ArrayArchive, name: String) throws {
        mean = Vector(try Self.mean(archive))
        count = try archive.has(Key.count.rawValue) ? Self.count(archive) : nil
        parts = try StoredParts.read(archive, name: name)
        origin = try Self.origin(archive)
        if archive.has(Key.scatter.rawValue) {
            (scatter, asymmetry) = try Self.matrix(.scatter, archive, dimension: mean.count)
            if count == nil {
                throw FeatureFileError.missingStatistic(
                    file: name, present: Key.scatter.rawValue, missing: Key.count.rawValue)
            }
        }
        if archive.has(Key.covariance.rawValue) {
            (covariance, asymmetry) = try Self.matrix(.covariance, archive, dimension: mean.count)
        } else if scatter == nil {
            let parts: [Key] = [.count, .factorScale, .factorShape]
            if let missing = parts.first(where: { !archive.has($0.rawValue) }) {
                throw FeatureFileError.missingStatistic(
                    file: name, present: Key.factor.rawValue, missing: missing.rawValue)
            }
            factor = try PackedFactor.read(archive, name: name, dimension: mean.count, count: count ?? 0)
        }
        let unused: [Key] = factor == nil ? [.factor, .factorScale, .factorShape] : []
        let used = Set(Key.allCases.filter { !unused.contains($0) }.map(\.rawValue))
        ignoredKeys = archive.keys.filter { !used.contains($0) }
        try checkScatter(name)
    }

    /// A scatter that is not count − 1 times the covariance beside it would make two numbers of one file.
    private func checkScatter(_ name: String) throws {
        guard let scatter, let covariance, let count else { return }
        let factor = Double(count - 1)
        let largest = scatter.elements.reduce(0) { max($0, $1.magnitude) }
        // Both are of one computation and differ by a rounding each; a change by hand shows in the leading digits.
        let agree = zip(scatter.elements, covariance.elements).allSatisfy { ($0 - factor * $1).magnitude <= 1e-9 * largest }
        guard agree else { throw ShardError.contradictoryScatter(file: name) }
    }

    /// What the statistics of an archive say of themselves, without their matrices.
    static func summary(of archive: ArrayArchive, name: String) throws -> StatisticsSummary {
        let mean = try mean(archive)
        let count = try archive.has(Key.count.rawValue) ? Self.count(archive) : nil
        let isCompact = !archive.has(Key.covariance.rawValue) && !archive.has(Key.scatter.rawValue)
        let hasher = try SHA256Hasher()
        try hasher.update(Array("\(count ?? 0)".utf8))
        try mean.withUnsafeBytes { try hasher.update($0) }
        return StatisticsSummary(
            file: name, count: count, dimension: mean.count, parts: try StoredParts.read(archive, name: name),
            factorType: isCompact ? try archive.array(Key.factor.rawValue).header.elementType : nil,
            fingerprint: try hasher.finish(), origin: try origin(archive))
    }

    private static func mean(_ archive: ArrayArchive) throws -> [Double] {
        let array = try archive.array(Key.mean.rawValue)
        // A row or a column of a matrix is what some programs keep.
        let isVector = array.shape.count == 1 || (array.shape.count == 2 && array.shape.contains(1))
        guard isVector, array.header.elementCount > 0 else {
            throw FeatureFileError.wrongStatisticShape(file: array.name, shape: array.shape, expected: "(d,)")
        }
        return try array.readElements()
    }

    private static func count(_ archive: ArrayArchive) throws -> Int {
        let array = try archive.array(Key.count.rawValue)
        guard array.header.elementCount == 1 else {
            throw FeatureFileError.wrongStatisticShape(file: array.name, shape: array.shape, expected: "()")
        }
        let value = try array.readElements().first ?? 0
        guard let count = Int(exactly: value), count >= 1 else {
            throw FeatureFileError.invalidCount(file: array.name, value: "\(value)")
        }
        return count
    }

    private static func matrix(_ key: Key, _ archive: ArrayArchive, dimension: Int) throws -> (Matrix<Double>, Double) {
        let array = try archive.array(key.rawValue)
        // numpy.cov of one feature is a scalar.
        let fits = array.shape == [dimension, dimension] || (dimension == 1 && array.header.elementCount == 1)
        guard fits else {
            throw FeatureFileError.wrongStatisticShape(
                file: array.name, shape: array.shape, expected: "(\(dimension), \(dimension))")
        }
        if dimension == 1 {
            return (Matrix(rows: 1, columns: 1, elements: try array.readElements()), 0)
        }
        let matrix = try RowReader(array).readAll()
        return try symmetric(matrix, name: array.name, tolerance: symmetryTolerance(array.header.elementType))
    }

    /// The mean of a matrix and its transpose, and how far they are apart relative to the largest entry.
    private static func symmetric(
        _ matrix: Matrix<Double>, name: String, tolerance: Double
    ) throws -> (Matrix<Double>, Double) {
        let dimension = matrix.rows
        let largest = matrix.elements.reduce(0) { max($0, $1.magnitude) }
        var worst = (difference: 0.0, row: 0, column: 0)
        // In squares that stay in the cache, for one of the two entries is always a row away.
        let side = 64
        for top in stride(from: 0, to: dimension, by: side) {
            for left in stride(from: top, to: dimension, by: side) {
                for row in top..<min(top + side, dimension) {
                    for column in max(left, row)..<max(left, row, min(left + side, dimension)) {
                        // Halved, so that the difference of two large numbers does not overflow.
                        let difference = (matrix[row, column] / 2 - matrix[column, row] / 2).magnitude
                        if difference > worst.difference { worst = (difference, row, column) }
                    }
                }
            }
        }
        guard worst.difference > 0 else { return (matrix, 0) }
        let asymmetry = worst.difference / (largest / 2)
        guard asymmetry <= tolerance else {
            throw FeatureFileError.notSymmetric(
                file: name, row: worst.row + 1, column: worst.column + 1, value: matrix[worst.row, worst.column],
                mirrored: matrix[worst.column, worst.row])
        }
        let mean = Matrix(rows: dimension, columns: dimension) { matrix[$0, $1] / 2 + matrix[$1, $0] / 2 }
        return (mean, asymmetry)
    }
}
