// From a square picture of the network's size to its input. What comes before is `CLIPPreprocessing`.

import Images

extension CLIPEncoder {
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
        for (index, sample) in picture.samples.enumerated() { place[index] = Float(sample) }
        InputScaling.clip.apply(to: place, fullScale: 255)
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
