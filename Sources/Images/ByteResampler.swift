// Resizing in eight bits, as Pillow resizes a picture of mode RGB: fixed-point weights, and a rounding after each direction.

/// Resizes with two tables of weights; the bytes are those of Pillow's `Image.resize` (`ImagingResample` of `Resample.c`).
struct ByteResampler {
    /// The bits behind the point of a weight: 32, less eight of a sample and two for the overshoot of a cubic.
    static let fractionBits = 22

    let horizontal: ResampleTable
    let vertical: ResampleTable

    /// Whether columns are resized before rows. The rounding in between makes a difference of a level or two.
    let isVerticalFirst: Bool

    /// Whether Pillow 13 resizes columns first: where the height shrinks by more than twice what the width does. Until
    /// Pillow 12 rows always were first.
    static func isVerticalFirst(width: Int, height: Int, toWidth newWidth: Int, height newHeight: Int) -> Bool {
        height - newHeight > 2 * max(0, width - newWidth)
    }

    /// Writes `3 · width · height` samples of the target's size.
    func resample(_ image: RGBImage, into target: UnsafeMutablePointer<UInt8>) {
        let weights = (horizontal.fixedPointWeights, vertical.fixedPointWeights)
        image.samples.withUnsafeBufferPointer { samples in
            guard let base = samples.baseAddress else { return }
            if isVerticalFirst {
                resampleColumnsFirst(base, stride: 3 * image.width, weights.0, weights.1, into: target)
            } else {
                resampleRowsFirst(base, stride: 3 * image.width, weights.0, weights.1, into: target)
            }
        }
    }

    private func resampleColumnsFirst(
        _ base: UnsafePointer<UInt8>, stride: Int, _ horizontalWeights: [Int32], _ verticalWeights: [Int32],
        into target: UnsafeMutablePointer<UInt8>
    ) {
        let line = UnsafeMutablePointer<UInt8>.allocate(capacity: stride)
        let sums = UnsafeMutablePointer<Int32>.allocate(capacity: stride)
        defer {
            line.deallocate()
            sums.deallocate()
        }
        for y in 0..<vertical.target {
            let start = vertical.first[y]
            let weights = verticalWeights[y * vertical.width..<y * vertical.width + vertical.count[y]]
            combine(count: stride, weights, sums, into: line) { base + (start + $0) * stride }
            resampleRow(line, horizontalWeights, into: target + y * 3 * horizontal.target)
        }
    }

    private func resampleRowsFirst(
        _ base: UnsafePointer<UInt8>, stride: Int, _ horizontalWeights: [Int32], _ verticalWeights: [Int32],
        into target: UnsafeMutablePointer<UInt8>
    ) {
        let row = 3 * horizontal.target
        let slots = vertical.width
        // Rows that have been resized along their length, each in the slot of its number modulo `slots`.
        let ring = UnsafeMutablePointer<UInt8>.allocate(capacity: slots * row)
        let sums = UnsafeMutablePointer<Int32>.allocate(capacity: row)
        defer {
            ring.deallocate()
            sums.deallocate()
        }
        var held = [Int](repeating: -1, count: slots)
        for y in 0..<vertical.target {
            let start = vertical.first[y]
            let count = vertical.count[y]
            for source in start..<start + count where held[source % slots] != source {
                resampleRow(base + source * stride, horizontalWeights, into: ring + (source % slots) * row)
                held[source % slots] = source
            }
            combine(count: row, verticalWeights[y * slots..<y * slots + count], sums, into: target + y * row) {
                UnsafePointer(ring + ((start + $0) % slots) * row)
            }
        }
    }

    private func resampleRow(_ line: UnsafePointer<UInt8>, _ weights: [Int32], into target: UnsafeMutablePointer<UInt8>) {
        let table = horizontal
        weights.withUnsafeBufferPointer { weights in
            guard let base = weights.baseAddress else { return }
            for x in 0..<table.target {
                var source = line + 3 * table.first[x]
                let weight = base + x * table.width
                let count = table.count[x]
                var (red, green, blue) = (Self.half, Self.half, Self.half)
                var tap = 0
                while tap < count {
                    let share = weight[tap]
                    red &+= Int32(source[0]) &* share
                    green &+= Int32(source[1]) &* share
                    blue &+= Int32(source[2]) &* share
                    source += 3
                    tap &+= 1
                }
                target[3 * x] = Self.byte(red)
                target[3 * x + 1] = Self.byte(green)
                target[3 * x + 2] = Self.byte(blue)
            }
        }
    }

    /// The weighted sum of `count` samples each of some lines.
    private func combine(
        count: Int, _ weights: ArraySlice<Int32>, _ sums: UnsafeMutablePointer<Int32>, into target: UnsafeMutablePointer<UInt8>,
        line: (Int) -> UnsafePointer<UInt8>
    ) {
        sums.update(repeating: Self.half, count: count)
        for (place, share) in weights.enumerated() {
            let samples = line(place)
            var index = 0
            while index < count {
                sums[index] &+= Int32(samples[index]) &* share
                index &+= 1
            }
        }
        var index = 0
        while index < count {
            target[index] = Self.byte(sums[index])
            index &+= 1
        }
    }

    private static let half: Int32 = 1 << (Int32(fractionBits) - 1)

    @inline(__always)
    private static func byte(_ sum: Int32) -> UInt8 { UInt8(truncatingIfNeeded: min(max(sum >> Int32(fractionBits), 0), 255)) }
}
