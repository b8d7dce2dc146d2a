// Containers, names, and the few calls that make tensors.

extension Unpickler {
    /// Does an operation on containers; false where it is none.
    mutating func container(_ operation: PickleOperation) throws(PickleProblem) -> Bool {
        switch operation {
        case .emptyList: try push(.list(try heap.container(of: [])))
        case .emptyTuple: try push(.tuple(try heap.container(of: [])))
        case .emptyDict: try push(.dictionary(try heap.container(of: [])))
        case .emptySet: try push(.set(try heap.container(of: [])))
        case .list: try push(.list(try heap.container(of: try popMark(operation))))
        case .tuple: try push(.tuple(try heap.container(of: try popMark(operation))))
        case .frozenSet: try push(.set(try heap.container(of: try popMark(operation))))
        case .dict:
            let items = try popMark(operation)
            guard items.count % 2 == 0 else { throw .wrongOperand(operation.name) }
            try push(.dictionary(try heap.container(of: items)))
        case .tuple1: try tuple(1, operation)
        case .tuple2: try tuple(2, operation)
        case .tuple3: try tuple(3, operation)
        case .append: try add([try pop(operation)], operation)
        case .appends, .addItems, .setItems: try add(try popMark(operation), operation)
        case .setItem:
            let value = try pop(operation)
            try add([try pop(operation), value], operation)
        default: return false
        }
        return true
    }

    private mutating func tuple(_ count: Int, _ operation: PickleOperation) throws(PickleProblem) {
        var items: [PickleValue] = []
        for _ in 0..<count { items.append(try pop(operation)) }
        try push(.tuple(try heap.container(of: items.reversed())))
    }

    /// Adds items to the container on top of the stack, which must be of the operation's kind.
    private mutating func add(_ items: some Collection<PickleValue>, _ operation: PickleOperation) throws(PickleProblem) {
        switch (try top(operation), operation) {
        case (.list(let place), .append), (.list(let place), .appends), (.set(let place), .addItems):
            try heap.append(items, to: place)
        case (.dictionary(let place), .setItem), (.dictionary(let place), .setItems):
            guard items.count % 2 == 0 else { throw .wrongOperand(operation.name) }
            try heap.append(items, to: place)
        default: throw .wrongOperand(operation.name)
        }
    }

    /// Does an operation that names or makes an object; false where it is none.
    mutating func object(_ operation: PickleOperation) throws -> Bool {
        switch operation {
        case .global, .inst:
            let module = try input.line()
            let name = try input.line()
            let global = try PickleGlobal(module: module, name: name, isScript: isScript)
            // INST names and calls at once; a name of the list, it is one that torch does not call this way.
            guard operation == .global else { return false }
            try push(.global(global))
        case .stackGlobal:
            guard case .text(let name) = try pop(operation), case .text(let module) = try pop(operation) else {
                throw PickleProblem.wrongOperand(operation.name)
            }
            try push(.global(try PickleGlobal(module: module, name: name, isScript: isScript)))
        case .reduce, .newObj:
            let arguments = try pop(operation)
            guard case .global(let function) = try pop(operation), case .tuple(let place) = arguments else {
                throw PickleProblem.wrongOperand(operation.name)
            }
            try push(try call(function, heap.containers[place]))
        case .build:
            let state = try pop(operation)
            switch (try top(operation), state) {
            // The state of a dictionary is its metadata, that of a parameter its hooks.
            case (.dictionary, _), (.tensor, _): break
            case (.module(let place), .dictionary(let attributes)): try heap.append(heap.containers[attributes], to: place)
            // What an object of its own way of saving keeps is none of its attributes.
            case (.module, _): break
            default: throw PickleProblem.wrongOperand(operation.name)
            }
        case .binPersID: try push(try storage(try pop(operation)))
        default: return false
        }
        return true
    }

    /// A storage by its persistent id: `('storage', class, key, location, count)`, with a view in files from before 2017.
    private mutating func storage(_ id: PickleValue) throws(PickleProblem) -> PickleValue {
        let refused = PickleProblem.wrongOperand(PickleOperation.binPersID.name)
        guard case .tuple(let place) = id else { throw refused }
        let parts = heap.containers[place]
        guard (5...6).contains(parts.count), parts[0] == .text("storage"), case .global(let global) = parts[1],
            case .text(let key) = parts[2], case .int(let count) = parts[4]
        else { throw refused }
        guard count >= 0 else { throw .wrongTensor(.negative("numel", count)) }
        let type: WeightElementType?
        switch global {
        case .storageClass(let given): type = given
        case .untypedStorageClass: type = nil
        default: throw refused
        }
        var view = 0..<count
        if parts.count == 6, parts[5] != .none {
            guard let numbers = heap.items(of: parts[5]), numbers.count == 3, case .int(let offset) = numbers[1],
                case .int(let size) = numbers[2]
            else { throw refused }
            guard offset >= 0, size >= 0, offset <= count, size <= count - offset else {
                throw .wrongTensor(.outside(last: max(offset, 0), capacity: count))
            }
            view = offset..<offset + size
        }
        return .storage(heap.add(ClaimedStorage(key: key, type: type, count: count, view: view)))
    }

    /// What a function of the list makes of its arguments.
    private mutating func call(_ function: PickleGlobal, _ arguments: [PickleValue]) throws(PickleProblem) -> PickleValue {
        switch function {
        case .orderedDict, .counter: return try dictionary(arguments)
        case .set:
            guard arguments.count <= 1 else { throw .wrongArguments("set") }
            let items = arguments.first.map { heap.items(of: $0) } ?? []
            guard let items else { throw .wrongArguments("set") }
            return .set(try heap.container(of: items))
        case .size:
            guard arguments.count == 1, let items = heap.items(of: arguments[0]) else { throw .wrongArguments("torch.Size") }
            return .tuple(try heap.container(of: items))
        case .scriptModule: return .module(try heap.container(of: []))
        case .scriptList, .scriptType:
            guard let list = arguments.first else { throw .wrongArguments("torch.jit._pickle") }
            return list
        case .encode, .byteArray, .device, .layout: return .opaque
        case .rebuildTensor, .rebuildTensorV2, .rebuildTensorV3: return try tensor(function, arguments)
        case .rebuildParameter, .rebuildParameterWithState, .parameterClass:
            guard let tensor = arguments.first, case .tensor = tensor else { throw .wrongArguments("torch.nn.Parameter") }
            return tensor
        case .rebuildFromType:
            // (function, class, arguments, state): one of the tensor functions, never this one again.
            guard arguments.count == 4, case .global(let inner) = arguments[0], inner != .rebuildFromType,
                case .tuple(let place) = arguments[2],
                case .tensor(let tensor) = try call(inner, heap.containers[place])
            else { throw .wrongArguments("torch._tensor._rebuild_from_type_v2") }
            return .tensor(tensor)
        case .tensorClass, .storageClass, .untypedStorageClass, .elementType: throw .wrongArguments("a type")
        }
    }

    /// `OrderedDict()`, or of a list of pairs, or of a dictionary.
    private mutating func dictionary(_ arguments: [PickleValue]) throws(PickleProblem) -> PickleValue {
        var items: [PickleValue] = []
        switch arguments.first {
        case nil: break
        case .dictionary(let place)? where arguments.count == 1: items = heap.containers[place]
        case let list? where arguments.count == 1:
            guard let pairs = heap.items(of: list) else { throw .wrongArguments("collections.OrderedDict") }
            for pair in pairs {
                guard let both = heap.items(of: pair), both.count == 2 else { throw .wrongArguments("collections.OrderedDict") }
                items += both
            }
        default: throw .wrongArguments("collections.OrderedDict")
        }
        return .dictionary(try heap.container(of: items))
    }

    /// `_rebuild_tensor(storage, offset, shape, strides)`; version 2 adds gradient, hooks and metadata, version 3 a type before these last.
    private mutating func tensor(_ function: PickleGlobal, _ arguments: [PickleValue]) throws(PickleProblem) -> PickleValue {
        let name = "torch._utils._rebuild_tensor"
        guard arguments.count >= 4, case .storage(let place) = arguments[0], case .int(let offset) = arguments[1],
            let shape = heap.integers(of: arguments[2]), let stride = heap.integers(of: arguments[3])
        else { throw .wrongArguments(name) }
        let storage = heap.storages[place]
        let type: WeightElementType
        if function == .rebuildTensorV3 {
            guard arguments.count >= 7, case .global(.elementType(let given)) = arguments[6], (storage.type ?? given) == given
            else {
                throw .wrongArguments(name + "_v3")
            }
            type = given
        } else {
            guard let given = storage.type else { throw .wrongArguments(name) }
            type = given
        }
        let capacity = storage.type == nil ? storage.view.count / type.byteCount : storage.view.count
        do {
            let layout = try TensorLayout(shape: shape, stride: stride, offset: offset, capacity: capacity)
            return .tensor(heap.add(ClaimedTensor(storage: place, type: type, layout: layout)))
        } catch {
            throw .wrongTensor(error)
        }
    }
}
