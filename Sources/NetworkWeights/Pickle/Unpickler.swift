// A reader of pickles that knows tensors and nothing else. It has no Python, calls nothing, and takes every name from a closed list.

import FeatureFiles

/// Reads pickles one after the other from a file. Whatever a pickle says, time and memory stay in proportion to its length, and its
/// length is limited.
struct Unpickler {
    private static let maximumBytes = 1 << 26
    private static let maximumStack = 1 << 18
    private static let maximumMemo = 1 << 19
    private static let maximumMarks = 1000
    private static let knownProtocols = 1...5

    var input: PickleBytes
    var heap = PickleHeap()
    var stack: [PickleValue] = []
    private var marks: [Int] = []
    private var memo: [Int: PickleValue] = [:]
    private let start: Int

    /// Whether what is read ends where the file does, so that an early end is one of the file.
    let isAtEndOfFile: Bool

    /// Whether the pickle is that of a TorchScript program.
    let isScript: Bool

    /// Where the operation under way lies in the file.
    private(set) var operationStart: Int

    init(_ file: InputFile, range: Range<Int>, isScript: Bool = false) {
        self.isScript = isScript
        input = PickleBytes(file, range: range)
        start = range.lowerBound
        operationStart = range.lowerBound
        isAtEndOfFile = range.upperBound == file.size
    }

    /// Where the next pickle starts.
    var position: Int { input.position }

    /// Reads one pickle.
    ///
    /// - Throws: ``PickleProblem``, of the operation at ``operationStart``; `FeatureFileError` where the file cannot be read.
    mutating func load() throws -> PickleValue {
        stack = []
        marks = []
        memo = [:]
        while true {
            operationStart = input.position
            guard operationStart - start < Self.maximumBytes else {
                throw PickleProblem.tooLarge(.bytes, limit: Self.maximumBytes)
            }
            let code = try input.byte()
            guard let operation = PickleOperation(rawValue: code) else { throw PickleProblem.unknownOperation(code) }
            if operation == .stop { return try pop(operation) }
            if try value(operation) { continue }
            if try container(operation) { continue }
            if try bookkeeping(operation) { continue }
            if try object(operation) { continue }
            throw PickleProblem.refusedOperation(operation.name)
        }
    }

    // MARK: The stack

    mutating func push(_ value: PickleValue) throws(PickleProblem) {
        guard stack.count < Self.maximumStack else { throw .tooLarge(.stack, limit: Self.maximumStack) }
        stack.append(value)
    }

    /// What lies below the last mark is out of reach, as it is in Python.
    mutating func pop(_ operation: PickleOperation) throws(PickleProblem) -> PickleValue {
        guard stack.count > (marks.last ?? 0), let value = stack.popLast() else { throw .emptyStack(operation.name) }
        return value
    }

    func top(_ operation: PickleOperation) throws(PickleProblem) -> PickleValue {
        guard stack.count > (marks.last ?? 0), let value = stack.last else { throw .emptyStack(operation.name) }
        return value
    }

    /// Takes what lies above the last mark, and the mark.
    mutating func popMark(_ operation: PickleOperation) throws(PickleProblem) -> [PickleValue] {
        guard let mark = marks.popLast() else { throw .noMark(operation.name) }
        // A copy of its own: a slice would share the stack, which would then be copied whole.
        let items = Array(stack[mark...])
        stack.removeSubrange(mark...)
        return items
    }

    // MARK: Operations

    /// Does an operation that pushes a value; false where it is none.
    private mutating func value(_ operation: PickleOperation) throws -> Bool {
        switch operation {
        case .none: try push(.none)
        case .newTrue: try push(.bool(true))
        case .newFalse: try push(.bool(false))
        case .binInt: try push(.int(Int(Int32(truncatingIfNeeded: try input.unsigned(bytes: 4)))))
        case .binInt1: try push(.int(Int(try input.byte())))
        case .binInt2: try push(.int(Int(try input.unsigned(bytes: 2))))
        case .long1: try push(Self.integer(try input.bytes(Int(try input.byte()))))
        case .long4: try push(Self.integer(try input.bytes(try input.count(bytes: 4))))
        case .binFloat: try push(.float(Double(bitPattern: UInt64(try input.unsigned(bytes: 8)).byteSwapped)))
        case .shortBinUnicode: try push(text(try input.count(bytes: 1)))
        case .binUnicode: try push(text(try input.count(bytes: 4)))
        case .binUnicode8: try push(text(try input.count(bytes: 8)))
        // Text, as Python 2 wrote it.
        case .shortBinString: try push(text(try input.count(bytes: 1)))
        case .binString: try push(text(try input.count(bytes: 4)))
        case .shortBinBytes: try skip(try input.count(bytes: 1))
        case .binBytes: try skip(try input.count(bytes: 4))
        case .binBytes8, .byteArray8: try skip(try input.count(bytes: 8))
        default: return false
        }
        return true
    }

    private mutating func text(_ count: Int) throws -> PickleValue {
        guard let text = String(validating: try input.bytes(count), as: UTF8.self) else { throw PickleProblem.notText }
        return .text(text)
    }

    private mutating func skip(_ count: Int) throws {
        _ = try input.bytes(count)
        try push(.opaque)
    }

    /// An integer of any length, in two's complement.
    private static func integer(_ bytes: [UInt8]) -> PickleValue {
        guard bytes.count <= 8 else { return .long(bytes) }
        let fill: UInt64 = bytes.last.map { $0 >= 0x80 } ?? false ? .max : 0
        var value = fill
        for (index, byte) in bytes.enumerated() {
            value &= ~(0xFF << UInt64(8 * index))
            value |= UInt64(byte) << UInt64(8 * index)
        }
        return .int(Int(Int64(bitPattern: value)))
    }

    /// Does an operation on the stack or the memo; false where it is none.
    private mutating func bookkeeping(_ operation: PickleOperation) throws -> Bool {
        switch operation {
        case .proto:
            let number = Int(try input.byte())
            guard Self.knownProtocols.contains(number) else { throw PickleProblem.unknownProtocol(number) }
        // Frames say how much to read ahead; here the window does.
        case .frame: _ = try input.bytes(8)
        case .mark:
            guard marks.count < Self.maximumMarks else { throw PickleProblem.tooLarge(.marks, limit: Self.maximumMarks) }
            marks.append(stack.count)
        case .pop:
            // Python lets it take a mark, too.
            if let mark = marks.last, mark == stack.count { marks.removeLast() } else { _ = try pop(operation) }
        case .popMark: _ = try popMark(operation)
        case .dup: try push(try top(operation))
        case .binPut: try remember(Int(try input.byte()), operation)
        case .longBinPut: try remember(try input.count(bytes: 4), operation)
        case .memoize: try remember(memo.count, operation)
        case .binGet: try recall(Int(try input.byte()))
        case .longBinGet: try recall(try input.count(bytes: 4))
        default: return false
        }
        return true
    }

    private mutating func remember(_ place: Int, _ operation: PickleOperation) throws(PickleProblem) {
        memo[place] = try top(operation)
        guard memo.count <= Self.maximumMemo else { throw .tooLarge(.memo, limit: Self.maximumMemo) }
    }

    private mutating func recall(_ place: Int) throws(PickleProblem) {
        guard let value = memo[place] else { throw .noMemo(place) }
        try push(value)
    }
}
