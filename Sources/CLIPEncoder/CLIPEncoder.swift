// The image encoders of CLIP: vision transformers over the matrix kernels.

import LinearAlgebra
import NetworkWeights

/// The image encoder of CLIP (Radford et al. 2021): a picture becomes a vector of 512 or 768 numbers.
///
/// The weights are read from a file as published, with the names of transformers or of open_clip; the text encoder in the same file
/// is passed over. Which encoder it is, and of which sizes, the shapes of the tensors tell, never the name of the file. All is computed
/// in 32-bit floating point, as the published implementations do it.
public struct CLIPEncoder: Sendable {
    /// What the file said of it.
    public let description: CLIPDescription
    public let activation: CLIPActivation
    private let tensors: CLIPTensors

    /// Reads the encoder: 0.35 GB of weights for the sizes B, 1.2 GB for the sizes L.
    ///
    /// - Parameters:
    ///   - activation: the form of GELU of these weights, which they do not tell: `.quick` for those of OpenAI.
    ///   - file: how errors call the weights.
    /// - Throws: ``CLIPEncoderError`` where the weights are those of no known encoder, `WeightsError.mismatch` where tensors
    ///   of a known one are missing or have another shape, `WeightsError` where they cannot be read.
    public init(weights: some WeightSource, activation: CLIPActivation = .quick, file: String) throws {
        let description = try CLIPDescription(weights, file: file)
        let (naming, architecture) = (description.naming, description.architecture)
        let own = ImageTensors(base: weights, naming: naming)
        try own.require(description.expectedTensors, in: file)
        self.description = description
        self.activation = activation
        tensors = try CLIPTensors(own, naming, architecture)
    }

    var architecture: CLIPArchitecture { description.architecture }

    /// Who named its tensors.
    public var naming: CLIPNaming { description.naming }

    /// The published variant that it is; nil for another.
    public var variant: CLIPVariant? { description.variant }

    /// What it is called: `ViT-L/14@336px`.
    public var name: String { description.name }

    /// Pixels of a side of the square pictures that the encoder reads: 224 or 336 in those that were published.
    public var inputSide: Int { architecture.inputSide }

    /// Numbers of an embedding: 512 or 768 in those that were published.
    public var dimension: Int { architecture.projection }

    /// Pictures that go through at once; embeddings come out no faster when more are given, and slower when fewer.
    public var preferredBatch: Int { CLIPPass.pictures(architecture) }

    /// The embeddings of pictures.
    ///
    /// - Parameters:
    ///   - pictures: `count × inputSide × inputSide × 3` samples, red, green and blue of each pixel, scaled by CLIP's means and
    ///     deviations.
    ///   - count: n, any number; they are taken through in passes of ``preferredBatch``, on which the memory depends and nothing else.
    ///   - normalized: whether each is divided by its length, as CMMD wants it.
    ///   - sharesCores: whether several threads work on each step; false where the caller runs several calls side by side, and has
    ///     told OpenBLAS to stay on the thread that calls it.
    ///   - afterEach: told of the number of pictures done, after each pass; what it throws ends the work.
    /// - Returns: n × ``dimension``.
    /// - Throws: ``CLIPEncoderError/wrongSampleCount(needed:found:)``, ``CLIPEncoderError/unusableEmbedding(picture:)``.
    public func embeddings(
        of pictures: UnsafeBufferPointer<Float>, count: Int, normalized: Bool = false, sharesCores: Bool = true,
        afterEach: (_ done: Int) throws -> Void = { _ in }
    ) throws -> Matrix<Float> {
        try embeddings(
            of: pictures, count: count, normalized: normalized, sharesCores: sharesCores, afterEach: afterEach, observe: nil)
    }

    /// The embeddings of pictures in an array: see the method of the same name.
    public func embeddings(
        of pictures: [Float], count: Int, normalized: Bool = false, afterEach: (_ done: Int) throws -> Void = { _ in }
    ) throws -> Matrix<Float> {
        try pictures.withUnsafeBufferPointer {
            try embeddings(of: $0, count: count, normalized: normalized, afterEach: afterEach)
        }
    }

    func embeddings(
        of pictures: UnsafeBufferPointer<Float>, count: Int, normalized: Bool, sharesCores: Bool = true,
        afterEach: (_ done: Int) throws -> Void, observe: ((CLIPPass.Stage, UnsafeBufferPointer<Float>) -> Void)?
    ) throws -> Matrix<Float> {
        let samples = 3 * inputSide * inputSide
        let (needed, overflow) = samples.multipliedReportingOverflow(by: count)
        guard count >= 0, !overflow, pictures.count == needed else {
            throw CLIPEncoderError.wrongSampleCount(needed: overflow ? .max : max(0, needed), found: pictures.count)
        }
        var embeddings = Matrix<Float>.zeros(rows: count, columns: dimension)
        guard count > 0, let source = pictures.baseAddress else { return embeddings }
        let step = min(count, preferredBatch)
        var pass = CLIPPass(architecture, tensors, activation, pictures: step, sharesCores: sharesCores, observe: observe)
        try embeddings.withMutableRows { rows in
            guard let target = rows.baseAddress else { return }
            for first in stride(from: 0, to: count, by: step) {
                let size = min(step, count - first)
                pass.run(source + first * samples, count: size, into: target + first * dimension)
                for picture in first..<first + size {
                    let row = UnsafeMutableBufferPointer(start: target + picture * dimension, count: dimension)
                    try Self.finish(row, picture: picture, normalized: normalized)
                }
                try afterEach(first + size)
            }
        }
        return embeddings
    }

    /// Divides an embedding by its length: the same numbers as with `normalized`.
    public static func normalize(_ embedding: inout [Float]) {
        embedding.withUnsafeMutableBufferPointer { row in
            let length = Self.length(UnsafeBufferPointer(row))
            if length > 0 { divide(row, by: length) }
        }
    }

    /// Sees to it that an embedding has a length, and divides by it where that is wanted.
    private static func finish(_ row: UnsafeMutableBufferPointer<Float>, picture: Int, normalized: Bool) throws {
        let length = length(UnsafeBufferPointer(row))
        guard length.isFinite, length > 0 else { throw CLIPEncoderError.unusableEmbedding(picture: picture) }
        if normalized { divide(row, by: length) }
    }

    private static func length(_ row: UnsafeBufferPointer<Float>) -> Float {
        row.baseAddress.map { Float.dot(Int32(row.count), $0, $0).squareRoot() } ?? 0
    }

    private static func divide(_ row: UnsafeMutableBufferPointer<Float>, by length: Float) {
        for index in row.indices { row[index] /= length }
    }
}
