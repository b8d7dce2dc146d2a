// Means, covariances and spectra of real Inception features against numbers computed independently, where the features are at hand.

import Foundation
import GenerativeMetrics
import LinearAlgebra
import TestSupport
import Testing

@Suite(.enabled(if: SharedData.hasFlowers, "\(SharedData.noFlowers)"), .serialized)
struct FlowerStatisticsTests {
    /// `all` has more samples than features, the classes have fewer: a spectrum comes from a covariance there and from samples here.
    @Test(arguments: Flowers.classes + ["all"])
    func `the statistics of a class and of all`(name: String) throws {
        let expected = try #require(try FlowerReference.load().classStats[name])
        let samples = try name == "all" ? Flowers.all() : flowerSamples(name)
        let moments = try Moments(of: samples)
        let covariance = try moments.covariance()
        let normal = try name == "all" ? FittedNormal(moments: moments) : FittedNormal(samples: samples)
        #expect(normal.count == expected.n)
        #expect(isClose(moments.mean.squaredNorm.squareRoot(), expected.meanNorm, relative: 1e-12))
        #expect(isClose(try normal.trace(), expected.trace, relative: 1e-11))
        #expect(isClose(try covariance.trace(), expected.trace, relative: 1e-11))
        if let sum = expected.sum { #expect(isClose(Double(samples.rows) * moments.mean.sum, sum, relative: 1e-12)) }
        for (found, first) in zip(moments.mean, expected.meanFirst4 ?? []) { #expect(isClose(found, first, relative: 1e-12)) }
        if let norm = expected.covFro {
            #expect(isClose(covariance.squaredFrobeniusNorm.squareRoot(), norm, relative: 1e-11))
        }
        if let entry = expected.cov01 { #expect(isClose(covariance[0, 1], entry, relative: 1e-10)) }
        // The classes have all four of these.
        let absent = [expected.sum, expected.meanFirst4?.first, expected.covFro, expected.cov01].filter { $0 == nil }
        #expect(absent.count == (name == "all" ? 4 : 0))

        let eigenvalues = try normal.standardDeviations().map { $0 * $0 }
        #expect(isClose(eigenvalues[0], expected.maxEig, relative: 1e-10))
        #expect(isClose(eigenvalues.sum * eigenvalues.sum / eigenvalues.squaredNorm, expected.participation, relative: 1e-10))
        let pair = try FittedNormal(samples: samples.rows(0..<2))
        let split = try #require(try normal.frechetDistance(to: pair, splitsTraceTerm: true).split)
        #expect(split.ranks == (expected.rank, 1))
        #expect((expected.minEigNonzero == nil) == (name == "sunflowers"))
        if let least = expected.minEigNonzero { #expect(isClose(eigenvalues[expected.rank - 1], least, relative: 1e-9)) }
    }

    @Test func `the list of what is fetched has the reference's hashes`() throws {
        struct Source: Decodable {
            struct Class: Decodable {
                let name: String
                let rows: Int
                let sha256: String
            }
            let classes: [Class]
        }
        let file = SharedData.projectRoot.appending(path: "examples/flowers/source.json")
        let source = try JSONDecoder().decode(Source.self, from: Data(contentsOf: file))
        let reference = try FlowerReference.load()
        #expect(
            Dictionary(uniqueKeysWithValues: source.classes.map { ($0.name, $0.sha256) })
                == reference.sha256OfFloat32Rows.classes)
        for item in source.classes { #expect(item.rows == reference.classStats[item.name]?.n) }
    }
}
