// Files of weights for the tests and for measurements, as PyTorch and safetensors write them, from numbers: no torch is needed.

/// A type of stored numbers.
public enum StoredNumber: String, Sendable, CaseIterable {
    case float16 = "HalfStorage"
    case bfloat16 = "BFloat16Storage"
    case float32 = "FloatStorage"
    case float64 = "DoubleStorage"
    case uint8 = "ByteStorage"
    case int8 = "CharStorage"
    case int16 = "ShortStorage"
    case int32 = "IntStorage"
    case int64 = "LongStorage"
    case bool = "BoolStorage"

    /// The code of safetensors.
    public var code: String {
        switch self {
        case .float16: "F16"
        case .bfloat16: "BF16"
        case .float32: "F32"
        case .float64: "F64"
        case .uint8: "U8"
        case .int8: "I8"
        case .int16: "I16"
        case .int32: "I32"
        case .int64: "I64"
        case .bool: "BOOL"
        }
    }

    /// The bytes of a number that the type holds exactly.
    public func bytes(_ value: Double, isBigEndian: Bool = false) -> [UInt8] {
        let bytes: [UInt8] =
            switch self {
            case .float16: littleEndian(Self.half(value))
            case .bfloat16: littleEndian(UInt16(Float(value).bitPattern >> 16))
            case .float32: littleEndian(Float(value).bitPattern)
            case .float64: littleEndian(value.bitPattern)
            case .uint8: [UInt8(value)]
            case .int8: littleEndian(Int8(value))
            case .int16: littleEndian(Int16(value))
            case .int32: littleEndian(Int32(value))
            case .int64: littleEndian(Int64(value))
            case .bool: [value == 0 ? 0 : 1]
            }
        return isBigEndian ? bytes.reversed() : bytes
    }

    /// A normal half, or one that is no number.
    private static func half(_ value: Double) -> UInt16 {
        let bits = Float(value).bitPattern
        let sign = UInt16(bits >> 16) & 0x8000
        if value == 0 { return sign }
        if !value.isFinite { return sign | (value.isNaN ? 0x7E00 : 0x7C00) }
        let exponent = Int(bits >> 23 & 0xFF) - 127 + 15
        return sign | UInt16(exponent) << 10 | UInt16(bits >> 13 & 0x3FF)
    }
}

/// A dictionary of tensors over storages, of which several may share one.
public struct StateDictWriter: Sendable {
    public struct Storage: Sendable {
        public var key: String
        public var type: StoredNumber
        public var values: [Double]
        /// How many numbers the pickle claims, where that is not what there are.
        public var claimed: Int?

        public init(key: String, type: StoredNumber, values: [Double], claimed: Int? = nil) {
            self.key = key
            self.type = type
            self.values = values
            self.claimed = claimed
        }
    }

    public struct Tensor: Sendable {
        public var name: String
        /// The place of its storage.
        public var storage: Int
        public var offset = 0
        public var shape: [Int]
        public var stride: [Int]
    }

    public var storages: [Storage] = []
    public var tensors: [Tensor] = []

    /// Under which keys the dictionary lies, from the outermost.
    public var path: [String] = []

    /// Whether each tensor is a parameter.
    public var makesParameters = false

    /// What the legacy format says of the machine; torch.load does not listen to it.
    public var claimsBigEndianMachine = false

    public init() {}

    /// Adds a tensor with a storage of its own.
    public mutating func add(
        _ name: String, _ shape: [Int], _ values: [Double], type: StoredNumber = .float32, stride: [Int]? = nil, offset: Int = 0
    ) {
        storages.append(Storage(key: "\(storages.count)", type: type, values: values))
        addView(name, of: storages.count - 1, shape: shape, stride: stride, offset: offset)
    }

    /// Adds a tensor over a storage that is there.
    public mutating func addView(_ name: String, of storage: Int, shape: [Int], stride: [Int]? = nil, offset: Int = 0) {
        tensors.append(
            Tensor(name: name, storage: storage, offset: offset, shape: shape, stride: stride ?? Self.inOrder(shape)))
    }

    private static func inOrder(_ shape: [Int]) -> [Int] {
        var step = 1
        return shape.reversed().map { size in
            defer { step *= size }
            return step
        }.reversed()
    }

    // MARK: The pickle

    func write(_ tensor: Tensor, to pickle: inout PickleWriter, isLegacy: Bool) {
        let storage = storages[tensor.storage]
        if makesParameters {
            pickle.global("torch._utils", "_rebuild_parameter")
            pickle.mark()
        }
        pickle.global("torch._utils", "_rebuild_tensor_v2")
        pickle.mark()
        pickle.mark()
        pickle.text("storage")
        pickle.global("torch", storage.type.rawValue)
        pickle.text(storage.key)
        pickle.text("cpu")
        pickle.int(storage.claimed ?? storage.values.count)
        if isLegacy { pickle.none() }
        pickle.tuple()
        pickle.persistentID()
        pickle.int(tensor.offset)
        pickle.integers(tensor.shape)
        pickle.integers(tensor.stride)
        pickle.bool(false)
        writeEmptyOrderedDictionary(to: &pickle)
        pickle.tuple()
        pickle.reduce()
        if makesParameters {
            // Whole numbers have no gradient.
            pickle.bool([.float16, .bfloat16, .float32, .float64].contains(storage.type))
            writeEmptyOrderedDictionary(to: &pickle)
            pickle.tuple()
            pickle.reduce()
        }
    }

    private func writeEmptyOrderedDictionary(to pickle: inout PickleWriter) {
        pickle.global("collections", "OrderedDict")
        pickle.emptyTuple()
        pickle.reduce()
    }

    /// The pickle of the object; a nested dictionary has an epoch beside it.
    public func pickle(isLegacy: Bool) -> [UInt8] {
        var pickle = PickleWriter()
        for key in path {
            pickle.emptyDictionary()
            pickle.mark()
            pickle.text("epoch")
            pickle.int(7)
            pickle.text(key)
        }
        writeEmptyOrderedDictionary(to: &pickle)
        pickle.put(1)
        pickle.mark()
        for tensor in tensors {
            pickle.text(tensor.name)
            write(tensor, to: &pickle, isLegacy: isLegacy)
        }
        pickle.setItems()
        // The metadata that nn.Module.state_dict() leaves.
        pickle.emptyDictionary()
        pickle.mark()
        pickle.text("_metadata")
        writeEmptyOrderedDictionary(to: &pickle)
        pickle.setItems()
        pickle.build()
        for _ in path { pickle.setItems() }
        pickle.stop()
        return pickle.bytes
    }

    // MARK: Files

    private static let magic: [UInt8] = [0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]

    /// A file as `torch.save(…, _use_new_zipfile_serialization=False)` writes it.
    public var legacy: [UInt8] { Self.legacy(pickle: pickle(isLegacy: true), storages: storages, isBig: claimsBigEndianMachine) }

    /// The same around a pickle of one's own.
    public static func legacy(pickle: [UInt8], storages: [Storage] = [], isBig: Bool = false) -> [UInt8] {
        var start = PickleWriter()
        start.raw([0x8A, 10] + magic + [0x2E, 0x80, 2])
        start.int(1001)
        start.raw([0x2E, 0x80, 2])
        start.emptyDictionary()
        start.mark()
        start.text("protocol_version")
        start.int(1001)
        start.text("little_endian")
        start.bool(!isBig)
        start.setItems()
        start.stop()
        var keys = PickleWriter()
        keys.emptyList()
        keys.mark()
        for storage in storages { keys.text(storage.key) }
        keys.appends()
        keys.stop()
        var bytes = start.bytes + pickle + keys.bytes
        for storage in storages {
            bytes += littleEndian(Int64(storage.values.count))
            for value in storage.values { bytes += storage.type.bytes(value) }
        }
        return bytes
    }

    /// A file as `torch.save` writes it.
    public func zip(isBigEndian: Bool = false, marksByteOrder: Bool = true) -> [UInt8] {
        Self.zip(pickle: pickle(isLegacy: false), storages: storages, isBigEndian: isBigEndian, marksByteOrder: marksByteOrder)
            .bytes
    }

    /// The same around a pickle of one's own.
    public static func zip(
        pickle: [UInt8], storages: [Storage] = [], isBigEndian: Bool = false, marksByteOrder: Bool = true
    ) -> Zip {
        let member = { (name: String, content: [UInt8]) in
            Zip.Member(name: "archive/\(name)", content: content, usesDescriptor: true)
        }
        var members = [member("data.pkl", pickle)]
        if marksByteOrder { members.append(member("byteorder", Array((isBigEndian ? "big" : "little").utf8))) }
        for storage in storages {
            members.append(
                member("data/\(storage.key)", storage.values.flatMap { storage.type.bytes($0, isBigEndian: isBigEndian) }))
        }
        members.append(member("version", Array("3\n".utf8)))
        return Zip(members)
    }

    /// A file of safetensors. Each tensor is written in C order, whatever its strides.
    public var safetensors: [UInt8] {
        var header = #"{"__metadata__":{"format":"pt"}"#
        var data: [UInt8] = []
        for tensor in tensors {
            let storage = storages[tensor.storage]
            let bytes = values(of: tensor).flatMap { storage.type.bytes($0) }
            header +=
                #","\#(tensor.name)":{"dtype":"\#(storage.type.code)","shape":\#(tensor.shape),"data_offsets":[\#(data.count),\#(data.count + bytes.count)]}"#
            data += bytes
        }
        return Self.safetensors(header: header + "}", data: data)
    }

    public static func safetensors(header: String, data: [UInt8]) -> [UInt8] {
        let text = Array(header.utf8)
        let padding = [UInt8](repeating: 0x20, count: (8 - text.count % 8) % 8)
        return littleEndian(UInt64(text.count + padding.count)) + text + padding + data
    }

    /// The values of a tensor in C order, one index after the other: slow and plain.
    public func values(of tensor: Tensor) -> [Double] {
        let count = tensor.shape.reduce(1, *)
        return (0..<count).map { index in
            var rest = index
            var place = tensor.offset
            for (size, step) in Swift.zip(tensor.shape, tensor.stride).reversed() {
                place += rest % size * step
                rest /= size
            }
            return storages[tensor.storage].values[place]
        }
    }
}
