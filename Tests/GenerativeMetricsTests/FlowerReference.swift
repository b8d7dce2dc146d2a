// The independent numbers of the flowers, `flowers.json` beside the features: all but those of kernels and neighbourhoods, which are read
// where they are tested.

import Foundation
import GenerativeMetrics
import TestSupport

struct FlowerReference: Decodable {
    struct ClassStatistics: Decodable {
        let n: Int
        let sum: Double?
        let meanNorm: Double
        let meanFirst4: [Double]?
        let trace: Double
        let covFro: Double?
        let cov01: Double?
        let maxEig: Double
        let rank: Int
        let minEigNonzero: Double?
        let participation: Double
    }

    struct Distance: Decodable {
        let fid: Double
        let meanTerm: Double
        let trace1: Double
        let trace2: Double
        let traceSqrt: Double
        let n1: Int
        let n2: Int
        let fidEvenVsOddWithoutClass: Double?
    }

    struct ModeDrop: Decodable {
        let drop: [String: Distance]
    }

    struct Line: Decodable {
        let ns: [Int]
        let interceptFidInf: Double
        let slope: Double
        let fid: [Double]?
    }

    struct Classes: Decodable {
        let fid: [String: Double]
        let fit: Line
        let fit200: Line
    }

    struct SampleSize: Decodable {
        let fid: [String: Double]
        let permFirst10: [Int]
        let fitAll5: Line
        let fit4008001600: Line
        let fit8001600: Line
        let tenSeedsMean: [String: Double]
        let tenSeedsSd: [String: Double]
        let tenSeedsFitAll5Inf: [Double]
        let tenSeedsFit400Inf: [Double]
        let chongLike15: Line
        let tulipsVsRoses: Classes
    }

    struct Hashes: Decodable {
        let classes: [String: String]
    }

    let classStats: [String: ClassStatistics]
    let pairs: [String: Distance]
    let selfExact: [String: Double]
    let halves: [String: Distance]
    let sampleSize: SampleSize
    let modeDrop: ModeDrop
    let sha256OfFloat32Rows: Hashes

    static func load() throws -> FlowerReference { try decode("flowers.json") }

    /// A file of the folder of references; `key_names` are read as `keyNames`.
    static func decode<Value: Decodable>(_ name: String) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Value.self, from: Data(contentsOf: SharedData.root.appending(path: "reference/\(name)")))
    }
}

/// Least squares through the distances at some sizes over 1/N, as the reference draws its lines.
struct LineOverSizes {
    let intercept: Double
    let slope: Double

    init(_ points: [(size: Int, distance: Double)]) {
        let x = points.map { 1 / Double($0.size) }
        let y = points.map(\.distance)
        let (meanX, meanY) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
        slope = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) } / x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
        intercept = meanY - slope * meanX
    }
}
