// The real features, where they are at hand.

import FeatureFiles
import Foundation
import Testing

@Suite struct FlowersTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("../shared/data/flowers").standardizedFileURL.path

    private static let isThere = FileManager.default.fileExists(atPath: folder + "/roses.npy")

    @Test(.enabled(if: isThere, "the flowers features are not in ../shared/data/flowers"))
    func roses() throws {
        let reader = try samples(Self.folder + "/roses.npy")
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
