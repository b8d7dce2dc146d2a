// Which samples of a line, with which weights, make each sample of a longer or shorter line: one table per direction.

/// The weights that turn a line of samples into a longer or shorter one.
///
/// Each maker does the arithmetic of the program that it follows in that program's precision: where a sample falls depends on
/// its rounding, and a position that is off by one unit of a float moves a sample of 0…1 by up to 1e-4 in a picture of 2000 pixels.
struct ResampleTable: Sendable {
    /// How many samples it makes.
    let target: Int
    /// The most weights that a target sample has.
    private(set) var width = 1
    /// The first source sample of each target sample; never falling.
    private(set) var first: [Int] = []
    /// How many source samples it takes.
    private(set) var count: [Int] = []
    /// `target × width` weights.
    private(set) var weights: [Double] = []

    /// - Parameters:
    ///   - targets: the samples of the target that are wanted.
    ///   - taps: the first source sample and the weights of a target sample.
    private init(_ targets: Range<Int>, width: Int, taps: (Int) -> (first: Int, weights: [Double])) {
        let target = targets.count
        self.target = target
        self.width = width
        first.reserveCapacity(target)
        count.reserveCapacity(target)
        weights = [Double](repeating: 0, count: target * width)
        for (index, place) in targets.enumerated() {
            let (start, values) = taps(place)
            first.append(start)
            count.append(values.count)
            for (tap, value) in values.enumerated() { weights[index * width + tap] = value }
        }
    }

    /// Two neighbours, the second of which weighs `fraction`; the last sample stands for one behind it.
    private static func pair(_ lower: Int, _ fraction: Float, _ source: Int) -> (first: Int, weights: [Double]) {
        if lower + 1 >= source || fraction == 0 { return (lower, [1]) }
        return (lower, [Double(1 - fraction), Double(fraction)])
    }

    /// Bilinear between the centres of pixels, without antialiasing: PyTorch's `interpolate(mode="bilinear", align_corners=False)`
    /// (`UpSampleKernel.cpp`).
    ///
    /// PyTorch 2.5 rounds the product and the difference one by one, as here, where it runs on several threads; on a single thread it
    /// fuses them to one rounding, and so differs from itself by up to 1.5e-5 of full scale in noise of some hundred pixels.
    static func pytorch(from source: Int, to target: Int) -> ResampleTable {
        let scale = Float(source) / Float(target)
        return ResampleTable(0..<target, width: 2) { index in
            let position = max(0, scale * (Float(index) + 0.5) - 0.5)
            let lower = min(Int(position), source - 1)
            return pair(lower, min(max(position - Float(lower), 0), 1), source)
        }
    }

    /// Bilinear between the corners of pixels: TensorFlow 1's `ResizeBilinear` without `align_corners` (`image_resizer_state.h`).
    static func tensorflow(from source: Int, to target: Int) -> ResampleTable {
        let scale = Float(source) / Float(target)
        return ResampleTable(0..<target, width: 2) { index in
            let position = Float(index) * scale
            let lower = min(Int(position), source - 1)
            return pair(lower, position - Float(lower), source)
        }
    }

    /// A triangle as wide as the scale: PyTorch's `interpolate(mode="bilinear", antialias=True)` (`_upsample_bilinear2d_aa`).
    static func antialias(from source: Int, to target: Int) -> ResampleTable {
        let scale = Float(source) / Float(target)
        let support = max(scale, 1)
        let inverse = scale >= 1 ? 1 / scale : 1
        return ResampleTable(0..<target, width: 2 * Int(support.rounded(.up)) + 1) { index in
            let centre = scale * (Float(index) + 0.5)
            let start = max(Int(centre - support + 0.5), 0)
            let end = min(Int(centre + support + 0.5), source)
            var values = (start..<end).map { place in
                max(0, 1 - abs((Float(place) - centre + 0.5) * inverse))
            }
            let total = values.reduce(0, +)
            if total != 0 { values = values.map { $0 / total } }
            return (start, values.map(Double.init))
        }
    }

    /// The cubic of Keys (1981) with a = −1/2, as wide as the scale: Pillow's `BICUBIC` (`precompute_coeffs` of `Resample.c`).
    ///
    /// - Parameter targets: the part of the target that is wanted; all of it where nothing is said.
    static func pillowBicubic(from source: Int, to target: Int, targets: Range<Int>? = nil) -> ResampleTable {
        let scale = Double(source) / Double(target)
        let stretch = max(scale, 1)
        let support = 2 * stretch
        return ResampleTable(targets ?? 0..<target, width: 2 * Int(support.rounded(.up)) + 1) { index in
            let centre = (Double(index) + 0.5) * scale
            let start = max(Int(centre - support + 0.5), 0)
            let end = min(Int(centre + support + 0.5), source)
            let inverse = 1 / stretch
            var values = (start..<end).map { cubic((Double($0) - centre + 0.5) * inverse) }
            let total = values.reduce(0, +)
            if total != 0 { values = values.map { $0 / total } }
            return (start, values)
        }
    }

    private static func cubic(_ distance: Double) -> Double {
        let a = -0.5
        let x = abs(distance)
        if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
        if x < 2 { return (((x - 5) * x + 8) * x - 4) * a }
        return 0
    }

    /// The weights in fixed point with ``ByteResampler/fractionBits`` bits, rounded half away from zero.
    var fixedPointWeights: [Int32] {
        weights.map { Int32(($0 * Double(1 << ByteResampler.fractionBits)).rounded(.toNearestOrAwayFromZero)) }
    }
}
