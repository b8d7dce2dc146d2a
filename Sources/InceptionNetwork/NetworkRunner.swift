// The network at work: each image by one worker, the images of a batch by several side by side.

#if Inception

    import COneDNN
    import Dispatch
    import Foundation
    import NetworkWeights
    import Synchronization

    /// The kernels, and the workers that share them.
    ///
    /// An image is computed by itself, on one thread. So its features do not depend on the batch that it stands in, nor on the
    /// number of threads, by a single bit; what passes between layers (9 MB) stays in the cache; and no thread ever waits for
    /// another. oneDNN is no slower on one image than on sixteen.
    ///
    /// - Note: `@unchecked Sendable` because the workers change hands only under `idle`'s lock, all else that is not a value is made
    ///   under it, and kernels are only read once the first worker is made.
    final class NetworkRunner: @unchecked Sendable {
        private let session: OneDNNSession
        private let program: NetworkProgram
        private let kernels: [String: OneDNNKernel]
        private let scoreKernel: OneDNNKernel
        private let scoreBias: [Float]
        private let threads: Int
        private let lock = NSLock()
        private var idle: [Worker] = []

        /// The network as far as its last stage, and the scores behind it.
        private struct Worker {
            let network: NetworkWorker
            let scores: OneDNNStep
        }

        init(weights: some WeightSource, precision: Precision, threads: Int?) throws {
            let checked = try CheckedWeights(weights)
            session = try OneDNNSession()
            if precision == .bfloat16, session.bfloat16 == fid_dnn_no_bfloat16 { throw InceptionError.noBFloat16 }
            var kernels: [String: OneDNNKernel] = [:]
            for convolution in InceptionArchitecture.convolutions {
                let folded = try checked.folded(convolution)
                kernels[convolution.path] = try OneDNNKernel(
                    session, path: convolution.path, type: precision.type,
                    shape: [convolution.outputs, convolution.inputs, convolution.kernel.height, convolution.kernel.width],
                    values: folded.values, scale: folded.scale, bias: folded.bias)
            }
            self.kernels = kernels
            // The scores are computed in float32 in either precision: they are 0.02% of the work.
            scoreKernel = try OneDNNKernel(
                session, path: "fc", type: .float32, shape: [InceptionArchitecture.classes, Tap.pool3.dimension, 1, 1],
                values: try checked.values(of: InceptionArchitecture.scoreKernel), scale: nil, bias: nil)
            scoreBias = try checked.values(of: InceptionArchitecture.scoreBias)
            program = NetworkProgram(
                stages: InceptionArchitecture.stages, extent: InceptionArchitecture.input,
                channels: InceptionArchitecture.inputChannels, type: precision.type)
            self.threads = max(1, threads ?? ProcessInfo.processInfo.activeProcessorCount)
            // The first worker packs the kernels, so that what is wrong comes to light here.
            idle = [try makeWorker()]
        }

        /// The features of `count` images at each tap, image by image.
        func features(of batch: UnsafeBufferPointer<Float>, count: Int, taps: Set<Tap>) throws -> [Tap: [Float]] {
            let size = InceptionNetwork.valuesPerImage
            // The images are only read while this call lasts.
            nonisolated(unsafe) let batch = batch
            let rows = Mutex<[[Tap: [Float]]]>(Array(repeating: [:], count: count))
            let failure = Mutex<(any Error)?>(nil)
            let next = Mutex(0)
            DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
                while true {
                    let index = next.withLock { value in
                        defer { value += 1 }
                        return value
                    }
                    guard index < count, failure.withLock({ $0 == nil }) else { return }
                    do {
                        let row = try self.features(of: batch.extracting(index * size..<(index + 1) * size), taps: taps)
                        rows.withLock { $0[index] = row }
                    } catch {
                        failure.withLock { $0 = $0 ?? error }
                    }
                }
            }
            if let error = failure.withLock({ $0 }) { throw error }
            return rows.withLock { rows in
                var features: [Tap: [Float]] = [:]
                for tap in taps {
                    var values: [Float] = []
                    values.reserveCapacity(count * tap.dimension)
                    for row in rows { values += row[tap] ?? [] }
                    features[tap] = values
                }
                return features
            }
        }

        /// What each stage gives for each image, image by image, in the order in which it is computed.
        func stages(of batch: UnsafeBufferPointer<Float>, count: Int, _ record: (StageOutput) throws -> Void) throws {
            guard let last = InceptionArchitecture.stages.last?.name, let start = batch.baseAddress else { return }
            try withWorker { worker in
                for image in 0..<count {
                    try worker.network.run(start + image * InceptionNetwork.valuesPerImage, through: last) { stage in
                        try record(Self.output(of: stage, image: image))
                    }
                }
            }
        }

        /// The path of each step, and what oneDNN chose to run.
        var implementations: [(path: String, implementation: String)] {
            get throws { try withWorker { $0.network.implementations } }
        }

        var version: String { session.version }

        private func makeWorker() throws -> Worker {
            let pixel = { (channels: Int) in
                fid_dnn_tensor(
                    count: 1, height: 1, width: 1, channels: Int64(channels), pitch: Int64(channels), type: fid_dnn_float32)
            }
            return try OneDNNSession.alone {
                Worker(
                    network: try NetworkWorker(session, program: program, kernels: kernels),
                    // A product of a matrix and a vector is a convolution over a picture of one pixel.
                    scores: try .convolution(
                        "fc", session, from: pixel(Tap.pool3.dimension), to: pixel(InceptionArchitecture.classes),
                        window: Window(kernel: Extent(1)), kernel: scoreKernel, cutBelowZero: false))
            }
        }

        /// Lends a worker that nobody else uses to this thread.
        private func withWorker<Result>(_ body: (Worker) throws -> Result) throws -> Result {
            let worker = try lock.withLock { try idle.popLast() ?? makeWorker() }
            defer { lock.withLock { idle.append(worker) } }
            return try OneDNNSession.alone { try body(worker) }
        }

        /// The features of one image.
        private func features(of image: UnsafeBufferPointer<Float>, taps: Set<Tap>) throws -> [Tap: [Float]] {
            var features: [Tap: [Float]] = [:]
            guard let last = Self.lastStage(of: taps), let start = image.baseAddress else { return features }
            try withWorker { worker in
                try worker.network.run(start, through: last) { stage in
                    let taps = taps.filter { $0.stage == stage.name }
                    guard !taps.isEmpty else { return }
                    let means = Self.spatialMeans(of: stage)
                    let scores = taps.contains(where: \.isScore) ? try Self.scores(of: means, by: worker.scores) : []
                    for tap in taps {
                        features[tap] =
                            switch tap {
                            case .logitsUnbiased: scores
                            case .logits: zip(scores, scoreBias).map { $0 + $1 }
                            default: means
                            }
                    }
                }
            }
            return features
        }

        private static func lastStage(of taps: Set<Tap>) -> String? {
            let wanted = Set(taps.map(\.stage))
            return InceptionArchitecture.stages.last { wanted.contains($0.name) }?.name
        }

        private static func spatialMeans(of stage: NetworkWorker.StageMemory) -> [Float] {
            let size = Int(stage.tensor.channels)
            return [Float](unsafeUninitializedCapacity: size) { means, filled in
                if let start = means.baseAddress { fid_dnn_spatial_mean(stage.values, stage.tensor, start) }
                filled = size
            }
        }

        private static func output(of stage: NetworkWorker.StageMemory, image: Int) -> StageOutput {
            let tensor = stage.tensor
            let size = Int(tensor.height * tensor.width * tensor.channels)
            let values = [Float](unsafeUninitializedCapacity: size) { values, filled in
                if let start = values.baseAddress { fid_dnn_gather(stage.values, tensor, start) }
                filled = size
            }
            return StageOutput(
                name: stage.name, image: image, height: Int(tensor.height), width: Int(tensor.width),
                channels: Int(tensor.channels), values: values)
        }

        /// The scores of an image's features, without biases.
        private static func scores(of features: [Float], by step: OneDNNStep) throws -> [Float] {
            var features = features
            var scores = [Float](repeating: 0, count: InceptionArchitecture.classes)
            let scratchpad = UnsafeMutableRawPointer.allocate(byteCount: max(step.scratchpadSize, 64), alignment: 64)
            defer { scratchpad.deallocate() }
            try features.withUnsafeMutableBytes { source in
                try scores.withUnsafeMutableBytes { target in
                    guard let source = source.baseAddress, let target = target.baseAddress else { return }
                    try step.run(from: source, to: target, scratchpad: scratchpad)
                }
            }
            return scores
        }
    }

    extension Tap {
        fileprivate var isScore: Bool { self == .logits || self == .logitsUnbiased }
    }

#endif
