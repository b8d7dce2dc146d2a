// The document's matrices, and the real features where they are there.

import ExactArithmetic
import FeatureFiles
import Foundation
import GenerativeMetrics
import LinearAlgebra
import TestSupport

/// "Understand FID, step 1": two images a set, three features an image.
enum Toy {
    static let real = exact("1 2 3;2 3 1")
    static let generated = exact("1.5 1.5 2.5;2.5 2.5 1.5")
}

/// The features of the flowers, read once for all tests.
enum Flowers {
    static let classes = ["daisy", "dandelion", "roses", "sunflowers", "tulips"]

    private static let read = Result {
        try classes.map { name -> Matrix<Double> in
            guard case .samples(let reader) = try FeatureFile.open(SharedData.flowers.appending(path: "\(name).npy").path) else {
                throw MetricsError.noSamples
            }
            return try reader.readAll()
        }
    }

    private static let stacked = Result { joined(try read.get()) }

    /// The samples of one class.
    static func samples(_ name: String) throws -> Matrix<Double> {
        guard let index = classes.firstIndex(of: name) else { throw MetricsError.noSamples }
        return try read.get()[index]
    }

    /// All samples, class by class.
    static func all() throws -> Matrix<Double> { try stacked.get() }

    /// All samples but those of one class.
    static func all(without name: String) throws -> Matrix<Double> {
        try joined(classes.filter { $0 != name }.map(samples))
    }

    private static func joined(_ parts: [Matrix<Double>]) -> Matrix<Double> {
        Matrix(rows: parts.reduce(0) { $0 + $1.rows }, columns: 2048, elements: parts.flatMap(\.elements))
    }

    /// Every second of all samples, counted through, from the first (`start` 0) or the second (1) on; those of one class left out.
    static func half(_ start: Int, without dropped: String? = nil) throws -> Matrix<Double> {
        var owners: [String] = []
        for name in classes { owners += Array(repeating: name, count: try samples(name).rows) }
        return try all().gathered(stride(from: start, to: owners.count, by: 2).filter { owners[$0] != dropped })
    }

    /// The reference's order of all samples.
    static func order() throws -> [Int] {
        try String(contentsOf: SharedData.root.appending(path: "reference/perm_rng0_3670.txt"), encoding: .utf8)
            .split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    }
}

extension Matrix where Element == Double {
    /// Every second row from `start` on.
    func everySecond(from start: Int) -> Matrix {
        gathered(Array(stride(from: start, to: rows, by: 2)))
    }
}

/// The samples of one class of flowers.
func flowerSamples(_ name: String) throws -> Matrix<Double> { try Flowers.samples(name) }
