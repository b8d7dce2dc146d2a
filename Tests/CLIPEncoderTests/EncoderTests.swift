// What the encoder does whatever the weights: batches, threads, lengths, input.

import COpenBLAS
import Images
import LinearAlgebra
import Testing

@testable import CLIPEncoder

@Suite(.serialized) struct EncoderTests {
    /// ViT-B/32 with its first block alone, told from the tensors.
    private static func small() throws -> CLIPEncoder {
        let whole = CLIPVariant.b32.architecture
        let architecture = CLIPArchitecture(
            width: whole.width, layers: 1, patch: whole.patch, grid: whole.grid, projection: whole.projection)
        return try CLIPEncoder(
            weights: RuleWeights(architecture, .transformers), activation: .quick, file: "rule")
    }

    private static func largestDistance(_ a: Matrix<Float>, _ b: Matrix<Float>) -> Double {
        (0..<a.rows).map { distance(a.row($0), b.row($0).map(Double.init).elements) }.max() ?? 0
    }

    @Test func `batches, passes and threads change nothing`() throws {
        let encoder = try Self.small()
        #expect(encoder.preferredBatch == 40)
        let count = 43
        let input = try encoder.prepared((0..<count).map { try Expected.picture($0, side: 224) })
        var done: [Int] = []
        let together = try encoder.embeddings(of: input, count: count) { done.append($0) }
        #expect(done == [40, 43])
        let size = 3 * 224 * 224
        for number in [0, 1, 39, 40, 42] {
            let alone = try encoder.embeddings(of: Array(input[number * size..<(number + 1) * size]), count: 1)
            let off = distance(alone.elements, together.row(number).map(Double.init).elements)
            #expect(off < 1e-6, "picture \(number)")
        }
        #expect(distance(together.row(0), together.row(1).map(Double.init).elements) > 1e-3)
        try input.withUnsafeBufferPointer { input in
            let alone = try encoder.embeddings(of: input, count: count, sharesCores: false)
            #expect(Self.largestDistance(alone, together) < 1e-6)
        }
        var row = Array(together.row(0).elements)
        CLIPEncoder.normalize(&row)
        #expect(try row == Array(encoder.embeddings(of: input, count: count, normalized: true).row(0).elements))
        let threads = openblas_get_num_threads()
        defer { openblas_set_num_threads(threads) }
        for other in [1, 2, 3] {
            openblas_set_num_threads(Int32(other))
            let again = try encoder.embeddings(of: input, count: count)
            #expect(Self.largestDistance(again, together) < 1e-6, "\(other) threads")
        }
    }

    @Test func `embeddings of length 1, in the same direction`() throws {
        let encoder = try Self.small()
        let input = try encoder.prepared((0..<3).map { try Expected.picture($0, side: 224) })
        let plain = try encoder.embeddings(of: input, count: 3)
        let normalized = try encoder.embeddings(of: input, count: 3, normalized: true)
        for number in 0..<3 {
            let length = plain.row(number).squaredNorm.squareRoot()
            #expect(length > 2)
            #expect(abs(normalized.row(number).squaredNorm - 1) < 1e-6)
            #expect(distance(normalized.row(number).map { $0 * length }, plain.row(number).map(Double.init).elements) < 1e-6)
        }
    }

    @Test func `work ends where the caller throws`() throws {
        struct Enough: Error {}
        let encoder = try Self.small()
        let input = try encoder.prepared([Expected.picture(0, side: 224)])
        #expect(throws: Enough.self) { try encoder.embeddings(of: input, count: 1) { _ in throw Enough() } }
    }

    @Test func `no pictures give no rows`() throws {
        let encoder = try Self.small()
        #expect(try encoder.embeddings(of: [], count: 0).shape == Shape(rows: 0, columns: 512))
    }

    @Test func `input that is not right`() throws {
        let encoder = try Self.small()
        let samples = 3 * 224 * 224
        #expect(throws: CLIPEncoderError.wrongSampleCount(needed: 2 * samples, found: samples)) {
            try encoder.embeddings(of: [Float](repeating: 0, count: samples), count: 2)
        }
        #expect(throws: CLIPEncoderError.wrongSampleCount(needed: 0, found: 5)) {
            try encoder.embeddings(of: [Float](repeating: 0, count: 5), count: -1)
        }
        #expect(throws: CLIPEncoderError.wrongSampleCount(needed: .max, found: 0)) {
            try encoder.embeddings(of: [], count: .max)
        }
        for value in [Float.nan, .infinity] {
            var input = [Float](repeating: 0.5, count: 2 * samples)
            input[samples + 7] = value
            #expect(throws: CLIPEncoderError.unusableEmbedding(picture: 1)) { try encoder.embeddings(of: input, count: 2) }
        }
    }

    @Test func `samples are scaled by CLIP's means and deviations`() throws {
        let encoder = try Self.small()
        let picture = try Expected.picture(0, side: 224)
        // `clip.py` of openai/CLIP
        let (mean, deviation): ([Float], [Float]) = ([0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711])
        let input = try encoder.prepared([picture])
        // (0/255 − mean)/deviation, (85/255 − mean)/deviation, (170/255 − mean)/deviation of the first pixel.
        for (found, expected) in zip(input, [-1.7922625, -0.4764368, 0.9371914]) { #expect(abs(Double(found) - expected) < 1e-6) }
        for (place, sample) in picture.samples.enumerated() where place % 997 == 0 {
            let expected = (Float(sample) / 255 - mean[place % 3]) / deviation[place % 3]
            #expect(input[place] == expected, "sample \(place)")
        }
        let wide = try #require(RGBImage(width: 225, height: 224, samples: [UInt8](repeating: 0, count: 3 * 225 * 224)))
        #expect(throws: CLIPEncoderError.wrongSize(width: 225, height: 224, side: 224)) { try encoder.prepared([wide]) }
    }
}
