// The closed list of classes and functions that a file of weights may name. None of them is Python's: each is a case here.

/// What a pickle of tensors may name.
enum PickleGlobal: Hashable {
    /// Makes a dictionary.
    case orderedDict, counter
    /// Makes a set.
    case set
    /// Makes bytes, which nothing here looks into.
    case encode, byteArray
    /// Makes a tensor of a storage, with an offset, a shape and strides. The third names the type of its numbers.
    case rebuildTensor, rebuildTensorV2, rebuildTensorV3
    /// Makes a tensor of a tensor.
    case rebuildParameter, rebuildParameterWithState
    /// Calls one of the others.
    case rebuildFromType
    case size
    /// Makes something that says nothing of numbers: where a tensor was, how it was laid out.
    case device, layout
    case tensorClass, parameterClass
    case storageClass(WeightElementType)
    /// A storage whose type the tensor tells.
    case untypedStorageClass
    case elementType(WeightElementType)
    /// Of TorchScript: a class of modules, whatever its name; makes an object that is nothing but its attributes.
    case scriptModule
    /// Of TorchScript: makes a list of numbers or tensors; says of what type a list is.
    case scriptList, scriptType

    private static let others: [String: PickleGlobal] = [
        "collections.OrderedDict": .orderedDict,
        // The milestones of a learning rate, in checkpoints of a training.
        "collections.Counter": .counter,
        "builtins.set": .set, "builtins.frozenset": .set, "builtins.bytearray": .byteArray,
        "_codecs.encode": .encode,
        "torch._utils._rebuild_tensor": .rebuildTensor,
        "torch._utils._rebuild_tensor_v2": .rebuildTensorV2,
        "torch._utils._rebuild_tensor_v3": .rebuildTensorV3,
        "torch._utils._rebuild_parameter": .rebuildParameter,
        "torch._utils._rebuild_parameter_with_state": .rebuildParameterWithState,
        "torch._tensor._rebuild_from_type_v2": .rebuildFromType,
        "torch.Size": .size, "torch.device": .device, "torch.serialization._get_layout": .layout,
        "torch.Tensor": .tensorClass, "torch.nn.parameter.Parameter": .parameterClass,
        "torch.storage.UntypedStorage": .untypedStorageClass,
    ]

    /// What TorchScript names besides. Its own classes are in the module `__torch__` and those within.
    private static let script: [String: PickleGlobal] = [
        "torch.jit._pickle.build_intlist": .scriptList, "torch.jit._pickle.build_doublelist": .scriptList,
        "torch.jit._pickle.build_boollist": .scriptList, "torch.jit._pickle.build_tensorlist": .scriptList,
        "torch.jit._pickle.restore_type_tag": .scriptType,
    ]
    private static let scriptModuleName = "__torch__"

    /// Modules whose functions run programs, read files or call on a network: what an attack names, and no mistake does.
    private static let dangerousModules: Set<String> = [
        "os", "posix", "nt", "subprocess", "sys", "shutil", "socket", "pty", "runpy", "importlib", "commands", "platform",
        "ctypes",
        "webbrowser", "pickle", "_pickle", "code", "codeop", "timeit", "asyncio", "multiprocessing", "threading", "tempfile",
        "urllib", "http", "requests", "io", "operator", "_operator", "functools", "bdb", "pdb", "marshal", "types", "torch.hub",
    ]

    private static let dangerousBuiltins: Set<String> = [
        "eval", "exec", "execfile", "compile", "open", "getattr", "setattr", "delattr", "__import__", "input", "globals",
        "locals",
        "vars", "apply", "breakpoint", "file", "map", "filter",
    ]

    /// Looks a name up in the list.
    ///
    /// - Parameter isScript: whether the pickle is that of a TorchScript program, whose modules are inert here.
    /// - Throws: ``PickleProblem/refusedGlobal(_:isDangerous:)`` for all that is not in it.
    init(module: String, name: String, isScript: Bool = false) throws(PickleProblem) {
        // What Python 2 called it.
        let module = module == "__builtin__" ? "builtins" : module
        let path = "\(module).\(name)"
        if let known = Self.others[path] ?? (isScript ? Self.script[path] : nil) {
            self = known
        } else if isScript, module == Self.scriptModuleName || module.hasPrefix(Self.scriptModuleName + ".") {
            self = .scriptModule
        } else if ["torch", "torch.cuda"].contains(module), let type = WeightElementType(storageClass: name) {
            self = .storageClass(type)
        } else if module == "torch", let type = WeightElementType(torchName: name) {
            self = .elementType(type)
        } else {
            let root = module.split(separator: ".").first.map(String.init) ?? module
            let isDangerous =
                Self.dangerousModules.contains(root) || Self.dangerousModules.contains(module)
                || module == "builtins"
                    && Self.dangerousBuiltins.contains(name.split(separator: ".").first.map(String.init) ?? "")
            throw .refusedGlobal(path, isDangerous: isDangerous)
        }
    }
}
