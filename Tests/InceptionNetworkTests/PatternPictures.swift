// The pictures of the fixture: made by a rule in whole numbers, so that they are the same to the bit everywhere.

import TestSupport

enum PatternPictures {
    static let count = 4

    /// Four pictures of 299 × 299 × 3, channels last: smooth hills between nodes 23 pixels apart, and grain, in sixteenths.
    static let batch: [Float] = {
        var values = [Float](repeating: 0, count: count * 299 * 299 * 3)
        for (image, (hills, grain)) in [(16, 0), (12, 4), (2, 14), (6, 1)].enumerated() {
            for channel in 0..<3 {
                let nodes = DeterministicNumbers.integers("hills \(image) \(channel)", count: 14 * 14)
                let noise = DeterministicNumbers.integers("grain \(image) \(channel)", count: 299 * 299)
                for row in 0..<299 {
                    let (y, dy) = row.quotientAndRemainder(dividingBy: 23)
                    for column in 0..<299 {
                        let (x, dx) = column.quotientAndRemainder(dividingBy: 23)
                        let node = y * 14 + x
                        let above = nodes[node] * (23 - dx) + nodes[node + 1] * dx
                        let below = nodes[node + 14] * (23 - dx) + nodes[node + 15] * dx
                        let smooth = above * (23 - dy) + below * dy
                        let sum = hills * smooth + grain * 529 * noise[row * 299 + column]
                        values[((image * 299 + row) * 299 + column) * 3 + channel] = Float(
                            Double(sum) / Double(16 * 529 * (1 << 23)))
                    }
                }
            }
        }
        return values
    }()

    /// So many pictures: the four again and again.
    static func batch(of images: Int) -> [Float] {
        var values: [Float] = []
        values.reserveCapacity(images * 299 * 299 * 3)
        for start in stride(from: 0, to: images, by: count) {
            values += batch.prefix(min(count, images - start) * 299 * 299 * 3)
        }
        return values
    }
}
