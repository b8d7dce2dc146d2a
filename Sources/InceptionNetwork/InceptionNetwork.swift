// The network of the FID: pictures of 299 × 299 in, features out.

import LinearAlgebra
import NetworkWeights

/// Inception v3 of 2015-12-05 with given weights, as pytorch-fid and torch-fidelity run it.
///
/// It computes the images of a batch side by side on all cores, each image on one; a batch of several times as many images as
/// there are cores keeps them busy. It may also be called from several threads at once.
public final class InceptionNetwork: Sendable {
    /// The shape of each tensor that the weights must hold, by its name.
    public static var expectedTensors: [String: [Int]] { InceptionArchitecture.expectedTensors }

    /// Numbers of one picture in a batch: 299 rows of 299 pixels of red, green and blue.
    public static let valuesPerImage =
        InceptionArchitecture.input.height * InceptionArchitecture.input.width * InceptionArchitecture.inputChannels

    /// Whether fid was built with the network: with the package trait `Inception`.
    public static var isBuiltIn: Bool {
        #if Inception
            true
        #else
            false
        #endif
    }

    /// The precision in which it computes.
    public let precision: Precision

    private let runner: NetworkRunner

    /// A network with these weights.
    ///
    /// - Parameters:
    ///   - weights: The tensors of ``expectedTensors``, and no others but PyTorch's counts of batches.
    ///   - precision: The numbers it computes in.
    ///   - threads: How many images are computed at a time; nothing: as many as there are cores.
    /// - Throws: ``InceptionError`` where the weights are not of this network, oneDNN is not there, the CPU has not the
    ///   precision, or fid was built without the network; and what the weights themselves throw.
    public init(weights: some WeightSource, precision: Precision = .float32, threads: Int? = nil) throws {
        self.precision = precision
        runner = try NetworkRunner(weights: weights, precision: precision, threads: threads)
    }

    /// The features of the images of a batch.
    ///
    /// - Parameters:
    ///   - batch: `count` pictures of 299 × 299 × 3 numbers between −1 and 1, rows from the top, the channels of a pixel side by
    ///     side.
    ///   - count: How many; any number, none included.
    ///   - taps: Where features are taken. The network runs no further than they need.
    /// - Returns: For each tap a matrix, `count × tap.dimension`; a row is the same in whatever batch its image stands.
    /// - Throws: ``InceptionError`` where the batch has another size, or oneDNN fails.
    public func features(
        of batch: UnsafeBufferPointer<Float>, count: Int, taps: Set<Tap> = [.pool3]
    ) throws -> [Tap: Matrix<Float>] {
        try Self.check(batch, count: count)
        let features = try runner.features(of: batch, count: count, taps: taps)
        return Dictionary(
            uniqueKeysWithValues: features.map { tap, values in
                (tap, Matrix(rows: count, columns: tap.dimension, elements: values))
            })
    }

    /// Runs the whole network and gives `record` the output of each stage for one image after another, in the order in which
    /// the stages are computed.
    ///
    /// Throws ``InceptionError`` as ``features(of:count:taps:)`` does, and what `record` throws.
    public func stages(
        of batch: UnsafeBufferPointer<Float>, count: Int, _ record: (StageOutput) throws -> Void
    ) throws {
        try Self.check(batch, count: count)
        try runner.stages(of: batch, count: count, record)
    }

    /// The version of oneDNN, `2.6.3`.
    public var libraryVersion: String { runner.version }

    /// What oneDNN chose to run for each layer: its name in the weights, and the implementation (`brgconv:avx512_core`).
    public var implementations: [(layer: String, implementation: String)] {
        get throws { try runner.implementations.map { ($0.path, $0.implementation) } }
    }

    private static func check(_ batch: UnsafeBufferPointer<Float>, count: Int) throws {
        let (expected, overflow) = count.multipliedReportingOverflow(by: valuesPerImage)
        guard count >= 0, !overflow, batch.count == expected else {
            throw InceptionError.wrongBatch(images: count, values: batch.count)
        }
    }
}
