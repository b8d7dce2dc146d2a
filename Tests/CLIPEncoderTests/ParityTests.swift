// The encoders against transformers and open_clip, with the same weights and pictures.

import Foundation
import LinearAlgebra
import NetworkWeights
import Testing

@testable import CLIPEncoder

/// One after the other: the weights of each take up to 1.2 GB.
@Suite(.serialized) struct ParityTests {
    /// With this set, the sizes L are compared in their full depth, too: some minutes in a debug build.
    private static let wantsFullDepth = ProcessInfo.processInfo.environment["FID_TEST_FULL_CLIP"] != nil

    /// The cases without the deep ones.
    private static let cases: [Expected.Case] = (try? Expected.read().cases.filter { $0.layers <= 12 }) ?? []
    private static let deepCases: [Expected.Case] = (try? Expected.read().cases.filter { $0.layers > 12 }) ?? []

    @Test func `the rule makes the same weights as in Python`() throws {
        let expected = try Expected.read()
        #expect(expected.cases.count == 7)
        #expect(expected.rule.count == 3)
        for (key, numbers) in expected.rule {
            let shape =
                switch key {
                case "visual_projection.weight": [512, 768]
                case "vision_model.pre_layrnorm.weight": [768]
                default: [3072]
                }
            #expect(Array(WeightRule.values(key, shape).prefix(4)) == numbers, "\(key)")
        }
    }

    @Test(arguments: cases, CLIPNaming.allCases)
    func `embeddings and tokens are those of transformers and open_clip`(expected: Expected.Case, naming: CLIPNaming) throws {
        try compare(expected, naming)
    }

    @Test(
        .enabled(if: wantsFullDepth, "full depth only where FID_TEST_FULL_CLIP is set"), arguments: deepCases, CLIPNaming.allCases
    )
    func `embeddings of the deep networks are those of transformers and open_clip`(
        expected: Expected.Case, naming: CLIPNaming
    ) throws {
        try compare(expected, naming)
    }

    private func compare(_ expected: Expected.Case, _ naming: CLIPNaming) throws {
        let (variant, activation, architecture) = try expected.made()
        let weights = RuleWeights(architecture, naming)
        let encoder = try CLIPEncoder(weights: weights, activation: activation, file: "rule")
        #expect(encoder.variant == (architecture == variant.architecture ? variant : nil))
        #expect(encoder.description.architecture == architecture)
        #expect(encoder.naming == naming)
        let count = expected.embeddings.count
        let input = try encoder.prepared((0..<count).map { try Expected.picture($0, side: encoder.inputSide) })
        var tokens: [String: [Float]] = [:]
        let embeddings = try input.withUnsafeBufferPointer { input in
            try encoder.embeddings(of: input, count: count, normalized: false, afterEach: { _ in }) { stage, rows in
                switch stage {
                case .start: tokens["0"] = Array(rows)
                case .block(let number) where expected.stages["\(number + 1)"] != nil: tokens["\(number + 1)"] = Array(rows)
                case .block: break
                }
            }
        }
        #expect(embeddings.shape == Shape(rows: count, columns: architecture.projection))
        for (number, row) in expected.embeddings.enumerated() {
            let off = distance(embeddings.row(number), row)
            #expect(off < 2e-6, "picture \(number)")
        }
        #expect(tokens.count == expected.stages.count)
        for (stage, rows) in expected.stages {
            for (token, numbers) in rows {
                let start = (Int(token) ?? 0) * architecture.width
                for (place, number) in numbers.enumerated() {
                    let found = try #require(tokens[stage])[start + place]
                    #expect(abs(Double(found) - number) < 2e-5, "stage \(stage), token \(token), number \(place)")
                }
            }
        }
        guard activation == .exact else { return }
        let other = try CLIPEncoder(weights: weights, activation: .quick, file: "rule").embeddings(of: input, count: count)
        #expect(distance(other.row(0), expected.embeddings[0]) > 1e-3, "the forms of GELU tell apart")
    }
}
