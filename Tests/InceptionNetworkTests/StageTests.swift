// The network against PyTorch: every stage, the features and the scores, image by image.

import LinearAlgebra
import NetworkWeights
import TestSupport
import Testing

@testable import InceptionNetwork

@Suite(.enabled(if: InceptionNetwork.isBuiltIn, "fid was built without the network"))
struct StageTests {
    @Test func figures() throws {
        let clock = ContinuousClock()
        var t = clock.now
        func lap(_ s: String) { print(s, clock.now - t); t = clock.now }
        let network = try TestNetwork.float32.get()
        lap("network")
        let batch = PatternPictures.batch
        lap("pictures")
        print(batch.prefix(299*299*3).reduce(0.0) { $0 + Double($1) })
        let expected = try Expected.ofPatterns.get()
        try batch.withUnsafeBufferPointer { batch in
            try network.stages(of: batch, count: 4) { stage in
                let e = try #require(expected.stages[stage.name])
                let places = Expected.places(in: e.shape, stage: stage.name)
                var ratio: [Double] = []
                do {
                    let image = stage.image
                    var s = 0.0, m = 0.0
                    for (p, v) in zip(places, e.entries ?? []) where p.image == image {
                        let d = Double(stage[p.channel, p.row, p.column]) - v
                        s += d * d; m = max(m, abs(d))
                    }
                    ratio.append((s / 32).squareRoot() / e.float32RmsError[image])
                    ratio.append(m / e.float32MaximumError[image])
                }
                print(stage.name, stage.image, ratio)
            }
        }
        lap("stages")
        let features = try TestNetwork.features(batch, count: 4, taps: [.pool3, .logits])
        lap("features")
        for (tap, name) in [(Tap.pool3, "pool3"), (.logits, "logits")] {
            let e = try #require(expected.stages[name])
            let exact = try TestNetwork.stored(name + ".npy")
            for image in 0..<4 {
                var s = 0.0, m = 0.0
                for c in 0..<tap.dimension {
                    let d = Double(features[tap]![image, c]) - exact[image, c]
                    s += d * d; m = max(m, abs(d))
                }
                print(name, image, (s / Double(tap.dimension)).squareRoot() / e.float32RmsError[image], m / e.float32MaximumError[image])
            }
        }
        for i in try network.implementations { print(i) }
    }
}
