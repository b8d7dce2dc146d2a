// One image at a time through a network's program, on one thread: the steps, and the memory that they share.

#if Inception

    import COneDNN

    /// A network ready to run. Used by one thread at a time; any number of them share the kernels.
    final class NetworkWorker {
        private let program: NetworkProgram
        private let steps: [OneDNNStep]
        private let offsets: [Int]
        private let arena: UnsafeMutableRawPointer
        private let scratchpad: UnsafeMutableRawPointer

        /// A worker for a program, with a kernel for each of its convolutions by its path. Made with one thread
        /// (``OneDNNSession/alone(_:)``), as it runs: how oneDNN divides a layer may depend on that.
        init(_ session: OneDNNSession, program: NetworkProgram, kernels: [String: OneDNNKernel]) throws {
            let steps = try program.steps.map { try Self.make($0, of: program, session, kernels) }
            let layout = program.layout()
            self.program = program
            self.steps = steps
            offsets = layout.offsets
            arena = .allocate(byteCount: layout.size, alignment: 64)
            scratchpad = .allocate(byteCount: max(64, steps.map(\.scratchpadSize).max() ?? 0), alignment: 64)
        }

        deinit {
            arena.deallocate()
            scratchpad.deallocate()
        }

        /// A stage as it lies in memory.
        struct StageMemory {
            let name: String
            let values: UnsafeRawPointer
            let tensor: fid_dnn_tensor
        }

        /// Runs an image as far as the stage of that name, and gives `body` each stage when it is computed: its memory is used
        /// again afterwards.
        func run(_ image: UnsafePointer<Float>, through last: String, _ body: (StageMemory) throws -> Void) throws {
            guard let final = program.landmarks.first(where: { $0.name == last }) else { return }
            // The image is only read.
            let input = UnsafeMutableRawPointer(mutating: image)
            var landmarks = program.landmarks[...]
            for index in 0...final.end {
                let step = program.steps[index]
                try steps[index].run(
                    from: address(of: step.source, input), to: address(of: step.target, input), scratchpad: scratchpad)
                guard let stage = landmarks.first, stage.end == index else { continue }
                landmarks = landmarks.dropFirst()
                let whole = NetworkProgram.Band(buffer: stage.buffer, offset: 0, channels: program.buffers[stage.buffer].channels)
                try body(
                    StageMemory(
                        name: stage.name, values: UnsafeRawPointer(address(of: whole, input)),
                        tensor: Self.tensor(whole, of: program)))
            }
        }

        /// The path of each step, and what oneDNN chose to run.
        var implementations: [(path: String, implementation: String)] {
            zip(program.steps, steps).map { ($0.path, $1.implementation) }
        }

        private static func make(
            _ step: NetworkProgram.Step, of program: NetworkProgram, _ session: OneDNNSession, _ kernels: [String: OneDNNKernel]
        ) throws -> OneDNNStep {
            let source = tensor(step.source, of: program)
            let target = tensor(step.target, of: program)
            guard case .layer(let layer) = step.operation else {
                return try .copy(step.path, session, from: source, to: target)
            }
            switch layer.operation {
            case .convolution:
                guard let kernel = kernels[step.path] else {
                    preconditionFailure("every convolution of the program has a kernel")
                }
                return try .convolution(
                    step.path, session, from: source, to: target, window: layer.window, kernel: kernel, cutBelowZero: true)
            case .maximumPooling:
                return try .pooling(step.path, session, from: source, to: target, window: layer.window, fid_dnn_maximum)
            case .averagePooling:
                return try .pooling(
                    step.path, session, from: source, to: target, window: layer.window, fid_dnn_average_of_pixels_inside)
            }
        }

        private static func tensor(_ band: NetworkProgram.Band, of program: NetworkProgram) -> fid_dnn_tensor {
            let buffer = program.buffers[band.buffer]
            return fid_dnn_tensor(
                count: 1, height: Int64(buffer.extent.height), width: Int64(buffer.extent.width),
                channels: Int64(band.channels), pitch: Int64(buffer.channels), type: buffer.type.forOneDNN)
        }

        private func address(of band: NetworkProgram.Band, _ input: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
            let start = band.buffer == 0 ? input : arena + offsets[band.buffer]
            return start + band.offset * program.buffers[band.buffer].type.size
        }
    }

#endif
