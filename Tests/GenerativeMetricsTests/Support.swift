// The document's matrices, and the real features where they are there.

import ExactArithmetic
import FeatureFiles
import GenerativeMetrics
import LinearAlgebra
import TestSupport

/// "Understand FID, step 1": two images a set, three features an image.
enum Toy {
    static let real = exact("1 2 3;2 3 1")
    static let generated = exact("1.5 1.5 2.5;2.5 2.5 1.5")
}

/// The samples of one class of flowers.
func flowerSamples(_ name: String) throws -> Matrix<Double> {
    guard case .samples(let reader) = try FeatureFile.open(SharedData.flowers.appending(path: "\(name).npy").path) else {
        throw MetricsError.noSamples
    }
    return try reader.readAll()
}
