// The document's matrices, the real features where they are there, and a small generator.

import ExactArithmetic
import FeatureFiles
import Foundation
import GenerativeMetrics
import LinearAlgebra
import Testing

func exact(_ text: String) -> Matrix<Exact> {
    let rows = text.split(separator: ";").map { $0.split(separator: " ").map { Exact(decimal: $0) ?? 0 } }
    return Matrix(rows: rows.count, columns: rows.first?.count ?? 0, elements: rows.flatMap { $0 })
}

/// "Understand FID, step 1": two images a set, three features an image.
enum Toy {
    static let real = exact("1 2 3;2 3 1")
    static let generated = exact("1.5 1.5 2.5;2.5 2.5 1.5")
}

struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension Matrix where Element == Double {
    static func random(rows: Int, columns: Int, seed: Int, scale: Double = 1, offset: Double = 0) -> Matrix {
        var generator = SplitMix(seed: seed)
        return Matrix(rows: rows, columns: columns) { _, _ in offset + scale * Double.random(in: -1...1, using: &generator) }
    }
}

extension Matrix where Element == Exact {
    static func random(rows: Int, columns: Int, seed: Int) -> Matrix {
        var generator = SplitMix(seed: seed)
        return Matrix(rows: rows, columns: columns) { _, _ in Exact(Int.random(in: -6...6, using: &generator), over: 2) }
    }
}

/// The real Inception features that lie beside the project on its authors' machines.
enum SharedFeatures {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared")
    static let areThere = FileManager.default.fileExists(atPath: root.appending(path: "data/flowers/roses.npy").path)

    static func samples(_ name: String) throws -> Matrix<Double> {
        guard case .samples(let reader) = try FeatureFile.open(root.appending(path: "data/flowers/\(name).npy").path) else {
            throw MetricsError.noSamples
        }
        return try reader.readAll()
    }
}

func isClose(_ a: Double, _ b: Double, relative: Double) -> Bool {
    abs(a - b) <= relative * max(abs(a), abs(b), 1e-300)
}
