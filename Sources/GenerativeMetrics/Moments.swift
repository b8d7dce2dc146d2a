// Count, mean and centred scatter of a set of samples, gathered block by block and merged without loss.

import LinearAlgebra
import RealModule

/// The first two moments of n samples of d features: all that the Fréchet distance knows of a set.
public struct Moments<Element: Scalar>: Sendable, Equatable {
    /// n
    public let count: Int
    /// μ, d entries.
    public let mean: Vector<Element>
    /// (X − μ)ᵀ(X − μ), d × d, not divided.
    public let scatter: Matrix<Element>

    /// Moments put together from parts that belong together.
    ///
    /// - Throws: ``MetricsError/meanCovarianceMismatch(mean:covariance:)``, ``LinearAlgebraError/notSquare(operation:shape:)``.
    public init(count: Int, mean: Vector<Element>, scatter: Matrix<Element>) throws {
        guard scatter.isSquare else { throw LinearAlgebraError.notSquare(operation: "Σ", shape: scatter.shape) }
        guard mean.count == scatter.rows else {
            throw MetricsError.meanCovarianceMismatch(mean: mean.count, covariance: scatter.rows)
        }
        self.count = count
        self.mean = mean
        self.scatter = scatter
    }

    /// The moments of an n × d matrix of samples.
    ///
    /// - Throws: ``MetricsError/noSamples``.
    public init(of samples: Matrix<Element>) throws {
        guard samples.rows > 0 else { throw MetricsError.noSamples }
        var accumulator = MomentsAccumulator<Element>(dimension: samples.columns)
        try accumulator.add(samples)
        self = try accumulator.moments()
    }

    /// d
    public var dimension: Int { mean.count }

    /// Σ, d × d.
    ///
    /// - Throws: ``MetricsError/noSamples``, ``MetricsError/singleSample``.
    public func covariance(divisor: CovarianceDivisor = .samplesMinusOne) throws -> Matrix<Element> {
        scatter.divided(by: Element(try divisor.value(for: count)))
    }

    /// The moments of the union of both sets of samples: the pairwise update of Chan, Golub and LeVeque (1979), the same to rounding
    /// in whatever order shards are merged.
    ///
    /// - Throws: ``MetricsError/dimensionMismatch(first:second:)``.
    public func merging(_ other: Moments) throws -> Moments {
        guard dimension == other.dimension else {
            throw MetricsError.dimensionMismatch(first: dimension, second: other.dimension)
        }
        if count == 0 { return other }
        if other.count == 0 { return self }
        let total = count + other.count
        let difference = try other.mean.minus(mean)
        let share = Element(other.count) / Element(total)
        let mean = Vector(zip(self.mean, difference).map { $0 + share * $1 })
        // A rational number has its square root in every field here.
        guard let weight = (Element(count) * share).nonnegativeRoot() else { throw MetricsError.overflow }
        var scatter = try scatter.plus(other.scatter)
        let step = Matrix(rows: 1, columns: dimension, elements: difference.map { weight * $0 })
        Element.addGram(ofLeading: 1, rowsOf: step, toUpperTriangleOf: &scatter)
        scatter.mirrorUpperTriangle()
        return try Moments(count: total, mean: mean, scatter: scatter)
    }
}

/// Gathers moments from blocks of rows. Each block is centred at its own mean; the step from the mean so far to the block's mean enters
/// as one more row, √(n·b/(n+b))·(μ_b − μ), of the block's Gram matrix: the update of Chan, Golub and LeVeque (1979) at no cost of
/// its own, without the cancellation of Σxxᵀ − nμμᵀ.
public struct MomentsAccumulator<Element: Scalar>: Sendable {
    public private(set) var count = 0
    private var mean: Vector<Element>
    /// Only the upper triangle is kept up.
    private var scatter: Matrix<Element>

    public let dimension: Int

    /// An empty set of samples of `dimension` features.
    public init(dimension: Int) {
        self.dimension = dimension
        mean = Vector(repeatElement(Element(0), count: dimension))
        scatter = .zeros(rows: dimension, columns: dimension)
    }

    /// Adds the rows of `samples`.
    ///
    /// - Throws: ``MetricsError/dimensionMismatch(first:second:)``.
    public mutating func add(_ samples: Matrix<Element>) throws {
        guard samples.columns == dimension else {
            throw MetricsError.dimensionMismatch(first: dimension, second: samples.columns)
        }
        guard samples.rows > 0 else { return }
        var block = try samples.stacked(on: .zeros(rows: 1, columns: dimension))
        try add(leading: samples.rows, ofScratch: &block)
    }

    /// Adds the leading `rows` rows of `block`, which is overwritten and must have room for one more row.
    ///
    /// - Precondition: `block.columns == dimension`, `rows < block.rows`.
    public mutating func add(leading rows: Int, ofScratch block: inout Matrix<Element>) throws {
        precondition(block.columns == dimension && rows < block.rows, "a block has d columns and a row to spare")
        guard rows > 0 else { return }
        let blockMean = try block.mean(ofLeading: rows)
        Element.subtract(blockMean, fromLeading: rows, rowsOf: &block)
        var used = rows
        if count == 0 {
            mean = blockMean
        } else {
            let difference = try blockMean.minus(mean)
            let total = Element(count + rows)
            let share = Element(rows) / total
            // A rational number has its square root in every field here.
            guard let weight = (Element(count) * share).nonnegativeRoot() else { throw MetricsError.overflow }
            for j in 0..<dimension { block[rows, j] = weight * difference[j] }
            mean = Vector(zip(mean, difference).map { $0 + share * $1 })
            used += 1
        }
        count += rows
        Element.addGram(ofLeading: used, rowsOf: block, toUpperTriangleOf: &scatter)
    }

    /// The moments of all rows added, leaving the accumulator empty-handed.
    ///
    /// - Throws: ``MetricsError/overflow`` where a square left the range of the floating-point type.
    public consuming func moments() throws -> Moments<Element> {
        // An entry is no larger than the root of the product of its two diagonal ones.
        guard Element.isExact || (0..<dimension).allSatisfy({ scatter[$0, $0].doubleValue.isFinite }) else {
            throw MetricsError.overflow
        }
        scatter.mirrorUpperTriangle()
        return try Moments(count: count, mean: mean, scatter: scatter)
    }
}
