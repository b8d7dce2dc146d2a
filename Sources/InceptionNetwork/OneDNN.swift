// oneDNN's session, kernels and steps as objects that free what they hold, and its failures as errors.

#if Inception

    import COneDNN

    /// Asks a function of the shim to do something, and throws what it answers where it fails.
    private func ask(for layer: String, _ function: (UnsafeMutablePointer<fid_dnn_error>) -> Int32) throws {
        var error = fid_dnn_error()
        guard function(&error) == 1 else {
            let detail = String(cString: error.detail)
            if !detail.isEmpty { throw InceptionError.noLibrary(reason: detail) }
            throw InceptionError.library(
                layer: layer, call: String(cString: error.call), status: String(cString: error.status))
        }
    }

    extension NumberType {
        var forOneDNN: fid_dnn_type { self == .float32 ? fid_dnn_float32 : fid_dnn_bfloat16 }
    }

    /// An engine on the CPU. What is made for it is made by one thread at a time.
    final class OneDNNSession {
        fileprivate let pointer: OpaquePointer

        /// Opens oneDNN: some 10 ms the first time.
        init() throws {
            var opened: OpaquePointer?
            try ask(for: "-") { fid_dnn_open(&opened, $0) }
            guard let opened else { throw InceptionError.leftOut }
            pointer = opened
        }

        deinit { fid_dnn_close(pointer) }

        /// The library's version, `2.6.3`.
        var version: String {
            var parts: (Int32, Int32, Int32) = (0, 0, 0)
            fid_dnn_version(&parts.0, &parts.1, &parts.2)
            return "\(parts.0).\(parts.1).\(parts.2)"
        }

        var bfloat16: fid_dnn_bfloat16_support { fid_dnn_bfloat16_supported() }

        /// Does something with this thread alone, where oneDNN would otherwise start others to help it.
        static func alone<Result>(_ body: () throws -> Result) rethrows -> Result {
            let before = fid_dnn_use_threads(1)
            // What else this thread does, such as products of matrices, may go on as it did.
            defer { _ = fid_dnn_use_threads(before) }
            return try body()
        }
    }

    /// A convolution's kernel, in the layouts that its steps want.
    final class OneDNNKernel {
        fileprivate let pointer: OpaquePointer

        /// A kernel of `shape` (outputs, inputs, height, width), each output's times its `scale`.
        init(
            _ session: OneDNNSession, path: String, type: NumberType, shape: [Int], values: [Float], scale: [Double]?,
            bias: [Float]?
        ) throws {
            precondition(shape.count == 4 && shape.reduce(1, *) == values.count, "a kernel is as large as its shape")
            let shape = shape.map(Int64.init)
            var made: OpaquePointer?
            try ask(for: path) { error in
                // Arrays that are not there become null pointers.
                Self.withPointer(to: scale) { scale in
                    Self.withPointer(to: bias) { bias in
                        fid_dnn_make_kernel(
                            session.pointer, type.forOneDNN, shape[0], shape[1], shape[2], shape[3], values, scale, bias, &made,
                            error)
                    }
                }
            }
            guard let made else { throw InceptionError.leftOut }
            pointer = made
        }

        deinit { fid_dnn_free_kernel(pointer) }

        private static func withPointer<Element, Result>(
            to values: [Element]?, _ body: (UnsafePointer<Element>?) throws -> Result
        ) rethrows -> Result {
            guard let values else { return try body(nil) }
            return try values.withUnsafeBufferPointer { try body($0.baseAddress) }
        }
    }

    /// One primitive: a convolution, a pooling or a copy, between tensors of fixed shapes.
    final class OneDNNStep {
        private let path: String
        private let pointer: OpaquePointer
        private let session: OneDNNSession
        /// The kernel lives as long as the step does.
        private let kernel: OneDNNKernel?

        /// Bytes that it needs for itself while it runs.
        let scratchpadSize: Int

        private init(
            _ path: String, _ session: OneDNNSession, kernel: OneDNNKernel? = nil,
            make: (UnsafeMutablePointer<OpaquePointer?>, UnsafeMutablePointer<fid_dnn_error>) -> Int32
        ) throws {
            var made: OpaquePointer?
            try ask(for: path) { make(&made, $0) }
            guard let made else { throw InceptionError.leftOut }
            self.path = path
            self.session = session
            self.kernel = kernel
            pointer = made
            scratchpadSize = fid_dnn_scratchpad_size(made)
        }

        deinit { fid_dnn_free_step(pointer) }

        static func convolution(
            _ path: String, _ session: OneDNNSession, from source: fid_dnn_tensor, to target: fid_dnn_tensor, window: Window,
            kernel: OneDNNKernel, cutBelowZero: Bool
        ) throws -> OneDNNStep {
            try OneDNNStep(path, session, kernel: kernel) {
                fid_dnn_make_convolution(
                    session.pointer, source, target, window.forOneDNN, cutBelowZero ? 1 : 0, kernel.pointer, $0, $1)
            }
        }

        static func pooling(
            _ path: String, _ session: OneDNNSession, from source: fid_dnn_tensor, to target: fid_dnn_tensor, window: Window,
            _ pooling: fid_dnn_pooling
        ) throws -> OneDNNStep {
            try OneDNNStep(path, session) {
                fid_dnn_make_pooling(session.pointer, source, target, window.forOneDNN, pooling, $0, $1)
            }
        }

        static func copy(
            _ path: String, _ session: OneDNNSession, from source: fid_dnn_tensor, to target: fid_dnn_tensor
        ) throws -> OneDNNStep {
            try OneDNNStep(path, session) { fid_dnn_make_copy(session.pointer, source, target, $0, $1) }
        }

        /// The name of what oneDNN chose to run (`brgconv:avx512_core`).
        var implementation: String { String(cString: fid_dnn_implementation(pointer)) }

        func run(from source: UnsafeMutableRawPointer, to target: UnsafeMutableRawPointer, scratchpad: UnsafeMutableRawPointer)
            throws
        {
            try ask(for: path) { fid_dnn_run(pointer, source, target, scratchpad, $0) }
        }
    }

    extension Window {
        fileprivate var forOneDNN: fid_dnn_window {
            fid_dnn_window(
                kernel_height: Int64(kernel.height), kernel_width: Int64(kernel.width), stride: Int64(stride),
                padding_height: Int64(padding.height), padding_width: Int64(padding.width))
        }
    }

#endif
