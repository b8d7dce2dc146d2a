// From a decoded picture to the input of a CLIP network: a square out of its middle, and CLIP's scaling.

import Localization

/// Where the middle lies, when the two margins of a crop cannot be equal.
public enum CropRounding: String, CaseIterable, Sendable {
    /// Half a pixel goes to the even neighbour, as Python's `round` in torchvision's `CenterCrop`: openai/CLIP, open_clip.
    case halfToEven
    /// Half a pixel goes down: `CLIPImageProcessor` of transformers.
    case down
}

/// How a picture of any shape becomes the square that a CLIP network reads: both ways resize by Pillow's bicubic filter on bytes,
/// antialiased, each result rounded to a byte.
public enum CLIPFraming: String, CaseIterable, Sendable {
    /// Resize the shorter side to the network's, then crop the middle: `_transform` of openai/CLIP, `image_transform` of open_clip,
    /// `CLIPImageProcessor` of transformers.
    case clip
    /// Crop the middle square, its corner at ⌊(w − l)/2⌋, ⌊(h − l)/2⌋ for the shorter side l, then resize it: `io_util.py` of CMMD
    /// (google-research/cmmd, and cmmd-pytorch alike). The bicubic resize of `embedding.py` behind it then meets the size that it
    /// resizes to, and changes nothing.
    case cmmd

    /// What it does, as a clause.
    public var phrase: Phrase {
        switch self {
        case .clip: Phrase("the shorter side resized, then the middle cropped, as CLIP does", "先缩放短边，再裁剪中央，与 CLIP 相同")
        case .cmmd: Phrase("the middle square cropped, then resized, as CMMD does", "先裁剪中央正方形，再缩放，与 CMMD 相同")
        }
    }
}

/// How a picture becomes the input of a CLIP network. By default: `Resize(size, BICUBIC)` of torchvision on a Pillow picture, `CenterCrop(size)`,
/// and CLIP's mean and deviation (`_transform` of `clip.py` in openai/CLIP).
public struct CLIPPreprocessing: Sendable, Equatable {
    /// Pixels of a side: 224, or 336 for ViT-L/14@336px.
    public let size: Int
    public let rounding: CropRounding
    public let framing: CLIPFraming

    /// - Parameter rounding: of the crop of `CLIPFraming.clip`; that of `CLIPFraming.cmmd` always goes down.
    /// - Throws: ``ImageError/unusableSize(width:height:)``.
    public init(
        size: Int = 224, rounding: CropRounding = .halfToEven, framing: CLIPFraming = .clip
    ) throws(ImageError) {
        let resizer = try Resizer(mode: .pillow, width: size, height: size)
        self.size = resizer.width
        self.rounding = rounding
        self.framing = framing
    }

    /// The square in bytes, `size × size × 3` samples: those of Pillow.
    public func square(_ image: RGBImage) -> [UInt8] {
        if framing == .cmmd {
            return Resizer.bytes(of: image.middleSquare, width: size, height: size, columns: 0..<size, rows: 0..<size)
        }
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

extension RGBImage {
    /// The square of the shorter side in the middle, half a pixel down where the margins cannot be equal.
    fileprivate var middleSquare: RGBImage {
        let side = Swift.min(width, height)
        let (left, top) = ((width - side) / 2, (height - side) / 2)
        var square: [UInt8] = []
        square.reserveCapacity(3 * side * side)
        for row in top..<top + side {
            let start = 3 * (row * width + left)
            square += samples[start..<start + 3 * side]
        }
        return RGBImage(width: side, height: side, samples: square) ?? self
    }
}
