// Where the entries of a tensor lie in its storage, checked before anything is read.

/// Shape, strides and offset of a tensor, all in elements; every entry is known to lie in the storage.
struct TensorLayout: Hashable, Sendable {
    let shape: [Int]
    let stride: [Int]
    /// The place of the first entry.
    let offset: Int
    /// How many entries there are.
    let count: Int
    /// How many elements of the storage lie between the first entry and the last, both counted; 0 without entries.
    let span: Int

    /// As many dimensions as PyTorch's own iterators take.
    private static let maximumRank = 64

    /// A tensor may repeat its storage by strides of 0. Up to this many entries (256 MiB) it may; beyond, a few bytes would claim all
    /// memory.
    private static let maximumRepeatedCount = 1 << 26

    /// - Parameter capacity: the elements of the storage.
    /// - Throws: ``TensorProblem``.
    init(shape: [Int], stride: [Int], offset: Int, capacity: Int) throws(TensorProblem) {
        guard shape.count <= Self.maximumRank else { throw .tooManyDimensions(shape.count) }
        guard shape.count == stride.count else { throw .ranksDiffer(shape: shape, stride: stride) }
        guard offset >= 0 else { throw .negative("storage_offset", offset) }
        if let size = shape.first(where: { $0 < 0 }) { throw .negative("size", size) }
        if let step = stride.first(where: { $0 < 0 }) { throw .negative("stride", step) }
        var count = 1
        var last = offset
        for (size, step) in zip(shape, stride) {
            let (product, overflow) = count.multipliedReportingOverflow(by: size)
            guard !overflow else { throw .tooLarge(shape: shape) }
            count = product
            guard size > 0 else { continue }
            let (reach, stepOverflow) = step.multipliedReportingOverflow(by: size - 1)
            let (sum, sumOverflow) = last.addingReportingOverflow(reach)
            guard !stepOverflow, !sumOverflow else { throw .tooLarge(shape: shape) }
            last = sum
        }
        guard count == 0 || last < capacity else { throw .outside(last: last, capacity: capacity) }
        guard count <= max(capacity, Self.maximumRepeatedCount) else { throw .tooLarge(shape: shape) }
        self.shape = shape
        self.stride = stride
        self.offset = offset
        self.count = count
        span = count == 0 ? 0 : last - offset + 1
    }

    /// A tensor in C order at the start of its storage.
    init(contiguous shape: [Int], capacity: Int) throws(TensorProblem) {
        var stride: [Int] = []
        var step = 1
        for size in shape.reversed() {
            stride.append(step)
            let (product, overflow) = step.multipliedReportingOverflow(by: max(size, 1))
            guard !overflow else { throw .tooLarge(shape: shape) }
            step = product
        }
        try self.init(shape: shape, stride: stride.reversed(), offset: 0, capacity: capacity)
    }

    /// Whether the entries lie one behind the other in C order. The stride of a dimension of size 1 says nothing.
    var isContiguous: Bool {
        guard count > 0 else { return true }
        var step = 1
        for (size, given) in zip(shape, stride).reversed() where size != 1 {
            if given != step { return false }
            step *= size
        }
        return true
    }
}

extension TensorLayout {
    private struct Axis {
        let size: Int
        /// Steps in the source and in the target.
        let from: Int
        let to: Int
    }

    /// Copies the entries into C order.
    ///
    /// - Parameters:
    ///   - source: the `span` elements from `offset` on.
    ///   - target: room for `count` of them.
    func gather(_ source: UnsafeBufferPointer<Float>, into target: UnsafeMutableBufferPointer<Float>) {
        guard count > 0, let source = source.baseAddress, let target = target.baseAddress else { return }
        var axes: [Axis] = []
        var step = 1
        for (size, given) in zip(shape, stride).reversed() {
            if size > 1 { axes.append(Axis(size: size, from: given, to: step)) }
            step *= size
        }
        // The axis along which the target runs, and the one along which the source does.
        guard let inner = axes.first else {
            target[0] = source[0]
            return
        }
        axes.removeFirst()
        var fast: Axis?
        if let place = axes.indices.min(by: { axes[$0].from < axes[$1].from }), axes[place].from < inner.from {
            fast = axes.remove(at: place)
        }
        var counters = [Int](repeating: 0, count: axes.count)
        var (from, to) = (0, 0)
        while true {
            if let fast {
                Self.transpose(source + from, target + to, inner: inner, fast: fast)
            } else {
                for index in 0..<inner.size { target[to &+ index] = source[from &+ index &* inner.from] }
            }
            var axis = 0
            while axis < axes.count {
                counters[axis] += 1
                from += axes[axis].from
                to += axes[axis].to
                if counters[axis] < axes[axis].size { break }
                counters[axis] = 0
                from -= axes[axis].from * axes[axis].size
                to -= axes[axis].to * axes[axis].size
                axis += 1
            }
            if axis == axes.count { return }
        }
    }

    /// Copies a plane in squares, so that neither the lines of the source nor those of the target leave the cache half used.
    private static func transpose(_ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>, inner: Axis, fast: Axis)
    {
        let side = 32
        for firstRow in Swift.stride(from: 0, to: fast.size, by: side) {
            for firstColumn in Swift.stride(from: 0, to: inner.size, by: side) {
                for row in firstRow..<min(firstRow + side, fast.size) {
                    for column in firstColumn..<min(firstColumn + side, inner.size) {
                        target[row &* fast.to &+ column] = source[row &* fast.from &+ column &* inner.from]
                    }
                }
            }
        }
    }
}

/// Why the sizes of a tensor cannot be right.
public enum TensorProblem: Error, Sendable, Equatable {
    case tooManyDimensions(Int)
    case ranksDiffer(shape: [Int], stride: [Int])
    /// A size, a stride or an offset below 0, by PyTorch's name for it.
    case negative(String, Int)
    /// More entries than can be counted, or than the storage could stand for.
    case tooLarge(shape: [Int])
    /// The last entry lies behind the end of the storage.
    case outside(last: Int, capacity: Int)
}
