// Batches: the same features whatever an image is computed with, and by however many threads; batches of a wrong size.

import Dispatch
import LinearAlgebra
import Localization
import Synchronization
import TestSupport
import Testing

@testable import InceptionNetwork

@Suite(.enabled(if: InceptionNetwork.isBuiltIn, "fid was built without the network"))
struct BatchTests {
    @Test(arguments: [1, 3, 50])
    func `an image has the same features in whatever batch it stands`(count: Int) throws {
        let alone = try #require(TestNetwork.features(PatternPictures.batch, count: 4, taps: [.pool3])[.pool3])
        let batch = PatternPictures.batch(of: count)
        let features = try #require(TestNetwork.features(batch, count: count, taps: [.pool3])[.pool3])
        #expect(features.shape == Shape(rows: count, columns: 2048))
        for image in 0..<count { #expect(features.row(image) == alone.row(image % 4), "image \(image)") }
    }

    @Test(arguments: [1, 3])
    func `threads do not change the features`(threads: Int) throws {
        let network = try InceptionNetwork(weights: TestNetwork.weights.get(), threads: threads)
        let taps: Set<Tap> = [.firstMaxPool64, .pool3, .logits]
        let features = try TestNetwork.features(PatternPictures.batch, count: 4, taps: taps, network: network)
        #expect(try features == TestNetwork.features(PatternPictures.batch, count: 4, taps: taps))
    }

    @Test func `several threads may call at once`() throws {
        let expected = try TestNetwork.features(PatternPictures.batch, count: 4, taps: [.pool3])
        let network = try TestNetwork.float32.get()
        let found = Mutex<[[Tap: Matrix<Float>]]>([])
        DispatchQueue.concurrentPerform(iterations: 3) { _ in
            let features = try? TestNetwork.features(PatternPictures.batch, count: 4, taps: [.pool3], network: network)
            found.withLock { $0.append(features ?? [:]) }
        }
        #expect(found.withLock { $0 } == [expected, expected, expected])
    }

    @Test func `no images have no features`() throws {
        let features = try TestNetwork.features([], count: 0, taps: [.pool3, .mixed6e768])
        #expect(features[.pool3]?.shape == Shape(rows: 0, columns: 2048))
        #expect(features[.mixed6e768]?.shape == Shape(rows: 0, columns: 768))
        #expect(try TestNetwork.features(PatternPictures.batch, count: 4, taps: []).isEmpty)
    }

    @Test(arguments: [(1, 0), (0, 268203), (2, 268203), (-1, 268203), (Int.max, 268203), (1, 268202)])
    func `a batch of another size is refused`(count: Int, values: Int) throws {
        let batch = Array(PatternPictures.batch.prefix(values))
        #expect(throws: InceptionError.wrongBatch(images: count, values: values)) {
            try TestNetwork.features(batch, count: count, taps: [.pool3])
        }
    }

    @Test func `nothing falls to a reference implementation`() throws {
        let network = try TestNetwork.float32.get()
        let implementations = try network.implementations
        #expect(implementations.count > 94)
        for (layer, implementation) in implementations {
            #expect(!implementation.hasPrefix("ref"), "\(layer): \(implementation)")
        }
    }
}
