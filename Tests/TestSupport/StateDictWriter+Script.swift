// TorchScript programs as `torch.jit.save` writes them, from the tensors of their modules.

extension StateDictWriter {
    /// A program whose modules have the tensors as attributes: `conv.weight` is the attribute `weight` of the module `conv`.
    public var script: [UInt8] {
        var pickle = PickleWriter()
        writeModule(tensors.map { ($0.name.split(separator: ".").map(String.init), $0) }, to: &pickle)
        pickle.stop()
        var zip = Self.zip(pickle: pickle.bytes, storages: storages)
        zip.members.append(.init(name: "archive/constants.pkl", content: [0x80, 2, 0x29, 0x2E], usesDescriptor: true))
        zip.members.append(.init(name: "archive/code/__torch__.py", content: Array("class M(Module):\n".utf8), isDeflated: true))
        return zip.bytes
    }

    private func writeModule(_ attributes: [(path: [String], tensor: Tensor)], to pickle: inout PickleWriter) {
        pickle.global("__torch__.torch.nn.modules.module", "Module")
        pickle.emptyTuple()
        // NEWOBJ
        pickle.raw([0x81])
        pickle.emptyDictionary()
        pickle.mark()
        pickle.text("training")
        pickle.bool(false)
        pickle.text("sizes")
        pickle.global("torch.jit._pickle", "build_intlist")
        pickle.mark()
        pickle.emptyList()
        pickle.tuple()
        pickle.reduce()
        var done: Set<String> = []
        for (path, tensor) in attributes {
            guard let name = path.first, done.insert(name).inserted else { continue }
            pickle.text(name)
            if path.count == 1 {
                write(tensor, to: &pickle, isLegacy: false)
            } else {
                let inner = attributes.filter { $0.path.first == name }
                writeModule(inner.map { (Array($0.path.dropFirst()), $0.tensor) }, to: &pickle)
            }
        }
        pickle.setItems()
        pickle.build()
    }
}
