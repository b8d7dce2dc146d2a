// Resizing in floating point: first along the rows, then across them, keeping only the rows that the next one needs.

/// Resizes with two tables of weights.
///
/// Sums are taken in double precision in the order of the source samples and rounded to single precision after each direction.
/// That is the arithmetic of Pillow's mode F, bit for bit, but for tall pictures, whose columns Pillow 13 resizes first. From those, and
/// from PyTorch and TensorFlow, which take sums in single precision, it differs by 2e-7 of full scale. The loops are `while` loops over
/// pointers for the sake of builds without optimisation.
struct FloatResampler {
    let horizontal: ResampleTable
    let vertical: ResampleTable
    /// The number for each of the 256 levels of a sample.
    let levels: [Double]

    /// Whether results are cut off at 0 and 255.
    let isClipped: Bool

    /// Writes `3 · width · height` numbers of the target's size.
    func resample(_ image: RGBImage, into target: UnsafeMutablePointer<Float>) {
        let row = 3 * horizontal.target
        let slots = vertical.width
        // Rows that have been resized along their length, each in the slot of its number modulo `slots`.
        let ring = UnsafeMutablePointer<Float>.allocate(capacity: slots * row)
        let line = UnsafeMutablePointer<Double>.allocate(capacity: 3 * image.width)
        let sums = UnsafeMutablePointer<Double>.allocate(capacity: row)
        defer {
            ring.deallocate()
            line.deallocate()
            sums.deallocate()
        }
        var held = [Int](repeating: -1, count: slots)
        image.samples.withUnsafeBufferPointer { samples in
            guard let base = samples.baseAddress else { return }
            for y in 0..<vertical.target {
                let start = vertical.first[y]
                let count = vertical.count[y]
                for source in start..<start + count where held[source % slots] != source {
                    widen(base + source * 3 * image.width, count: 3 * image.width, into: line)
                    resampleRow(line, into: ring + (source % slots) * row)
                    held[source % slots] = source
                }
                combine(ring, start..<start + count, weights: y * slots, sums, into: target + y * row)
            }
        }
    }

    private func widen(_ source: UnsafePointer<UInt8>, count: Int, into line: UnsafeMutablePointer<Double>) {
        levels.withUnsafeBufferPointer { levels in
            guard let table = levels.baseAddress else { return }
            var index = 0
            while index < count {
                line[index] = table[Int(source[index])]
                index &+= 1
            }
        }
    }

    private func resampleRow(_ line: UnsafePointer<Double>, into target: UnsafeMutablePointer<Float>) {
        let table = horizontal
        table.weights.withUnsafeBufferPointer { weights in
            guard let base = weights.baseAddress else { return }
            for x in 0..<table.target {
                var source = line + 3 * table.first[x]
                let weight = base + x * table.width
                let count = table.count[x]
                var (red, green, blue) = (0.0, 0.0, 0.0)
                var tap = 0
                while tap < count {
                    let share = weight[tap]
                    red += source[0] * share
                    green += source[1] * share
                    blue += source[2] * share
                    source += 3
                    tap &+= 1
                }
                target[3 * x] = Float(red)
                target[3 * x + 1] = Float(green)
                target[3 * x + 2] = Float(blue)
            }
        }
    }

    /// The weighted sum of rows of the ring, the first weight of which stands at `weights`.
    private func combine(
        _ ring: UnsafePointer<Float>, _ rows: Range<Int>, weights: Int, _ sums: UnsafeMutablePointer<Double>,
        into target: UnsafeMutablePointer<Float>
    ) {
        let count = 3 * horizontal.target
        sums.update(repeating: 0, count: count)
        for (place, source) in rows.enumerated() {
            let share = vertical.weights[weights + place]
            let line = ring + (source % vertical.width) * count
            var index = 0
            while index < count {
                sums[index] += Double(line[index]) * share
                index &+= 1
            }
        }
        var index = 0
        while index < count {
            let value = Float(sums[index])
            target[index] = isClipped ? min(max(value, 0), 255) : value
            index &+= 1
        }
    }
}
