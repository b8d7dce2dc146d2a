// A scale: where a number lies between the ends of an axis, and the round numbers written at it.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// One axis from its lower to its upper end, linear or logarithmic.
public struct ChartScale: Hashable, Sendable {
    public struct Tick: Hashable, Sendable {
        public let value: Double
        public let text: String
    }

    public let lower: Double
    public let upper: Double
    public let isLogarithmic: Bool
    /// Whether only whole numbers are written at the axis: steps are counted.
    let isWhole: Bool

    /// No number of a chart is larger than this, so that spans and sums stay finite.
    static let limit = 1e305

    /// A scale over finite numbers; equal numbers get room around them.
    ///
    /// - Parameter margin: how much of the span is added at both ends.
    /// - Precondition: for a logarithmic scale all values are above 0.
    init(over values: some Sequence<Double>, margin: Double = 0, isLogarithmic: Bool = false, isWhole: Bool = false) {
        let exponents = isLogarithmic ? values.map { log10($0) } : Array(values)
        var lower = exponents.min() ?? 0
        var upper = exponents.max() ?? 1
        let magnitude = max(abs(lower), abs(upper))
        // What cannot be told apart by twelve digits is one value: it stands in the middle of its own size, or of 1.
        if !(upper - lower > max(magnitude * 1e-12, 1e-305)) {
            let room = isLogarithmic || magnitude < 1e-290 ? 1 : magnitude / 2
            lower -= room
            upper += room
        }
        let pad = (upper - lower) * margin
        self.init(lower: lower - pad, upper: upper + pad, isLogarithmic: isLogarithmic, isWhole: isWhole)
    }

    private init(lower: Double, upper: Double, isLogarithmic: Bool, isWhole: Bool) {
        self.lower = lower
        self.upper = upper
        self.isLogarithmic = isLogarithmic
        self.isWhole = isWhole
    }

    /// The length of the axis: in units, or in powers of ten.
    public var span: Double { upper - lower }

    /// Where a value lies: 0 at the lower end, 1 at the upper one.
    public func position(of value: Double) -> Double {
        ((isLogarithmic ? log10(value) : value) - lower) / span
    }

    /// The scale with the same middle and another span.
    func widened(to span: Double) -> ChartScale {
        let middle = lower / 2 + upper / 2
        return ChartScale(lower: middle - span / 2, upper: middle + span / 2, isLogarithmic: isLogarithmic, isWhole: isWhole)
    }

    /// At most about `count` round numbers on the axis: multiples of 1, 2 or 5 times a power of ten, or powers of ten.
    public func ticks(_ count: Int) -> [Tick] {
        isLogarithmic ? powers(max(2, count)) : multiples(max(2, count))
    }

    private func multiples(_ count: Int) -> [Tick] {
        let rough = span / Double(count)
        guard rough.isNormal else { return [] }
        let power = pow(10, floor(log10(rough)))
        let round = [1, 2, 5, 10].map { $0 * power }.first { $0 >= rough * 0.999 } ?? 10 * power
        let step = isWhole ? max(1, round) : round
        guard step.isNormal else { return [] }
        // Slack, so that an end that is a round number is not lost to rounding.
        let first = (lower / step - 1e-9).rounded(.up)
        let last = (upper / step + 1e-9).rounded(.down)
        guard last - first < 1000, last >= first else { return [] }
        let digits = max(6, Int(log10(max(abs(lower), abs(upper)) / step).rounded(.up)) + 1)
        return stride(from: first, through: last, by: 1).map { index in
            let value = index * step
            return Tick(value: value, text: formatDecimal(value == 0 ? 0 : value, significantDigits: min(15, digits)))
        }
    }

    private func powers(_ count: Int) -> [Tick] {
        // Powers that a Double can hold.
        let first = max(-307, (lower - 1e-9).rounded(.up))
        let last = min(308, (upper + 1e-9).rounded(.down))
        guard last >= first else { return [] }
        let step = max(1, ((last - first) / Double(count)).rounded(.up))
        return stride(from: (first / step).rounded(.up) * step, through: last, by: step).map { exponent in
            let value = pow(10, exponent)
            let isShort = (-3...4).contains(exponent)
            let raised = ScriptCharacters.superscript("\(Int(exponent))") ?? ""
            return Tick(value: value, text: isShort ? formatDecimal(value) : "10\(raised)")
        }
    }
}
