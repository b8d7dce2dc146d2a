// The order in which the layers run, and the memory that each reads and writes.

/// A network as a list of steps over numbered buffers.
struct NetworkProgram: Sendable {
    /// What a layer gives for one image, channels last.
    struct Buffer: Sendable {
        let extent: Extent
        let channels: Int
        let type: NumberType
        /// The step that writes it first, and the last that reads it.
        var lifetime: ClosedRange<Int>

        /// Bytes.
        var size: Int { extent.height * extent.width * channels * type.size }
    }

    /// Some of the channels of a buffer.
    struct Band: Sendable {
        let buffer: Int
        let offset: Int
        let channels: Int
    }

    enum Operation: Sendable {
        case layer(Layer)
        /// Into another type, or into a band.
        case copy
    }

    struct Step: Sendable {
        /// The name of the layer's tensors.
        let path: String
        let operation: Operation
        let source: Band
        let target: Band
    }

    /// Where a stage lies once the step `end` has run.
    struct Landmark: Sendable {
        let name: String
        let buffer: Int
        let end: Int
    }

    private(set) var buffers: [Buffer] = []
    private(set) var steps: [Step] = []
    private(set) var landmarks: [Landmark] = []

    /// The program of these stages on pictures of `extent` with so many `channels`.
    ///
    /// Buffer 0 is the image itself, 32-bit floating point. The other buffers are of `type`, the last stage's of 32-bit floating
    /// point: its features are taken without another rounding.
    init(stages: [Stage], extent: Extent, channels: Int, type: NumberType) {
        var current = addBuffer(extent, channels, .float32)
        if type != .float32 {
            let rounded = addBuffer(extent, channels, type)
            add("input", .copy, from: current, to: rounded)
            current = rounded
        }
        for (index, stage) in stages.enumerated() {
            current = add(stage, on: current, type: index == stages.count - 1 ? .float32 : type)
            landmarks.append(Landmark(name: stage.name, buffer: current.buffer, end: steps.count - 1))
        }
    }

    private mutating func addBuffer(_ extent: Extent, _ channels: Int, _ type: NumberType) -> Band {
        buffers.append(Buffer(extent: extent, channels: channels, type: type, lifetime: steps.count...steps.count))
        return Band(buffer: buffers.count - 1, offset: 0, channels: channels)
    }

    private mutating func add(_ path: String, _ operation: Operation, from source: Band, to target: Band) {
        for buffer in [source.buffer, target.buffer] {
            buffers[buffer].lifetime = buffers[buffer].lifetime.lowerBound...steps.count
        }
        steps.append(Step(path: path, operation: operation, source: source, target: target))
    }

    /// Each branch to its end, and the ends into their places in the concatenation.
    ///
    /// An end is computed by itself and then copied into its place. oneDNN's fast convolutions write tensors that lie densely,
    /// and a convolution that writes into a band falls to a reference implementation a hundred times slower; the copies, from
    /// one part of the cache to another, are less than 1% of the time.
    private mutating func add(_ stage: Stage, on input: Band, type: NumberType) -> Band {
        let extent = stage.output(of: buffers[input.buffer].extent)
        let output = addBuffer(extent, stage.channels(from: input.channels), type)
        var offset = 0
        for branch in stage.branches {
            var source = input
            for layer in branch.inner {
                source = add(layer, of: stage, on: source, type: buffers[source.buffer].type)
            }
            for end in branch.ends {
                let channels = end.channels(from: source.channels)
                if channels == output.channels {
                    add(stage.path(of: end), .layer(end), from: source, to: output)
                } else {
                    let apart = add(end, of: stage, on: source, type: type)
                    let place = Band(buffer: output.buffer, offset: offset, channels: channels)
                    add(stage.path(of: end), .copy, from: apart, to: place)
                }
                offset += channels
            }
        }
        return output
    }

    /// A layer into a buffer of its own.
    private mutating func add(_ layer: Layer, of stage: Stage, on source: Band, type: NumberType) -> Band {
        let extent = layer.window.output(of: buffers[source.buffer].extent)
        let target = addBuffer(extent, layer.channels(from: source.channels), type)
        add(stage.path(of: layer), .layer(layer), from: source, to: target)
        return target
    }

    /// Where each buffer begins in one block of memory, and how long the block is, in bytes: buffers whose lifetimes overlap
    /// do not, and each begins at a multiple of `alignment`. Buffer 0 is not in the block.
    func layout(alignment: Int = 64) -> (offsets: [Int], size: Int) {
        var offsets = Array(repeating: 0, count: buffers.count)
        var placed: [(lifetime: ClosedRange<Int>, bytes: Range<Int>)] = []
        // The largest first, each at the lowest place that is free while it lives.
        for index in buffers.indices.dropFirst().sorted(by: { buffers[$0].size > buffers[$1].size }) {
            let size = (buffers[index].size + alignment - 1) / alignment * alignment
            var start = 0
            let taken = placed.filter { $0.lifetime.overlaps(buffers[index].lifetime) }
            for other in taken.sorted(by: { $0.bytes.lowerBound < $1.bytes.lowerBound }) {
                if start + size <= other.bytes.lowerBound { break }
                start = max(start, other.bytes.upperBound)
            }
            offsets[index] = start
            placed.append((buffers[index].lifetime, start..<start + size))
        }
        return (offsets, placed.map(\.bytes.upperBound).max() ?? 0)
    }
}

/// The numbers in which a network computes.
enum NumberType: Hashable, Sendable {
    case float32
    case bfloat16

    /// Bytes of one.
    var size: Int { self == .float32 ? 4 : 2 }
}
