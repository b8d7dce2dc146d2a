// The layers as data: what tensors they ask for, and the memory that their outputs take.

import Foundation
import TestSupport
import Testing

@testable import InceptionNetwork

@Suite struct ArchitectureTests {
    private static let published = SharedData.root.appending(path: "fixtures/inception/real_weights_keys.json")

    @Test func `94 convolutions and a layer of scores`() {
        #expect(InceptionArchitecture.convolutions.count == 94)
        let tensors = InceptionNetwork.expectedTensors
        #expect(tensors.count == 94 * 5 + 2)
        #expect(tensors["Conv2d_1a_3x3.conv.weight"] == [32, 3, 3, 3])
        #expect(tensors["Mixed_6e.branch7x7dbl_5.conv.weight"] == [192, 192, 1, 7])
        #expect(tensors["Mixed_7c.branch3x3dbl_3b.bn.running_var"] == [384])
        #expect(tensors["fc.weight"] == [1008, 2048])
        #expect(tensors.values.reduce(0) { $0 + $1.reduce(1, *) } == 23_885_392)
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: published.path), "the published weights' keys are not here"))
    func `the published weights have these tensors and no others`() throws {
        struct Tensor: Decodable {
            let shape: [Int]
        }
        let tensors = try JSONDecoder().decode([String: Tensor].self, from: Data(contentsOf: Self.published))
        let counted = tensors.filter { !$0.key.hasSuffix(InceptionArchitecture.countSuffix) }
        #expect(tensors.count == counted.count + 94)
        #expect(counted.mapValues(\.shape) == InceptionNetwork.expectedTensors)
    }

    @Test func `the stages have the extents of the paper`() {
        let program = Self.program(.float32)
        let shapes = program.landmarks.map { landmark in
            let buffer = program.buffers[landmark.buffer]
            return "\(landmark.name) \(buffer.extent.height)×\(buffer.extent.width)×\(buffer.channels)"
        }
        #expect(
            shapes == [
                "Conv2d_1a_3x3 149×149×32", "Conv2d_2a_3x3 147×147×32", "Conv2d_2b_3x3 147×147×64", "maxpool1 73×73×64",
                "Conv2d_3b_1x1 73×73×80", "Conv2d_4a_3x3 71×71×192", "maxpool2 35×35×192", "Mixed_5b 35×35×256",
                "Mixed_5c 35×35×288", "Mixed_5d 35×35×288", "Mixed_6a 17×17×768", "Mixed_6b 17×17×768",
                "Mixed_6c 17×17×768", "Mixed_6d 17×17×768", "Mixed_6e 17×17×768", "Mixed_7a 8×8×1280",
                "Mixed_7b 8×8×2048", "Mixed_7c 8×8×2048",
            ])
    }

    @Test(arguments: [NumberType.float32, .bfloat16])
    func `buffers in use at the same time do not share memory`(type: NumberType) {
        let program = Self.program(type)
        let (offsets, size) = program.layout()
        let used = program.buffers.indices.dropFirst()
        for first in used {
            #expect(offsets[first] % 64 == 0)
            #expect(offsets[first] + program.buffers[first].size <= size)
            for second in used where second > first {
                guard program.buffers[first].lifetime.overlaps(program.buffers[second].lifetime) else { continue }
                let apart =
                    offsets[first] + program.buffers[first].size <= offsets[second]
                    || offsets[second] + program.buffers[second].size <= offsets[first]
                #expect(apart, "buffers \(first) and \(second)")
            }
        }
        // As much as the two largest neighbours need, where all outputs together are 67 MB.
        #expect(size < (type == .float32 ? 10_000_000 : 5_000_000))
    }

    @Test(arguments: [NumberType.float32, .bfloat16])
    func `every buffer lives from its first writing to its last reading`(type: NumberType) {
        let program = Self.program(type)
        for (index, step) in program.steps.enumerated() {
            #expect(program.buffers[step.source.buffer].lifetime.contains(index))
            #expect(program.buffers[step.target.buffer].lifetime.contains(index))
        }
    }

    private static func program(_ type: NumberType) -> NetworkProgram {
        NetworkProgram(stages: InceptionArchitecture.stages, extent: Extent(299), channels: 3, type: type)
    }
}
