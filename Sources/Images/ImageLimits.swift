// How large a picture may be before it is refused unread.

/// Limits that are checked before memory is taken: a file of a few hundred bytes can promise thousands of millions of pixels.
public struct ImageLimits: Sendable, Equatable {
    /// The most pixels, width times height.
    public var pixels: Int
    /// The most bytes of an encoded file.
    public var bytes: Int

    /// The limits under which a picture is read where nothing else is said: 178,956,970 pixels, above which Pillow sees a
    /// "decompression bomb", and 1 GiB of file.
    public init(pixels: Int = 178_956_970, bytes: Int = 1 << 30) {
        self.pixels = pixels
        self.bytes = bytes
    }
}
