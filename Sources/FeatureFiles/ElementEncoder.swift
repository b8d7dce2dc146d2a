// Doubles to stored numbers, little-endian, in blocks.

/// Encodes doubles in a precision, refusing what that cannot hold.
struct ElementEncoder {
    static let blockCount = 1 << 17

    let precision: StoredPrecision

    /// Passes the encoded bytes of `values` to `write`, block by block; doubles of a little-endian machine are passed as they lie.
    ///
    /// - Parameter refuse: makes the error for a value, at an index, that is not finite or would become infinite by rounding.
    func encode(
        _ values: UnsafeBufferPointer<Double>, refuse: (_ index: Int, _ value: Double) -> any Error,
        write: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        if let index = values.firstIndex(where: { !holds($0) }) { throw refuse(index, values[index]) }
        if precision == .float64, 1.littleEndian == 1 { return try write(UnsafeRawBufferPointer(values)) }
        let width = precision.elementType.byteCount
        let scratch = UnsafeMutableRawBufferPointer.allocate(
            byteCount: min(Self.blockCount, values.count) * width, alignment: 64)
        defer { scratch.deallocate() }
        for start in stride(from: 0, to: values.count, by: Self.blockCount) {
            let count = min(Self.blockCount, values.count - start)
            for index in 0..<count {
                let value = values[start + index]
                switch precision {
                case .float16:
                    scratch.storeBytes(of: Half.bits(rounding: value).littleEndian, toByteOffset: 2 * index, as: UInt16.self)
                case .float32:
                    scratch.storeBytes(of: Float(value).bitPattern.littleEndian, toByteOffset: 4 * index, as: UInt32.self)
                case .float64: scratch.storeBytes(of: value.bitPattern.littleEndian, toByteOffset: 8 * index, as: UInt64.self)
                }
            }
            try write(UnsafeRawBufferPointer(rebasing: scratch[..<(count * width)]))
        }
    }

    @inline(__always)
    private func holds(_ value: Double) -> Bool {
        switch precision {
        // From half a step above the largest number on, rounding gives infinity.
        case .float16: value.magnitude < 65520
        case .float32: Float(value).isFinite
        case .float64: value.isFinite
        }
    }
}
