// The weights of the network as its layers take them: checked, and with the batch normalisations folded in.

#if Inception

    import COneDNN
    import NetworkWeights

    /// A convolution's kernel, what each output is multiplied by, and what is added.
    struct FoldedKernel {
        let values: [Float]
        /// γ / √(variance + ε), for each output.
        let scale: [Double]
        /// β − mean · scale, for each output.
        let bias: [Float]
    }

    /// Reads the tensors of the network from a source that has been found to hold them.
    struct CheckedWeights {
        private let source: any WeightSource

        /// Takes a source that holds the tensors of the network and no others.
        ///
        /// Throws ``InceptionError`` where a tensor is missing, has another shape, or belongs to another network.
        init(_ source: any WeightSource) throws {
            let expected = InceptionArchitecture.expectedTensors
            let names = Set(source.names)
            let missing = expected.keys.filter { !names.contains($0) }.sorted()
            if let first = missing.first {
                throw InceptionError.missingTensors(first: first, count: missing.count, expected: expected.count)
            }
            let extra = names.filter { expected[$0] == nil && !$0.hasSuffix(InceptionArchitecture.countSuffix) }.sorted()
            if let first = extra.first { throw InceptionError.unexpectedTensors(first: first, count: extra.count) }
            for (name, shape) in expected.sorted(by: { $0.key < $1.key }) {
                let found = source.shape(of: name) ?? []
                guard found == shape else { throw InceptionError.wrongShape(tensor: name, found: found, expected: shape) }
            }
            self.source = source
        }

        /// A tensor's values: as many as its shape says, all finite.
        func values(of name: String) throws -> [Float] {
            let values = try source.values(of: name)
            let expected = InceptionArchitecture.expectedTensors[name] ?? []
            guard values.count == expected.reduce(1, *) else {
                throw InceptionError.wrongShape(tensor: name, found: [values.count], expected: expected)
            }
            guard fid_dnn_are_finite(values, values.count) == 1 else { throw InceptionError.notFinite(tensor: name) }
            return values
        }

        /// A convolution with its batch normalisation, y = γ·(x − mean)/√(variance + ε) + β, as one kernel and one bias.
        ///
        /// The factors are computed in double precision and the products rounded once, so that the folded kernel is as near to
        /// the exact one as 32 bits are.
        func folded(_ convolution: InceptionArchitecture.FoldedConvolution) throws -> FoldedKernel {
            let kernel = try values(of: convolution.kernelName)
            let parts = try InceptionArchitecture.normalisationParts.map { try values(of: convolution.normalisationName($0)) }
            let (weight, bias, mean, variance) = (parts[0], parts[1], parts[2], parts[3])
            if let negative = variance.first(where: { $0 < 0 }) {
                throw InceptionError.negativeVariance(tensor: convolution.normalisationName("running_var"), value: negative)
            }
            let scale = zip(weight, variance).map {
                Double($0) / (Double($1) + InceptionArchitecture.normalisationEpsilon).squareRoot()
            }
            let shift = zip(zip(bias, mean), scale).map { Float(Double($0.0) - Double($0.1) * $1) }
            return FoldedKernel(values: kernel, scale: scale, bias: shift)
        }
    }

#endif
