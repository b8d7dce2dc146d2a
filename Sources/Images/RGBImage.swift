// A picture as the networks read it: three 8-bit samples a pixel.

/// A decoded picture: `height × width` pixels of red, green and blue, row by row from the top, without padding.
public struct RGBImage: Sendable, Equatable {
    /// Pixels in a row.
    public let width: Int
    /// Rows.
    public let height: Int
    /// `3 · width · height` samples: R, G, B of the first pixel of the first row, and so on.
    public let samples: [UInt8]

    /// A picture of these samples; nothing where their number is not `3 · width · height`.
    public init?(width: Int, height: Int, samples: [UInt8]) {
        guard width > 0, height > 0, samples.count == 3 * width * height else { return nil }
        self.width = width
        self.height = height
        self.samples = samples
    }
}
