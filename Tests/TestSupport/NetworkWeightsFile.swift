// A file of weights for the Inception network, made by rule once for all tests of a process.

import Foundation

public enum NetworkWeightsFile {
    /// A `.safetensors` file of ``DeterministicWeights``, 95 MB, which goes with the process. The numbers are written as they lie in memory:
    /// one by one they would take a build for tests a minute.
    public static func make(shapes: [String: [Int]]) throws -> String {
        let weights = try DeterministicWeights(shapes: shapes)
        var header = "{"
        var (data, start) = (Data(), 0)
        for name in weights.names {
            let values = try weights.values(of: name)
            let end = start + 4 * values.count
            let shape = (weights.shape(of: name) ?? []).map(String.init).joined(separator: ",")
            header +=
                (start > 0 ? "," : "") + #""\#(name)":{"dtype":"F32","shape":[\#(shape)],"data_offsets":[\#(start),\#(end)]}"#
            values.withUnsafeBytes { data.append(contentsOf: $0) }
            start = end
        }
        let path = NSTemporaryDirectory() + "fid-test-weights-\(getpid()).safetensors"
        let file = StateDictWriter.safetensors(header: header + "}", data: [])
        try (Data(file) + data).write(to: URL(fileURLWithPath: path))
        atexit {
            unlink(NSTemporaryDirectory() + "fid-test-weights-\(getpid()).safetensors")
        }
        return path
    }
}
