// The tensors of a TorchScript program: attributes of modules, which are attributes of modules.

import FeatureFiles
import Localization

extension StateDict {
    /// Modules within modules, and bytes of all names together: no network comes near either, and a file in which modules share others could be
    /// walked for ever.
    private static let maximumDepth = 64
    private static let maximumNames = 1 << 26

    /// The tensors under the names that `torch.jit.load(path).state_dict()` gives them: `visual.conv1.weight`.
    ///
    /// - Throws: ``WeightsError/noStateDict(file:keys:)`` where there are none, ``WeightsError/tooManyModules(file:module:)``.
    init(ofScript root: PickleValue, in heap: PickleHeap, file: String) throws {
        guard case .module = root, let attributes = heap.pairs(of: root) else {
            throw WeightsError.noStateDict(file: file, keys: [])
        }
        var tensors: [(name: String, place: Int)] = []
        var names = 0
        // What is left to walk, the next at the end.
        var rest = attributes.reversed().map { (name: $0.key, value: $0.value, depth: 1) }
        while let (name, value, depth) = rest.popLast() {
            switch value {
            case .tensor(let place): tensors.append((name, place))
            case .module:
                let inner = heap.pairs(of: value) ?? []
                names += inner.reduce(1) { $0 + name.utf8.count + $1.key.utf8.count + 1 }
                guard depth < Self.maximumDepth, names < Self.maximumNames else {
                    throw WeightsError.tooManyModules(file: file, module: printable(name))
                }
                rest += inner.reversed().map { (name: "\(name).\($0.key)", value: $0.value, depth: depth + 1) }
            // Numbers, lists, whether it was in training.
            default: break
            }
        }
        guard !tensors.isEmpty else { throw WeightsError.noStateDict(file: file, keys: attributes.map { printable($0.key) }) }
        self.init(
            tensors: tensors,
            notes: [
                Phrase(
                    "a TorchScript program: the tensors of its modules are read, its code is not",
                    "TorchScript 程序：只读取各模块的张量，不读取其中的代码")
            ])
    }
}
