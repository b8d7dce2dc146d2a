// The network against PyTorch: every stage, the features and the scores, image by image.
//
// The yardstick is the error that PyTorch itself has in float32, measured against its float64. It is not one number: in its
// channels-last format PyTorch is 1.3 to 1.6 times as far from float64 as in its own, for the sums are taken in another order
// (scripts/make-inception-fixture, at pool3). So twice PyTorch's error is no more than another order of the same additions.

import LinearAlgebra
import TestSupport
import Testing

@testable import InceptionNetwork

@Suite(.enabled(if: InceptionNetwork.isBuiltIn, "fid was built without the network"))
struct StageTests {
    /// What is found wrong in a stage is reported with its name and the image.
    @Test func `every stage is as near to float64 as PyTorch's float32`() throws {
        let expected = try Expected.ofPatterns.get()
        var seen: Set<String> = []
        var squares: [String: Double] = [:]
        try PatternPictures.batch.withUnsafeBufferPointer { batch in
            try TestNetwork.float32.get().stages(of: batch, count: PatternPictures.count) { output in
                let stage = try #require(expected.stages[output.name])
                #expect([output.channels, output.height, output.width] == Array(stage.shape.dropFirst()))
                try check(output, against: stage, squares: &squares[output.name, default: 0])
                seen.insert(output.name)
            }
        }
        #expect(seen == Set(InceptionArchitecture.stages.map(\.name)))
        // The mean of the squared errors over PyTorch's, at the entries that are known: 32 of each image, 128 in all.
        for (stage, sum) in squares {
            let ratio = (sum / Double(PatternPictures.count)).squareRoot()
            #expect(ratio < 2.5, "\(stage): \(ratio) times the error of PyTorch, at 128 entries")
        }
    }

    private func check(_ output: StageOutput, against stage: Expected.Stage, squares: inout Double) throws {
        let image = output.image
        let rms = stage.float32RmsError[image]
        let entries = zip(Expected.places(in: stage.shape, stage: output.name), try #require(stage.entries))
        var sum = 0.0
        for (place, expected) in entries where place.image == image {
            let error = Double(output[place.channel, place.row, place.column]) - expected
            sum += error * error
            #expect(
                abs(error) < 2 * stage.float32MaximumError[image],
                "\(output.name), image \(image), channel \(place.channel), row \(place.row), column \(place.column)")
        }
        squares += sum / 32 / (rms * rms)
        // Errors of either sign average out in a mean, and more so in a standard deviation: a whole error is far too much.
        let (mean, deviation) = moments(of: output.values)
        #expect(abs(mean - stage.mean[image]) < rms, "the mean of \(output.name), image \(image)")
        #expect(abs(deviation - stage.standardDeviation[image]) < rms, "the deviation of \(output.name), image \(image)")
    }

    private func moments(of values: [Float]) -> (mean: Double, deviation: Double) {
        values.withUnsafeBufferPointer { values in
            var (sum, squares) = (0.0, 0.0)
            var index = 0
            while index < values.count {
                let value = Double(values[index])
                sum += value
                squares += value * value
                index += 1
            }
            let mean = sum / Double(values.count)
            return (mean, (squares / Double(values.count) - mean * mean).squareRoot())
        }
    }

    @Test(arguments: [(Tap.pool3, "pool3"), (.logits, "logits")])
    func `the outputs are as near to float64 as PyTorch's float32`(tap: Tap, name: String) throws {
        let stage = try #require(Expected.ofPatterns.get().stages[name])
        let features = try #require(
            TestNetwork.features(PatternPictures.batch, count: PatternPictures.count, taps: [tap])[tap])
        let exact = try TestNetwork.stored(name + ".npy")
        #expect(features.shape == exact.shape)
        for image in 0..<PatternPictures.count {
            let errors = (0..<tap.dimension).map { Double(features[image, $0]) - exact[image, $0] }
            let rms = (errors.reduce(0) { $0 + $1 * $1 } / Double(tap.dimension)).squareRoot()
            #expect(rms < 2 * stage.float32RmsError[image], "image \(image)")
            #expect(errors.allSatisfy { abs($0) < 3 * stage.float32MaximumError[image] }, "image \(image)")
        }
    }

    @Test func `a tap is the mean over the pixels of its stage`() throws {
        let taps: [Tap] = [.firstMaxPool64, .secondMaxPool192, .mixed6e768, .pool3]
        let batch = PatternPictures.batch(of: 1)
        let features = try TestNetwork.features(batch, count: 1, taps: Set(taps))
        var checked = 0
        try batch.withUnsafeBufferPointer { image in
            try TestNetwork.float32.get().stages(of: image, count: 1) { output in
                for tap in taps where tap.stage == output.name {
                    let found = try #require(features[tap])
                    #expect(found.shape == Shape(rows: 1, columns: tap.dimension))
                    for channel in stride(from: 0, to: output.channels, by: 7) {
                        let pixels = (0..<output.height * output.width).map { output.values[$0 * output.channels + channel] }
                        let mean = pixels.reduce(0.0) { $0 + Double($1) } / Double(pixels.count)
                        #expect(found[0, channel] == Float(mean), "\(output.name), channel \(channel)")
                    }
                    checked += 1
                }
            }
        }
        #expect(checked == taps.count)
    }

    @Test func `the scores without biases lack only the biases`() throws {
        let features = try TestNetwork.features(PatternPictures.batch(of: 2), count: 2, taps: [.logits, .logitsUnbiased])
        let bias = try TestNetwork.weights.get().values(of: "fc.bias")
        let scores = try #require(features[.logits])
        let unbiased = try #require(features[.logitsUnbiased])
        for column in 0..<1008 { #expect(scores[1, column] == unbiased[1, column] + bias[column]) }
    }
}
