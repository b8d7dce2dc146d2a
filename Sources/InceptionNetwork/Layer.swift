// What a network is made of: layers, branches of layers, and stages whose branches are concatenated.

/// A height and a width, in pixels.
struct Extent: Hashable, Sendable {
    let height: Int
    let width: Int

    init(_ height: Int, _ width: Int) {
        self.height = height
        self.width = width
    }

    /// The same in both directions.
    init(_ side: Int) { self.init(side, side) }
}

/// How a window of `kernel` moves over a picture that is padded by `padding` at each side, by `stride` pixels at a time.
struct Window: Hashable, Sendable {
    let kernel: Extent
    var stride = 1
    var padding = Extent(0)

    /// The extent of what comes out, rounded down as PyTorch does.
    func output(of input: Extent) -> Extent {
        Extent(
            (input.height + 2 * padding.height - kernel.height) / stride + 1,
            (input.width + 2 * padding.width - kernel.width) / stride + 1)
    }
}

/// One layer.
struct Layer: Hashable, Sendable {
    enum Operation: Hashable, Sendable {
        /// A convolution to so many channels, batch normalisation, and ReLU.
        case convolution(outputs: Int)
        case maximumPooling
        /// The mean over the pixels of the window that lie inside the picture (`count_include_pad=False`).
        case averagePooling
    }

    /// The name within its stage; empty where the layer is the stage.
    let name: String
    let operation: Operation
    let window: Window

    /// A convolution. Without `padding` it has none.
    static func convolution(
        _ name: String, _ outputs: Int, _ kernel: Extent, stride: Int = 1, padding: Extent = Extent(0)
    ) -> Layer {
        Layer(
            name: name, operation: .convolution(outputs: outputs),
            window: Window(kernel: kernel, stride: stride, padding: padding))
    }

    /// A convolution of stride 1 that keeps the extent: padded by half of its kernel.
    static func same(_ name: String, _ outputs: Int, _ kernel: Extent) -> Layer {
        convolution(name, outputs, kernel, padding: Extent(kernel.height / 2, kernel.width / 2))
    }

    /// The maximum over 3 × 3, of stride 2.
    static func halving(_ name: String = "") -> Layer {
        Layer(name: name, operation: .maximumPooling, window: Window(kernel: Extent(3), stride: 2))
    }

    /// A pooling over 3 × 3 that keeps the extent.
    static func pooling(_ operation: Operation) -> Layer {
        Layer(name: "pool", operation: operation, window: Window(kernel: Extent(3), padding: Extent(1)))
    }

    /// Channels of what comes out for so many that go in.
    func channels(from inputs: Int) -> Int {
        if case .convolution(let outputs) = operation { outputs } else { inputs }
    }
}

/// Layers one after another, then, where there are any, `splits` side by side on what the last of them gives.
struct Branch: Hashable, Sendable {
    let layers: [Layer]
    var splits: [Layer] = []

    init(_ layers: Layer..., splits: [Layer] = []) {
        self.layers = layers
        self.splits = splits
    }

    /// The layers that are read by others of the branch.
    var inner: ArraySlice<Layer> { splits.isEmpty ? layers.dropLast() : layers[...] }

    /// The layers whose outputs leave the branch.
    var ends: ArraySlice<Layer> { splits.isEmpty ? layers.suffix(1) : splits[...] }

    /// Channels of what leaves it, for so many that go in.
    func channels(from inputs: Int) -> Int {
        let inside = inner.reduce(inputs) { $1.channels(from: $0) }
        return ends.reduce(0) { $0 + $1.channels(from: inside) }
    }
}

/// Branches that begin on the same input, and what they give, concatenated by channels in their order.
struct Stage: Hashable, Sendable {
    let name: String
    let branches: [Branch]

    init(_ name: String, _ branches: Branch...) {
        self.name = name
        self.branches = branches
    }

    /// All layers, with the names of their tensors (`Mixed_5b.branch1x1`).
    var namedLayers: [(path: String, layer: Layer)] {
        branches.flatMap { $0.layers + $0.splits }.map { (path(of: $0), $0) }
    }

    /// Channels of what it gives, for so many that go in.
    func channels(from inputs: Int) -> Int { branches.reduce(0) { $0 + $1.channels(from: inputs) } }

    /// The extent of what it gives: that of its first branch, and of each other.
    func output(of input: Extent) -> Extent {
        guard let branch = branches.first else { return input }
        return (branch.inner + branch.ends.prefix(1)).reduce(input) { $1.window.output(of: $0) }
    }

    func path(of layer: Layer) -> String { layer.name.isEmpty ? name : name + "." + layer.name }
}
