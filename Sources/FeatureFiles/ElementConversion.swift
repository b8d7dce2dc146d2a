// Stored numbers to doubles, at the speed of memory, with a test for NaN and infinities that costs next to nothing.

/// A float16 read and written by integer arithmetic: exact in one direction, rounded once in the other, the same on every processor.
enum Half {
    /// The exact value of a finite half; infinities and NaN come out finite here and are found by the caller's exponent test.
    @inline(__always)
    static func finiteValue(_ bits: UInt16) -> Double {
        let exponent = UInt32(bits >> 10) & 0x1F
        let fraction = UInt32(bits) & 0x3FF
        // Subnormals (exponent 0) have the step of exponent 1 and no leading one.
        let isNormal: UInt32 = exponent == 0 ? 0 : 1
        let significand = Float(Int32(bitPattern: fraction | (isNormal << 10)))
        // 2^(exponent − 25): the weight of the last bit; a normal float for every exponent.
        let step = Float(bitPattern: (exponent + (1 - isNormal) + 127 - 25) << 23)
        let magnitude = (significand * step).bitPattern
        return Double(Float(bitPattern: magnitude | (UInt32(bits & 0x8000) << 16)))
    }

    /// The value of any half.
    @inline(__always)
    static func value(_ bits: UInt16) -> Double {
        if bits & 0x7C00 != 0x7C00 { return finiteValue(bits) }
        if bits & 0x3FF != 0 { return .nan }
        return bits & 0x8000 == 0 ? .infinity : -.infinity
    }

    /// The half nearest to `value`, ties to even; values from 65520 on become infinite.
    @inline(__always)
    static func bits(rounding value: Double) -> UInt16 {
        let sign = UInt16(truncatingIfNeeded: value.bitPattern >> 48) & 0x8000
        let magnitude = value.magnitude
        if magnitude.isNaN { return sign | 0x7E00 }
        if magnitude >= 65520 { return sign | 0x7C00 }
        // 2^-14 is the least normal half; below it the step is 2^-24.
        let exponent = max(Int((magnitude.bitPattern >> 52) & 0x7FF) - 1023, -14)
        // Scaling by a power of two is exact here, and doubles at 2^52 have the step 1: adding it rounds to an integer.
        let scaled = magnitude * Double(bitPattern: UInt64(1023 + 10 - exponent) << 52)
        let steps = UInt16((scaled + 0x1p52) - 0x1p52)
        // A carry out of the fraction runs into the exponent, as it should.
        return sign | (UInt16(exponent + 14) << 10) &+ steps
    }
}

/// Turns stored numbers of one type and byte order into doubles.
package struct ElementConverter: Sendable {
    let type: ElementType
    let isBigEndian: Bool

    package init(type: ElementType, isBigEndian: Bool) {
        self.type = type
        self.isBigEndian = isBigEndian
    }

    /// Whether the stored form is already that of a double in memory.
    var isIdentity: Bool { type == .float64 && isBigEndian == Self.hostIsBigEndian }

    private static var hostIsBigEndian: Bool { 1.bigEndian == 1 }

    /// Converts `count` numbers.
    ///
    /// - Returns: whether all are finite.
    package func convert(_ source: UnsafeRawPointer, count: Int, into target: UnsafeMutablePointer<Double>) -> Bool {
        switch type {
        case .float64:
            return floating(source, count, target, exponent: 0x7FF0_0000_0000_0000 as UInt64) { Double(bitPattern: $0) }
        case .float32: return floating(source, count, target, exponent: 0x7F80_0000 as UInt32) { Double(Float(bitPattern: $0)) }
        case .float16:
            if floating(source, count, target, exponent: 0x7C00 as UInt16, Half.finiteValue) { return true }
            return floating(source, count, target, exponent: 0x7C00 as UInt16, Half.value)
        case .int8: integers(source, count, target, Int8.self)
        case .int16: integers(source, count, target, Int16.self)
        case .int32: integers(source, count, target, Int32.self)
        case .int64: integers(source, count, target, Int64.self)
        case .uint8: integers(source, count, target, UInt8.self)
        case .uint16: integers(source, count, target, UInt16.self)
        case .uint32: integers(source, count, target, UInt32.self)
        case .uint64: integers(source, count, target, UInt64.self)
        case .bool: for index in 0..<count { target[index] = source.load(fromByteOffset: index, as: UInt8.self) == 0 ? 0 : 1 }
        }
        return true
    }

    @inline(__always)
    private func floating<Bits: FixedWidthInteger & UnsignedInteger>(
        _ source: UnsafeRawPointer, _ count: Int, _ target: UnsafeMutablePointer<Double>, exponent: Bits,
        _ value: (Bits) -> Double
    ) -> Bool {
        // One added to an exponent of all ones runs over into the sign bit, which was masked away: no branch is needed.
        let one = exponent & (~exponent &+ 1)
        var overflow: Bits = 0
        if isBigEndian == Self.hostIsBigEndian {
            for index in 0..<count {
                let bits = source.loadUnaligned(fromByteOffset: index &* MemoryLayout<Bits>.size, as: Bits.self)
                overflow |= (bits & exponent) &+ one
                target[index] = value(bits)
            }
        } else {
            for index in 0..<count {
                let bits = source.loadUnaligned(fromByteOffset: index &* MemoryLayout<Bits>.size, as: Bits.self).byteSwapped
                overflow |= (bits & exponent) &+ one
                target[index] = value(bits)
            }
        }
        return overflow.leadingZeroBitCount > 0
    }

    @inline(__always)
    private func integers<Value: FixedWidthInteger>(
        _ source: UnsafeRawPointer, _ count: Int, _ target: UnsafeMutablePointer<Double>, _: Value.Type
    ) {
        for index in 0..<count {
            let value = source.loadUnaligned(fromByteOffset: index &* MemoryLayout<Value>.size, as: Value.self)
            target[index] = Double(isBigEndian ? Value(bigEndian: value) : Value(littleEndian: value))
        }
    }

    /// Tests doubles that are in place already.
    ///
    /// - Returns: whether all are finite.
    static func allFinite(_ values: UnsafeBufferPointer<Double>) -> Bool {
        var overflow: UInt64 = 0
        for value in values { overflow |= (value.bitPattern & 0x7FF0_0000_0000_0000) &+ 0x0010_0000_0000_0000 }
        return overflow >> 63 == 0
    }
}
