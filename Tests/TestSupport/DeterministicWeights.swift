// Weights for the Inception network that follow from a rule, so that it can be tested without the published ones.

import Foundation
import NetworkWeights

/// Tensors made from their names by SplitMix64; the running statistics of the batch normalisations are read from a file, so
/// that the network's activations keep a sensible size.
///
/// With u from −1 to 1: a convolution's kernel is √(6 / fan-in) · u, a normalisation's bias 0.5 · u and its weight 1, the scores'
/// weights 0.0625 · u and their biases 0.125 · u. `scripts/make-inception-fixture` follows the same rule.
public struct DeterministicWeights: WeightSource {
    private let shapes: [String: [Int]]
    private let running: [String: [Float]]

    /// Weights of these shapes.
    public init(shapes: [String: [Int]]) throws {
        self.shapes = shapes
        running = try Self.readRunningStatistics()
    }

    public var names: [String] { shapes.keys.sorted() }

    public func shape(of name: String) -> [Int]? { shapes[name] }

    public func values(of name: String) throws -> [Float] {
        let shape = shapes[name] ?? []
        if let running = running[name] { return running }
        if name.hasSuffix(".bn.weight") { return Array(repeating: 1, count: shape.reduce(1, *)) }
        return DeterministicNumbers.uniform(name, count: shape.reduce(1, *), scale: Self.scale(of: name, shape))
    }

    private static func scale(of name: String, _ shape: [Int]) -> Float {
        switch name {
        case "fc.weight": 0.0625
        case "fc.bias": 0.125
        case _ where name.hasSuffix(".conv.weight"): Float((6 / Double(shape.dropFirst().reduce(1, *))).squareRoot())
        default: 0.5
        }
    }

    /// Where the fixtures of the Inception network lie.
    public static let fixtures = SharedData.projectRoot.appending(path: "Tests/InceptionNetworkTests/Fixtures")

    private static func readRunningStatistics() throws -> [String: [Float]] {
        let bytes = [UInt8](try Data(contentsOf: fixtures.appending(path: "bn_running.f32")))
        let list = try String(contentsOf: fixtures.appending(path: "bn_running.txt"), encoding: .utf8)
        var start = 0
        var tensors: [String: [Float]] = [:]
        for line in list.split(separator: "\n") {
            let parts = line.split(separator: " ")
            guard parts.count == 2, let count = Int(parts[1]) else { continue }
            tensors[String(parts[0])] = bytes.withUnsafeBytes { bytes in
                (start..<start + count).map {
                    Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)))
                }
            }
            start += count
        }
        return tensors
    }
}

/// Numbers that follow from a name: the outputs of SplitMix64, seeded by the name's FNV-1a hash.
public enum DeterministicNumbers {
    /// The 64-bit FNV-1a hash.
    public static func seed(_ name: String) -> UInt64 {
        name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }

    /// Integers from −2²³ to 2²³ − 1.
    public static func integers(_ name: String, count: Int) -> [Int] {
        var generator = SeededGenerator(seed: seed(name))
        return (0..<count).map { _ in Int(generator.next() >> 40) - (1 << 23) }
    }

    /// Numbers from −1 to 1, times `scale`.
    public static func uniform(_ name: String, count: Int, scale: Float = 1) -> [Float] {
        var state = seed(name)
        return [Float](unsafeUninitializedCapacity: count) { numbers, filled in
            // There are 24 million of them in a network, so the generator is written out: builds for tests inline nothing.
            guard let start = numbers.baseAddress else { return }
            var index = 0
            while index < count {
                state &+= 0x9E37_79B9_7F4A_7C15
                var z = state
                z = (z ^ (z &>> 30)) &* 0xBF58_476D_1CE4_E5B9
                z = (z ^ (z &>> 27)) &* 0x94D0_49BB_1331_11EB
                z ^= z &>> 31
                start[index] = Float(Int32(truncatingIfNeeded: z &>> 40) &- (1 << 23)) * 0x1p-23 * scale
                index &+= 1
            }
            filled = count
        }
    }
}
