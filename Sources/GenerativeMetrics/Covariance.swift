// Mean, centring, scatter and covariance of a matrix of samples: the kernels of the first lessons and of every score.

import LinearAlgebra
import RealModule

/// By what the scatter is divided to give a covariance.
public enum CovarianceDivisor: String, CaseIterable, Sendable {
    /// n − 1, the unbiased estimate: what NumPy's `cov`, and so every FID tool, does.
    case samplesMinusOne
    /// n, the maximum likelihood estimate.
    case samples

    /// The divisor for `count` samples.
    ///
    /// - Throws: ``MetricsError/noSamples``, ``MetricsError/singleSample``.
    public func value(for count: Int) throws -> Int {
        guard count > 0 else { throw MetricsError.noSamples }
        switch self {
        case .samples: return count
        case .samplesMinusOne:
            guard count > 1 else { throw MetricsError.singleSample }
            return count - 1
        }
    }
}

extension Matrix where Element: Scalar {
    /// The mean of each column, d entries, of an n × d matrix of samples.
    ///
    /// - Throws: ``MetricsError/noSamples``.
    public func mean(recorder: Recorder? = nil) throws -> Vector<Element> {
        let mean = try mean(ofLeading: rows)
        try recorder.record(.mean, [Quantity(self)], mean) { try approximate.mean() }
        return mean
    }

    /// X − μ: `mean` subtracted from each row, n × d.
    public func centred(at mean: Vector<Element>, recorder: Recorder? = nil) throws -> Matrix {
        guard mean.count == columns else { throw MetricsError.dimensionMismatch(first: columns, second: mean.count) }
        var result = self
        Element.subtract(mean, fromLeading: rows, rowsOf: &result)
        try recorder.record(.centre, [Quantity(self), Quantity(mean)], result) {
            try approximate.centred(at: mean.approximate)
        }
        return result
    }

    /// AᵀA, d × d: of centred samples their scatter.
    public func scatter(recorder: Recorder? = nil) throws -> Matrix {
        var scatter = Matrix.zeros(rows: columns, columns: columns)
        Element.addGram(ofLeading: rows, rowsOf: self, toUpperTriangleOf: &scatter)
        scatter.mirrorUpperTriangle()
        try recorder.record(.scatter, [Quantity(self)], scatter) { try approximate.scatter() }
        return scatter
    }

    /// The covariance of the columns, d × d, of an n × d matrix of samples.
    ///
    /// - Throws: ``MetricsError/noSamples``, ``MetricsError/singleSample``.
    public func covariance(divisor: CovarianceDivisor = .samplesMinusOne, recorder: Recorder? = nil) throws -> Matrix {
        try FittedNormal(samples: self, divisor: divisor, recorder: recorder).covariance(recorder: recorder)
    }

    func mean(ofLeading count: Int) throws -> Vector<Element> {
        guard count > 0 else { throw MetricsError.noSamples }
        var sums = Vector(repeatElement(Element(0), count: columns))
        Element.addColumnSums(ofLeading: count, rowsOf: self, to: &sums)
        return sums.map { $0 / Element(count) }
    }
}
