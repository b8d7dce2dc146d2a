// The layers of a worksheet against those of the network: conv, pool and relu and oneDNN, on the same numbers.

#if Inception

    import LinearAlgebra
    import Testing
    import Worksheets

    @testable import InceptionNetwork

    @Suite struct WorksheetLayerTests {
        private static let picture: [Float] = [1, 2, 3, 0, 1, 0, 1, 2, 3, 1, 2, 0, 1, 1, 0, 1, 1, 0, 2, 3, 3, 2, 1, 0, 1]

        /// Whole numbers, so that both are exact.
        @Test(arguments: [
            ("relu(conv(A, K))", 1, 0), ("relu(conv(A, K, 2))", 2, 0), ("relu(conv(A, K, 1, 1))", 1, 1),
            ("relu(conv(A, K, 2, 1))", 2, 1), ("relu(conv(A, K, 3, 2))", 3, 2),
        ])
        func `a convolution of 5 × 5`(expression: String, stride: Int, padding: Int) throws {
            let kernel: [Float] = [1, 0, -1, 2, 0, -2, 1, 0, -1]
            let session = try OneDNNSession()
            let layer = Layer.convolution("", 1, Extent(3), stride: stride, padding: Extent(padding))
            let packed = try OneDNNKernel(
                session, path: "layer", type: .float32, shape: [1, 1, 3, 3], values: kernel, scale: nil, bias: nil)
            let found = try run(layer, session, ["layer": packed])
            #expect(try found == worksheet("K = [1 0 -1; 2 0 -2; 1 0 -1]\n\(expression)"))
        }

        @Test(arguments: [
            ("pool(A, 3, 2)", Layer.Operation.maximumPooling, 3, 2, 0), ("pool(A, 2)", .maximumPooling, 2, 2, 0),
            ("pool(A, 3, 1, 1)", .maximumPooling, 3, 1, 1), ("pool(A, 3, 1, 1, method: avg)", .averagePooling, 3, 1, 1),
            ("pool(A, 2, 1, method: avg)", .averagePooling, 2, 1, 0),
        ])
        func `a pooling of 5 × 5`(
            expression: String, operation: Layer.Operation, size: Int, stride: Int, padding: Int
        ) throws {
            let layer = Layer(
                name: "", operation: operation, window: Window(kernel: Extent(size), stride: stride, padding: Extent(padding)))
            let found = try run(layer, OneDNNSession(), [:])
            let expected = try worksheet(expression)
            #expect(found.shape == expected.shape)
            // A mean over nine is no binary fraction.
            #expect(zip(found.elements, expected.elements).allSatisfy { abs($0 - $1) <= 4 * Float.ulpOfOne })
        }

        /// What oneDNN gives for one layer on the picture.
        private func run(_ layer: Layer, _ session: OneDNNSession, _ kernels: [String: OneDNNKernel]) throws -> Matrix<Float> {
            let stage = Stage("layer", Branch(layer))
            let program = NetworkProgram(stages: [stage], extent: Extent(5), channels: 1, type: .float32)
            let worker = try NetworkWorker(session, program: program, kernels: kernels)
            var result = Matrix<Float>(rows: 0, columns: 0, elements: [])
            try Self.picture.withUnsafeBufferPointer { picture in
                try worker.run(#require(picture.baseAddress), through: "layer") { stage in
                    let (rows, columns) = (Int(stage.tensor.height), Int(stage.tensor.width))
                    result = Matrix(rows: rows, columns: columns) {
                        stage.values.loadUnaligned(fromByteOffset: 4 * ($0 * columns + $1), as: Float.self)
                    }
                }
            }
            return result
        }

        /// What the last line of a worksheet gives, computed exactly, with the picture as A.
        private func worksheet(_ text: String) throws -> Matrix<Float> {
            let rows = (0..<5).map { row in Self.picture[row * 5..<row * 5 + 5].map { "\(Int($0))" }.joined(separator: " ") }
            let sheet = Worksheet("A = [\(rows.joined(separator: "; "))]\n\(text)")
            #expect(sheet.errors.isEmpty)
            var evaluator = Evaluator()
            let last = try #require(evaluator.run(sheet).last)
            guard case .shown(let value) = last.outcome, value.isExact, let tensor = value.inDouble else {
                Issue.record("\(text): \(last.outcome)")
                return Matrix(rows: 0, columns: 0, elements: [])
            }
            return tensor.asMatrix.map { Float($0) }
        }
    }

#endif
