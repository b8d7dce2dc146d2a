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

/// One kernel distance to be computed from a pass over the pairs.
public struct KernelDistanceRequest<Element: Scalar>: Sendable {
    public var options: KernelDistanceOptions<Element>
    /// Whether the distance of all rows is asked for.
    public var whole: Bool
    /// The random subsets over which it is asked for.
    public var subsets: KernelSubsets?

    public init(_ options: KernelDistanceOptions<Element> = .kid, whole: Bool = true, subsets: KernelSubsets? = nil) {
        self.options = options
        self.whole = whole
        self.subsets = subsets
    }
}

extension RowBlocks {
    /// Kernel distances of all rows, over random subsets, or both, all from one pass over the pairs.
    ///
    /// Where one distance over subsets is asked for, and these have fewer pairs than the sets, the members of each subset are gathered
    /// instead.
    ///
    /// - Throws: what ``Matrix/kernelDistance(to:options:recorder:)`` throws, ``MetricsError/subsetTooLarge(count:rows:)``,
    ///   ``MetricsError/noSubsets``; what reading throws.
    public func kernelDistances(
        to other: some RowBlocks<Element>, _ requests: [KernelDistanceRequest<Element>]
    ) throws -> [KernelDistances<Element>] {
        try KernelSummation<Element, Element>.plain(requests).distances(self, other, requests)
    }

    /// The kernel distance over random subsets; and, where `whole` is asked for, that of all rows besides, from the same pass.
    ///
    /// - Throws: as ``kernelDistances(to:_:)``.
    public func kernelDistances(
        to other: some RowBlocks<Element>, options: KernelDistanceOptions<Element> = .kid, whole: Bool = true,
        subsets: KernelSubsets? = nil
    ) throws -> KernelDistances<Element> {
        try kernelDistances(to: other, [KernelDistanceRequest(options, whole: whole, subsets: subsets)])[0]
    }

    /// The mean of the kernel distance over random subsets, with its spread.
    ///
    /// - Throws: as ``kernelDistances(to:_:)``.
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
    /// ``kernelDistances(to:_:)`` with inner products in the precision asked for.
    ///
    /// - Parameter progress: called with the pairs of rows done and those to do; may throw to give up.
    public func kernelDistances(
        to other: some RowBlocks<Double>, _ requests: [KernelDistanceRequest<Double>], precision: KernelPrecision,
        progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> [KernelDistances<Double>] {
        try withoutActuallyEscaping(progress) { progress in
            switch precision {
            case .double:
                var summation = KernelSummation<Double, Double>.plain(requests)
                summation.report(progress, of: (rows, other.rows))
                return try summation.distances(self, other, requests)
            case .single:
                var summation = KernelSummation<Float, Double>.single(requests)
                summation.report(progress, of: (rows, other.rows))
                return try summation.distances(SingleRows(self), SingleRows(other), requests)
            }
        }
    }
}

extension KernelSummation {
    /// Reports all pairs done so far.
    fileprivate mutating func report(_ progress: @escaping (Int, Int) throws -> Void, of rows: (Int, Int)) {
        let all = Int(Self.pairs(rows.0, rows.1))
        var done = 0
        self.progress = { pairs in
            done += pairs
            try progress(Swift.min(done, all), all)
        }
    }

    func distances(
        _ first: some RowBlocks<Storage>, _ second: some RowBlocks<Storage>, _ requests: [KernelDistanceRequest<Value>]
    ) throws -> [KernelDistances<Value>] {
        try Self.requireComparable(first, second)
        let drawn = try requests.map { try $0.drawn(from: first.rows, and: second.rows) }
        if requests.count == 1, let request = requests.first, let subsets = request.subsets, let members = drawn[0],
            !request.whole, Self.isGatheringCheaper(subsets, first, second)
        {
            let values = try gathered(first, second, request.options, members)
            return [KernelDistances(whole: nil, overSubsets: KernelSubsetDistance(values: values, subsets: subsets))]
        }
        let members = drawn.map { drawn in
            drawn.map {
                (Self.members($0.map(\.first), of: first.rows), Self.members($0.map(\.second), of: second.rows))
            }
        }
        let withinFirst = try within(first, members: members.map { $0?.0 })
        let withinSecond = try within(second, members: members.map { $0?.1 })
        let across = try across(first, second, members: members)
        return try requests.indices.map { index in
            try requests[index].distances(withinFirst[index], withinSecond[index], across[index])
        }
    }

    /// Whether it costs less to gather the members of each subset than to look at all pairs. Gathering, from a file most of all, costs
    /// about half as much again as the products.
    private static func isGatheringCheaper(
        _ subsets: KernelSubsets, _ first: some RowBlocks<Storage>, _ second: some RowBlocks<Storage>
    ) -> Bool {
        let ofAll = pairs(first.rows, second.rows) * Double(first.columns + subsets.count)
        return 1.5 * Double(subsets.count) * pairs(subsets.size, subsets.size) * Double(first.columns) <= ofAll
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

extension KernelDistanceRequest {
    /// The members of the subsets, if there are any; what cannot be computed is refused.
    fileprivate func drawn(from first: Int, and second: Int) throws -> [(first: [Int], second: [Int])]? {
        try options.validate()
        guard let subsets else { return nil }
        if options.estimator == .unbiased, subsets.size == 1 { throw MetricsError.singleSampleWithoutPairs }
        return try subsets.drawn(from: first, and: second)
    }

    /// The distances from the sums.
    fileprivate func distances(
        _ first: WithinSums<Element>, _ second: WithinSums<Element>, _ across: AcrossSums<Element>
    ) throws -> KernelDistances<Element> {
        let overSubsets = try subsets.map { subsets in
            let values = try (0..<subsets.count).map { s in
                let means = try [first, second].map {
                    try options.estimator.mean(of: $0.subsets[s], diagonal: $0.subsetDiagonals[s], count: subsets.size)
                }
                let cross = across.subsets[s] / Element(subsets.size) / Element(subsets.size)
                return options.scale * (means[0] + means[1] - 2 * cross)
            }
            return KernelSubsetDistance(values: values, subsets: subsets)
        }
        return KernelDistances(
            whole: whole ? try KernelDistance(first, second, across, options) : nil, overSubsets: overSubsets)
    }
}
