// The number types in which weights are stored, and how they become 32-bit floating point.

import FeatureFiles

/// The type of the numbers of a stored tensor.
public enum WeightElementType: Hashable, Sendable {
    /// A type that arrays of features may have, too.
    case plain(ElementType)
    /// The upper half of a float32: eight bits of exponent, seven of fraction.
    case bfloat16

    public static let float32 = WeightElementType.plain(.float32)

    /// The name that PyTorch has for it: `float32`, `bfloat16`, `int64`.
    public var name: String {
        switch self {
        case .plain(let type): type.rawValue
        case .bfloat16: "bfloat16"
        }
    }

    /// Bytes of one number.
    public var byteCount: Int {
        switch self {
        case .plain(let type): type.byteCount
        case .bfloat16: 2
        }
    }

    /// The type of a name as PyTorch writes it, `float32` or `half`; nil for one that is not read here.
    init?(torchName: String) {
        switch torchName {
        case "bfloat16": self = .bfloat16
        case "double": self = .plain(.float64)
        case "float": self = .plain(.float32)
        case "half": self = .plain(.float16)
        case "long": self = .plain(.int64)
        case "int": self = .plain(.int32)
        case "short": self = .plain(.int16)
        default:
            guard let type = ElementType(rawValue: torchName) else { return nil }
            self = .plain(type)
        }
    }

    private static let storageClasses: [String: WeightElementType] = [
        "DoubleStorage": .plain(.float64), "FloatStorage": .plain(.float32), "HalfStorage": .plain(.float16),
        "BFloat16Storage": .bfloat16, "LongStorage": .plain(.int64), "IntStorage": .plain(.int32),
        "ShortStorage": .plain(.int16), "CharStorage": .plain(.int8), "ByteStorage": .plain(.uint8), "BoolStorage": .plain(.bool),
    ]

    private static let safetensorsCodes: [String: WeightElementType] = [
        "F64": .plain(.float64), "F32": .plain(.float32), "F16": .plain(.float16), "BF16": .bfloat16,
        "I64": .plain(.int64), "I32": .plain(.int32), "I16": .plain(.int16), "I8": .plain(.int8),
        "U64": .plain(.uint64), "U32": .plain(.uint32), "U16": .plain(.uint16), "U8": .plain(.uint8), "BOOL": .plain(.bool),
    ]

    /// The type of a class of storages, such as `FloatStorage`; nil for one that is not read here.
    init?(storageClass: String) {
        guard let type = Self.storageClasses[storageClass] else { return nil }
        self = type
    }

    /// The type of a code of a `.safetensors` file, such as `BF16`; nil for one that is not read here.
    init?(safetensorsCode: String) {
        guard let type = Self.safetensorsCodes[safetensorsCode] else { return nil }
        self = type
    }
}

extension WeightElementType {
    /// How many numbers are converted at a time by way of doubles: few enough to stay in the processor's cache.
    private static let piece = 4096

    /// Converts `target.count` numbers to the nearest 32-bit ones.
    ///
    /// - Parameter source: at least `target.count · byteCount` bytes, of any alignment.
    func convert(_ source: UnsafeRawBufferPointer, isBigEndian: Bool, into target: UnsafeMutableBufferPointer<Float>) {
        guard let bytes = source.baseAddress, target.count > 0 else { return }
        switch self {
        case .bfloat16:
            for index in target.indices {
                let bits = bytes.loadUnaligned(fromByteOffset: index &* 2, as: UInt16.self)
                target[index] = Float(
                    bitPattern: UInt32(isBigEndian ? UInt16(bigEndian: bits) : UInt16(littleEndian: bits)) << 16)
            }
        case .plain(.float32):
            for index in target.indices {
                let bits = bytes.loadUnaligned(fromByteOffset: index &* 4, as: UInt32.self)
                target[index] = Float(bitPattern: isBigEndian ? UInt32(bigEndian: bits) : UInt32(littleEndian: bits))
            }
        case .plain(let type):
            let converter = ElementConverter(type: type, isBigEndian: isBigEndian)
            withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.piece) { doubles in
                guard let values = doubles.baseAddress else { return }
                for start in stride(from: 0, to: target.count, by: Self.piece) {
                    let count = min(Self.piece, target.count - start)
                    _ = converter.convert(bytes + start * type.byteCount, count: count, into: values)
                    for index in 0..<count { target[start + index] = Float(values[index]) }
                }
            }
        }
    }
}
