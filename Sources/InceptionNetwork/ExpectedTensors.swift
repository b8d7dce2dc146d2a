// Which tensors the weights must hold, as they follow from the layers.

extension InceptionArchitecture {
    /// A convolution with what it is folded from: its place, and how many channels go in and come out.
    struct FoldedConvolution: Sendable {
        /// The beginning of the names of its tensors.
        let path: String
        let inputs: Int
        let outputs: Int
        let kernel: Extent

        var kernelName: String { path + ".conv.weight" }
        func normalisationName(_ part: String) -> String { path + ".bn." + part }
    }

    /// All convolutions, in the order in which they run.
    static let convolutions: [FoldedConvolution] = {
        let program = NetworkProgram(stages: stages, extent: input, channels: inputChannels, type: .float32)
        return program.steps.compactMap { step in
            guard case .layer(let layer) = step.operation, case .convolution(let outputs) = layer.operation else { return nil }
            return FoldedConvolution(path: step.path, inputs: step.source.channels, outputs: outputs, kernel: layer.window.kernel)
        }
    }()

    /// The parts of a batch normalisation, one number for each channel in each.
    static let normalisationParts = ["weight", "bias", "running_mean", "running_var"]

    /// A tensor that PyTorch keeps with each batch normalisation and that is of no use here: it may be there.
    static let countSuffix = ".bn.num_batches_tracked"

    /// The scores' weights and biases.
    static let scoreKernel = "fc.weight"
    static let scoreBias = "fc.bias"

    /// The shape of each tensor by its name.
    static let expectedTensors: [String: [Int]] = {
        var shapes = [
            scoreKernel: [classes, Tap.pool3.dimension],
            scoreBias: [classes],
        ]
        for convolution in convolutions {
            shapes[convolution.kernelName] = [
                convolution.outputs, convolution.inputs, convolution.kernel.height, convolution.kernel.width,
            ]
            for part in normalisationParts { shapes[convolution.normalisationName(part)] = [convolution.outputs] }
        }
        return shapes
    }()
}
