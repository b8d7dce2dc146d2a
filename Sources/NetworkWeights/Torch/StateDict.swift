// Finds the tensors by name in what a checkpoint unpickles to.

import FeatureFiles
import Localization

/// The dictionary of tensors in a checkpoint.
struct StateDict {
    /// Names and places in ``PickleHeap/tensors``, in the order of the dictionary.
    let tensors: [(name: String, place: Int)]
    let notes: [Phrase]

    /// Under which keys trainings keep it, beside epochs and optimizers; the first that is there is taken.
    private static let keys = ["state_dict", "model_state_dict", "model", "net", "network", "params", "weights"]
    private static let maximumNesting = 3
    private static let parallelPrefix = "module."

    init(tensors: [(name: String, place: Int)], notes: [Phrase]) {
        self.tensors = tensors
        self.notes = notes
    }

    /// - Throws: ``WeightsError/noStateDict(file:keys:)`` where there is none, or more than one.
    init(_ root: PickleValue, in heap: PickleHeap, file: String) throws {
        var notes: [Phrase] = []
        var value = root
        var path: [String] = []
        var found: [(name: String, place: Int)] = []
        while true {
            guard let pairs = heap.pairs(of: value) else {
                throw WeightsError.noStateDict(file: file, keys: path.isEmpty ? [] : [path.joined(separator: "/")])
            }
            found = Self.tensors(pairs)
            if !found.isEmpty {
                let others = pairs.filter { pair in if case .tensor = pair.value { false } else { true } }.map {
                    printable($0.key)
                }
                if !others.isEmpty { notes.append(Self.leftOut(others)) }
                break
            }
            guard path.count < Self.maximumNesting, let inner = Self.dictionary(in: pairs) else {
                throw WeightsError.noStateDict(file: file, keys: pairs.map { printable($0.key) })
            }
            path.append(printable(inner.key))
            value = inner.value
        }
        if !path.isEmpty {
            let name = path.joined(separator: "/")
            notes.append(Phrase("the tensors are those of the entry \(name)", "张量取自条目 \(name)"))
        }
        // torch.nn.DataParallel puts it before every name.
        if found.allSatisfy({ $0.name.hasPrefix(Self.parallelPrefix) }) {
            found = found.map { (String($0.name.dropFirst(Self.parallelPrefix.count)), $0.place) }
            notes.append(
                Phrase(
                    "the prefix \(Self.parallelPrefix) was taken off all names", "所有名称都去掉了前缀 \(Self.parallelPrefix)"))
        }
        tensors = found
        self.notes = notes
    }

    private static func tensors(_ pairs: [(key: String, value: PickleValue)]) -> [(name: String, place: Int)] {
        pairs.compactMap { pair in
            guard case .tensor(let place) = pair.value else { return nil }
            return (pair.key, place)
        }
    }

    /// The dictionary under one of the usual keys, or the only one there is.
    private static func dictionary(
        in pairs: [(key: String, value: PickleValue)]
    ) -> (key: String, value: PickleValue)? {
        let dictionaries = pairs.filter { pair in if case .dictionary = pair.value { true } else { false } }
        let usual = keys.lazy.compactMap { key in dictionaries.first { $0.key == key } }.first
        return usual ?? (dictionaries.count == 1 ? dictionaries[0] : nil)
    }

    private static func leftOut(_ names: [String]) -> Phrase {
        let shown = names.prefix(3)
        let rest = names.count - shown.count
        return Phrase(
            "entries that are no tensors were left out: \(shown.joined(separator: ", "))\(rest > 0 ? " and \(rest) more" : "")",
            "忽略了不是张量的条目：\(shown.joined(separator: "、"))\(rest > 0 ? " 等共 \(names.count) 项" : "")")
    }
}

/// Where the storages of a file lie, and the tensors over them.
struct StoragePlaces {
    /// The bytes of each storage; beyond the file's end where it was cut short.
    var ranges: [String: Range<Int>] = [:]

    /// The entries of the tensors of a state dict.
    ///
    /// - Throws: ``WeightsError/missingStorage(file:tensor:)``.
    func entries(of stateDict: StateDict, in heap: PickleHeap, file: String) throws -> [WeightEntry] {
        try stateDict.tensors.map { name, place in
            let tensor = heap.tensors[place]
            let storage = heap.storages[tensor.storage]
            guard let range = ranges[storage.key] else {
                throw WeightsError.missingStorage(file: file, tensor: printable(name))
            }
            let start = range.lowerBound + storage.view.lowerBound * (storage.type?.byteCount ?? 1)
            return WeightEntry(name: name, type: tensor.type, layout: tensor.layout, start: start)
        }
    }
}

extension WeightEntry {
    /// - Parameter start: where the storage starts in the file.
    init(name: String, type: WeightElementType, layout: TensorLayout, start: Int) {
        self.init(
            name: name, shape: layout.shape, stride: layout.stride, elementType: type,
            offset: start + (layout.count == 0 ? 0 : layout.offset) * type.byteCount, byteCount: layout.count * type.byteCount,
            layout: layout)
    }
}

extension Truncation {
    /// Which of the tensors a file of `size` bytes does not hold.
    init(size: Int, needed: Int, entries: [WeightEntry]) {
        let broken = entries.filter { $0.span.upperBound > size && !$0.span.isEmpty }
        self.init(
            tensor: broken.min { $0.offset < $1.offset }.map { printable($0.name) }, size: size, needed: needed,
            wholeTensors: entries.count - broken.count, tensors: entries.count)
    }
}
