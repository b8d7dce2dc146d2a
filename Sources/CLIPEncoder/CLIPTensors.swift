// The tensors of an encoder as it computes with them, whatever names the file has for them.

import LinearAlgebra
import NetworkWeights

/// The scale and the shift of a layer norm.
struct LayerNorm: Sendable {
    let scale: [Float]
    let shift: [Float]
}

/// x ↦ Wx + b. W has as many rows as there are outputs.
struct LinearLayer: Sendable {
    let weights: Matrix<Float>
    let bias: [Float]
}

/// One block: x + attention(norm(x)), then x + perceptron(norm(x)).
struct TransformerBlock: Sendable {
    let attentionNorm: LayerNorm
    /// Queries, keys and values below each other: 3·width × width. The queries carry the factor 1/√64 of the attention; it is a power of
    /// two, so that nothing is rounded.
    let attentionInput: LinearLayer
    let attentionOutput: LinearLayer
    let perceptronNorm: LayerNorm
    let widening: LinearLayer
    let narrowing: LinearLayer
}

/// All tensors of an encoder.
struct CLIPTensors: Sendable {
    let classToken: [Float]
    /// width × 3·patch², each row in the order of a picture's samples: row of pixels, pixel, channel.
    let patches: Matrix<Float>
    /// tokens × width
    let positions: Matrix<Float>
    let normBefore: LayerNorm
    let blocks: [TransformerBlock]
    let normAfter: LayerNorm
    /// projection × width
    let projection: Matrix<Float>

    /// Reads the tensors, whose shapes have been looked at.
    init(_ weights: some WeightSource, _ naming: CLIPNaming, _ architecture: CLIPArchitecture) throws {
        let reader = TensorReader(weights: weights)
        let width = architecture.width
        classToken = try weights.values(of: naming.classToken)
        patches = Self.byPixels(try weights.values(of: naming.patches), architecture)
        positions = try reader.matrix(naming.positions, rows: architecture.tokens)
        normBefore = try reader.norm(naming.normBefore)
        normAfter = try reader.norm(naming.normAfter)
        projection =
            switch naming {
            case .transformers: try reader.matrix(naming.projection, rows: architecture.projection)
            case .openCLIP: try reader.matrix(naming.projection, rows: width).transposed
            }
        blocks = try (0..<architecture.layers).map { block in
            var weights = try naming.attentionInputs(block, "weight").flatMap { try reader.weights.values(of: $0) }
            var bias = try naming.attentionInputs(block, "bias").flatMap { try reader.weights.values(of: $0) }
            let factor = 1 / Float(CLIPArchitecture.headWidth).squareRoot()
            Self.scale(&weights, upTo: width * width, by: factor)
            Self.scale(&bias, upTo: width, by: factor)
            return TransformerBlock(
                attentionNorm: try reader.norm(naming.attentionNorm(block)),
                attentionInput: LinearLayer(weights: Matrix(rows: 3 * width, columns: width, elements: weights), bias: bias),
                attentionOutput: try reader.layer(naming.attentionOutput(block), outputs: width),
                perceptronNorm: try reader.norm(naming.perceptronNorm(block)),
                widening: try reader.layer(naming.widening(block), outputs: architecture.hidden),
                narrowing: try reader.layer(naming.narrowing(block), outputs: width))
        }
    }

    private static func scale(_ values: inout [Float], upTo end: Int, by factor: Float) {
        values.withUnsafeMutableBufferPointer { values in
            var index = 0
            while index < end {
                values[index] *= factor
                index &+= 1
            }
        }
    }

    /// The kernels of the convolution, width × 3 × patch × patch in the file, as rows that a patch of samples can be multiplied with.
    private static func byPixels(_ kernels: [Float], _ architecture: CLIPArchitecture) -> Matrix<Float> {
        let (area, size) = (architecture.patch * architecture.patch, architecture.patchSize)
        let elements = [Float](unsafeUninitializedCapacity: kernels.count) { target, filled in
            kernels.withUnsafeBufferPointer { kernels in
                for kernel in 0..<architecture.width {
                    for channel in 0..<3 {
                        var (from, to) = (kernel * size + channel * area, kernel * size + channel)
                        let end = from + area
                        while from < end {
                            target[to] = kernels[from]
                            from &+= 1
                            to &+= 3
                        }
                    }
                }
            }
            filled = kernels.count
        }
        return Matrix(rows: architecture.width, columns: size, elements: elements)
    }
}

/// Tensors of a source in pairs, as layers have them.
private struct TensorReader<Weights: WeightSource> {
    let weights: Weights

    func matrix(_ name: String, rows: Int) throws -> Matrix<Float> {
        let elements = try weights.values(of: name)
        return Matrix(rows: rows, columns: elements.count / rows, elements: elements)
    }

    func norm(_ name: String) throws -> LayerNorm {
        LayerNorm(scale: try weights.values(of: "\(name).weight"), shift: try weights.values(of: "\(name).bias"))
    }

    func layer(_ name: String, outputs: Int) throws -> LinearLayer {
        LinearLayer(weights: try matrix("\(name).weight", rows: outputs), bias: try weights.values(of: "\(name).bias"))
    }
}
