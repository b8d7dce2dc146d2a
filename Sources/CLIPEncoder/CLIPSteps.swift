// The steps of a pass through the encoder, over the work space of ``CLIPPass``.

import COpenBLAS
import LinearAlgebra

/// See ``CLIPPass`` for the letters. No two steps run at once, and within a step each thread writes to rows of its own.
struct CLIPSteps: @unchecked Sendable {
    let architecture: CLIPArchitecture
    let tensors: CLIPTensors
    let activation: CLIPActivation
    /// b
    let count: Int
    /// Whether rows are shared out among the cores, or done on the thread that calls.
    let sharesCores: Bool
    let tokens: SharedRows
    let normed: SharedRows
    let product: SharedRows
    let wide: SharedRows
    let scores: SharedRows
    let ones: UnsafePointer<Float>

    private var width: Int { architecture.width }
    /// b·t
    var rows: Int { count * architecture.tokens }

    func run(
        _ pictures: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, observe: (CLIPPass.Stage) -> Void
    ) {
        embedPatches(pictures)
        observe(.start)
        for (number, block) in tensors.blocks.enumerated() {
            attend(block)
            perceive(block)
            observe(.block(number))
        }
        project(into: target)
    }

    /// The convolution with stride patch as a product, the class token in front, the positions, the first layer norm.
    private func embedPatches(_ pictures: UnsafePointer<Float>) {
        let (grid, patch, size) = (architecture.grid, architecture.patch, architecture.patchSize)
        let side = 3 * architecture.inputSide
        nonisolated(unsafe) let pictures = pictures
        // A row of patches at a time: its pixels lie in one piece of the picture.
        inBands(count * grid) { row in
            let (picture, line) = (row / grid, row % grid)
            let source = pictures + picture * architecture.inputSide * side + line * patch * side
            for column in 0..<grid {
                let target = wide.row(row * grid + column, size)
                for y in 0..<patch {
                    (target + y * 3 * patch).update(from: source + y * side + column * 3 * patch, count: 3 * patch)
                }
            }
        }
        multiply(wide, tensors.patches, rows: count * grid * grid, into: product)
        tensors.positions.elements.withUnsafeBufferPointer { positions in
            tensors.classToken.withUnsafeBufferPointer { classToken in
                nonisolated(unsafe) let (positions, classToken) = (positions, classToken)
                inBands(rows) { row in
                    let (picture, place) = (row / architecture.tokens, row % architecture.tokens)
                    guard let position = positions.baseAddress, let classToken = classToken.baseAddress else { return }
                    let token = tokens.row(row, width)
                    let source: UnsafePointer<Float> =
                        place == 0 ? classToken : UnsafePointer(product.row(picture * grid * grid + place - 1, width))
                    token.update(from: source, count: width)
                    Float.axpy(Int32(width), 1, position + place * width, token)
                    tensors.normBefore.apply(to: token, into: token, ones: ones)
                }
            }
        }
    }

    /// tokens += W·attention(norm(tokens)) + b
    private func attend(_ block: TransformerBlock) {
        let inner = 3 * width
        normalize(block.attentionNorm)
        multiply(normed, block.attentionInput.weights, rows: rows, into: wide)
        block.attentionInput.bias.withUnsafeBufferPointer { bias in
            nonisolated(unsafe) let bias = bias
            inBands(rows) { row in
                guard let bias = bias.baseAddress else { return }
                Float.axpy(Int32(inner), 1, bias, wide.row(row, inner))
            }
        }
        for picture in 0..<count { mix(wide.row(picture * architecture.tokens, inner), picture: picture) }
        multiply(normed, block.attentionOutput.weights, rows: rows, into: product)
        addProduct(block.attentionOutput.bias)
    }

    /// softmax(QKᵀ)V for each head of one picture, whose queries, keys and values lie in rows of 3w. The products are small and
    /// their operands lie within those rows: nothing is copied.
    private func mix(_ inputs: UnsafeMutablePointer<Float>, picture: Int) {
        let (t, inner, head) = (architecture.tokens, Int32(3 * width), CLIPArchitecture.headWidth)
        for number in 0..<architecture.heads {
            let queries = inputs + number * head
            Float.gemm(
                CblasNoTrans, CblasTrans, Int32(t), Int32(t), Int32(head), queries, inner, queries + width, inner,
                scores.row(number * t, t), Int32(t))
        }
        inBands(architecture.heads * t) { softmax(scores.row($0, t), count: t, ones: ones) }
        for number in 0..<architecture.heads {
            Float.gemm(
                CblasNoTrans, CblasNoTrans, Int32(t), Int32(head), Int32(t), scores.row(number * t, t), Int32(t),
                inputs + 2 * width + number * head, inner, normed.row(picture * t, width) + number * head, Int32(width))
        }
    }

    /// tokens += W₂·activation(W₁·norm(tokens) + b₁) + b₂
    private func perceive(_ block: TransformerBlock) {
        let hidden = architecture.hidden
        normalize(block.perceptronNorm)
        multiply(normed, block.widening.weights, rows: rows, into: wide)
        block.widening.bias.withUnsafeBufferPointer { bias in
            nonisolated(unsafe) let bias = bias
            inBands(rows) { row in
                guard let bias = bias.baseAddress else { return }
                activation.apply(to: wide.row(row, hidden), bias: bias, count: hidden)
            }
        }
        multiply(wide, block.narrowing.weights, rows: rows, into: product)
        addProduct(block.narrowing.bias)
    }

    /// The class tokens alone, behind the last layer norm, times the projection.
    private func project(into target: UnsafeMutablePointer<Float>) {
        inBands(count) { picture in
            tensors.normAfter.apply(
                to: tokens.row(picture * architecture.tokens, width), into: normed.row(picture, width), ones: ones)
        }
        multiply(normed, tensors.projection, rows: count, into: SharedRows(start: target))
    }

    private func inBands(_ count: Int, _ body: @Sendable (_ row: Int) -> Void) {
        guard sharesCores else {
            for row in 0..<count { body(row) }
            return
        }
        shareOut(count, body)
    }

    private func normalize(_ norm: LayerNorm) {
        inBands(rows) { row in norm.apply(to: tokens.row(row, width), into: normed.row(row, width), ones: ones) }
    }

    private func addProduct(_ bias: [Float]) {
        bias.withUnsafeBufferPointer { bias in
            nonisolated(unsafe) let bias = bias
            inBands(rows) { row in
                guard let bias = bias.baseAddress else { return }
                add(product.row(row, width), bias, to: tokens.row(row, width), count: width)
            }
        }
    }

    /// target = source·Wᵀ for `rows` rows of the source.
    private func multiply(_ source: SharedRows, _ weights: Matrix<Float>, rows: Int, into target: SharedRows) {
        let (outputs, inputs) = (Int32(weights.rows), Int32(weights.columns))
        weights.elements.withUnsafeBufferPointer { weights in
            guard let weights = weights.baseAddress else { return }
            Float.gemm(
                CblasNoTrans, CblasTrans, Int32(rows), outputs, inputs, source.start, inputs, weights, inputs, target.start,
                outputs)
        }
    }
}
