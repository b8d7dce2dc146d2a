// From a square picture of the network's size to its input, and what the tools do before.

import Images
import Localization

/// How a picture of any shape becomes the square that the encoder reads. All of it but ``CLIPEncoder/prepare(_:into:)`` is the work of
/// the room Images; both ways resize by Pillow's bicubic filter on bytes, antialiased, each result rounded to a byte.
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

extension CLIPEncoder {
    /// The means of the training pictures in red, green and blue, for samples in 0…1 (`clip.py` of openai/CLIP).
    static let mean: [Float] = [0.48145466, 0.4578275, 0.40821073]

    /// Their standard deviations.
    static let deviation: [Float] = [0.26862954, 0.26130258, 0.27577711]

    /// Writes the input for one picture into its place in a batch: (x/255 − mean)/deviation by channel.
    ///
    /// - Parameters:
    ///   - picture: `inputSide × inputSide` pixels, resized and cropped.
    ///   - place: room for `inputSide · inputSide · 3` numbers.
    /// - Throws: ``CLIPEncoderError/wrongSize(width:height:side:)``, ``CLIPEncoderError/wrongSampleCount(needed:found:)``.
    public func prepare(_ picture: RGBImage, into place: UnsafeMutableBufferPointer<Float>) throws {
        guard picture.width == inputSide, picture.height == inputSide else {
            throw CLIPEncoderError.wrongSize(width: picture.width, height: picture.height, side: inputSide)
        }
        guard place.count == picture.samples.count else {
            throw CLIPEncoderError.wrongSampleCount(needed: picture.samples.count, found: place.count)
        }
        // All that a byte can become, 256 × 3.
        let table: [Float] = (0..<3 * 256).map { index in
            let sample = Float(index / 3) / 255
            return (sample - Self.mean[index % 3]) / Self.deviation[index % 3]
        }
        table.withUnsafeBufferPointer { table in
            picture.samples.withUnsafeBufferPointer { samples in
                var index = 0
                while index < samples.count {
                    place[index] = table[3 &* Int(samples[index])]
                    place[index &+ 1] = table[3 &* Int(samples[index &+ 1]) &+ 1]
                    place[index &+ 2] = table[3 &* Int(samples[index &+ 2]) &+ 2]
                    index &+= 3
                }
            }
        }
    }

    /// The input for pictures, in the order given.
    ///
    /// - Throws: ``CLIPEncoderError/wrongSize(width:height:side:)``.
    public func prepared(_ pictures: [RGBImage]) throws -> [Float] {
        let size = 3 * inputSide * inputSide
        var input = [Float](repeating: 0, count: pictures.count * size)
        try input.withUnsafeMutableBufferPointer { input in
            for (number, picture) in pictures.enumerated() {
                try prepare(picture, into: UnsafeMutableBufferPointer(rebasing: input[number * size..<(number + 1) * size]))
            }
        }
        return input
    }
}
