// Skewness and kurtosis: what mean and variance do not tell of the shape of a sample.

import LinearAlgebra
import RealModule

extension Vector where Element: Scalar {
    /// The skewness m₃ / m₂^(3/2) of the sample, with the population moments mₖ = Σ(xᵢ − x̄)ᵏ / n; 0 for what is symmetric about its mean.
    ///
    /// - Throws: ``MetricsError/noSamples``, ``MetricsError/noSpread``, ``LinearAlgebraError/leavesField(operation:)``.
    public func skewness(recorder: Recorder? = nil) throws -> Element {
        let (second, third) = (try centralMoment(2, recorder: recorder), try centralMoment(3, recorder: recorder))
        let skewness = try Self.skewness(second, third)
        try recorder.record(.skewness, [Quantity(second), Quantity(third)], skewness) {
            try Vector<Double>.skewness(second.doubleValue, third.doubleValue)
        }
        return skewness
    }

    /// The kurtosis m₄ / m₂² of the sample, with the population moments of ``skewness(recorder:)``: 3 for a normal distribution.
    ///
    /// - Parameter isExcess: whether those 3 are subtracted.
    /// - Throws: ``MetricsError/noSamples``, ``MetricsError/noSpread``.
    public func kurtosis(isExcess: Bool = false, recorder: Recorder? = nil) throws -> Element {
        let (second, fourth) = (try centralMoment(2, recorder: recorder), try centralMoment(4, recorder: recorder))
        let kurtosis = fourth / (second * second)
        try recorder.record(.kurtosis, [Quantity(second), Quantity(fourth)], kurtosis) {
            fourth.doubleValue / (second.doubleValue * second.doubleValue)
        }
        guard isExcess else { return kurtosis }
        let excess = kurtosis - 3
        try recorder.record(.excessKurtosis, [Quantity(kurtosis)], excess) { kurtosis.doubleValue - 3 }
        return excess
    }

    /// mₖ = Σ(xᵢ − x̄)ᵏ / n of a sample that is not constant.
    private func centralMoment(_ order: Int, recorder: Recorder?) throws -> Element {
        guard !isEmpty else { throw MetricsError.noSamples }
        let mean = sum / Element(count)
        let moment =
            elements.reduce(Element(0)) { total, x in
                total + (0..<order).reduce(Element(1)) { power, _ in power * (x - mean) }
            } / Element(count)
        let largest = elements.map { abs($0.doubleValue) }.max() ?? 0
        // A second moment of rounding size is none: the mean of equal numbers may be off by an ulp.
        let rounding = Element.isExact ? 0 : Double.negligible(scale: largest, dimension: count)
        guard order != 2 || moment.doubleValue > rounding * rounding else { throw MetricsError.noSpread }
        try recorder.record(.centralMoment, [Quantity(self), .integer(order)], moment) {
            try approximate.centralMoment(order, recorder: nil)
        }
        return moment
    }

    private static func skewness(_ second: Element, _ third: Element) throws -> Element {
        guard let root = second.nonnegativeRoot() else { throw LinearAlgebraError.leavesField(operation: "√m₂") }
        return third / (second * root)
    }
}
