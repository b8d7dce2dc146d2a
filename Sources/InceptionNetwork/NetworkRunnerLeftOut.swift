// What stands in for the network where fid is built without the package trait `Inception`: it cannot be made.

#if !Inception

    import NetworkWeights

    struct NetworkRunner {
        init(weights: some WeightSource, precision: Precision, threads: Int?) throws {
            throw InceptionError.leftOut
        }

        func features(of batch: UnsafeBufferPointer<Float>, count: Int, taps: Set<Tap>) throws -> [Tap: [Float]] {
            throw InceptionError.leftOut
        }

        func stages(of batch: UnsafeBufferPointer<Float>, count: Int, _ record: (StageOutput) throws -> Void) throws {
            throw InceptionError.leftOut
        }

        var implementations: [(path: String, implementation: String)] {
            get throws { throw InceptionError.leftOut }
        }

        var version: String { "" }
    }

#endif
