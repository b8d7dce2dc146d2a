// What is done row by row between the matrix products: layer norms, softmax, sums. Rows are cut into bands that the cores share; no row
// depends on another, so that their number changes nothing.

import Dispatch
import LinearAlgebra

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A piece of memory that several threads write to, each its own rows.
struct SharedRows: @unchecked Sendable {
    let start: UnsafeMutablePointer<Float>

    /// Where the row begins, of rows of `width` numbers.
    func row(_ row: Int, _ width: Int) -> UnsafeMutablePointer<Float> { start + row * width }
}

/// Shares out the rows 0..<count among the cores, in bands whose bounds depend on the count alone.
func shareOut(_ count: Int, _ body: @Sendable (_ row: Int) -> Void) {
    let bands = (0..<count).split(intoPartsOfAtMost: 32)
    DispatchQueue.concurrentPerform(iterations: bands.count) { band in
        for row in bands[band] { body(row) }
    }
}

extension LayerNorm {
    /// The ε of all published weights (`layer_norm_eps` of transformers; PyTorch's default, which the others use).
    private static let epsilon: Float = 1e-5

    /// (x − mean)/√(variance + ε)·scale + shift, with the variance that divides by the width.
    ///
    /// - Parameter target: another row than the source, or the same.
    func apply(to source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, ones: UnsafePointer<Float>) {
        let width = scale.count
        let mean = Float.dot(Int32(width), source, ones) / Float(width)
        var index = 0
        while index < width {
            target[index] = source[index] - mean
            index &+= 1
        }
        let variance = Float.dot(Int32(width), target, target) / Float(width)
        let factor = 1 / (variance + Self.epsilon).squareRoot()
        scale.withUnsafeBufferPointer { scale in
            shift.withUnsafeBufferPointer { shift in
                var index = 0
                while index < width {
                    target[index] = target[index] * factor * scale[index] + shift[index]
                    index &+= 1
                }
            }
        }
    }
}

/// exp(xᵢ)/Σ exp(xⱼ), in place; the largest x is taken off first, so that nothing overflows.
func softmax(_ row: UnsafeMutablePointer<Float>, count: Int, ones: UnsafePointer<Float>) {
    var largest = row[0]
    var index = 1
    while index < count {
        largest = row[index] > largest ? row[index] : largest
        index &+= 1
    }
    index = 0
    while index < count {
        row[index] = exp(row[index] - largest)
        index &+= 1
    }
    let factor = 1 / Float.dot(Int32(count), row, ones)
    index = 0
    while index < count {
        row[index] *= factor
        index &+= 1
    }
}

/// row += added + bias
func add(
    _ added: UnsafePointer<Float>, _ bias: UnsafePointer<Float>, to row: UnsafeMutablePointer<Float>, count: Int
) {
    var index = 0
    while index < count {
        row[index] += added[index] + bias[index]
        index &+= 1
    }
}
