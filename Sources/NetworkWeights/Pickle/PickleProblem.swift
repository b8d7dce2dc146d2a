// What is wrong in a pickle.

/// Why a pickle is not read. Whatever it is, nothing of the pickle was run.
public enum PickleProblem: Error, Sendable, Equatable {
    /// A class or a function that tensors do not need. `isDangerous` where its like is used to take over a machine.
    case refusedGlobal(String, isDangerous: Bool)
    /// An operation that state dicts do not need, by the name that Python's pickletools has for it.
    case refusedOperation(String)
    case unknownOperation(UInt8)
    case unknownProtocol(Int)
    /// The bytes end before the pickle does.
    case ends
    case tooLarge(PickleLimit, limit: Int)
    /// An operation takes more from the stack than is on it.
    case emptyStack(String)
    case noMark(String)
    case noMemo(Int)
    /// An operation finds something on the stack that it cannot work on.
    case wrongOperand(String)
    /// The arguments of a function are none that it takes.
    case wrongArguments(String)
    case notText
    case wrongTensor(TensorProblem)
}

/// What a pickle can have too much of.
public enum PickleLimit: Sendable, Equatable {
    case bytes, stack, marks, memo, entries, depth, name
}
