// What a pickle is made of: values on a stack, and containers beside them, so that nothing nests and nothing is walked recursively.

/// A value. Containers, storages and tensors are told by their place in the ``PickleHeap``.
enum PickleValue: Equatable {
    case none
    case bool(Bool)
    case int(Int)
    /// An integer of more than 64 bits, as the magic number of a torch file is: two's complement, little-endian.
    case long([UInt8])
    case float(Double)
    case text(String)
    /// Bytes, a device, a layout: allowed and of no interest.
    case opaque
    case list(Int)
    case tuple(Int)
    case dictionary(Int)
    /// An object of TorchScript, by the dictionary of its attributes.
    case module(Int)
    case set(Int)
    case global(PickleGlobal)
    case storage(Int)
    case tensor(Int)
}

/// A storage as the pickle claims it.
struct ClaimedStorage: Equatable {
    /// The name under which the file holds it.
    let key: String
    /// The type of its numbers; nil where only the tensor tells.
    let type: WeightElementType?
    /// How many numbers it holds, or how many bytes where the type is not told.
    let count: Int
    /// The part of it that is meant, for a view of an old file.
    let view: Range<Int>

    /// Its length in bytes; nil where that cannot be counted.
    var byteCount: Int? {
        let (product, overflow) = count.multipliedReportingOverflow(by: type?.byteCount ?? 1)
        return overflow ? nil : product
    }
}

/// A tensor as the pickle claims it, its layout checked against the claimed storage.
struct ClaimedTensor: Equatable {
    let storage: Int
    let type: WeightElementType
    let layout: TensorLayout
}

/// All that a pickle has made. A container that holds itself is no trouble here.
struct PickleHeap {
    /// The items of lists, tuples and sets; keys and values by turns of dictionaries.
    private(set) var containers: [[PickleValue]] = []
    private var depths: [Int] = []
    private var entries = 0
    private(set) var storages: [ClaimedStorage] = []
    private(set) var tensors: [ClaimedTensor] = []

    /// No checkpoint comes near any of these; together they keep a pickle from claiming more than some hundred megabytes.
    private static let maximumEntries = 1 << 21
    private static let maximumDepth = 100

    /// Makes a container and gives its place.
    mutating func container(of items: some Collection<PickleValue>) throws(PickleProblem) -> Int {
        guard containers.count < Self.maximumEntries else { throw .tooLarge(.entries, limit: Self.maximumEntries) }
        containers.append([])
        depths.append(1)
        try append(items, to: containers.count - 1)
        return containers.count - 1
    }

    mutating func append(_ items: some Collection<PickleValue>, to place: Int) throws(PickleProblem) {
        entries += items.count
        guard entries <= Self.maximumEntries else { throw .tooLarge(.entries, limit: Self.maximumEntries) }
        var depth = depths[place]
        for item in items {
            switch item {
            case .list(let other), .tuple(let other), .dictionary(let other), .module(let other), .set(let other):
                // A container inside itself: as deep as before, for nobody walks down it.
                if other != place { depth = max(depth, depths[other] + 1) }
            default: break
            }
        }
        guard depth <= Self.maximumDepth else { throw .tooLarge(.depth, limit: Self.maximumDepth) }
        depths[place] = depth
        containers[place].append(contentsOf: items)
    }

    mutating func add(_ storage: ClaimedStorage) -> Int {
        storages.append(storage)
        return storages.count - 1
    }

    mutating func add(_ tensor: ClaimedTensor) -> Int {
        tensors.append(tensor)
        return tensors.count - 1
    }

    /// The items of a list, a tuple or a set.
    func items(of value: PickleValue) -> [PickleValue]? {
        switch value {
        case .list(let place), .tuple(let place), .set(let place): containers[place]
        default: nil
        }
    }

    /// The whole numbers of a tuple or a list.
    func integers(of value: PickleValue) -> [Int]? {
        guard let items = items(of: value) else { return nil }
        var result: [Int] = []
        for item in items {
            guard case .int(let number) = item else { return nil }
            result.append(number)
        }
        return result
    }

    /// The keys and values of a dictionary, or the attributes of a module, in their order; of a key that is there twice, the last value, as
    /// in Python.
    func pairs(of value: PickleValue) -> [(key: String, value: PickleValue)]? {
        let items: [PickleValue]
        switch value {
        case .dictionary(let place), .module(let place): items = containers[place]
        default: return nil
        }
        var places: [String: Int] = [:]
        var result: [(key: String, value: PickleValue)] = []
        for index in stride(from: 0, to: items.count - 1, by: 2) {
            guard case .text(let key) = items[index] else { continue }
            if let place = places[key] {
                result[place].value = items[index + 1]
            } else {
                places[key] = result.count
                result.append((key, items[index + 1]))
            }
        }
        return result
    }
}
