// The element types of stored arrays that are understood, and those that are refused by name.

import Localization

/// The type of the numbers in a stored array. All are read as `Double`; integers above 2⁵³ are rounded to the nearest one.
public enum ElementType: String, CaseIterable, Sendable {
    case float16, float32, float64
    case int8, int16, int32, int64
    case uint8, uint16, uint32, uint64
    case bool

    /// Bytes of one element.
    public var byteCount: Int {
        switch self {
        case .int8, .uint8, .bool: 1
        case .float16, .int16, .uint16: 2
        case .float32, .int32, .uint32: 4
        case .float64, .int64, .uint64: 8
        }
    }

    /// Whether a value of this type may be NaN or infinite.
    public var isFloatingPoint: Bool {
        switch self {
        case .float16, .float32, .float64: true
        default: false
        }
    }

    /// The type code that numpy writes for this type in little-endian order: `<f4`, `|u1`.
    var littleEndianCode: String {
        switch self {
        case .float16: "<f2"
        case .float32: "<f4"
        case .float64: "<f8"
        case .int8: "|i1"
        case .int16: "<i2"
        case .int32: "<i4"
        case .int64: "<i8"
        case .uint8: "|u1"
        case .uint16: "<u2"
        case .uint32: "<u4"
        case .uint64: "<u8"
        case .bool: "|b1"
        }
    }

    /// The type of a numpy code without its byte order: `f4`.
    init?(code: Substring) {
        guard let match = Self.allCases.first(where: { $0.littleEndianCode.dropFirst() == code }) else { return nil }
        self = match
    }
}

/// The precision in which real numbers are written; values are rounded to nearest, ties to even.
public enum StoredPrecision: String, CaseIterable, Sendable {
    case float16, float32, float64

    /// The element type that is written.
    public var elementType: ElementType {
        switch self {
        case .float16: .float16
        case .float32: .float32
        case .float64: .float64
        }
    }
}

/// A kind of numpy element that holds no real numbers, or none that are read here.
public enum RefusedElementKind: Sendable, Equatable {
    /// Pickled Python objects (`|O`): reading them would run code.
    case object
    case complex
    /// Records of several fields.
    case structured
    /// Text, as bytes (`S`) or as Unicode (`U`).
    case string
    /// Raw bytes (`V`): how bfloat16 and other types unknown to numpy itself arrive.
    case raw
    /// Dates and durations (`M`, `m`).
    case time
    /// Real numbers of a size that is not read: long double.
    case size
    case unknown

    init(code: Substring) {
        switch code.first {
        case "O": self = .object
        case "c": self = .complex
        case "S", "a", "U", "T": self = .string
        case "V": self = .raw
        case "M", "m": self = .time
        case "f", "i", "u", "b": self = .size
        default: self = .unknown
        }
    }

    /// What the elements are, as the object of “holds”, and what to do about it.
    var explanation: (what: Phrase, mend: Phrase) {
        let convert = Phrase("convert them with x.astype('float32') before saving", "保存前请用 x.astype('float32') 转换")
        return switch self {
        case .object:
            (
                Phrase("pickled Python objects", "pickle 序列化的 Python 对象"),
                Phrase(
                    "loading them could run code, so save a plain array of numbers",
                    "加载它们可能会执行代码，请改存普通的数值数组")
            )
        case .complex:
            (Phrase("complex numbers", "复数"), Phrase("features are real: save the real part", "特征是实数：请只保存实部"))
        case .structured:
            (Phrase("records of several fields", "含多个字段的结构化记录"), Phrase("save one field as a plain array", "请把其中一个字段存为普通数组"))
        case .string: (Phrase("text", "文本"), Phrase("features are numbers: save those", "特征应是数值：请保存数值数组"))
        case .raw: (Phrase("raw bytes, perhaps bfloat16", "原始字节（可能是 bfloat16）"), convert)
        case .time: (Phrase("dates or durations", "日期或时长"), convert)
        case .size: (Phrase("numbers of an unusual size", "大小不常见的数值"), convert)
        case .unknown: (Phrase("elements of an unknown type", "类型未知的元素"), convert)
        }
    }
}

/// Which value that is not a finite number was met.
public enum NonFiniteValue: String, Sendable {
    case nan = "NaN"
    case positiveInfinity = "+Inf"
    case negativeInfinity = "-Inf"

    /// - Returns: `nil` for a finite number.
    init?(_ value: Double) {
        if value.isFinite { return nil }
        self = value.isNaN ? .nan : value > 0 ? .positiveInfinity : .negativeInfinity
    }
}
