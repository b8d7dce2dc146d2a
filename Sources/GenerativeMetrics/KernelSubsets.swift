// The kernel distance over random subsets, as the KID is published: its mean and its spread.

import LinearAlgebra
import RealModule

/// Random subsets of both sets, drawn as torch-fidelity draws them: by NumPy's `RandomState(seed).choice(n, size, replace=False)`, of the
/// first set and of the second in turn.
public struct KernelSubsets: Sendable, Hashable {
    public var count: Int
    public var size: Int
    public var seed: UInt32

    public init(count: Int = 100, size: Int = 1000, seed: UInt32 = 2020) {
        self.count = count
        self.size = size
        self.seed = seed
    }

    /// The members of each subset, as indices of rows from 0.
    ///
    /// - Throws: ``MetricsError/subsetTooLarge(count:rows:)``, ``MetricsError/noSubsets``.
    public func drawn(from first: Int, and second: Int) throws -> [(first: [Int], second: [Int])] {
        guard count > 0, size > 0 else { throw MetricsError.noSubsets }
        guard size <= Swift.min(first, second) else {
            throw MetricsError.subsetTooLarge(count: size, rows: Swift.min(first, second))
        }
        var random = NumPyRandomState(seed: seed)
        return (0..<count).map { _ in (random.choice(first, size), random.choice(second, size)) }
    }
}

/// A kernel distance over subsets.
public struct KernelSubsetDistance<Element: Scalar>: Sendable {
    /// The distance of each pair of subsets.
    public let values: [Element]
    public let subsets: KernelSubsets

    /// Their mean.
    public var value: Element { values.reduce(0, +) / Element(values.count) }

    /// The mean of their squared differences from the mean (divisor: their number), as NumPy's `var` has it.
    public var variance: Element {
        let mean = value
        return values.reduce(Element(0)) { $0 + ($1 - mean) * ($1 - mean) } / Element(values.count)
    }

    /// The root of the variance; nil where it leaves the field.
    public var standardDeviation: Element? { variance.nonnegativeRoot() }
}

/// A kernel distance of whole sets, and over subsets.
public struct KernelDistances<Element: Scalar>: Sendable {
    public let whole: KernelDistance<Element>?
    public let overSubsets: KernelSubsetDistance<Element>?
}

/// In which precision inner products are taken; kernels and sums are in double precision.
public enum KernelPrecision: String, CaseIterable, Sendable {
    case double
    /// Twice as fast; good to 1e-8 or so of a KID, which is a ten thousandth of its spread over subsets.
    case single
}

extension RowBlocks {
    /// The kernel distance over random subsets; and, where `whole` is asked for, that of all rows besides, from the same pass.
    ///
    /// Where the subsets together have more pairs than the sets, or where all pairs are needed anyway, the kernel of each pair is computed
    /// once for all of them; otherwise the members of each subset are gathered.
    ///
    /// - Throws: what ``Matrix/kernelDistance(to:options:recorder:)`` throws, ``MetricsError/subsetTooLarge(count:rows:)``,
    ///   ``MetricsError/noSubsets``; what reading throws.
    public func kernelDistances(
        to other: some RowBlocks<Element>, options: KernelDistanceOptions<Element> = .kid, whole: Bool = true,
        subsets: KernelSubsets? = nil
    ) throws -> KernelDistances<Element> {
        try KernelSummation<Element, Element>.plain(options.kernel).distances(
            self, other, options, whole: whole, subsets: subsets)
    }

    /// The mean of the kernel distance over random subsets, with its spread.
    ///
    /// - Throws: as ``kernelDistances(to:options:whole:subsets:)``.
    public func kernelDistanceOverSubsets(
        to other: some RowBlocks<Element>, options: KernelDistanceOptions<Element> = .kid,
        subsets: KernelSubsets = KernelSubsets(),
        recorder: Recorder? = nil
    ) throws -> KernelSubsetDistance<Element> {
        let distances = try kernelDistances(to: other, options: options, whole: false, subsets: subsets)
        guard let result = distances.overSubsets else { throw MetricsError.noSubsets }
        recorder?.record(
            .kernelSubsets, [.integer(subsets.count), .integer(subsets.size), .integer(Int(subsets.seed))],
            Quantity(Vector(result.values)))
        recorder?.record(.meanOfSubsets, [Quantity(Vector(result.values))], Quantity(result.value))
        return result
    }
}

extension RowBlocks where Element == Double {
    /// ``kernelDistances(to:options:whole:subsets:)`` with inner products in the precision asked for.
    public func kernelDistances(
        to other: some RowBlocks<Double>, options: KernelDistanceOptions<Double> = .kid, whole: Bool = true,
        subsets: KernelSubsets? = nil, precision: KernelPrecision
    ) throws -> KernelDistances<Double> {
        switch precision {
        case .double: try kernelDistances(to: other, options: options, whole: whole, subsets: subsets)
        case .single:
            try KernelSummation<Float, Double>.single(options.kernel).distances(
                SingleRows(self), SingleRows(other), options, whole: whole, subsets: subsets)
        }
    }
}

extension KernelSummation {
    func distances(
        _ first: some RowBlocks<Storage>, _ second: some RowBlocks<Storage>, _ options: KernelDistanceOptions<Value>, whole: Bool,
        subsets: KernelSubsets?
    ) throws -> KernelDistances<Value> {
        guard let subsets else {
            return KernelDistances(whole: whole ? try distance(first, second, options) : nil, overSubsets: nil)
        }
        try Self.requireComparable(first, second)
        try options.validate()
        if options.estimator == .unbiased, subsets.size == 1 { throw MetricsError.singleSampleWithoutPairs }
        let drawn = try subsets.drawn(from: first.rows, and: second.rows)
        let pairs = Self.pairs(first.rows, second.rows) * Double(first.columns + subsets.count)
        let gatheredPairs = Double(subsets.count) * Self.pairs(subsets.size, subsets.size) * Double(first.columns)
        // Gathering the members of each subset, from a file most of all, costs about half as much again as their products.
        guard whole || pairs < 1.5 * gatheredPairs else {
            let values = try gathered(first, second, options, drawn)
            return KernelDistances(whole: nil, overSubsets: KernelSubsetDistance(values: values, subsets: subsets))
        }
        let members = (
            Self.members(drawn.map(\.first), of: first.rows), Self.members(drawn.map(\.second), of: second.rows)
        )
        let within = (try within(first, members: members.0), try self.within(second, members: members.1))
        let across = try across(first, second, members: members)
        let values = try (0..<subsets.count).map { s in
            let estimator = options.estimator
            let means = (
                try estimator.mean(of: within.0.subsets[s], diagonal: within.0.subsetDiagonals[s], count: subsets.size),
                try estimator.mean(of: within.1.subsets[s], diagonal: within.1.subsetDiagonals[s], count: subsets.size)
            )
            let cross = across.subsets[s] / Value(subsets.size) / Value(subsets.size)
            return options.scale * (means.0 + means.1 - 2 * cross)
        }
        return KernelDistances(
            whole: whole ? try KernelDistance(within.0, within.1, across, options) : nil,
            overSubsets: KernelSubsetDistance(values: values, subsets: subsets))
    }

    /// The distances of subsets whose rows are gathered, one pair of subsets after the other.
    private func gathered(
        _ first: some RowBlocks<Storage>, _ second: some RowBlocks<Storage>, _ options: KernelDistanceOptions<Value>,
        _ drawn: [(first: [Int], second: [Int])]
    ) throws -> [Value] {
        var (first, second) = (first, second)
        return try drawn.map { members in
            try distance(first.gathered(members.first), second.gathered(members.second), options).value
        }
    }

    /// How many pairs of rows are looked at: a half of those within each set, all across.
    private static func pairs(_ first: Int, _ second: Int) -> Double {
        let (n, m) = (Double(first), Double(second))
        return n * n / 2 + m * m / 2 + n * m
    }

    /// A column of zeros and ones for each subset.
    private static func members(_ subsets: [[Int]], of rows: Int) -> Matrix<Value> {
        var members = Matrix<Value>.zeros(rows: rows, columns: subsets.count)
        for (s, subset) in subsets.enumerated() {
            for index in subset { members[index, s] = 1 }
        }
        return members
    }
}
