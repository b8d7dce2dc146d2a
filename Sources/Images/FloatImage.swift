// A picture in floating point, as it goes into a network.

/// `height × width × 3` numbers: red, green and blue of the first pixel of the first row, and so on (NHWC, for one picture).
public struct FloatImage: Sendable, Equatable {
    /// Pixels in a row.
    public let width: Int
    /// Rows.
    public let height: Int
    /// `3 · width · height` numbers. Their range is that of the step which made them.
    public internal(set) var samples: [Float]

    /// A picture of these numbers; nothing where there are not `3 · width · height` of them.
    public init?(width: Int, height: Int, samples: [Float]) {
        guard width > 0, height > 0, samples.count == 3 * width * height else { return nil }
        self.width = width
        self.height = height
        self.samples = samples
    }

    init(width: Int, height: Int, fill: (UnsafeMutableBufferPointer<Float>) -> Void) {
        self.width = width
        self.height = height
        samples = [Float](unsafeUninitializedCapacity: 3 * width * height) { buffer, filled in
            buffer.initialize(repeating: 0)
            fill(buffer)
            filled = buffer.count
        }
    }
}
