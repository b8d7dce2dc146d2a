// The real features, where they are at hand.

import FeatureFiles
import Foundation
import TestSupport
import Testing

@Suite struct FlowersTests {
    @Test(.enabled(if: SharedData.hasFlowers, "\(SharedData.noFlowers)"))
    func roses() throws {
        let reader = try samples(SharedData.flowers.appending(path: "roses.npy").path)
        #expect(reader.rows == 641)
        #expect(reader.columns == 2048)
        #expect(reader.elementType == .float16)
        let all = try rows(of: reader, by: 100)
        #expect(all.count == 641 * 2048)
        // Pooled activations behind a ReLU: not negative, and not all zero.
        #expect(all.allSatisfy { $0 >= 0 })
        #expect(all.contains { $0 > 1 })
    }
}
