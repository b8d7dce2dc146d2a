// From a decoded picture to the input of a CLIP network: the shorter side to its size, the middle of the longer one.

/// Where the middle lies, when the two margins of a crop cannot be equal.
public enum CropRounding: String, CaseIterable, Sendable {
    /// Half a pixel goes to the even neighbour, as Python's `round` in torchvision's `CenterCrop`: openai/CLIP, open_clip.
    case halfToEven
    /// Half a pixel goes down: `CLIPImageProcessor` of transformers.
    case down
}

/// How a picture becomes the input of a CLIP network: `Resize(size, BICUBIC)` of torchvision on a Pillow picture, `CenterCrop(size)`,
/// and CLIP's mean and deviation (`_transform` of `clip.py` in openai/CLIP).
public struct CLIPPreprocessing: Sendable, Equatable {
    /// Pixels of a side: 224, or 336 for ViT-L/14@336px.
    public let size: Int
    public let rounding: CropRounding

    /// - Throws: ``ImageError/unusableSize(width:height:)``.
    public init(size: Int = 224, rounding: CropRounding = .halfToEven) throws(ImageError) {
        let resizer = try Resizer(mode: .pillow, width: size, height: size)
        self.size = resizer.width
        self.rounding = rounding
    }

    /// The square in bytes, `size × size × 3` samples: those of Pillow.
    public func square(_ image: RGBImage) -> [UInt8] {
        let width = longer(image.width, image.height)
        let height = longer(image.height, image.width)
        // Only the middle is made: a strip of 60,000 × 1 would grow to millions of pixels.
        return Resizer.bytes(of: image, width: width, height: height, columns: middle(of: width), rows: middle(of: height))
    }

    /// The input of the network, `size × size × 3` numbers.
    public func prepare(_ image: RGBImage) -> FloatImage {
        FloatImage(width: size, height: size) { prepare(image, into: $0) }
    }

    /// Writes the input for one picture into its place in a batch.
    ///
    /// - Precondition: the place has 3 · size · size numbers.
    public func prepare(_ image: RGBImage, into place: UnsafeMutableBufferPointer<Float>) {
        precondition(place.count == 3 * size * size, "a prepared picture needs a place of its size")
        let bytes = square(image)
        for (index, value) in bytes.enumerated() { place[index] = Float(value) }
        InputScaling.clip.apply(to: place, fullScale: 255)
    }

    /// What becomes of `side` beside `other`: the size, or in proportion more, cut down to a whole number as Python's `int` does.
    private func longer(_ side: Int, _ other: Int) -> Int {
        side <= other ? size : Int(Double(size * side) / Double(other))
    }

    private func middle(of length: Int) -> Range<Int> {
        let margin = Double(length - size) / 2
        let start = Int(rounding == .down ? margin : margin.rounded(.toNearestOrEven))
        return start..<start + size
    }
}
