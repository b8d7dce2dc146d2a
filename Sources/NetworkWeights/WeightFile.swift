// A file of weights: its tensors by name, listed when it is opened, their numbers read when they are asked for.

import FeatureFiles
import Localization

/// How a file holds its tensors.
public enum WeightFormat: String, Sendable {
    /// PyTorch's format before 1.6: pickles, then the storages one behind the other. The weights of the FID are in it.
    case legacyTorch = "legacy"
    /// PyTorch's format since 1.6: a zip archive with a pickle and one member for each storage.
    case torchZip = "zip"
    /// A TorchScript program, as `torch.jit.save` writes it: a zip archive, in which the weights are attributes of modules. OpenAI's weights of
    /// CLIP are in it.
    case torchScript = "torchscript"
    case safetensors

    /// What people call it.
    public var title: String {
        switch self {
        case .legacyTorch: "PyTorch, legacy (.pth)"
        case .torchZip: "PyTorch, zip (.pth)"
        case .torchScript: "TorchScript (.pt)"
        case .safetensors: "safetensors"
        }
    }
}

/// What a file tells of one tensor.
public struct WeightEntry: Sendable, Equatable {
    public let name: String
    /// Sizes, the outermost dimension first; empty for a single number.
    public let shape: [Int]
    /// Steps between neighbours in each dimension, in elements.
    public let stride: [Int]
    public let elementType: WeightElementType
    /// Where its first number lies in the file.
    public let offset: Int
    /// Bytes of its numbers, each counted once for each entry.
    public let byteCount: Int

    let layout: TensorLayout

    /// Whether its numbers lie in the file in C order, one behind the other.
    public var isInOrder: Bool { layout.isContiguous }

    /// Bytes in the file from the first number on to the end of the last.
    var span: Range<Int> { offset..<offset + layout.span * elementType.byteCount }
}

/// Where a file ends too early.
public struct Truncation: Sendable, Equatable {
    /// The tensor in whose bytes the end falls, or the first that is missing behind it; nil where all the tensors are there and
    /// something else that the file should hold is not.
    public let tensor: String?
    /// How long the file is.
    public let size: Int
    /// How long it should be, as far as it tells.
    public let needed: Int
    /// How many of its tensors are there in whole, and how many it names.
    public let wholeTensors: Int
    public let tensors: Int
}

/// A `.pth` file of PyTorch, of either format, the weights of a TorchScript program, or a `.safetensors` file.
///
/// Opening reads the table of contents and no numbers; ``values(of:)`` reads the bytes of its tensor and no others. Pickles are read by
/// a reader that knows tensors only: nothing that a file says is ever run.
public struct WeightFile: WeightSource {
    public let path: String
    public let format: WeightFormat

    /// The tensors in the order of the file's table of contents.
    public let entries: [WeightEntry]

    public let isBigEndian: Bool

    /// What was done to find the tensors, and what the file holds besides.
    public let notes: [Phrase]

    /// Where the file ends too early; nil for a whole one.
    public let truncation: Truncation?

    private let file: InputFile
    private let places: [String: Int]

    /// Opens a file of weights.
    ///
    /// - Parameter allowingTruncation: opens a file that ends too early, too, where its table of contents is whole; those of its tensors
    ///   that are there can then be read.
    /// - Throws: ``WeightsError``.
    public static func open(_ path: String, allowingTruncation: Bool = false) throws -> WeightFile {
        try WeightsError.about(path) {
            let contents = try WeightContents(InputFile(path: path))
            if let truncation = contents.truncation, !allowingTruncation {
                throw WeightsError.truncated(file: path, truncation)
            }
            return WeightFile(path: path, contents: contents)
        }
    }

    private init(path: String, contents: WeightContents) {
        self.path = path
        format = contents.format
        entries = contents.entries
        isBigEndian = contents.isBigEndian
        notes = contents.notes
        truncation = contents.truncation
        file = contents.file
        places = Dictionary(contents.entries.enumerated().map { ($1.name, $0) }) { first, _ in first }
    }

    public var names: [String] { entries.map(\.name).sorted() }

    public func shape(of name: String) -> [Int]? { places[name].map { entries[$0].shape } }

    /// What the file tells of the tensor of that name.
    ///
    /// - Throws: ``WeightsError/noTensor(file:name:suggestion:)``.
    public func entry(_ name: String) throws -> WeightEntry {
        guard let place = places[name] else {
            throw WeightsError.noTensor(
                file: path, name: name, suggestion: Suggestion.nearest(to: name, among: places.keys, ignoringCase: false))
        }
        return entries[place]
    }

    /// The values of the tensor of that name, in C order of its shape, as the nearest 32-bit numbers.
    ///
    /// - Throws: ``WeightsError`` for a tensor that is not there, that lies behind the end of the file, or that holds a NaN or an
    ///   infinity, which no network computes with.
    public func values(of name: String) throws -> [Float] {
        let entry = try entry(name)
        if let truncation, !entry.span.isEmpty, entry.span.upperBound > file.size {
            throw WeightsError.truncated(
                file: path,
                Truncation(
                    tensor: name, size: file.size, needed: truncation.needed, wholeTensors: truncation.wholeTensors,
                    tensors: truncation.tensors))
        }
        let values = try WeightsError.about(path) { try read(entry) }
        if let place = Self.firstNonFinite(values) {
            throw WeightsError.notFinite(file: path, tensor: name, index: place, value: "\(values[place])")
        }
        return values
    }

    private func read(_ entry: WeightEntry) throws -> [Float] {
        let layout = entry.layout
        let span = try [Float](unsafeUninitializedCapacity: layout.span) { numbers, filled in
            if entry.elementType == .float32, !isBigEndian, 1.littleEndian == 1 {
                try file.read(
                    into: UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: numbers[..<layout.span])),
                    at: entry.offset)
            } else {
                let bytes = try file.bytes(at: entry.offset, count: entry.span.count)
                bytes.withUnsafeBytes {
                    entry.elementType.convert(
                        $0, isBigEndian: isBigEndian, into: UnsafeMutableBufferPointer(rebasing: numbers[..<layout.span]))
                }
            }
            filled = layout.span
        }
        if layout.isContiguous { return span }
        return [Float](unsafeUninitializedCapacity: layout.count) { target, filled in
            span.withUnsafeBufferPointer { layout.gather($0, into: target) }
            filled = layout.count
        }
    }

    /// The place of the first NaN or infinity.
    private static func firstNonFinite(_ values: [Float]) -> Int? {
        // Their exponents are all ones: one more, and the bit of the sign is set. Two numbers at a time, and no call for any of them, for
        // there are millions, and builds for tests inline nothing.
        var signs: UInt64 = 0
        values.withUnsafeBufferPointer { numbers in
            guard let start = numbers.baseAddress else { return }
            start.withMemoryRebound(to: UInt64.self, capacity: numbers.count / 2) { pairs in
                var index = 0
                while index < numbers.count / 2 {
                    signs |= (pairs[index] & 0x7F80_0000_7F80_0000) &+ 0x0080_0000_0080_0000
                    index &+= 1
                }
            }
            if let last = numbers.last, !last.isFinite { signs = .max }
        }
        return signs & 0x8000_0000_8000_0000 == 0 ? nil : values.firstIndex { !$0.isFinite }
    }
}
