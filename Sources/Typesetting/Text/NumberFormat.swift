// Floating-point numbers as text: for people and for machines, correctly rounded, without trailing zeros.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// How floating-point numbers are written.
public struct NumberFormat: Hashable, Sendable {
    public enum Precision: Hashable, Sendable {
        /// So many digits from the first that is not zero.
        case significant(Int)
        /// So many digits after the decimal point.
        case places(Int)
        /// The fewest digits that name this number and no other.
        case shortest
    }

    public enum Notation: Hashable, Sendable {
        /// For people: `−0.25`, `1.37 × 10⁻¹³`, `∞`.
        case typographic
        /// For machines and for plain output: `-0.25`, `1.37e-13`, `inf`, `nan`.
        case ascii
    }

    public var precision: Precision
    public var notation: Notation

    /// Whether zeros at the end of the asked precision are kept: `0.500`.
    public var keepsTrailingZeros: Bool

    public init(
        _ precision: Precision = .significant(10), notation: Notation = .typographic, keepsTrailingZeros: Bool = false
    ) {
        self.precision = precision
        self.notation = notation
        self.keepsTrailingZeros = keepsTrailingZeros
    }

    /// The number in words of digits.
    ///
    /// Rounded as the exact binary value demands (what C's `%.{n}g` prints). A number below 10⁻⁵, or too large to be written
    /// with the digits it has, takes a power of ten. Negative zero keeps its sign only in `.ascii`.
    public func string(_ x: Double) -> String {
        guard x.isFinite else { return nonFinite(x) }
        guard x != 0 else { return zero(x) }
        var decimal = Decimal(x)
        switch precision {
        case .shortest: break
        case .significant(let count): decimal.round(x, digits: max(1, min(count, 17)))
        case .places(let places):
            let places = max(0, min(places, 60))
            // Beyond 10¹⁷ the digits after the point are none of the number's.
            if decimal.exponent < 17 { decimal.round(x, digits: decimal.exponent + 1 + places) }
            if decimal.digits.isEmpty { return zero(0) }
        }
        let magnitude = usesPowerOfTen(decimal) ? scientific(decimal) : positional(decimal)
        return x < 0 ? minus + magnitude : magnitude
    }

    private var minus: String { notation == .ascii ? "-" : "−" }

    private func nonFinite(_ x: Double) -> String {
        switch notation {
        case .ascii: x.isNaN ? "nan" : x < 0 ? "-inf" : "inf"
        case .typographic: x.isNaN ? "NaN" : x < 0 ? "−∞" : "∞"
        }
    }

    private func zero(_ x: Double) -> String {
        let digits = keepsTrailingZeros ? fractionDigits(exponent: 0) : 0
        let text = digits > 0 ? "0." + String(repeating: "0", count: digits) : "0"
        return notation == .ascii && x.sign == .minus ? "-" + text : text
    }

    /// How many digits follow the point when trailing zeros are kept.
    private func fractionDigits(exponent: Int) -> Int {
        switch precision {
        case .shortest: 0
        case .significant(let count): max(0, min(count, 17) - 1 - exponent)
        case .places(let places): max(0, min(places, 60))
        }
    }

    private func usesPowerOfTen(_ decimal: Decimal) -> Bool {
        switch precision {
        case .shortest: decimal.exponent < -5 || decimal.exponent >= 16
        case .significant(let count): decimal.exponent < -5 || decimal.exponent >= max(1, min(count, 17))
        case .places: decimal.exponent >= 17
        }
    }

    private func positional(_ decimal: Decimal) -> String {
        let digits = decimal.digits
        var text = ""
        var fraction = ""
        if decimal.exponent < 0 {
            text = "0"
            fraction = String(repeating: "0", count: -decimal.exponent - 1) + digits
        } else if digits.count <= decimal.exponent + 1 {
            text = digits + String(repeating: "0", count: decimal.exponent + 1 - digits.count)
        } else {
            text = String(digits.prefix(decimal.exponent + 1))
            fraction = String(digits.dropFirst(decimal.exponent + 1))
        }
        if keepsTrailingZeros {
            fraction += String(repeating: "0", count: max(0, fractionDigits(exponent: decimal.exponent) - fraction.count))
        }
        return fraction.isEmpty ? text : text + "." + fraction
    }

    private func scientific(_ decimal: Decimal) -> String {
        var fraction = String(decimal.digits.dropFirst())
        if keepsTrailingZeros, case .significant(let count) = precision {
            fraction += String(repeating: "0", count: max(0, min(count, 17) - 1 - fraction.count))
        }
        let mantissa = String(decimal.digits.prefix(1)) + (fraction.isEmpty ? "" : "." + fraction)
        switch notation {
        case .ascii: return "\(mantissa)e\(decimal.exponent)"
        case .typographic: return "\(mantissa) × 10\(ScriptCharacters.superscript("\(decimal.exponent)") ?? "")"
        }
    }
}

/// The number as people read it, in at most `significantDigits` digits: `0.0717967697`, `−0.25`, `1.37 × 10⁻¹³`.
public func formatDecimal(
    _ x: Double, significantDigits: Int = 10, notation: NumberFormat.Notation = .typographic
) -> String {
    NumberFormat(.significant(significantDigits), notation: notation).string(x)
}

/// The decimal digits of a positive number: `d.ddd × 10^exponent`, without zeros at the end.
private struct Decimal {
    var digits: String
    var exponent: Int

    /// The shortest digits that name `x`, finite and not zero.
    init(_ x: Double) {
        var digits: [UInt8] = []
        var pointPosition: Int?
        var power = 0
        let text = x.magnitude.description.utf8
        for (offset, byte) in text.enumerated() {
            if byte == UInt8(ascii: ".") {
                pointPosition = digits.count
            } else if byte == UInt8(ascii: "e") {
                power = Int(String(text.dropFirst(offset + 1)) ?? "") ?? 0
                break
            } else {
                digits.append(byte)
            }
        }
        let leadingZeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
        exponent = (pointPosition ?? digits.count) - 1 - leadingZeros + power
        self.digits = String(decoding: digits.dropFirst(leadingZeros), as: UTF8.self)
        trim()
    }

    /// Rounds to `count` digits as the exact value of `x` demands.
    ///
    /// Rounding the shortest digits gives the same result unless they lie exactly half-way: a half-way point between the
    /// exact value and its shortest name would itself be a shorter or nearer name. Only then the exact value is asked for.
    mutating func round(_ x: Double, digits count: Int) {
        guard digits.utf8.count > count else { return }
        guard count >= 0 else {
            digits = ""
            return
        }
        let bytes = Array(digits.utf8)
        let next = bytes[count]
        let isHalf = next == UInt8(ascii: "5") && bytes.count == count + 1
        let roundsUp = isHalf ? Decimal.exceedsHalf(x, digits: count) : next >= UInt8(ascii: "5")
        var kept = Array(bytes.prefix(count))
        if roundsUp {
            var position = count - 1
            while position >= 0, kept[position] == UInt8(ascii: "9") {
                kept[position] = UInt8(ascii: "0")
                position -= 1
            }
            if position >= 0 {
                kept[position] += 1
            } else {
                kept.insert(UInt8(ascii: "1"), at: 0)
                exponent += 1
            }
        }
        digits = String(decoding: kept, as: UTF8.self)
        trim()
    }

    /// Whether the exact value of `x`, whose shortest digits end in a 5 after `count` digits, is rounded up there (a true
    /// tie goes to the even digit).
    private static func exceedsHalf(_ x: Double, digits count: Int) -> Bool {
        // 780 digits hold the exact value of every Double.
        var buffer = [CChar](repeating: 0, count: 1100)
        _ = withVaList([x.magnitude]) { vsnprintf(&buffer, buffer.count, "%.1074e", $0) }
        let digits = buffer.prefix { $0 != CChar(UInt8(ascii: "e")) }.filter { (48...57).contains($0) }
        guard count < digits.count else { return true }
        if digits[count] != 53 { return digits[count] > 53 }
        if digits[(count + 1)...].contains(where: { $0 != 48 }) { return true }
        return count > 0 && digits[count - 1] % 2 == 1
    }

    private mutating func trim() {
        while digits.hasSuffix("0") { digits.removeLast() }
    }
}
