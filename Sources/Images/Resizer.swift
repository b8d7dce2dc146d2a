// Pictures to a given size.

/// Resizes pictures to one size in one way. It may be used from several threads at once.
public struct Resizer: Sendable, Equatable {
    /// The longest side of a picture that can be asked for.
    public static let maximumSide = 65_535

    public let mode: ResizeMode
    /// Pixels in a row of the result.
    public let width: Int
    /// Rows of the result.
    public let height: Int

    /// - Throws: ``ImageError/unusableSize(width:height:)`` for a side that is not in 1…65,535.
    public init(mode: ResizeMode, width: Int = 299, height: Int = 299) throws(ImageError) {
        guard (1...Self.maximumSide).contains(width), (1...Self.maximumSide).contains(height) else {
            throw .unusableSize(width: width, height: height)
        }
        self.mode = mode
        self.width = width
        self.height = height
    }

    /// How many numbers a result has, `3 · width · height`.
    public var sampleCount: Int { 3 * width * height }

    /// The resized picture, `height × width × 3` numbers in 0…`mode.fullScale`.
    public func resize(_ image: RGBImage) -> FloatImage {
        FloatImage(width: width, height: height) { resize(image, into: $0) }
    }

    /// Writes the resized picture into a place in a batch.
    ///
    /// - Precondition: the place has ``sampleCount`` numbers.
    public func resize(_ image: RGBImage, into place: UnsafeMutableBufferPointer<Float>) {
        precondition(place.count == sampleCount, "a resized picture needs a place of its size")
        guard let target = place.baseAddress else { return }
        switch mode {
        case .pillow:
            let bytes = Self.bytes(of: image, width: width, height: height)
            for (index, value) in bytes.enumerated() { target[index] = Float(value) }
        case .pytorch, .clean, .tensorflow, .antialias:
            FloatResampler(
                horizontal: table(from: image.width, to: width), vertical: table(from: image.height, to: height),
                levels: mode == .pytorch ? Self.unitLevels : Self.byteLevels, isClipped: mode == .clean
            ).resample(image, into: target)
        }
    }

    private func table(from source: Int, to target: Int) -> ResampleTable {
        switch mode {
        case .pytorch: .pytorch(from: source, to: target)
        case .clean, .pillow: .pillowBicubic(from: source, to: target)
        case .tensorflow: .tensorflow(from: source, to: target)
        case .antialias: .antialias(from: source, to: target)
        }
    }

    private static let byteLevels = (0..<256).map(Double.init)

    /// As torchvision's `ToTensor` divides, in single precision.
    private static let unitLevels = (0..<256).map { Double(Float($0) / 255) }

    /// The samples of Pillow's `image.resize((width, height), Image.BICUBIC)`, in version 13, of which only the given columns and rows are made.
    static func bytes(
        of image: RGBImage, width: Int, height: Int, columns: Range<Int>? = nil, rows: Range<Int>? = nil
    ) -> [UInt8] {
        let resampler = ByteResampler(
            horizontal: .pillowBicubic(from: image.width, to: width, targets: columns),
            vertical: .pillowBicubic(from: image.height, to: height, targets: rows),
            isVerticalFirst: ByteResampler.isVerticalFirst(
                width: image.width, height: image.height, toWidth: width, height: height))
        return [UInt8](unsafeUninitializedCapacity: 3 * resampler.horizontal.target * resampler.vertical.target) {
            buffer, filled in
            if let target = buffer.baseAddress { resampler.resample(image, into: target) }
            filled = buffer.count
        }
    }
}

extension RGBImage {
    /// The picture in another size, by Pillow's bicubic filter on bytes: `image.resize((width, height), Image.BICUBIC)`.
    ///
    /// - Throws: ``ImageError/unusableSize(width:height:)``.
    public func resized(width: Int, height: Int) throws(ImageError) -> RGBImage {
        let resizer = try Resizer(mode: .pillow, width: width, height: height)
        let samples = Resizer.bytes(of: self, width: resizer.width, height: resizer.height)
        guard let image = RGBImage(width: width, height: height, samples: samples) else {
            throw .unusableSize(width: width, height: height)
        }
        return image
    }
}
